/** What is known in memory of keys that can leave it. */
import type { KeyNumbers } from "../rows/key-space.ts"
import { ByteReader } from "../state/bytes.ts"
import type { KeyedState } from "../state/contract.ts"
import { bytesOfKey, bytesPerByte } from "../state/size.ts"

/** What is known of a number of a key: that it has to be asked for, that its key is in memory, and that it was used since the hand came by. */
export const unknown = 0
export const inMemory = 1
export const used = 2
export const whereMask = 3
/** Beside these: the cuts of the state so far may have an entry of the key, so the next one must say that it left memory. */
export const inCuts = 4

/** Taken for an entry before some were looked at; that is done when so many keys are in memory, and again when there are a quarter more. */
const guessedEntry = 64
const leastSampled = 4096

/** Keys of a space of which something is held that can leave memory. */
export interface Space {
  /** Its number in the store, and its place among the spaces of the engine. */
  readonly number: number
  readonly space: number
  readonly keys: KeyNumbers
  readonly holders: readonly Holder[]
  /** By number of the key: one of the three above, and whether cuts may have it. */
  known: Uint8Array
  /** Of those in memory. */
  count: number
  /** The key that is looked at next. */
  hand: number
  /** Of a key, on average. */
  entryBytes: number
  sampleAt: number
}

/** Who holds something of the keys of a space. */
export interface Holder {
  readonly number: number
  readonly operator: string
  /** In the store. */
  readonly space: number
  readonly state: KeyedState
}

/** A space of which nothing is known yet. */
export function opened(number: number, space: number, keys: KeyNumbers, holders: readonly Holder[]): Space {
  const known = new Uint8Array(1024)
  return { number, space, keys, holders, known, count: 0, hand: 0, entryBytes: guessedEntry, sampleAt: leastSampled }
}

/** Makes room for all numbers that keys have. */
export function reserve(own: Space): void {
  const { limit } = own.keys
  if (limit <= own.known.length) return
  const known = new Uint8Array(Math.max(limit, own.known.length + (own.known.length >> 1)))
  known.set(own.known)
  own.known = known
}

/** What its keys take in memory, about. */
export function bytesOf({ count, entryBytes }: Space): number {
  return count * (bytesOfKey + bytesPerByte * entryBytes)
}

/** The values of the key that has the name. */
export function valuesOf(name: Uint8Array): unknown[] {
  const values: unknown[] = []
  const reader = new ByteReader(name)
  while (!reader.isAtEnd) values.push(reader.value())
  return values
}
