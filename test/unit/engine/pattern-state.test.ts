/** The state of a pattern that ran over rows, when its rule judges event by event afterwards: the same state. */
import { expect, test } from "vitest"
import { compile } from "../../../compiler/index.ts"
import type { EngineOptions } from "../../../runtime/abi/engine.ts"
import { createEngine } from "../../../runtime/index.ts"
import { linesInto } from "../../support/lines-into.ts"
import { MapColdStore } from "../../support/map-cold-store.ts"

const text = `
event A { id: integer, k: string, n: integer, at: time } timed by at
rule Absent { when A as a then no A as b where b.n > a.n within 20 ms per k alert }
rule Timeout { when 1+ A as a where n > 0 then A as b where b.n > sum(a.n) within 15 ms per k skip none alert on timeout alert low }
`
const { rules } = await compile([{ path: "a.cep", text }])
const events = Array.from({ length: 60 }, (_, id) => ({ id, k: `k${id % 5}`, n: (id * 7) % 4, at: 1000 + 2 * id }))
const half = 31

function run(lines: string[], options: EngineOptions, from: number, to: number) {
  const engine = createEngine(rules!, { ...linesInto(lines, true), ...options })
  for (const raw of events.slice(from, to)) {
    engine.ingest({ type: "A", raw })
    engine.advanceTo(raw.at - 1)
  }
  return engine
}

function cutOf(engine: ReturnType<typeof run>): Uint8Array[] {
  const cut = engine.cut(true)
  const pieces: Uint8Array[] = []
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece)
  return pieces
}

test("goes on event by event", () => {
  const whole: string[] = []
  run(whole, {}, 0, events.length).end()
  const lines: string[] = []
  const pieces = cutOf(run(lines, {}, 0, half))
  run(lines, { restoreCut: pieces, forms: "general" }, half, events.length).end()
  expect(whole.length).toBeGreaterThan(30)
  expect(lines).toEqual(whole)
})

test("goes on where some of it is on disk, and back", () => {
  const whole: string[] = []
  run(whole, {}, 0, events.length).end()
  const forms: readonly EngineOptions[] = [{}, { forms: "general" }]
  for (const memoryBytes of [0, Number.POSITIVE_INFINITY]) {
    for (const [before, after] of [forms, [...forms].reverse()]) {
      const lines: string[] = []
      const store = new MapColdStore()
      const pieces = cutOf(run(lines, { ...before, cold: { store, memoryBytes: 0 } }, 0, half))
      expect(store.sealed.size).toBeGreaterThan(2)
      const cold = { store: new MapColdStore(store.sealed), memoryBytes }
      run(lines, { ...after, restoreCut: pieces, cold }, half, events.length).end()
      expect(lines).toEqual(whole)
    }
  }
})

test("is refused where some of it is on disk, and all of it has to be in memory from now on", async () => {
  const store = new MapColdStore()
  const pieces = cutOf(run([], { cold: { store, memoryBytes: 0 } }, 0, half))
  const other = await compile([
    { path: "a.cep", text: text.replace("within 20 ms per k", "within 20 ms per k skip past last") },
  ])
  for (const memoryBytes of [0, Number.POSITIVE_INFINITY]) {
    const cold = { store: new MapColdStore(store.sealed), memoryBytes }
    expect(() => createEngine(other.rules!, { restoreCut: pieces, cold })).toThrow(
      "keys of pattern Absent are on disk, and by the rules as they are now they cannot leave memory: run the former rules once more with --state memory",
    )
  }
})
