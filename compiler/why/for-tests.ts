/** What a test asks that knows a rule and perhaps not the key: why too little came of it, and what made an output. */
import type { Source } from "../../lang/source.ts"
import type { Alert, Emitted, EngineOptions } from "../../runtime/abi/engine.ts"
import type { RuleTrace } from "../../runtime/abi/trace.ts"
import type { RulePlan } from "../2-plan/plan.ts"
import type { Compiled } from "../index.ts"
import { Case } from "./case.ts"
import { conditionWords, Explainer } from "./explain-condition.ts"
import { AskedKey } from "./keys.ts"
import { missesOf, nearestMiss } from "./misses.ts"
import type { SeenEvent, Story, StoryOutcome, Taken, Verdict } from "./model.ts"
import { headline } from "./report.ts"
import { type Replay, type RunParts, runWatched, stepsOf } from "./run.ts"
import { findReason } from "./verdict.ts"
import { counted, moment, whereIs } from "./words.ts"

/** Of more keys of one test the first ones are looked at. */
const mostKeys = 20
/** Places of a step's events that are told one by one. */
const mostPlaces = 3

/** The rules of a test, compiled with `explains`, and its events. */
export interface TestedRules {
  readonly sources: readonly Source[]
  readonly compiled: Compiled
  /** What the engine is made with. */
  readonly engine: EngineOptions
  readonly replay: Replay
  /** The events as the test writes them. */
  readonly events: readonly { readonly type: string; readonly event: unknown }[]
}

/** The part of `RunParts` that is the same for all keys. */
type Common = Omit<RunParts, "key">

/**
 * Why less came of a rule than was expected: a line each, the reason first. `fields`: what is known of an output's record: of the key what is in it. Of several keys it is the one that fired
 * least and came furthest; where one fired, why not once more. `timeout`: outputs of timeouts are meant.
 */
export async function whyTooLittle(
  tested: TestedRules,
  name: string,
  fields: Readonly<Record<string, unknown>>,
  timeout = false,
): Promise<readonly string[]> {
  const common = commonOf(tested, name)
  if (common === undefined) return []
  const known = partsIn(fields, common)
  const keys = await keysOf(common, tested, known)
  const asked: { readonly of: Case; readonly fired: boolean; readonly far: number }[] = []
  for (const parts of keys) {
    const one = await caseOf(common, parts)
    const fired = !timeout && one.fires(one.run)
    const of = fired ? new Case(one.parts, one.run, one.steps, { again: true }) : one
    asked.push({ of, fired, far: farness(of) })
  }
  const [best] = asked.toSorted((a, b) => order(a) - order(b) || a.far - b.far || Number(a.fired) - Number(b.fired))
  if (best === undefined) return []
  const verdict = (timeout ? timeoutVerdict(best.of) : undefined) ?? (await findReason(best.of))
  const checked = verdict.confirmedBy === undefined ? [] : [`checked: ${verdict.confirmedBy}`]
  const others = asked.flatMap(({ of }) => (of === best.of ? [] : [of]))
  return [headline(best.of, verdict), ...checked, ...ofOtherKey(best.of, verdict, others)]
}

/** What made an output of a rule: its events first, then what was true of them, a line each. Empty where it cannot be found. */
export async function whyOutput(
  tested: TestedRules,
  name: string,
  output: Alert | Emitted,
): Promise<readonly string[]> {
  const common = commonOf(tested, name)
  if (common === undefined) return []
  const text = JSON.stringify(output)
  const own = "key" in output ? output.key : {}
  const known = new Map(common.plan.rules[common.rule]!.keys.map(({ name: part }, at) => [at, own[part]] as const))
  for (const parts of await keysOf(common, tested, "key" in output ? known : new Map())) {
    const asked = await caseOf(common, parts)
    const outcome = asked
      .outcomes()
      .find((each) => each.kind === "written" && each.outputs.some((one) => JSON.stringify(one) === text))
    if (outcome !== undefined) return madeBy(asked, outcome)
  }
  return []
}

function commonOf({ compiled, sources, engine, replay }: TestedRules, name: string): Common | undefined {
  const { rules, plan } = compiled
  const rule = plan?.rules.findIndex((each) => each.name === name) ?? -1
  if (rules === undefined || plan === undefined || rule < 0) return undefined
  const explainer = new Explainer(sources, new Map(plan.events.map((event, id) => [event.name, id])))
  return { rules, plan, rule, options: engine, replay, explainer }
}

async function caseOf(common: Common, parts: readonly string[]): Promise<Case> {
  const own: RunParts = { ...common, key: new AskedKey(common.plan.rules[common.rule]!.keys, parts) }
  return new Case(own, await runWatched(own), stepsOf(own), {})
}

// ---------------------------------------------------------------- which key

/** The keys that come into question, part by part as text: those of the rule's events, in the order in which they came. */
async function keysOf(
  { plan, rule, rules, options, replay }: Common,
  { events }: TestedRules,
  known: ReadonlyMap<number, unknown>,
): Promise<readonly (readonly string[])[]> {
  const { keys: schemas, name, inputs } = plan.rules[rule]!
  const own = new AskedKey(schemas, [])
  const found = new Map<string, readonly string[]>()
  const add = (parts: readonly string[]): void => void found.set(JSON.stringify(parts), parts)
  for (const { type, event } of events) {
    const id = plan.events.findIndex((each) => each.name === type)
    const parts = inputs.includes(id) ? own.partsOfRaw(event, id) : undefined
    if (parts !== undefined) add(parts)
  }
  // Events that rules make are in no timeline.
  if (inputs.some((id) => plan.events[id]!.derived)) {
    const trace = { ...deafTrace, rule: name, event: (_: unknown, key?: readonly unknown[]) => notJudged(key) }
    const notJudged = (key: readonly unknown[] | undefined): boolean => {
      if (key !== undefined) add(own.partsOf(key))
      return false
    }
    await replay(rules, { ...options, forms: "general", trace }, { arrive: () => {}, unreadable: () => {} })
  }
  const wanted = schemas.map((_, part) => (known.has(part) ? String(known.get(part)) : undefined))
  const fitting = [...found.values()].filter((parts) => wanted.every((part, at) => (part ?? parts[at]) === parts[at]))
  if (fitting.length > 0) return fitting.slice(0, mostKeys)
  // No event has the key, as far as it is known; where none has any, it is asked about all.
  const other = found.values().next().value
  const nearest = wanted.map((part, at) => part ?? other?.[at])
  return [nearest.flatMap((part) => part ?? []).slice(0, nearest.includes(undefined) ? 0 : nearest.length)]
}

/** The parts of the key that a record holds. */
function partsIn(record: Readonly<Record<string, unknown>>, { plan, rule }: Common): ReadonlyMap<number, unknown> {
  const found = new Map<number, unknown>()
  for (const [field, part] of keyFields(plan.rules[rule]!)) {
    if (Object.hasOwn(record, field)) found.set(part, record[field])
  }
  return found
}

/** Fields of a rule's records that are a part of its key as it stands: which part, by the field's name. */
export function keyFields({ keys, outputs }: RulePlan): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const { data, values } of outputs) {
    for (const [at, { name }] of (data ?? []).entries()) {
      const value = values[at]!
      const part = keys.findIndex(({ name: own, paths }) => {
        if (value.kind === "key") return value.name === own
        return value.kind === "member" && Object.values(paths).some((path) => path.at(-1) === value.field)
      })
      if (part >= 0) found.set(name, part)
    }
  }
  return found
}

const nothing = (): void => {}

/** Is told of no key. */
const deafTrace: Omit<RuleTrace, "rule" | "event"> = {
  wants: () => false,
  look: nothing,
  asked: nothing,
  askedSoon: nothing,
  judged: nothing,
  made: nothing,
  left: nothing,
  merged: nothing,
  reported: nothing,
  skipped: nothing,
  dropped: nothing,
  ended: nothing,
  result: nothing,
}

const never = 1000

/** How far a key is from one more output: the less, the nearer. */
function farness(asked: Case): number {
  if (asked.outcomes().some(({ kind }) => kind !== "written")) return 0
  const stories = asked.unfired()
  const left = stories.map(({ isComplete, state }) => (isComplete ? 0 : asked.steps.remaining(state)))
  if (left.length > 0) return 1 + Math.min(...left)
  const { events, begins } = asked.run.recorder
  const miss = nearestMiss(missesOf(begins, asked.steps.awaited(asked.start), asked))
  return events.length === 0 ? 3 * never : never + Math.min(miss?.distance ?? never, never)
}

/** Keys that fired come behind those that did not and at least began. */
function order({ fired, far }: { readonly fired: boolean; readonly far: number }): number {
  return far >= never ? 2 : fired ? 1 : 0
}

/** Where an event did not come: one that would have done, had it the key. */
function ofOtherKey(asked: Case, { reason }: Verdict, others: readonly Case[]): readonly string[] {
  if (reason !== "step-missing") return []
  const [story] = asked.unfired().toSorted((a, b) => asked.rank(a) - asked.rank(b))
  const awaited = asked.steps.awaited(story?.state ?? asked.start)
  const [from, to] = [story?.first.event.at ?? Number.NEGATIVE_INFINITY, story?.endedAt ?? Number.POSITIVE_INFINITY]
  for (const { run, key } of others) {
    const would = run.recorder.events.find(
      (event) => event.at >= from && event.at < to && awaited.some((each) => asked.fits(event, each)),
    )
    if (would !== undefined) return [`${would.type} at ${whereIs(would)} would do, and it is of ${key.words}`]
  }
  return []
}

/** A timeout was expected, and none came. */
function timeoutVerdict(asked: Case): Verdict | undefined {
  const stories = asked.stories()
  const open = stories.findLast(({ end, isComplete }) => end === undefined && !isComplete)
  const { watermark } = asked.run
  if (open !== undefined) {
    const sentence = `its window is not over: a partial match began at ${whereIs(open.first.event)}, and the watermark stands at ${moment(watermark)}`
    return { reason: "watermark", sentence, events: open.taken }
  }
  const done = stories.findLast(({ end }) => end?.kind === "reported")
  if (done === undefined) return undefined
  const sentence = `it timed out for no partial match: the one that began at ${whereIs(done.first.event)} was completed in time, at ${whereIs(done.last.event)}`
  return { reason: "no-timeout", sentence, events: done.taken }
}

// ---------------------------------------------------------------- what made an output

function madeBy(asked: Case, outcome: StoryOutcome): readonly string[] {
  const story = asked.stories().find((each) => isOf(each, outcome))
  const { at, from, look } = outcome
  if (story !== undefined) return [headline(asked, because(at, takenWords(asked, story.taken))), ...held(asked, story)]
  if (from !== undefined) {
    const own = inWindow(asked, outcome)
    const where = own.length === 0 ? "" : `, the last at ${whereIs(own.at(-1)!)}`
    const words = `over the window from ${moment(from)}, which held ${counted(own.length, "event")}${where}`
    return [headline(asked, because(at, words))]
  }
  if (look === undefined) return [headline(asked, because(at, ""))]
  const [first] = asked.steps.awaited(asked.start)
  const taken = { step: first?.step ?? 0, event: look.event, asked: look.asked }
  return [headline(asked, because(at, takenWords(asked, [taken]))), ...heldOf(asked, taken)]
}

function isOf({ end, endedAt }: Story, outcome: StoryOutcome): boolean {
  if (end?.kind === "reported") return end.outcome === outcome
  return end?.kind === "expired" && outcome.kind === "written" && outcome.timeout && endedAt === outcome.at
}

/** The events of a window that came to an outcome. */
function inWindow(asked: Case, outcome: StoryOutcome): readonly SeenEvent[] {
  const { at, from } = outcome
  const passed = asked.passed()
  const { shape } = asked.rule.window!
  if (shape.kind !== "count") return passed.filter((event) => event.at >= from! && event.at < at)
  // One after the other, without gaps: events of one time may be in two of them.
  const before = asked.run.recorder.results.indexOf(outcome) * shape.count
  return passed.slice(before, before + shape.count)
}

function because(at: number, words: string): Verdict {
  return { reason: "fired", fired: true, sentence: `at ${moment(at)}${words === "" ? "" : `, ${words}`}` }
}

/** The events of a match, step by step. */
function takenWords(asked: Case, taken: readonly Taken[]): string {
  const groups: [Taken, ...Taken[]][] = []
  for (const each of taken) {
    const last = groups.at(-1)
    if (last?.[0].step === each.step) last.push(each)
    else groups.push([each])
  }
  const words = groups
    .map((group) => {
      const places = group.map(({ event }) => whereIs(event))
      const [first, last] = [places[0]!, places.at(-1)!]
      const where = places.length > mostPlaces ? `${places.length} events from ${first} to ${last}` : places.join("; ")
      return `\`${asked.stepName(group[0].step)}\` (${where})`
    })
    .join(", ")
  return `by ${words}`
}

/** What was true of the last event of each step. */
function held(asked: Case, { taken }: Story): readonly string[] {
  const last = new Map(taken.map((each) => [each.step, each]))
  return [...last.values()].flatMap((each) => heldOf(asked, each))
}

function heldOf({ explainer, rule }: Case, taken: Taken): readonly string[] {
  const lines = (taken.asked ?? []).flatMap(({ condition, holds, values }) => {
    const { where, role, step } = rule.conditions[condition]!
    if (!holds || where === undefined || role !== "where" || step !== taken.step) return []
    const words = explainer.decided(where, values, true).map(conditionWords)
    return words.length === 0 ? [] : [`\`${rule.steps[step]!.name}\`: ${words.join("; ")}`]
  })
  // More than one edge may have asked.
  return [...new Set(lines)]
}
