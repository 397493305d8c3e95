/** What an engine holds for one key of one rule. */
import type { KeyLook, LookEvent, LookPartial, LookSilence, LookWindow } from "../abi/look.ts"
import type { DurationRef, Manifest, RuleManifest } from "../abi/rule-set.ts"
import { isKeyText } from "../library/key-text.ts"
import { Steps } from "../match/steps.ts"
import { type HeldNode, type HeldPartial, nodesOf } from "../operator/conversion/held.ts"
import { partialsOfKey } from "../operator/conversion/look.ts"
import { none } from "../operator/open-windows.ts"
import { WindowOperator } from "../operator/window.ts"
import type { KeyedState } from "../state/contract.ts"
import type { RunningRule } from "./rules.ts"

/** The parts of an engine that are looked at. */
export interface LookedAt {
  readonly manifest: Manifest
  readonly rules: readonly RunningRule[]
  /** Keys that are not in memory. */
  readonly cold: { readonly away: number } | undefined
  counts(): { readonly watermark: number }
}

type Params = Readonly<Record<string, unknown>>

/** See `Engine.look`. `params`: the values of now, in the inside form. */
export function lookAt(
  engine: LookedAt,
  params: Params,
  name: string,
  asked: readonly string[],
  limit: number,
): KeyLook | undefined {
  const rule = engine.rules.find(({ manifest }) => manifest.name === name)
  if (rule === undefined) return undefined
  if (rule.manifest.keys.length !== asked.length) return wrongKey(rule.manifest, asked)
  const { operator, silences } = rule
  const state = operator instanceof WindowOperator ? operator.windows : keyedOf(operator)
  const own = state && keyIn(state, rule.manifest, asked)
  const silent = silences && keyIn(silences, rule.manifest, asked)
  const ofSilence = silent === undefined ? undefined : silences!.valuesOf(silent)
  const key = own === undefined ? ofSilence : state!.valuesOf(own)
  if (key === undefined) {
    const away = engine.cold?.away ?? 0
    return away === 0 || asked.length === 0 ? undefined : { ...nothing, notLookedAt: away }
  }
  const look = { ...nothing, key, silences: silencesOf(rule, key) }
  if (own === undefined) return look
  if (operator instanceof WindowOperator) return { ...look, windows: windowsOf(operator, own) }
  const { watermark } = engine.counts()
  return { ...look, ...partialsIn(engine.manifest, rule, state!, own, { params, watermark, limit }) }
}

const nothing = { key: [], partials: [], partialCount: 0, heldBack: 0, windows: [], silences: [] }

function wrongKey({ name, keys }: RuleManifest, asked: readonly string[]): KeyLook {
  const names = keys.map((key) => key.name).join(", ")
  const has = keys.length === 0 ? "has no key: ask without one" : `has the key ${names}: give each part, in this order`
  return { ...nothing, problem: `the rule ${name} ${has}; ${asked.length} came` }
}

/** What an operator keeps by key; undefined: nothing. */
function keyedOf(operator: RunningRule["operator"]): KeyedState | undefined {
  return "holdsAtCut" in operator ? (operator as RunningRule["operator"] & KeyedState) : undefined
}

/** The number of a key for which something is held. */
function keyIn(
  state: Pick<KeyedState, "limit" | "holdsAtCut" | "valuesOf">,
  { keys }: RuleManifest,
  asked: readonly string[],
): number | undefined {
  for (let key = 0; key < state.limit; key++) {
    if (state.holdsAtCut(key) && isKeyText(state.valuesOf(key), keys, asked)) return key
  }
  return undefined
}

function silencesOf({ silences }: RunningRule, key: readonly unknown[]): LookSilence[] {
  return [false, true].flatMap((timeout) => {
    const silence = silences?.silentUntil(key, timeout)
    return silence === undefined ? [] : [{ timeout, ...silence }]
  })
}

function windowsOf({ windows }: WindowOperator, key: number): LookWindow[] {
  const found: LookWindow[] = []
  for (let window = windows.newest(key); window !== none; window = windows.older(window)) {
    const end = windows.endOf(window)
    found.push({
      start: windows.start(window),
      end: Number.isFinite(end) ? end : null,
      events: windows.eventsOf(window),
    })
  }
  return found.reverse()
}

interface Moment {
  readonly params: Params
  readonly watermark: number
  readonly limit: number
}

/** Most partial matches that are made of the events of a form that holds these. */
const mostUnfolded = 10_000

function partialsIn(
  { events }: Manifest,
  { manifest, layout }: RunningRule,
  state: KeyedState,
  key: number,
  { params, watermark, limit }: Moment,
): Pick<KeyLook, "partials" | "partialCount" | "heldBack"> {
  const { within } = manifest
  const length = within.kind === "whole" ? msOf(within.duration, params) : Number.POSITIVE_INFINITY
  const isOver = (startAt: number): boolean => startAt + length <= watermark
  const held = partialsOfKey(manifest, layout, state, key, mostUnfolded, isOver)
  const steps = new Steps(manifest.automaton)
  const partials = (held?.partials ?? []).map((partial) => shown(partial, manifest, events, steps, params))
  partials.sort((left, right) => left.missing - right.missing || right.last - left.last)
  return {
    partials: partials.slice(0, limit),
    partialCount: partials.length,
    heldBack: held?.completed.length ?? 0,
  }
}

function shown(
  partial: HeldPartial,
  rule: RuleManifest,
  events: Manifest["events"],
  steps: Steps,
  params: Params,
): LookPartial {
  const { state, startAt, lastAt } = partial
  const awaited = steps.isPending(state) ? [] : steps.awaited(state)
  const ends = endOf(partial, rule, params)
  return {
    began: startAt,
    last: lastAt,
    ends: Number.isFinite(ends) ? ends : null,
    waitsFor: [...new Set(awaited.map(({ step }) => rule.steps[step]!.name))],
    missing: steps.remaining(state),
    events: eventsOf(partial, rule, events),
  }
}

/** When time ends it, as the matcher has it. */
function endOf({ state, startAt, lastAt }: HeldPartial, rule: RuleManifest, params: Params): number {
  const { expires, kind } = rule.automaton.states[state]!
  const longest = Math.max(...expires.map((number) => msOf(rule.durations[number]!, params)))
  const own = expires.length === 0 ? Number.POSITIVE_INFINITY : lastAt + longest
  if (kind === "pending" && expires.length > 0) return own
  const { within } = rule
  if (within.kind === "none") return own
  return Math.min(own, (within.kind === "whole" ? startAt : lastAt) + msOf(within.duration, params))
}

function msOf(duration: DurationRef, params: Params): number {
  return duration.kind === "fixed" ? duration.ms : Number(params[duration.name])
}

/** Its events; where they were not kept, what is known of the first and last ones of steps. */
function eventsOf({ node, registers }: HeldPartial, rule: RuleManifest, types: Manifest["events"]): LookEvent[] {
  if (node !== undefined) return nodesOf(node).map((each) => eventOf(each, rule, types))
  const known = [...(registers?.first ?? []), ...(registers?.last ?? [])].filter(([step]) => step >= 0)
  return known.map(([step, fields]) => ({ step: rule.steps[step]!.name, type: null, at: null, fields: plain(fields) }))
}

function eventOf({ step, event }: HeldNode, { steps, inputs }: RuleManifest, types: Manifest["events"]): LookEvent {
  const { at, input, whole, fields } = event
  const common = { step: steps[step]!.name, type: input < 0 ? null : types[inputs[input]!]!.name, at }
  return whole === undefined ? { ...common, fields: plain(fields) } : { ...common, event: whole.raw }
}

/** As JSON has it: what is missing is left out. */
function plain(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(fields)) as Readonly<Record<string, unknown>>
}
