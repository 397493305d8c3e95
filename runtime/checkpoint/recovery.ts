/**
 * What a job begins with after it was started: which checkpoint, what of its outboxes is published first, or why it must not run. Nothing ever
 * rolls back: an output that a sink has is neither computed nor published again, and one that a checkpoint holds is never given up, unless an
 * option says so.
 */
import type { Mark } from "../connectors/contract.ts"
import type { ClaimedPublisher, FoundCheckpoint, RecoveryDecision, RecoveryRequest } from "./recovery-contract.ts"
import * as words from "./recovery-words.ts"

/** Lineages that are remembered for the sake of late sinks. A mark of one before them is refused. */
const mostEarlier = 100

/** A checkpoint that can be restored. */
type Whole = FoundCheckpoint & { readonly lineage: string }

/** What speaks against going on, and what must be said if nothing does. */
interface Findings {
  /** No option of the request lifts these. */
  readonly refusals: string[]
  /** These are lifted by `allowRepeats`. */
  readonly repeats: string[]
  /** Publishers whose sinks have outputs that come again. */
  readonly repeating: Set<string>
  readonly warnings: string[]
}

/** Decides by what the store and the sinks hold. The sinks must be claimed before they are asked, and asked before the store is listed. */
export function decideRecovery(request: RecoveryRequest): RecoveryDecision {
  if (request.fresh) return beginFresh(request)
  const { checkpoints, job } = request
  if (checkpoints.length === 0) return beginEmpty(request)
  const restored = newestWhole(checkpoints)
  if (restored === undefined) return { kind: "refuse", reason: words.allDamaged(job, checkpoints) }
  return restore(request, restored)
}

/** With `--fresh`, whatever there is. */
function beginFresh(request: RecoveryRequest): RecoveryDecision {
  const { job, checkpoints, publishers, assumePublished } = request
  if (assumePublished.size > 0) return { kind: "refuse", reason: words.assumedFresh(job, assumePublished.keys()) }
  const next = nextNumber(request)
  const earlier = earlierLineages(request, next)
  const marked = publishers.filter(({ mark }) => mark !== undefined).map(({ name }) => name)
  if (checkpoints.length === 0 && marked.length === 0) return { kind: "begin", next, earlier, warnings: [] }
  const newest = newestWhole(checkpoints)
  const pending = [...(newest?.outboxes.keys() ?? [])].filter((name) => {
    const mark = publishers.find((each) => each.name === name)?.mark
    return pendingOf(newest!, name, mark?.checkpoint ?? confirmedOf(checkpoints, name)).length > 0
  })
  return { kind: "begin", next, earlier, warnings: [words.beginsAnew(job, checkpoints, marked, pending)] }
}

/** With an empty store: right only where no sink has anything. */
function beginEmpty(request: RecoveryRequest): RecoveryDecision {
  const { job, publishers, assumePublished } = request
  const marked = publishers.flatMap(({ name, mark }) => (mark === undefined ? [] : words.emptyStore(job, name, mark)))
  if (marked.length > 0) return { kind: "refuse", reason: marked.join("\n") }
  const why = "the checkpoint directory is empty, so nothing waits for it"
  const warnings = [...assumePublished.keys()].map((name) => words.assumedInVain(job, name, why))
  return { kind: "begin", next: 1, earlier: [], warnings }
}

function restore(request: RecoveryRequest, restored: Whole): RecoveryDecision {
  const { job, checkpoints, publishers, allowRepeats } = request
  const findings: Findings = { refusals: [], repeats: [], repeating: new Set(), warnings: [] }
  checkDamaged(request, restored, findings)
  const republish = publishers.flatMap((publisher) => {
    const floor = floorOf(publisher, request, restored, findings)
    const pending = pendingOf(restored, publisher.name, floor)
    return pending.length === 0 ? [] : [{ publisher: publisher.name, checkpoints: pending }]
  })
  checkRemoved(request, restored, findings)
  const { refusals, repeats, repeating, warnings } = findings
  const against = allowRepeats && refusals.length === 0 ? [] : [...refusals, ...repeats]
  if (against.length > 0) return { kind: "refuse", reason: against.join("\n") }
  const isRepeated = repeats.length > 0
  const damaged = damagedAfter(checkpoints, restored)
  if (isRepeated) warnings.unshift(words.repeatsFollow(job, restored.number, [...repeating]))
  else if (damaged.length > 0) {
    const unmarked = publishers.filter(({ kind }) => kind === "repeatable").map(({ name }) => name)
    warnings.unshift(words.goesBack(words.damagedWords(job, damaged), restored.number, unmarked))
  }
  const next = nextNumber(request)
  // Who made the damaged one may still be alive, claim after this process and publish it: such a mark must not pass for one of ours.
  const newLineage = isRepeated || damaged.length > 0
  const left = { lineage: restored.lineage, checkpoint: restored.number }
  const goingOn = newLineage ? [...(restored.earlier ?? []), left].slice(-mostEarlier) : (restored.earlier ?? [])
  const earlier = isRepeated ? earlierLineages(request, next) : goingOn
  const decided = { newLineage, repeats: isRepeated, next, earlier, republish, warnings }
  return { kind: "restore", checkpoint: restored.number, ...decided }
}

/** Damaged checkpoints behind the one to be restored: was one of them published, or the beginning of another lineage? */
function checkDamaged({ job, checkpoints }: RecoveryRequest, restored: Whole, findings: Findings): void {
  const damaged = damagedAfter(checkpoints, restored)
  if (damaged.length === 0) return
  const what = words.damagedWords(job, damaged)
  for (const name of new Set(checkpoints.flatMap(({ confirmed }) => [...confirmed.keys()]))) {
    const confirmed = confirmedOf(checkpoints, name)
    if (confirmed <= restored.number) continue
    findings.repeats.push(words.publishedDamaged(name, confirmed, what, restored.number))
    findings.repeating.add(name)
  }
  if (damaged.some(({ lineage = restored.lineage }) => lineage !== restored.lineage)) {
    findings.repeats.push(words.damagedBeginning(what, restored.number))
  }
}

/** Up to which checkpoint the publisher's sink has the outputs. What it finds on the way goes to the findings. */
function floorOf(publisher: ClaimedPublisher, request: RecoveryRequest, restored: Whole, findings: Findings): number {
  const { name, kind, mark } = publisher
  const { job, checkpoints, assumePublished } = request
  if (kind === "repeatable") {
    if (assumePublished.has(name)) findings.refusals.push(words.assumedRepeatable(job, name))
    return confirmedOf(checkpoints, name)
  }
  if (mark === undefined) return floorWithoutMark(name, request, restored, findings)
  const passed = boundPassed(mark, restored)
  if (passed !== undefined) {
    findings.repeats.push(words.passedOver(job, name, mark, restored.number))
    findings.repeating.add(name)
    return passed
  }
  const newest = checkpoints[checkpoints.length - 1]!.number
  if (!checkMark(name, mark, request, restored, findings)) return mark.checkpoint
  const confirmed = confirmedOf(checkpoints, name)
  const claimed = assumePublished.get(name)
  if (mark.checkpoint >= confirmed) {
    if (claimed === undefined) return mark.checkpoint
    if (claimed > mark.checkpoint) findings.refusals.push(words.assumedAgainstMark(job, name, claimed, mark))
    else findings.warnings.push(words.assumedInVain(job, name, "the sink says itself what it has"))
    return mark.checkpoint
  }
  if (claimed === undefined) {
    findings.refusals.push(words.wentBack(job, name, mark, confirmed, newest))
    return mark.checkpoint
  }
  return floorAssumed(name, claimed, request, restored, findings)
}

/**
 * Where the state went on from before a checkpoint that was damaged then, and whose outputs were published all the same: the number from which it
 * went on.
 */
function boundPassed(mark: Mark, { lineage, earlier = [], number }: Whole): number | undefined {
  if (mark.lineage === lineage || mark.checkpoint >= number) return undefined
  const bound = earlier.find((each) => each.lineage === mark.lineage)?.checkpoint
  return bound === undefined || mark.checkpoint <= bound ? undefined : bound
}

/** Notes a mark that is ahead of what is restored. False: it does not belong to this store. */
function checkMark(name: string, mark: Mark, request: RecoveryRequest, restored: Whole, findings: Findings): boolean {
  const { job, checkpoints } = request
  const { lineage, number } = restored
  const damaged = damagedAfter(checkpoints, restored)
  const isOurs = lineage === mark.lineage || (restored.earlier ?? []).some((each) => covers(each, mark))
  if (!isOurs && !damaged.some((each) => each.lineage === mark.lineage)) {
    findings.refusals.push(words.foreignLineage(job, name, mark, lineage))
    return false
  }
  if (isOurs && mark.checkpoint <= number) return true
  const newest = checkpoints[checkpoints.length - 1]!.number
  const isAhead = mark.checkpoint > newest
  const what = words.damagedWords(job, damaged)
  if (!isAhead && findings.repeating.has(name)) return true
  findings.repeats.push(
    isAhead ? words.aheadOfStore(job, name, mark, newest) : words.publishedDamaged(name, mark.checkpoint, what, number),
  )
  findings.repeating.add(name)
  return true
}

function floorWithoutMark(name: string, request: RecoveryRequest, restored: Whole, findings: Findings): number {
  const { job, checkpoints, assumePublished } = request
  const claimed = assumePublished.get(name)
  if (claimed !== undefined) return floorAssumed(name, claimed, request, restored, findings)
  const confirmed = confirmedOf(checkpoints, name)
  // A sink that never had anything has no mark to lose.
  if (confirmed === 0) return 0
  const newest = checkpoints[checkpoints.length - 1]!.number
  const pending = pendingOf(restored, name, 0)
  if (pending.length > 0 || restored.number < newest) {
    findings.refusals.push(words.markMissing(job, name, confirmed, pending, newest))
  }
  return confirmed
}

function floorAssumed(
  name: string,
  claimed: number,
  request: RecoveryRequest,
  restored: Whole,
  findings: Findings,
): number {
  const { job, checkpoints } = request
  const newest = checkpoints[checkpoints.length - 1]!.number
  const confirmed = confirmedOf(checkpoints, name)
  if (claimed < confirmed || claimed > newest) {
    findings.refusals.push(words.assumedOutside(job, name, claimed, confirmed, newest))
  } else if (claimed > restored.number && !findings.repeating.has(name)) {
    const what = words.damagedWords(job, damagedAfter(checkpoints, restored))
    findings.repeats.push(words.publishedDamaged(name, claimed, what, restored.number))
    findings.repeating.add(name)
  }
  const skipped = pendingOf(restored, name, confirmed).filter((number) => number <= claimed)
  findings.warnings.push(words.assumed(job, name, claimed, skipped))
  return claimed
}

/** Outputs for sinks that the job has no more, and assumptions about sinks that it does not know. */
function checkRemoved(request: RecoveryRequest, restored: Whole, findings: Findings): void {
  const { job, checkpoints, publishers, assumePublished } = request
  const present = new Set(publishers.map(({ name }) => name))
  const removed = new Set([...restored.outboxes.keys(), ...assumePublished.keys()].filter((name) => !present.has(name)))
  for (const name of removed) {
    const pending = pendingOf(restored, name, confirmedOf(checkpoints, name))
    const claimed = assumePublished.get(name) ?? 0
    if (pending.length === 0) {
      if (!assumePublished.has(name)) continue
      const known = present.size === 0 ? "has none" : `has ${[...present].join(", ")}`
      const why = `the job ${known}, and nothing waits for a sink of this name`
      findings.warnings.push(words.assumedInVain(job, name, why))
    } else if (claimed >= pending[pending.length - 1]!) findings.warnings.push(words.givenUp(job, name, pending))
    else findings.refusals.push(words.sinkRemoved(job, name, pending))
  }
}

function isWhole(checkpoint: FoundCheckpoint): checkpoint is Whole {
  return checkpoint.damage === undefined && checkpoint.lineage !== undefined
}

function newestWhole(checkpoints: readonly FoundCheckpoint[]): Whole | undefined {
  return checkpoints.filter(isWhole).at(-1)
}

function damagedAfter(checkpoints: readonly FoundCheckpoint[], restored: Whole): readonly FoundCheckpoint[] {
  return checkpoints.filter(({ number }) => number > restored.number)
}

/** What any checkpoint that can be read knows: the sink has the outputs up to this one. */
function confirmedOf(checkpoints: readonly FoundCheckpoint[], name: string): number {
  return Math.max(0, ...checkpoints.map(({ confirmed }) => confirmed.get(name) ?? 0))
}

/** Which of the held outboxes are behind a number. */
function pendingOf({ outboxes }: FoundCheckpoint, name: string, floor: number): readonly number[] {
  return (outboxes.get(name) ?? []).filter((number) => number > floor)
}

/** Numbers are never used twice, in whatever lineage. */
function nextNumber({ checkpoints, publishers }: RecoveryRequest): number {
  const marks = publishers.map(({ mark }) => mark?.checkpoint ?? 0)
  return 1 + Math.max(0, ...checkpoints.map(({ number }) => number), ...marks)
}

/** Whether a mark may be of a lineage whose greatest number is known. */
function covers(last: Mark, mark: Mark): boolean {
  return last.lineage === mark.lineage && mark.checkpoint <= last.checkpoint
}

/** The lineages whose place the one that begins with `next` takes. */
function earlierLineages({ checkpoints, publishers }: RecoveryRequest, next: number): readonly Mark[] {
  const last = new Map<string, number>()
  // Those that were followed by others before have ended before.
  for (const { earlier = [] } of checkpoints) for (const each of earlier) last.set(each.lineage, each.checkpoint)
  const present = [...checkpoints.map(({ lineage }) => lineage), ...publishers.map(({ mark }) => mark?.lineage)]
  for (const lineage of present) if (lineage !== undefined && !last.has(lineage)) last.set(lineage, next - 1)
  return [...last].map(([lineage, checkpoint]) => ({ lineage, checkpoint })).slice(-mostEarlier)
}
