import { beforeAll, expect, test } from "vitest"
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import type { Barrier, JobCheckpoints } from "../../../runtime/job/checkpoints.ts"
import { compileRules, makeJob, record, settle, source, TestClock, TestPartition, TestSink } from "../../support/job.ts"

let rules: RuleSet
beforeAll(async () => {
  rules = await compileRules(`
    event A { id: string, at: time } timed by at
    rule Each { when A as a alert { id: a.id } }
  `)
})

/** Asks for one checkpoint, and notes what was written when it was taken. */
class OneCheckpoint implements JobCheckpoints {
  readonly restored = undefined
  readonly isSaving = false
  readonly wantsFull = true
  readonly full = false
  readonly finished = undefined
  due = false
  taken: { readonly written: readonly string[] } | undefined
  wake = () => {}
  readonly #written: () => readonly string[]

  constructor(written: () => readonly string[]) {
    this.#written = written
  }

  attach(wake: () => void) {
    this.wake = wake
  }
  check() {}
  async room() {}
  async finish() {}
  async take(_: Barrier) {
    this.due = false
    this.taken = { written: this.#written() }
    return 1
  }
}

test("a partition that falls silent while a barrier is under way makes no outputs before the barrier is over", async () => {
  const clock = new TestClock()
  const quick = new TestPartition(
    "quick",
    [[record({ id: "first", at: 10 })], [record({ id: "second", at: 500 })]],
    false,
  )
  const silent = new TestPartition("silent", [[record({ id: "only", at: 100 })]], false)
  const output = new TestSink()
  let open = () => {}
  output.flush = () => new Promise((resolve) => (open = resolve))
  const ids = () => output.values.map(({ data }) => (data as { id: string }).id)
  const checkpoints = new OneCheckpoint(ids)
  const { job, stop } = makeJob(
    rules,
    { A: source([quick, silent], false) },
    { clock, checkpoints, named: new Map([["alerts", output]]), idleAfterMs: 10_000, maxAheadMs: 1e15 },
  )
  const done = job.run()
  await settle()
  expect(ids()).toEqual(["first"])
  checkpoints.due = true
  checkpoints.wake()
  await settle()
  // The barrier waits for the sink; meanwhile the clock says that both are silent, so that time may go on.
  clock.pass(20_000)
  await settle()
  expect(checkpoints.taken).toBeUndefined()
  open()
  await settle()
  expect(checkpoints.taken).toEqual({ written: ["first"] })
  expect(ids()).toEqual(["first", "only", "second"])
  stop.abort()
  await settle()
  open()
  await done
})

test("a barrier that somebody asked for and that fails ends the job, by what made it fail", async () => {
  const output = new TestSink()
  const checkpoints = new OneCheckpoint(() => [])
  const partition = new TestPartition("p", [], false)
  const { job } = makeJob(
    rules,
    { A: source([partition], false) },
    { clock: new TestClock(), checkpoints, named: new Map([["alerts", output]]), maxAheadMs: 1e15 },
  )
  const done = job.run()
  await settle()
  // Only once: who went on would have state that is half cut.
  const { flush } = output
  output.flush = async () => {
    output.flush = flush
    throw new Error("the disk is full")
  }
  const asked = await Promise.allSettled([job.checkpoint(), job.checkpoint(), done])
  const reasons = asked.map((each) => (each.status === "rejected" ? String(each.reason) : each.status))
  expect(reasons).toEqual([
    expect.stringContaining("the disk is full"),
    "Error: the job has ended",
    expect.stringContaining("the disk is full"),
  ])
})
