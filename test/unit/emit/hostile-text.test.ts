/** No text of an author's can become code: names, strings, patterns and comments stay what they are. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { quote, templateText } from "../../../compiler/5-emit/text.ts"
import { compile } from "../../../compiler/index.ts"
import { createEngine } from "../../../runtime/index.ts"

const attacks = [
  "`; globalThis.broken = true; `",
  '"; globalThis.broken = true; "',
  "'; globalThis.broken = true; '",
  "${globalThis.broken = true}",
  "*/ globalThis.broken = true /*",
  "\n globalThis.broken = true \n",
  "\u2028globalThis.broken = true\u2029",
  "\\",
  "\\`",
  "\\${1}",
  "\uE0000\uE001x\uE002",
  "\uD800",
  "</script>",
  "-->",
  "//# sourceMappingURL=x",
  "__proto__",
  "\u0000\u001b",
]
const hostile = fc.oneof(
  fc.constantFrom(...attacks),
  fc.array(fc.constantFrom(...attacks, "a", " "), { maxLength: 4 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 20 }),
)

/** As a `.cep` text between double quotes. */
function written(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, "\\$&")
    .replaceAll("{", "{{")
    .replaceAll("}", "}}")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t")
  return `"${escaped}"`
}

function run(code: string): unknown {
  return new Function(`return ${code}`)()
}

test("a quoted text is the text", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(run(quote(text))).toBe(text)
      expect(run(`\`${templateText(text)}\``)).toBe(text)
      expect(quote(text)).not.toMatch(/[\u2028\u2029\uE000-\uE002\n]/)
    }),
    { numRuns: 500, seed: 3 },
  )
})

test("texts of a rule arrive as they were written, and nothing else happens", async () => {
  let compiled = 0
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (text, title) => {
      const source = `event T { id: string, at: time } timed by at
/// ${title.replace(/[\n\r\u2028\u2029]/g, " ")}
rule R ${written(title)} {
  when T as t where id == ${written(text)} or id in [${written(text)}, "x"] and ${written(text)} != "y"
  per id
  alert ${written(text)} { text: ${written(text)}, both: "{t.id}" }
}`
      const { rules, diagnostics } = await compile([{ path: "a.cep", text: source }])
      if (rules === undefined) {
        expect(diagnostics.some((one) => one.level === "error")).toBe(true)
        return
      }
      compiled++
      const alerts: { message?: string; data?: unknown }[] = []
      const engine = createEngine(rules, { onAlert: (alert) => alerts.push(alert) })
      engine.push("T", { id: text, at: 1 })
      engine.end()
      expect(Object.hasOwn(globalThis, "broken")).toBe(false)
      if (text === "") return
      expect(alerts.map(({ message, data }) => ({ message, data }))).toEqual([
        { message: text, data: { text, both: text } },
      ])
      expect(rules.manifest.rules[0]!.title).toBe(title)
    }),
    { numRuns: 200, seed: 5 },
  )
  expect(compiled).toBeGreaterThan(100)
})

const names = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "class",
  "await",
  "arguments",
  "eval",
  "undefined",
  "it",
  "match",
  "event",
  "key",
  "params",
  "library",
  "manifest",
  "create",
  "known",
  "show",
  "größe",
  "next",
  "$",
  "a-b c",
  "x;y",
  "`",
]

test.each(names)("a field, key, step, param, let and function called %s", async (name) => {
  const n = `\`${name}\``
  const source = `event T { ${n}: string, n: number, at: time } timed by at
param ${n} = 4
rule R { when T as t where ${n} == "v" and n > 1 then T as u where ${n} != "" within 1 hour per ${n}
  alert "{t.${n}}" { ${n}: u.${n}, n: u.n } }
let x = ${n} + 1
rule S { when T where n > x - 4 per ${n} alert high }
`
  const { rules, diagnostics } = await compile([{ path: "a.cep", text: source }])
  if (rules === undefined) {
    expect(diagnostics.filter((one) => one.level === "error").length).toBeGreaterThan(0)
    expect(/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)).toBe(false)
    return
  }
  const alerts: { rule: string; key: unknown; data?: unknown; message?: string }[] = []
  const engine = createEngine(rules, {
    onAlert: (alert) => alerts.push(alert),
    onDeadLetter: (one) => expect.fail(one.reason),
  })
  const of = (at: number) => JSON.parse(`{"n":${at},"at":${at},${JSON.stringify(name)}:"v"}`) as unknown
  engine.push("T", of(2))
  engine.push("T", of(3))
  engine.end()
  const own = (value: unknown) => JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`) as object
  expect(JSON.stringify(alerts.filter(({ rule }) => rule === "R").map((one) => [one.key, one.message, one.data]))).toBe(
    JSON.stringify([[own("v"), "v", { ...own("v"), n: 3 }]]),
  )
  expect(alerts.filter(({ rule }) => rule === "S")).toHaveLength(2)
  expect(({} as Record<string, unknown>).v).toBeUndefined()
})
