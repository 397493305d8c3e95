/** Arbitrary names, literals, durations, keys and windows. Places are all 0: what is made was read from no text. */
import fc from "fast-check"
import type { Name, PathText } from "../../lang/syntax/ast.ts"
import type {
  DurationExpr,
  DurationNode,
  Expr,
  KeyNode,
  NumberExpr,
  StringExpr,
  WindowNode,
} from "../../lang/syntax/ast-expressions.ts"
import { contextualWords, reservedWords } from "../../lang/syntax/tokens.ts"
import { unitLength } from "../../lang/syntax/units.ts"

export const span = { path: "main.cep", start: 0, end: 0 }

const plainNames = ["amount", "card", "x", "total_1", "größe", "s", "days", "h", "constructor", "__proto__", "nulls"]
const plain = fc.constantFrom(...plainNames).map((text): Name => ({ span, text }))
const quoted = fc
  .constantFrom("next", "first name", "where", "1st", "a.b", "true")
  .map((text): Name => ({ span, text, quoted: true }))
/** Any small name that can be declared. */
export const small = fc.oneof({ weight: 5, arbitrary: plain }, { weight: 1, arbitrary: quoted })
export const capital = fc
  .constantFrom("Payment", "Login", "Übung", "A", "Order_2")
  .map((text): Name => ({ span, text }))
/** A name where every word may stand: after a dot, before a colon. */
export const anyWord = fc.oneof(
  { weight: 3, arbitrary: small },
  { weight: 1, arbitrary: capital },
  { weight: 1, arbitrary: fc.constantFrom(...contextualWords, ...reservedWords).map((text): Name => ({ span, text })) },
)

const wordsInExpressions = [
  "at",
  "to",
  "from",
  "count",
  "key",
  "window",
  "first",
  "last",
  "any",
  "of",
  "until",
  "no",
  "rule",
]
export const inExpression = fc.oneof(
  { weight: 4, arbitrary: small },
  { weight: 1, arbitrary: capital },
  { weight: 1, arbitrary: fc.constantFrom(...wordsInExpressions).map((text): Name => ({ span, text })) },
)

export const number = fc
  .oneof(fc.nat(100_000).map(String), fc.constantFrom("0.5", "1_000_000", "1e6", "2.5e-3", "0", "12.50", "1_0.0_1"))
  .map((text): NumberExpr => ({ kind: "number", span, text, value: Number(text.replaceAll("_", "")) }))

export const writtenDuration = fc
  .tuple(fc.constantFrom(0, 1, 2, 5, 30, 500, 1.5), fc.constantFrom("ms", "second", "minute", "hour", "day", "week"))
  .filter(([amount, unit]) => Number.isInteger(amount * unitLength(unit)))
  .map(([amount, unit]): DurationExpr => ({ kind: "duration", span, amount, unit, ms: amount * unitLength(unit) }))
export const duration: fc.Arbitrary<DurationNode> = fc.oneof(
  { weight: 4, arbitrary: writtenDuration },
  { weight: 1, arbitrary: small.map((name): DurationNode => ({ kind: "name", span, name })) },
)

export const pathText = fc
  .constantFrom("a", "./x.cep", "select 1", 'say "hi"', "back\\slash", "{a}", "", "x\ny", "Europe/London")
  .map((text): PathText => ({ span, text }))

export const plainString = fc
  .constantFrom(
    { text: '"a"', parts: ["a"] },
    { text: '""', parts: [] },
    { text: '"a {{ b }"', parts: ["a { b }"] },
    { text: '"tab\\tquote\\""', parts: ['tab\tquote"'] },
  )
  .map((each): StringExpr => ({ kind: "string", span, ...each }))

/** A text with a part: only such whose written form is known beforehand. */
export const templated = fc.constantFrom("amount", "card").map(
  (text): StringExpr => ({
    kind: "string",
    span,
    text: `"is {${text}}!"`,
    parts: ["is ", { kind: "name", span, name: { span, text } }, "!"],
  }),
)

export const time: fc.Arbitrary<Expr> = fc.constantFrom(
  { kind: "time", span, text: "2026-01-31", ms: Date.UTC(2026, 0, 31), form: "date" },
  { kind: "time", span, text: "2026-01-31T10:00:00Z", ms: Date.UTC(2026, 0, 31, 10), form: "instant" },
  { kind: "time", span, text: "2026-01-31T10:00:00.5+01:00", ms: Date.UTC(2026, 0, 31, 9, 0, 0, 500), form: "instant" },
)
export const clock: Expr = { kind: "time", span, text: "10:00:00", ms: 36_000_000, form: "clock" }

export const path = fc.tuple(small, fc.array(anyWord, { maxLength: 1 })).map(([first, rest]) => [first, ...rest])
export const key: fc.Arbitrary<KeyNode> = fc.record({
  span: fc.constant(span),
  path,
  overrides: fc.array(
    fc.record({ event: capital, path: fc.array(anyWord, { minLength: 1, maxLength: 2 }), span: fc.constant(span) }),
    { maxLength: 2 },
  ),
})

export const window: fc.Arbitrary<WindowNode> = fc.oneof(
  fc.constant<WindowNode>({ kind: "forever", span }),
  fc.record({
    kind: fc.constant("count" as const),
    span: fc.constant(span),
    count: fc.integer({ min: 1, max: 500 }),
    previous: fc.boolean(),
  }),
  fc.record(
    { kind: fc.constant("time" as const), span: fc.constant(span), duration, previous: fc.boolean(), ending: duration },
    { requiredKeys: ["kind", "span", "duration", "previous"] },
  ),
)
