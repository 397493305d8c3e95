/** What the generator draws is valid, varied, and answered by the reference as the language says. */
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { cases, type ReferenceAnswer, type ReferenceCase, referenceRun, toCep } from "./generate.ts"
import type { Result } from "./pattern.ts"
import type { RuleEvent, RuleStep } from "./rule.ts"
import { canBeEmpty } from "./sketch.ts"

const seed = 20_240_229

/** Every step with the one before and after it, groups opened. */
function walk(steps: readonly RuleStep[], see: (step: RuleStep, at: number, all: readonly RuleStep[]) => void): void {
  for (const [at, step] of steps.entries()) {
    see(step, at, steps)
    if ("group" in step) walk(step.group, see)
  }
}

function isNegated(step: RuleStep | undefined): boolean {
  return step !== undefined && !("group" in step) && step.negated
}

/** What Flink and the language refuse, found in a pattern. */
function refusals({ rule: { pattern } }: ReferenceCase): string[] {
  const found: string[] = []
  const names: string[] = []
  walk(pattern.steps, (step, at, all) => {
    const isSingle = step.min === 1 && step.max === 1
    const [before, after] = [all[at - 1], all[at + 1]]
    if (!("group" in step)) names.push(step.name)
    if (isNegated(step)) {
      if (at === 0) found.push("begins with no")
      if (!isSingle || step.optional || step.until !== null) found.push("a counted no")
      if (before !== undefined && canBeEmpty(before)) found.push("no after an optional step")
      if (step.contiguity === "thenAny") found.push("then any no")
      if (after === undefined && all !== pattern.steps) found.push("a group ends with no")
      if (after === undefined && step.contiguity === "then" && pattern.within === null) found.push("no window")
    }
    if (step.greedy && ("group" in step || isSingle || step.inner === "any")) found.push("greedy")
    if (step.greedy && after?.optional) found.push("greedy before optional")
    if (step.until !== null && step.max !== null) found.push("until without a loop")
    if (isSingle && step.inner !== "relaxed") found.push("inner contiguity without repetition")
    if ((at === 0) !== (step.contiguity === "first")) found.push("contiguity")
  })
  if (new Set(names).size !== names.length) found.push("a name twice")
  const { skip } = pattern
  if ("step" in skip && !names.includes(skip.step)) found.push("an unknown skip target")
  return found
}

/** The tags of a case, by which the spread of the generator is measured. */
function features({ rule: { pattern, outOfOrderMs }, events }: ReferenceCase, answer: ReferenceAnswer): string[] {
  const tags = [
    `skip ${pattern.skip.kind}`,
    `within ${pattern.within?.mode ?? "none"}`,
    `late ${answer.late.length > 0}`,
  ]
  tags.push(`disorder ${outOfOrderMs > 0}`, `keys ${new Set(events.map(({ k }) => k)).size}`)
  if (new Set(events.map(({ at }) => at)).size < events.length) tags.push("equal times")
  if (events.some(({ at }) => at === 0)) tags.push("time 0")
  if (answer.matches.length > 0) tags.push("matches")
  if (answer.timeouts.length > 0) tags.push("timeouts")
  walk(pattern.steps, (step, at, all) => {
    tags.push(step.contiguity, step.inner)
    if (step.max === null) tags.push("loop")
    else if (step.max > 1) tags.push(step.min === step.max ? "times" : "range")
    if (step.min === 0 || step.optional) tags.push("optional")
    if (step.greedy) tags.push("greedy")
    if (step.until !== null) tags.push("until")
    if ("group" in step) tags.push(all === pattern.steps ? "group" : "nested group")
    else {
      if (step.where.some((each) => "ref" in each)) tags.push("reference")
      if (step.negated) tags.push(`no ${step.contiguity} ${at === all.length - 1 ? "last" : "inside"}`)
    }
  })
  return [...new Set(tags)]
}

describe("what is drawn", () => {
  const drawn = fc.sample(cases(), { numRuns: 1500, seed })

  test("is what the language accepts", () => {
    for (const each of drawn) expect(refusals(each), toCep(each.rule)).toEqual([])
  })

  test("has every feature often enough, and matches", () => {
    const counts = new Map<string, number>()
    for (const each of drawn) {
      for (const tag of features(each, referenceRun(each.rule, each.events)))
        counts.set(tag, (counts.get(tag) ?? 0) + 1)
    }
    const wanted = `150 skip default, 150 skip none, 150 skip pastLast, 150 skip next, 150 skip toFirst, 150 skip toLast,
      300 within none, 300 within whole, 150 within previous, 100 late true, 300 disorder true, 200 keys 1, 200 keys 2,
      200 keys 3, 800 equal times, 200 time 0, 1500 first, 200 next, 400 then, 200 thenAny, 500 relaxed, 200 strict,
      200 any, 300 loop, 100 times, 200 range, 300 optional, 60 greedy, 30 until, 200 group, 30 nested group,
      200 reference, 15 no next last, 30 no then last, 15 no next inside, 30 no then inside, 500 matches, 300 timeouts`
    const rare = wanted.split(/,\s+/).filter((each) => {
      const [, least, tag] = /^(\d+) (.+)$/.exec(each)!
      return (counts.get(tag!) ?? 0) < Number(least)
    })
    expect(rare).toEqual([])
  })

  test("fills streams of up to 30 events", () => {
    const lengths = drawn.map(({ events }) => events.length)
    expect(Math.max(...lengths)).toBe(30)
    expect(lengths.filter((length) => length > 10).length).toBeGreaterThan(500)
  })
})

/** The events of a result in the order of event time, equal times in the order of arrival. */
function inOrder({ match }: Result, events: readonly RuleEvent[]): number[] {
  const members = Object.values(match).flat()
  return members.sort((a, b) => events[a]!.at - events[b]!.at || a - b)
}

function holds(property: (each: ReferenceCase, answer: ReferenceAnswer) => void): void {
  fc.assert(
    fc.property(cases(), (each) => void property(each, referenceRun(each.rule, each.events))),
    { numRuns: 400, seed },
  )
}

describe("what the reference answers", () => {
  test("uses an event once in a match, of its key, never a late one", () => {
    holds(({ events }, { matches, timeouts, late }) => {
      for (const result of [...matches, ...timeouts]) {
        const members = inOrder(result, events)
        expect(new Set(members).size).toBe(members.length)
        for (const index of members) {
          expect(events[index]!.k).toBe(result.key)
          expect(late).not.toContain(index)
        }
      }
    })
  })

  test("keeps every match shorter than its window, and dates every timeout at its deadline", () => {
    holds(({ rule: { pattern }, events }, { matches, timeouts }) => {
      const { within } = pattern
      if (within === null) return expect(timeouts).toEqual([])
      for (const match of matches) {
        const times = inOrder(match, events).map((index) => events[index]!.at)
        const spans =
          within.mode === "whole" ? [times.at(-1)! - times[0]!] : times.slice(1).map((t, i) => t - times[i]!)
        for (const span of spans) expect(span).toBeLessThan(within.ms)
      }
      for (const timeout of timeouts) {
        const times = inOrder(timeout, events).map((index) => events[index]!.at)
        expect(timeout.at).toBe((within.mode === "whole" ? times[0]! : times.at(-1)!) + within.ms)
      }
    })
  })

  test("takes as many events of a single-level step as the step allows", () => {
    holds(({ rule: { pattern } }, { matches }) => {
      for (const { match } of matches) {
        for (const step of pattern.steps.filter((each) => !("group" in each))) {
          const count = match[step.name]?.length ?? 0
          if (isNegated(step) || (count === 0 && canBeEmpty(step))) expect(count).toBe(0)
          else expect(count >= step.min && count <= (step.max ?? Number.POSITIVE_INFINITY)).toBe(true)
        }
      }
    })
  })

  test("reports nothing twice, and with the default no two matches of a key that overlap", () => {
    holds(({ rule: { pattern }, events }, { matches }) => {
      const texts = matches.map(({ key, match }) => `${key} ${JSON.stringify(Object.entries(match).sort())}`)
      expect(new Set(texts).size).toBe(texts.length)
      if (pattern.skip.kind !== "default") return
      const place = new Map(
        [...events.keys()].sort((a, b) => events[a]!.at - events[b]!.at || a - b).map((e, i) => [e, i]),
      )
      for (const key of new Set(matches.map((match) => match.key))) {
        const spans = matches.filter((match) => match.key === key).map((match) => inOrder(match, events))
        for (const [i, span] of spans.slice(1).entries()) {
          expect(place.get(span[0]!)!).toBeGreaterThan(place.get(spans[i]!.at(-1)!)!)
        }
      }
    })
  })

  test("does not depend on the order of arrival within the lateness, one deadline after the other", () => {
    const property = fc.property(cases({ late: false }), ({ rule, events }) => {
      const sorted = [...events.keys()].sort((a, b) => events[a]!.at - events[b]!.at || a - b)
      const named = (list: readonly Result[], names: readonly number[]) =>
        list.map(({ key, at, match }) =>
          JSON.stringify([
            key,
            at,
            Object.entries(match).map(([step, all]) => [step, all.map((index) => names[index])]),
          ]),
        )
      const options = { stepping: "deadline" } as const
      const here = referenceRun(rule, events, options)
      const there = referenceRun(
        rule,
        sorted.map((index) => events[index]!),
        options,
      )
      for (const what of ["matches", "timeouts"] as const) {
        expect(named(there[what], sorted).sort()).toEqual(named(here[what], [...events.keys()]).sort())
      }
    })
    fc.assert(property, { numRuns: 300, seed })
  })
})
