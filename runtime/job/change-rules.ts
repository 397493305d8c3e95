/** Between two batches of a job: other rules take the place of those that judge, with their state. */
import type { Manifest, RuleSet } from "../abi/rule-set.ts"
import type { TableSchema } from "../abi/table.ts"
import type { WarmedState } from "../abi/warmed.ts"
import type { Clock } from "../platform/clock.ts"
import { isSameTable } from "../tables/lookup-tables.ts"
import { checkpointRules } from "./checkpoint-rules.ts"
import type { Barrier, JobCheckpoints, Restored } from "./checkpoints.ts"
import type { Dropped, FrozenRules } from "./frozen.ts"
import type { Processing } from "./processing.ts"
import type { ProcessorSettings } from "./processor.ts"
import { type FetchedState, fetchState, handedOver, type NextRules } from "./reload.ts"
import type { JobTables } from "./tables.ts"

/** Other rules judge. `pauseMs`: no event was judged for so long. `made`: when the checkpoint of that moment is made. */
export interface Changed {
  readonly pauseMs: number
  readonly made: Promise<number> | undefined
  /** What these rules have dropped of the state of those before; undefined: nothing. */
  readonly frozen: FrozenRules | undefined
  /** Up to where all was judged, in epoch ms of event time. */
  readonly watermark: number
}

/** What has come of it so far. */
type Begun = Pick<Changed, "made" | "frozen">

/** Of a job what a change of its rules touches. */
export interface Changing {
  readonly clock: Pick<Clock, "now">
  readonly checkpoints?: JobCheckpoints | undefined
  readonly tables?: Pick<JobTables, "handOver">
  /** What judges so far. */
  readonly processing: Processing
  /** With which it was opened, but for the parameters. */
  followSettings(params: NextRules["params"]): ProcessorSettings
  /** Opens what judges next, with state that was cut. */
  open(next: NextRules, restored: Restored): Processing
  /** `full`: with all state, not only what changed since the last one. */
  barrier(full: boolean): Promise<Barrier>
  /** That one judges from here on. */
  judges(processing: Processing): void
  /** Outputs are of these rules from here on. */
  changed(rules: RuleSet): void
}

/** Changes the rules of a job. `before`: those so far. Rejects where that cannot be; then they judge on. */
export async function changeRules(next: NextRules, before: Manifest, job: Changing): Promise<Changed> {
  const { clock, processing } = job
  const began = clock.now()
  const { watermark } = processing
  const warmed = await next.warmUp?.finish(processing.passedTo)
  const followed = await processing.follow?.(next, { ...job.followSettings(next.params), warmed })
  const begun =
    followed === undefined ? await cutOver(next, before, job, warmed) : await followWith(followed, next, before, job)
  return { ...begun, pauseMs: clock.now() - began, watermark }
}

/** What judges from now on has the state as it lies in memory; the checkpoint of this moment is made of it. */
async function followWith(followed: Processing, next: NextRules, before: Manifest, job: Changing): Promise<Begun> {
  const { checkpoints, processing: former } = job
  const { manifest } = next.rules
  const isSame = (table: TableSchema): boolean => before.tables.some((each) => isSameTable(each, table))
  const haveRows = new Set(manifest.tables.filter(isSame).map(({ name }) => name))
  const frozen = frozenOf(before, followed.takeDropped?.())
  if (followed !== former) former.handOver?.()
  job.judges(followed)
  // What the former rules have said is in the hands of the outputs, so the checkpoint has it.
  const barrier = checkpoints && (await job.barrier(checkpoints.wantsFull))
  job.changed(next.rules)
  job.tables?.handOver((table) => haveRows.has(table))
  if (barrier === undefined) return { made: undefined, frozen }
  checkpoints!.changeRules?.(checkpointRules(manifest), next.params, "next", frozen)
  return { made: checkpoints!.take(barrier), frozen }
}

function frozenOf({ version }: Manifest, dropped: Dropped | undefined): FrozenRules | undefined {
  return dropped && { ...dropped, version }
}

/** State is cut, and restored by what judges from now on. */
async function cutOver(
  next: NextRules,
  rules: Manifest,
  job: Changing,
  warmed: WarmedState | undefined,
): Promise<Begun> {
  const { checkpoints, processing: former } = job
  const whole = await job.barrier(true)
  const fetched = await fetchState(whole.cuts)
  const before: Barrier = { ...whole, cuts: fetched.cuts }
  let barrier = before
  let made: Promise<number> | undefined
  let frozen: FrozenRules | undefined
  try {
    const opened = await openWith({ ...fetched, warmed }, next, before, job)
    const dropped = frozenOf(rules, opened.takeDropped?.())
    // Keys on disk are not gone back to: what nobody has asked for goes there.
    if (fetched.cold === undefined) frozen = dropped && { ...dropped, parts: fetched.cuts }
    former.handOver?.()
    await former.close()
    job.judges(opened)
    // What has come back or was rebuilt is not in the state before: who restored that would not have it any more.
    const hasMore = (next.frozen ?? warmed) !== undefined && checkpoints !== undefined
    if (hasMore) barrier = await job.barrier(checkpoints.wantsFull)
    job.changed(next.rules)
    job.tables?.handOver(() => false)
    const state = hasMore ? "next" : "former"
    checkpoints?.changeRules?.(checkpointRules(next.rules.manifest), next.params, state, frozen)
  } finally {
    // Also where it came to nothing: what changes from now on is noted as of this cut.
    made = checkpoints?.take(barrier)
  }
  return { made, frozen }
}

async function openWith(
  fetched: FetchedState & { readonly warmed: WarmedState | undefined },
  next: NextRules,
  { sources, watermarks }: Barrier,
  job: Changing,
): Promise<Processing> {
  const opened = job.open(next, handedOver(fetched, sources, watermarks, fetched.warmed))
  try {
    await opened.start()
    return opened
  } catch (error) {
    await opened.close()
    throw error
  }
}
