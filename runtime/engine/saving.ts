import type { EngineOptions } from "../abi/engine.ts"
import type { Manifest } from "../abi/rule-set.ts"
import type { StateCut } from "../abi/state-cut.ts"
import type { History } from "../aggregate/history.ts"
import { MemoryBackend } from "../state/memory.ts"
import type { EventCodec } from "../state/table.ts"
import type { Clock } from "./clock.ts"
import type { EventReaders } from "./event-readers.ts"
import type { RowEvents } from "./row-events.ts"
import { laneOf, type RunningRule } from "./rules.ts"
import { regroupingOf } from "./shares.ts"

/** What holds the state of an engine. */
export interface SavedParts {
  readonly backend: MemoryBackend
  readonly clock: Clock
  readonly events: RowEvents
  readonly readers: readonly EventReaders[]
  readonly history: History
  readonly rules: readonly RunningRule[]
}

/** The state with which an engine begins: empty, or what the options say. Throws where that is damaged. */
export function openBackend(codec: EventCodec, manifest: Manifest, options: EngineOptions): MemoryBackend {
  const { restore, restoreCut, restoreParts, share } = options
  return new MemoryBackend(codec, restore, restoreCut, regroupingOf(manifest, restoreParts, share))
}

/** All state as plain data. Nothing is judged at the moment. */
export function snapshotOf(parts: SavedParts): unknown {
  settle(parts)
  parts.events.store()
  parts.history.store()
  for (const { operator } of parts.rules) laneOf(operator)?.store()
  return parts.backend.snapshot()
}

/** All state, or what changed since the cut before, on its way into bytes. Nothing is judged at the moment. */
export function cutOf(parts: SavedParts, full: boolean): StateCut {
  settle(parts)
  for (const { operator } of parts.rules) {
    const lane = laneOf(operator)
    if (lane?.isKept !== true) lane?.store()
  }
  return parts.backend.cut(full)
}

/** Writes small things into their tables. */
function settle({ clock, readers }: SavedParts): void {
  clock.store()
  for (const each of readers) each.settle()
}
