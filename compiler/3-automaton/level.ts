import type { Guard } from "../../runtime/abi/automaton.ts"
import type { ContiguityPlan, PatternElement, PatternPlan, QuantifierPlan } from "../2-plan/plan.ts"
import { always, and, not, soon, when } from "./guard.ts"

export type Group = Extract<PatternElement, { kind: "group" }>
export type Choice = Extract<PatternElement, { kind: "choice" }>
export type Nest = Group | Choice
export type Step = Extract<PatternElement, { kind: "step" }>
export type Absence = Extract<PatternElement, { kind: "absence" }>

/** The elements of a pattern or of one round of a group, and what surrounds them. */
export interface Level {
  readonly elements: readonly PatternElement[]
  readonly group: Nest | null
  /** Whether this is the group's first round: then the group's own contiguity holds for its first step, else the inner one. */
  readonly firstRound: boolean
  /** Holds while no `until` of a surrounding group does. */
  readonly open: Guard
  /** What follows the group. */
  readonly after: PatternElement | null
  /** How the first element follows, where that is not said by `group` and `firstRound`. */
  readonly entry?: Entry
  /** The number of the duration within which the first element's event comes. */
  readonly soon?: number | undefined
}

export type Entry = ContiguityPlan | QuantifierPlan["inner"]

/** Whether an element is a group that repeats, or has one inside. */
export function repeatsGroup(element: PatternElement): boolean {
  if (element.kind !== "group" && element.kind !== "choice") return false
  const patterns = element.kind === "group" ? [element.pattern] : element.branches
  return element.quantifier.max !== 1 || patterns.some(({ elements }) => elements.some(repeatsGroup))
}

/** Whether an element may take no event. */
export function isOptional(element: PatternElement): boolean {
  return element.kind !== "absence" && (element.quantifier.optional || element.quantifier.min === 0)
}

/** The absences that hold while element `index` is waited for: those before it, also before optional elements before it. */
export function absencesBefore(level: Level, index: number): Absence[] {
  const absences: Absence[] = []
  for (let i = index - 1; i >= 0; i--) {
    const element = level.elements[i]!
    if (element.kind === "absence" && element.contiguity === "then") absences.push(element)
    else if (!isOptional(element)) break
  }
  return absences
}

/** When an event is what a step takes, or an absence forbids. */
export function takeGuard(level: Level, element: Step | Absence): Guard {
  return and(level.open, when(element.condition))
}

/** When an event is forbidden. */
export function banGuard(level: Level, element: Absence): Guard {
  return and(takeGuard(level, element), soon(element.duration))
}

/** While a repetition goes on. */
export function untilGuard(element: Step | Nest): Guard {
  return element.until === null ? always : not(when(element.until))
}

/** When an event is passed over while the element's first event is waited for; null: never. */
export function ignoreGuard(level: Level, index: number, element: Step): Guard | null {
  return relaxation(level, [element.condition], entryOf(level, index, element))
}

/** How an element follows what was before it: a group's first as the group does. */
export function entryOf(level: Level, index: number, element: Step | Nest): Entry {
  const { group } = level
  if (group === null || index > 0) return element.contiguity
  return level.entry ?? (level.firstRound ? group.contiguity : group.quantifier.inner)
}

/** The number of the duration within which an element's first event comes. */
export function soonOf(level: Level, index: number, element: Step | Nest): number | undefined {
  return index === 0 ? level.soon : element.soon
}

/** The same between the rounds of a repetition. */
export function innerIgnoreGuard(level: Level, index: number, element: Step): Guard | null {
  const inner = level.group?.kind === "group" && index === 0 ? level.group.quantifier.inner : element.quantifier.inner
  const guard = relaxation(level, [element.condition], inner)
  return guard === null ? null : and(untilGuard(element), guard)
}

/** `heads`: the conditions of what is waited for. */
export function relaxation(level: Level, heads: readonly number[], follow: Entry): Guard | null {
  switch (follow) {
    case "first":
    case "next":
    case "consecutive":
      return null
    case "then":
    case "relaxed":
      return and(level.open, ...heads.map((head) => not(when(head))))
    case "then-any":
    case "any":
      return level.open
  }
}

/** Whether an element begins a group that can be left out. */
export function beginsOptionalGroup(level: Level, index: number): boolean {
  return index === 0 && level.group?.kind === "group" && level.firstRound && isOptional(level.group)
}

/** What holds inside a group in one of its rounds; the elements are still those around it. */
export function inside(level: Level, index: number, firstRound: boolean): Omit<Level, "elements"> {
  const element = level.elements[index] as Nest
  // Where branches meet, the follow before the outermost bracket is that of all first steps.
  const branches = element.kind === "choice" || level.group?.kind === "choice"
  const passed = branches && firstRound && index === 0 && level.group !== null ? entryOf(level, index, element) : null
  return {
    group: element,
    firstRound,
    open: and(level.open, untilGuard(element)),
    after: level.elements[index + 1] ?? level.after,
    ...(passed === null ? {} : { entry: passed }),
    ...(firstRound ? { soon: soonOf(level, index, element) } : {}),
  }
}

/** Whether what follows is kept from the events of a branch: that is of no concern to the other branches. */
export function endsGreedy(elements: readonly PatternElement[]): boolean {
  const last = elements.at(-1)
  return last !== undefined && last.kind !== "absence" && last.quantifier.greedy
}

/** The conditions of the steps that can take the first event of a branch, none of which can be left out. */
export function headsOf({ elements }: PatternPlan): readonly number[] {
  const first = elements[0]!
  if (first.kind === "choice") return first.branches.flatMap(headsOf)
  return first.kind === "group" ? headsOf(first.pattern) : [first.condition]
}
