import type { Manifest } from "../../runtime/abi/rule-set.ts"
import type { LabelCounts, LabelledEvent } from "./labels.ts"

/** A set of whole numbers from 0, one bit each: no limit on how many, as a `Set` has. */
class NumberSet {
  #words = new Uint32Array(1024)

  /** Adds a number; false: it was in it. */
  add(number: number): boolean {
    const at = number >>> 5
    if (at >= this.#words.length) {
      const more = new Uint32Array(Math.max(at + 1, this.#words.length * 2))
      more.set(this.#words)
      this.#words = more
    }
    const bit = 1 << (number & 31)
    const known = (this.#words[at]! & bit) !== 0
    this.#words[at]! |= bit
    return !known
  }
}

/** The completing events of a rule's outputs, each counted once. */
export class Hits {
  truePositives = 0
  falsePositives = 0
  /** Outputs whose match has no event with a label. */
  unlabelled = 0
  readonly groups = new Map<string, number>()
  readonly #seen = new NumberSet()

  /** `event`: the one that completed an output; undefined: there is none. */
  add(event: LabelledEvent | undefined): void {
    if (event?.label === undefined) this.unlabelled++
    else if (this.#seen.add(event.ordinal)) {
      if (event.label) this.truePositives++
      else this.falsePositives++
      if (event.group !== undefined) this.groups.set(event.group, (this.groups.get(event.group) ?? 0) + 1)
    }
  }
}

/** How well outputs hit what the label marks. */
export interface Score {
  /** Labelled events that completed an output, each once: `truePositives + falsePositives`. */
  readonly events: number
  readonly truePositives: number
  readonly falsePositives: number
  /** Outputs without such an event. */
  readonly unlabelled: number
  /** Positive events of the types that the rule reads. */
  readonly positives: number
  /** Of the events, those that are positive; null: there is none. */
  readonly precision: number | null
  /** Of the positive events, those that were hit; null: there is none. */
  readonly recall: number | null
  /** The harmonic mean of both. */
  readonly f1: number | null
  /** Positive events by the class field's value: hit, and in all. */
  readonly classes: readonly ClassScore[]
}

export interface ClassScore {
  readonly name: string
  readonly hit: number
  readonly of: number
}

/**
 * The score of hits among the labelled events of some types; null where nothing can be said: no event of these types has
 * a label, or no output has an event (windows).
 */
export function scoreOf(
  hits: Hits,
  types: ReadonlySet<string>,
  counts: ReadonlyMap<string, LabelCounts>,
): Score | null {
  const { truePositives, falsePositives, unlabelled } = hits
  const events = truePositives + falsePositives
  const populations = [...types].flatMap((type) => counts.get(type) ?? [])
  if (populations.length === 0 || (events === 0 && unlabelled > 0)) return null
  const positives = populations.reduce((sum, each) => sum + each.positives, 0)
  return {
    events,
    truePositives,
    falsePositives,
    unlabelled,
    positives,
    precision: ratio(truePositives, events),
    recall: ratio(truePositives, positives),
    f1: ratio(2 * truePositives, events + positives),
    classes: classScores(hits, populations),
  }
}

function classScores(hits: Hits, populations: readonly LabelCounts[]): ClassScore[] {
  const names = new Set(populations.flatMap(({ groups }) => [...groups.keys()]))
  return sortedNames(names).map((name) => ({
    name,
    hit: hits.groups.get(name) ?? 0,
    of: populations.reduce((sum, { groups }) => sum + (groups.get(name) ?? 0), 0),
  }))
}

/** Names in an order for people: numbers by value. */
export function sortedNames(names: Iterable<string>): string[] {
  return [...names].sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

/** By rule: the types of input events that its matches are made of, also through events that other rules emit. */
export function originTypes({ rules, events }: Manifest): ReadonlySet<string>[] {
  const makers = events.map((_, type) =>
    rules.flatMap(({ outputs }, rule) => (outputs.some(({ event }) => event === type) ? [rule] : [])),
  )
  return rules.map((_, rule) => {
    const names = new Set<string>()
    const open = [rule]
    for (const each of open) {
      for (const type of rules[each]!.inputs) {
        if (!events[type]!.derived) names.add(events[type]!.name)
        else open.push(...makers[type]!.filter((maker) => !open.includes(maker)))
      }
    }
    return names
  })
}
