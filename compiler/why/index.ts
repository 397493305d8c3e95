/** Why a rule fired, or did not: the rules run again on the events, watched for one rule and key. Runs in a browser too. */
import { closest } from "fastest-levenshtein"
import type { Source } from "../../lang/source.ts"
import type { AwaitedValues, EngineOptions } from "../../runtime/abi/engine.ts"
import { createEngine, createEnricher } from "../../runtime/index.ts"
import type { Compiled } from "../index.ts"
import { Case } from "./case.ts"
import { Explainer } from "./explain-condition.ts"
import { AskedKey } from "./keys.ts"
import type { WhyQuestion, WhyReport } from "./model.ts"
import { makeReport } from "./report.ts"
import { type Replay, type RunParts, runWatched, stepsOf } from "./run.ts"
import { findReason } from "./verdict.ts"

export type { WhyQuestion, WhyReport } from "./model.ts"
export type { Replay, ReplayEnd, ReplayWatch } from "./run.ts"
export { showReport } from "./text.ts"

/** An event as `push` takes it. */
export interface WhyInput {
  readonly type: string
  readonly event: unknown
  /** Where it stands, for people; default: its number among the events, from 1. */
  readonly place?: string
}

export interface WhyOptions {
  /** What the engine is made with: parameters, tables, models, limits. */
  readonly engine?: EngineOptions
  /** How many partial matches are told; default 5. */
  readonly limit?: number
  /** More events may come: windows and absences that are open stay so. Default: time goes to its end. */
  readonly isOpen?: boolean
}

/** The question cannot be asked of these rules: the message says what can. */
export class WhyError extends Error {
  constructor(message: string) {
    super(message)
    this.name = "WhyError"
  }
}

const defaultLimit = 5

/**
 * Says why a rule fired for a key, or did not. `sources`: those that `compiled` was made of, with the option `probes`, without which no values are shown.
 * The events come as from one source, in this order. Throws a `WhyError` for a rule or a key that cannot be.
 */
export function why(
  sources: readonly Source[],
  compiled: Compiled,
  events: readonly WhyInput[],
  question: WhyQuestion,
  { engine = {}, limit, isOpen = false }: WhyOptions = {},
): Promise<WhyReport> {
  return whyOf(sources, compiled, replayOf(events, isOpen), question, { engine, ...(limit !== undefined && { limit }) })
}

/** The same with events from elsewhere: `replay` lets them go through an engine, as often as it is called. */
export async function whyOf(
  sources: readonly Source[],
  { rules, plan }: Compiled,
  replay: Replay,
  question: WhyQuestion,
  { engine = {}, limit = defaultLimit }: Omit<WhyOptions, "isOpen"> = {},
): Promise<WhyReport> {
  if (rules === undefined || plan === undefined) throw new WhyError("the rules have errors")
  const rule = plan.rules.findIndex(({ name }) => name === question.rule)
  if (rule < 0)
    throw new WhyError(
      noRule(
        question.rule,
        plan.rules.map(({ name }) => name),
      ),
    )
  const { keys } = plan.rules[rule]!
  if (keys.length !== question.key.length)
    throw new WhyError(
      wrongKey(
        question,
        keys.map(({ name }) => name),
      ),
    )
  const key = new AskedKey(keys, question.key)
  const explainer = new Explainer(sources, new Map(plan.events.map(({ name }, id) => [name, id])))
  const parts: RunParts = { rules, plan, rule, key, options: engine, replay, explainer, at: question.at }
  const run = await runWatched(parts)
  const asked = new Case(parts, run, stepsOf(parts), question)
  return makeReport(asked, await findReason(asked), limit)
}

function noRule(name: string, names: readonly string[]): string {
  if (names.length === 0) return "there are no rules"
  return `no rule is called ${name}; did you mean ${closest(name, names)}? There are ${names.join(", ")}`
}

function wrongKey({ rule, key }: WhyQuestion, names: readonly string[]): string {
  if (names.length === 0) return `the rule ${rule} has no key: ask without one`
  const given = key.length === 0 ? "none was given" : `${key.length} came`
  return `the rule ${rule} has the key ${names.join(", ")}: give ${names.length === 1 ? "its value" : `${names.length} values, in this order`}; ${given}`
}

/** Events of a list as from one source: the watermark follows each of them. */
function replayOf(events: readonly WhyInput[], isOpen: boolean): Replay {
  // Asynchronous functions are asked once: in all replays the events are the same, and so are the answers.
  const answers = new Map<number, AwaitedValues>()
  return async (rules, options, watch) => {
    const engine = createEngine(rules, options)
    const { events: schemas, awaited } = rules.manifest
    const enricher = awaited.length === 0 ? undefined : createEnricher(rules)
    const latenessMs = Math.max(0, ...schemas.filter(({ derived }) => !derived).map((schema) => schema.latenessMs))
    let highest = Number.NEGATIVE_INFINITY
    const others = new Set<string>()
    for (const [at, { type, event, place }] of events.entries()) {
      const position = place ?? at + 1
      if (!schemas.some(({ name }) => name === type)) others.add(type)
      const results = answers.get(at) ?? (await enricher?.results(type, event))
      if (results !== undefined) answers.set(at, results)
      const time = engine.ingest({ type, raw: event, position, ...(results !== undefined && { awaited: results }) })
      watch.arrive(type, event, time, position)
      if (time === null) continue
      highest = Math.max(highest, time)
      engine.advanceTo(highest - latenessMs - 1)
    }
    const { watermark } = engine.counts()
    if (!isOpen) engine.end()
    return { watermark: isOpen ? watermark : Number.POSITIVE_INFINITY, otherTypes: [...others] }
  }
}
