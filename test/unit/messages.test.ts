import { describe, expect, test } from "vitest"
import { catalogue, messages } from "../../lang/messages/generated.ts"
import { readCatalogue, splitHoles } from "../../lang/messages/read.ts"

const good =
  "# Area\n\n## CEP2013 unknown-field\nlevel: warning\n\n> no field `%field%`\n> on %type%\n>\n> look at %type%, 100%%\n\nWhy.\n"
const problems = (text: string) => readCatalogue([{ path: "a.md", text }]).problems

describe("the message catalogue", () => {
  test("reads code, name, level, words, hint, holes and page", () => {
    const { entries, problems } = readCatalogue([{ path: "a.md", text: good }])
    expect(problems).toEqual([])
    expect(entries).toEqual([
      {
        file: "a.md",
        line: 3,
        code: "CEP2013",
        slug: "unknown-field",
        level: "warning",
        text: "no field `%field%` on %type%",
        hint: "look at %type%, 100%%",
        holes: ["field", "type"],
        docs: "Why.",
      },
    ])
  })

  test("two quotes apart are text and hint too", () => {
    const { entries } = readCatalogue([{ path: "a.md", text: "## CEP1001 a\n> one\n\n> two\n\nWhy." }])
    expect(entries[0]).toMatchObject({ text: "one", hint: "two", docs: "Why." })
  })

  test("blank lines around the settings do not matter", () => {
    const { entries, problems } = readCatalogue([
      { path: "a.md", text: "## CEP1001 a\n\nlevel: warning\n\n> one\n\nWhy: so." },
    ])
    expect(problems).toEqual([])
    expect(entries[0]).toMatchObject({ level: "warning", text: "one", docs: "Why: so." })
  })

  test("a heading in a code block is no message", () => {
    const { entries } = readCatalogue([{ path: "a.md", text: "## CEP1001 a\n> one\n\n```\n## CEP1002 b\n```\n" }])
    expect(entries.map((entry) => entry.code)).toEqual(["CEP1001"])
  })

  test("refuses a code or a name used twice, also over files", () => {
    const files = [
      { path: "a.md", text: "## CEP1001 a\n> x\n\nWhy." },
      { path: "b.md", text: "## CEP1001 b\n> x\n\nWhy.\n## CEP1002 a\n> x\n\nWhy." },
    ]
    const found = readCatalogue(files).problems
    expect(found).toHaveLength(2)
    expect(found[0]).toContain("CEP1001 is taken already (a.md:1)")
    expect(found[1]).toContain("a is taken already (a.md:1)")
  })

  test.each([
    ["## CEP13 unknown\n> x\n\nWhy.", "write the heading as"],
    ["## CEP1001 Unknown-Field\n> x\n\nWhy.", "write the heading as"],
    ["## CEP1001 a\n\nWhy.", "has no words"],
    ["## CEP1001 a\n> x\n", "has no explanation"],
    ["## CEP1001 a\nlevel: fatal\n> x\n\nWhy.", "level must be error or warning"],
    ["## CEP1001 a\ncolour: red\n> x\n\nWhy.", 'unknown setting "colour"'],
    ["## CEP1001 a\n> x %a%\n>\n> y %b%\n\nWhy.", "unknown hole %b%"],
    ["## CEP1001 a\nholes: b\n> x %a%\n\nWhy.", "which the hint does not use"],
    ["## CEP1001 a\n> 100% sure\n\nWhy.", "a lone %"],
    ["## CEP1001 a\n> x %Bad-name%\n\nWhy.", "a lone %"],
    ["## CEP1001 a\n> x\n>\n> y\n>\n> z\n\nWhy.", "more than two quoted paragraphs"],
  ])("refuses %j", (text, reason) => {
    expect(problems(text).join("\n")).toContain(reason)
  })

  test("a hole of the hint alone is declared", () => {
    expect(problems("## CEP1001 a\nholes: b\n> x\n\n> y %b%\n\nWhy.")).toEqual([])
  })

  test("splits words at holes and percent signs", () => {
    expect(splitHoles("a %b% 5%%")).toEqual([
      { literal: "a " },
      { hole: "b" },
      { literal: " 5" },
      { literal: "%" },
      { literal: "" },
    ])
  })

  test("the generated functions fill the holes and take any text literally", () => {
    expect(messages.unknownField({ field: "$&`${x}%type%", type: "T" })).toEqual({
      code: "CEP2013",
      slug: "unknown-field",
      level: "error",
      text: "no field `$&`${x}%type%` on T",
    })
  })

  test("the list names every message, sorted by code", () => {
    const codes = catalogue.map((entry) => entry.code)
    expect(codes).toEqual([...new Set(codes)].sort())
    expect(codes).toHaveLength(Object.keys(messages).length)
  })
})
