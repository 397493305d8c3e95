import type { Checked, Expression, FunctionInfo } from "../../../lang/check/model.ts"
import { exceeds, rewrite } from "../../../lang/check/rewrite.ts"
import { canBeMissing } from "../../../lang/check/unify.ts"

/** Larger expressions stay as they are: functions that call each other twice grow without bounds. */
const maxSize = 4000
const maxDepth = 200

/** Puts constants and the bodies of declared functions in the place of their names. */
export class Settler {
  readonly #lets: ReadonlyMap<string, Expression>
  readonly #functions: ReadonlyMap<string, FunctionInfo>

  constructor({ lets, functions }: Checked) {
    const settled = new Map<string, Expression>()
    this.#lets = settled
    this.#functions = new Map(functions.map((each) => [each.name, each]))
    for (const { name, value } of lets) settled.set(name, this.settle(value))
  }

  /** An expression of the same value; parts that come from a function have the places that they have there. */
  settle(expression: Expression): Expression {
    return rewrite(expression, (part) => {
      if (part.kind === "let") {
        const value = this.#lets.get(part.name)
        return value === undefined ? part : { ...value, span: part.span }
      }
      return part.kind === "call" && part.target === "fn" ? this.#body(part) : part
    })
  }

  /** Where an argument that must be there is missing, a function is not asked: such a call stays. */
  #body(call: Expression & { kind: "call" }): Expression {
    const target = this.#functions.get(call.name)
    if (target === undefined || exceeds(target.body, maxSize, maxDepth)) return call
    const { parameters } = target
    if (call.args.some(({ type }, at) => canBeMissing(type) && !canBeMissing(parameters[at]!.type))) return call
    const values = new Map(parameters.map(({ name }, at) => [name, call.args[at]!]))
    const body = rewrite(this.settle(target.body), (part) =>
      part.kind === "local" && values.has(part.name) ? values.get(part.name)! : part,
    )
    return exceeds(body, maxSize, maxDepth) ? call : body
  }
}
