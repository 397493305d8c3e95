/** Arbitrary patterns and what else starts a rule. */
import fc from "fast-check"
import type { PatternNode, SingleNode, Trigger } from "../../lang/syntax/ast.ts"
import { expression } from "./expressions.ts"
import { capital, duration, number, pathText, small, span } from "./literals.ts"

const single = fc.letrec<{ single: SingleNode; pattern: PatternNode; group: SingleNode["target"] }>((tie) => ({
  single: fc.record(
    {
      span: fc.constant(span),
      target: fc.oneof(
        { depthSize: "small" },
        capital.map((name): SingleNode["target"] => ({ kind: "event", span, name })),
        fc.constant<SingleNode["target"]>({ kind: "any-event", span }),
        tie("group"),
      ),
      as: small,
      where: expression,
      until: expression,
    },
    { requiredKeys: ["span", "target"] },
  ),
  group: fc
    .tuple(fc.constantFrom("or", "and"), fc.array(tie("pattern"), { minLength: 1, maxLength: 3 }))
    .map(([op, patterns]): SingleNode["target"] => ({
      kind: "group",
      span,
      op: patterns.length === 1 ? "sequence" : op,
      patterns,
    })),
  pattern: patternOf(tie("single")),
}))

function patternOf(one: fc.Arbitrary<SingleNode>): fc.Arbitrary<PatternNode> {
  const count = fc
    .tuple(fc.nat(5), fc.constantFrom(0, 1, 2, null))
    .map(([min, more]) => ({ span, min, max: more === null ? null : min + more }))
  const step = fc
    .record(
      {
        kind: fc.constant("step" as const),
        span: fc.constant(span),
        optional: fc.boolean(),
        count,
        inner: fc.constantFrom("consecutive" as const, "any" as const),
        single: one,
        greedy: fc.boolean(),
      },
      { requiredKeys: ["kind", "span", "optional", "single", "greedy"] },
    )
    .map(({ inner, ...each }) => (each.count === undefined || inner === undefined ? each : { ...each, inner }))
  const element = fc.oneof(
    { weight: 5, arbitrary: step },
    {
      weight: 1,
      arbitrary: fc.record(
        { kind: fc.constant("absence" as const), span: fc.constant(span), single: one, duration },
        { requiredKeys: ["kind", "span", "single"] },
      ),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("k-of" as const),
        span: fc.constant(span),
        optional: fc.boolean(),
        k: fc.integer({ min: 1, max: 3 }),
        options: fc.array(one, { minLength: 2, maxLength: 3 }),
      }),
    },
  )
  const follow = fc.record(
    {
      kind: fc.constantFrom("next" as const, "then" as const, "thenAny" as const),
      span: fc.constant(span),
      within: duration,
    },
    { requiredKeys: ["kind", "span"] },
  )
  return fc.tuple(element, fc.array(fc.tuple(follow, element), { maxLength: 3 })).map(([first, rest]) => ({
    kind: "pattern",
    span,
    elements: [first, ...rest.map(([, each]) => each)],
    follows: rest.map(([each]) => each),
  }))
}

export const trigger: fc.Arbitrary<Trigger> = fc.oneof(
  {
    weight: 5,
    arbitrary: single.pattern
      // `no A for D` alone is a silence
      .filter(
        ({ elements: [first, second] }) =>
          !(second === undefined && first?.kind === "absence" && first.duration !== undefined),
      )
      .map((pattern): Trigger => ({ kind: "when", span, pattern })),
  },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        kind: fc.constant("silence" as const),
        span: fc.constant(span),
        event: capital,
        as: small,
        where: expression,
        duration,
      },
      { requiredKeys: ["kind", "span", "event", "duration"] },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        kind: fc.constant("each" as const),
        span: fc.constant(span),
        size: duration,
        zone: pathText,
        event: capital,
        every: duration,
        where: expression,
      },
      { requiredKeys: ["kind", "span", "size", "event"] },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        kind: fc.constant("each-count" as const),
        span: fc.constant(span),
        count: number,
        event: capital,
        where: expression,
      },
      { requiredKeys: ["kind", "span", "count", "event"] },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        kind: fc.constant("each-session" as const),
        span: fc.constant(span),
        event: capital,
        gap: duration,
        where: expression,
      },
      { requiredKeys: ["kind", "span", "event", "gap"] },
    ),
  },
)
