/** Short texts made of bytes before: the same bytes give the same string, without making it again. */
const slots = 1 << 14
/** Longer texts are mostly met once. */
export const cachedBytes = 24

export class TextCache {
  private readonly texts: (string | undefined)[] = new Array(slots)
  private readonly lengths = new Uint8Array(slots)
  private readonly kept = new Uint8Array(slots * cachedBytes)

  /** The text that was kept for these bytes; undefined: none. `hash` is any number that equal bytes share. */
  find(bytes: Uint8Array, from: number, to: number, hash: number): string | undefined {
    const slot = slotOf(hash)
    const length = to - from
    if (this.lengths[slot] !== length) return undefined
    const start = slot * cachedBytes
    for (let i = 0; i < length; i++) if (this.kept[start + i] !== bytes[from + i]) return undefined
    return this.texts[slot]
  }

  /** Keeps a text of at most `cachedBytes` bytes in the place of another one. */
  keep(bytes: Uint8Array, from: number, to: number, hash: number, text: string): void {
    const slot = slotOf(hash)
    const start = slot * cachedBytes
    for (let i = from; i < to; i++) this.kept[start + i - from] = bytes[i]!
    this.lengths[slot] = to - from
    this.texts[slot] = text
  }
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> 15)) & (slots - 1)
}
