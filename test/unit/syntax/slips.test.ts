import { expect, test } from "vitest"
import { Report } from "../../../lang/diagnostic.ts"
import { parse } from "../../../lang/syntax/parse.ts"

function problems(text: string) {
  const report = new Report()
  parse({ path: "main.cep", text }, report)
  return report.diagnostics
}

const rule = (body: string) =>
  `event Payment { account: string, amount: number, at: time } timed by at\nrule A {\n${body}\n}`

/** A text, the one problem that it has, and a part of the hint. */
const slips: readonly (readonly [string, string, string])[] = [
  ["function f(x: number): number = x", "unknown-declaration", "`fn`"],
  ["def f(x: number): number = x", "unknown-declaration", "`fn`"],
  ["const x = 5", "unknown-declaration", "`let`"],
  ["fn f(x: number) { return x }", "unexpected-text", "fn double"],
  ["let x == 5", "unexpected-text", "one `=`"],
  ["import streams", "unexpected-text", 'import "./other.cep"'],
  ["test three { expect nothing }", "unexpected-text", "in quotes"],
  ["event T {\n  a: string\ntimed by a", "unclosed-bracket", "`}`"],
  [rule('When Payment per account alert "x"'), "unexpected-text", "`when`"],
  [rule('when 5 payments within 1 hour per account alert "x"'), "capital-name", "`Payment`"],
  [rule('when Payment\n  group by account\n  alert "x"'), "unexpected-text", "`per account`"],
  [rule('if Payment\n  per account\n  alert "x"'), "unexpected-text", "`when Event"],
  [rule('when Payment\n  per account\n  print "x"'), "unexpected-text", "`alert`"],
  [rule('when Payment\n  per account\n  alert { a: 1 } "x"'), "unexpected-text", "before the fields"],
  [rule('when at least 3 Payment\n  per account\n  alert "x"'), "unexpected-text", "`3+ Event`"],
  [rule('when Payment where amount > 5 & amount < 9\n  per account\n  alert "x"'), "other-operator", "`and`"],
  [rule('when Payment as next\n  per account\n  alert "x"'), "unexpected-text", "back quotes"],
]

for (const [text, slug, hint] of slips) {
  test(text.split("\n").slice(-3).join(" ").slice(0, 60), () => {
    const found = problems(text)
    expect(found.map((each) => each.slug)).toEqual([slug])
    expect(found[0]?.hint).toContain(hint)
  })
}

test("the count of a step after a duration is no part of it", () => {
  expect(problems(rule('when Payment then within 2 minutes 3 Payment\n  per account\n  alert "x"'))).toEqual([])
})

test("contextual words are names in expressions; any word is one after a dot and before a colon", () => {
  const body =
    'when Payment as first where at > to and key matches /a/ and x.next > 1\n  per account\n  alert "x" { where: 1, in: 2 }'
  expect(problems(rule(body))).toEqual([])
})
