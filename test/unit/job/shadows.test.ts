import { expect, test } from "vitest"
import type { Sink } from "../../../runtime/connectors/contract.ts"
import type { JobResult } from "../../../runtime/job/counts.ts"
import { unreadSink } from "../../../runtime/job/outputs.ts"
import { joinShadows } from "../../../runtime/observe/shadows.ts"
import { showSummary, summarize } from "../../../runtime/observe/summary.ts"
import { compileRules, makeJob, record, source, TestPartition, TestSink } from "../../support/job.ts"

const events = `
  event Payment { card: string, amount: number, at: time } timed by at
  param limit: number = 100
  param pause: duration = 10 seconds
`
const large = `rule Large {
  when Payment as p where amount > limit per card
  tags "odd \\",\\"key\\":{\\"card" once per pause
  alert high "{p.amount}, \\"key\\":" { amount: p.amount }
}`
const larger = large.replace("rule Large", "shadow rule Larger of Large").replace("> limit", "> 500")

const payments = [
  { card: "a", amount: 600, at: 1000 },
  { card: "b", amount: 200, at: 2000 },
  { card: 'c","key":{"', amount: 900, at: 3000 },
  // Large is silent about it; to Larger it is the first one of the card.
  { card: "b", amount: 700, at: 4000 },
  { card: "a", amount: 800, at: 60_000 },
]

/** Only moves time. */
const small = (at: number) => record({ card: "z", amount: 1, at })

/** A sink that takes lines as bytes. */
class LineSink extends TestSink {
  readonly bytes: string[] = []
  async writeLines(lines: Uint8Array): Promise<void> {
    this.bytes.push(new TextDecoder().decode(lines))
  }
}

const seen = ({ shadows = [] }: Pick<JobResult, "shadows">) =>
  shadows.map(({ shadow, rule, both, earlier, later, onlyRule, onlyShadow, waiting, toleranceMs }) => ({
    ...{ shadow, rule, both, earlier, later, onlyRule, onlyShadow, waiting, toleranceMs },
  }))

const expected = {
  shadow: "Larger",
  rule: "Large",
  both: 4,
  earlier: 0,
  later: 1,
  onlyRule: 0,
  onlyShadow: 0,
  waiting: 0,
  toleranceMs: 10_000,
}

async function run(named: ReadonlyMap<string, Sink>, params = {}) {
  const batch = payments.map((each) => record(each))
  const payment = source([new TestPartition("p", [batch])])
  const sinks = { standardOutput: unreadSink, named }
  return makeJob(await compileRules(events + large + larger), { Payment: payment }, { sinks, params }).job.run()
}

test("a shadow rule is compared with the rule that it names, in lines and in records, whether anybody reads its sink", async () => {
  const ways = [
    [new TestSink(), new TestSink()],
    [new LineSink(), new LineSink()],
    [new LineSink(), unreadSink],
    [new TestSink(), unreadSink],
  ] as const
  for (const [alerts, shadow] of ways) {
    const result = await run(
      new Map([
        ["alerts", alerts],
        ["shadow", shadow],
      ]),
    )
    expect(seen(result)).toEqual([expected])
  }
  const one = new LineSink()
  const both = new Map([
    ["alerts", one],
    ["shadow", one],
  ])
  expect(seen(await run(both))).toEqual([expected])
  expect(one.bytes.join("").trim().split("\n")).toHaveLength(8)
})

test("a parameter says how far alerts of both may be apart", async () => {
  const sinks = new Map([
    ["alerts", new TestSink()],
    ["shadow", unreadSink],
  ])
  const result = await run(sinks, { pause: 1000 })
  const { shadows } = result
  expect(seen(result)).toEqual([{ ...expected, both: 4, later: 0, onlyRule: 1, toleranceMs: 1000 }])
  expect(shadows![0]!.examples.onlyRule.map((line) => JSON.parse(line))).toMatchObject([
    { rule: "Large", key: { card: "b" }, data: { amount: 200 } },
  ])
})

test("the summary says how they compare", async () => {
  const result = await run(new Map([["shadow", unreadSink]]), { pause: 1000 })
  const summary = summarize(result, { seconds: 1, cpuSeconds: 1, peakMemoryBytes: 0 })
  expect(summary.shadows).toEqual([
    {
      shadow: "Larger",
      rule: "Large",
      since: "1970-01-01T00:00:00.000Z",
      toleranceSeconds: 1,
      both: 4,
      earlier: 0,
      later: 0,
      meanLeadSeconds: 0,
      onlyRule: 1,
      onlyShadow: 0,
      waiting: 0,
      hurried: 0,
    },
  ])
  expect(showSummary(summary, (words) => words)).toContain(
    "Larger of Large: 4 alerts of both, 1 of Large alone, 0 of Larger alone",
  )
})

test("while a job runs an alert waits until time says that the other rule does not have it", async () => {
  const partition = new TestPartition("p", [[record(payments[1]!), small(2500)]], false)
  const rules = await compileRules(events + large + larger)
  const sinks = { standardOutput: unreadSink, named: new Map([["shadow", unreadSink]]) }
  const live = { sinks, idleAfterMs: 1e9 }
  const { job, stop, clock } = makeJob(rules, { Payment: source([partition], false) }, live)
  clock.pass(100_000)
  const running = job.run()
  const shadows = async () => seen(await job.status())[0]
  const until = async (done: (found: NonNullable<Awaited<ReturnType<typeof shadows>>>) => boolean) => {
    for (let i = 0; i < 1000; i++) {
      const found = await shadows()
      if (found !== undefined && done(found)) return found
      clock.pass(1)
      await new Promise(setImmediate)
    }
    throw new Error("it does not come to that")
  }
  await until(({ waiting }) => waiting === 1)
  partition.give(small(12_000))
  await until(({ waiting }) => waiting === 1)
  partition.give(small(12_002))
  expect(await until(({ onlyRule }) => onlyRule === 1)).toMatchObject({ both: 0, waiting: 0 })
  stop.abort()
  partition.end()
  await running
})

test("other rules begin a comparison anew where one of the two says something else, and leave the others", async () => {
  const first = source([new TestPartition("p", [[record(payments[0]!), small(2500)]], false)], false)
  const twice = larger.replace("Larger of", "Twice of")
  const rules = await compileRules(events + large + larger + twice)
  const next = await compileRules(events + large + larger + twice.replace("> 500", "> 550"))
  const sinks = { standardOutput: unreadSink, named: new Map([["shadow", unreadSink]]) }
  const { job, stop, clock } = makeJob(rules, { Payment: first }, { sinks, idleAfterMs: 1e9 })
  clock.pass(100_000)
  const running = job.run()
  const found = async () => {
    const { shadows } = await job.status()
    return shadows.map(({ shadow, both, since, waiting }) => ({ shadow, both, since, waiting }))
  }
  for (let i = 0; i < 100 && (await found())[0]?.both === 0; i++) {
    clock.pass(1)
    await new Promise(setImmediate)
  }
  const before = await found()
  expect(before.map(({ both }) => both)).toEqual([1, 1])
  clock.pass(1000)
  await job.reload({ rules: next, params: {} })
  const now = clock.now()
  expect(await found()).toEqual([before[0], { shadow: "Twice", both: 0, since: now, waiting: 0 }])
  stop.abort()
  clock.pass(1000)
  await running
})

test("slices are added up", async () => {
  const { shadows = [] } = await run(new Map([["shadow", unreadSink]]))
  expect(joinShadows([shadows, [], shadows])).toMatchObject([{ shadow: "Larger", both: 8, later: 2, onlyRule: 0 }])
})
