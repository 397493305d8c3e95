/** Lines for decoders, and what is behind those that read plain ones. */
import type { LineDecoder } from "../../runtime/abi/rows.ts"
import type { FieldSchema, ValueType } from "../../runtime/abi/value.ts"

/** A field of a type that needs no more than its kind. */
export const field = (name: string, kind: ValueType["kind"], optional = false): FieldSchema => ({
  name,
  type: { kind } as ValueType,
  optional,
})

/** Each with its line feed. */
export const bytesOf = (lines: readonly string[]): Buffer => Buffer.from(lines.map((line) => `${line}\n`).join(""))

/** For `makeWatchedDecoder`: no line may come to the decoder behind. */
export const refuse = (): LineDecoder => () => {
  throw new Error("it was not taken for a plain line")
}
