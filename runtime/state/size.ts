import type { EventRecord } from "../abi/event.ts"
import { ByteWriter } from "./bytes.ts"
import type { KeyedState } from "./contract.ts"

/** Bytes in memory of a key beside its entries, and for each byte of an entry: texts and numbers have several places each. */
export const bytesOfKey = 128
export const bytesPerByte = 4

/** So many keys are looked at, and of about one in sixteen that hold something it is found how much. */
const mostLooks = 1024
const looksPerEntry = 16
/** Of the first ones always: many keys may hold nothing. */
const leastEntries = 4
/** Of an object beside what is in it, of an entry of a list, and of a text beside its letters. */
const bytesOfObject = 64
const bytesOfEntry = 8
const bytesOfText = 24
/** Parts of one value that are looked at, and how deep. */
const mostParts = 64
const deepest = 3

/** About how many bytes of memory what is kept by key takes: some keys are looked at, however many there are. */
export function keyedBytes(state: KeyedState): number {
  const { limit } = state
  const step = Math.max(1, Math.ceil(limit / mostLooks))
  const writer = new ByteWriter()
  let events = 0
  const numberOf = (event: EventRecord): number => {
    events += eventBytes(event)
    return 0
  }
  let holding = 0
  let entries = 0
  for (let key = 0, looks = 0; key < limit; key += step, looks++) {
    if (!state.holdsAtCut(key)) continue
    holding++
    if (entries >= leastEntries && looks % looksPerEntry !== 0) continue
    entries++
    state.write(key, writer, numberOf)
  }
  if (entries === 0) return 0
  return Math.round(holding * step * (bytesOfKey + (bytesPerByte * writer.size + events) / entries))
}

/** About how many bytes of memory a value in a cell takes. Of large ones a part is looked at. */
export function valueBytes(value: unknown, depth = 0): number {
  if (typeof value === "string") return bytesOfText + value.length
  if (typeof value === "bigint") return bytesOfText
  if (typeof value !== "object" || value === null) return 0
  if (ArrayBuffer.isView(value)) return bytesOfObject + value.byteLength
  const parts = partsOf(value)
  const own = bytesOfObject + bytesOfEntry * parts.length
  if (depth === deepest) return own
  const step = Math.max(1, Math.ceil(parts.length / mostParts))
  let inside = 0
  for (let at = 0; at < parts.length; at += step) inside += valueBytes(parts[at], depth + 1)
  return own + step * inside
}

function partsOf(value: object): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (value instanceof Map) return [...value].flat()
  if (value instanceof Set) return [...value]
  return Object.values(value)
}

/** About how many bytes of memory an event takes that is kept: its fields, and its text. */
export function eventBytes({ fields, text }: EventRecord): number {
  return 2 * bytesOfObject + valueBytes(fields) + (text?.length ?? 0)
}
