import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { EventRecord } from "../../../runtime/abi/event.ts"
import { type Layout, Unreadable } from "../../../runtime/state/contract.ts"
import { MemoryBackend } from "../../../runtime/state/memory.ts"

const event = (at: number): EventRecord => ({ type: 0, at, sequence: 0, fields: {}, raw: { at }, text: undefined })
const codec = {
  encode: ({ at }: EventRecord) => at,
  decode: (stored: unknown) => (typeof stored === "number" && stored >= 0 ? event(stored) : undefined),
}
const layout: Layout = {
  operator: "op",
  fingerprint: "f",
  dividedBy: null,
  tables: [{ name: "t", columns: { f: "f64", i: "i32", v: "value", e: "event" } }],
}

function filled(): MemoryBackend {
  const backend = new MemoryBackend(codec)
  const table = backend.open(layout).table("t")
  for (let i = 0; i < 40; i++) {
    const row = table.allocate()
    table.number("f").set(row, i === 3 ? -Infinity : i / 8)
    table.number("i").set(row, -i)
    table.value("v").set(row, i % 2 === 0 ? { i } : undefined)
    if (i % 3 === 0) table.value("e").set(row, event(i))
  }
  for (const row of [7, 3, 39]) table.free(row)
  return backend
}

function restore(
  backend: MemoryBackend,
  change: (snapshot: Record<string, unknown>) => void = () => {},
): MemoryBackend {
  const snapshot = JSON.parse(JSON.stringify(backend.snapshot())) as Record<string, unknown>
  change(snapshot)
  return new MemoryBackend(codec, snapshot)
}

describe("a restored state", () => {
  test("is equal, through JSON text, and goes on with the same rows", () => {
    const first = filled()
    const second = restore(first)
    const table = second.open(layout).table("t")
    expect(second.snapshot()).toEqual(first.snapshot())
    expect(table.allocate()).toBe(39)
    expect(table.allocate()).toBe(3)
    expect(table.number("f").get(3)).toBe(0)
    expect(table.value("v").get(3)).toBeUndefined()
    expect(table.value("e").get(6)).toEqual(event(6))
  })

  test("holds whatever was done to it", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 5 })), (actions) => {
        const backend = new MemoryBackend(codec)
        const table = backend.open(layout).table("t")
        for (const action of actions) {
          if (action >= 0) table.number("f").set(table.allocate(), action)
          else if (table.size > 0) table.free([...table.rows()].at(action) ?? [...table.rows()][0]!)
        }
        const again = restore(backend)
        again.open(layout)
        expect(again.snapshot()).toEqual(backend.snapshot())
      }),
    )
  })

  test("begins empty when the layout is another one", () => {
    const other = restore(filled())
    expect(other.open({ ...layout, fingerprint: "g" }).table("t").size).toBe(0)
    expect(other.dropped().get("op")).toBe("other-shape")
  })

  test("begins empty when an event cannot be read, or says which where it may be partial", () => {
    const unreadable = { ...codec, decode: () => undefined }
    const snapshot = filled().snapshot()
    const strict = new MemoryBackend(unreadable, snapshot)
    expect(strict.open(layout).table("t").size).toBe(0)
    expect(strict.dropped().get("op")).toBe("unreadable-events")
    const partial = new MemoryBackend(unreadable, snapshot).open({ ...layout, partial: true }).table("t")
    expect(partial.value("e").get(6)).toEqual(new Unreadable(6))
  })
})

describe("a snapshot that cannot be restored says why", () => {
  test.each([null, 5, {}, [], { format: "other" }])("%j", (snapshot) => {
    expect(() => new MemoryBackend(codec, snapshot)).toThrow("not the snapshot of an engine")
  })

  test("another version", () => {
    expect(() => restore(filled(), (snapshot) => Object.assign(snapshot, { version: 9 }))).toThrow("version 9")
  })

  test("a changed cell", () => {
    expect(() =>
      restore(filled(), (snapshot) => {
        const [operator] = snapshot.operators as { tables: { columns: { i: number[] } }[] }[]
        operator!.tables[0]!.columns.i[5] = 77
      }),
    ).toThrow("damaged (its checksum")
  })

  test("missing parts", () => {
    expect(() => restore(filled(), (snapshot) => Object.assign(snapshot, { operators: [{}] }))).toThrow("damaged")
    expect(() =>
      restore(filled(), (snapshot) => {
        const [operator] = snapshot.operators as { tables: { columns: { i: number[] } }[] }[]
        operator!.tables[0]!.columns.i.pop()
      }),
    ).toThrow("damaged")
  })
})

test("a row that is not in use cannot be freed", () => {
  const table = new MemoryBackend(codec).open(layout).table("t")
  table.free(table.allocate())
  expect(() => table.free(0)).toThrow("row 0 of table t is not in use")
})
