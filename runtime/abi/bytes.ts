/** Bytes that are added to at their end: how texts go out of the engine without strings in between. */
export interface GrowingBytes {
  /** Those that are there stand before `length`. Others after `reserve`. */
  readonly bytes: Uint8Array
  /** The same bytes. */
  readonly view: DataView
  length: number
  /** Makes room for so many more: to be called before they are written. */
  reserve(more: number): void
}
