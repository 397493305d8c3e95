import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { expect, test } from "vitest"
import { compile } from "../../../compiler/index.ts"
import { instantiateModule } from "../../../compiler/instantiate.ts"
import { createEngine } from "../../../runtime/index.ts"

async function code(least: number): Promise<string> {
  const text = `event E { a: integer, at: time } timed by at\nrule R { when E as e where a > ${least} alert "{e.a}" }\n`
  return (await compile([{ path: "rules.cep", text }])).module!.code
}

test("rules from a module's text run as those of the module", async () => {
  const rules = instantiateModule(await code(1))!
  const said: unknown[] = []
  const engine = createEngine(rules, { onAlert: ({ message }) => void said.push(message) })
  for (const a of [1, 2, 3]) engine.push("E", { a, at: a })
  engine.end()
  expect(said).toEqual(["2", "3"])
})

test("a text that the compiler did not make is none", () => {
  expect(instantiateModule("export const rules = {}")).toBeUndefined()
})

test("rules that nobody has any more are let go of: a job may change them for ever", async () => {
  setFlagsFromString("--expose-gc")
  const collect = runInNewContext("gc") as () => void
  const made = await Promise.all([1, 2, 3].map(code))
  const held = made.map((text) => {
    const rules = instantiateModule(text)!
    createEngine(rules, {}).end()
    return new WeakRef(rules.create)
  })
  for (let turn = 0; turn < 10 && held.some((each) => each.deref() !== undefined); turn++) {
    await new Promise((resolve) => setImmediate(resolve))
    collect()
  }
  expect(held.map((each) => each.deref())).toEqual([undefined, undefined, undefined])
})
