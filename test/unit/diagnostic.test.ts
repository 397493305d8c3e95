import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type Details, type Message, Report, render, summarize } from "../../lang/diagnostic.ts"
import { messages } from "../../lang/messages/generated.ts"
import type { Source, Span } from "../../lang/source.ts"

const unknown = messages.unknownField({ field: "amout", type: "Transaction" })
const warning: Message = { code: "CEP4999", slug: "some-warning", level: "warning", text: "be careful", hint: "do so" }

/** The span of the text between ‹ and ›, and the source without these marks. */
function marked(text: string, path = "main.cep"): { source: Source; span: Span } {
  const start = text.indexOf("‹")
  const end = text.indexOf("›") - 1
  return { source: { path, text: text.replace("‹", "").replace("›", "") }, span: { path, start, end } }
}

/** What is printed for one problem at the marked place, without the line that names the documentation page. */
function shown(text: string, details: Details = {}, others: Source[] = []): string {
  const { source, span } = marked(text)
  const report = new Report()
  report.add(unknown, span, details)
  return render(report.diagnostics, [source, ...others]).replace(/ *= docs: .*\n/, "")
}

describe("report", () => {
  const at = (start: number, path = "a.cep"): Span => ({ path, start, end: start + 1 })

  test("sorts by path, place and code", () => {
    const report = new Report()
    report.add(unknown, at(5))
    report.add(unknown, at(1, "b.cep"))
    report.add(unknown, at(2))
    report.add(warning, at(5))
    expect(report.diagnostics.map(({ span, code }) => `${span.path}:${span.start} ${code}`)).toEqual([
      "a.cep:2 CEP2013",
      "a.cep:5 CEP2013",
      "a.cep:5 CEP4999",
      "b.cep:1 CEP2013",
    ])
  })

  test("keeps the same words at the same place once, and different words there apart", () => {
    const report = new Report()
    report.add(unknown, at(1), { hint: "first" })
    report.add(unknown, at(1), { hint: "second" })
    report.add(messages.unknownField({ field: "other", type: "T" }), at(1))
    expect(report.diagnostics).toHaveLength(2)
    expect(report.diagnostics.find((diagnostic) => diagnostic.text === unknown.text)?.hint).toBe("first")
  })

  test("only errors forbid to go on", () => {
    const report = new Report()
    expect(report.hasErrors).toBe(false)
    report.add(warning, at(1))
    expect(report.hasErrors).toBe(false)
    report.add(unknown, at(1))
    expect(report.hasErrors).toBe(true)
  })

  test("a hint given takes the place of the message's own one", () => {
    const report = new Report()
    report.add(warning, at(1))
    report.add(warning, at(2), { hint: "better" })
    expect(report.diagnostics.map((diagnostic) => diagnostic.hint)).toEqual(["do so", "better"])
  })

  test("merges another report", () => {
    const [one, two] = [new Report(), new Report()]
    one.add(unknown, at(1))
    two.add(unknown, at(1))
    two.add(warning, at(0))
    one.merge(two)
    expect(one.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(["CEP4999", "CEP2013"])
  })

  test("the summary counts both levels", () => {
    const report = new Report()
    expect(summarize(report.diagnostics)).toBe("no problems")
    report.add(unknown, at(1))
    report.add(unknown, at(2))
    report.add(warning, at(2))
    expect(summarize(report.diagnostics)).toBe("2 errors, 1 warning")
  })
})

describe("render", () => {
  test("shows level, code, words, place, line, carets, hint, fix and page", () => {
    const { source, span } = marked("rule A {\n  when T where ‹amout› > 10\n}")
    const report = new Report()
    const fix = { span, replacement: "amount", title: "replace with `amount`" }
    report.add(unknown, span, { hint: "did you mean `amount`?", fix })
    expect(render(report.diagnostics, [source])).toBe(`error CEP2013: no field \`amout\` on Transaction
 --> main.cep:2:16
  |
2 |   when T where amout > 10
  |                ^^^^^
  |
  = hint: did you mean \`amount\`?
  = fix: replace with \`amount\`
  = docs: docs/reference/messages/CEP2013.md
`)
  })

  test("an empty span and one at the end of the text get one caret", () => {
    expect(shown("a\nb‹›")).toBe(`error CEP2013: no field \`amout\` on Transaction
 --> main.cep:2:2
  |
2 | b
  |  ^
  |
`)
    expect(shown("a\n‹›")).toContain(" --> main.cep:2:1\n  |\n2 |\n  | ^\n")
  })

  test("a span that includes the line break is drawn on its line only", () => {
    expect(shown("ab‹c\n›d")).toContain("1 | abc\n  |   ^\n  |\n")
  })

  test("several lines are underlined without their indentation", () => {
    expect(shown("  ‹one {\n    two\n\n  }› x")).toContain(`1 |   one {
  |   ^^^^^
2 |     two
  |     ^^^
3 |
4 |   } x
  |   ^
`)
  })

  test("many lines are shown by the first and the last", () => {
    expect(shown("‹1\n2\n3\n4\n5\n6\n7\n8\n9\nten›\n")).toContain(` 1 | 1
   | ^
   ...
10 | ten
   | ^^^
`)
  })

  test("tabs are four cells, wide characters two, combining marks none", () => {
    expect(shown("\ta\t‹b›")).toContain("1 |     a   b\n  |         ^\n")
    expect(shown("漢字 ‹語›x")).toContain("1 | 漢字 語x\n  |      ^^\n")
    expect(shown("😀 👩‍👩‍👧 🇩🇪 ‹b›")).toContain("1 | 😀 👩‍👩‍👧 🇩🇪 b\n  |          ^\n")
    expect(shown("e\u0301\u0301 ‹b›")).toContain("\n  |   ^\n")
  })

  test("nothing in a source or a message steers the terminal", () => {
    const text = shown("a\u001b[2J\u0007\u202e\u200b‹b›\u0085", { hint: "x\u001b[0m\ny" })
    expect(text).toContain("1 | a�[2J���b�\n  |         ^\n")
    expect(text).toContain("= hint: x�[0m y")
    expect(text).not.toMatch(/(?!\n)\p{Cc}/u)
  })

  test("labels are drawn in the same frame, in the order of lines, with the main place first on a line", () => {
    const { source } = marked("x: ‹one›")
    const text = `${"event T {\n  id: string\n}\n".repeat(2)}`
    const second = text.lastIndexOf("T")
    const report = new Report()
    report.add(
      unknown,
      { path: "main.cep", start: second, end: second + 1 },
      {
        labels: [
          { span: { path: "main.cep", start: 6, end: 7 }, text: "declared here first" },
          { span: { path: "main.cep", start: second, end: second + 1 }, text: "declared again" },
          { span: { path: "main.cep", start: second + 2, end: second + 3 }, text: "brace" },
          { span: { path: "other.cep", start: 3, end: 6 }, text: "and here" },
          { span: { path: "lost.cep", start: 3, end: 6 }, text: "gone" },
        ],
      },
    )
    expect(
      render(report.diagnostics, [
        { path: "main.cep", text },
        { ...source, path: "other.cep" },
      ]),
    ).toBe(
      `error CEP2013: no field \`amout\` on Transaction
 --> main.cep:4:7
  |
1 | event T {
  |       - declared here first
  ...
4 | event T {
  |       ^ declared again
  |         - brace
  |
 --> other.cep:1:4
  |
1 | x: one
  |    --- and here
  |
 --> lost.cep
  = gone
  = docs: docs/reference/messages/CEP2013.md
`,
    )
  })

  test("one line between two marked lines is shown rather than left out", () => {
    const span = { path: "main.cep", start: 0, end: 1 }
    expect(shown("a\nb\n‹c›", { labels: [{ span, text: "x" }] })).toContain("1 | a\n  | - x\n2 | b\n3 | c\n  | ^\n")
  })

  test("a very long line is cut around the marked place", () => {
    const out = shown(`${"a".repeat(5000)}‹bcd›${"e".repeat(5000)}`).split("\n")
    expect(out[3]).toMatch(/^1 \| …a+bcde+…$/)
    expect(out[3]!.length).toBeLessThan(180)
    expect(out[3]!.slice(out[4]!.indexOf("^"), out[4]!.lastIndexOf("^") + 1)).toBe("bcd")
    expect(shown(`‹a›${"漢".repeat(500)}`).split("\n")[4]).toBe("  | ^")
  })

  test("colours are asked for, never guessed", () => {
    const { source, span } = marked("‹a›")
    const report = new Report()
    report.add(unknown, span)
    report.add(warning, span)
    const plain = render(report.diagnostics, [source])
    const coloured = render(report.diagnostics, [source], { colour: true })
    const esc = String.fromCharCode(27)
    expect(plain).not.toContain(esc)
    expect(coloured).toContain(`${esc}[1;31merror CEP2013${esc}[0m`)
    expect(coloured).toContain(`${esc}[1;33mwarning CEP4999${esc}[0m`)
    expect(coloured.replaceAll(new RegExp(`${esc}\\[[0-9;]*m`, "g"), "")).toBe(plain)
  })

  test("no source, no span and no text makes it fail", () => {
    const unit = fc.constantFrom("a", "漢", "😀", "\ud800", "\n", "\r\n", "\t", "\u0000", "\u202e", " ")
    const span = fc.record({ path: fc.constantFrom("main.cep", "x"), start: fc.nat(300), end: fc.nat(300) })
    const text = fc.string({ unit, maxLength: 280 })
    fc.assert(
      fc.property(text, span, fc.array(fc.record({ span, text }), { maxLength: 3 }), (text, span, labels) => {
        const report = new Report()
        report.add(messages.unknownField({ field: text, type: "T" }), span, { labels })
        const out = render(report.diagnostics, [{ path: "main.cep", text }])
        expect(out.startsWith("error CEP2013: ")).toBe(true)
        expect(out).not.toMatch(/(?!\n)\p{Cc}|\p{Cs}/u)
        if (span.path === "main.cep") expect(out).toMatch(/\^/)
      }),
    )
  })

  test("nothing to say prints nothing", () => {
    expect(render([], [])).toBe("")
  })
})
