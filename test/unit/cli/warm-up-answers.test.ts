/** What a change of rules with a warm-up answers, whatever comes of the warm-up; and what ends one. */
import { expect, test } from "vitest"
import { JobActions, type JobActionsSettings } from "../../../compiler/cli/job-actions.ts"
import type { WarmAnswer, WarmRequest } from "../../../compiler/cli/warm-messages.ts"
import { beginWarmUp, type Warming, type WarmUpSettings } from "../../../compiler/cli/warm-up.ts"
import { compile } from "../../../compiler/index.ts"
import type { WarmUpDone } from "../../../runtime/abi/reload.ts"
import { planReload } from "../../../runtime/engine/reload-plan.ts"
import type { InputTap } from "../../../runtime/job/inputs.ts"
import { changeableJob, type JobPast, type WarmUp } from "../../../runtime/job/reload.ts"
import { settle, TestClock } from "../../support/job.ts"

const textOf = (rules: string) => `event A { k: string, n: integer, at: time } timed by at\n${rules}`
const former = textOf("rule Two { when 2 A within 1 hour per k alert }")
const three = textOf("rule Two { when A then A then A within 1 hour per k alert }")
const endless = textOf("rule Two { when 3 A within forever per k skip past last alert }")
const filesOf = (text: string) => [{ path: "rules.cep", text }]

const done: WarmUpDone = {
  events: 7,
  outputs: 1,
  readAgain: ["A"],
  kept: [],
  completeAfter: "1970-01-01T00:00:01.000Z",
  isComplete: true,
  seconds: 0.5,
}

/** Actions over a job whose warm-ups end as a test says; and what happened. */
async function actionsWith(begun: () => Promise<Partial<Warming>>, past: Partial<JobActionsSettings> = {}) {
  const seen: string[] = []
  const { rules, module } = await compile(filesOf(former))
  const job = {
    statuses: async () => [],
    change: {
      past: { paramsOf: () => ({ all: {}, after: {} }), tapInput: async () => expect.unreachable() } satisfies JobPast,
      reload: async (_: unknown, warmUp?: WarmUp) => {
        seen.push(warmUp === undefined ? "reloaded" : "reloaded with what was warmed up")
        await warmUp?.finish(5)
        return { pauseMs: 1, checkpoint: undefined }
      },
      setParams: async () => {},
      params: () => ({}),
      checkpoint: async () => 1,
    },
  }
  const actions = new JobActions({
    job,
    begins: { rules: rules!, files: filesOf(former), url: () => "", module: () => module!.code },
    before: undefined,
    kept: undefined,
    params: {},
    open: { sources: ["*"], sinks: [], tables: [], models: [] },
    compile: async (files) => {
      const next = await compile(files)
      const { version, format } = next.rules!.manifest
      return { outcome: "compiled", version, format, module: next.module!.code, text: "", diagnostics: [] }
    },
    plan: async (running, next, from) => planReload(running.rules, next.rules, from),
    warmUp: async (_, { judged }) => {
      seen.push(`warmed ${[...judged].join(" ")}`)
      const warming = { params: {}, finish: async () => undefined, done: () => done, ...(await begun()) }
      return { ...warming, close: async () => void seen.push("closed") }
    },
    guardMs: undefined,
    clock: new TestClock(1000),
    log: () => {},
    keep: async () => {},
    explain: async () => "",
    types: async () => ({ outcome: "failed", reason: "" }),
    copy: async () => "here",
    stop: () => {},
    ...past,
  })
  const ask = (text: string, refuseLoss = false) => actions.reload({ files: filesOf(text), refuseLoss, warmUp: true })
  return { actions, seen, ask }
}

const rebuilt = { rule: "Two", rebuilds: "all", reachMs: 3_600_000, reach: "1 hour" }

test("a plan says what would be rebuilt; the change what was, and it is no loss", async () => {
  const { actions, seen, ask } = await actionsWith(async () => ({}))
  const planned = await actions.plan({ files: filesOf(three), refuseLoss: false, warmUp: true })
  expect(planned).toMatchObject({ outcome: "planned", plan: { warmUp: { rules: [rebuilt], without: [] } } })
  expect(seen).toEqual([])
  const warmUp = { rules: [rebuilt], without: [], done }
  expect(await ask(three, true)).toMatchObject({ outcome: "applied", plan: { warmUp } })
  expect(seen).toEqual(["warmed Two", "reloaded with what was warmed up", "closed"])
})

test("a rule that looks back without an end begins empty, and the answer says why", async () => {
  const { seen, ask } = await actionsWith(async () => ({}))
  const why = "its pattern in rule Two has no end in time"
  const warmUp = { rules: [], without: [{ rule: "Two", why }] }
  expect(await ask(endless)).toMatchObject({ outcome: "applied", plan: { warmUp } })
  expect(seen).toEqual(["reloaded"])
})

test("a job in which time has not begun has nothing to judge", async () => {
  const { ask } = await actionsWith(async () => ({ done: () => undefined }))
  const why = "time has not begun in the job, so there is nothing to rebuild it from"
  const warmUp = { rules: [], without: [{ rule: "Two", why }] }
  expect(await ask(three)).toMatchObject({ outcome: "applied", plan: { warmUp } })
})

test.each<[string, () => Promise<Partial<Warming>>, boolean, RegExp]>([
  [
    "cannot begin",
    () => Promise.reject(new Error("nothing is kept")),
    false,
    /came to nothing: nothing is kept; the r/,
  ],
  ["cannot end", async () => ({ finish: () => Promise.reject(new Error("gone")) }), false, /^gone; the rules are wh/],
  [
    "lacks events",
    async () => ({ done: () => ({ ...done, isComplete: false }) }),
    true,
    /would lack some.*refuse-loss/,
  ],
])("one that %s leaves the rules as they are", async (_, begun, refuseLoss, reason) => {
  const { actions, seen, ask } = await actionsWith(begun)
  const { version } = actions.rules()
  expect(await ask(three, refuseLoss)).toMatchObject({ outcome: "refused", reasons: [expect.stringMatching(reason)] })
  expect(actions.rules().version).toBe(version)
  // A thread that was begun is ended.
  expect(seen.includes("closed")).toBe(!reason.source.includes("nothing"))
})

test("a job that cannot do it says so, and what to do", async () => {
  const { ask } = await actionsWith(async () => ({}), { warmUp: undefined })
  await expect(ask(three)).rejects.toThrow(/--state disk.*change its rules without/)
})

/** A warm-up whose thread says what a test makes it say. */
async function begin(answers: (request: WarmRequest) => WarmAnswer | undefined, standing: number, waits = 0) {
  const clock = new TestClock(1000)
  const asked: string[] = []
  let end = (_reason: string) => {}
  let tap: InputTap | undefined
  const bring = (length: number) => {
    const batch = { records: [{ raw: {}, text: "x".repeat(length), position: {}, problem: undefined }], values: "json" }
    const time = { watermark: 0, highest: 0, ceiling: 0, reached: 0 }
    tap?.batch(batch as Parameters<InputTap["batch"]>[0], { key: "A p" } as Parameters<InputTap["batch"]>[1], time)
  }
  const settings: WarmUpSettings = {
    past: {
      paramsOf: () => expect.unreachable(),
      tapInput: async (given) => {
        tap = given
        bring(waits)
        return { standing: { watermark: standing, partitions: [] }, end: () => void (tap = undefined) }
      },
    },
    sources: () => [],
    tables: new Map(),
    folder: ".",
    maxAheadMs: 0,
    clock,
    start: () => {
      let take: (answer: WarmAnswer) => void = () => {}
      return {
        post: (request) => {
          asked.push(request.kind)
          const answer = answers(request)
          if (answer !== undefined) take(answer)
        },
        onMessage: (given) => void (take = given),
        onEnd: (given) => void (end = given),
        stop: async () => void asked.push("stopped"),
      }
    },
  }
  const planned = { plan: { rules: [], without: [] }, judged: new Set<string>(), reachMs: 10, withoutSeries: [] }
  const warming = beginWarmUp("", planned, {}, settings)
  return { warming, asked, clock, bring, isTapped: () => tap !== undefined, end: (reason: string) => end(reason) }
}

const history = { readAgain: [], kept: [], completeAfter: 0, isComplete: true }
const finished: WarmAnswer = { kind: "finished", state: [], events: 3, outputs: 2 }
const answering = ({ kind }: WarmRequest): WarmAnswer =>
  kind === "begin" ? { kind: "begun", history } : kind === "more" ? { kind: "judged" } : finished

test("what came meanwhile is judged in rounds until little is left, the rest at the end", async () => {
  const { warming, asked, isTapped } = await begin(answering, 5, 1 << 20)
  const { finish, done, close } = await warming
  expect(await finish(5)).toEqual({ state: [], withoutSeries: [] })
  expect(isTapped()).toBe(false)
  expect(done()).toMatchObject({ events: 3, outputs: 2, completeAfter: "1970-01-01T00:00:00.000Z", seconds: 0 })
  await close()
  expect(asked).toEqual(["begin", "more", "finish", "stopped"])
})

test("time that begins while there is nothing to judge yet leaves the former rules", async () => {
  const { warming, asked } = await begin(answering, Number.NEGATIVE_INFINITY)
  const { finish, done } = await warming
  expect(done()).toBeUndefined()
  expect(await finish(Number.NEGATIVE_INFINITY)).toBeUndefined()
  await expect(finish(5)).rejects.toThrow("time began in the job while the rules were made ready: try it again")
  expect(asked).toEqual([])
})

test.each<[string, (at: Awaited<ReturnType<typeof begin>>) => void, RegExp]>([
  ["takes too long for the last events", ({ clock }) => clock.pass(10_000), /not judged within 10 seconds/],
  ["ends", ({ end }) => end("out of memory"), /out of memory/],
])("a thread that %s ends the warm-up", async (_, ends, reason) => {
  const begun = await begin((request) => (request.kind === "finish" ? undefined : answering(request)), 5)
  const { finish } = await begun.warming
  const rejected = expect(finish(5)).rejects.toThrow(reason)
  await settle()
  ends(begun)
  await rejected
})

test("more than may wait ends it; nothing goes on then", async () => {
  const { warming, asked, isTapped } = await begin(answering, 5, 129 << 20)
  await expect(warming).rejects.toThrow("more events came (128 MB) than could be judged beside the job")
  expect([asked.at(-1), isTapped()]).toEqual(["stopped", false])
  const failing = await begin(() => ({ kind: "failed", reason: "no topic" }), 5)
  await expect(failing.warming).rejects.toThrow("no topic")
  expect([failing.asked.at(-1), failing.isTapped()]).toEqual(["stopped", false])
})

test("parameters that are set meanwhile end it: past events were judged with others", async () => {
  const { rules } = await compile(filesOf(former.replace("event", "param least = 1\nevent")))
  let least = 1
  const judged: string[] = []
  const change = changeableJob(
    {
      reload: async ({ warmUp }) => {
        await warmUp?.finish(5)
        judged.push("reloaded")
        return { pauseMs: 0, checkpoint: undefined }
      },
      setParams: async () => {},
      params: () => ({ least }),
      checkpoint: async () => 1,
      tapInput: async () => expect.unreachable(),
    },
    { rules: rules!, params: {} },
    async () => undefined,
  )
  const finish = async () => void judged.push("finished")
  const next = { rules: rules!, url: () => "" }
  const params = change.past!.paramsOf(rules!.manifest).all
  await change.reload(next, { params, finish: () => finish().then(() => undefined) })
  least = 2
  const late = change.reload(next, { params, finish: () => finish().then(() => undefined) })
  await expect(late).rejects.toThrow("parameters were set while past events were judged for the warm-up: try it again")
  expect(judged).toEqual(["finished", "reloaded"])
})
