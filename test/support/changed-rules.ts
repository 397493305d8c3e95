/** Engines of the library whose rules change as those of a job do. */
import type { Engine, EngineOptions } from "../../runtime/abi/engine.ts"
import type { DroppedCut, Thawing } from "../../runtime/abi/frozen.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"

/** An engine at work, and what its rules dropped of those before. */
export interface AtWork {
  readonly engine: Engine
  readonly rules: RuleSet
  readonly frozen?: { readonly version: string; readonly thaws: Thawing }
}

/** All pieces of a full cut. */
export function cutPieces(engine: Engine): Uint8Array[] {
  const cut = engine.cut(true)
  const pieces: Uint8Array[] = []
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece.slice())
  return pieces
}

/** An engine of other rules, made anew from a snapshot; the version before goes on with what was dropped. */
export function changed(before: AtWork, rules: RuleSet, options: EngineOptions): AtWork {
  const cut = cutPieces(before.engine)
  const restore: unknown = JSON.parse(JSON.stringify(before.engine.snapshot()))
  const thaws = before.frozen?.version === rules.manifest.version ? before.frozen.thaws : undefined
  let dropped: DroppedCut | undefined
  const onFrozen = (each: DroppedCut): void => {
    dropped = each
  }
  const engine = createEngine(rules, { ...options, restore, onFrozen, ...(thaws && { thaws }) })
  const { cut: _, ...facts } = dropped!
  return { engine, rules, frozen: { version: before.rules.manifest.version, thaws: { ...facts, cut } } }
}
