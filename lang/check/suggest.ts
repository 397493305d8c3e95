import { distance } from "fastest-levenshtein"

/**
 * The known name that was probably meant, or undefined where none is near. Upper and lower case count little, and a name may be
 * wrong in about a third of its letters (Damerau's swapped neighbours count as two edits of Levenshtein's distance). A name of one letter
 * is near to nothing but itself in the other case: else it would be to all of them.
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Number.POSITIVE_INFINITY
  const lower = name.toLowerCase()
  const limit = name.length === 1 ? 0.5 : Math.max(1, Math.ceil(name.length / 3))
  for (const candidate of known) {
    if (candidate === name || (candidate.length === 1 && lower !== candidate.toLowerCase())) continue
    if (Math.abs(candidate.length - name.length) > limit) continue
    const found = distance(lower, candidate.toLowerCase()) + (lower === candidate.toLowerCase() ? 0.5 : 0)
    if (found < bestDistance) {
      best = candidate
      bestDistance = found
    }
  }
  return bestDistance <= limit ? best : longer(name, known)
}

/** `lower` for `lowercase`, `startsWith` for `starts`. */
function longer(name: string, known: Iterable<string>): string | undefined {
  for (const candidate of known) {
    const [short, long] = candidate.length < name.length ? [candidate, name] : [name, candidate]
    if (short.length >= 4 && short.length < long.length && long.toLowerCase().startsWith(short.toLowerCase())) {
      return candidate
    }
  }
  return undefined
}

/** "did you mean `amount`?", or undefined where no known name is near. */
export function didYouMean(name: string, known: Iterable<string>): string | undefined {
  const found = nearest(name, known)
  return found === undefined ? undefined : `did you mean \`${found}\`?`
}

/** A hint for an unknown name: the nearest one, else what there is (if that is short), else undefined. */
export function suggestOrList(name: string, known: readonly string[], what: string): string | undefined {
  const near = didYouMean(name, known)
  if (near !== undefined) return near
  if (known.length === 0 || known.length > 12) return undefined
  return `${what}: ${known.map((each) => `\`${each}\``).join(", ")}`
}
