/** Repeatable random numbers for the samples' generators, so that the same seed gives the same bytes everywhere. */
export type Random = () => number

/** Numbers in [0, 1): a 32-bit Weyl sequence through a bit-mixing finalizer. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return ((z ^ (z >>> 15)) >>> 0) / 4294967296
  }
}

/** A whole number from `from` to `to`, both included. */
export const between = (random: Random, from: number, to: number): number =>
  from + Math.floor(random() * (to - from + 1))

/** One of the items, each as likely as the other. */
export const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)] as T

/** Money with two decimals. */
export const cents = (value: number): number => Math.round(value * 100) / 100
