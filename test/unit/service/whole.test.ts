import { describe, expect, test } from "vitest"
import { defaultCatalog } from "../../../compiler/catalog.ts"
import { createService } from "../../../compiler/service/index.ts"
import { applied } from "../../../compiler/service/rename.ts"
import { events, open } from "./texts.ts"

const rules = `// what is watched
// every day
fn double(value: number) = value * 2

/// Large.
rule Large "A large payment" {
  let much = double(limit)
  when Payment as big where amount > much
  alert high "{big.card} paid" {
    amount: big.amount
  }
}

test "large" {
  Payment { card: "c", amount: 5000 } at 10:00:00
  expect Large
}
test "small" { Payment { card: "c", amount: 5 } at 10:00:00  expect nothing }
`

test("problems come with their place, each once, and those of other files with theirs", () => {
  const { service, textOf } = open("rule A { when Payment where amout > 2 alert }\nrule B { when Pament alert }")
  expect(service.diagnostics("main.cep").map(({ span }) => textOf(span))).toEqual(["amout", "Pament"])
  expect(service.diagnostics("events.cep")).toEqual([])
})

test("a file is judged as those see it that import it", () => {
  const service = createService({ catalog: defaultCatalog })
  service.update("events.cep", events)
  service.update("part.cep", "rule A { when Payment alert }")
  expect(service.diagnostics("part.cep")).toHaveLength(1)
  service.update("main.cep", 'import "./events.cep"\nimport "./part.cep"')
  expect(service.diagnostics("part.cep")).toEqual([])
  expect(service.importers("events.cep")).toEqual(["main.cep"])
  service.remove("events.cep")
  expect(service.diagnostics("part.cep").length + service.diagnostics("main.cep").length).toBeGreaterThan(0)
})

describe("formats", () => {
  const formatted = (text: string) => {
    const service = createService({ catalog: defaultCatalog })
    service.update("a.cep", text)
    return applied(text, "a.cep", service.format("a.cep"))
  }
  test("what is not in the layout, in as few lines as change", () => {
    const text = "let a = 1\nlet b=2\nlet c = 3\n"
    const service = createService({ catalog: defaultCatalog })
    service.update("a.cep", text)
    expect(service.format("a.cep")).toEqual([
      { span: { path: "a.cep", start: 10, end: 18 }, replacement: "let b = 2\n" },
    ])
  })
  test("nothing where all is in the layout", () => expect(formatted(formatted(events))).toBe(formatted(events)))
  test("a text with syntax errors stays as it is", () => expect(formatted("let a=1\nrule {")).toBe("let a=1\nrule {"))
  test("lines end as they did", () => expect(formatted("let a=1\r\nlet b=2\r\n")).toBe("let a = 1\r\nlet b = 2\r\n"))
  test("a byte order mark stays", () => expect(formatted("\ufefflet a=1\n")).toBe("\ufefflet a = 1\n"))
  test.each([
    "",
    "let a=1",
    "\n\n\nlet a=1\n\n\n",
    "let a=1\r\n\r\n\r\nlet b = 2",
    "// x\r\n",
  ])("%j, twice as once", (text) => {
    const once = formatted(text)
    expect(formatted(once)).toBe(once)
    expect(once.replaceAll("\r", "")).not.toContain("a=1")
  })
})

test("the outline has declarations and their parts", () => {
  const { service } = open(rules)
  const shown = service
    .symbols("main.cep")
    .map(({ name, kind, detail, children }) => ({ name, kind, detail, children: children.map((each) => each.name) }))
  expect(shown).toEqual([
    { name: "double", kind: "function", detail: undefined, children: [] },
    { name: "Large", kind: "rule", detail: "A large payment", children: ["much", "big"] },
    { name: "large", kind: "test", detail: undefined, children: [] },
    { name: "small", kind: "test", detail: undefined, children: [] },
  ])
  expect(service.symbols("events.cep")[0]!.children.map(({ name }) => name)).toEqual(["card", "amount", "shop", "at"])
})

test("blocks, records and comments of several lines can be folded", () => {
  const { service, text } = open(rules)
  const lines = service
    .folding("main.cep")
    .map(
      ({ span, kind }) =>
        `${text.slice(0, span.start).split("\n").length}-${text.slice(0, span.end).split("\n").length} ${kind}`,
    )
  expect(lines).toEqual(["2-3 comment", "7-13 region", "10-12 region", "15-18 region"])
})

test("names have the colour of what they name, also in texts", () => {
  const { service, text } = open(rules)
  const tokens = service
    .semanticTokens("main.cep")
    .map(({ start, end, type, modifiers }) => [text.slice(start, end), type, ...modifiers].join(" "))
  for (const wanted of [
    "rule keyword",
    "Large rule declaration",
    "Payment event",
    "big step declaration",
    "amount field",
    "much let",
    "double function",
    "limit param",
    "value parameter declaration",
    "card field",
    "10:00:00 number",
    "/// Large. comment documentation",
    ">",
    "nothing keyword",
  ])
    expect(tokens.some((token) => token === wanted || token === `${wanted} operator`)).toBe(true)
  const places = service.semanticTokens("main.cep")
  for (const [index, { start, end }] of places.entries()) {
    expect(end).toBeGreaterThan(start)
    expect(start).toBeGreaterThanOrEqual(places[index - 1]?.end ?? 0)
  }
})

describe("repairs", () => {
  const repaired = (text: string) => {
    const { service, text: whole } = open(text)
    const actions = service.codeActions("main.cep", 0, whole.length)
    return actions.map(
      ({ title, edits }) => `${title}: ${applied(whole, "main.cep", edits).split("\n").slice(1).join(" ")}`,
    )
  }
  test("what a hint says was meant", () =>
    expect(repaired("rule A { when Payment where amout > 2 alert }")).toEqual([
      "Write `amount`: rule A { when Payment where amount > 2 alert }",
    ]))
  test("what a message repairs itself", () => expect(repaired("let a = 1;")).toEqual(["Remove `;`: let a = 1"]))
  test("a rule without a bound gets a window", () =>
    expect(repaired("rule A { when 3+ Payment then Login per card alert }").join()).toContain("within 1 hour"))
  test("a warning is silenced by a comment with a reason", () => {
    const text = "rule A {\n  when Payment where amount > 5 and amount < 4\n  alert\n}"
    const { service, text: whole } = open(text)
    const [problem] = service.diagnostics("main.cep")
    expect(problem).toMatchObject({ level: "warning" })
    const action = service
      .codeActions("main.cep", 0, whole.length)
      .find(({ title }) => title === `Ignore ${problem!.code} here`)
    service.update("main.cep", applied(whole, "main.cep", action!.edits))
    expect(service.text("main.cep")).toContain(`  // cep-ignore ${problem!.code}: say why\n  when`)
    expect(service.diagnostics("main.cep").map(({ code }) => code)).not.toContain(problem!.code)
  })
  test("only where they are asked for", () => {
    const { service } = open("let a = 1;\nlet b = 2;")
    expect(service.codeActions("main.cep", 0, 1)).toEqual([])
  })
})

test("types that are not written stand where they would be", () => {
  const { service, text } = open(rules)
  const shown = service
    .inlayHints("main.cep", 0, text.length)
    .map(({ offset, text: type }) => `${text.slice(0, offset).split(/\s/).at(-1)}${type}`)
  expect(shown).toEqual(["number): number", "much: number"])
  expect(service.inlayHints("events.cep", 0, events.length).map(({ text: type }) => type)).toEqual([
    ": number",
    ": duration",
  ])
})

test("tests can be run, and rules say who uses them", () => {
  const { service } = open(rules)
  expect(service.lenses("main.cep").map(({ title }) => title)).toEqual([
    "Run all 2 tests",
    "Run this test",
    "Run this test",
    "1 test",
  ])
})

test("paths and places that are not there are answered like an empty text", () => {
  const service = createService({ catalog: defaultCatalog })
  service.update("a.cep", "let a = 1")
  for (const offset of [-5, 0.5, 1e9, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => service.hover("a.cep", offset)).not.toThrow()
    expect(() => service.complete("a.cep", offset)).not.toThrow()
    expect(service.rename("b.cep", offset, "x")).toHaveProperty("problem")
    expect(service.definition("b.cep", offset)).toEqual([])
  }
  expect([service.symbols("b.cep"), service.diagnostics("b.cep"), service.format("b.cep")]).toEqual([[], [], []])
})
