import { describe, expect, test } from "vitest"
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import type { JobCheckpoints } from "../../../runtime/job/checkpoints.ts"
import type { OutputSinks } from "../../../runtime/job/outputs.ts"
import { compileRules, makeJob, record, settle, source, TestClock, TestPartition, TestSink } from "../../support/job.ts"
import { sameThread, urlOf } from "../../support/worker-threads.ts"

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

describe("a reload in workers", () => {
  /** A job with two workers, which others of the same kind may follow. */
  function inWorkers(rules: RuleSet) {
    const partition = new TestPartition("p", [], false)
    const clock = new TestClock(5000)
    const output = new TestSink()
    const sinks: OutputSinks = { named: new Map(), standardOutput: output }
    const asked: string[] = []
    const processingOf = (of: RuleSet) =>
      sameThread(2, of, sinks, clock, (worker, { kind }) => asked.push(`${kind} ${worker}`))
    const settings = { clock, sinks, processing: processingOf(rules), maxAheadMs: 1e15 }
    const { job } = makeJob(rules, { A: source([partition], false) }, settings)
    const done = job.run()
    return {
      job,
      asked,
      give: async (...records: ReturnType<typeof record>[]) => {
        partition.give(...records)
        for (let turn = 0; turn < 20; turn++) await settle()
      },
      reload: (next: RuleSet, url = urlOf(next)) =>
        job.reload({ rules: next, params: {}, processing: processingOf(next), url }),
      end: async () => {
        partition.end()
        await done
        return output.values.map(({ data }) => data)
      },
    }
  }

  test("goes on with what each of them has, without a cut", async () => {
    const { reload, give, asked, end } = inWorkers(await pair("before", "amount > 1"))
    await give(at(1, "k", 5), at(1, "l", 4), at(2, "k", 0))
    await reload(await pair("after", "amount > 6"))
    await give(at(3, "k", 6), at(4, "k", 7), at(5, "l", 8))
    expect(await end()).toEqual([
      { id: "after", first: 5, second: 7 },
      { id: "after", first: 4, second: 8 },
    ])
    expect(asked.filter((each) => /^(cut|piece|open|follow)/.test(each))).toEqual([
      "open 0",
      "open 1",
      "follow 0",
      "follow 1",
      "followed 0",
      "followed 1",
    ])
  })

  test("that one of them cannot make is made by none", async () => {
    const { reload, give, asked, end, job } = inWorkers(await pair("before", "amount > 1"))
    await give(at(1, "k", 5), at(1, "l", 4), at(2, "k", 0))
    const after = await pair("after", "amount > 6")
    let left = 2
    const broken: RuleSet = {
      ...after,
      create: (...given) => {
        // The second worker: before it come the job's own engine and the first one.
        if (left-- === 0) throw new Error("no room")
        return after.create(...given)
      },
    }
    await expect(reload(broken)).rejects.toThrow("no room")
    await expect(reload(after, "nowhere")).rejects.toThrow("there is no module nowhere")
    expect(asked).toContain("followed 0")
    await give(at(3, "k", 6), at(4, "l", 7))
    expect(await end()).toEqual([
      { id: "before", first: 5, second: 6 },
      { id: "before", first: 4, second: 7 },
    ])
    expect((await job.status().catch(() => undefined))?.reloads.applied ?? 0).toBe(0)
  })

  test("whose rules need events of other keys gives each of them what waits with others, in the order of all", async () => {
    const late = (rest: string) =>
      compileRules(`event A { key: string, amount: number, at: time } timed by at, up to 1 hour late
        rule Pair { when A as one then A as two within 2 hours per key alert { one: one.amount, two: two.amount } }
        ${rest}`)
    const { reload, give, asked, end } = inWorkers(await late(""))
    const keys = ["k", "l", "m", "n", "o", "p"]
    await give(...keys.map((key) => at(1, key, 7)), at(1, "k", 8))
    await reload(await late("rule Six { each 6 events of A per amount alert { keys: list(key) } }"))
    await give(at(1, "l", 8), at(200, "q", 1))
    // Those of a key are with one worker, so it is known in which order they were told.
    const told = await end()
    expect(told.filter((each) => Object.hasOwn(each as object, "one"))).toEqual([
      { one: 7, two: 8 },
      { one: 7, two: 8 },
    ])
    expect(told).toContainEqual({ keys })
    expect(asked.filter((each) => /^(cut|piece|open|waiting|follow)/.test(each))).toEqual([
      ...["open 0", "open 1", "waiting 0", "waiting 1"],
      ...["follow 0", "follow 1", "followed 0", "followed 1"],
    ])
  })

  test("takes the way of a cut where what was kept would have to move", async () => {
    const sum = "sum(amount) per key over 1 hour"
    const one = `rule One { when A as a where ${sum} > 5 alert { one: ${sum} } }`
    const { reload, give, asked, end } = inWorkers(await compileRules(`${head} ${one}`))
    await give(...[1, 2].flatMap((minute) => ["k", "l", "m"].map((key) => at(minute, key, minute))))
    const all = `rule All { when A as a where ${sum} > 5 per amount alert { all: ${sum} } }`
    await reload(await compileRules(`${head} ${one} ${all}`))
    await give(...["k", "l", "m"].map((key, place) => at(3, key, 3 + place)))
    const told = (await end()) as { readonly one?: number; readonly all?: number }[]
    expect(told.flatMap((each) => each.one ?? [])).toEqual([6, 7, 8])
    expect(told.flatMap((each) => each.all ?? []).sort()).toEqual([6, 7, 8])
    expect(asked).toContain("cut 1")
    expect(asked).not.toContain("follow 0")
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
