/** Makes what `why` says of what it found: plain data. */
import { formatIso } from "../../runtime/time/iso.ts"
import type { Case } from "./case.ts"
import { missesOf, missWords } from "./misses.ts"
import type {
  Look,
  Refused,
  SeenEvent,
  Story,
  Taken,
  Verdict,
  WhyEvent,
  WhyMiss,
  WhyPartial,
  WhyReport,
} from "./model.ts"
import { counted, duration, moment, whereIs } from "./words.ts"

/** Events of a partial match that are told. */
const mostEvents = 40

/** `limit`: how many partial matches, and passed over events of each, are told. */
export function makeReport(asked: Case, verdict: Verdict, limit: number): WhyReport {
  const { run, rule, key, at } = asked
  const { recorder, watermark } = run
  const stories = ranked(asked)
  const alerts = asked.outcomes().flatMap((outcome) => (outcome.kind === "written" ? outcome.outputs : []))
  const refused = recorder.refused.filter(({ isOfKey }) => isOfKey === true)
  const late = refused.filter(({ code }) => code === "late").length
  const fired = verdict.fired === true
  const count = stories.length + recorder.kept.forgottenCount
  return {
    rule: rule.name,
    key: key.named,
    at: at === undefined ? null : formatIso(at),
    fired,
    reason: verdict.reason,
    text: headline(asked, verdict),
    events: someOf(verdict.events ?? []).map((each) => shownEvent(each, asked)),
    conditions: verdict.conditions ?? [],
    confirmedBy: verdict.confirmedBy ?? null,
    alerts,
    counts: {
      events: recorder.eventCount,
      partialMatches: count,
      late,
      deadLetters: refused.length - late,
    },
    watermark: Number.isFinite(watermark) ? formatIso(watermark) : null,
    partialMatches: stories.slice(0, limit).map((story) => partialOf(asked, story, limit)),
    partialMatchCount: count,
    onlyCounted: Object.fromEntries(recorder.kept.forgotten),
  }
}

/** The reason in one line. */
export function headline({ rule, key, at, run, isMore }: Case, { sentence, fired, reason }: Verdict): string {
  const whom = key.words === "" ? "" : ` for ${key.words}`
  const when = at === undefined ? "" : ` at ${moment(at)}`
  const did = fired === true ? "fired" : isMore ? "did not fire once more" : "did not fire"
  const others = at === undefined || fired === true ? [] : run.recorder.results.filter(({ kind }) => kind === "written")
  const elsewhere = others.length === 0 ? "" : ` (it fired at ${moment(others.at(-1)!.at)})`
  return `${rule.name} ${did}${whom}${when}: ${sentence}${fired === true ? "" : besides(run.recorder.refused, reason)}${elsewhere}`
}

/** What late events and failures of the rule did is a reason of its own. */
const toldElsewhere: ReadonlySet<string> = new Set(["late", "condition-failed", "output-failed"])

/** An event of the key that could not be read may be what was missing: nobody knows what it would have done. */
function besides(refused: readonly Refused[], reason: string): string {
  const own = refused.filter(({ isOfKey, code }) => isOfKey === true && !toldElsewhere.has(code))
  if (own[0] === undefined || reason === "dead-letter") return ""
  return `; besides, ${counted(own.length, "event")} of the key went to the dead letters (${own[0].place}: ${own[0].reason})`
}

/** The partial matches that are asked about, the one that came furthest first; of equal ones the newest. */
function ranked(asked: Case): readonly Story[] {
  return asked
    .stories()
    .toSorted((left, right) => asked.rank(left) - asked.rank(right) || right.first.event.at - left.first.event.at)
}

/** Of many the first and the last ones. */
function someOf<T>(events: readonly T[]): readonly T[] {
  return events.length <= mostEvents ? events : [...events.slice(0, mostEvents / 2), ...events.slice(-mostEvents / 2)]
}

/** An event, with the step that took it. */
function shownEvent(each: SeenEvent | Taken, asked: Case): WhyEvent {
  const event = "event" in each ? each.event : each
  const { type, at, place, record } = event
  const step = "event" in each ? { step: asked.stepName(each.step) } : {}
  return { ...step, type, at: formatIso(at), place, event: record.raw }
}

function partialOf(asked: Case, story: Story, limit: number): WhyPartial {
  const { taken, state, isComplete, endedAt, looks, lookCount } = story
  const { steps } = asked
  const remaining = isComplete ? 0 : steps.remaining(state)
  const awaited = isComplete || steps.isPending(state) ? [] : steps.awaited(state)
  return {
    began: formatIso(taken[0]!.event.at),
    ended: endedAt === undefined ? null : formatIso(endedAt),
    came: taken.length,
    of: taken.length + remaining,
    end: endWords(asked, story),
    events: someOf(taken).map((each) => shownEvent(each, asked)),
    waitedFor: [...new Set(awaited.map(({ step }) => asked.stepName(step)))],
    passedOver: looks.slice(-limit).map((look) => passed(asked, story, look)),
    passedOverCount: lookCount,
  }
}

function passed(asked: Case, story: Story, look: Look): WhyMiss {
  const awaited = asked.steps.isPending(story.state) ? [] : asked.steps.awaited(story.state)
  const [miss] = missesOf([look], awaited, asked)
  const because = miss === undefined ? "passed over" : miss.conditions.length > 0 ? missWords(miss) : "it came too late"
  return { event: shownEvent(look.event, asked), because, conditions: miss?.conditions ?? [] }
}

/** How a partial match ended, in words. */
function endWords(asked: Case, { end, isComplete, endedAt, state }: Story): string {
  if (end === undefined) {
    if (isComplete) return "is complete and held back"
    return asked.steps.isPending(state) ? "waits for time to pass" : "lives on"
  }
  switch (end.kind) {
    case "reported":
      return outcomeWords(end.outcome?.kind)
    case "broken":
      return `ended by ${end.look.event.type} at ${whereIs(end.look.event)}, which must not come`
    case "no-way":
      return `ended by ${end.look.event.type} at ${whereIs(end.look.event)}: it had to be another event`
    case "skipped":
      return "dropped by the skip strategy after a match"
    case "dropped":
      return "dropped at the limit of partial matches of one key"
    case "expired": {
      const expiry = asked.expiryOf(state)
      const own = expiry === undefined ? asked.within : Math.min(expiry, asked.within ?? Number.POSITIVE_INFINITY)
      return `its ${own === undefined ? "window" : `window of ${duration(own)}`} ended at ${moment(endedAt!)}`
    }
  }
}

function outcomeWords(kind: "written" | "filtered" | "suppressed" | "failed" | undefined): string {
  switch (kind) {
    case "filtered":
      return "matched, and `having` was false"
    case "suppressed":
      return "matched, and `once per` kept it silent"
    case "failed":
      return "matched, and its output failed"
    default:
      return "matched"
  }
}
