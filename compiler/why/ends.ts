import type { Case } from "./case.ts"
import { missesOf, missWords } from "./misses.ts"
import type { Look, Story, Verdict } from "./model.ts"
import { duration, either, moment, whereIs } from "./words.ts"

/** What one event, or another match, did to the partial matches that came furthest; undefined: they only waited. */
export function endVerdict(asked: Case, best: readonly Story[]): Verdict | undefined {
  const waiting = best.filter(({ isComplete, end }) => isComplete && end === undefined)
  if (waiting.length > 0) return heldBack(asked, waiting.at(-1)!)
  const broken = best.filter(({ end }) => end?.kind === "broken")
  if (broken.length > 0) return brokenVerdict(asked, longest(broken))
  const left = best.filter(({ end }) => end?.kind === "no-way")
  if (left.length > 0) return noWay(asked, left.at(-1)!)
  const skipped = best.filter(({ end }) => end?.kind === "skipped")
  return skipped.length > 0 ? consumed(asked, skipped.at(-1)!) : undefined
}

/** The one that lived longest: of those that a silence ended, the longest silence. */
function longest(stories: readonly Story[]): Story {
  const life = ({ last, endedAt }: Story): number => endedAt! - last.event.at
  return stories.reduce((best, each) => (life(each) >= life(best) ? each : best))
}

function heldBack(asked: Case, story: Story): Verdict {
  const older = asked
    .stories()
    .find((each) => !each.isComplete && each.end === undefined && each.first.event.at <= story.first.event.at)
  const first = older?.first
  const whom = first === undefined ? "one that began earlier" : `the one that began at ${whereIs(first.event)}`
  const { kind } = asked.rule.skip
  const sentence = `it is complete since ${whereIs(story.last.event)}, and \`skip ${kind.replaceAll("-", " ")}\` holds it back while ${whom} lives`
  return { reason: "held-back", sentence, events: story.taken }
}

function lookOf({ end }: Story): Look {
  if (end?.kind === "broken" || end?.kind === "no-way") return end.look
  throw new Error("no event ended this partial match")
}

function brokenVerdict(asked: Case, story: Story): Verdict {
  const { event, asked: answers } = lookOf(story)
  const held = answers.filter(({ holds }) => holds)
  const absence = asked.absences.find(({ condition }) => held.some((each) => each.condition === condition))
  const since = story.last
  const last = `\`${asked.stepName(since.step)}\` (${whereIs(since.event)})`
  const passed = duration(event.at - since.event.at)
  const needed = asked.silenceAfter(story.state)
  const { where } = asked.rule.conditions[absence?.condition ?? -1] ?? {}
  const values = held.find(({ condition }) => condition === absence?.condition)?.values ?? new Map()
  const conditions = where === undefined ? [] : asked.explainer.decided(where, values, true)
  const words = conditions.length === 0 ? "" : ` (${missWords({ conditions })})`
  const need = needed === undefined ? "" : `, and ${duration(needed)} without one are wanted`
  const count = asked.stories().filter(({ end }) => end?.kind === "broken").length
  if (asked.isSilence) {
    const which = count > 1 ? "the longest silence" : "its silence"
    const sentence = `${event.type} came before it was silent long enough: ${which} was ${passed}, from ${whereIs(since.event)} to ${whereIs(event)}${need}`
    return { reason: "absence", sentence, events: [...story.taken, event], conditions }
  }
  const sentence = `${event.type} at ${whereIs(event)} must not come after ${last}: it came ${passed} later${need}${words}`
  return { reason: "absence", sentence, events: [...story.taken, event], conditions }
}

function noWay(asked: Case, story: Story): Verdict {
  const look = lookOf(story)
  const { event } = look
  const last = story.last
  const after = `\`${asked.stepName(last.step)}\` (${whereIs(last.event)})`
  const until = look.asked.find(({ condition, holds }) => holds && asked.rule.conditions[condition]!.role === "until")
  if (until !== undefined) {
    const where = asked.rule.conditions[until.condition]!.where!
    const conditions = asked.explainer.decided(where, until.values, true)
    const sentence = `\`until\` ended it too early: after ${after} came ${event.type} at ${whereIs(event)}, for which it holds: ${missWords({ conditions })}`
    return { reason: "until", sentence, events: [...story.taken, event], conditions }
  }
  const awaited = asked.steps.awaited(story.state)
  const names = either([...new Set(awaited.map(({ step }) => `\`${asked.stepName(step)}\``))])
  const [miss] = missesOf([look], awaited, asked)
  const why = miss === undefined ? `it is ${event.type}` : missWords(miss)
  const which = asked.isConsecutive(
    awaited.map(({ step }) => step),
    last.step,
  )
    ? "consecutive"
    : "next"
  const sentence = `\`${which}\` was broken: after ${after} the very next event has to be ${names}, and ${event.type} at ${whereIs(event)} is not: ${why}`
  return { reason: "contiguity", sentence, events: [...story.taken, event], conditions: miss?.conditions ?? [] }
}

function consumed(asked: Case, story: Story): Verdict {
  return consumedBy(asked, story, story.end?.kind === "skipped" ? story.end.by : undefined)
}

/** The words for a partial match that is gone because of a match. */
export function consumedBy(asked: Case, story: Story, by: Story | undefined): Verdict {
  const outcome = by?.end?.kind === "reported" ? by.end.outcome : undefined
  const at = outcome === undefined ? "" : ` at ${moment(outcome.at)}`
  const { kind } = asked.rule.skip
  const strategy =
    kind === "default" ? "behind a match the rule starts afresh" : `\`skip ${kind.replaceAll("-", " ")}\` drops it`
  const { first } = story
  const sentence = `an earlier match${at} took its events: ${strategy}, so what began at ${whereIs(first.event)} was dropped; \`skip none\` keeps it`
  return { reason: "skip", sentence, events: story.taken }
}
