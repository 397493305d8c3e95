import { expect, test } from "vitest"
import { createEngine, type Engine } from "../../../runtime/index.ts"
import { compileText } from "../../support/compiled.ts"

const compiled = compileText(`
  param least = 5
  event A { id: integer, n: integer, k: string, at: time } timed by at, up to 2 seconds late
  rule Large { when A as one where n > least alert { id: one.id } without events }
  rule Gone { when A as one where n == 9 then no A within 3 seconds per k alert { id: one.id } without events }`)

async function opened(): Promise<{ engine: Engine; told: string[] }> {
  const told: string[] = []
  return { engine: createEngine(await compiled, { onOutput: (output) => told.push(output.line()) }), told }
}

/** What waits to be judged with other events, though the watermark has reached it. */
function isBehind(engine: Engine): boolean {
  return (engine as unknown as { judging: { since: number | undefined } }).judging.since !== undefined
}

/** Pushes events of which `n` says which they are, one a millisecond, and judges each at once in another engine; how often something was put off. */
async function pushed(count: number, n: (id: number) => number): Promise<{ behind: number; told: number }> {
  const one = await opened()
  const other = await opened()
  let behind = 0
  for (let id = 0; id < count; id++) {
    const event = { id, n: n(id), k: id % 390 === 0 ? `alone ${id}` : `k${id % 7}`, at: 1_700_000_000_000 + id }
    one.engine.push("A", event)
    other.engine.pushAll("A", [event])
    if (one.told.length !== other.told.length) expect(one.told, `at event ${id}`).toEqual(other.told)
    if (isBehind(one.engine)) behind++
  }
  for (const { engine } of [one, other]) engine.end()
  expect(one.told).toEqual(other.told)
  return { behind, told: one.told.length }
}

test("most events are put off where few bring something out", async () => {
  const { behind, told } = await pushed(6000, (id) => (id % 130 === 0 ? 9 : 1))
  expect(behind).toBeGreaterThan(5500)
  expect(told).toBe(47 + 16)
})

test("where most events bring something out little is tried, and taken up again when that has passed", async () => {
  const { behind, told } = await pushed(16_000, (id) => (id < 5000 ? 7 : 1))
  expect(told).toBe(5000)
  expect(behind).toBeGreaterThan(5000)
  expect(behind).toBeLessThan(12_000)
})

test("more events wait that bring something out than are looked at one by one", async () => {
  const { told } = await pushed(9000, (id) => (id % 4000 < 1900 ? 8 : 2))
  expect(told).toBe(1900 + 1900 + 1000)
})

test("what was put off is judged before anybody looks", async () => {
  const { engine } = await opened()
  const count = 3000
  for (let id = 0; id < count; id++) engine.push("A", { id, n: 1, k: "a", at: id })
  expect(isBehind(engine)).toBe(true)
  // Of the last two seconds, and of the last instant, the watermark has reached nothing.
  expect(engine.counts().waiting).toBe(2001)
  expect(isBehind(engine)).toBe(false)
  engine.push("A", { id: count, n: 1, k: "a", at: count })
  expect(isBehind(engine)).toBe(true)
  const restored = createEngine(await compiled, { restore: engine.snapshot() })
  expect(restored.counts().waiting).toBe(2001)
})

test("a parameter that changes is asked of events that wait already", async () => {
  const { engine, told } = await opened()
  for (let id = 0; id < 3000; id++) engine.push("A", { id, n: 3, k: "a", at: id })
  engine.setParam("least", 2)
  expect(told).toEqual([])
  engine.push("A", { id: 3000, n: 3, k: "a", at: 3000 })
  expect(told.map((line) => JSON.parse(line).data.id)).toEqual([999])
})
