import type { ParamChange, ReloadFrom } from "../abi/reload.ts"
import type { Manifest, ParamSchema } from "../abi/rule-set.ts"
import type { ValueType } from "../abi/value.ts"
import { decimalText } from "../library/decimal.ts"
import { MemoryBackend } from "../state/memory.ts"
import type { EventCodec } from "../state/table.ts"
import { durationWords } from "../time/duration-words.ts"
import { formatIso } from "../time/iso.ts"
import { decoderOf } from "./decode.ts"
import { Params, paramsLayout } from "./params.ts"
import { durationProblem } from "./rules.ts"

/** With which values of parameters an engine of other rules goes on, and what changes by that. */
export interface ReloadedParams {
  /** In their JSON form, of the running rules: those of the start that were not set since, and those that were. */
  readonly start: Readonly<Record<string, unknown>>
  readonly set: Readonly<Record<string, unknown>>
  /** Options of the engine that takes over: a value that was set while the job ran is in the state, and wins over one of the start. */
  readonly given: Readonly<Record<string, unknown>>
  /** All that do not have their defaults there, in JSON form. */
  readonly all: Readonly<Record<string, unknown>>
  readonly changes: readonly ParamChange[]
  /** The inside values of all parameters, before and after. */
  readonly before: Readonly<Record<string, unknown>>
  readonly after: Readonly<Record<string, unknown>>
}

const noEvents: EventCodec = {
  encode: () => {
    throw new Error("there are no events among parameters")
  },
  decode: () => undefined,
}

/**
 * What becomes of parameters when a job goes on with other rules. A value of its start stays where the next rules have a parameter of that name that takes it, and so does one that was
 * set while it ran; else the next rules' default counts. Throws where `from` does not fit the running rules.
 */
export function reloadedParams(running: Manifest, next: Manifest, from: ReloadFrom): ReloadedParams {
  // Rules that ran before the present ones may have had others.
  const start = Object.fromEntries(
    Object.entries(from.params).filter(([name, value]) => takesParam(running.params, name, value)),
  )
  const own = { start, set: setSince(running, { ...from, params: start }) }
  const fresh = new MemoryBackend(noEvents)
  const before = openParams(running, fresh, own.start)
  before.set(own.set)
  const given = Object.fromEntries(
    Object.entries(own.start).filter(
      ([name, value]) => !Object.hasOwn(own.set, name) && takesParam(next.params, name, value),
    ),
  )
  const after = openParams(next, new MemoryBackend(noEvents, fresh.snapshot()), given)
  const isChosen = (name: string): boolean => Object.hasOwn(own.set, name) || Object.hasOwn(own.start, name)
  const changes = changesOf(running.params, next.params, before.values, after.values, isChosen)
  const set = Object.entries(own.set).filter(([name, value]) => takesParam(next.params, name, value))
  const all = { ...given, ...Object.fromEntries(set) }
  return { ...own, given, all, changes, before: before.values, after: after.values }
}

function openParams(manifest: Manifest, backend: MemoryBackend, given: Readonly<Record<string, unknown>>): Params {
  const { params } = manifest
  return new Params(params, backend.open(paramsLayout), given, (values) => durationProblem(manifest, values))
}

/** Those of the present values that are others than at the start. */
function setSince({ params: schemas }: Manifest, { params, paramsNow = {} }: ReloadFrom): Record<string, unknown> {
  const changed = schemas.filter(({ name, type, value }) => {
    if (!Object.hasOwn(paramsNow, name)) return false
    const atStart = Object.hasOwn(params, name) ? inside(type, params[name], name) : value
    return !isSame(inside(type, paramsNow[name], name), atStart)
  })
  return Object.fromEntries(changed.map(({ name }) => [name, paramsNow[name]]))
}

function inside(type: ValueType, value: unknown, name: string): unknown {
  return decoderOf(type, "json")(value, name)
}

/** Whether rules have a parameter of that name that takes a value, which is in its JSON form. */
function takesParam(schemas: readonly ParamSchema[], name: string, value: unknown): boolean {
  const schema = schemas.find((each) => each.name === name)
  if (schema === undefined) return false
  try {
    inside(schema.type, value, name)
    return true
  } catch {
    return false
  }
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}

type Values = Readonly<Record<string, unknown>>

function changesOf(
  before: readonly ParamSchema[],
  after: readonly ParamSchema[],
  held: Values,
  holds: Values,
  isChosen: (name: string) => boolean,
): ParamChange[] {
  const present = after.flatMap((now): ParamChange[] => {
    const { name } = now
    const value = showValue(now.type, holds[name])
    const former = before.find((each) => each.name === name)
    if (former === undefined) return [{ name, change: "added", why: `new: it is ${value}` }]
    const was = showValue(former.type, held[name])
    const sameDefault = isSame([former.type, former.value], [now.type, now.value])
    if (sameDefault && was === value) return []
    const defaults = sameDefault
      ? ""
      : `its default was ${showValue(former.type, former.value)} and is now ${showValue(now.type, now.value)}; `
    const change = sameDefault ? "value" : "default"
    if (was !== value && isChosen(name)) {
      return [
        {
          name,
          change,
          why: `${defaults}the value ${was} that it had does not fit any more: from now on it is ${value}`,
        },
      ]
    }
    const stays = isChosen(name) ? `it stays ${value}, which was chosen for this job` : `from now on it is ${value}`
    return [{ name, change, why: `${defaults}${stays}` }]
  })
  const gone = before.filter(({ name }) => !after.some((each) => each.name === name))
  const removed = gone.map(({ name, type }): ParamChange => {
    const chosen = isChosen(name) ? ", which was chosen for this job, is forgotten" : ""
    return {
      name,
      change: "removed",
      why: `no rule set declares it any more; its value ${showValue(type, held[name])}${chosen === "" ? " goes" : chosen}`,
    }
  })
  return [...present, ...removed]
}

/** A value in its inside form, for people. */
function showValue(type: ValueType, value: unknown): string {
  if (value === undefined) return "missing"
  if (type.kind === "duration") return durationWords(Number(value))
  if (type.kind === "decimal") return decimalText(Number(value), type.scale)
  if (type.kind === "time") return formatIso(Number(value))
  if (type.kind === "list") return `[${(value as unknown[]).map((each) => showValue(type.of, each)).join(", ")}]`
  return JSON.stringify(value)
}
