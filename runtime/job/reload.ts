/** Other rules for a running job: what it is handed, and how state goes from one engine to the next. */
import type { ColdFile } from "../abi/cold-store.ts"
import type { FrozenState } from "../abi/frozen.ts"
import type { Manifest, RuleSet } from "../abi/rule-set.ts"
import type { WarmedState } from "../abi/warmed.ts"
import { type ReloadedParams, reloadedParams } from "../engine/reload-params.ts"
import type { PartitionPlace, PulledCut, Restored } from "./checkpoints.ts"
import type { ReturnedTo } from "./frozen.ts"
import type { Job } from "./job.ts"
import type { OpenProcessing } from "./processing.ts"

/** Rules that take the place of those of a job. Its sources, sinks, tables and models stay: they must be enough for them. */
export interface NextRules {
  readonly rules: RuleSet
  /** In their JSON form, as those with which the job began; parameters that the rules do not have are left out. */
  readonly params: Readonly<Record<string, unknown>>
  /** Where events are judged; absent: in the job's thread. */
  readonly processing?: OpenProcessing | undefined
  /** A module that exports the rules, for other threads. */
  readonly url?: string | undefined
  /** What these rules had when others took their place. */
  readonly frozen?: FrozenState | undefined
  /** What works out from past events the state of rules that would begin empty; absent: they do. */
  readonly warmUp?: WarmUp | undefined
}

/** The past events of a job are judged by some of the rules that are to follow, up to near where it is. */
export interface WarmUp {
  /** With which parameters, in JSON form. */
  readonly params: Readonly<Record<string, unknown>>
  /** The job is at that watermark and does not go on until this resolves: the rest is judged. undefined: there was nothing to judge. Rejects where it comes to nothing. */
  finish(watermark: number): Promise<WarmedState | undefined>
}

/** Rules, and the module that exports them: for other threads. */
export interface RuleModule {
  readonly rules: RuleSet
  url(): string
}

/** What is done to a job from outside; to one in slices likewise, whatever slices it has. */
export interface ChangeableJob {
  /** As `Job.reload`. */
  reload(next: RuleModule, warmUp?: WarmUp): Promise<Reloaded>
  /** What a warm-up needs of the job; absent: what it reads cannot be seen as a whole. */
  readonly past?: JobPast
  /** As `Job.setParams`. */
  setParams(values: Readonly<Record<string, unknown>>): Promise<void>
  /** Of the parameters that the rules have, in JSON form. */
  params(): Readonly<Record<string, unknown>>
  /** As `Job.checkpoint`. */
  checkpoint(): Promise<number>
}

/** Of a running job what those need who judge its past events once more. */
export interface JobPast {
  /** With which parameters it would go on. */
  paramsOf(next: Manifest): Pick<ReloadedParams, "all" | "after">
  /** As `Job.tapInput`. */
  tapInput: Job["tapInput"]
}

/**
 * A job, as it is changed from outside. `rules`, `params`: with which it began. `processingOf`: where events are judged by other rules, as in
 * `NextRules`.
 */
export function changeableJob(
  job: Pick<Job, "reload" | "setParams" | "params" | "checkpoint" | "tapInput">,
  { rules, params }: Pick<NextRules, "rules" | "params">,
  processingOf: (next: RuleModule) => Promise<OpenProcessing | undefined>,
): ChangeableJob {
  let running = rules.manifest
  const paramsFor = (next: Manifest) =>
    reloadedParams(running, next, { params: known(params, running), paramsNow: job.params() })
  return {
    async reload(next, warmUp) {
      const { manifest } = next.rules
      const processing = await processingOf(next)
      const { given } = paramsFor(manifest)
      const url = processing && next.url()
      const checked = warmUp && withSameParams(warmUp, () => paramsFor(manifest).all)
      const reloaded = await job.reload({ rules: next.rules, params: given, processing, url, warmUp: checked })
      running = manifest
      return reloaded
    },
    past: { paramsOf: (next) => paramsFor(next), tapInput: (tap, begins) => job.tapInput(tap, begins) },
    setParams: (values) => job.setParams(values),
    params: () => job.params(),
    checkpoint: () => job.checkpoint(),
  }
}

/** Past events were judged with the parameters that the rules go on with, or the warm-up comes to nothing. */
function withSameParams(warmUp: WarmUp, now: () => WarmUp["params"]): WarmUp {
  return {
    params: warmUp.params,
    finish: async (watermark) => {
      if (JSON.stringify(now()) !== JSON.stringify(warmUp.params)) throw new Error(otherParams)
      return warmUp.finish(watermark)
    },
  }
}

const otherParams = "parameters were set while past events were judged for the warm-up: try it again"

/** Of the parameters with which a job began those that its rules have by now. */
function known(begun: Readonly<Record<string, unknown>>, { params }: Manifest): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(begun).filter(([name]) => params.some((each) => each.name === name)))
}

/** A change of rules that was made. */
export interface Reloaded {
  /** No event was judged for so long. */
  readonly pauseMs: number
  /** The checkpoint of that moment: of all that the former rules have judged. undefined: the job has none. */
  readonly checkpoint: number | undefined
  /** Where the version before ran again: what came back of what had been dropped. */
  readonly returned?: ReturnedTo | undefined
}

/** State of one moment, all of it in memory. */
export interface FetchedState {
  /** By worker. */
  readonly state: readonly (readonly Uint8Array[])[]
  readonly cold: readonly (readonly ColdFile[])[] | undefined
  /** The same for a checkpoint. */
  readonly cuts: readonly PulledCut[]
}

/** Fetches cuts to their end. Rejects where a worker has failed; the others' cuts are given up then. */
export async function fetchState(cuts: readonly PulledCut[]): Promise<FetchedState> {
  try {
    const state = await Promise.all(cuts.map(piecesOf))
    const cold = cuts.some((cut) => cut.cold !== undefined) ? cuts.map((cut) => cut.cold ?? []) : undefined
    return { state, cold, cuts: cuts.map((cut, worker) => stored(cut, state[worker]!)) }
  } catch (error) {
    for (const cut of cuts) cut.abandon()
    throw error
  }
}

async function piecesOf(cut: PulledCut): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = []
  for (;;) {
    const given = cut.next()
    // In the job's own thread nothing has to be waited for.
    const piece = given instanceof Promise ? await given : given
    if (piece === undefined) return pieces
    pieces.push(piece.slice())
  }
}

/** A cut whose pieces are at hand. */
function stored({ full, cold }: PulledCut, pieces: readonly Uint8Array[]): PulledCut {
  let at = 0
  return { full, cold, next: () => pieces[at++], abandon: () => {} }
}

/** What the next rules begin with. */
export function handedOver(
  { state, cold }: FetchedState,
  sources: readonly PartitionPlace[],
  watermarks: unknown,
  warmed?: WarmedState,
): Restored {
  // Of several workers others may need an event that waits.
  const dividedAnew = state.length > 1
  return { checkpoint: 0, state, ...(cold !== undefined && { cold }), dividedAnew, sources, watermarks, warmed }
}
