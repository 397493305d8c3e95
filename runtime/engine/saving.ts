import type { EngineOptions } from "../abi/engine.ts"
import type { Manifest } from "../abi/rule-set.ts"
import type { StateCut } from "../abi/state-cut.ts"
import type { WarmedState } from "../abi/warmed.ts"
import type { History } from "../aggregate/history.ts"
import type { EventOperator } from "../operator/contract.ts"
import { FilterOperator } from "../operator/filter.ts"
import { noKeys } from "../rows/key-space.ts"
import { MemoryBackend, type Warmed } from "../state/memory.ts"
import type { EventCodec } from "../state/table.ts"
import { Clock, clockLayout } from "./clock.ts"
import { ColdKeys } from "./cold-keys.ts"
import { layoutsOf, refuseUnkept } from "./cold-layouts.ts"
import type { EventReaders } from "./event-readers.ts"
import type { Intake } from "./intake.ts"
import { paramsLayout } from "./params.ts"
import { type RowEvents, waitingLayout } from "./row-events.ts"
import { laneOf, type RunningRule } from "./rules.ts"
import { isOfSeries } from "./series-operators.ts"
import { dividedRules, regroupingOf } from "./shares.ts"

/** What holds the state of an engine. */
export interface SavedParts {
  readonly backend: MemoryBackend
  readonly clock: Clock
  readonly events: RowEvents
  readonly readers: readonly EventReaders[]
  readonly history: History
  readonly rules: readonly RunningRule[]
  readonly options: Pick<EngineOptions, "cold" | "share">
  readonly cold: ColdKeys | undefined
}

/** The state with which an engine begins: empty, or what the options say. Throws where that is damaged. */
export function openBackend(
  codec: EventCodec,
  manifest: Manifest,
  options: EngineOptions,
  former: SavedParts | undefined,
): MemoryBackend {
  const { restore, restoreCut, restoreParts, share, warmed, cold } = options
  if (warmed !== undefined && cold !== undefined) throw new Error("`warmed` goes with state in memory alone")
  if (former !== undefined) storeSmall(former)
  const parts = regroupingOf(manifest, restoreParts, share)
  const backend = new MemoryBackend(codec, restore, restoreCut, parts, former?.backend)
  if (warmed !== undefined) backend.warm(warmedParts(manifest, warmed, share))
  return backend
}

/** The numbers of the engine whose state was warmed up. */
export function clockOf(codec: EventCodec, { state }: WarmedState): Clock {
  return new Clock(new MemoryBackend(codec, undefined, state).open(clockLayout))
}

/** What was worked out of past events, as far as an engine may take it over: not what each engine counts for itself. */
function warmedParts(manifest: Manifest, { state, withoutSeries }: WarmedState, share: EngineOptions["share"]): Warmed {
  const own = [clockLayout, paramsLayout, waitingLayout].map(({ operator }) => operator)
  const isLeftOut = (operator: string): boolean =>
    own.includes(operator) || withoutSeries.some((name) => isOfSeries(operator, name))
  return { regrouping: regroupingOf(manifest, [state], share)!, isLeftOut }
}

/** Which keys are in memory, once all rules are open; undefined: all of them are, also what the store had. */
export function openCold(
  parts: Omit<SavedParts, "cold"> & { readonly intake: Intake; readonly manifest: Manifest },
): ColdKeys | undefined {
  const { options, backend, events, intake } = parts
  const { cold } = options
  if (cold === undefined) return undefined
  const kept = backend.kept()
  refuseUnkept(layoutsOf(cold), [...backend.unkept(), ...kept.filter(({ state }) => state.stays)])
  const { spaces, unkeyed } = events
  const ofRules = parts.rules.map(({ objects }) => objects?.keys ?? noKeys)
  const keys = new ColdKeys({
    cold,
    kept,
    spaces: [...spaces, ...ofRules],
    ofRows: spaces.length,
    unkeyed,
    codec: intake,
    share: options.share,
    divided: dividedRules(parts.manifest),
    time: parts.clock.watermark,
  })
  cold.onStays?.(staysOf(parts))
  return cold.memoryBytes === Number.POSITIVE_INFINITY ? undefined : keys
}

/** What keeps something of keys that does not leave memory. */
function staysOf({ rules, history }: Pick<SavedParts, "rules" | "history">): string[] {
  const whole = rules.filter(({ manifest, operator }) => {
    if (manifest.keys.length === 0 || operator instanceof FilterOperator) return false
    const lane = laneOf(operator)
    if (lane === undefined) return (operator as EventOperator).stays ?? true
    return "stays" in lane ? lane.stays === true : lane.isOfRows !== true
  })
  const silent = rules.filter(({ manifest, silences }) => manifest.keys.length > 0 && silences?.stays === true)
  return [
    ...whole.map(({ manifest }) => `rule ${manifest.name}`),
    ...silent.map(({ manifest }) => `what \`once per\` keeps for rule ${manifest.name}`),
    ...history.staying().map((series) => `the events of ${series}`),
  ]
}

/** All state as plain data. Nothing is judged at the moment. Throws where some of it is not in memory. */
export function snapshotOf(parts: SavedParts): unknown {
  if (parts.cold !== undefined) throw new Error("a snapshot has all state, and some of it is not in memory: take a cut")
  settle(parts)
  parts.events.store()
  parts.history.store()
  for (const { operator, silences } of parts.rules) {
    operator.store?.()
    silences?.store()
  }
  return parts.backend.snapshot()
}

/** All state, or what changed since the cut before, on its way into bytes. Nothing is judged at the moment. */
export function cutOf(parts: SavedParts, full: boolean): StateCut {
  storeSmall(parts)
  const cut = parts.backend.cut(full)
  if (parts.cold === undefined) return cut
  parts.cold.cutBegins()
  // Of the same moment: no key is in both, and none is missing.
  const cold = parts.options.cold!.store.seal()
  return { full: cut.full, cold, next: () => cut.next(), abandon: () => cut.abandon() }
}

/** Writes what cuts take from tables alone. */
function storeSmall(parts: SavedParts): void {
  settle(parts)
  for (const { operator } of parts.rules) {
    const lane = laneOf(operator)
    if (lane?.isKept !== true) lane?.store()
  }
}

/** Writes small things into their tables. */
function settle({ clock, readers }: SavedParts): void {
  clock.store()
  for (const each of readers) each.settle()
}
