/** How decoders find the field whose name stands in a line: by the first bytes of the name. */

/** The field for the first bytes of a name's text and what stands behind it: `slots[imul(bytes & mask, factor) >>> shift]`. */
export interface NameTable {
  readonly mask: number
  readonly factor: number
  readonly shift: number
  /** Numbers of fields; their count where a slot is free. */
  readonly slots: readonly number[]
  /** By field: the next one that may be meant where it is not this one; the count of fields behind the last one. */
  readonly next: readonly number[]
}

/** So many factors are tried for each size. */
const tries = 64
const mostBits = 10

/**
 * A table for the names of fields, in their order. Names whose first bytes are equal share a slot, others as few as can be had with a small table. The quote and the
 * colon behind a name count as its bytes, so that only what every name has is looked at.
 */
export function fieldTable(names: readonly string[]): NameTable {
  const texts = names.map((name) => new TextEncoder().encode(`${name}":`))
  const looked = Math.min(4, ...texts.map(({ length }) => length))
  const keys = texts.map((bytes) => bytes.subarray(0, looked).reduce((key, byte, at) => key | (byte << (at * 8)), 0))
  const mask = looked === 4 ? -1 : (1 << (looked * 8)) - 1
  const wanted = new Set(keys).size
  let best: { factor: number; bits: number; used: number } | undefined
  for (let bits = Math.ceil(Math.log2(names.length)) + 1; bits <= mostBits; bits++) {
    for (let attempt = 0, factor = 0x9e3779b1; attempt < tries; attempt++) {
      factor = (Math.imul(factor, 0x915f77f5) + 2) | 1
      const used = new Set(keys.map((key) => slotOf(key, factor, bits))).size
      if (best === undefined || used > best.used) best = { factor, bits, used }
      if (used === wanted) return tableOf(keys, mask, factor, bits)
    }
  }
  return tableOf(keys, mask, best!.factor, best!.bits)
}

function slotOf(key: number, factor: number, bits: number): number {
  return Math.imul(key, factor) >>> (32 - bits)
}

function tableOf(keys: readonly number[], mask: number, factor: number, bits: number): NameTable {
  const none = keys.length
  const slots: number[] = new Array(1 << bits).fill(none)
  const next: number[] = new Array(none).fill(none)
  for (let field = none - 1; field >= 0; field--) {
    const slot = slotOf(keys[field]!, factor, bits)
    next[field] = slots[slot]!
    slots[slot] = field
  }
  return { mask, factor, shift: 32 - bits, slots, next }
}
