/** Arbitrary expressions, types and records, as the parser would make them but without brackets. */
import fc from "fast-check"
import type { FieldDecl, TypeNode } from "../../lang/syntax/ast.ts"
import type { BinaryOp, CallExpr, Expr, RecordNode } from "../../lang/syntax/ast-expressions.ts"
import {
  anyWord,
  inExpression,
  key,
  number,
  pathText,
  plainString,
  span,
  templated,
  time,
  window,
  writtenDuration,
} from "./literals.ts"

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
    fc
      .tuple(tie("expr"), tie("expr"), fc.array(tie("expr"), { maxLength: 2 }))
      .map(([object, index, further]): Expr => ({ kind: "index", span, object, indexes: [index, ...further] })),
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

export const field: fc.Arbitrary<FieldDecl> = fc.letrec<{ type: TypeNode; field: FieldDecl }>((tie) => ({
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
export const type = field.map((each) => each.type)

export const recordOf = (value: fc.Arbitrary<Expr>): fc.Arbitrary<RecordNode> =>
  fc
    .array(fc.record({ name: anyWord, value, span: fc.constant(span) }), { maxLength: 4 })
    .map((fields) => ({ span, fields }))
export const record = recordOf(expression)
export const string = fc.oneof(plainString, templated)
