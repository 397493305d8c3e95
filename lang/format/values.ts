/** `name: type = value`, with the value on a line of its own where it is too long. */
import type { Name, TypeNode } from "../syntax/ast.ts"
import type { Expr } from "../syntax/ast-expressions.ts"
import { concat, type Doc, group, line, nest } from "./doc.ts"
import { type Layout, name } from "./layout.ts"
import { stripped } from "./precedence.ts"
import { type } from "./types.ts"

/** A `param`, `let` or `feature`. */
export function binding(
  layout: Layout,
  node: { readonly kind: string; readonly name: Name; readonly type?: TypeNode; readonly value: Expr },
): Doc {
  const typed = node.type !== undefined
  const head = concat(`${node.kind} `, name(layout, node.name, typed))
  return assigned(layout, concat(head, typed ? concat(": ", type(layout, node.type!)) : ""), node.value)
}

/** `head = value` */
export function assigned(layout: Layout, head: Doc, value: Expr): Doc {
  const bare = stripped(value)
  if (bare.kind === "list" || bare.kind === "call" || bare.kind === "record")
    return concat(head, " = ", layout.expression(layout, value))
  const before = layout.comments.at(line, value.span.start)
  return concat(head, " =", group(nest(2, before, layout.expression(layout, value))))
}
