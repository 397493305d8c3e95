/** Other rules for a running job: what it is handed, and how state goes from one engine to the next. */
import type { ColdFile } from "../abi/cold-store.ts"
import type { Manifest, RuleSet } from "../abi/rule-set.ts"
import { reloadedParams } from "../engine/reload-params.ts"
import type { PartitionPlace, PulledCut, Restored } from "./checkpoints.ts"
import type { Job } from "./job.ts"
import type { OpenProcessing } from "./processing.ts"

/** Rules that take the place of those of a job. Its sources, sinks, tables and models stay: they must be enough for them. */
export interface NextRules {
  readonly rules: RuleSet
  /** In their JSON form, as those with which the job began; parameters that the rules do not have are left out. */
  readonly params: Readonly<Record<string, unknown>>
  /** Where events are judged; absent: in the job's thread. */
  readonly processing?: OpenProcessing | undefined
}

/** Rules, and the module that exports them: for other threads. */
export interface RuleModule {
  readonly rules: RuleSet
  url(): string
}

/** What is done to a job from outside; to one in slices likewise, whatever slices it has. */
export interface ChangeableJob {
  /** As `Job.reload`. */
  reload(next: RuleModule): Promise<Reloaded>
  /** As `Job.setParams`. */
  setParams(values: Readonly<Record<string, unknown>>): Promise<void>
  /** Of the parameters that the rules have, in JSON form. */
  params(): Readonly<Record<string, unknown>>
  /** As `Job.checkpoint`. */
  checkpoint(): Promise<number>
}

/**
 * A job, as it is changed from outside. `rules`, `params`: with which it began. `processingOf`: where events are judged by other rules, as in
 * `NextRules`.
 */
export function changeableJob(
  job: Pick<Job, "reload" | "setParams" | "params" | "checkpoint">,
  { rules, params }: Pick<NextRules, "rules" | "params">,
  processingOf: (next: RuleModule) => Promise<OpenProcessing | undefined>,
): ChangeableJob {
  let running = rules.manifest
  return {
    async reload(next) {
      const { manifest } = next.rules
      const processing = await processingOf(next)
      const { given } = reloadedParams(running, manifest, { params: known(params, running), paramsNow: job.params() })
      const reloaded = await job.reload({ rules: next.rules, params: given, processing })
      running = manifest
      return reloaded
    },
    setParams: (values) => job.setParams(values),
    params: () => job.params(),
    checkpoint: () => job.checkpoint(),
  }
}

/** Of the parameters with which a job began those that its rules have by now. */
function known(begun: Readonly<Record<string, unknown>>, { params }: Manifest): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(begun).filter(([name]) => params.some((each) => each.name === name)))
}

/** A change of rules that was made. */
export interface Reloaded {
  /** No event was judged for so long. */
  readonly pauseMs: number
  /** The checkpoint that is complete under the former rules. undefined: the job has none. */
  readonly checkpoint: number | undefined
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
): Restored {
  // Of several workers others may need an event that waits.
  const dividedAnew = state.length > 1
  return { checkpoint: 0, state, ...(cold !== undefined && { cold }), dividedAnew, sources, watermarks }
}
