import { messages } from "../messages/generated.ts"
import type { RangeExpr, TupleExpr } from "../syntax/ast-expressions.ts"
import { type Context, complain, unknownAt } from "./context.ts"
import type { Expression } from "./model.ts"

/** A range outside `in`, a tuple outside `is new`. */
export function complainOfMisplaced(context: Context, node: RangeExpr | TupleExpr): Expression {
  const message = node.kind === "range" ? messages.rangeOutsideIn() : messages.tupleOutsideNew()
  complain(context, message, node.span)
  return unknownAt(node.span)
}
