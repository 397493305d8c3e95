/** The types of `.cep` values, as plain data (they travel in bundles). */

export type Type =
  | { readonly kind: "string" }
  | { readonly kind: "number" }
  | { readonly kind: "integer" }
  | { readonly kind: "boolean" }
  /** Epoch milliseconds inside; `seconds`: read as epoch seconds when it arrives as a number. */
  | { readonly kind: "time"; readonly seconds?: boolean }
  /** Milliseconds inside. */
  | { readonly kind: "duration" }
  /** A safe integer inside: the value times 10^scale. */
  | { readonly kind: "decimal"; readonly scale: number }
  | { readonly kind: "enum"; readonly values: readonly string[] }
  | { readonly kind: "list"; readonly of: Type }
  | { readonly kind: "record"; readonly fields: readonly FieldType[] }
  /** `T?`. Never nested, never of `missing`. */
  | { readonly kind: "optional"; readonly of: Type }
  /** The literal `missing` alone. */
  | { readonly kind: "missing" }
  /** A whole event used as a record. `event` is the type's name; several names: only their common fields can be read. */
  | { readonly kind: "event"; readonly events: readonly string[] }
  /** After an error that was reported: fits everything, so that no second error follows. */
  | { readonly kind: "unknown" }

export interface FieldType {
  readonly name: string
  readonly type: Type
  readonly doc?: string
}
