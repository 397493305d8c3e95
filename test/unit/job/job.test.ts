import { beforeAll, describe, expect, test } from "vitest"
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import { ConnectorError } from "../../../runtime/connectors/contract.ts"
import { createEngine } from "../../../runtime/index.ts"
import { compileRules, makeJob, record, settle, source, TestClock, TestPartition, TestSink } from "../../support/job.ts"

let rules: RuleSet
beforeAll(async () => {
  rules = await compileRules(`
    event A { id: string, at: time } timed by at, up to 10 ms late
    event B { id: string, at: time } timed by at
    event Unused { id: string, at: time } timed by at
    param wanted = "x"
    rule EachA { when A as a where wanted == "x" alert { id: a.id } }
    rule EachB { when B as b alert { id: b.id } }
    rule Silence { when A as a where id == "quiet" then no A where id == "answer" within 100 ms alert { id: a.id } }
  `)
})

const event = (id: string, at: number, type?: string) => record(type === undefined ? { id, at } : { type, id, at })
const ids = (sink: TestSink) => sink.values.map(({ rule, data }) => [rule, (data as { id: string }).id])

describe("a job", () => {
  test("judges events of several sources in the order of event time", async () => {
    const a = new TestPartition("a", [[event("a1", 10), event("a2", 30)], [event("a3", 50)]])
    const b = new TestPartition("b", [[event("b1", 20)], [event("b2", 40), event("b3", 60)]])
    const { job, output } = makeJob(rules, { A: source([a]), B: source([b]) })
    const result = await job.run()
    expect(ids(output).map(([, id]) => id)).toEqual(["a1", "b1", "a2", "b2", "a3", "b3"])
    expect(result).toMatchObject({ ending: "end", read: 6, alerts: 6, late: 0, outputsByRule: { EachA: 3, EachB: 3 } })
  })

  test("reads of bounded partitions the one furthest behind", async () => {
    const order: string[] = []
    class Noted extends TestPartition {
      override read() {
        order.push(this.name)
        return super.read()
      }
    }
    const far = new Noted("far", [[event("a", 1000)], [event("a", 2000)]])
    const near = new Noted("near", [[event("b", 1)], [event("b", 2)], [event("b", 3)], [event("b", 1500)]])
    await makeJob(rules, { A: source([far]), B: source([near]) }).job.run()
    // Each once; then the near one until it has passed 1000 - 10; then in turn to their ends.
    expect(order).toEqual(["far", "near", "near", "near", "near", "far", "near", "far"])
  })

  test("tells the types of a mixed stream apart, and passes over those that no rule names", async () => {
    const mixed = new TestPartition("m", [
      [event("1", 10, "A"), event("2", 20, "B"), event("3", 20, "Unused"), event("4", 20, "Foreign")],
      [record({ id: "5", at: 30 }), record({ type: 7 }), record([1]), record(null), record({ type: "__proto__" })],
    ])
    const { job, output, deadLetters } = makeJob(rules, { "*": source([mixed]) })
    const result = await job.run()
    expect(ids(output)).toEqual([
      ["EachA", "1"],
      ["EachB", "2"],
    ])
    expect(result).toMatchObject({ passedOver: 3, passedOverTypes: ["Unused", "Foreign", "__proto__"], deadLetters: 4 })
    expect(deadLetters.values.map(({ code }) => code)).toEqual(["no-type", "no-type", "not-an-object", "not-an-object"])
  })

  test("allows a mixed stream the greatest lateness of its types", async () => {
    const mixed = () =>
      source([new TestPartition("m", [[event("1", 100, "B"), event("2", 90, "B"), event("3", 89, "B")]])])
    const { job, output, late } = makeJob(rules, { "*": mixed() })
    await job.run()
    expect(ids(output).map(([, id]) => id)).toEqual(["2", "1"])
    expect(late.values).toMatchObject([
      { source: "*", code: "late", raw: '{"type":"B","id":"3","at":89}', rules: ["EachB"] },
    ])
    expect(late.values[0]!.reason).toBe(
      "dated 1970-01-01T00:00:00.089Z, and the watermark is at 1970-01-01T00:00:00.089Z",
    )
  })

  test("closes what is open at the end, or leaves it", async () => {
    const quiet = () => source([new TestPartition("a", [[event("quiet", 10)]])])
    const closed = makeJob(rules, { A: quiet() })
    await closed.job.run()
    expect(ids(closed.output).map(([rule]) => rule)).toEqual(["EachA", "Silence"])
    const left = makeJob(rules, { A: quiet() }, { atEnd: "stop" })
    const result = await left.job.run()
    expect(left.output.records).toEqual([])
    expect(result.engine.waiting).toBe(1)
  })

  test("takes values for params, and refuses unknown ones", async () => {
    const a = () => ({ A: source([new TestPartition("a", [[event("1", 1)]])]) })
    const { job, output } = makeJob(rules, a(), { params: { wanted: "y" } })
    await job.run()
    expect(output.records).toEqual([])
    expect(() => makeJob(rules, a(), { params: { nothing: 1 } })).toThrow(/nothing/)
  })

  test("sends dead letters with place and reason, and says the first of each kind", async () => {
    const bad = { raw: undefined, text: "{", position: { line: 1 }, problem: { code: "not-json", reason: "not JSON" } }
    const bytes = {
      ...bad,
      position: { line: 4 },
      problem: { code: "invalid-utf8", reason: "no", bytes: Buffer.from([255]) },
    }
    const a = new TestPartition("a", [
      [bad, { ...bad, position: { line: 2 } }, record({ id: "1" }, 3), bytes, event("2", 5)],
    ])
    const { job, output, deadLetters, logged } = makeJob(rules, { A: source([a]) })
    const result = await job.run()
    expect(deadLetters.values).toEqual([
      { source: "A", position: { line: 1 }, code: "not-json", reason: "not JSON", raw: "{" },
      { source: "A", position: { line: 2 }, code: "not-json", reason: "not JSON", raw: "{" },
      { source: "A", position: { line: 3 }, code: "missing-field", reason: expect.any(String), raw: '{"id":"1"}' },
      { source: "A", position: { line: 4 }, code: "invalid-utf8", reason: "no", rawBase64: "/w==" },
    ])
    expect(logged.map(({ message }) => message.split(":")[0])).toEqual([
      "dead letter from A at line 1",
      "dead letter from A at line 3",
      "dead letter from A at line 4",
    ])
    expect(result.deadLettersByCode).toEqual({ "not-json": 2, "missing-field": 1, "invalid-utf8": 1 })
    expect(output.records).toHaveLength(1)
  })

  test("shows for an event that rules made the one that it was made of", async () => {
    const made = await compileRules(`
      event A { id: string, at: time } timed by at
      rule Make { when A as a per id emit Made { id: a.id } }
      rule Read { when Made as made per id alert { id: made.id } }
    `)
    const explode = () => {
      throw new Error("no")
    }
    const failing: RuleSet = {
      ...made,
      create: (...given) => {
        const program = made.create(...given)
        return { ...program, rules: [program.rules[0]!, { ...program.rules[1]!, conditions: [explode] }] }
      },
    }
    const a = new TestPartition("a", [[record({ id: "a1", at: 1 }, 7)]])
    const { job, deadLetters } = makeJob(failing, { A: source([a]) })
    expect(await job.run()).toMatchObject({ deadLetters: 1, ending: "end" })
    expect(deadLetters.values).toMatchObject([
      { source: "A", position: { line: 7 }, code: "condition-failed", rule: "Read" },
    ])
  })

  test("writes nothing behind an event on which a rule failed when it is strict, also of the same moment", async () => {
    const overflowing = await compileRules(`
      param huge: decimal(2) = 90071992547409.00
      event A { id: string, n: integer, at: time } timed by at
      rule R { when A as a where huge * n > 1.00 alert { id: a.id } without events }
    `)
    const events = [
      { id: "1", n: 1, at: 1 },
      { id: "2", n: 2, at: 2 },
      { id: "3", n: 1, at: 2 },
      { id: "4", n: 1, at: 9 },
    ]
    for (const strict of [false, true]) {
      const a = new TestPartition("a", [events.map((one) => record(one))])
      const { job, output } = makeJob(overflowing, { A: source([a]) }, { strict })
      if (strict) await expect(job.run()).rejects.toMatchObject({ kind: "failure", message: /rule R failed/ })
      else await job.run()
      expect(output.values.map(({ data }) => (data as { id: string }).id)).toEqual(strict ? ["1"] : ["1", "3", "4"])
    }
  })

  test("ends at the first dead letter when it is strict", async () => {
    const a = new TestPartition("a", [[event("1", 5), record({ id: 5, at: 6 }), event("3", 100)], [event("4", 200)]])
    const { job, deadLetters } = makeJob(rules, { A: source([a]) }, { strict: true })
    await expect(job.run()).rejects.toMatchObject({
      kind: "failure",
      message: /dead letter from A at line 1.*--strict/,
    })
    expect(deadLetters.records).toHaveLength(1)
    expect(a.reads).toBe(1)
  })

  test("finishes what it has read when it is stopped, and does not take time to its end", async () => {
    const a = new TestPartition("a", [[event("quiet", 5), event("2", 50)]], false)
    const { job, output, stop } = makeJob(rules, { A: source([a]) })
    const running = job.run()
    await settle()
    expect(job.progress()).toMatchObject({ read: 2, watermark: 39 })
    stop.abort()
    expect(await running).toMatchObject({ ending: "stopped", alerts: 1, engine: { waiting: 1 } })
    expect(ids(output)).toEqual([["EachA", "quiet"]])
  })

  test("reads no further while a sink is slow", async () => {
    const perBatch = 1000
    const batches = Array.from({ length: 20 }, (_, n) =>
      Array.from({ length: perBatch }, (_, i) => event(String(n * perBatch + i), (n * perBatch + i) * 100)),
    )
    const a = new TestPartition("a", batches)
    const run = makeJob(rules, { A: source([a]) })
    let open = () => {}
    run.output.gate = new Promise((resolve) => {
      open = resolve
    })
    const running = run.job.run()
    await settle()
    // One write under way, and as much gathered as there is room for.
    expect(a.reads).toBeLessThan(8)
    open()
    await running
    expect(ids(run.output).map(([, id]) => id)).toEqual(Array.from({ length: 20 * perBatch }, (_, n) => String(n)))
    expect(run.output.mostAtOnce).toBe(1)
  })

  test("gives the other sinks their lines when one fails", async () => {
    const broken = new TestSink()
    broken.write = () => Promise.reject(new ConnectorError("failure", "the disk is full"))
    const good = new TestSink()
    const sinks = { named: new Map(), standardOutput: broken, deadLetters: good }
    const a = new TestPartition("a", [[record({}), event("1", 5), event("2", 50)]])
    await expect(makeJob(rules, { A: source([a]) }, { sinks }).job.run()).rejects.toThrow("the disk is full")
    expect(good.records).toHaveLength(1)
  })

  test("ends without an error when the reader of an output goes away", async () => {
    const closed = new TestSink()
    closed.write = () => Promise.reject(new ConnectorError("closed", "gone"))
    const a = new TestPartition("a", [[event("1", 5), event("2", 50)], [event("3", 90)]], false)
    const clock = new TestClock()
    const sinks = { named: new Map(), standardOutput: closed }
    const running = makeJob(rules, { A: source([a]) }, { sinks, clock }).job.run()
    await settle()
    // A few lines wait for others first; the source waits for events all the while.
    clock.pass(50)
    expect(await running).toMatchObject({ ending: "output-closed" })
  })

  test("stops at what a source throws, after what it had read", async () => {
    const a = new TestPartition("a", [[event("1", 5), event("2", 50)]])
    const read = a.read.bind(a)
    a.read = async () => (await read()) ?? Promise.reject(new ConnectorError("failure", "cut off"))
    const { job, output } = makeJob(rules, { A: source([a]) })
    await expect(job.run()).rejects.toThrow("cut off")
    expect(ids(output)).toEqual([["EachA", "1"]])
  })
})

describe("live sources", () => {
  test("do not go over all keys with each batch", async () => {
    let asked = 0
    const a = new TestPartition("a", [[event("1", 1)], [event("2", 2)], [event("3", 3)]])
    const { job } = makeJob(
      rules,
      { A: source([a], false) },
      {
        createEngine: (...given) => {
          const engine = createEngine(...given)
          const stats = engine.stats.bind(engine)
          engine.stats = () => {
            asked++
            return stats()
          }
          return engine
        },
      },
    )
    expect((await job.run()).engine.events).toBe(3)
    job.progress()
    expect(asked, "for the result alone").toBe(1)
  })

  test("are all read at once, and wait for each other by the watermark", async () => {
    const [a, b] = [new TestPartition("a", [], false), new TestPartition("b", [], false)]
    const { job, output, stop } = makeJob(rules, { A: source([a], false), B: source([b], false) })
    const running = job.run()
    b.give(event("b1", 20), event("b2", 40))
    await settle()
    expect(output.records).toEqual([])
    a.give(event("a1", 10), event("a2", 41))
    await settle()
    expect(ids(output).map(([, id]) => id)).toEqual(["a1", "b1"])
    stop.abort()
    await running
  })

  test("that are silent hold the others back no longer; when all are, time goes on by the clock", async () => {
    const [a, b] = [new TestPartition("a", [], false), new TestPartition("b", [], false)]
    const { job, output, clock, stop } = makeJob(rules, { A: source([a], false), B: source([b], false) })
    const running = job.run()
    a.give(event("quiet", 59_960), event("a2", 60_010))
    await settle()
    expect(output.records).toEqual([])
    clock.pass(29_999)
    a.give(event("a3", 60_020))
    await settle()
    clock.pass(1)
    await settle()
    expect(ids(output).map(([, id]) => id)).toEqual(["quiet"])
    clock.pass(29_999)
    await settle()
    expect(output.records).toHaveLength(1)
    clock.pass(90_031 - clock.time)
    await settle()
    expect(ids(output).map(([, id]) => id)).toEqual(["quiet", "a2", "a3"])
    clock.pass(90_071 - clock.time)
    await settle()
    expect(ids(output).at(-1)).toEqual(["Silence", "quiet"])
    stop.abort()
    expect(await running).toMatchObject({ late: 0 })
  })

  test("that have something which they cannot hand out yet are not silent", async () => {
    const [a, b] = [new TestPartition("a", [], false), new TestPartition("b", [], false)]
    const held = Object.assign(b, { isHeldUp: true })
    const { job, output, clock, stop } = makeJob(rules, { A: source([a], false), B: source([b], false) })
    const running = job.run()
    a.give(event("first", 59_960), event("second", 60_010))
    await settle()
    clock.pass(40_000)
    a.give(event("third", 60_020))
    await settle()
    expect(output.records).toEqual([])
    held.isHeldUp = false
    clock.pass(1000)
    await settle()
    expect(ids(output)[0]).toEqual(["EachA", "first"])
    stop.abort()
    await running
  })

  test("are told how far the job is for good, each of its own", async () => {
    const partition = new TestPartition("p", [[event("1", 1)]])
    const told: unknown[] = []
    const finished = (positions: ReadonlyMap<string, unknown>) => void told.push([...positions])
    const place = (input: string, offset: number) => ({ input, partition: "p", position: { offset } })
    const checkpoints = {
      restored: undefined,
      due: false,
      isSaving: false,
      wantsFull: true,
      full: false,
      finished: [place("A", 7), place("B", 8)],
      attach: () => {},
      check: () => {},
      room: async () => {},
      take: async () => 1,
      finish: async () => {
        checkpoints.finished = [place("A", 9)]
      },
    }
    const { job } = makeJob(rules, { A: { ...source([partition]), finished } }, { checkpoints })
    await job.run()
    // Once for each checkpoint, however often the job looks.
    expect(told).toEqual([[["p", { offset: 7 }]], [["p", { offset: 9 }]]])
  })

  test("may not be far ahead of the clock", async () => {
    const a = new TestPartition("a", [[event("1", 3_600_000), event("2", 3_600_001)]])
    const live = makeJob(rules, { A: source([a], false) })
    await live.job.run()
    expect(live.deadLetters.values).toMatchObject([{ code: "too-far-ahead", raw: '{"id":"2","at":3600001}' }])
    const bounded = makeJob(rules, { A: source([new TestPartition("a", [[event("2", 3_600_001)]])]) })
    await bounded.job.run()
    expect(bounded.deadLetters.records).toEqual([])
  })
})
