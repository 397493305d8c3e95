import type { DurationInfo, ElementInfo, SequenceInfo } from "../../lang/check/model.ts"
import { insideOf } from "./walk.ts"

/**
 * The durations that end every wait of a pattern (`then within D`, a final `no … for D`), one after the other: together the
 * longest time for which a partial match can live. Undefined where some wait has no end of its own.
 */
export function waitsOf(pattern: SequenceInfo): readonly DurationInfo[] | undefined {
  const found: DurationInfo[] = []
  const last = pattern.elements.length - 1
  for (const [at, element] of pattern.elements.entries()) {
    if (element.kind !== "absence") {
      const waits = elementWaits(element, at === 0)
      if (waits === undefined) return undefined
      found.push(...waits)
    } else if (element.contiguity === "next") {
      if (at === last) return undefined
    } else if (element.duration !== undefined) found.push(element.duration)
    else if (at === last) return undefined
  }
  return found
}

/** `begins`: its first event begins the match or round, so nothing waits for it. */
function elementWaits(
  element: Exclude<ElementInfo, { kind: "absence" }>,
  begins: boolean,
): readonly DurationInfo[] | undefined {
  const { soon, quantifier, contiguity } = element
  // A strict step is decided by the next event, but only time says that none comes any more.
  if (!begins && soon === undefined) return undefined
  if (quantifier.max !== 1 || (element.kind === "choice" && element.count > 1)) return undefined
  if (quantifier.optional && contiguity !== "first" && soon === undefined) return undefined
  const inner = insideOf(element).map(waitsOf)
  const found = inner.flatMap((each) => each ?? [])
  if (inner.some((each) => each === undefined)) return undefined
  return soon === undefined ? found : [soon, ...found]
}
