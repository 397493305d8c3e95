import fc from "fast-check"

/** From events sorted by time: their indexes in an order of arrival in which none is late. Equal times keep their order. */
export type Shuffle = (sorted: readonly { readonly at: number }[], latenessMs: number) => readonly number[]

/** Draws how long each event is under way: between nothing and all of the lateness. */
export function arrivals(): fc.Arbitrary<Shuffle> {
  return fc.array(fc.nat(100), { minLength: 8, maxLength: 64, size: "max" }).map((delays) => (sorted, latenessMs) => {
    const arriveAt = sorted.map(({ at }, i) => at + (latenessMs * delays[i % delays.length]!) / 100)
    // Of equal times the first to arrive is the first in order.
    for (let i = 1; i < sorted.length; i++) {
      if (sorted[i]!.at === sorted[i - 1]!.at) arriveAt[i] = Math.max(arriveAt[i]!, arriveAt[i - 1]!)
    }
    return [...sorted.keys()].sort((a, b) => arriveAt[a]! - arriveAt[b]! || a - b)
  })
}
