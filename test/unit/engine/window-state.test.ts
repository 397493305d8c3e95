/** What `each` rules keep by key: while a cut is under way, when parameters in measures change, and when keys come and go. */
import { expect, test } from "vitest"
import type { EngineOptions } from "../../../runtime/abi/engine.ts"
import type { StateCut } from "../../../runtime/abi/state-cut.ts"
import { createEngine } from "../../../runtime/index.ts"
import { compileText } from "../../support/compiled.ts"
import { linesInto } from "../../support/lines-into.ts"
import { MapColdStore } from "../../support/map-cold-store.ts"

const rules = await compileText(`
param least = 1
event A { id: integer, k: string, n: integer, at: time } timed by at
rule W { each 50 events of A per k alert { n: count(where n >= least), all: count() } }
`)
const timed = await compileText(`
event A { id: integer, k: string, n: integer, at: time } timed by at
rule V { each 1 minute of A per k alert { l: list(id) } }
`)

function opened(lines: string[], options: EngineOptions = {}, set = rules) {
  const engine = createEngine(set, { ...linesInto(lines, true), ...options })
  const give = (from: number, to: number, keys: number, name = "k"): void => {
    for (let id = from; id < to; id++) {
      engine.push("A", { id, k: `${name}${id % keys}`, n: 1 + (id % 3), at: 1000 + id })
    }
  }
  return { engine, give }
}

function rest(cut: StateCut): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece)
  return pieces
}

test("a cut has the results as they were before a parameter changed that is in them", () => {
  const lines: string[] = []
  const { engine, give } = opened(lines)
  give(0, 100, 4)
  const cut = engine.cut(true)
  engine.setParam("least", 2)
  const pieces = rest(cut)
  const again: string[] = []
  const restored = opened(again, { restoreCut: pieces })
  restored.give(100, 200, 4)
  const wanted: string[] = []
  opened(wanted).give(0, 200, 4)
  expect(wanted.length).toBe(3)
  expect(again).toEqual(wanted)
})

test("results of keys that are not in memory begin anew with a parameter, also when it has its former value again", () => {
  const run = (options: EngineOptions): string[] => {
    const lines: string[] = []
    const { engine, give } = opened(lines, options)
    give(0, 100, 4)
    for (const least of [2, 1]) {
      engine.setParam("least", least)
      engine.advanceTo(1100)
    }
    give(100, 200, 4)
    engine.end()
    return lines
  }
  const store = new MapColdStore()
  expect(run({ cold: { store, memoryBytes: 0 } })).toEqual(run({}))
  expect(store.takes).toBeGreaterThan(100)
})

test("an increment says of keys that they have nothing any more, also when their numbers could be those of others", () => {
  const pieces: Uint8Array[] = []
  const lines: string[] = []
  const { engine, give } = opened(lines, {}, timed)
  let at = 0
  // Far more keys than there are before numbers are looked through, and others each time.
  for (const step of [1, 2, 3, 4]) {
    give(at, at + 5000, 4000, `${step} `)
    at += 60_000
    pieces.push(...rest(engine.cut(step === 1)))
  }
  const before = lines.length
  const again: string[] = []
  const restored = opened(again, { restoreCut: pieces }, timed)
  expect(restored.engine.stats().rules.map(({ keys }) => keys)).toEqual(engine.stats().rules.map(({ keys }) => keys))
  for (const each of [restored, { engine, give }]) {
    each.give(at, at + 9000, 77)
    each.engine.end()
  }
  expect(again).toEqual(lines.slice(before))
})
