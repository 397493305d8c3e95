import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { Report } from "../../../lang/diagnostic.ts"
import type { Span } from "../../../lang/source.ts"
import { Grammar } from "../../../lang/syntax/grammar.ts"
import { parse } from "../../../lang/syntax/parse.ts"
import { contextualWords, reservedWords } from "../../../lang/syntax/tokens.ts"
import { busySeconds } from "../../support/busy-seconds.ts"

function read(text: string) {
  const report = new Report()
  const tree = parse({ path: "main.cep", text }, report)
  return { tree, problems: report.diagnostics }
}

/** Every place in a tree or a problem, wherever it is. */
function spansOf(node: unknown): Span[] {
  const found: Span[] = []
  const stack = [node]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next !== "object" || next === null) continue
    if ("start" in next && "end" in next && "path" in next) found.push(next as Span)
    stack.push(...Object.values(next).filter((each) => each !== undefined))
  }
  return found
}

function expectSound(text: string): void {
  const { tree, problems } = read(text)
  for (const span of spansOf([tree, problems])) {
    expect(Number.isInteger(span.start) && Number.isInteger(span.end), JSON.stringify({ text, span })).toBe(true)
    expect(span.start >= 0 && span.start <= span.end && span.end <= text.length, JSON.stringify({ text, span })).toBe(
      true,
    )
  }
}

const marks = [
  "{",
  "}",
  "(",
  ")",
  "[",
  "]",
  ",",
  ":",
  ";",
  ".",
  "..",
  "->",
  "=>",
  "==",
  "=",
  "!=",
  "<>",
  "<=",
  "<",
  "??",
  "?",
]
const others = [
  "&&",
  "||",
  "|",
  "&",
  "!",
  "+",
  "-",
  "*",
  "/",
  "%",
  "`",
  "`a`",
  '"',
  '"a"',
  '"{"',
  '"{x}"',
  "'",
  "/*",
  "//",
  "\n",
  "\\",
  "$",
]
const literals = [
  "1",
  "0.5",
  "007",
  "10:00:00",
  "2026-01-31",
  "minutes",
  "A",
  "a",
  "Payment",
  "amount",
  "\u00a0",
  "“",
  "ü",
  "\ud800",
]
const word = fc.constantFrom(...marks, ...others, ...literals, ...contextualWords, ...reservedWords)
const soup = fc.array(word, { maxLength: 60 }).map((words) => words.join(" "))

const sound = `event Payment { id: string, at: time } timed by at, up to 5 seconds late
rule A "title {x}" {
  let y = 5 if true else 6
  when 3+ (Payment | Payment) as p where id matches /a/ then no Payment for 5 minutes
  per id (Payment.id)
  having count(p where x > 1) per id over previous 3 days > 5
  alert high score 5 "a {p.id} {f("}")}" to out { a: 1, b: [1, 2] } without events
}
test "t" with y = 3 { Payment { id: "a" } at +5 seconds expect 2 A { a: 1 } until 10:00:00 }
`

test("the grammar has no ambiguity that is not marked as such", () => {
  expect(() => new Grammar({ recovers: true, validates: true })).not.toThrow()
})

describe("no text makes the parser throw, and every place lies in the text", () => {
  test("any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), expectSound), { numRuns: 500 })
  })

  test("the words of the language in any order", () => {
    fc.assert(fc.property(soup, expectSound), { numRuns: 1000 })
    fc.assert(
      fc.property(soup, (text) => expectSound(`rule A {\n when A where ${text}\n alert "{${text}}"\n}`)),
      { numRuns: 500 },
    )
  })

  test("a sound file with a piece taken out, put in or cut off", () => {
    const piece = fc.tuple(fc.nat(sound.length), fc.nat(12), fc.oneof(word, fc.constant("")))
    fc.assert(
      fc.property(piece, ([at, length, put]) => {
        expectSound(sound.slice(0, at) + put + sound.slice(at + length))
        expectSound(sound.slice(0, at))
      }),
      { numRuns: 500 },
    )
  })
})

describe("deep nesting is a problem, not an overflow", () => {
  const deep = 10_000
  const texts: Record<string, string> = {
    "round brackets": `let x = ${"(".repeat(deep)}1${")".repeat(deep)}`,
    "brackets that never close": `let x = ${"[".repeat(deep)}`,
    "braces of records": `test "t" { A { a: ${"{ a: ".repeat(deep)}`,
    "groups of a pattern": `rule A { when ${"(".repeat(deep)}B${")".repeat(deep)} alert }`,
    "texts in texts": `let x = ${'"{'.repeat(deep)}1${'}"'.repeat(deep)}`,
    "minus signs": `let x = ${"- ".repeat(deep)}1`,
    nots: `let x = ${"not ".repeat(deep)}true`,
    sums: `let x = 1${" + 1".repeat(deep)}`,
    choices: `let x = 1${" if a else 1".repeat(deep)}`,
    ternaries: `let x = ${"a ? ".repeat(deep)}1${" : 2".repeat(deep)}`,
    members: `let x = a${".b".repeat(deep)}`,
    "types of lists": `event A { a: string${"[]".repeat(deep)} } timed by a`,
    calls: `let x = ${"f(".repeat(deep)}1${")".repeat(deep)}`,
  }
  for (const [name, text] of Object.entries(texts)) {
    test(name, () => expect(read(text).problems.length).toBeGreaterThan(0))
  }
})

describe("much garbage ends soon", () => {
  const size = 1_000_000
  for (const piece of [
    "$ ",
    "{",
    "}",
    "rule A {\n",
    '"{',
    "alert ",
    "/*",
    "when A then ",
    "a: ",
    "1 ",
    "per a, ",
    "é",
    "x matches / ",
  ]) {
    test(JSON.stringify(piece), () => {
      const seconds = busySeconds(() => {
        const { problems } = read(piece.repeat(size / piece.length))
        expect(problems.length).toBeGreaterThan(0)
        expect(problems.length).toBeLessThan(1000)
      })
      expect(seconds).toBeLessThan(20)
    })
  }
})

describe("one problem does not hide the others", () => {
  test("each declaration is read on its own, and each clause", () => {
    const { tree, problems } = read(`let a = )
rule B {
  when Payment where
  within 5 lightyears
  alert "x"
}
event C { x: number, at: time } timed by at
let d = 1 +
rule E { when C per x alert "ok" }`)
    expect(problems.map((each) => each.slug)).toEqual([
      "unexpected-text",
      "unexpected-text",
      "unknown-unit",
      "unexpected-text",
    ])
    expect(tree.declarations.map((each) => each.kind)).toEqual(["let", "rule", "event", "let", "rule"])
  })

  test("a brace that is missing ends at the next declaration", () => {
    const { tree, problems } = read('rule A {\n  when B\n  alert "x"\n\nrule C {\n  when D\n  alert "y"\n}\n')
    expect(problems.map((each) => each.slug)).toEqual(["unclosed-bracket"])
    expect(problems[0]?.labels?.[0]?.span).toEqual({ path: "main.cep", start: 7, end: 8 })
    expect(tree.declarations).toHaveLength(2)
  })
})
