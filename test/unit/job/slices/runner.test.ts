import { expect, test } from "vitest"
import { ConnectorError, type GroupMember, type SliceAdvice } from "../../../../runtime/connectors/contract.ts"
import type { Ending, JobResult } from "../../../../runtime/job/counts.ts"
import type { JobProgress } from "../../../../runtime/job/job.ts"
import { fixedMember } from "../../../../runtime/job/slices/members.ts"
import { type RunnerSettings, SliceRunner, type SliceSignals } from "../../../../runtime/job/slices/runner.ts"
import { type JobStatus, noReloads } from "../../../../runtime/job/status.ts"
import { settle, TestClock } from "../../../support/job.ts"

const counts = {
  read: 1,
  passedOver: 0,
  passedOverTypes: [],
  deadLetters: 0,
  deadLettersByCode: { late: 1 },
  deadLettersOf: [{ source: "A", code: "late", count: 1 }],
  late: 0,
  alerts: 2,
  emitted: 0,
  shadow: 0,
  outputsByRule: { R: 2 },
}
const progress: JobProgress = { ...counts, watermark: 7 }
const stats = { events: 1, late: 0, deadLetters: 0, watermark: 7, waiting: 0, rules: [], series: [] }
const result = (ending: Ending): JobResult => ({ ...counts, ending, engine: stats })
const jobStatus: JobStatus = {
  watermark: 7,
  partitions: [],
  heldBackBy: undefined,
  counts,
  engine: stats,
  usage: { began: { events: 0, late: 0, deadLetters: 0 }, rules: [], series: [] },
  checkpoints: undefined,
  tables: [],
  calls: undefined,
  reloads: noReloads,
  shadows: [],
  notReady: [],
}

/** A slice that a test ends. */
interface Running {
  readonly slice: number
  readonly signals: SliceSignals
  end(ending: Ending): void
  fail(error: unknown): void
  closed: boolean
}

/** A membership that a test speaks for. */
class TestMember implements GroupMember {
  advise: (advice: SliceAdvice) => void = () => {}
  held: readonly number[] = []
  leaves = 0
  #left: () => void = () => {}

  run(advise: (advice: SliceAdvice) => void): Promise<void> {
    this.advise = advise
    return new Promise((resolve) => {
      this.#left = resolve
    })
  }

  give(run: readonly number[], taken: readonly number[] = []): void {
    this.advise({ run: new Set(run), taken: new Set(taken) })
  }

  hold(slices: ReadonlySet<number>): void {
    this.held = [...slices].sort()
  }

  async leave(): Promise<void> {
    this.leaves++
    this.#left()
  }
}

function make(more: Partial<RunnerSettings> = {}) {
  const running: Running[] = []
  const member = new TestMember()
  const clock = new TestClock(1000)
  const logged: string[] = []
  const stopper = new AbortController()
  const open: RunnerSettings["open"] = async (slice, signals) => {
    let own!: Running
    const ended = new Promise<JobResult>((resolve, reject) => {
      own = { slice, signals, end: (ending) => resolve(result(ending)), fail: reject, closed: false }
    })
    running.push(own)
    const close = async () => {
      own.closed = true
    }
    const status = async () => jobStatus
    return { job: { run: () => ended, progress: () => progress, status }, close }
  }
  const log = (_: string, message: string) => logged.push(message)
  const runner = new SliceRunner({ open, member, shares: true, clock, log, stop: stopper.signal, ...more })
  return { runner, ran: runner.run(), running, member, clock, logged, stopper }
}

const slicesOf = (running: readonly Running[]) => running.map(({ slice }) => slice)

test("a slice that is lost ends with a checkpoint, is held until then, and the others go on", async () => {
  const { ran, running, member, stopper } = make()
  member.give([0, 1])
  await settle()
  expect(slicesOf(running)).toEqual([0, 1])
  member.give([1])
  expect(running[0]!.signals.stop.aborted).toBe(true)
  expect(running[1]!.signals.stop.aborted).toBe(false)
  expect(member.held).toEqual([0, 1])
  running[0]!.end("stopped")
  await settle()
  expect(running[0]!.closed).toBe(true)
  expect(member.held).toEqual([1])
  member.give([0, 1])
  await settle()
  expect(slicesOf(running)).toEqual([0, 1, 0])
  stopper.abort()
  expect(running.slice(1).every(({ signals }) => signals.stop.aborted)).toBe(true)
  for (const each of running.slice(1)) each.end("stopped")
  expect(await ran).toMatchObject({ ending: "stopped", read: 3, alerts: 6, outputsByRule: { R: 6 } })
  expect(member.leaves).toBe(1)
})

test("says what does not run here yet, and how many slices do", async () => {
  let opened = () => {}
  const waiting = new Promise<void>((resolve) => {
    opened = resolve
  })
  const status = async () => ({ ...jobStatus, reader: "the reader of p/0" })
  const open: RunnerSettings["open"] = async (unit) => {
    if (unit === 1) await waiting
    const run = () => new Promise<JobResult>(() => {})
    return { job: { run, progress: () => progress, status }, close: async () => {} }
  }
  const { runner, member } = make({ open, slices: 2 })
  expect(runner.notReady()).toEqual(["it is not known yet which slices this process has"])
  member.give([0, 1, 2])
  await settle()
  expect(runner.notReady()).toEqual(["slice 1 does not run here yet"])
  // The third is no slice: what reads for slices stands behind them.
  expect(runner.share()).toEqual({ slices: 2, here: 1 })
  opened()
  await settle()
  expect(runner.notReady()).toEqual([])
  expect(runner.share()).toEqual({ slices: 2, here: 2 })
  // Readers are no slices.
  expect((await runner.statuses()).map(({ slice, reader }) => [slice, reader])).toEqual(
    Array.from({ length: 3 }, () => [undefined, "the reader of p/0"]),
  )
})

test("a slice that another process took is left without a checkpoint", async () => {
  const { ran, running, member, logged, stopper } = make()
  member.give([0, 1])
  await settle()
  member.give([1], [0])
  expect(running[0]!.signals).toMatchObject({ stop: { aborted: false }, abandon: { aborted: true } })
  running[0]!.fail(new ConnectorError("fenced", "another process runs it now"))
  await settle()
  expect(logged).toEqual(["slice 0 is dropped here: another process runs it now; the other slices go on"])
  expect(member.held).toEqual([1])
  stopper.abort()
  running[1]!.end("stopped")
  await ran
})

test("a slice that was shut out comes back when the membership says so again, and not at once", async () => {
  const { ran, running, member, clock, stopper } = make()
  member.give([0])
  await settle()
  running[0]!.fail(new ConnectorError("fenced", "shut out"))
  await settle()
  expect(member.held).toEqual([])
  clock.pass(1e6)
  await settle()
  expect(running).toHaveLength(1)
  member.give([0])
  await settle()
  running[1]!.fail(new ConnectorError("fenced", "shut out"))
  await settle()
  member.give([0])
  await settle()
  expect(member.held).toEqual([0])
  expect(running).toHaveLength(2)
  clock.pass(10_000)
  await settle()
  expect(running).toHaveLength(3)
  stopper.abort()
  running[2]!.end("stopped")
  await ran
})

test("a slice that waits for a server that is away is ended without a failure", async () => {
  const away = new ConnectorError("failure", "nobody is there", undefined, true)
  /** As a start that waits: it goes on when it is ended, and fails with what it waited for. */
  const open: RunnerSettings["open"] = (_, { stop, abandon }) =>
    new Promise((_resolve, reject) => {
      for (const signal of [stop, abandon]) signal.addEventListener("abort", () => reject(away))
    })
  const { ran, member, logged, stopper } = make({ open })
  member.give([0, 1, 2])
  await settle()
  member.give([0, 2], [2])
  await settle()
  expect(member.held).toEqual([0])
  expect(logged).toEqual(["slice 2 is dropped here: another process runs it now; the other slices go on"])
  stopper.abort()
  expect(await ran).toMatchObject({ ending: "stopped", read: 0 })
})

test("any other failure ends all, and names the slice", async () => {
  const { ran, running, member } = make()
  member.give([0, 1])
  await settle()
  running[1]!.fail(new ConnectorError("failure", "the disk is full"))
  await settle()
  expect(running[0]!.signals.stop.aborted).toBe(true)
  running[0]!.end("stopped")
  await expect(ran).rejects.toMatchObject({ kind: "failure", message: "slice 1: the disk is full" })
  expect(member.leaves).toBe(1)
})

test("with fixed members a slice that was shut out ends all: another process runs as the same member", async () => {
  const { ran, running } = make({ member: fixedMember(5, 2, 2), shares: false })
  await settle()
  expect(slicesOf(running)).toEqual([1, 3])
  running[0]!.fail(new ConnectorError("fenced", "shut out"))
  await settle()
  running[1]!.end("stopped")
  await expect(ran).rejects.toMatchObject({ kind: "fenced", message: "slice 1: shut out" })
})

test("bounded sources end it when all slices that are here have ended; one that was shut out has not", async () => {
  const { ran, running, member, clock } = make()
  let isOver = false
  ran.then(() => {
    isOver = true
  })
  member.give([])
  await settle()
  member.give([0, 1])
  await settle()
  running[0]!.end("end")
  running[1]!.fail(new ConnectorError("fenced", "shut out"))
  await settle()
  expect(isOver).toBe(false)
  member.give([0, 1])
  clock.pass(10_000)
  await settle()
  expect(slicesOf(running)).toEqual([0, 1, 1])
  running[2]!.end("end")
  expect(await ran).toMatchObject({ ending: "end", read: 2 })
})

test("a membership that fails ends the job with its reason", async () => {
  const { ran, running, member } = make({
    member: {
      run: async (advise) => {
        advise({ run: new Set([0]), taken: new Set() })
        await settle()
        throw new ConnectorError("usage", "another directory")
      },
      hold: () => {},
      leave: async () => {},
    },
  })
  void member
  await settle()
  await settle()
  running[0]!.end("stopped")
  await expect(ran).rejects.toThrow("another directory")
})

test("it tells how the slices stand that are here", async () => {
  const { ran, runner, running, member, stopper } = make()
  member.give([0, 2])
  await settle()
  expect((await runner.statuses()).map(({ slice }) => slice)).toEqual([0, 2])
  running[0]!.end("end")
  await settle()
  expect((await runner.statuses()).map(({ slice }) => slice)).toEqual([2])
  stopper.abort()
  running[1]!.end("stopped")
  await ran
})
