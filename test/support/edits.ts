/**
 * Edits of rules, one a folder of `test/edits`: `before.cep`, `after.cep` (whose first line says what is edited), `events.jsonl`, and `expected.txt` with the plan and what comes out. A line of events
 * is an event with its `type`; `{"set": {…}}` sets parameters before the first event; `{"reload": "settled"}` changes the rules once all events are judged, `{"reload": "waiting"}` while the last ones wait.
 */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { DroppedState, Engine, Output } from "../../runtime/abi/engine.ts"
import type { ReloadPlan } from "../../runtime/abi/reload.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { reloadedParams } from "../../runtime/engine/reload-params.ts"
import { planReload } from "../../runtime/engine/reload-plan.ts"
import { createEngine } from "../../runtime/index.ts"
import { compileText, type Delivery } from "./compiled.ts"

export interface Edit {
  readonly name: string
  readonly before: RuleSet
  readonly after: RuleSet
  readonly early: readonly Delivery[]
  readonly late: readonly Delivery[]
  /** Parameters that are set while the job runs, before the first event. */
  readonly set: Readonly<Record<string, unknown>>
  /** The last early event is not judged yet. */
  readonly waits: boolean
}

/** What came out behind the change, a line for each output. */
export type Outputs = readonly string[]

export interface EditRun {
  readonly plan: ReloadPlan
  readonly dropped: readonly DroppedState[]
  /** The rules that held something when they were changed. */
  readonly holding: ReadonlySet<string>
  /** The new rules that never hold anything. */
  readonly stateless: ReadonlySet<string>
  readonly reloaded: Outputs
  /** Likewise where the engine goes on with that of before as its state lies in memory. */
  readonly handed: Outputs
  readonly droppedThen: readonly DroppedState[]
  /** Where the new rules begin without state. */
  readonly fresh: Outputs
  /** Where the new rules have seen all events. */
  readonly always: Outputs
}

type Line =
  | { readonly type: string }
  | { readonly set: Readonly<Record<string, unknown>> }
  | { readonly reload: "settled" | "waiting" }

/** The names of all edits under a folder, in their order. */
export function editNames(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

/** Reads an edit and compiles its rules. */
export async function readEdit(folder: string, name: string): Promise<Edit> {
  const text = (file: string): string => readFileSync(join(folder, name, file), "utf8")
  const lines = text("events.jsonl")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line)
  const place = lines.findIndex((line) => "reload" in line)
  const at = lines[place]
  if (at === undefined || !("reload" in at)) throw new Error(`${name}: events.jsonl has no line that says "reload"`)
  const events = (some: readonly Line[]): Delivery[] =>
    some.flatMap((line) => {
      if (!("type" in line)) return []
      const { type, ...event } = line
      return [[type, event] as const]
    })
  const [before, after] = await Promise.all([compileText(text("before.cep")), compileText(text("after.cep"))])
  const set = Object.assign({}, ...lines.flatMap((line) => ("set" in line ? [line.set] : []))) as Edit["set"]
  return {
    name,
    before,
    after,
    early: events(lines.slice(0, place)),
    late: events(lines.slice(place)),
    set,
    waits: at.reload === "waiting",
  }
}

/** Runs an edit: as the reload that it is, with state that is lost, and with rules that were never changed. */
export function runEdit(edit: Edit): EditRun {
  const { before, after, early, late, set, waits } = edit
  const old = createEngine(before)
  for (const [name, value] of Object.entries(set)) old.setParam(name, value)
  feed(old, early)
  if (!waits) settle(old, early)
  const stats = old.stats()
  const plan = planReload(before, after, { params: {}, paramsNow: set, stats })
  const { given } = reloadedParams(before.manifest, after.manifest, { params: {}, paramsNow: set })
  const cut = old.cut(true)
  const pieces: Uint8Array[] = []
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece)
  const dropped: DroppedState[] = []
  const droppedThen: DroppedState[] = []
  const outputs = { reloaded: [] as string[], handed: [] as string[], fresh: [] as string[], always: [] as string[] }
  const hear = (kind: keyof typeof outputs) => (output: Output) => void outputs[kind].push(showOutput(output))
  const reloaded = createEngine(after, {
    params: given,
    restoreCut: pieces,
    onDropped: (each) => void dropped.push(each),
    onResult: hear("reloaded"),
  })
  const handed = createEngine(after, {
    params: given,
    former: old,
    onDropped: (each) => void droppedThen.push(each),
    onResult: hear("handed"),
  })
  const own = Object.fromEntries(after.manifest.params.flatMap(({ name }) => (name in set ? [[name, set[name]]] : [])))
  const fresh = createEngine(after, { params: own, onResult: hear("fresh") })
  if (Number.isFinite(stats.watermark)) fresh.advanceTo(stats.watermark)
  const always = createEngine(after, { params: own, onResult: hear("always") })
  feed(always, early)
  if (!waits) settle(always, early)
  outputs.always.length = 0
  for (const engine of [reloaded, handed, fresh, always]) {
    feed(engine, late)
    engine.end()
  }
  return { plan, dropped, droppedThen, holding: holdingOf(before, stats), stateless: statelessOf(after), ...outputs }
}

function feed(engine: Engine, events: readonly Delivery[]): void {
  for (const [type, event] of events) engine.push(type, event)
}

function settle(engine: Engine, events: readonly Delivery[]): void {
  const times = events.map(([, event]) => Date.parse((event as { at: string }).at))
  if (times.length > 0) engine.advanceTo(Math.max(...times))
}

function holdingOf({ manifest }: RuleSet, { rules }: ReturnType<Engine["stats"]>): ReadonlySet<string> {
  const held = rules.filter(({ keys, partialMatches, silences }) => keys + partialMatches + silences > 0)
  const asking = manifest.rules.filter(({ asks }) => asks !== undefined)
  return new Set([...held, ...asking].map(({ name }) => name))
}

function statelessOf({ manifest }: RuleSet): ReadonlySet<string> {
  const single = manifest.rules.filter(({ form, asks, oncePer }) => form?.kind === "filter" && !asks && !oncePer)
  return new Set(single.map(({ name }) => name))
}

function showOutput({ rule, value }: Output): string {
  const { at, id: _, ...shown } = value as { at: string; id: string; rule?: string; severity?: string; events?: object }
  const { rule: _rule, severity, events, ...rest } = shown
  const counted = Object.entries(events ?? {}).map(([step, held]) => [step, Array.isArray(held) ? held.length : 1])
  const all = { ...rest, ...(events !== undefined && { events: Object.fromEntries(counted) }) }
  return `${rule}${severity === undefined ? "" : ` ${severity}`} ${at.slice(11, 19)} ${JSON.stringify(all)}`
}
