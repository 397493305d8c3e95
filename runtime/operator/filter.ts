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

  record(step: number, index: number): EventRecord | undefined {
    return step === this.step && (index === 0 || index === -1) ? this.event : undefined
  }

  previousRecord(): EventRecord | undefined {
    return this.event
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
  private readonly fits: (event: EventRecord) => boolean
  private readonly reader: KeyReader

  constructor(options: FilterOptions) {
    this.options = options
    this.counts = ruleCounts(options.state)
    this.view = new SingleView(options.single.step)
    this.fits = singleTest(options.single, options.program)
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
}

/** Whether an event is the single one; what the condition throws is a ConditionFailure. */
export function singleTest({ step, guard }: SingleEvent, { conditions }: RuleProgram): (event: EventRecord) => boolean {
  const empty = new SingleView(step)
  const holds = (part: Guard, event: EventRecord): boolean => {
    switch (part.kind) {
      case "always":
        return true
      case "condition":
        return conditions[part.condition]!(event, empty) === true
      case "soon":
        return true
      case "not":
        return !holds(part.guard, event)
      case "and":
        return part.guards.every((each) => holds(each, event))
      case "or":
        return part.guards.some((each) => holds(each, event))
    }
  }
  return (event) => {
    try {
      return holds(guard, event)
    } catch (thrown) {
      throw new ConditionFailure(thrown)
    }
  }
}
