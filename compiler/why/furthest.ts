/** The reason of the partial match that came furthest. */

import type { MatchView } from "../../runtime/abi/rule-set.ts"
import type { Awaited } from "../../runtime/match/steps.ts"
import type { Case } from "./case.ts"
import { consumedBy, endVerdict } from "./ends.ts"
import { matchOf } from "./match-view.ts"
import { type Miss, missesOf, missWords, nearestMiss, typesOf } from "./misses.ts"
import type { Look, Refused, SeenEvent, Story, Taken, Verdict } from "./model.ts"
import { firstEvents } from "./recorder.ts"
import type { Run } from "./run.ts"
import { deadVerdict, lateVerdict } from "./unseen.ts"
import { clock, counted, duration, either, moment, ordinal, whereIs } from "./words.ts"

/** Windows that many times as long are looked into: a little, then further where events came that nearly did, then far. */
const slightlyLonger = 1.5
const longerThanMisses = 5
const muchLonger = 20
/** One part of a condition is false, and it lacks a quarter at most. */
const nearlyRight = 10.25
const second = 1000
/** Of the partial matches that came furthest, so many are looked at for events in another order. */
const mostReordered = 100

/** undefined: no partial match lived. */
export async function furthest(asked: Case): Promise<Verdict | undefined> {
  const { steps } = asked
  const stories = asked.unfired()
  const left = (story: Story): number => (story.isComplete ? 0 : steps.remaining(story.state))
  const least = stories.reduce((best, story) => Math.min(best, left(story)), Number.POSITIVE_INFINITY)
  const best = stories.filter((story) => left(story) === least)
  const late = await lateInTime(asked)
  if (late !== undefined) return late
  if (!asked.isMore || stories.every(({ end }) => end?.kind === "skipped")) {
    const consumed = await takenByOther(asked)
    if (consumed !== undefined) return consumed
  }
  if (stories.length === 0) return undefined
  const dropped = await underLimit(asked, stories)
  if (dropped !== undefined) return dropped
  const ended = endVerdict(asked, best)
  if (ended !== undefined) return ended
  return unfinished(asked, best)
}

/** Events that came late: would it have fired had they come in time? */
async function lateInTime(asked: Case): Promise<Verdict | undefined> {
  const late = asked.run.recorder.refused.filter(({ isOfKey, code }) => isOfKey === true && code === "late")
  if (late.length === 0) return undefined
  const run = await asked.again({ kind: "lateness" })
  if (!asked.fires(run)) return undefined
  const events = firedStories(asked, run).flatMap(({ taken }) => taken.map(({ event }) => event))
  const isTaken = (each: Refused): boolean => events.some(({ place, at }) => place === each.place && at === each.at)
  return lateVerdict(late.find(isTaken) ?? late[0]!, late.length, "with no event late it fires")
}

/** Matches at other times may have taken its events: would it have fired then, if each match were reported? */
async function takenByOther(asked: Case): Promise<Verdict | undefined> {
  const others = asked.run.recorder.stories.filter(({ end }) => end?.kind === "reported")
  const isElsewhere = asked.at !== undefined || asked.isMore
  if (!isElsewhere || others.length === 0 || asked.rule.skip.kind === "none") return undefined
  const run = await asked.again({ kind: "skip" })
  const told = new Set(asked.isMore ? others.map(sequences) : [])
  const story = firedStories(asked, run).findLast((each) => !told.has(sequences(each)))
  if (story === undefined) return undefined
  const own = new Set(story.taken.map(({ event }) => event.record.sequence))
  const by = others.findLast(({ taken }) => taken.some(({ event }) => own.has(event.record.sequence))) ?? others.at(-1)!
  return { ...consumedBy(asked, story, by), confirmedBy: "with `skip none` it fires" }
}

/** Its first and last events, and how many it has: partial matches of two runs with the same ones are taken to be the same. */
function sequences({ first, last, length }: Story): string {
  return `${first.event.record.sequence} ${last.event.record.sequence} ${length}`
}

/** The limit of partial matches dropped some: would it have fired without? */
async function underLimit(asked: Case, stories: readonly Story[]): Promise<Verdict | undefined> {
  const dropped = stories.filter(({ end }) => end?.kind === "dropped")
  const [first] = dropped
  if (first === undefined) return undefined
  const run = await asked.again({ kind: "limit" })
  if (!asked.fires(run)) return undefined
  const count = dropped.length + (asked.run.recorder.kept.forgotten.get("dropped") ?? 0)
  const used = new Set(firedStories(asked, run).map(({ first }) => first.event.record.sequence))
  const own = dropped.find(({ first: own }) => used.has(own.event.record.sequence)) ?? first
  const limit = asked.run.recorder.limit.toLocaleString("en")
  const sentence = `the limit of ${limit} partial matches of one key dropped it: it began at ${whereIs(own.first.event)} and was the oldest when there were more (${counted(count, "partial match").replace(/matchs$/, "matches")} dropped)`
  return { reason: "limit", sentence, events: own.taken, confirmedBy: "without the limit it fires" }
}

/** Something was still to come when it ended, or it lives on. */
async function unfinished(asked: Case, best: readonly Story[]): Promise<Verdict> {
  const [story] = best.toSorted(byNearness(asked))
  const { state } = story!
  const awaited = asked.steps.awaited(state)
  if (asked.steps.isPending(state)) return pending(asked, story!)
  const expired = best.some(({ end }) => end?.kind === "expired")
  if (expired) {
    const slightly = await inLongerWindow(asked, slightlyLonger)
    if (slightly !== undefined) return slightly
  }
  const misses = allMisses(asked, best)
  const early = cameBefore(asked, best)
  if (early !== undefined) return early
  if (misses.length > 0) {
    // What came in time and was far from right is a worse reason than what was right and came too late.
    const isNear = nearestMiss(misses)!.distance <= nearlyRight
    const longer = expired && !isNear ? await inLongerWindow(asked, longerThanMisses) : undefined
    return longer ?? missed(asked, story!, awaited, misses, missCount(asked, best, misses))
  }
  if (expired) {
    const much = await inLongerWindow(asked, muchLonger)
    if (much !== undefined) return much
  }
  return refusedOf(asked) ?? nothingCame(asked, story!, awaited)
}

/** The events that could have taken some partial matches further, once each: of one in several states the nearest. */
function allMisses(asked: Case, best: readonly Story[]): readonly Miss[] {
  const seen = new Set<string>()
  const numbers = new Map<Look, number>()
  return best.flatMap(({ looks, state }) => {
    const own = looks.filter((look) => {
      const number = numbers.get(look) ?? numbers.size
      numbers.set(look, number)
      const name = `${state} ${number}`
      return !seen.has(name) && seen.add(name)
    })
    return missesOf(own, asked.steps.awaited(state), asked)
  })
}

/** How many events these are; where not all looks were kept, the events of these types that came while the partial matches waited. */
function missCount(asked: Case, best: readonly Story[], misses: readonly Miss[]): number {
  const { events, eventCount } = asked.run.recorder
  if (!best.some(({ isPartlyKept }) => isPartlyKept)) return new Set(misses.map(({ event }) => event)).size
  const types = new Set(best.flatMap(({ state }) => [...typesOf(asked, asked.steps.awaited(state))]))
  const waits = best.map(({ since, until = eventCount }) => ({ since, until })).toSorted((a, b) => a.since - b.since)
  let [count, done] = [0, 0]
  const gone = eventCount - events.length
  for (const { since, until } of waits) {
    for (let number = Math.max(since, done) + 1; number <= until; number++) {
      // Of very many events those in the middle are gone: they are taken to be of these types.
      const event = number <= firstEvents || gone === 0 ? events[number - 1] : events[number - 1 - gone]
      if (event === undefined || types.has(event.type)) count++
    }
    done = Math.max(done, until)
  }
  return count
}

/** Nothing came, and an event of the key could not be read: that may have been it. */
function refusedOf({ run }: Case): Verdict | undefined {
  const own = run.recorder.refused.filter(({ isOfKey, code }) => isOfKey === true && code !== "late")
  return own[0] === undefined ? undefined : deadVerdict(own[0], own.length)
}

/** Nearest to its end first: what it passed over was nearly right; then the last. */
function byNearness(asked: Case): (left: Story, right: Story) => number {
  const known = new Map<Story, number>()
  const nearest = (story: Story): number => {
    const distance = known.get(story) ?? nearestOf(asked, story)
    known.set(story, distance)
    return distance
  }
  return (left, right) =>
    nearest(left) - nearest(right) || right.length - left.length || right.first.event.at - left.first.event.at
}

function nearestOf({ run }: Case, { looks, state }: Story): number {
  return looks.reduce((least, look) => Math.min(least, run.rate(look, state) ?? 1000), 1000)
}

function pending(asked: Case, story: Story): Verdict {
  const { watermark } = asked.run
  const stands = Number.isFinite(watermark) ? moment(watermark) : "the end of time"
  const { last } = story
  const sentence = `it waits for time to pass: all its events are there since ${whereIs(last.event)}, and the watermark stands at ${stands}, before the end of the time in which nothing must come`
  return { reason: "watermark", sentence, events: story.taken }
}

// ---------------------------------------------------------------- the window

/** Matches that were reported, with those that others dropped for no other reason. */
function firedStories(asked: Case, run: Run): readonly Story[] {
  return asked.stories(run).filter(({ end }) => end?.kind === "reported" && end.outcome?.kind === "written")
}

/** Would a longer window have done? Of the matches in it the one that needs least. */
async function inLongerWindow(asked: Case, factor: number): Promise<Verdict | undefined> {
  const run = await asked.again({ kind: "window", factor, every: true })
  const needs = firedStories(asked, run).flatMap((story) => excessOf(asked, story))
  const least = needs.reduce<Excess | undefined>((best, each) => (best && best.by <= each.by ? best : each), undefined)
  if (least === undefined) return undefined
  const enough = Math.ceil((least.within + least.by + 1) / second) * second
  const confirmed = asked.fires(await asked.again({ kind: "window", factor: enough / least.within, every: false }))
  const verdict = tooLate(asked, least)
  return confirmed ? { ...verdict, confirmedBy: `within ${duration(enough)} it fires` } : verdict
}

interface Excess {
  readonly taken: readonly Taken[]
  /** Its place among the events taken. */
  readonly index: number
  /** The event that its time is counted from. */
  readonly since: SeenEvent
  readonly within: number
  /** By how many ms it is too late: at least 0. */
  readonly by: number
}

/** The first event of a match that came too late, and by how much; none: all came in time. */
function excessOf(asked: Case, story: Story): readonly Excess[] {
  const { within } = asked
  const { taken } = story
  const isBetween = asked.rule.within.kind === "between-events"
  for (const [index, { event }] of taken.entries()) {
    if (index === 0) continue
    const since = (isBetween ? taken[index - 1]! : taken[0]!).event
    if (within !== undefined && event.at - since.at >= within) {
      return [{ taken, index, since, within, by: taken.at(-1)!.event.at - since.at - within }]
    }
  }
  return soonExcess(asked, story)
}

/** Likewise of `then within`: what the automaton said to the partial match that it left. */
function soonExcess(asked: Case, { taken }: Story): readonly Excess[] {
  for (const story of asked.stories()) {
    const index = story.length
    if (taken[index - 1]?.event.record.sequence !== story.last.event.record.sequence) continue
    const isSame = story.taken.every(({ event }, at) => taken[at]?.event.record.sequence === event.record.sequence)
    const next = taken[index]
    const state = asked.expiryOf(story.state)
    if (!isSame || next === undefined || state === undefined) continue
    const since = story.last.event
    if (next.event.at - since.at >= state)
      return [{ taken, index, since, within: state, by: next.event.at - since.at - state }]
  }
  return []
}

function tooLate(asked: Case, { taken, index, since, within, by }: Excess): Verdict {
  const { step, event } = taken[index]!
  const before = taken.slice(0, index)
  const behind = taken.length - index - 1
  const name =
    before.some((each) => each.step === step) || asked.rule.steps[step]!.several
      ? `the ${ordinal(before.filter((each) => each.step === step).length + 1)} \`${asked.stepName(step)}\``
      : `\`${asked.stepName(step)}\``
  const excess =
    by === 0
      ? "exactly too late"
      : `${duration(event.at - since.at - within)} too late`.replace("0 ms too late", "just too late")
  const counts = `${index} of ${taken.length} events came in time`
  const others = behind === 0 ? "" : `, ${behind} more after it`
  const last = `\`${asked.stepName(taken[index - 1]!.step)}\``
  const from =
    index === 1 || since === before[0]!.event
      ? `the first event (${clock(since.at, event.at)})`
      : `${last} (${clock(since.at, event.at)})`
  const sentence = `${name} came ${excess}, at ${whereIs(event)}: within ${duration(within)} of ${from} means before ${clock(since.at + within, event.at)}; ${counts}${others}`
  return { reason: "window", sentence, events: taken }
}

// ---------------------------------------------------------------- the order

/** The event that was waited for came before: in the other order it would have been complete. */
function cameBefore(asked: Case, best: readonly Story[]): Verdict | undefined {
  const { recorder } = asked.run
  const matched = recorder.stories.filter(({ end }) => end?.kind === "reported")
  const used = new Set(matched.flatMap(({ taken }) => taken.map(({ event }) => event)))
  for (const story of best.slice(-mostReordered).toReversed()) {
    if (asked.steps.remaining(story.state) !== 1) continue
    let view: MatchView | undefined
    const match = (): MatchView => (view ??= matchOf(story.taken))
    const last = story.last.event
    const own = new Set(story.taken.map(({ event }) => event))
    const earliest = asked.within === undefined ? Number.NEGATIVE_INFINITY : last.at - asked.within
    for (const { step, wanted } of asked.steps.awaited(story.state)) {
      const [condition] = wanted
      if (condition === undefined) continue
      const early = recorder.events.findLast(
        (event) =>
          event.at > earliest &&
          event.record.sequence < last.record.sequence &&
          !own.has(event) &&
          !used.has(event) &&
          asked.typesOf(condition).includes(event.type) &&
          recorder.holdsFor(condition, event, match),
      )
      if (early !== undefined) return wrongOrder(asked, story, step, early)
    }
  }
  return undefined
}

function wrongOrder(asked: Case, { taken }: Story, step: number, early: SeenEvent): Verdict {
  const after = taken.find(({ event }) => event.record.sequence > early.record.sequence) ?? taken.at(-1)!
  const [name, other] = [asked.stepName(step), asked.stepName(after.step)]
  const sentence = `the order is another one: \`${name}\` (${whereIs(early)}) came before \`${other}\` (${whereIs(after.event)}), and the rule wants it after`
  return { reason: "order", sentence, events: [early, ...taken] }
}

// ---------------------------------------------------------------- no event, or none that fits

function missed(
  asked: Case,
  story: Story,
  awaited: readonly Awaited[],
  misses: readonly Miss[],
  count: number,
): Verdict {
  const best = nearestMiss(misses)!
  const { type } = best.event
  const name = `\`${asked.stepName(best.step)}\``
  const before = story.last
  const need = needWords(asked, story, awaited)
  const which =
    count === 1
      ? `${type} at ${whereIs(best.event)}`
      : `the nearest of ${counted(count, type)}, at ${whereIs(best.event)}`
  const sentence = `${need ?? `${name} did not come after \`${asked.stepName(before.step)}\` (${whereIs(before.event)})`}; ${which}, is not one: ${missWords(best)}`
  return { reason: "condition", sentence, events: [...story.taken, best.event], conditions: best.conditions }
}

/** Of a step that wants several: how many there are. */
function needWords(asked: Case, { taken, state }: Story, awaited: readonly Awaited[]): string | undefined {
  const [next] = awaited
  if (next === undefined || awaited.length > 1) return undefined
  const own = taken.filter(({ step }) => step === next.step).length
  const inside = asked.steps.ofStep(state, next.step)
  if (own + inside < 2) return undefined
  return `\`${asked.stepName(next.step)}\` wants ${own + inside} events, and ${own} came`
}

function nothingCame(asked: Case, story: Story, awaited: readonly Awaited[]): Verdict {
  const names = either([...new Set(awaited.map(({ step }) => `\`${asked.stepName(step)}\``))])
  const types = either([...new Set(awaited.flatMap(({ wanted }) => wanted.flatMap((each) => asked.typesOf(each))))])
  const before = story.last
  const need = needWords(asked, story, awaited)
  const until = story.end?.kind === "expired" ? ` until its window ended at ${moment(story.endedAt!)}` : ""
  const after = `after \`${asked.stepName(before.step)}\` (${whereIs(before.event)})`
  const sentence = `${need ?? `${names} did not come`}: no ${types} that fits came ${after}${until}`
  return { reason: "step-missing", sentence, events: story.taken }
}
