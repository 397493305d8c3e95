import { describe, expect, test } from "vitest"
import type { EngineOptions } from "../../../runtime/abi/engine.ts"
import { createEngine } from "../../../runtime/engine/engine.ts"
import { linesInto } from "../../support/lines-into.ts"
import { step } from "../../support/patterns.ts"
import { field, letters, payment } from "../../support/payments.ts"
import { type HandRule, ruleSet } from "../../support/rule-set.ts"

const plain = { severity: "low", fields: [field("n", "number")], data: () => [1] } as const
const text = (value: unknown) => ({ ...plain, fields: [field("s", "string")], data: () => [value] }) as const

/** The lines in the order in which they come; those that are handed out have a star. */
function linesOf(rules: readonly HandRule[], options: EngineOptions = {}): string[] {
  const lines: string[] = []
  const { linesOf: direct } = linesInto(lines, true)
  const engine = createEngine(ruleSet([payment], rules), {
    linesOf: direct!,
    onOutput: (output) => lines.push(`*${output.line()}`),
    onDeadLetter: ({ rule, code }) => lines.push(`${rule} ${code}`),
    ...options,
  })
  for (let at = 0; at < 2; at++) engine.ingest({ type: "Payment", raw: { kind: "A", account: "x", at } })
  engine.end()
  return lines
}

/** Without what differs between events and rules. */
function short(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/\{"rule":"(\w+)".*"data":(\{[^}]*\}).*"id":"\w{32}"\}/, "$1 $2"))
}

describe("lines that are written at once", () => {
  const rule = (name: string, outputs: HandRule["outputs"]): HandRule =>
    letters(name, [step(0)], { ...(outputs && { outputs }) })

  test("are those that are handed out, in their order", () => {
    const rules = [rule("One", [plain, text("a\n\ud800")]), rule("Two", [{ ...plain, severity: "high" }])]
    const direct = linesOf(rules)
    expect(direct).toHaveLength(6)
    expect(direct.some((line) => line.startsWith("*"))).toBe(false)
    const lines: string[] = []
    const engine = createEngine(ruleSet([payment], rules), {
      onOutput: (output) => lines.push(output.line()),
    })
    for (let at = 0; at < 2; at++) engine.ingest({ type: "Payment", raw: { kind: "A", account: "x", at } })
    engine.end()
    expect(direct).toEqual(lines)
  })

  test("are none where something else wants the outputs, or no place was given for one of a rule's", () => {
    const rules = [rule("One", [plain, plain])]
    expect(short(linesOf(rules, { onAlert: () => {} }))).toEqual(Array(4).fill('*One {"n":1}'))
    expect(short(linesOf(rules, { onResult: () => {} }))).toEqual(Array(4).fill('*One {"n":1}'))
    expect(short(linesOf(rules, { linesOf: () => undefined }))).toEqual(Array(4).fill('*One {"n":1}'))
  })

  test("do not overtake what waits", () => {
    const failing: HandRule = rule("Fails", [
      {
        ...plain,
        data: () => {
          throw new Error("no data")
        },
      },
    ])
    // Each event is handed out before the next one is judged.
    const both = ['First {"n":1}', "Fails output-failed", '*Last {"n":1}']
    expect(short(linesOf([rule("First", [plain]), failing, rule("Last", [plain])]))).toEqual([...both, ...both])
  })

  test("that cannot be written leave nothing behind: the outputs are handed out, and whoever takes them finds out", () => {
    const rules = [rule("Odd", [plain, text(10n)]), rule("Two", [plain])]
    const taken: string[] = []
    const onOutput: EngineOptions["onOutput"] = (output) => {
      if (output.rule === "Odd" && output.value.data?.s !== undefined) expect(() => output.line()).toThrow(TypeError)
      else taken.push(output.line())
    }
    const lines = linesOf(rules, { onOutput })
    expect(lines).toEqual([])
    expect(short(taken)).toEqual(['Odd {"n":1}', 'Two {"n":1}', 'Odd {"n":1}', 'Two {"n":1}'])
  })
})
