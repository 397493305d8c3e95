/** A whole job, with several event types, keys and rules of which some read what others emit. */
import fc from "fast-check"
import { beforeAll, describe, expect, test } from "vitest"
import type { Emitted } from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { isAffordable, type Rule, rules, streams, toCep } from "../reference/generate.ts"
import { compileText, type Delivery, type Heard, hear, numbered } from "../support/compiled.ts"
import { arrivals } from "./arrivals.ts"
import { runSize } from "./run-size.ts"
import { consumerText, deadDeliveries, jobLateness, jobStreams, jobText } from "./stream-job.ts"

const { pairs, seed, timeout } = runSize()
const numRuns = Math.max(1, Math.ceil(pairs / 40))
let job: RuleSet

beforeAll(async () => {
  job = await compileText(jobText)
})

function holds<T>(drawn: fc.Arbitrary<T>, property: (drawn: T) => void): void {
  fc.assert(fc.property(drawn, property), { numRuns, seed })
}

/** What may not depend on how the stream came: outputs with their ids, in order, and the counters. */
function told({ outputs, late, dead, stats }: Heard): unknown {
  return { outputs, late, dead, stats }
}

function timeOf([, event]: Delivery): number {
  return (event as { at: number }).at
}

test("every rule of the job matches, times out and is seen often enough for the rest to mean something", () => {
  const counts = new Map<string, number>()
  holds(jobStreams(), (stream) => {
    const { stats, dead, late } = hear(job, stream)
    expect([dead, late]).toEqual([[], []])
    for (const { name, matches } of stats.rules) counts.set(name, (counts.get(name) ?? 0) + matches)
  })
  for (const { name } of job.manifest.rules) expect(counts.get(name), name).toBeGreaterThan(numRuns / 40)
})

test("restarts from a snapshot's text, after every k-th event, change nothing", { timeout }, () => {
  holds(fc.tuple(jobStreams(), fc.integer({ min: 1, max: 5 })), ([stream, restartEvery]) => {
    expect(told(hear(job, stream, { restartEvery }))).toEqual(told(hear(job, stream)))
  })
})

test("another order of arrival within the lateness, equal times in order, changes nothing", { timeout }, () => {
  holds(fc.tuple(jobStreams(), arrivals()), ([stream, shuffled]) => {
    const order = shuffled(
      stream.map((each) => ({ at: timeOf(each) })),
      jobLateness,
    )
    const there = hear(
      job,
      order.map((index) => stream[index]!),
    )
    expect(told(there)).toEqual(told(hear(job, stream)))
  })
})

test("ids tell all outputs apart, and are the same in every run", { timeout }, () => {
  holds(jobStreams(), (stream) => {
    const { outputs } = hear(job, stream)
    const ids = outputs.map((line) => (JSON.parse(line.slice(line.indexOf("{"))) as { id: string }).id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(hear(job, stream).outputs).toEqual(outputs)
  })
})

test("dead letters among the events are all told, and change nothing", { timeout }, () => {
  const bad = fc.array(fc.record({ place: fc.nat(), delivery: deadDeliveries() }), { minLength: 1, maxLength: 20 })
  holds(fc.tuple(jobStreams(), bad, fc.nat(3)), ([stream, drawn, restartEvery]) => {
    const mixed = [...stream]
    for (const { place, delivery } of drawn) mixed.splice(place % (mixed.length + 1), 0, delivery)
    const heard = hear(job, mixed, { restartEvery })
    const alone = hear(job, stream)
    expect(heard.outputs).toEqual(alone.outputs)
    expect(heard.dead.map(({ event }) => event)).toEqual(
      mixed.filter((each) => !stream.includes(each)).map(([, event]) => event),
    )
    expect(heard.stats).toEqual({ ...alone.stats, deadLetters: drawn.length })
    expect(({} as { card?: unknown }).card).toBeUndefined()
  })
})

describe("parameters", () => {
  const changes = fc.array(
    fc.oneof(
      fc.record({ place: fc.nat(59), name: fc.constant("high"), value: fc.constantFrom(2, 9.5, 100) }),
      fc.record({ place: fc.nat(59), name: fc.constant("patience"), value: fc.constantFrom(1, 1000, 9000) }),
    ),
    { minLength: 1, maxLength: 4 },
  )

  test("that change in the middle outlive restarts", { timeout }, () => {
    holds(fc.tuple(jobStreams(), changes, fc.integer({ min: 1, max: 3 })), ([stream, drawn, restartEvery]) => {
      const before: Parameters<typeof hear>[2] = {
        before: (engine, index) => {
          for (const { place, name, value } of drawn) if (place === index) engine.setParam(name, value)
        },
      }
      expect(told(hear(job, stream, { ...before, restartEvery }))).toEqual(told(hear(job, stream, before)))
    })
  })

  test("that change before the first event are as if they had been written so", { timeout }, async () => {
    const written = await compileText(jobText.replace("= 50.00", "= 9.50").replace("= 4 seconds", "= 1 second"))
    holds(jobStreams(), (stream) => {
      const heard = hear(job, stream, {
        before: (engine, index) => {
          if (index > 0) return
          engine.setParam("high", 9.5)
          engine.setParam("patience", 1000)
        },
      })
      expect(heard.outputs).toEqual(hear(written, stream).outputs)
    })
  })
})

test("a rule over derived events answers as one that gets them from outside", { timeout }, async () => {
  const consumer = await compileText(consumerText)
  const isStrong = (line: string) => line.startsWith("Strong: ")
  /** Without what only names the origin: the events as they came, and the id made of them. */
  const essence = (line: string) => {
    const { id, events, ...rest } = JSON.parse(line.slice("Strong: ".length))
    return rest
  }
  let compared = 0
  holds(jobStreams(), (stream) => {
    const { outputs } = hear(job, stream)
    const emitted = outputs
      .map((line) => JSON.parse(line.slice(line.indexOf("{"))) as Partial<Emitted>)
      .filter(({ event }) => event === "Suspicion")
    const fed = emitted.map(({ data, at }): Delivery => ["Suspicion", { ...data, at }])
    const there = hear(consumer, fed)
    expect([there.dead, there.late]).toEqual([[], []])
    expect(there.outputs.filter(isStrong).map(essence)).toEqual(outputs.filter(isStrong).map(essence))
    compared += there.outputs.length
  })
  expect(compared).toBeGreaterThan(numRuns / 10)
})

test("rules that run together answer as each does alone", { timeout }, async () => {
  const lateness = 100
  const several = fc.record({
    drawn: fc.array(rules(), { minLength: 2, maxLength: 4 }),
    stream: streams(lateness),
  })
  const named = (rule: Rule, at: number) =>
    toCep({ ...rule, outOfOrderMs: lateness }).replace("rule Golden", () => `rule R${at}`)
  const property = fc.asyncProperty(several, async ({ drawn, stream }) => {
    const fitting = drawn.filter((rule) => isAffordable({ ...rule, outOfOrderMs: lateness }, stream, 300))
    const texts = fitting.map(named)
    const together = texts.map((text, at) => (at === 0 ? text : text.slice(text.indexOf("rule "))))
    if (texts.length === 0) return
    const { outputs } = hear(await compileText(together.join("\n")), numbered(stream))
    for (const [at, text] of texts.entries()) {
      const alone = hear(await compileText(text), numbered(stream))
      expect(outputs.filter((line) => line.startsWith(`R${at}: `))).toEqual(alone.outputs)
    }
  })
  await fc.assert(property, { numRuns, seed })
})
