/** Rules and events of the playground through the real compiler and engine. */
import { type Compiled, compile } from "../../compiler/index.ts"
import type { Ingest } from "../../runtime/abi/engine.ts"
import { createEngine, type RuleSet } from "../../runtime/index.ts"
import type { AlertLine, RuleFile } from "../api.ts"
import { type EventProblem, readEvents } from "./events.ts"
import { type Held, heldBy } from "./held.ts"

/** Events of one moment. */
export interface Instant {
  /** Epoch milliseconds. */
  readonly at: number
  readonly events: readonly Ingest[]
}

/** Compiled rules and what they made of the events. */
export interface Trial {
  /** Of the rules. */
  readonly text: string
  readonly compiled: Compiled
  readonly rules: RuleSet
  readonly events: readonly Ingest[]
  /** In the order of event time. */
  readonly instants: readonly Instant[]
  readonly alerts: readonly AlertLine[]
  /** Lines that are no events, late events and those that were refused. */
  readonly problems: readonly EventProblem[]
}

/** Where a rule's partial matches are at a moment. */
export interface Frame {
  /** By state of the automaton; undefined: the rule has none to step. */
  readonly states: readonly number[] | undefined
  readonly held: readonly Held[]
  /** How many alerts there were by then. */
  readonly alerts: number
}

/** Compiles and runs; undefined: the rules have errors. */
export async function tryRules(files: readonly RuleFile[], eventText: string): Promise<Trial | undefined> {
  const compiled = await compile(files, { explains: true })
  const { rules } = compiled
  if (rules === undefined) return undefined
  const types = rules.manifest.events.filter(({ derived }) => !derived)
  const { events, problems } = readEvents(eventText, types)
  const alerts: AlertLine[] = []
  const refused: EventProblem[] = []
  const engine = createEngine(rules, {
    onOutput: (output) => void alerts.push(JSON.parse(output.line())),
    onLate: ({ position }) => void refused.push({ line: lineOf(position), text: lateWords }),
    onDeadLetter: ({ position, reason }) => void refused.push({ line: lineOf(position), text: reason }),
  })
  const latenessMs = Math.max(0, ...types.map((type) => type.latenessMs))
  const timed: { readonly at: number; readonly event: Ingest }[] = []
  let highest = Number.NEGATIVE_INFINITY
  for (const event of events) {
    const at = engine.ingest(event)
    if (at === null) continue
    timed.push({ at, event })
    highest = Math.max(highest, at)
    engine.advanceTo(highest - latenessMs - 1)
  }
  engine.end()
  const sorted = timed.sort((a, b) => a.at - b.at)
  const instants = [...Map.groupBy(sorted, ({ at }) => at)].map(([at, all]) => ({
    at,
    events: all.map(({ event }) => event),
  }))
  return {
    text: files[0]!.text,
    compiled,
    rules,
    events,
    instants,
    alerts,
    problems: [...problems, ...refused].toSorted(byLine),
  }
}

const lateWords = "late: time had come further than its event type allows (`up to … late`), so no rule sees it"

function byLine(left: EventProblem, right: EventProblem): number {
  return (left.line ?? 0) - (right.line ?? 0)
}

function lineOf(position: unknown): number | undefined {
  return typeof position === "number" ? position : undefined
}

/** Where the partial matches of a rule are behind so many instants: the general form of matching, which holds each by itself. */
export function frameAt({ rules, instants }: Trial, rule: string, count: number): Frame {
  let alerts = 0
  const onOutput = () => {
    alerts++
  }
  const engine = createEngine(rules, { forms: "general", onOutput })
  for (const { at, events } of instants.slice(0, count)) {
    for (const event of events) engine.ingest(event)
    engine.advanceTo(at)
  }
  if (count > instants.length) engine.end()
  const { states } = engine.stats().rules.find(({ name }) => name === rule) ?? {}
  return { states, held: states === undefined ? [] : heldBy(engine.snapshot(), rule), alerts }
}
