/**
 * Arbitrary syntax trees over the whole grammar, as the parser would make them (places aside, which are all 0). No
 * brackets are in them: the printer sets those that are needed.
 */
import fc from "fast-check"
import type {
  BinaryOp,
  CallExpr,
  Clause,
  Connector,
  Declaration,
  DurationExpr,
  DurationNode,
  Expr,
  FieldDecl,
  FileNode,
  KeyNode,
  LetDecl,
  Name,
  NumberExpr,
  OutputNode,
  PathText,
  PatternNode,
  RecordNode,
  RuleDecl,
  SingleNode,
  StringExpr,
  TestDecl,
  TestItem,
  Trigger,
  TypeNode,
  WindowNode,
} from "../../lang/syntax/ast.ts"
import { contextualWords, reservedWords } from "../../lang/syntax/tokens.ts"
import { unitLength } from "../../lang/syntax/units.ts"

const span = { path: "main.cep", start: 0, end: 0 }

const plainNames = ["amount", "card", "x", "total_1", "größe", "s", "days", "h", "constructor", "__proto__", "nulls"]
const plain = fc.constantFrom(...plainNames).map((text): Name => ({ span, text }))
const quoted = fc
  .constantFrom("next", "first name", "where", "1st", "a.b", "true")
  .map((text): Name => ({ span, text, quoted: true }))
/** Any small name that can be declared. */
const small = fc.oneof({ weight: 5, arbitrary: plain }, { weight: 1, arbitrary: quoted })
const capital = fc.constantFrom("Payment", "Login", "Übung", "A", "Order_2").map((text): Name => ({ span, text }))
/** A name where every word may stand: after a dot, before a colon. */
const anyWord = fc.oneof(
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
const inExpression = fc.oneof(
  { weight: 4, arbitrary: small },
  { weight: 1, arbitrary: capital },
  { weight: 1, arbitrary: fc.constantFrom(...wordsInExpressions).map((text): Name => ({ span, text })) },
)

const number = fc
  .oneof(fc.nat(100_000).map(String), fc.constantFrom("0.5", "1_000_000", "1e6", "2.5e-3", "0", "12.50", "1_0.0_1"))
  .map((text): NumberExpr => ({ kind: "number", span, text, value: Number(text.replaceAll("_", "")) }))

const writtenDuration = fc
  .tuple(fc.constantFrom(0, 1, 2, 5, 30, 500, 1.5), fc.constantFrom("ms", "second", "minute", "hour", "day", "week"))
  .filter(([amount, unit]) => Number.isInteger(amount * unitLength(unit)))
  .map(([amount, unit]): DurationExpr => ({ kind: "duration", span, amount, unit, ms: amount * unitLength(unit) }))
const duration: fc.Arbitrary<DurationNode> = fc.oneof(
  { weight: 4, arbitrary: writtenDuration },
  { weight: 1, arbitrary: small.map((name): DurationNode => ({ kind: "name", span, name })) },
)

const pathText = fc
  .constantFrom("a", "./x.cep", "select 1", 'say "hi"', "back\\slash", "{a}", "", "x\ny", "Europe/London")
  .map((text): PathText => ({ span, text }))

const plainString = fc
  .constantFrom(
    { text: '"a"', parts: ["a"] },
    { text: '""', parts: [] },
    { text: '"a {{ b }"', parts: ["a { b }"] },
    { text: '"tab\\tquote\\""', parts: ['tab\tquote"'] },
  )
  .map((each): StringExpr => ({ kind: "string", span, ...each }))

/** A text with a part: only such whose written form is known beforehand. */
const templated = fc.constantFrom("amount", "card").map(
  (text): StringExpr => ({
    kind: "string",
    span,
    text: `"is {${text}}!"`,
    parts: ["is ", { kind: "name", span, name: { span, text } }, "!"],
  }),
)

const time: fc.Arbitrary<Expr> = fc.constantFrom(
  { kind: "time", span, text: "2026-01-31", ms: Date.UTC(2026, 0, 31), form: "date" },
  { kind: "time", span, text: "2026-01-31T10:00:00Z", ms: Date.UTC(2026, 0, 31, 10), form: "instant" },
  { kind: "time", span, text: "2026-01-31T10:00:00.5+01:00", ms: Date.UTC(2026, 0, 31, 9, 0, 0, 500), form: "instant" },
)
const clock: Expr = { kind: "time", span, text: "10:00:00", ms: 36_000_000, form: "clock" }

const path = fc.tuple(small, fc.array(anyWord, { maxLength: 1 })).map(([first, rest]) => [first, ...rest])
const key: fc.Arbitrary<KeyNode> = fc.record({
  span: fc.constant(span),
  path,
  overrides: fc.array(
    fc.record({ event: capital, path: fc.array(anyWord, { minLength: 1, maxLength: 2 }), span: fc.constant(span) }),
    { maxLength: 2 },
  ),
})

const window: fc.Arbitrary<WindowNode> = fc.oneof(
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

const binaryOps: readonly BinaryOp[] = ["or", "and", "==", "!=", "<", "<=", ">", ">=", "??", "+", "-", "*", "/", "%"]

const regex = fc
  .constantFrom({ source: "^a.*[/b]$", flags: "i" }, { source: 'a\\/{2}"', flags: "" }, { source: "x", flags: "gu" })
  .map((each) => ({ ...each, span }))

/** Expressions of some depth. */
export const expression: fc.Arbitrary<Expr> = fc.letrec<{ expr: Expr; call: CallExpr }>((tie) => ({
  call: fc.record(
    {
      kind: fc.constant("call" as const),
      span: fc.constant(span),
      callee: inExpression,
      args: fc.array(tie("expr"), { maxLength: 3 }),
      where: tie("expr"),
    },
    { requiredKeys: ["kind", "span", "callee", "args"] },
  ),
  expr: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    number,
    plainString,
    templated,
    time,
    writtenDuration,
    inExpression.map((name): Expr => ({ kind: "name", span, name })),
    fc.boolean().map((value): Expr => ({ kind: "boolean", span, value })),
    fc.constant<Expr>({ kind: "missing", span }),
    fc.array(tie("expr"), { maxLength: 3 }).map((items): Expr => ({ kind: "list", span, items })),
    fc.array(tie("expr"), { minLength: 2, maxLength: 3 }).map((items): Expr => ({ kind: "tuple", span, items })),
    fc.tuple(tie("expr"), tie("expr")).map(([from, to]): Expr => ({ kind: "range", span, from, to })),
    fc.tuple(tie("expr"), anyWord).map(([object, field]): Expr => ({ kind: "member", span, object, field })),
    fc.tuple(tie("expr"), tie("expr")).map(([object, index]): Expr => ({ kind: "index", span, object, index })),
    tie("call"),
    fc
      .tuple(tie("call"), fc.array(key, { maxLength: 2 }), window)
      .map(([call, per, over]): Expr => ({ kind: "over", span, call, per, window: over })),
    fc
      .tuple(fc.constantFrom("-", "not"), tie("expr"))
      .map(([op, operand]): Expr => ({ kind: "unary", span, op, operand })),
    fc
      .tuple(fc.constantFrom(...binaryOps), tie("expr"), tie("expr"))
      .map(([op, left, right]): Expr => ({ kind: "binary", span, op, opSpan: span, left, right })),
    fc
      .tuple(fc.boolean(), tie("expr"), tie("expr"))
      .map(([negated, left, right]): Expr => ({ kind: "in", span, negated, left, right })),
    fc
      .tuple(fc.boolean(), fc.constantFrom("missing", "present"), tie("expr"))
      .map(([negated, what, operand]): Expr => ({ kind: "is", span, negated, what, operand })),
    fc
      .tuple(fc.boolean(), tie("expr"), fc.array(key, { maxLength: 2 }), window)
      .map(([negated, operand, per, over]): Expr => ({ kind: "is-new", span, negated, operand, per, window: over })),
    fc
      .tuple(fc.boolean(), tie("expr"))
      .map(([negated, operand]): Expr => ({ kind: "is-new", span, negated, operand, per: [] })),
    fc
      .tuple(fc.boolean(), tie("expr"), regex)
      .map(([negated, operand, pattern]): Expr => ({ kind: "matches", span, negated, operand, pattern })),
    fc
      .tuple(tie("expr"), tie("expr"), tie("expr"))
      .map(([test, whenTrue, whenFalse]): Expr => ({ kind: "conditional", span, test, whenTrue, whenFalse })),
  ),
})).expr

const field: fc.Arbitrary<FieldDecl> = fc.letrec<{ type: TypeNode; field: FieldDecl }>((tie) => ({
  field: fc.record({ span: fc.constant(span), name: anyWord, type: tie("type") }),
  type: fc.oneof(
    { depthSize: "small" },
    fc
      .constantFrom("string", "number", "time", "integer")
      .map((text): TypeNode => ({ kind: "named", span, name: { span, text } })),
    fc.constant<TypeNode>({
      kind: "named",
      span,
      name: { span, text: "decimal" },
      argument: { kind: "number", span, value: 2, text: "2" },
    }),
    fc.constant<TypeNode>({ kind: "named", span, name: { span, text: "time" }, argument: { span, text: "seconds" } }),
    fc.array(pathText, { minLength: 1, maxLength: 3 }).map((values): TypeNode => ({ kind: "enum", span, values })),
    tie("type").map((of): TypeNode => ({ kind: "list", span, of })),
    tie("type").map((of): TypeNode => (of.kind === "optional" ? of : { kind: "optional", span, of })),
    fc.array(tie("field"), { maxLength: 3 }).map((fields): TypeNode => ({ kind: "record", span, fields })),
  ),
})).field
const type = field.map((each) => each.type)

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

const trigger: fc.Arbitrary<Trigger> = fc.oneof(
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

const clause: fc.Arbitrary<Clause> = fc.oneof(
  fc.record({ kind: fc.constant("within" as const), span: fc.constant(span), duration, betweenEvents: fc.boolean() }),
  fc.constant<Clause>({ kind: "within-forever", span }),
  fc.array(key, { minLength: 1, maxLength: 3 }).map((keys): Clause => ({ kind: "per", span, keys })),
  fc
    .constantFrom("none", "past-last", "to-next")
    .map((kind): Clause => ({ kind: "skip", span, strategy: { kind, span } })),
  fc
    .tuple(fc.constantFrom("to-first", "to-last"), small)
    .map(([kind, step]): Clause => ({ kind: "skip", span, strategy: { kind, span, step } })),
  expression.map((condition): Clause => ({ kind: "having", span, condition })),
  writtenDuration.map((each): Clause => ({ kind: "once", span, duration: each })),
  fc.array(pathText, { minLength: 1, maxLength: 3 }).map((tags): Clause => ({ kind: "tags", span, tags })),
)

const recordOf = (value: fc.Arbitrary<Expr>): fc.Arbitrary<RecordNode> =>
  fc
    .array(fc.record({ name: anyWord, value, span: fc.constant(span) }), { maxLength: 4 })
    .map((fields) => ({ span, fields }))
const record = recordOf(expression)
const string = fc.oneof(plainString, templated)

const output: fc.Arbitrary<OutputNode> = fc.oneof(
  fc.record(
    {
      kind: fc.constant("alert" as const),
      span: fc.constant(span),
      onTimeout: fc.boolean(),
      severity: fc.constantFrom(
        "info" as const,
        "low" as const,
        "medium" as const,
        "high" as const,
        "critical" as const,
      ),
      score: expression,
      message: string,
      sink: small,
      record,
      withoutEvents: fc.boolean(),
    },
    { requiredKeys: ["kind", "span", "onTimeout", "withoutEvents"] },
  ),
  fc.record(
    {
      kind: fc.constant("emit" as const),
      span: fc.constant(span),
      onTimeout: fc.boolean(),
      event: capital,
      sink: small,
      record,
      withoutEvents: fc.boolean(),
    },
    { requiredKeys: ["kind", "span", "onTimeout", "event", "withoutEvents"] },
  ),
)

const letDecl: fc.Arbitrary<LetDecl> = fc.record(
  { kind: fc.constant("let" as const), span: fc.constant(span), name: small, type, value: expression },
  { requiredKeys: ["kind", "span", "name", "value"] },
)

const rule: fc.Arbitrary<RuleDecl> = fc.record(
  {
    kind: fc.constant("rule" as const),
    span: fc.constant(span),
    shadow: fc.boolean(),
    name: capital,
    was: capital,
    title: string,
    lets: fc.array(letDecl, { maxLength: 2 }),
    trigger,
    clauses: fc.array(clause, { maxLength: 4 }),
    outputs: fc.array(output, { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: ["kind", "span", "shadow", "name", "lets", "trigger", "clauses", "outputs"] },
)

const testValue: fc.Arbitrary<Expr> = fc.oneof(
  { weight: 4, arbitrary: expression },
  { weight: 1, arbitrary: record.map((each): Expr => ({ kind: "record", ...each })) },
  { weight: 1, arbitrary: fc.constant(clock) },
)
const testRecord = recordOf(testValue)
const given = fc
  .tuple(capital, expression)
  .map(([name, index]): Expr => ({ kind: "index", span, object: { kind: "name", span, name }, index }))

const testItem: fc.Arbitrary<TestItem> = fc.oneof(
  fc.record(
    {
      kind: fc.constant("event" as const),
      span: fc.constant(span),
      event: capital,
      record: testRecord,
      at: fc.oneof(
        testValue.filter((each) => each.kind !== "record").map((each) => ({ kind: "absolute" as const, time: each })),
        duration.map((each) => ({ kind: "offset" as const, duration: each })),
      ),
    },
    { requiredKeys: ["kind", "span", "event", "record"] },
  ),
  fc.record(
    {
      kind: fc.constant("expect" as const),
      span: fc.constant(span),
      rule: capital,
      count: fc.constantFrom(null, 0, 1, 2),
      record: testRecord,
    },
    { requiredKeys: ["kind", "span", "rule", "count"] },
  ),
  fc.constant<TestItem>({ kind: "expect-nothing", span }),
  fc.record({
    kind: fc.constant("given" as const),
    span: fc.constant(span),
    target: given,
    value: fc.oneof(expression, testRecord),
  }),
)

const testDecl: fc.Arbitrary<TestDecl> = fc.record(
  {
    kind: fc.constant("test" as const),
    span: fc.constant(span),
    name: pathText,
    params: fc.array(fc.record({ name: small, value: expression }), { maxLength: 2 }),
    items: fc.array(testItem, { maxLength: 5 }),
    until: expression,
  },
  { requiredKeys: ["kind", "span", "name", "params", "items"] },
)

/** An argument of a connector: a text alone has no parts with braces, whatever is in it. */
const literal = fc.oneof(
  expression.filter((each) => each.kind !== "string"),
  plainString.filter((each) => !each.text.includes("{")),
)
const connector: fc.Arbitrary<Connector> = fc.record(
  {
    span: fc.constant(span),
    name: small,
    args: fc.array(
      fc.record({ span: fc.constant(span), name: anyWord, value: literal }, { requiredKeys: ["span", "value"] }),
      { maxLength: 3 },
    ),
    partitionedBy: anyWord,
  },
  { requiredKeys: ["span", "name", "args"] },
)
const parameters = fc.array(fc.record({ span: fc.constant(span), name: small, type }), { maxLength: 3 })
const s = fc.constant(span)

const declaration: fc.Arbitrary<Declaration> = fc.oneof(
  { weight: 4, arbitrary: rule as fc.Arbitrary<Declaration> },
  { weight: 2, arbitrary: testDecl },
  { weight: 1, arbitrary: letDecl },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("import" as const), span: s, path: pathText }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("use" as const),
      span: s,
      names: fc.array(fc.record({ name: small, alias: small }, { requiredKeys: ["name"] }), {
        minLength: 1,
        maxLength: 4,
      }),
      path: pathText,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record(
      {
        kind: fc.constant("event" as const),
        span: s,
        name: capital,
        fields: fc.array(field, { maxLength: 5 }),
        timedBy: fc.oneof(
          fc.constant({ kind: "arrival" as const, span }),
          anyWord.filter((each) => each.text !== "arrival").map((name) => ({ kind: "field" as const, name })),
        ),
        late: duration,
      },
      { requiredKeys: ["kind", "span", "name", "fields", "timedBy"] },
    ),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("event" as const), span: s, name: capital, from: pathText }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("source" as const), span: s, event: capital, connector }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("sink" as const), span: s, name: small, connector }) },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        kind: fc.constant("table" as const),
        span: s,
        name: capital,
        keys: fc.array(anyWord, { minLength: 1, maxLength: 2 }),
        fields: fc.array(field, { maxLength: 4 }),
        connector,
        refresh: duration,
      },
      { requiredKeys: ["kind", "span", "name", "keys", "fields", "connector"] },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record(
      { kind: fc.constant("param" as const), span: s, name: small, type, value: expression },
      { requiredKeys: ["kind", "span", "name", "value"] },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record(
      { kind: fc.constant("fn" as const), span: s, name: small, parameters, returns: type, body: expression },
      { requiredKeys: ["kind", "span", "name", "parameters", "body"] },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("feature" as const), span: s, name: small, value: expression }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("model" as const),
      span: s,
      name: small,
      parameters,
      returns: type,
      connector,
    }),
  },
)

/** Files of a few declarations. */
export const file: fc.Arbitrary<FileNode> = fc
  .array(declaration, { minLength: 1, maxLength: 4 })
  .map((declarations) => ({ kind: "file", span, path: "main.cep", declarations, comments: [] }))
