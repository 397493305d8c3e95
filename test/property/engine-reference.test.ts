/**
 * The whole pipeline against the slow reference matcher, on drawn rules and streams: the rule is printed, compiled and run by
 * the engine. `PAIRS=100000 SEED=…` for a long run.
 */
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  batches,
  type GenerateOptions,
  type ReferenceAnswer,
  type Rule,
  type RuleEvent,
  referenceRun,
  resultsDifference,
  toCep,
} from "../reference/generate.ts"
import type { Stepping } from "../reference/matcher.ts"
import type { RuleStep } from "../reference/rule.ts"
import { canBeEmpty } from "../reference/sketch.ts"
import { isTimed } from "../reference/to-cep.ts"
import { answerOf, bothForms, compileText, type Delivery, type Heard, hear, numbered } from "../support/compiled.ts"
import { arrivals } from "./arrivals.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()
const skips = ["default", "none", "pastLast", "next", "toFirst", "toLast"] as const
const streamsPerRule = 5
/** A whole number of rules for a share of the pairs. */
const numRuns = (share: number) => Math.max(1, Math.ceil((pairs * share) / streamsPerRule))
console.info(`property tests: ${pairs} pairs from SEED=${seed}`)

/** Whether partial matches can come to the same events in two ways: by other rounds of a group, or by two ways past it. */
function hasTwoWays(steps: readonly RuleStep[]): boolean {
  return steps.some((step) => {
    if (!("group" in step)) return false
    const isOptional = step.optional || step.min === 0
    return step.max !== 1 || (isOptional && step.group.every(canBeEmpty)) || hasTwoWays(step.group)
  })
}

/**
 * Null: agrees. Times and order of matches count under every skip strategy as long as both move from deadline to deadline; in
 * steps of the watermark the time that lets a match out is Flink's choice. How often equal partial matches time out, where
 * there are two ways to them, is nobody's promise.
 */
function difference(
  rule: Rule,
  events: readonly RuleEvent[],
  wanted: ReferenceAnswer,
  heard: Heard,
  at = true,
): string | null {
  const found = answerOf(heard)
  if (heard.dead.length > 0) return `dead letter: ${heard.dead[0]!.reason}`
  if (wanted.late.join() !== found.late.join()) return `late: expected ${wanted.late}, found ${found.late}`
  const matches = resultsDifference(wanted.matches, found.matches, events, { at, distinct: false, ordered: at })
  if (matches !== null) return `matches: ${matches}`
  const { within, steps } = rule.pattern
  if (within === null && !steps.some(isTimed)) return found.timeouts.length === 0 ? null : "timeouts without a window"
  const how = { at: true, distinct: hasTwoWays(steps), ordered: false }
  const timeouts = resultsDifference(wanted.timeouts, found.timeouts, events, how)
  return timeouts === null ? null : `timeouts: ${timeouts}`
}

/** What a restart and another order of arrival may not change: outputs with their ids, in order, and what is counted. */
function told({ outputs, dead, stats }: Heard): unknown {
  return { outputs, dead, stats }
}

/** Draws rules with streams and something for each stream; every rule is compiled once, and run in both forms. */
async function holds<T>(
  options: GenerateOptions,
  size: { readonly numRuns: number; readonly seed: number },
  extra: fc.Arbitrary<T>,
  property: (
    rule: Rule,
    run: (deliveries: readonly Delivery[], every?: number, timeSteps?: Stepping) => Heard,
    stream: RuleEvent[],
    extra: T,
  ) => void,
): Promise<void> {
  const drawn = fc.record({ batch: batches(streamsPerRule, options), extra })
  await fc.assert(
    fc.asyncProperty(drawn, async ({ batch, extra }) => {
      const rules = await compileText(toCep(batch.rule))
      for (const forms of bothForms) {
        const run = (deliveries: readonly Delivery[], restartEvery = 0, timeSteps: Stepping = "deadline") =>
          hear(rules, deliveries, { restartEvery, timeSteps, forms })
        for (const stream of batch.streams) property(batch.rule, run, [...stream], extra)
      }
    }),
    size,
  )
}

describe("the engine answers as the reference does", () => {
  test.each(skips)("skip %s", { timeout }, async (skip) => {
    // Other patterns for each strategy.
    const size = { numRuns: numRuns(0.5 / skips.length), seed: seed + skips.indexOf(skip) }
    await holds({ skips: [skip] }, size, fc.constant(null), (rule, run, events) => {
      const wanted = referenceRun(rule, events, { stepping: "deadline" })
      expect(difference(rule, events, wanted, run(numbered(events)))).toBeNull()
    })
  })
})

describe("the engine answers as the reference does in steps of the watermark, restarted or not", () => {
  // The others move from deadline to deadline always.
  test.each(skips.slice(2))("skip %s", { timeout }, async (skip) => {
    const size = { numRuns: numRuns(0.25 / 4), seed: seed + 20 + skips.indexOf(skip) }
    await holds({ skips: [skip] }, size, fc.integer({ min: 1, max: 5 }), (rule, run, events, every) => {
      const wanted = referenceRun(rule, events, { stepping: "watermark" })
      const heard = run(numbered(events), 0, "watermark")
      expect(difference(rule, events, wanted, heard, false)).toBeNull()
      expect(told(run(numbered(events), every, "watermark"))).toEqual(told(heard))
    })
  })
})

describe("the engine answers as the reference does what Flink has not", () => {
  test.each(skips)("skip %s", { timeout }, async (skip) => {
    const size = { numRuns: numRuns(0.5 / skips.length), seed: seed + 10 + skips.indexOf(skip) }
    await holds({ skips: [skip], beyond: true }, size, fc.integer({ min: 1, max: 5 }), (rule, run, events, every) => {
      const wanted = referenceRun(rule, events, { stepping: "deadline" })
      const heard = run(numbered(events))
      expect(difference(rule, events, wanted, heard)).toBeNull()
      expect(told(run(numbered(events), every))).toEqual(told(heard))
    })
  })
})

test("restarts from a snapshot's text, after every k-th event, change nothing", { timeout }, async () => {
  await holds({}, { numRuns: numRuns(0.25), seed }, fc.integer({ min: 1, max: 5 }), (_, run, events, every) => {
    const deliveries = numbered(events)
    expect(told(run(deliveries, every))).toEqual(told(run(deliveries)))
  })
})

/**
 * For every skip strategy, as long as time moves from deadline to deadline: then the answers depend on the events alone. In
 * steps of the watermark it is true only of the default and `skip none`, which hold nothing back: what waits is let out when
 * a step is done. Equal times keep their order, for that is all that tells such events apart.
 */
test("another order of arrival within the lateness changes nothing", { timeout }, async () => {
  await holds(
    { late: false },
    { numRuns: numRuns(0.25), seed: seed + 1 },
    arrivals(),
    ({ outOfOrderMs }, run, events, shuffled) => {
      const sorted = [...events].sort((a, b) => a.at - b.at)
      const deliveries = numbered(sorted)
      const order = shuffled(sorted, outOfOrderMs)
      const there = run(order.map((index) => deliveries[index]!))
      expect(there.late).toEqual([])
      expect(told(there)).toEqual(told(run(deliveries)))
    },
  )
})
