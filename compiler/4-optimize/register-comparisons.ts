/**
 * Conditions on an event and the registers of a partial match as plain data: comparisons of numbers, all of which must hold. Engines make code for WebAssembly of
 * them. What is missing is NaN there, which compares with nothing, as in the language; so whatever needs a test of its own for that is no such condition.
 */
import type { Expression } from "../../lang/check/model.ts"
import type { Type } from "../../lang/check/types.ts"
import type { ColumnSchema, RegisterComparison, RegisterNumber } from "../../runtime/abi/rows.ts"
import type { EventSchema } from "../../runtime/abi/rule-set.ts"
import { conjuncts } from "../1-analyze/walk.ts"
import type { RegisterCells } from "./register-cells.ts"
import { fieldOf } from "./row-condition.ts"

type Of<K extends Expression["kind"]> = Extract<Expression, { kind: K }>

/** Where numbers stand: in cells of the partial match, and in columns of the event. */
export interface NumberPlaces {
  readonly event: EventSchema
  readonly cells: RegisterCells
  /** The column of a field of the event. */
  readonly column: (field: number) => ColumnSchema
}

/** A condition as comparisons; undefined: it asks more than they can say. */
export function comparisonsOf(where: Expression, places: NumberPlaces): readonly RegisterComparison[] | undefined {
  const found = conjuncts(where).map((one) => comparisonOf(one, places))
  return found.every((one) => one !== undefined) ? found : undefined
}

function comparisonOf(expression: Expression, places: NumberPlaces): RegisterComparison | undefined {
  if (expression.kind === "compare") {
    const { op } = expression
    const left = numberOf(expression.left, places)
    const right = numberOf(expression.right, places)
    return left === undefined || right === undefined ? undefined : { op, left, right }
  }
  // Booleans are 0 or 1.
  const flag = bare(expression.type).kind === "boolean" ? stored(expression, places) : undefined
  return flag === undefined ? undefined : { op: "==", left: flag, right: 1 }
}

const numbers: readonly Type["kind"][] = ["number", "integer", "decimal", "time", "duration"]

function numberOf(expression: Expression, places: NumberPlaces): RegisterNumber | undefined {
  if (!numbers.includes(bare(expression.type).kind)) return undefined
  if (expression.kind === "literal") return expression.value as number
  if (expression.kind === "arithmetic") return arithmeticOf(expression, places)
  return stored(expression, places)
}

/** Sums, differences and products that are not rounded or checked. */
function arithmeticOf({ op, left, right, type }: Of<"arithmetic">, places: NumberPlaces): RegisterNumber | undefined {
  if (op === "/" || op === "%") return undefined
  const kinds = [type, left.type, right.type].map((one) => bare(one).kind)
  if (kinds.includes("decimal") || (op === "*" && kinds.includes("duration"))) return undefined
  const [a, b] = [numberOf(left, places), numberOf(right, places)]
  return a === undefined || b === undefined ? undefined : { op, left: a, right: b }
}

/** What a cell or a column has. */
function stored(expression: Expression, { event, cells, column }: NumberPlaces): RegisterNumber | undefined {
  const cell = cells.of(expression)
  if (cell !== undefined) return { cell }
  const name = fieldOf(expression)
  const field = event.fields.findIndex((one) => one.name === name)
  if (field < 0) return undefined
  const { kind, place } = column(field)
  return kind === "number" ? { column: place } : undefined
}

function bare(type: Type): Type {
  return type.kind === "optional" ? type.of : type
}
