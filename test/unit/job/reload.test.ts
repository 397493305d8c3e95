import { describe, expect, test } from "vitest"
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import type { JobCheckpoints } from "../../../runtime/job/checkpoints.ts"
import { compileRules, makeJob, record, settle, source, TestPartition } from "../../support/job.ts"

const head = "event A { key: string, amount: number, at: time } timed by at\n"

const pair = (id: string, condition: string, rest = ""): Promise<RuleSet> =>
  compileRules(`${head}
    rule Pair {
      when A as first where ${condition}
           then A as second where ${condition}
      within 1 hour
      per key
      alert { id: "${id}", first: first.amount, second: second.amount }
    }
    ${rest}
  `)

const at = (minutes: number, key: string, amount: number) => record({ key, amount, at: minutes * 60_000 })

/** A job over one live partition. */
function running(rules: RuleSet) {
  const partition = new TestPartition("p", [], false)
  const made = makeJob(rules, { A: source([partition], false) }, { maxAheadMs: 1e15 })
  const done = made.job.run()
  const give = async (...records: ReturnType<typeof record>[]): Promise<void> => {
    partition.give(...records)
    await settle()
  }
  const data = () => made.output.values.map(({ data: each }) => each)
  const end = async () => {
    partition.end()
    return done
  }
  return { ...made, give, data, end }
}

describe("a reload", () => {
  test("keeps what the rules hold, and judges each event by one version", async () => {
    const { job, give, data, end, output } = running(await pair("before", "amount > 1"))
    await give(at(1, "k", 5), at(2, "k", 0))
    const after = await pair("after", "amount > 6")
    const { pauseMs, checkpoint } = await job.reload({ rules: after, params: {} })
    expect({ pauseMs, checkpoint }).toEqual({ pauseMs: 0, checkpoint: undefined })
    await give(at(3, "k", 6), at(4, "k", 7))
    await end()
    expect(data()).toEqual([{ id: "after", first: 5, second: 7 }])
    expect(output.records.map(({ version }) => version)).toEqual([after.manifest.version])
  })

  test("judges events that wait for the watermark by the new version", async () => {
    const { job, give, data, end } = running(await pair("before", "amount > 1"))
    await give(at(1, "k", 5), at(2, "k", 5))
    const next = { rules: await pair("after", "amount > 1"), params: {} }
    // What the watermark has reached was judged; without lateness that is all but the last moment.
    await job.reload(next)
    await end()
    expect(data()).toEqual([{ id: "after", first: 5, second: 5 }])
  })

  test("that cannot be made leaves the rules as they are", async () => {
    const { job, give, data, end } = running(await pair("before", "amount > 1"))
    await give(at(1, "k", 5))
    const rules = await pair("after", "amount > 1")
    const broken: RuleSet = {
      ...rules,
      create: () => {
        throw new Error("no room")
      },
    }
    await expect(job.reload({ rules: broken, params: {} })).rejects.toThrow("no room")
    await expect(job.reload({ rules, params: { none: 1 } })).rejects.toThrow("no parameter is called")
    expect((await job.status()).reloads).toEqual({ attempted: 2, applied: 0, refused: 2, rolledBack: 0 })
    await give(at(2, "k", 6))
    await end()
    expect(data()).toEqual([{ id: "before", first: 5, second: 6 }])
  })

  test("is counted, and so is one that goes back", async () => {
    const before = await pair("before", "amount > 1")
    const after = await pair("after", "amount > 1")
    const { job, end } = running(before)
    await job.reload({ rules: after, params: {} })
    expect((await job.status()).reloads).toMatchObject({ applied: 1, rolledBack: 0 })
    await job.reload({ rules: before, params: {} })
    expect((await job.status()).reloads).toEqual({ attempted: 2, applied: 2, refused: 0, rolledBack: 1 })
    await end()
  })

  test("takes rules away and brings new ones", async () => {
    const { job, give, data, end } = running(await pair("pair", "amount > 1"))
    await give(at(1, "k", 5))
    const single = await compileRules(`${head} rule Each { when A as a alert { id: "each", amount: a.amount } }`)
    await job.reload({ rules: single, params: {} })
    await give(at(2, "k", 6))
    await job.reload({ rules: await pair("again", "amount > 1"), params: {} })
    await give(at(3, "k", 7), at(4, "k", 8))
    await end()
    // The newest event waits at each change for the watermark, and is judged by the rules behind it.
    expect(data()).toEqual([
      { id: "each", amount: 5 },
      { id: "again", first: 6, second: 7 },
    ])
  })

  test("has its turn also where a checkpoint is due at each batch, and so has what is asked behind it", async () => {
    const partition = new TestPartition("p", [], false)
    let saved = async () => {}
    const taken: number[] = []
    let wake = () => {}
    let isSaving = false
    const checkpoints: JobCheckpoints = {
      restored: undefined,
      get due() {
        return !isSaving
      },
      get isSaving() {
        return isSaving
      },
      wantsFull: false,
      full: false,
      attach: (given) => {
        wake = given
      },
      check: () => {},
      room: async () => {},
      take: ({ cuts }) => {
        if (isSaving) throw new Error("one checkpoint is saved at a time")
        isSaving = true
        const number = taken.push(0)
        return new Promise((resolve) => {
          saved = async () => {
            for (const cut of cuts) while ((await cut.next()) !== undefined);
            isSaving = false
            resolve(number)
            wake()
          }
        })
      },
      finish: async () => {},
    }
    const inputs = { A: source([partition], false) }
    const { job } = makeJob(await pair("before", "amount > 1"), inputs, { maxAheadMs: 1e15, checkpoints })
    const done = job.run()
    await settle()
    const rules = await pair("after", "amount > 1")
    const answers: unknown[] = []
    const asked = [job.reload({ rules, params: {} }), job.checkpoint()]
    for (const each of asked) void each.then((answer) => answers.push(answer))
    for (let turn = 0; turn < 4; turn++) {
      await saved()
      await settle()
    }
    expect(answers).toEqual([{ pauseMs: 0, checkpoint: 2 }, 3])
    partition.end()
    await saved()
    await done
  })

  test("of a job that has ended is refused", async () => {
    const { job, end } = running(await pair("before", "amount > 1"))
    await end()
    await expect(job.reload({ rules: await pair("after", "amount > 1"), params: {} })).rejects.toThrow("has ended")
  })
})

describe("parameters", () => {
  const limited = (more = "") =>
    compileRules(`${head}
      param least = 5
      param span = 1 hour
      rule Big { when A as a where amount >= least alert { id: "big", amount: a.amount } }
      ${more}
    `)

  test("change between two events, all or none, and outlast a reload", async () => {
    const { job, give, data, end } = running(await limited())
    await give(at(1, "k", 5), at(2, "k", 5))
    await job.setParams({ least: 7 })
    await expect(job.setParams({ least: 1, span: "soon" })).rejects.toThrow("span")
    expect(job.params()).toEqual({ least: 7, span: 3_600_000 })
    await give(at(3, "k", 6), at(4, "k", 7))
    await job.reload({ rules: await limited("rule Other { when A as a where amount > 1000 alert {} }"), params: {} })
    expect(job.params()).toMatchObject({ least: 7 })
    await give(at(5, "k", 6), at(6, "k", 8))
    await end()
    expect(data().map((each) => (each as { amount: number }).amount)).toEqual([5, 7, 8])
  })
})
