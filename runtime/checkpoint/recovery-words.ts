/** What recovery says. Each text names the job, the sink and the numbers, says why it matters, and what to do. */
import type { Mark } from "../connectors/contract.ts"
import type { FoundCheckpoint } from "./recovery-contract.ts"

const sameIds = "with the same ids"

/** The store is empty, and the sink has outputs of the job. */
export function emptyStore(job: string, sink: string, mark: Mark): string {
  return `sink ${sink} has checkpoint ${mark.checkpoint} of job ${job}, and the checkpoint directory is empty: beginning now would write all outputs again. Give the directory that the job had; --fresh begins empty all the same, and outputs come again, ${sameIds}`
}

/** The mark is of a state that this store does not come from. */
export function foreignLineage(job: string, sink: string, mark: Mark, lineage: string): string {
  return `sink ${sink} has checkpoint ${mark.checkpoint} of lineage ${mark.lineage} of job ${job}; this directory is of lineage ${lineage}, so its outputs were never in step with the sink. Give the directory that belongs to the sink, or run under another --job; --fresh begins empty, and outputs come again, ${sameIds}`
}

/** The sink is ahead of everything in the store. */
export function aheadOfStore(job: string, sink: string, mark: Mark, newest: number): string {
  return `sink ${sink} has checkpoint ${mark.checkpoint} of job ${job}; this directory ends at ${newest}: it is an old copy, or not the one that the job had last. Give the one with checkpoint ${mark.checkpoint}; --allow-repeats goes on from this one, and outputs since then come again, ${sameIds}`
}

/** Going back would repeat what the sink is known to have. `held`: up to which checkpoint it has the outputs. */
export function publishedDamaged(sink: string, held: number, damaged: string, back: number): string {
  return `${damaged}, and sink ${sink} has the outputs up to ${held}: going back to checkpoint ${back} would write them again. Put back an undamaged copy; --allow-repeats goes back to ${back}, and outputs since then come again, ${sameIds}`
}

/** The sink has outputs of a checkpoint that was damaged when the state went on from the one before it. */
export function passedOver(job: string, sink: string, mark: Mark, number: number): string {
  return `sink ${sink} has checkpoint ${mark.checkpoint} of job ${job}, which was passed over as damaged on the way to checkpoint ${number}: its events were judged again, and publishing ${number} would write their outputs again. Look into the sink; --allow-repeats publishes what is held, and outputs come again, ${sameIds}`
}

/** What is damaged began a lineage of its own. */
export function damagedBeginning(damaged: string, back: number): string {
  return `${damaged}, and with it the lineage that began after checkpoint ${back}: going back to ${back} would bring back the state that was left on purpose. Put back an undamaged copy, or give --fresh to begin empty; --allow-repeats goes back to ${back}, and outputs since then come again, ${sameIds}`
}

/** The sink had outputs and says nothing of them any more. `pending`: what it may lack. */
export function markMissing(
  job: string,
  sink: string,
  confirmed: number,
  pending: readonly number[],
  newest: number,
): string {
  const what =
    pending.length === 0 ? `whether it has those up to ${newest}` : `whether it has those of ${list(pending)}`
  return `sink ${sink} had the outputs of job ${job} up to checkpoint ${confirmed}, and its mark is gone (expired, or the sink was emptied): nothing says ${what}. Look into the sink, then give --assume-published ${sink}=N, where N is the last checkpoint whose outputs it has (${confirmed} to ${newest})`
}

/** The sink has less than it once had. */
export function wentBack(job: string, sink: string, mark: Mark, confirmed: number, newest: number): string {
  const last = range(mark.checkpoint + 1, confirmed)
  return `sink ${sink} has checkpoint ${mark.checkpoint} of job ${job}, and had ${confirmed} before (was it restored from an older copy?): the outputs of ${last} are not in it and may not be stored any more. Bring them back into the sink, then give --assume-published ${sink}=N, where N is the last checkpoint whose outputs it has or is to go without (${confirmed} to ${newest})`
}

/** An assumption that cannot be right. */
export function assumedOutside(job: string, sink: string, assumed: number, least: number, newest: number): string {
  return `--assume-published ${sink}=${assumed}: sink ${sink} had the outputs of job ${job} up to checkpoint ${least}, and this directory ends at ${newest}. Give a number from ${least} to ${newest}`
}

/** An assumption against what the sink itself says. */
export function assumedAgainstMark(job: string, sink: string, assumed: number, mark: Mark): string {
  return `--assume-published ${sink}=${assumed}: sink ${sink} itself says that it has checkpoint ${mark.checkpoint} of job ${job}: believing otherwise would lose outputs. Leave the option out`
}

/** An assumption about a sink that keeps no mark. */
export function assumedRepeatable(job: string, sink: string): string {
  return `--assume-published ${sink}: sink ${sink} of job ${job} keeps no mark, and publishing again changes nothing in it. Leave the option out`
}

/** An assumption where nothing is restored. */
export function assumedFresh(job: string, sinks: Iterable<string>): string {
  return `--assume-published ${list([...sinks])} has no meaning with --fresh: job ${job} begins empty, and nothing stored is published. Leave one of the two out`
}

/** Outputs wait for a sink that the job has no more. */
export function sinkRemoved(job: string, sink: string, pending: readonly number[]): string {
  const last = pending[pending.length - 1]
  return `the outputs of ${plural(pending)} of job ${job} for sink ${sink} may not have been published, and the job has no such sink any more. Run it once with the sink; --assume-published ${sink}=${last} gives them up`
}

/** Nothing of the store can be restored. */
export function allDamaged(job: string, checkpoints: readonly FoundCheckpoint[]): string {
  return `no checkpoint of job ${job} can be restored (${checkpoints.map(damageOf).join("; ")}). Put back an undamaged copy of the newest; --fresh begins empty, and outputs come again, ${sameIds}`
}

/** The damaged checkpoints, as the beginning of a sentence. */
export function damagedWords(job: string, checkpoints: readonly FoundCheckpoint[]): string {
  const why = checkpoints.length === 1 ? (checkpoints[0]!.damage ?? noLineage) : checkpoints.map(damageOf).join("; ")
  const numbers = checkpoints.map(({ number }) => number)
  return `${plural(numbers)} of job ${job} ${numbers.length === 1 ? "is" : "are"} damaged (${why})`
}

const noLineage = "it does not say its lineage"

function damageOf({ number, damage = noLineage }: FoundCheckpoint): string {
  return `${number}: ${damage}`
}

/** Warning: an older checkpoint is restored, and no sink with a mark has what came behind it. */
export function goesBack(damaged: string, back: number, unmarked: readonly string[]): string {
  const words = `${damaged}: going back to ${back}, which no sink's mark is ahead of`
  if (unmarked.length === 0) return words
  return `${words}; what ${sinks(unmarked)} may have got since then comes again, ${sameIds}`
}

/** Warning: an older state goes on although its outputs are out. */
export function repeatsFollow(job: string, back: number, published: readonly string[]): string {
  const whose = published.length === 0 ? "" : ` (${sinks(published)})`
  return `job ${job} goes on from checkpoint ${back} (--allow-repeats): outputs since then${whose} come again, ${sameIds}`
}

/** Warning: an assumption was taken for true. */
export function assumed(job: string, sink: string, number: number, skipped: readonly number[]): string {
  const words = `sink ${sink} is taken to have the outputs of job ${job} up to checkpoint ${number} (--assume-published)`
  return skipped.length === 0 ? words : `${words}: those of ${list(skipped)} are not published`
}

/** Warning: an assumption about a sink that says itself what it has, or that nothing waits for. */
export function assumedInVain(job: string, sink: string, why: string): string {
  return `--assume-published ${sink} had no effect: ${why} (job ${job}). Leave it out from now on`
}

/** Warning: outputs for a sink that was removed are given up. */
export function givenUp(job: string, sink: string, pending: readonly number[]): string {
  return `the outputs of ${plural(pending)} of job ${job} for sink ${sink}, which the job has no more, are given up (--assume-published)`
}

/** Warning: what `--fresh` passes over. */
export function beginsAnew(
  job: string,
  store: readonly FoundCheckpoint[],
  marked: readonly string[],
  pending: readonly string[],
): string {
  const numbers = store.map(({ number }) => number)
  const over = numbers.length === 0 ? [] : [`${plural(numbers)} ${numbers.length === 1 ? "is" : "are"} passed over`]
  const waiting = pending.length === 0 ? [] : [`outputs that wait for ${sinks(pending)} are not published`]
  const again =
    marked.length === 0 ? [] : [`${sinks(marked)} ${marked.length === 1 ? "has" : "have"} outputs of it already`]
  return `job ${job} begins empty (--fresh): ${[...over, ...again, ...waiting].join("; ")}; what its sources still have is judged again, and outputs come again, ${sameIds}`
}

function sinks(names: readonly string[]): string {
  return `${names.length === 1 ? "sink" : "sinks"} ${list(names)}`
}

function plural(checkpoints: readonly number[]): string {
  return `${checkpoints.length === 1 ? "checkpoint" : "checkpoints"} ${list(checkpoints)}`
}

function range(first: number, last: number): string {
  return first === last ? `${first}` : `${first} to ${last}`
}

/** A few in full, many by their ends. */
function list(items: readonly (string | number)[]): string {
  if (items.length > 6) return `${items[0]} … ${items[items.length - 1]} (${items.length} of them)`
  return items.length < 2 ? `${items[0] ?? "none"}` : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`
}
