import type { Binding } from "./rule-set.ts"
import type { FieldSchema, ValueType } from "./value.ts"

/** A lookup table: rows by key, handed to the engine from outside. */
export interface TableSchema {
  readonly name: string
  /** Places in `fields`. */
  readonly keys: readonly number[]
  readonly fields: readonly FieldSchema[]
  /** The field that says from when on a row holds; null: at any time. */
  readonly timeField: string | null
  /** Where its rows come from; its name is the table's. */
  readonly from: Binding
  readonly refreshMs?: number
}

/** A scoring model: numbers in, a number out. */
export interface ModelSchema {
  readonly name: string
  readonly parameters: readonly FieldSchema[]
  readonly returns: ValueType
  readonly from: Binding
}

/** A call of a model whose arguments are an event's alone: it can be asked for many events at once. */
export interface RowSchema {
  /** The place of the model in the manifest. */
  readonly model: number
  /** Types of the events for which it is asked. */
  readonly events: readonly number[]
}

/** A call of an asynchronous function whose arguments are an event's alone: made before the event is judged. */
export interface AwaitedSchema {
  /** The call in words, which mean the same for all events of a type: what its results are called in a snapshot. */
  readonly name: string
  /** The function's name in the rules. */
  readonly function: string
  /** Types of the events for which it is made. */
  readonly events: readonly number[]
  /** Of its result. */
  readonly type: ValueType
}
