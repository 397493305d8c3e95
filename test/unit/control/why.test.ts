/** `GET /why`: in words and as JSON, from what a job says that it holds. */
import { afterEach, describe, expect, test } from "vitest"
import type { KeyLook } from "../../../runtime/abi/look.ts"
import type { ControlHost } from "../../../runtime/control/host.ts"
import type { Control } from "../../../runtime/control/server.ts"
import { FakeJob, hostOf, openFor, send } from "./fake-job.ts"
import { jobStatus } from "./status.ts"

const empty: KeyLook = { key: ["c1"], partials: [], partialCount: 0, heldBack: 0, windows: [], silences: [] }
const [rule] = jobStatus.engine.rules
const { watermark } = jobStatus
const iso = (time: number) => new Date(time).toISOString()

let control: Control | undefined
afterEach(() => control?.close())

async function ask(looks: ControlHost["looks"] | KeyLook, query = "key=c1") {
  const given = typeof looks === "object" ? async () => [looks] : looks
  control = await openFor(hostOf(new FakeJob(), given && { looks: given }))
  return send(`${control.url}/why?rule=${rule!.name}&${query}`, "GET")
}

describe("GET /why", () => {
  test("says what the furthest partial match waits for", async () => {
    const events = [{ step: "a", type: null, at: null, fields: { n: 1 } }]
    const partial = {
      began: watermark,
      last: watermark,
      ends: watermark + 1000,
      waitsFor: ["b", "c"],
      missing: 1,
      events,
    }
    const { code, body } = await ask({ ...empty, partials: [partial], partialCount: 3 })
    expect(code).toBe(200)
    expect(body.text).toContain(
      `for c1 holds 3 partial matches; the furthest began ${iso(watermark)} and waits for b or c until ${iso(watermark + 1000)}`,
    )
    expect(body).toMatchObject({
      partialMatchCount: 3,
      partialMatches: [{ events: [{ step: "a", fields: { n: 1 } }] }],
    })
  })
  test("does not say that nothing is held where nobody looked on the disk", async () => {
    const away = { ...empty, key: [], notLookedAt: 3 }
    const nowhere = await ask(async () => [away, { ...away, notLookedAt: 4 }])
    expect(nowhere.body.text).toContain(
      "for c1 holds nothing in memory; what 7 keys hold is on disk, where nobody looked: it may be one of them",
    )
    await control?.close()
    const elsewhere = await ask(async () => [away, { ...empty, heldBack: 1 }])
    expect(elsewhere.body.text).toContain("is complete, and its skip strategy holds it back")
    await control?.close()
    const { body } = await ask(async () => [])
    expect(body.text).toContain("holds nothing now")
  })
  test("hands on the parts of the key and the limit", async () => {
    const asked: unknown[] = []
    await ask(async (...all) => {
      asked.push(all)
      return []
    }, "key=a%261&key=NL&limit=7")
    expect(asked).toEqual([[rule!.name, ["a&1", "NL"], 7]])
  })
  test("gives the command that replays what is over", async () => {
    const partition = { ...jobStatus.partitions[0]!, source: "*", position: { file: "all events.jsonl", line: 3 } }
    const other = { ...partition, source: "Refund", position: { topic: "refunds", offset: 3 } }
    const statuses = async () => [{ ...jobStatus, partitions: [partition, other] }]
    control = await openFor(hostOf(new FakeJob(), { looks: async () => [], statuses }))
    const { body } = await send(`${control.url}/why?rule=${rule!.name}&key=it%27s`, "GET")
    const sources = "--source '*=file:all events.jsonl' --source 'Refund=kafka:refunds?brokers=HOST:9092&until=end'"
    expect(body.replay).toBe(`cep why fraud.cep ${sources} --rule ${rule!.name} --key 'it'\\''s'`)
  })
  test.each([
    [{ silences: [{ timeout: false, until: watermark + 5, suppressed: 2 }] }, "is silent until"],
    [{ heldBack: 1 }, "its skip strategy holds it back"],
    [
      { windows: [{ start: watermark, end: null, events: 4 }] },
      "an open window with 4 events, which ends when it is full",
    ],
    [{ silences: [{ timeout: false, until: watermark - 5, suppressed: 2 }] }, "holds nothing now"],
  ])("says what else it holds: %j", async (held, words) => {
    expect((await ask({ ...empty, ...held })).body.text).toContain(words)
  })
  test("refuses what cannot be asked", async () => {
    expect(await ask({ ...empty, problem: "the rule has the key a, b" })).toMatchObject({
      code: 400,
      body: { error: "wrong-key", message: "the rule has the key a, b" },
    })
    expect((await send(`${control!.url}/why?rule=None&key=c1`, "GET")).code).toBe(404)
    expect((await send(`${control!.url}/why?key=c1`, "GET")).code).toBe(400)
    expect((await send(`${control!.url}/why?rule=${rule!.name}&limit=x`, "GET")).code).toBe(400)
    await control!.close()
    expect((await ask(undefined)).code).toBe(501)
  })
})
