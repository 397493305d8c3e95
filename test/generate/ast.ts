/**
 * Arbitrary syntax trees over the whole grammar, as the parser would make them (places aside, which are all 0). No
 * brackets are in them: the printer sets those that are needed.
 */
import fc from "fast-check"
import type {
  Clause,
  Connector,
  Declaration,
  FileNode,
  LetDecl,
  OutputNode,
  RuleDecl,
  TestDecl,
  TestItem,
  TestTime,
} from "../../lang/syntax/ast.ts"
import type { Expr } from "../../lang/syntax/ast-expressions.ts"
import { expression, field, record, recordOf, string, type } from "./expressions.ts"
import {
  anyWord,
  capital,
  clock,
  duration,
  key,
  pathText,
  plainString,
  small,
  span,
  writtenDuration,
} from "./literals.ts"
import { trigger } from "./patterns.ts"

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
    of: capital,
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
  .map(([name, index]): Expr => ({ kind: "index", span, object: { kind: "name", span, name }, indexes: [index] }))

const testTime: fc.Arbitrary<TestTime> = fc.oneof(
  testValue.filter((each) => each.kind !== "record").map((each) => ({ kind: "absolute" as const, time: each })),
  duration.map((each) => ({ kind: "offset" as const, duration: each })),
)

const testItem: fc.Arbitrary<TestItem> = fc.oneof(
  fc.record(
    {
      kind: fc.constant("event" as const),
      span: fc.constant(span),
      event: capital,
      record: testRecord,
      at: testTime,
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
  fc.constant<TestItem>({ kind: "expect-late", span }),
  fc.record({ kind: fc.constant("watermark" as const), span: fc.constant(span), to: testTime }),
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
        timedBy: anyWord,
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
