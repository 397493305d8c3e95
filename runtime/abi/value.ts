/**
 * The types and forms of values inside the engine, as plain data in a rule set's manifest.
 * Inside: time and duration are milliseconds, a decimal is a safe integer (value × 10^scale), missing is `undefined`,
 * a record is an object with a null-safe own property per declared field, everything else is its JSON form.
 */
export type ValueType =
  | { readonly kind: "string" | "number" | "integer" | "boolean" | "duration" }
  | { readonly kind: "time"; readonly seconds?: boolean }
  | { readonly kind: "decimal"; readonly scale: number }
  | { readonly kind: "enum"; readonly values: readonly string[] }
  | { readonly kind: "list"; readonly of: ValueType }
  | { readonly kind: "record"; readonly fields: readonly FieldSchema[] }
  /** A whole event of one of these types (ids). */
  | { readonly kind: "event"; readonly events: readonly number[] }

export interface FieldSchema {
  readonly name: string
  readonly type: ValueType
  readonly optional: boolean
}

/** A decoded event: one own property per declared field (`undefined` where missing), made by the decoder only. */
export type Fields = Readonly<Record<string, unknown>>
