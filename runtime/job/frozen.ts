/** What the last change of the rules has dropped, until the next one: a return to the rules before goes on with it. */
import type { BroughtBack, DroppedCut, FrozenFacts, FrozenState } from "../abi/frozen.ts"
import type { Manifest } from "../abi/rule-set.ts"
import { gapWords } from "../engine/reload-returns.ts"
import { broughtBack, type Gap, gapOf } from "../engine/thaw.ts"
import type { Log } from "../observe/log.ts"
import type { JobCheckpoints, PulledCut } from "./checkpoints.ts"

/** State that is still to be fetched, or to be abandoned. */
export type Coming = Pick<PulledCut, "next" | "abandon">

/** What one engine has dropped, which may be in another thread. */
export interface DroppedPart extends Omit<DroppedCut, "cut"> {
  readonly cut: Coming | undefined
}

/** What all engines of a job have dropped: by engine its state. No part: what the change was made with has it. */
export interface Dropped extends Omit<FrozenState, "parts"> {
  readonly parts: readonly Coming[]
}

/** The same, and of which rules it is. */
export interface FrozenRules extends Dropped, FrozenFacts {}

/** What came of a return to rules of which something was dropped. */
export interface ReturnedTo {
  readonly rules: readonly BroughtBack[]
  /** undefined: nothing was judged in between. */
  readonly gap: Gap | undefined
}

/** So many bytes are kept in memory, where a job has no checkpoints to keep them. */
export const mostFrozenBytes = 64 * 2 ** 20

/** What engines have dropped, as one; undefined: nothing. What only some of them did is not gone back to. */
export function joinedDropped(cuts: readonly DroppedPart[]): Dropped | undefined {
  const [first] = cuts
  if (first === undefined) return undefined
  const operators = first.operators.filter((name) => cuts.every((each) => each.operators.includes(name)))
  const all = [...first.operators, ...first.converted]
  const isGone = (name: string, each: DroppedPart): boolean =>
    each.operators.includes(name) || each.converted.includes(name)
  const converted = all.filter((name) => !operators.includes(name) && cuts.every((each) => isGone(name, each)))
  const parts = cuts.flatMap(({ cut }) => cut ?? [])
  if (operators.length === 0 && converted.length === 0) {
    for (const part of parts) part.abandon()
    return undefined
  }
  return { operators, converted, after: Math.min(...cuts.map((each) => each.after)), parts }
}

/** Of a job: where what was dropped is. */
export class Frozen {
  readonly #checkpoints: Pick<JobCheckpoints, "frozen" | "thaw"> | undefined
  readonly #log: Log
  /** Where the job has no checkpoints. `state`: once it is fetched; undefined: it was too much. */
  #kept: { readonly facts: FrozenFacts; readonly state: Promise<FrozenState | undefined> } | undefined
  readonly #turn: () => Promise<void>

  /** `turn`: whatever else waits for its turn has it. */
  constructor(
    checkpoints: Pick<JobCheckpoints, "frozen" | "thaw"> | undefined,
    log: Log,
    turn: () => Promise<void> = async () => {},
  ) {
    this.#checkpoints = checkpoints
    this.#log = log
    this.#turn = turn
  }

  /** The same object until the rules change. */
  get facts(): FrozenFacts | undefined {
    return this.#checkpoints === undefined ? this.#kept?.facts : this.#checkpoints.frozen
  }

  /**
   * What rules of a version had when others took their place; undefined: nothing, or it cannot be had, which is said. Behind it nothing is on its way any more: where that is so by now, and there is nothing, it
   * is undefined at once.
   */
  of(version: string): Promise<FrozenState | undefined> | undefined {
    if (this.facts?.version === version) return this.#kept?.state ?? this.#read(version)
    return this.#kept?.state.then(() => undefined)
  }

  async #read(version: string): Promise<FrozenState | undefined> {
    try {
      return await this.#checkpoints?.thaw?.()
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      this.#log("error", `what the rules of version ${version} held cannot be brought back: ${reason}`, { version })
      return undefined
    }
  }

  /** Other rules judge: keeps what they dropped, in place of what was kept. Where the job has checkpoints these have it. */
  keep(frozen: FrozenRules | undefined): void {
    if (this.#checkpoints !== undefined) return
    this.#kept = undefined
    if (frozen === undefined) return
    const { parts: _, ...facts } = frozen
    // Where a worker has failed the job ends.
    const kept = { facts, state: this.#fetch(frozen).catch(() => undefined) }
    this.#kept = kept
    void kept.state.then((state) => {
      if (state === undefined && this.#kept === kept) this.#kept = undefined
    })
  }

  async #fetch({ parts: coming, version, ...facts }: FrozenRules): Promise<FrozenState | undefined> {
    let bytes = 0
    const parts: Uint8Array[][] = []
    for (const each of coming) {
      const pieces: Uint8Array[] = []
      for (let piece = await each.next(); piece !== undefined; piece = await each.next()) {
        bytes += piece.length
        if (bytes > mostFrozenBytes) {
          for (const left of coming) left.abandon()
          const words = `what the change of the rules dropped is not kept for a rollback: it is more than ${mostFrozenBytes / 2 ** 20} MiB, the most that is kept without --checkpoint-dir`
          this.#log("warn", words, { version })
          return undefined
        }
        pieces.push(piece.slice())
        await this.#turn()
      }
      parts.push(pieces)
    }
    return { ...facts, parts }
  }
}

/** Says what came back, and what it has not seen. `after`, `until`: up to where was judged when it was dropped, and by now. */
export function returnedTo(manifest: Manifest, frozen: FrozenState, until: number, log: Log): ReturnedTo {
  const gap = gapOf(frozen.after, until)
  const rules = broughtBack(manifest, frozen, gap !== undefined)
  for (const { rule, how, why } of rules) {
    const unseen = gap === undefined ? "" : `${gapWords(gap)}: `
    const head = how === "none" ? `rule ${rule} begins anew` : `rule ${rule} goes on with what it had`
    log(how === "all" ? "info" : "warn", `${head}; ${unseen}${why}`, { rule, ...(gap && timesOf(gap)) })
  }
  return { rules, gap }
}

function timesOf({ after, until }: Gap) {
  return { ...(Number.isFinite(after) && { after }), until }
}
