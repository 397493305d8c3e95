import { expect, test } from "vitest"
import type { CompileAnswer } from "../../../compiler/cli/compile-messages.ts"
import { JobActions, type JobActionsSettings } from "../../../compiler/cli/job-actions.ts"
import { compile } from "../../../compiler/index.ts"
import { planReload } from "../../../runtime/engine/reload-plan.ts"
import type { JobStatus } from "../../../runtime/job/status.ts"
import { settle, TestClock } from "../../support/job.ts"

const textOf = (least: number, rest = "") => `
event A { key: string, amount: number, at: time } timed by at
param most = 5
rule Pair { when A as first where amount > ${least} then A as second within 1 hour per key alert }
${rest}`
const filesOf = (text: string) => [{ path: "rules.cep", text }]

async function compiled(files: readonly { readonly path: string; readonly text: string }[]): Promise<CompileAnswer> {
  const { rules, module, diagnostics } = await compile(files)
  if (rules === undefined) return { outcome: "errors", text: "wrong", diagnostics }
  const { version, format } = rules.manifest
  return { outcome: "compiled", version, format, module: module!.code, text: "", diagnostics: [] }
}

/** Actions over a job that does what it is told, and what it was told. */
async function actionsFor(more: Partial<JobActionsSettings> = {}) {
  const done: string[] = []
  const clock = new TestClock(1000)
  let failed = 0
  const first = await compile(filesOf(textOf(1)))
  const actions = new JobActions({
    job: {
      statuses: async () =>
        [
          { engine: { rules: [{ name: "Pair", failed, keys: 3, partialMatches: 4, silences: 0 }], series: [] } },
        ] as unknown as JobStatus[],
      change: {
        reload: async (next) => {
          done.push(next.rules.manifest.version)
          return { pauseMs: 1, checkpoint: 7 }
        },
        setParams: async () => {},
        params: () => ({ most: 5 }),
        checkpoint: async () => 8,
      },
    },
    begins: { rules: first.rules!, files: filesOf(textOf(1)), url: () => "", module: () => first.module!.code },
    before: undefined,
    kept: undefined,
    params: {},
    open: { sources: ["*"], sinks: [], tables: [], models: [] },
    compile: compiled,
    plan: async (running, next, from) => planReload(running.rules, next.rules, from),
    guardMs: undefined,
    clock,
    log: (_, message) => void done.push(message),
    keep: async ({ rules }) => void done.push(`kept ${rules.manifest.version}`),
    explain: async () => "",
    types: async () => ({ outcome: "failed", reason: "no types here" }),
    copy: async () => "here",
    stop: () => {},
    ...more,
  })
  const versions = { first: first.rules!.manifest.version }
  return { actions, done, clock, versions, fail: () => failed++ }
}

const asked = (text: string, refuseLoss = false) => ({ files: filesOf(text), refuseLoss })

test("a version is kept before the job goes on with it, and a rollback returns to the one before", async () => {
  const { actions, done, versions } = await actionsFor()
  const answer = await actions.reload(asked(textOf(2)))
  expect(answer).toMatchObject({ outcome: "applied", pauseMs: 1, checkpoint: 7 })
  const { version, before } = actions.rules()
  expect(before).toBe(versions.first)
  expect(done.slice(0, 2)).toEqual([`kept ${version}`, version])
  expect(await actions.reload(asked(textOf(2)))).toEqual({ outcome: "same", version })
  expect(await actions.rollback()).toMatchObject({ outcome: "applied", version: versions.first })
  expect(actions.rules()).toMatchObject({ version: versions.first, before: version })
})

test("what has errors, would lose what must not be lost, or cannot be had changes nothing", async () => {
  const { actions, done, versions } = await actionsFor()
  expect(await actions.reload(asked("rule X {"))).toMatchObject({ outcome: "errors" })
  const longer = textOf(1).replace("then A as second", "then A as second then A as third")
  const lost = await actions.reload(asked(longer, true))
  expect(lost).toMatchObject({ outcome: "refused", plan: { rules: [{ rule: "Pair", verdict: "restarted" }] } })
  expect(lost.outcome === "refused" && lost.reasons[0]).toContain("what Pair holds would be lost")
  const sink = textOf(1).replace("alert }", "alert to elsewhere }")
  expect(await actions.reload(asked(`sink elsewhere to file("x.jsonl")\n${sink}`))).toMatchObject({
    outcome: "refused",
  })
  await expect(actions.rollback()).rejects.toThrow("no version before")
  expect(done).toEqual([])
  expect(actions.rules().version).toBe(versions.first)
})

test("where the job cannot go on with rules it keeps those that it has", async () => {
  const { actions, versions } = await actionsFor({
    keep: async () => {
      throw new Error("the disk is full")
    },
  })
  const answer = await actions.reload(asked(textOf(2)))
  expect(answer).toMatchObject({ outcome: "refused", reasons: ["the disk is full; the rules are what they were"] })
  expect(actions.rules().version).toBe(versions.first)
})

test("rules that fail soon after they came are taken back, later ones are not", async () => {
  const { actions, clock, fail, versions } = await actionsFor({ guardMs: 60_000 })
  await actions.reload(asked(textOf(2)))
  await settle()
  clock.pass(1000)
  await settle()
  expect(actions.rules().version).not.toBe(versions.first)
  fail()
  clock.pass(1000)
  await settle()
  expect(actions.rules().version).toBe(versions.first)
  await actions.reload(asked(textOf(3)))
  const { version } = actions.rules()
  for (let second = 0; second < 61; second++) {
    await settle()
    clock.pass(1000)
  }
  fail()
  clock.pass(1000)
  await settle()
  expect(actions.rules().version).toBe(version)
})

test("of changes that come together each is made, one after the other", async () => {
  const { actions, done } = await actionsFor()
  const answers = await Promise.all([2, 3, 4].map((least) => actions.reload(asked(textOf(least)))))
  expect(answers.map(({ outcome }) => outcome)).toEqual(["applied", "applied", "applied"])
  const kept = done.filter((each) => each.startsWith("kept "))
  expect(kept).toHaveLength(3)
  expect(actions.rules().version).toBe(kept.at(-1)!.slice("kept ".length))
})

test("other processes are told before the job goes on, and told back where it could not; who follows tells nobody", async () => {
  const told: string[] = []
  const tell = async (version: string, running: string) => ({
    tell: async () => void told.push(version),
    takeBack: async () => void told.push(`${running} instead of ${version}`),
  })
  const { actions, done, versions } = await actionsFor({ tell })
  await actions.reload(asked(textOf(2)))
  const { version: second } = actions.rules()
  expect(told).toEqual([second])
  await actions.rollback()
  expect(told).toEqual([second, versions.first])
  const third = await compile(filesOf(textOf(3)))
  const { version } = third.rules!.manifest
  const load = async () => ({
    ...{ rules: third.rules!, files: filesOf(textOf(3)), url: () => "" },
    module: () => third.module!.code,
  })
  // A change that was asked for here is later.
  const isWanted = async () => actions.rules().version !== second
  const [back, late] = await Promise.all([actions.rollback(), actions.follow(version, load, isWanted)])
  expect([back.outcome, late]).toEqual(["applied", { outcome: "same", version: second }])
  expect(await actions.follow(version, load, async () => true)).toMatchObject({ outcome: "applied", version })
  expect(await actions.follow(version, load, async () => true)).toEqual({ outcome: "same", version })
  // It is kept by who was asked, in the order in which that was.
  expect([told.length, done.includes(`kept ${version}`), actions.isChanging]).toEqual([3, false, false])

  told.length = 0
  const { change } = { change: { setParams: async () => {}, params: () => ({ most: 5 }), checkpoint: async () => 8 } }
  const reload = async () => {
    throw new Error("the engine cannot be opened")
  }
  const job = { statuses: async () => [], change: { ...change, reload } }
  const failing = await actionsFor({ tell, job })
  expect(await failing.actions.reload(asked(textOf(2)))).toMatchObject({
    outcome: "refused",
    reasons: ["the engine cannot be opened; the rules are what they were"],
  })
  expect(told).toEqual([second, `${versions.first} instead of ${second}`])

  told.length = 0
  const half = async (version: string, running: string) => ({
    ...(await tell(version, running)),
    tell: async () => {
      throw new Error("the store is away")
    },
  })
  const untold = await actionsFor({ tell: half })
  expect(await untold.actions.reload(asked(textOf(2)))).toMatchObject({
    outcome: "refused",
    reasons: ["the store is away; the rules are what they were"],
  })
  // It may have been heard all the same.
  expect(told).toEqual([`${versions.first} instead of ${second}`])
})
