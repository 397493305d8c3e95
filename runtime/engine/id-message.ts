/** The message that the id of a result is the hash of, as `Ids` says what it is: the key and what stands behind it, written to a view at a place. Each function gives where it ends. */

/** The time, the ordinal, the place, the length of the key's values, and the kind. */
export const trailerBytes = 21
/** Messages of which the event and the key have more bytes are hashed one by one: their hashes may be trees. */
export const mostAtOnce = 896

/** Key values by kind: what follows the tag has a length of its own. */
export const tags = { missing: 0, text: 1, number: 2, no: 3, yes: 4, json: 5 } as const

/** The tag and the length of a text, which comes next. */
export function writeTextHead(view: DataView, at: number, length: number): number {
  view.setUint8(at, tags.text)
  view.setUint32(at + 1, length, true)
  return at + 5
}

/** A text of ASCII in words. Up to three bytes behind it are written, too. */
export function writeWords(view: DataView, at: number, words: Int32Array, offset: number, length: number): number {
  for (let i = 0; i < length; i += 4) view.setInt32(at + i, words[offset + (i >> 2)]!, true)
  return at + length
}

/** A number. Minus zero is zero. */
export function writeNumber(view: DataView, at: number, value: number): number {
  view.setUint8(at, tags.number)
  view.setFloat64(at + 1, value + 0, true)
  return at + 9
}

/** A truth value. */
export function writeBoolean(view: DataView, at: number, value: boolean): number {
  view.setUint8(at, value ? tags.yes : tags.no)
  return at + 1
}

/** What stands behind a key that begins at `keyFrom`, of the first match that an event completed. */
export function writeTrailer(view: DataView, at: number, keyFrom: number, time: number, ordinal: number): number {
  view.setFloat64(at, time, true)
  view.setInt32(at + 8, ordinal, true)
  view.setInt32(at + 12, 0, true)
  view.setInt32(at + 16, at - keyFrom, true)
  view.setUint8(at + 20, 0)
  return at + trailerBytes
}

/** Bytes of UTF-8, at least eight: no eight of them are a double that is changed by it. */
export function copyBytes(into: DataView, at: number, source: DataView, from: number, to: number): number {
  const last = to - from - 8
  for (let i = 0; i < last; i += 8) into.setFloat64(at + i, source.getFloat64(from + i, true), true)
  into.setFloat64(at + last, source.getFloat64(from + last, true), true)
  return at + to - from
}
