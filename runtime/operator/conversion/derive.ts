/** From partial matches to the events of which they follow, and back. */
import { firstOf, type HeldEvent, type HeldKey, type HeldPartial, type HeldRun, nodesOf } from "./held.ts"
import type { CombinationState, RingState } from "./stored-form.ts"
import type { Unfolded } from "./unfold.ts"

/** The events of which the partial matches of a ring or a combination follow, if they follow of any. */
export function runsOf(partials: readonly HeldPartial[], after: RingState | CombinationState): HeldRun[] {
  if (after.form === "ring") {
    // A partial match that goes on in two ways is two with the same beginning.
    const beginnings = new Set(partials.map((partial) => beginningOf(partial, after.first.step)))
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

/** Whether partial matches are those that follow from events. */
export function areThose(partials: readonly HeldPartial[], { partials: unfolded, completes }: Unfolded): boolean {
  if (completes || partials.length !== unfolded.length) return false
  return partials.every((partial, at) => isThat(partial, unfolded[at]!))
}

function isThat(partial: HeldPartial, unfolded: HeldPartial): boolean {
  const { state, startAt, lastAt, registers } = partial
  if (state !== unfolded.state || startAt !== unfolded.startAt || lastAt !== unfolded.lastAt) return false
  const followed = nodesOf(unfolded.node)
  if (registers !== undefined) {
    const numberAt = (step: number): number => followed.filter((node) => node.step === step).length
    return [...registers.counts].every(([step, count]) => count === numberAt(step))
  }
  const own = nodesOf(partial.node)
  return own.length === followed.length && own.every(({ event, step }, at) => {
    return event === followed[at]!.event && step === followed[at]!.step
  })
}

/** The partial matches of a key, of which those that a window had ended are left out where they are told as events. */
export function partialsOf(
  held: HeldKey,
  unfold: (runs: readonly HeldRun[]) => Unfolded,
  isOver: (startAt: number) => boolean,
): Pick<Unfolded, "partials" | "dropped" | "completes"> {
  if (held.kind === "partials") return { partials: held.partials, dropped: 0, completes: false }
  const { partials, ...rest } = unfold(held.runs)
  return { ...rest, partials: partials.filter(({ startAt }) => !isOver(startAt)) }
}
