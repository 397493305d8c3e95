import type { FunctionDeclaration, ParameterDeclaration } from "../catalog.ts"
import { messages } from "../messages/generated.ts"
import { meantAggregate } from "../syntax/aggregate-words.ts"
import type { CallExpr } from "../syntax/ast-expressions.ts"
import { awaitedCall } from "./awaited.ts"
import { type Context, complain, complainOfUnknown, type Declared, kindOf, refer, unknownAt } from "./context.ts"
import { aggregateNames, complainOfAggregate, inferAggregate, isAggregate } from "./expression-aggregates.ts"
import { fitOrComplain, plainValue } from "./fit.ts"
import { isHistoryAggregate } from "./history-parts.ts"
import { inlineCall, isInlined } from "./inline.ts"
import { checkLiteral } from "./literal-arguments.ts"
import type { Expression, FunctionInfo } from "./model.ts"
import { modelCall } from "./models.ts"
import { namesOfKind } from "./names.ts"
import type { Environment } from "./scope.ts"
import { showType } from "./show.ts"
import { didYouMean } from "./suggest.ts"
import type { Type } from "./types.ts"
import { canBeMissing, fitLoosely, missingIf, optional, required, unify } from "./unify.ts"
import { inferMeasure, isMeasure } from "./window-values.ts"

/** Checks a call: of a declared function, of an aggregate over a step, of a built-in. A declared name hides a built-in. */
export function inferCall(context: Context, node: CallExpr, environment: Environment): Expression {
  const name = node.callee.text
  context.observe?.name(node.callee, environment)
  const declared = context.declarations.get(name)
  if (declared !== undefined) return callDeclared(context, node, declared, environment)
  if (isMeasure(node, environment)) return inferMeasure(context, node, environment)
  if (isAggregate(node, environment)) return inferAggregate(context, node, environment)
  const overloads = context.builtins.get(name)
  // `min(a, b)` is a function, `min(amount)` an aggregate that has lost its window.
  const alone = node.args.length < 2 && isHistoryAggregate(name)
  if (overloads !== undefined && node.where === undefined && !alone)
    return callBuiltin(context, node, overloads, environment)
  if (isHistoryAggregate(name)) return complainOfAggregate(context, node, environment)
  return unknownFunction(context, node, environment)
}

function unknownFunction(context: Context, node: CallExpr, environment: Environment): Expression {
  const { text, span } = node.callee
  for (const argument of node.args) context.infer(argument, environment)
  if (text === "") return unknownAt(node.span)
  const known = [...namesOfKind(context, "fn", "use"), ...context.builtins.keys(), ...aggregateNames]
  const value = node.args[0]?.kind === "name" ? node.args[0].name.text : "…"
  const meant = meantAggregate(text, value)
  const hint = meant === undefined ? didYouMean(text, known) : `write \`${meant}\``
  complainOfUnknown(context, messages.unknownFunction({ name: text }), span, { hint })
  return unknownAt(node.span)
}

function callDeclared(context: Context, node: CallExpr, declared: Declared, environment: Environment): Expression {
  const name = node.callee.text
  if (declared.kind !== "fn" && declared.kind !== "use" && declared.kind !== "model") {
    for (const argument of node.args) context.infer(argument, environment)
    const looked = declared.kind === "table" || declared.kind === "feature"
    const given = node.args.map((argument) => (argument.kind === "name" ? argument.name.text : "…")).join(", ")
    complain(context, messages.notAFunction({ name, kind: kindOf(declared) }), node.callee.span, {
      ...(looked && { hint: `a key stands in square brackets: \`${name}[${given}]\`` }),
      labels: [{ span: declared.name.span, text: "declared here" }],
    })
    return unknownAt(node.span)
  }
  refer(context, declared.kind, name, node.callee.span, declared.name.span)
  const target = context[declared.kind](name)
  const parameters = target.parameters.map((parameter) => ({
    ...parameter,
    doc: "",
    optional: isOptional(parameter.type),
  }))
  const args = node.args.map((argument) => context.infer(argument, environment))
  if (target.returns.kind === "unknown" && parameters.length === 0) return unknownAt(node.span)
  if (!arityFits(parameters, args.length)) return wrongArity(context, node, [parameters])
  const fitted = args.map((argument, index) => {
    const { name: parameter, type } = parameters[index]!
    return fitOrComplain(context, argument, type, `\`${parameter}\` of \`${name}\``, true)
  })
  if (fitted.some((argument) => argument === undefined)) return unknownAt(node.span, target.returns)
  if (declared.kind === "fn" && isInlined(target as FunctionInfo))
    return inlineCall(context, node, target as FunctionInfo, fitted as Expression[], environment)
  if (declared.kind === "model") return modelCall(context, context.model(name), fitted as Expression[], node.span)
  if ("async" in target) return awaitedCall(context, target, fitted as Expression[], node.span, environment)
  const missing = fitted.some((argument, index) => canBeMissing(argument!.type) && !parameters[index]!.optional)
  const type = missing ? optional(target.returns) : target.returns
  return { kind: "call", target: declared.kind, name, args: fitted as Expression[], type, span: node.span }
}

function isOptional(type: Type): boolean {
  return type.kind === "optional"
}

function callBuiltin(
  context: Context,
  node: CallExpr,
  overloads: readonly FunctionDeclaration[],
  environment: Environment,
): Expression {
  const name = node.callee.text
  refer(context, "builtin", name, node.callee.span)
  const args = node.args.map((argument) => plainValue(context, context.infer(argument, environment)))
  const fitting = overloads.filter((each) => arityFits(each.parameters, args.length))
  if (fitting.length === 0)
    return wrongArity(
      context,
      node,
      overloads.map((each) => each.parameters),
    )
  const chosen = fitting.find((each) => args.every((arg, index) => takes(parameterAt(each.parameters, index), arg)))
  const target = chosen ?? fitting[0]!
  const fitted = args.map((argument, index) => {
    const parameter = parameterAt(target.parameters, index)
    checkLiteral(context, parameter, argument)
    if (parameter.type === "any") return argument
    return fitOrComplain(context, argument, parameter.type, `\`${parameter.name}\` of \`${name}\``, true)
  })
  const done = fitted.filter((argument) => argument !== undefined)
  if (done.length < fitted.length) return unknownAt(node.span, resultType(target, args))
  return { kind: "call", target: "builtin", name, args: done, type: resultType(target, done), span: node.span }
}

function parameterAt(parameters: readonly ParameterDeclaration[], index: number): ParameterDeclaration {
  return parameters[Math.min(index, parameters.length - 1)]!
}

function takes(parameter: ParameterDeclaration, argument: Expression): boolean {
  return parameter.type === "any" || fitLoosely(argument, parameter.type) !== undefined
}

function resultType(target: FunctionDeclaration, args: readonly Expression[]): Type {
  const { returns } = target
  const result = "sameAs" in returns ? sameAs(target, args, returns.sameAs) : returns
  if (result.kind === "unknown" || target.takesMissing === true) return result
  return missingIf(result, ...args.map((argument) => argument.type))
}

/** The type of argument `at`, and of the other arguments of its declared type: `min(1, 2.5)` is a number. */
function sameAs(target: FunctionDeclaration, args: readonly Expression[], at: number): Type {
  const declared = target.parameters[at]?.type
  let type: Type = { kind: "unknown" }
  for (const [index, argument] of args.entries()) {
    const other = parameterAt(target.parameters, index).type
    const like = declared === "any" || other === "any" ? declared === other : declared?.kind === other.kind
    if (like) type = unify(type, argument.type) ?? type
  }
  return target.takesMissing === true ? type : required(type)
}

interface Arity {
  readonly name: string
  readonly type: Type | "any"
  readonly optional?: boolean
  readonly rest?: boolean
}

function arityFits(parameters: readonly Arity[], count: number): boolean {
  const least = parameters.filter((parameter) => parameter.optional !== true && parameter.rest !== true).length
  const most = parameters.some((parameter) => parameter.rest === true) ? Number.POSITIVE_INFINITY : parameters.length
  return count >= least && count <= most
}

function wrongArity(context: Context, node: CallExpr, ways: readonly (readonly Arity[])[]): Expression {
  const name = node.callee.text
  const forms = ways.map((parameters) => `\`${name}(${parameters.map(showParameter).join(", ")})\``)
  const found = node.args.length === 1 ? "1 argument" : `${node.args.length} arguments`
  complain(context, messages.wrongArity({ name, found }), node.span, { hint: `it is called as ${forms.join(" or ")}` })
  return unknownAt(node.span)
}

function showParameter(parameter: Arity): string {
  const mark = parameter.rest === true ? "…" : parameter.optional === true ? "?" : ""
  return `${parameter.name}${mark}: ${parameter.type === "any" ? "any" : showType(parameter.type)}`
}
