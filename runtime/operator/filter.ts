import type { Automaton, Guard } from "../abi/automaton.ts"
import type { EventRecord } from "../abi/event.ts"
import type { RuleManifest, RuleProgram } from "../abi/rule-set.ts"
import type { Layout, OperatorState } from "../state/contract.ts"
import { ConditionFailure, type EventOperator, type OnResult, type RuleCounts } from "./contract.ts"
import { countsTable, ruleCounts } from "./counts.ts"
import { haveSameKey, type KeyReader, keyReader } from "./key.ts"
import { ListView } from "./list-view.ts"

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
  return { operator: `filter ${rule.was ?? rule.name}`, fingerprint: "1", dividedBy: rule.name, tables: [countsTable] }
}

export interface FilterOptions {
  readonly index: number
  readonly rule: RuleManifest
  readonly program: RuleProgram
  readonly state: OperatorState
  readonly single: SingleEvent
  readonly onResult: OnResult
  /** Where the rule's keys are shared with others: those of this worker. */
  readonly reader?: KeyReader
}

/** A rule whose pattern is one event. */
export class FilterOperator implements EventOperator {
  readonly counts: RuleCounts
  private readonly options: FilterOptions
  private readonly view = new ListView()
  private readonly fits: (event: EventRecord) => boolean
  private readonly reader: KeyReader

  constructor(options: FilterOptions) {
    this.options = options
    this.counts = ruleCounts(options.state)
    this.fits = singleTest(options.single, options.program)
    this.reader = options.reader ?? keyReader(options.rule.keys)
  }

  process(event: EventRecord): void {
    if (this.reader.read(event) === undefined || !this.fits(event)) return
    this.counts.add("matches", 1)
    const { index: rule, onResult, single } = this.options
    const steps: EventRecord[][] = []
    steps[single.step] = [event]
    this.view.show(steps, event)
    onResult({ rule, timeout: false, view: this.view, key: this.reader.parts(), at: event.at, event, index: 0 })
    this.view.show([], undefined)
  }

  nextDeadline(): number {
    return Number.POSITIVE_INFINITY
  }

  fire(): void {}

  resetTimers(): void {}

  sameKey(left: EventRecord, right: EventRecord): boolean {
    return haveSameKey(this.reader, left, right)
  }

  partialMatches(): number {
    return 0
  }

  keys(): number {
    return 0
  }
}

/** Whether an event is the single one; what the condition throws is a ConditionFailure. */
export function singleTest({ guard }: SingleEvent, { conditions }: RuleProgram): (event: EventRecord) => boolean {
  const empty = new ListView()
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
