import type { Automaton, Guard } from "../abi/automaton.ts"
import type { EventRecord } from "../abi/event.ts"
import type { RuleManifest, RuleProgram } from "../abi/rule-set.ts"
import type { Fields } from "../abi/value.ts"
import type { Layout, OperatorState } from "../state/contract.ts"
import { ConditionFailure, type OnResult, type Operator, type ResultView, type RuleCounts } from "./contract.ts"
import { countsTable, ruleCounts } from "./counts.ts"
import { type KeyReader, keyReader } from "./key.ts"

/** A pattern of one event: each event that fits is a match by itself, and nothing is kept. */
export interface SingleEvent {
  readonly step: number
  readonly guard: Guard
}

/** The single event of an automaton that takes one and is complete; undefined for all others. */
export function singleEvent(automaton: Automaton): SingleEvent | undefined {
  const start = automaton.states[automaton.start]!
  const [edge] = start.edges
  if (start.edges.length !== 1 || edge?.action !== "take" || start.step === null) return undefined
  return automaton.states[edge.target]!.kind === "final" ? { step: start.step, guard: edge.guard } : undefined
}

/** The layout of a filter: only counters. */
export function filterLayout(rule: RuleManifest): Layout {
  return { operator: `filter ${rule.was ?? rule.name}`, fingerprint: "1", tables: [countsTable] }
}

/** A match of one event. */
class SingleView implements ResultView {
  event: EventRecord | undefined
  private readonly step: number

  constructor(step: number) {
    this.step = step
  }

  count(step: number): number {
    return this.list(step).length
  }

  first(step: number): Fields | undefined {
    return step === this.step ? this.event?.fields : undefined
  }

  last(step: number): Fields | undefined {
    return this.first(step)
  }

  at(step: number, index: number): Fields | undefined {
    return index === 0 ? this.first(step) : undefined
  }

  list(step: number): readonly Fields[] {
    return step === this.step && this.event !== undefined ? [this.event.fields] : []
  }

  previous(): Fields | undefined {
    return this.event?.fields
  }

  records(step: number): readonly EventRecord[] {
    return step === this.step && this.event !== undefined ? [this.event] : []
  }
}

export interface FilterOptions {
  readonly index: number
  readonly rule: RuleManifest
  readonly program: RuleProgram
  readonly state: OperatorState
  readonly single: SingleEvent
  readonly onResult: OnResult
}

/** A rule whose pattern is one event. */
export class FilterOperator implements Operator {
  readonly counts: RuleCounts
  private readonly options: FilterOptions
  private readonly view: SingleView
  private readonly empty: SingleView
  private readonly reader: KeyReader

  constructor(options: FilterOptions) {
    this.options = options
    this.counts = ruleCounts(options.state)
    this.view = new SingleView(options.single.step)
    this.empty = new SingleView(options.single.step)
    this.reader = keyReader(options.rule.keys)
  }

  process(event: EventRecord): void {
    if (this.reader.read(event) === undefined || !this.fits(event)) return
    this.counts.add("matches", 1)
    this.view.event = event
    const { index: rule, onResult } = this.options
    onResult({ rule, timeout: false, view: this.view, key: this.reader.parts(), at: event.at, event, index: 0 })
    this.view.event = undefined
  }

  nextDeadline(): number {
    return Number.POSITIVE_INFINITY
  }

  fire(): void {}

  resetTimers(): void {}

  sameKey(left: EventRecord, right: EventRecord): boolean {
    const id = this.reader.read(left)
    return id !== undefined && this.reader.read(right) === id
  }

  partialMatches(): number {
    return 0
  }

  keys(): number {
    return 0
  }

  private fits(event: EventRecord): boolean {
    try {
      return this.holds(this.options.single.guard, event)
    } catch (thrown) {
      throw new ConditionFailure(thrown)
    }
  }

  private holds(guard: Guard, event: EventRecord): boolean {
    switch (guard.kind) {
      case "always":
        return true
      case "condition":
        return this.options.program.conditions[guard.condition]!(event, this.empty) === true
      case "soon":
        return true
      case "not":
        return !this.holds(guard.guard, event)
      case "and":
        return guard.guards.every((each) => this.holds(each, event))
      case "or":
        return guard.guards.some((each) => this.holds(each, event))
    }
  }
}
