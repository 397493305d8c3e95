import type { Automaton, Guard } from "../abi/automaton.ts"
import type { EventRecord } from "../abi/event.ts"
import type { RuleManifest, RuleProgram } from "../abi/rule-set.ts"
import type { MatchTrace, RuleTrace } from "../abi/trace.ts"
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
  /** Who is told of the conditions of one of its keys. */
  readonly trace?: RuleTrace | undefined
}

/** A rule whose pattern is one event. */
export class FilterOperator implements EventOperator {
  readonly counts: RuleCounts
  private readonly options: FilterOptions
  private readonly view = new ListView()
  private readonly fits: SingleTest
  private readonly reader: KeyReader

  constructor(options: FilterOptions) {
    this.options = options
    this.counts = ruleCounts(options.state)
    this.fits = singleTest(options.single, options.program)
    this.reader = options.reader ?? keyReader(options.rule.keys)
  }

  process(event: EventRecord): void {
    const isKeyed = this.reader.read(event) !== undefined
    const { trace } = this.options
    const isOther = trace?.event(event, isKeyed ? this.reader.parts() : undefined) === false
    if (!isKeyed || isOther || !this.fits(event, trace)) return
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

/** Whether an event is the single one; `trace` is told of its conditions. */
export type SingleTest = (event: EventRecord, trace?: MatchTrace) => boolean

/** Whether an event is the single one; what the condition throws is a ConditionFailure. */
export function singleTest({ guard }: SingleEvent, { conditions }: RuleProgram): SingleTest {
  const empty = new ListView()
  const asked = (condition: number, event: EventRecord, trace: MatchTrace | undefined): boolean => {
    const answer = conditions[condition]!(event, empty) === true
    trace?.asked(condition, answer)
    return answer
  }
  const holds = (part: Guard, event: EventRecord, trace: MatchTrace | undefined): boolean => {
    switch (part.kind) {
      case "always":
        return true
      case "condition":
        return asked(part.condition, event, trace)
      case "soon":
        return true
      case "not":
        return !holds(part.guard, event, trace)
      case "and":
        return part.guards.every((each) => holds(each, event, trace))
      case "or":
        return part.guards.some((each) => holds(each, event, trace))
    }
  }
  return (event, trace) => {
    try {
      trace?.look(-1, empty)
      return holds(guard, event, trace)
    } catch (thrown) {
      throw new ConditionFailure(thrown)
    }
  }
}
