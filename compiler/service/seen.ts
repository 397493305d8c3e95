import type { Expression } from "../../lang/check/model-expressions.ts"
import type { CheckObserver } from "../../lang/check/observe.ts"
import type { Environment } from "../../lang/check/scope.ts"
import type { Name } from "../../lang/syntax/ast.ts"
import type { Expr, MemberExpr } from "../../lang/syntax/ast-expressions.ts"

/** What the checker sees where a value or a field is named. */
export interface Sight {
  readonly environment: Environment
  /** Of a field: what it is a field of. */
  readonly member?: { readonly node: MemberExpr; readonly object: Expression }
}

/** More places than so many do not show more of what a name can be. */
const maxSights = 4

/** What the checker sees in one declaration, by the nodes of the tree. */
export class Seen implements CheckObserver {
  readonly expressions = new Map<Expr, Expression>()
  /** At names that stand for values. */
  readonly sights = new Map<Name, Sight[]>()

  expression(node: Expr, found: Expression): void {
    this.expressions.set(node, found)
  }

  name(name: Name, environment: Environment): void {
    this.#see(name, { environment })
  }

  member(node: MemberExpr, object: Expression, environment: Environment): void {
    this.#see(node.field, { environment, member: { node, object } })
  }

  #see(name: Name, sight: Sight): void {
    const seen = this.sights.get(name)
    if (seen === undefined) this.sights.set(name, [sight])
    // A name is seen again for each use of its `let`.
    else if (seen.length < maxSights) seen.push(sight)
  }
}
