/** Values of fields as numbers and texts, as lanes keep them. */

import type { Fields } from "../../abi/value.ts"
import type { ByteReader, ByteWriter } from "../../state/bytes.ts"
import type { KeptField } from "./stored-form.ts"

/** The value of a field from the number that is kept of it; NaN: it is missing. */
export function valueOfNumber({ type }: KeptField, number: number): unknown {
  if (Number.isNaN(number)) return undefined
  return type.kind === "boolean" ? number === 1 : number
}

/** The number that is kept of a field's value. */
export function numberOfValue(value: unknown): number {
  if (value === undefined || value === null) return Number.NaN
  return typeof value === "boolean" ? Number(value) : (value as number)
}

/** Fields from the numbers and texts that are kept of them, each in the order of the fields. */
export function fieldsFrom(
  kept: readonly KeptField[],
  numbers: readonly (number | null)[],
  texts: readonly unknown[],
): Fields {
  const fields: Record<string, unknown> = {}
  let number = 0
  let text = 0
  for (const field of kept) {
    if (field.kind === "number") fields[field.name] = valueOfNumber(field, numbers[number++] ?? Number.NaN)
    else fields[field.name] = texts[text++] ?? undefined
  }
  return fields
}

/** Writes them as rings keep them: the numbers, and the texts as one value where there are some. */
export function writeFields(kept: readonly KeptField[], fields: Fields, out: ByteWriter): void {
  const texts: unknown[] = []
  for (const { name, kind } of kept) {
    if (kind === "number") out.number(numberOfValue(fields[name]))
    else texts.push(fields[name])
  }
  if (texts.length > 0) out.value(texts.length === 1 ? texts[0] : texts)
}

/** Reads what `writeFields` wrote. */
export function readFields(kept: readonly KeptField[], entry: ByteReader): Fields {
  const numbers = kept.filter(({ kind }) => kind === "number").map(() => entry.number())
  const texts = numbers.length === kept.length ? [] : [entry.value()].flat()
  return fieldsFrom(kept, numbers, texts)
}

/** The fields of an event that are kept. */
export function selected(kept: readonly KeptField[], fields: Fields): Fields {
  const left: Record<string, unknown> = {}
  for (const { name } of kept) left[name] = fields[name]
  return left
}
