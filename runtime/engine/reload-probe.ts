import type { DroppedState, ModelRunner } from "../abi/engine.ts"
import type { RuleSet } from "../abi/rule-set.ts"
import { readCuts } from "../state/cut-reader.ts"
import { createEngine } from "./engine.ts"
import type { ReloadedParams } from "./reload-params.ts"

/** What a restore of one rule set's state by another one says, whatever the state holds. */
export interface Takeover {
  /** By operator what its state looks like: as it is compared when state is restored. */
  readonly before: ReadonlyMap<string, string>
  readonly after: ReadonlyMap<string, string>
  readonly dropped: readonly DroppedState[]
}

/**
 * Lets an engine of the next rules take over the state of one of the running rules that has seen no event: what it says then it says of any state, but for events that cannot be read any
 * more. Throws where an engine of the next rules cannot be made.
 */
export function tryTakeover(running: RuleSet, next: RuleSet, { start, set, given }: ReloadedParams): Takeover {
  const old = createEngine(running, { params: start, models: standIns(running) })
  for (const [name, value] of Object.entries(set)) old.setParam(name, value)
  const pieces = piecesOf(old)
  const dropped: DroppedState[] = []
  const taking = createEngine(next, {
    params: given,
    models: standIns(next),
    restoreCut: pieces,
    onDropped: (each) => void dropped.push(each),
  })
  return { before: shapesOf(pieces), after: shapesOf(piecesOf(taking)), dropped }
}

/** In place of models: nothing is scored. */
function standIns({ manifest }: RuleSet): Record<string, ModelRunner> {
  return Object.fromEntries(manifest.models.map(({ name }) => [name, () => []]))
}

function piecesOf(engine: ReturnType<typeof createEngine>): Uint8Array[] {
  const cut = engine.cut(true)
  const pieces: Uint8Array[] = []
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece)
  return pieces
}

function shapesOf(pieces: readonly Uint8Array[]): ReadonlyMap<string, string> {
  return new Map([...readCuts(pieces)].map(([operator, { fingerprint }]) => [operator, fingerprint]))
}
