import type { Name } from "../syntax/ast.ts"
import type { Expr, MemberExpr } from "../syntax/ast-expressions.ts"
import type { Expression } from "./model.ts"
import type { Environment } from "./scope.ts"

/**
 * Is told what the checker finds out on its way through one declaration, for editors. A part may come several times: a rule's `let` is checked wherever
 * it is used. What it does must not change the program.
 */
export interface CheckObserver {
  /** An expression was checked. */
  expression(node: Expr, found: Expression): void
  /** A bare name, or that of a call, stands where a value is wanted. */
  name(name: Name, environment: Environment): void
  /** A field of `object` is named. */
  member(node: MemberExpr, object: Expression, environment: Environment): void
}
