/** So many keys are looked at, at most: whoever asks how a rule stands must not hold up events. */
const mostLooked = 8192

/** What a rule holds. */
export interface Counted {
  readonly keys: number
  /** Events or partial matches. */
  readonly held: number
}

/** Every so many-th of so many keys is looked at. */
export function stepOver(limit: number): number {
  return Math.max(1, Math.ceil(limit / mostLooked))
}

/**
 * Counts what is held for the keys whose numbers are less than `limit`: exactly, or where there are very many, about, by every so many-th of them. `heldFor`: how much is held for a key; it changes
 * nothing.
 */
export function countHeld(limit: number, heldFor: (key: number) => number): Counted {
  const step = stepOver(limit)
  let keys = 0
  let held = 0
  for (let key = 0; key < limit; key += step) {
    const own = heldFor(key)
    if (own === 0) continue
    keys++
    held += own
  }
  return { keys: keys * step, held: held * step }
}
