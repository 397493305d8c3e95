/** Runs of the rules in which one rule is watched, also with one thing changed: what would have happened otherwise. */
import type { EngineOptions } from "../../runtime/abi/engine.ts"
import type { DurationRef, Manifest, RuleManifest, RuleProgram, RuleSet } from "../../runtime/abi/rule-set.ts"
import { Steps } from "../../runtime/match/steps.ts"
import type { Plan } from "../2-plan/plan.ts"
import type { Explainer } from "./explain-condition.ts"
import { livedAt, type StoryInterest } from "./kept-stories.ts"
import type { AskedKey } from "./keys.ts"
import type { Rate } from "./looks.ts"
import { rating } from "./misses.ts"
import { Recorder } from "./recorder.ts"

/** What a replay tells beside what the engine does. */
export interface ReplayWatch {
  /** Each event as it arrives. `at`: null: it was refused. */
  arrive(type: string, raw: unknown, at: number | null, position: unknown): void
  /** A record that is no event. */
  unreadable(source: string, code: string, reason: string, position: unknown): void
}

export interface ReplayEnd {
  /** Where the watermark stood when the last event had come. */
  readonly watermark: number
  /** Names of event types that came and that no rule names. */
  readonly otherTypes: readonly string[]
}

/**
 * Lets all events go through an engine that it makes with these rules and options, which hold its callbacks. Each call reads the same events from
 * the beginning.
 */
export type Replay = (rules: RuleSet, options: EngineOptions, watch: ReplayWatch) => Promise<ReplayEnd>

/** One thing that is another one than it was. */
export type Change =
  /** `every`: also matches that others drop. */
  | { readonly kind: "window"; readonly factor: number; readonly every: boolean }
  | { readonly kind: "lateness" }
  | { readonly kind: "limit" }
  | { readonly kind: "skip" }

export interface Run extends ReplayEnd {
  readonly recorder: Recorder
  readonly rate: Rate
  /** The values of parameters, in the inside form. */
  readonly params: Readonly<Record<string, unknown>>
}

export interface RunParts {
  readonly rules: RuleSet
  readonly plan: Plan
  /** The rule's number. */
  readonly rule: number
  readonly key: AskedKey
  readonly options: EngineOptions
  readonly replay: Replay
  readonly explainer: Explainer
  /** Epoch ms: what lived then is asked about. Absent: all. */
  readonly at?: number | undefined
}

/** Of the engine. */
const usualLimit = 10_000
/** Of longer windows the newest partial matches are enough: they need the least. */
const mostInLongerWindows = 1000
/** No event is late: longer than all of recorded time. */
const everLate = 4_000_000_000_000

/** The most partial matches of a key in a run. */
function limitOf(limit: number, change: Change | undefined): number {
  if (change?.kind === "limit") return 5 * limit
  return change?.kind === "window" && change.every ? Math.min(limit, mostInLongerWindows) : limit
}

/** Runs the rules once. */
export async function runWatched(parts: RunParts, change?: Change, former?: Run): Promise<Run> {
  const { rules, plan, rule, key, options, replay } = parts
  const { limits } = options
  const limit = limitOf(limits?.partialMatchesPerKey ?? usualLimit, change)
  const steps = stepsOf(parts)
  const judge = { rule: plan.rules[rule]!, explainer: parts.explainer, typesOf: typesBy(plan, rule) }
  const rate = rating(steps, judge)
  const interest: StoryInterest = {
    lived: (story) => livedAt(story, parts.at),
    remaining: (state) => steps.remaining(state),
  }
  const recorder = new Recorder(plan, rule, key, { limit, interest, rate })
  const { states } = rules.manifest.rules[rule]!.automaton
  recorder.start = steps.start
  recorder.finals = new Set([...states.keys()].filter((state) => states[state]!.kind === "final"))
  let params: Readonly<Record<string, unknown>> = {}
  const watched: RuleSet = {
    manifest: changed(rules.manifest, rule, change, former?.params ?? {}),
    create: (library, values, host) => {
      params = values
      const program = rules.create(library, values, host)
      recorder.attach(program.rules[rule]!)
      const needed = neededFor(rule, rules.manifest)
      return { ...program, rules: program.rules.map((each, at) => (needed.has(at) ? each : deaf(each))) }
    },
  }
  const end = await replay(
    watched,
    {
      ...options,
      forms: "general",
      trace: recorder,
      onLate: (late) => recorder.late(late),
      onDeadLetter: (letter) => recorder.dead(letter),
    },
    recorder,
  )
  return { recorder, rate, params: { ...params }, ...end }
}

/** The rule and all whose outputs it reads, itself or through aggregates and other rules. */
function neededFor(rule: number, { rules, measures, series }: Manifest): ReadonlySet<number> {
  const needed = new Set([rule])
  for (const each of needed) {
    const { inputs, asks = [] } = rules[each]!
    const read = new Set([...inputs, ...asks.map((measure) => series[measures[measure]!.series]!.event)])
    for (const [at, { outputs }] of rules.entries()) {
      if (outputs.some(({ event }) => event !== undefined && read.has(event))) needed.add(at)
    }
  }
  return needed
}

/** A rule that no event concerns. It stays among the others, so that time moves as it does with it. */
function deaf(program: RuleProgram): RuleProgram {
  return { ...program, conditions: program.conditions.map(() => () => false) }
}

/** The rules with one thing changed. */
function changed(
  manifest: Manifest,
  rule: number,
  change: Change | undefined,
  params: Readonly<Record<string, unknown>>,
): Manifest {
  if (change === undefined || change.kind === "limit") return manifest
  if (change.kind === "lateness") {
    return { ...manifest, events: manifest.events.map((event) => ({ ...event, latenessMs: everLate })) }
  }
  const own = manifest.rules[rule]!
  const other: RuleManifest = change.kind === "skip" ? { ...own, skip: { kind: "none" } } : longer(own, change, params)
  return { ...manifest, rules: manifest.rules.map((each, at) => (at === rule ? other : each)) }
}

/** With longer windows, those between two steps included. */
function longer(
  rule: RuleManifest,
  { factor, every }: Change & { kind: "window" },
  params: Readonly<Record<string, unknown>>,
): RuleManifest {
  const more = (duration: DurationRef): DurationRef => ({
    kind: "fixed",
    ms: Math.ceil(msOf(duration, params) * factor),
  })
  const soon = soonDurations(rule)
  return {
    ...rule,
    skip: every ? { kind: "none" } : rule.skip,
    within: rule.within.kind === "none" ? rule.within : { ...rule.within, duration: more(rule.within.duration) },
    durations: rule.durations.map((duration, number) => (soon.has(number) ? more(duration) : duration)),
  }
}

/** The ms of a duration, with the values that parameters have. */
export function msOf(duration: DurationRef, params: Readonly<Record<string, unknown>>): number {
  return duration.kind === "fixed" ? duration.ms : Number(params[duration.name])
}

/** Durations within which a step must come; not those of absences, which say how long something must not. */
function soonDurations({ automaton }: RuleManifest): ReadonlySet<number> {
  const pending = new Set(automaton.states.flatMap(({ kind, expires }) => (kind === "pending" ? expires : [])))
  const all = automaton.states.flatMap(({ expires }) => expires)
  return new Set(all.filter((number) => !pending.has(number)))
}

/** Names of the event types that a condition of a rule takes. */
function typesBy(plan: Plan, rule: number): (condition: number) => readonly string[] {
  const types = plan.rules[rule]!.conditions.map(({ events }) => events.map((id) => plan.events[id]!.name))
  return (condition) => types[condition]!
}

/** How far partial matches of the rule are. */
export function stepsOf({ rules, rule }: Pick<RunParts, "rules" | "rule">): Steps {
  return new Steps(rules.manifest.rules[rule]!.automaton)
}
