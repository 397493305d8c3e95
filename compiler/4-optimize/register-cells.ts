import type { Expression } from "../../lang/check/model.ts"
import { firstRegister } from "../../runtime/abi/rows.ts"
import type { EventSchema } from "../../runtime/abi/rule-set.ts"
import { askedField, countedStep } from "./registers.ts"
import type { RegisterReads } from "./rows.ts"

/** In which cells of a partial match its registers stand, as `Registers` in `runtime/abi/rows.ts` has it. */
export class RegisterCells {
  readonly #cells = new Map<string, number>()

  constructor({ fields, counts }: RegisterReads, event: EventSchema) {
    let next = firstRegister
    for (const step of counts) this.#cells.set(`count ${step}`, next++)
    for (const { of, step, fields: own } of fields) {
      for (const field of own) this.#cells.set(`${of} ${step} ${event.fields[field]!.name}`, next++)
    }
  }

  /** The cell that an expression reads; undefined: it reads none. */
  of(expression: Expression): number | undefined {
    const counted = countedStep(expression)
    if (counted !== undefined) return this.#cells.get(`count ${counted}`)
    const asked = askedField(expression)
    return asked && this.#cells.get(`${asked.of} ${asked.step} ${asked.field}`)
  }
}
