import { showType } from "../../lang/check/show.ts"
import type { Type } from "../../lang/check/types.ts"
import type { Declaration, FnDecl } from "../../lang/syntax/ast.ts"
import type { Document, View } from "./project.ts"
import type { InlayHint } from "./service.ts"

/** The types of constants, parameters, features and functions that say none themselves. */
export function inlayHints({ file, text }: Document, view: View, start: number, end: number): InlayHint[] {
  return file.declarations
    .filter(({ span }) => span.start <= end && start <= span.end)
    .flatMap((node) => hintsOf(node, view, text))
    .filter(({ offset }) => start <= offset && offset <= end)
}

function hintsOf(node: Declaration, { checked, seenIn }: View, text: string): InlayHint[] {
  const of = (infos: readonly { readonly name: string; readonly type: Type }[], name: string) =>
    infos.find((info) => info.name === name)?.type
  switch (node.kind) {
    case "param":
      return node.type === undefined ? hint(node.name.span.end, of(checked.params, node.name.text)) : []
    case "let":
      return node.type === undefined ? hint(node.name.span.end, of(checked.lets, node.name.text)) : []
    case "feature":
      return hint(node.name.span.end, of(checked.features, node.name.text))
    case "fn": {
      if (node.returns !== undefined) return []
      const returns = checked.functions.find(({ name }) => name === node.name.text)?.returns
      return hint(behindParameters(node, text), returns)
    }
    case "rule": {
      const types = seenIn(node)?.expressions
      return node.lets.flatMap((each) =>
        each.type === undefined ? hint(each.name.span.end, types?.get(each.value)?.type) : [],
      )
    }
    default:
      return []
  }
}

function hint(offset: number, type: Type | undefined): InlayHint[] {
  if (type === undefined || type.kind === "unknown" || type.kind === "missing") return []
  return [{ offset, text: `: ${showType(type)}`, kind: "type" }]
}

function behindParameters({ parameters, name }: FnDecl, text: string): number {
  const from = parameters.at(-1)?.span.end ?? name.span.end
  const bracket = text.indexOf(")", from)
  return bracket < 0 ? from : bracket + 1
}
