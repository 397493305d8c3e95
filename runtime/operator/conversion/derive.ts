/** From partial matches to the events of which they follow, and back. */
import { firstOf, type HeldEvent, type HeldKey, type HeldPartial, type HeldRun, nodesOf } from "./held.ts"
import type { CombinationState, RingState } from "./stored-form.ts"
import type { Unfolded } from "./unfold.ts"

/** The events of which the partial matches of a ring or a combination follow, if they follow of any. */
export function runsOf(partials: readonly HeldPartial[], after: RingState | CombinationState): HeldRun[] {
  if (after.form === "ring") {
    // A partial match that goes on in two ways is two with the same beginning.
    const beginnings = new Set(partials.map((partial) => beginningOf(partial, after.first)))
    return [...beginnings].map((event) => ({ event, levels: [0] }))
  }
  const levels = new Map<HeldEvent, Set<number>>()
  for (const { node } of partials) {
    for (const [level, { event }] of nodesOf(node).entries()) {
      const known = levels.get(event) ?? new Set()
      levels.set(event, known.add(level))
    }
  }
  const runs = [...levels].map(([event, of]) => ({ event, levels: [...of] }))
  return runs.sort((a, b) => a.event.at - b.event.at || a.event.sequence - b.event.sequence)
}

/** The first event of a partial match, as far as it was kept. */
function beginningOf(partial: HeldPartial, step: number): HeldEvent {
  const { startAt, startSequence, registers } = partial
  // What is known of the first event of a step is so whatever came behind it.
  if (registers === undefined) return firstOf(partial)!
  const fields = { ...firstOf(partial)?.fields, ...registers.first.get(step) }
  return { at: startAt, sequence: startSequence, input: 0, whole: undefined, fields }
}

/**
 * Whether partial matches are those that follow from events: they hold the same ones. Their states may be others, since events that nobody took may have moved
 * them on; a partial match that was moved in two ways is there twice.
 */
export function areThose(partials: readonly HeldPartial[], { partials: unfolded, isOther }: Unfolded): boolean {
  if (isOther) return false
  const counted = partials.find(({ registers }) => registers !== undefined)?.registers?.counts
  if (counted !== undefined) return haveSameNumbers(partials, unfolded, [...counted.keys()])
  const numbers = new Map<HeldEvent, number>()
  const numberOf = (event: HeldEvent): number => {
    const number = numbers.get(event) ?? numbers.size
    numbers.set(event, number)
    return number
  }
  const nameOf = ({ node }: HeldPartial): string =>
    nodesOf(node)
      .map(({ step, event }) => `${step} ${numberOf(event)}`)
      .join()
  const [names, others] = [new Set(partials.map(nameOf)), new Set(unfolded.map(nameOf))]
  return names.size === others.size && [...names].every((name) => others.has(name))
}

/** The same of partial matches of which no events are known: when they began, when they took their last event, and how many they took. */
function haveSameNumbers(
  partials: readonly HeldPartial[],
  unfolded: readonly HeldPartial[],
  counted: readonly number[],
): boolean {
  const areCounted = partials.every(({ node }) => node !== undefined)
  const nameOf = ({ startAt, lastAt, node, registers }: HeldPartial): string => {
    const nodes = nodesOf(node)
    const countOf = (step: number): number =>
      registers?.counts.get(step) ?? nodes.filter((each) => each.step === step).length
    return [startAt, lastAt, areCounted ? nodes.length : -1, ...counted.map(countOf)].join()
  }
  const others = unfolded.map(nameOf).sort()
  return (
    partials.length === unfolded.length &&
    partials
      .map(nameOf)
      .sort()
      .every((name, at) => name === others[at])
  )
}

/** The partial matches of a key, of which those that a window had ended are left out where they are told as events. */
export function partialsOf(
  held: HeldKey,
  unfold: (runs: readonly HeldRun[]) => Unfolded,
  isOver: (startAt: number) => boolean,
): Pick<Unfolded, "partials" | "dropped" | "isOther"> {
  if (held.kind === "partials") return { partials: held.partials, dropped: 0, isOther: false }
  const { partials, ...rest } = unfold(held.runs)
  return { ...rest, partials: partials.filter(({ startAt }) => !isOver(startAt)) }
}
