import { compile } from "../../compiler/index.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import type { Fields } from "../../runtime/abi/value.ts"

const functions = `
export async function countryOf(address: string): Promise<string> { return address }
export async function ownerOf(device: string): Promise<"me" | "you"> { return "me" }`

export const logins = `
use { countryOf, ownerOf } from "./lookups.ts"
event Login { id: string, user: string, address: string?, at: time } timed by at
event Payment { id: string, user: string, at: time } timed by at
`

/** A call under way, which a test answers. */
export interface Asked {
  readonly fields: Fields
  answer(value: unknown): void
  fail(error: Error): void
}

/** Rules in which the test itself answers what `countryOf` is asked; `asked` holds the calls in their order. */
export async function answeredRules(text: string): Promise<{ rules: RuleSet; asked: Asked[] }> {
  const compiled = await compile([
    { path: "test.cep", text: logins + text },
    { path: "lookups.ts", text: functions },
  ])
  if (compiled.rules === undefined) throw new Error(compiled.diagnostics.map((each) => each.text).join("\n"))
  const asked: Asked[] = []
  const { manifest, create } = compiled.rules
  const rules: RuleSet = {
    manifest,
    create(library, params, host) {
      const program = create(library, params, host)
      const awaited = program.awaited.map(({ call, result }) => ({
        result,
        call(fields: Fields) {
          const real = call(fields)
          if (real === undefined) return undefined
          real.catch(() => {})
          return new Promise((answer, fail) => asked.push({ fields, answer, fail }))
        },
      }))
      return { ...program, awaited }
    },
  }
  return { rules, asked }
}
