import { messages } from "../messages/generated.ts"
import type { ModelDecl } from "../syntax/ast.ts"
import { ofOneEvent } from "./awaited.ts"
import { checkConnector } from "./bindings.ts"
import { type Context, complain, unknownAt } from "./context.ts"
import { isNumeric } from "./fit.ts"
import type { Expression, ModelInfo } from "./model.ts"
import { duplicates } from "./names.ts"
import { resolvePath } from "./paths.ts"
import { showType } from "./show.ts"
import { readType } from "./type-nodes.ts"
import type { Type } from "./types.ts"
import { optional, required } from "./unify.ts"

/** Checks `model m(a: number, …): number from onnx(…)`: numbers and booleans in, a number out. */
export function checkModel(context: Context, node: ModelDecl): ModelInfo {
  const { text: name, span } = node.name
  for (const { item, first } of duplicates(node.parameters)) {
    complain(context, messages.duplicateDeclaration({ name: item.name.text }), item.name.span, {
      labels: [{ span: first.name.span, text: "a parameter already" }],
    })
  }
  const parameters = node.parameters.map((parameter) => {
    const type = readType(context, parameter.type, false)
    if (!isInput(type)) {
      const holes = { name: parameter.name.text, type: showType(type) }
      complain(context, messages.modelParameter(holes), parameter.type.span)
    }
    return { name: parameter.name.text, type }
  })
  if (parameters.length === 0) complain(context, messages.modelWithoutParameters({ name }), span)
  const returns = readType(context, node.returns, false)
  if (required(returns).kind !== "number" && returns.kind !== "unknown") {
    complain(context, messages.modelResult({ type: showType(returns) }), node.returns.span)
  }
  const binding = checkConnector(context, name, node.connector, "model", node.span)
  const { connector = "", options = {} } = binding ?? {}
  // A file that belongs to the rules stands beside them.
  const args = (binding?.args ?? []).map((arg) =>
    typeof arg === "string" && /^\.{1,2}\//.test(arg) ? resolvePath(span.path, arg) : arg,
  )
  const info = { name, parameters, returns: { kind: "number" } as const, connector, args, options, span }
  return node.doc === undefined ? info : { ...info, doc: node.doc }
}

function isInput(type: Type): boolean {
  return isNumeric(type) || type.kind === "boolean" || type.kind === "unknown"
}

/** A call of a model whose arguments were fitted. Its result may be missing: a model may give what is no number. */
export function modelCall(
  context: Context,
  info: ModelInfo,
  args: readonly Expression[],
  span: Expression["span"],
): Expression {
  return info.connector === ""
    ? unknownAt(span, optional(info.returns))
    : { kind: "model", name: info.name, args, ...rowOf(context, args), type: optional(info.returns), span }
}

/** Where the arguments are one event's alone, the model can be asked for many events at once. */
function rowOf(
  context: Context,
  args: readonly Expression[],
): { row?: { args: readonly Expression[]; at: Expression } } {
  const { args: row, anchors, derived, problems } = ofOneEvent(context, args)
  const [at, other] = anchors
  return at === undefined || other !== undefined || derived !== undefined || problems.length > 0
    ? {}
    : { row: { args: row, at } }
}
