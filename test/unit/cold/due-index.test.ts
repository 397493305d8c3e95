/** When keys have to come back, against a list. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { DueIndex } from "../../../runtime/cold/due-index.ts"
import { ConnectorError } from "../../../runtime/connectors/contract.ts"
import { MemorySyncFiles } from "../../support/memory-sync-files.ts"

interface Entry {
  readonly time: number
  readonly place: number
}

const hashOf = (place: number): number => Math.imul(place, 0x9e3779b1)

/** An index of which all entries are known, and which of them still say something. */
function opened(inMemory = 8) {
  const files = new MemorySyncFiles()
  let live: readonly Entry[] = []
  const index = new DueIndex({
    files,
    folder: "/folder",
    name: "n",
    inMemory,
    keys: () => live.length,
    isLive: (hash, place) => live.some((each) => each.place === place && hash === hashOf(place)),
  })
  return {
    files,
    index,
    get live() {
      return live
    },
    add(time: number, place: number) {
      index.add(hashOf(place), place, time)
      live = [...live, { time, place }]
    },
    leave: (place: number) => {
      live = live.filter((each) => each.place !== place)
    },
    take() {
      const { place, time } = index.take()
      const found = live.find((each) => each.place === place)
      live = live.filter((each) => each !== found)
      return { time, found }
    },
    move(time: number) {
      index.allAt(time)
      live = live.map((each) => ({ ...each, time }))
    },
  }
}

const earliest = (entries: readonly Entry[]): number =>
  entries.reduce((least, { time }) => Math.min(least, time), Number.POSITIVE_INFINITY)

test("gives what is due in the order of time, whatever left meanwhile", () => {
  let files = 0
  const step = fc.record({
    kind: fc.constantFrom("add", "add", "add", "add", "leave", "take", "soon", "move"),
    time: fc.nat(200),
    count: fc.integer({ min: 1, max: 30 }),
  })
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 150 }), (steps) => {
      const own = opened()
      let place = 2 ** 31
      for (const [at, { kind, time, count }] of steps.entries()) {
        if (kind === "add") for (let i = 0; i < count; i++) own.add(at + ((time * (i + 1)) % 97), ++place)
        else if (kind === "leave") for (const each of own.live.slice(time % 7, count)) own.leave(each.place)
        else if (kind === "move" && time < 20) own.move(Number.NEGATIVE_INFINITY)
        else if (kind === "soon" && own.index.next() <= time) {
          const soon = own.index.soon(time, count)
          expect(soon).toBeGreaterThanOrEqual(own.index.next())
          expect(soon).toBeLessThanOrEqual(time)
        } else if (kind === "take") {
          for (let i = 0; i < count && own.live.length > 0; i++) {
            const next = own.index.next()
            const { time: due, found } = own.take()
            expect(found).toEqual({ time: next, place: found!.place })
            expect(due).toBe(next)
          }
        }
        expect(own.index.next()).toBe(earliest(own.live))
        files = Math.max(files, own.files.contents.size)
      }
      own.index.close()
      expect(own.files.contents.size).toBe(0)
    }),
    { numRuns: 200, seed: 3 },
  )
  expect(files).toBeGreaterThan(10)
})

test("has a bounded number of files, and leaves out what says nothing when there is much of it", () => {
  const own = opened(4)
  for (let place = 1; place <= 2000; place++) {
    own.add(10_000 - place, place)
    // Each key comes back before its time, and leaves again.
    if (place > 10) own.leave(place - 10)
    expect(own.files.contents.size).toBeLessThanOrEqual(64)
  }
  const bytes = [...own.files.contents.values()].reduce((sum, each) => sum + each.length, 0)
  expect(bytes).toBeLessThan(16 * 200)
  const times: number[] = []
  while (own.index.next() < Number.POSITIVE_INFINITY) times.push(own.take().time)
  expect(times).toEqual([...Array(10).keys()].map((i) => 8000 + i))
  expect(own.files.contents.size).toBe(0)
})

test("many files become fewer", () => {
  const own = opened(2)
  const times = Array.from({ length: 300 }, (_, i) => (i * 7919) % 1000)
  for (const [place, time] of times.entries()) own.add(time, place + 1)
  expect(own.files.contents.size).toBeLessThanOrEqual(64)
  const found: number[] = []
  while (own.index.next() < Number.POSITIVE_INFINITY) found.push(own.take().time)
  expect(found).toEqual(times.sort((a, b) => a - b))
})

test("a file that is shorter than it was is told, with its name", () => {
  const own = opened(300)
  for (let place = 1; place <= 301; place++) own.add(place, place)
  const [[path, bytes]] = [...own.files.contents] as [[string, Uint8Array]]
  own.files.contents.set(path, bytes.slice(0, 16 * 280))
  const takeAll = (): void => {
    while (own.index.next() < Number.POSITIVE_INFINITY) own.take()
  }
  expect(takeAll).toThrow(ConnectorError)
  expect(takeAll).toThrow(path)
})
