/**
 * What the reference matcher reads: a pattern as plain data with its conditions as functions. It knows nothing of `.cep`
 * text, of the compiler or of the engine.
 */

/** An event of one key: its place in the order of arrival, its time in milliseconds and its fields. */
export type RefEvent = {
  readonly index: number
  readonly key: string
  readonly at: number
  readonly data: Readonly<Record<string, string | number>>
}

/** One event that a partial match has accepted, and the step that accepted it. */
export type Taken = { readonly step: string; readonly event: RefEvent }

/** What a match has accepted so far, in order. The events of a step are those with its name, over all rounds of its groups. */
export type Path = readonly Taken[]

/** A condition: of the candidate, and of what was accepted before it. */
export type Predicate = (event: RefEvent, path: Path) => boolean

export type Contiguity = "first" | "next" | "then" | "thenAny"
export type Inner = "relaxed" | "strict" | "any"

/** How often a step repeats; `max: null` is no bound, `min: 0` is the same as an optional step with `min: 1`. */
type Repetition = {
  readonly name: string
  readonly contiguity: Contiguity
  readonly min: number
  readonly max: number | null
  readonly optional: boolean
  readonly inner: Inner
  readonly until: Predicate | null
  /** `then within D`: its first event comes less than so many ms after the event before. */
  readonly soon: number | null
}

/** A step that accepts single events. */
export type EventStep = Repetition & {
  readonly kind: "event"
  readonly negated: boolean
  readonly greedy: boolean
  readonly where: Predicate
  /** `no … for D`: what is forbidden may come again so many ms after the event before. */
  readonly forMs: number | null
}

/** A step that is a sequence of steps. */
export type GroupStep = Repetition & { readonly kind: "group"; readonly steps: readonly Step[] }

/** `count` different ones of the branches, one after the other: `(A | B)` is 1 of them, `(A & B)` is all. */
export type ChoiceStep = Repetition & {
  readonly kind: "choice"
  readonly branches: readonly (readonly Step[])[]
  readonly count: number
}

export type Step = EventStep | GroupStep | ChoiceStep

/** `whole`: from the first event to the last. `previous`: from each event to the one before. */
export type Within = { readonly ms: number; readonly mode: "whole" | "previous" }

/**
 * What a match does to the others. `default`: the first to complete is reported at once, and everything that began at or
 * before its last event is dropped. The others are Flink's.
 */
export type Skip =
  | { readonly kind: "default" | "none" | "pastLast" | "next" }
  | { readonly kind: "toFirst" | "toLast"; readonly step: string }

export type ReferencePattern = {
  readonly steps: readonly Step[]
  readonly within: Within | null
  readonly skip: Skip
}

/** A match or a timed-out partial match: under each step's name, the `index` of its events in the order of acceptance. */
export type Result = {
  readonly key: string
  readonly at: number
  readonly match: Readonly<Record<string, readonly number[]>>
}

/** The events that a path holds for a step. */
export function eventsOf(path: Path, step: string): RefEvent[] {
  return path.filter((taken) => taken.step === step).map((taken) => taken.event)
}

/** A step may take part with no event at all. */
export function isOptional(step: Step): boolean {
  return step.optional || step.min === 0
}

/** A step without an upper bound. */
export function isLoop(step: Step): boolean {
  return step.max === null
}

/** The names of all single steps, groups opened, in written order. */
export function stepNames(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => {
    if (step.kind === "event") return [step.name]
    return step.kind === "group" ? stepNames(step.steps) : step.branches.flatMap(stepNames)
  })
}
