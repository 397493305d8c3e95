import type { StateCut } from "../abi/state-cut.ts"
import type { History } from "../aggregate/history.ts"
import type { MemoryBackend } from "../state/memory.ts"
import type { Clock } from "./clock.ts"
import type { EventReaders } from "./event-readers.ts"
import type { RowEvents } from "./row-events.ts"
import { laneOf, type RunningRule } from "./rules.ts"

/** What holds the state of an engine. */
export interface SavedParts {
  readonly backend: MemoryBackend
  readonly clock: Clock
  readonly events: RowEvents
  readonly readers: readonly EventReaders[]
  readonly history: History
  readonly rules: readonly RunningRule[]
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
