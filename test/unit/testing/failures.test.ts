import { expect, test } from "vitest"
import { failureDetails, showFile } from "../../../compiler/cli/test-text.ts"
import { observe } from "./observe.ts"

const events = `
event A { k: string, n: integer, s: string?, at: time } timed by at
event B { k: string, n: integer, at: time } timed by at
`

async function failuresOf(text: string) {
  const { results } = await observe(`${events}${text}`)
  return results.flatMap(({ failures }) => failures)
}

test("the difference is shown field by field, the nearest output first", async () => {
  const [failure] = await failuresOf(`
    rule R { when A as a per k alert high { n: a.n, s: a.s, k: k } }
    test "t" {
      A { k: "x", n: 1 } at 10:00:00
      A { k: "c", n: 2, s: "\\u001b[31m" } at 10:00:01
      expect R { k: "c", n: 3, s: "red", severity: "high" }
    }`)
  const lines = failureDetails(failure!, [])
  expect(lines.map((line) => line.trimEnd())).toEqual([
    "- expected  + what came, the nearest first:",
    expect.stringMatching(/^ {2}R {2}1970-01-01T10:00:01\.000Z {2}high/),
    '    k         "c"',
    "  - n         3",
    "  + n         2",
    '  - s         "red"',
    '  + s         "\\u001b[31m"',
    '    severity  "high"',
    expect.stringMatching(/^ {2}R {2}1970-01-01T10:00:00\.000Z {2}high/),
    '  - k         "c"',
    '  + k         "x"',
    "  - n         3",
    "  + n         1",
    '  - s         "red"',
    "  + s         null",
    '    severity  "high"',
    expect.stringMatching(
      /^why: R fired for k c: at 1970-01-01 10:00:01, by `a` \(rules\.cep:\d+, 1970-01-01 10:00:01\)$/,
    ),
  ])
})

test("a failure stands with its lines, and steers no terminal", async () => {
  const text = `${events}rule R { when A as a per k alert { s: a.s } }
test "a \\u001b[2J name" {
  A { k: "x", s: "y" } at 10:00:00
  expect nothing
}`
  const { results } = await observe(text)
  const file = { path: "rules.cep", sources: [{ path: "rules.cep", text }], results, steps: [], coverage: [], left: 0 }
  const shown = showFile(file, { paint: (_, each) => each, colour: false })
  expect(shown).not.toContain("\u001b")
  expect(shown).toContain(`      expected nothing, and 1 output came: R
       --> rules.cep:7:3
        |
      7 |   expect nothing
        |   ^^^^^^^^^^^^^^
        |
      what came:
        R  1970-01-01T10:00:00.000Z`)
})
