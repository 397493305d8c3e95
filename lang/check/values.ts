import { messages } from "../messages/generated.ts"
import type { FnDecl, LetDecl, ParamDecl, UseDecl } from "../syntax/ast.ts"
import { constantValue } from "./constant.ts"
import { type Context, complain, unknownAt } from "./context.ts"
import { fitOrComplain, plainValue } from "./fit.ts"
import type { Expression, FunctionInfo, LetInfo, ParamInfo, UseInfo } from "./model.ts"
import { duplicates } from "./names.ts"
import { resolvePath } from "./paths.ts"
import { showType } from "./show.ts"
import { suggestOrList } from "./suggest.ts"
import { readType } from "./type-nodes.ts"
import type { Type } from "./types.ts"
import { canBeMissing, fitLoosely } from "./unify.ts"

/** Checks a `param`: its value must be known before the job starts. */
export function checkParam(context: Context, node: ParamDecl): ParamInfo {
  const value = typedValue(context, node)
  const constant = value.type.kind === "unknown" ? undefined : constantValue(context, value)
  if (constant === undefined && value.type.kind !== "unknown") {
    complain(context, messages.notConstant({ what: "the value of a `param`" }), node.value.span)
  }
  const type: Type = constant === undefined ? { kind: "unknown" } : node.type ? value.type : settable(value.type)
  const info = { name: node.name.text, type, value: constant?.value, span: node.name.span }
  return node.doc === undefined ? info : { ...info, doc: node.doc }
}

/** `param limit = 500` may be set to 499.5 later: only a written type makes it a whole number. */
function settable(type: Type): Type {
  if (type.kind === "list") return { kind: "list", of: settable(type.of) }
  return type.kind === "integer" ? { kind: "number" } : type
}

/** Checks a `let` at the top level. */
export function checkLet(context: Context, node: LetDecl): LetInfo {
  const value = typedValue(context, node)
  return { name: node.name.text, type: value.type, value, span: node.name.span }
}

function typedValue(context: Context, node: ParamDecl | LetDecl): Expression {
  const found = plainValue(context, context.infer(node.value, {}))
  if (node.type === undefined) return needsType(context, node, found)
  const type = readType(context, node.type, false)
  const value = fitOrComplain(context, found, type, `\`${node.name.text}\``)
  return value === undefined
    ? unknownAt(node.value.span)
    : { ...value, type: type.kind === "unknown" ? value.type : type }
}

/** `[]` and `missing` do not say their type. */
function needsType(context: Context, node: ParamDecl | LetDecl, value: Expression): Expression {
  const empty = value.kind === "list" && value.items.length === 0
  if (!empty && value.type.kind !== "missing") return value
  const example = empty ? "string[]" : "number?"
  const hint = `write the type after the name, as in \`${node.kind} ${node.name.text}: ${example} = ${empty ? "[]" : "missing"}\``
  complain(context, messages.needsType({ name: node.name.text }), node.value.span, { hint })
  return unknownAt(node.value.span)
}

/** Checks a `fn`. */
export function checkFunction(context: Context, node: FnDecl): FunctionInfo {
  for (const { item, first } of duplicates(node.parameters)) {
    complain(context, messages.duplicateDeclaration({ name: item.name.text }), item.name.span, {
      labels: [{ span: first.name.span, text: "a parameter already" }],
    })
  }
  const parameters = node.parameters.map((parameter) => ({
    name: parameter.name.text,
    type: readType(context, parameter.type, true),
    span: parameter.name.span,
  }))
  const locals = new Map(parameters.map(({ name, type, span }) => [name, { type, span }]))
  const events = parameters.filter(({ type }) => type.kind === "event")
  const [event] = events.length === 1 ? events : []
  const at = event && { kind: "local" as const, name: event.name, type: event.type, span: event.span }
  const found = context.infer(node.body, { locals, ...(at === undefined ? {} : { at }) })
  const { returns, body } = result(context, node, found)
  return {
    name: node.name.text,
    parameters: parameters.map(({ name, type }) => ({ name, type })),
    returns,
    body,
    span: node.name.span,
  }
}

function result(context: Context, node: FnDecl, found: Expression): { returns: Type; body: Expression } {
  if (node.returns === undefined) return { returns: found.type, body: found }
  const returns = readType(context, node.returns, false)
  if (canBeMissing(found.type) && !canBeMissing(returns) && fitLoosely(found, returns) !== undefined) {
    const hint = `declare the result as \`${showType(returns)}?\`, or say what to take instead with \`??\``
    complain(context, messages.missingResult({ name: node.name.text, type: showType(returns) }), node.body.span, {
      hint,
    })
    return { returns, body: unknownAt(node.body.span) }
  }
  const body = fitOrComplain(context, found, returns, `the result of \`${node.name.text}\``)
  return { returns, body: body ?? unknownAt(node.body.span) }
}

/** The type that a function declares, for use before its body is checked. Undefined where it declares none. */
export function unknownFunction(node: FnDecl): FunctionInfo {
  return {
    name: node.name.text,
    parameters: node.parameters.map((parameter) => ({ name: parameter.name.text, type: { kind: "unknown" } })),
    returns: { kind: "unknown" },
    body: unknownAt(node.body.span),
    span: node.name.span,
  }
}

/** Reads one function of a `use`. */
export function checkUse(context: Context, node: UseDecl, name: string): UseInfo {
  const which = node.names.find((each) => (each.alias ?? each.name).text === name)!
  const path = resolvePath(node.path.span.path, node.path.text)
  const found = useSignature(context, node, which.name.text, path, which.name.span)
  return {
    name,
    exported: which.name.text,
    path,
    parameters: found?.parameters ?? [],
    returns: found?.returns ?? { kind: "unknown" },
    ...(found?.async === true ? { async: true } : {}),
    span: which.name.span,
  }
}

function useSignature(context: Context, node: UseDecl, exported: string, path: string, span: UseInfo["span"]) {
  const written = node.path.text
  if (!/^\.{1,2}\//.test(written)) complain(context, messages.usePackage({ path: written }), node.path.span)
  else if (context.typescript === undefined)
    complain(context, messages.typescriptNotRead({ path: written }), node.path.span)
  else {
    const functions = context.typescript.functions(path)
    const found = functions?.get(exported)
    if (functions === undefined) complain(context, messages.typescriptNotFound({ path: written }), node.path.span)
    else if (found === undefined) {
      const hint = suggestOrList(exported, [...functions.keys()], "exported there")
      complain(context, messages.unknownExport({ name: exported, path: written }), span, { hint })
    } else if ("problem" in found) {
      const labels = found.span === undefined ? [] : [{ span: found.span, text: "here" }]
      complain(context, messages.typescriptProblem({ name: exported, problem: found.problem }), span, { labels })
    } else return found
  }
  return undefined
}
