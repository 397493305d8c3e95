import { describe, expect, test } from "vitest"
import type { CallFailure, EnricherOptions, Ingest } from "../../../runtime/index.ts"
import { createEngine, createEnricher } from "../../../runtime/index.ts"
import { settle, TestClock } from "../../support/job.ts"
import { answeredRules } from "../../support/lookups.ts"

const abroad = `rule Abroad {
  when Login as login where countryOf(address) != "GB" per user
  alert "{login.id} from {countryOf(login.address)}"
}`

const login = (id: number, address?: string): Ingest => ({
  type: "Login",
  raw: { id: `l${id}`, user: "u", ...(address === undefined ? {} : { address }), at: id },
})
const payment = (id: number): Ingest => ({ type: "Payment", raw: { id: `p${id}`, user: "u", at: id } })
const idOf = ({ raw }: Ingest) => (raw as { id: string }).id

async function start(options: EnricherOptions = {}, text = abroad) {
  const { rules, asked } = await answeredRules(text)
  const clock = new TestClock()
  const failures: CallFailure[] = []
  const after: EnricherOptions["after"] = (milliseconds, act) => clock.after(milliseconds, act)
  const enricher = createEnricher(rules, { after, onFailure: (failure) => failures.push(failure), ...options })
  return { rules, asked, clock, failures, enricher }
}

/** Takes records one after the other into a list. */
function taking(records: AsyncGenerator<Ingest, void>): { taken: Ingest[]; done: Promise<void> } {
  const taken: Ingest[] = []
  const take = async () => {
    for await (const each of records) taken.push(each)
  }
  return { taken, done: take() }
}

describe("results", () => {
  test("are those of the calls for an event of that type", async () => {
    const { enricher, asked } = await start()
    const results = enricher.results("Login", login(1, "10.0.0.1").raw)
    await settle()
    expect(asked.map(({ fields }) => fields.address)).toEqual(["10.0.0.1"])
    asked[0]!.answer("NG")
    expect([...(await results)]).toEqual([[0, "NG"]])
    expect([...(await enricher.results("Payment", payment(1).raw))]).toEqual([])
    expect([enricher.calls("Login"), enricher.calls("Payment")]).toEqual([true, false])
  })

  test("of equal calls are asked for once for an event", async () => {
    const twice = `${abroad} rule Again { when Login as login where countryOf(login.address) == "NG" alert "again" }`
    const { enricher, asked } = await start({}, twice)
    void enricher.results("Login", login(1, "a").raw)
    await settle()
    expect(asked).toHaveLength(1)
  })

  test("are missing without a call where an argument is", async () => {
    const { enricher } = await start()
    expect([...(await enricher.results("Login", login(1).raw))]).toEqual([])
    expect(enricher.stats()).toMatchObject({ calls: 0, running: 0 })
  })

  test("of an event that cannot be read are none: the engine says why", async () => {
    const { enricher, asked } = await start()
    for (const raw of [null, 5, {}, { id: 1, user: "u", address: "a", at: 1 }, JSON.parse('{"__proto__": {"a": 1}}')]) {
      expect([...(await enricher.results("Login", raw))]).toEqual([])
    }
    expect([...(await enricher.results("Nothing", {}))]).toEqual([])
    expect(asked).toEqual([])
  })

  test("are missing after the timeout, and a late answer is passed over", async () => {
    const { enricher, asked, clock, failures } = await start({ timeoutMs: 200 })
    const results = enricher.enrich({ ...login(1, "a"), position: 7 })
    await settle()
    clock.pass(199)
    await settle()
    expect(failures).toEqual([])
    clock.pass(1)
    expect([...(await results).awaited!]).toEqual([])
    asked[0]!.answer("NG")
    await settle()
    const reason = "it did not answer within 200 ms"
    expect(failures).toEqual([{ function: "countryOf", kind: "timeout", reason, type: "Login", position: 7 }])
    expect(enricher.stats()).toEqual({ calls: 1, timeouts: 1, errors: 0, wrongTypes: 0, running: 0 })
  })

  test("are missing after an error, also one that comes after the timeout", async () => {
    const { enricher, asked, clock, failures } = await start()
    const first = enricher.results("Login", login(1, "a").raw)
    const second = enricher.results("Login", login(2, "b").raw)
    await settle()
    asked[0]!.fail(new Error("no such address"))
    await settle()
    clock.pass(1000)
    asked[1]!.fail(new Error("too late"))
    expect([...(await first), ...(await second)]).toEqual([])
    expect(failures.map(({ kind, reason }) => `${kind}: ${reason}`)).toEqual([
      "error: no such address",
      "timeout: it did not answer within 1000 ms",
    ])
  })

  test("of another type than declared are missing", async () => {
    const { enricher, asked, failures } = await start()
    const results = enricher.results("Login", login(1, "a").raw)
    await settle()
    asked[0]!.answer({ toString: () => "GB" })
    expect([...(await results)]).toEqual([])
    expect(failures).toMatchObject([{ kind: "wrong-type", reason: expect.stringContaining("a value of type string") }])
  })

  test("of functions that are excepted are not asked for", async () => {
    const { enricher, asked } = await start({ except: ["countryOf"] })
    expect([...(await enricher.results("Login", login(1, "a").raw))]).toEqual([])
    expect(asked).toEqual([])
  })
})

describe("records in order", () => {
  test("keep it, whichever call answers first", async () => {
    const { enricher, asked } = await start()
    const { taken, done } = taking(enricher.inOrder([payment(1), login(2, "a"), payment(3), login(4, "b"), payment(5)]))
    await settle()
    expect(taken.map(idOf)).toEqual(["p1"])
    asked[1]!.answer("B")
    await settle()
    expect(taken.map(idOf)).toEqual(["p1"])
    asked[0]!.answer("A")
    await done
    expect(taken.map(idOf)).toEqual(["p1", "l2", "p3", "l4", "p5"])
    expect(taken.map(({ awaited }) => awaited?.get(0))).toEqual([undefined, "A", undefined, "B", undefined])
  })

  test("are asked about only so many at once", async () => {
    const { enricher, asked } = await start({ concurrency: 3 })
    const { taken, done } = taking(enricher.inOrder(Array.from({ length: 10 }, (_, at) => login(at, `a${at}`))))
    for (let at = 0; at < 10; at++) {
      await settle()
      expect(asked.length).toBe(Math.min(at + 3, 10))
      expect(enricher.stats().running).toBeLessThanOrEqual(3)
      asked[at]!.answer("GB")
    }
    await done
    expect(taken.map(idOf)).toEqual(Array.from({ length: 10 }, (_, at) => `l${at}`))
  })

  test("are taken only as far ahead as the calls need", async () => {
    const { enricher } = await start({ concurrency: 2 })
    let drawn = 0
    function* endless() {
      for (;;) yield login(drawn++, "a")
    }
    void enricher.inOrder(endless()).next()
    await settle()
    expect(drawn).toBeLessThanOrEqual(3)
  })

  test("give a call that hangs its time and its place to the next", async () => {
    const { enricher, asked, clock } = await start({ concurrency: 1, timeoutMs: 100 })
    const { taken, done } = taking(enricher.inOrder([login(1, "a"), login(2, "b")]))
    await settle()
    expect(asked).toHaveLength(1)
    clock.pass(100)
    await settle()
    expect(asked).toHaveLength(2)
    asked[1]!.answer("GB")
    await done
    expect(taken.map(({ awaited }) => awaited?.get(0))).toEqual([undefined, "GB"])
  })
})

test.each([
  [{ concurrency: 0 }, "concurrency"],
  [{ concurrency: 1.5 }, "concurrency"],
  [{ timeoutMs: 0 }, "timeoutMs"],
  [{ timeoutMs: Number.NaN }, "timeoutMs"],
  [{ timeoutMs: 1e12 }, "timeoutMs"],
])("options out of range are refused: %o", async (options, name) => {
  await expect(start(options)).rejects.toThrow(name)
})

describe("the engine", () => {
  test("wants results for events of types for which rules call functions, and for no others", async () => {
    const { rules } = await start()
    const engine = createEngine(rules)
    expect(() => engine.push("Login", login(1, "a").raw)).toThrow(
      /the rules call countryOf for each Login, .*engine\.push\("Login", event, await enricher\.results\("Login", event\)\)/,
    )
    engine.push("Payment", payment(1).raw)
    expect(engine.stats().events).toBe(1)
  })

  test("judges by the results, a missing one being missing", async () => {
    const { rules } = await start()
    const messages: unknown[] = []
    const engine = createEngine(rules, { onAlert: ({ message }) => messages.push(message) })
    engine.push("Login", login(1, "a").raw, new Map([[0, "NG"]]))
    engine.push("Login", login(2, "b").raw, new Map([[0, "GB"]]))
    engine.push("Login", login(3, "c").raw, new Map())
    engine.end()
    expect(messages).toEqual(["l1 from NG"])
  })

  test("keeps results with events that wait and with those of open matches, through a restart", async () => {
    const text = `rule Moved {
  when Login as first then Login as second where countryOf(first.address) != countryOf(second.address)
  within 1 hour per user
  alert "{countryOf(first.address)} to {countryOf(second.address)}"
}`
    const { rules } = await start({}, text)
    const before = createEngine(rules)
    before.push("Login", login(1, "a").raw, new Map([[0, "GB"]]))
    // The last event of a stream waits for its watermark.
    before.push("Login", login(2, "b").raw, new Map([[0, "NG"]]))
    const messages: unknown[] = []
    const restore: unknown = JSON.parse(JSON.stringify(before.snapshot()))
    const after = createEngine(rules, { restore, onAlert: ({ message }) => messages.push(message) })
    after.end()
    expect(messages).toEqual(["GB to NG"])
  })
})
