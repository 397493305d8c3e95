/** The store of keys that are not in memory against a map, and against whoever damages its files. */
import fc from "fast-check"
import { expect, test } from "vitest"
import type { ColdFile, ColdLayout, ColdOperator } from "../../../runtime/abi/cold-store.ts"
import { ColdLog } from "../../../runtime/cold/cold-log.ts"
import { ConnectorError } from "../../../runtime/connectors/contract.ts"
import { MemorySyncFiles } from "../../support/memory-sync-files.ts"

const operators: readonly ColdOperator[] = [
  { number: 0, operator: "ring A", fingerprint: "1", group: 0, space: 0 },
  { number: 1, operator: "ring B", fingerprint: "1", group: 1, space: 1 },
]
const all = new Map([
  [0, 0],
  [1, 1],
])
const text = new TextEncoder()
const never = Number.POSITIVE_INFINITY
let processes = 0

function opened(files: MemorySyncFiles, restored: readonly ColdFile[] = [], segmentBytes = 1024): ColdLog {
  const log = new ColdLog({
    files,
    folder: "/folder",
    name: `p${processes++}`,
    secret: [1, 2],
    restored,
    segmentBytes,
    dueInMemory: 4,
  })
  log.begin({ operators, former: log.layouts.map((layout) => ({ layout, spaces: all, isRetimed: false })) })
  return log
}

/** What is in it, as texts. */
function contents(log: ColdLog): Map<string, string> {
  return new Map(
    [...log.all()].map(({ space, name, entry }) => [`${space} ${Buffer.from(name)}`, String(Buffer.from(entry))]),
  )
}

const step = fc.record({
  kind: fc.constantFrom("put", "put", "put", "take", "take", "tidy", "seal", "restore", "due"),
  space: fc.nat(1),
  key: fc.nat(40),
  length: fc.constantFrom(0, 3, 40, 200, 1500),
  lasts: fc.constantFrom(5, 50, Number.POSITIVE_INFINITY),
  due: fc.constantFrom(3, 20, 60, 200, never, never),
})

test("holds what a map holds, also when it is opened again at any time", () => {
  let restores = 0
  let removed = 0
  let returned = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 50, maxLength: 400 }), (steps) => {
      const files = new MemorySyncFiles()
      let log = opened(files)
      let known = new Map<string, { entry: string; lastsTo: number; dueAt: number }>()
      let sealed:
        | { files: readonly ColdFile[]; known: typeof known; bytes: ReadonlyMap<string, Uint8Array> }
        | undefined
      for (const [time, { kind, space, key, length, lasts, due }] of steps.entries()) {
        const name = text.encode(`key ${key}`)
        const own = `${space} key ${key}`
        if (kind === "put" && !known.has(own)) {
          const entry = `${time} ${"x".repeat(length)}`
          const dueAt = time + due
          // What has to come back is not let go of before.
          const lastsTo = dueAt === never ? time + lasts : never
          log.put(space, name, text.encode(entry), { lastsTo: time + lasts, dueAt })
          known.set(own, { entry, lastsTo, dueAt })
        } else if (kind === "take") {
          const found = log.take(space, name)
          const { entry, lastsTo } = known.get(own) ?? {}
          // What counts no more may be gone.
          if (found !== undefined || lastsTo === undefined || lastsTo > time) {
            expect(found && String(Buffer.from(found.entry))).toBe(entry)
          }
          known.delete(own)
        } else if (kind === "due") {
          const dues = [...known].filter(([, { dueAt }]) => dueAt <= time).map(([of]) => of)
          const next = Math.min(never, ...[...known.values()].map(({ dueAt }) => dueAt))
          expect(log.nextDue).toBe(next)
          if (next <= time) {
            const soon = log.dueSoon(time, 2)
            expect(soon >= next && soon <= time).toBe(true)
          }
          const found: string[] = []
          let before = Number.NEGATIVE_INFINITY
          for (let key = log.takeDue(time); key !== undefined; key = log.takeDue(time)) {
            const of = `${key.now} ${Buffer.from(key.name)}`
            expect(String(Buffer.from(key.entry))).toBe(known.get(of)!.entry)
            expect(key.dueAt).toBe(known.get(of)!.dueAt)
            expect(key.dueAt).toBeGreaterThanOrEqual(before)
            before = key.dueAt
            found.push(of)
          }
          expect(found.sort()).toEqual(dues.sort())
          for (const of of found) known.delete(of)
          returned += found.length
        } else if (kind === "tidy") log.tidy(time)
        else if (kind === "seal") {
          const now = log.seal()
          removed +=
            sealed === undefined ? 0 : sealed.files.filter(({ path }) => !now.some((each) => each.path === path)).length
          sealed = { files: now, known: new Map(known), bytes: new Map(files.contents) }
        } else if (kind === "restore" && sealed !== undefined) {
          for (const { path } of sealed.files) expect(files.contents.get(path)).toEqual(sealed.bytes.get(path))
          log.close()
          log = opened(files, sealed.files)
          known = new Map(sealed.known)
          restores++
        }
        const expected = [...known].filter(([, { lastsTo }]) => lastsTo > time).map(([of, { entry }]) => [of, entry])
        const found = contents(log)
        for (const [of, entry] of expected) expect(found.get(of!)).toBe(entry)
        for (const [of, entry] of found) expect(known.get(of)?.entry).toBe(entry)
        expect(log.keys).toBe(found.size)
      }
    }),
    { numRuns: 150, seed: 7 },
  )
  expect(restores).toBeGreaterThan(100)
  expect(returned).toBeGreaterThan(100)
  expect(removed).toBeGreaterThan(100)
})

/** A log with what can stand in one: records of two files, some taken out. */
function written(): { files: MemorySyncFiles; sealed: readonly ColdFile[]; log: ColdLog } {
  const files = new MemorySyncFiles()
  const log = opened(files, [], 400)
  for (let key = 0; key < 12; key++)
    log.put(key % 2, text.encode(`key ${key}`), text.encode(`entry ${key}`), { lastsTo: 100 + key, dueAt: never })
  for (const key of [0, 3, 8]) log.take(key % 2, text.encode(`key ${key}`))
  return { files, sealed: log.seal(), log }
}

test("a file that ends anywhere else than it did is told, with its name", () => {
  const { files, sealed } = written()
  expect(sealed.length).toBeGreaterThan(1)
  for (const { path, bytes } of sealed) {
    const whole = files.contents.get(path)!
    for (let length = 0; length < bytes; length++) {
      files.contents.set(path, whole.slice(0, length))
      expect(() => opened(files, sealed)).toThrow(ConnectorError)
      expect(() => opened(files, sealed)).toThrow(path)
      // Where the checkpoint says so, it is another file: never a record that is not whole.
      const shorter = sealed.map((each) => (each.path === path ? { ...each, bytes: length } : each))
      const known = contents(written().log)
      try {
        for (const [of, entry] of contents(opened(files, shorter))) {
          // Without the marks at its end, what was taken out is still there.
          expect(known.get(of) ?? `entry ${of.split(" ")[2]}`).toBe(entry)
        }
      } catch (error) {
        expect(error).toBeInstanceOf(ConnectorError)
      }
    }
    files.contents.set(path, whole)
  }
  expect(contents(opened(files, sealed)).size).toBe(9)
})

test("each bit that is another one is told", () => {
  const { files, sealed } = written()
  for (const { path, bytes } of sealed) {
    const whole = files.contents.get(path)!
    for (let at = 0; at < bytes; at++) {
      const other = whole.slice()
      other[at]! ^= 1 << (at % 8)
      files.contents.set(path, other)
      const changed = (): ColdLog => opened(files, sealed)
      // Behind the text of a head nothing stands that is read.
      if (isFill(whole, at)) expect(contents(changed()).size).toBe(9)
      else expect(changed, `byte ${at} of ${path}`).toThrow(/state on disk/)
    }
    files.contents.set(path, whole)
  }
})

function isFill(bytes: Uint8Array, at: number): boolean {
  const length = 12 + Buffer.from(bytes).readUInt32LE(4)
  return at >= length && at < Math.ceil(length / 16) * 16
}

test("a record that is damaged while the job runs is told when it is read", () => {
  const { files, sealed, log } = written()
  for (const { path } of sealed) {
    const other = files.contents.get(path)!.slice()
    other.fill(0, 350)
    files.contents.set(path, other)
  }
  const read = (): unknown[] => Array.from({ length: 12 }, (_, key) => log.take(key % 2, text.encode(`key ${key}`)))
  expect(read).toThrow(/state on disk is damaged: \/folder\/.*byte \d+/)
})

test("operators that began empty stay so after further restarts", () => {
  const files = new MemorySyncFiles()
  const first = opened(files)
  first.put(0, text.encode("k"), text.encode("e"), { lastsTo: 100, dueAt: never })
  const sealed = first.seal()
  const second = new ColdLog({ files, folder: "/folder", name: "second", secret: [1, 2], restored: sealed })
  const only = (layout: ColdLayout): ColdLayout => ({
    ...layout,
    operators: layout.operators.filter(({ number }) => number === 0),
  })
  second.begin({
    operators,
    former: second.layouts.map((layout) => ({ layout: only(layout), spaces: new Map([[0, 0]]), isRetimed: false })),
  })
  const again = second.seal()
  expect(again.length).toBeGreaterThan(sealed.length)
  const third = new ColdLog({ files, folder: "/folder", name: "third", secret: [1, 2], restored: again })
  expect(third.layouts.find(({ id }) => id === second.layouts[0]!.id)!.operators.map(({ number }) => number)).toEqual([
    0,
  ])
})

test("an entry that is too large is refused", () => {
  const log = opened(new MemorySyncFiles(), [], 2 ** 26)
  expect(log.put(0, text.encode("k"), new Uint8Array(2 ** 24), { lastsTo: 1, dueAt: never })).toBe(false)
  expect(log.put(0, text.encode("k"), new Uint8Array(2 ** 23), { lastsTo: 1, dueAt: never })).toBe(true)
  expect(log.take(0, text.encode("k"))!.entry.length).toBe(2 ** 23)
})
