/** What an engine takes over from the cuts of several: its own rows, with what they refer to. */
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Layout, Table } from "../../../runtime/state/contract.ts"
import { MemoryBackend } from "../../../runtime/state/memory.ts"

const codec = { encode: () => null, decode: () => undefined }
const layout: Layout = {
  operator: "op",
  fingerprint: "f",
  dividedBy: "Rule",
  tables: [
    {
      name: "keys",
      columns: { key: "value", first: "i32", timer: "i32", older: "i32" },
      rows: { kind: "key", column: "key" },
      integers: {
        first: { table: "items", plus: 0 },
        timer: "rebuilt",
        older: { table: "keys", plus: 1 },
      },
    },
    {
      name: "items",
      columns: { at: "f64", next: "i32", size: "i32", earlier: "i32", later: "i32" },
      rows: { kind: "referred" },
      integers: { next: { table: "items", plus: 0 }, size: "number", earlier: "rebuilt", later: "rebuilt" },
      list: { by: "at", earlier: "earlier", later: "later" },
    },
    { name: "timers", columns: { at: "f64" }, rows: { kind: "rebuilt" } },
    { name: "counts", columns: { own: "f64", same: "f64" }, rows: { kind: "single", sums: ["own"] } },
  ],
}

/** A key with items at some times, in which rows that were freed are among the others. */
interface Held {
  readonly key: string
  readonly times: readonly number[]
}

function filled(held: readonly Held[], count: number): MemoryBackend {
  const backend = new MemoryBackend(codec)
  const state = backend.open(layout)
  const [keys, items, timers, counts] = ["keys", "items", "timers", "counts"].map((name) => state.table(name)) as [
    Table,
    Table,
    Table,
    Table,
  ]
  const spare = [items.allocate(), keys.allocate(), items.allocate()]
  const all: { readonly row: number; readonly at: number }[] = []
  for (const { key, times } of held) {
    const row = keys.allocate()
    keys.value("key").set(row, [key])
    keys.number("timer").set(row, 7)
    const rows = times.map((at) => {
      const item = items.allocate()
      items.number("at").set(item, at)
      items.number("size").set(item, item)
      all.push({ row: item, at })
      return item
    })
    keys.number("first").set(row, rows[0] ?? -1)
    for (const [place, item] of rows.entries()) items.number("next").set(item, rows[place + 1] ?? -1)
  }
  all.sort((a, b) => a.at - b.at)
  for (const [place, { row }] of all.entries()) {
    items.number("earlier").set(row, all[place - 1]?.row ?? -1)
    items.number("later").set(row, all[place + 1]?.row ?? -1)
  }
  items.free(spare[0]!)
  keys.free(spare[1]!)
  items.free(spare[2]!)
  timers.allocate()
  const row = counts.allocate()
  counts.number("own").set(row, count)
  counts.number("same").set(row, 5)
  return backend
}

function piecesOf(backend: MemoryBackend): Uint8Array[] {
  const pieces: Uint8Array[] = []
  const cut = backend.cut(true)
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece)
  return pieces
}

function taken(parts: readonly Uint8Array[][], isFirst: boolean, owns: (key: string) => boolean, fits = layout) {
  const owned = (rule: string, key: readonly unknown[]): boolean => rule === "Rule" && owns(key[0] as string)
  const backend = new MemoryBackend(codec, undefined, undefined, { parts, isFirst, owns: owned })
  return backend.open(fits)
}

function read(state: ReturnType<MemoryBackend["open"]>) {
  const [keys, items, counts] = [state.table("keys"), state.table("items"), state.table("counts")]
  const held = [...keys.rows()].map((row): Held => {
    const times: number[] = []
    for (let item = keys.number("first").get(row); item >= 0; item = items.number("next").get(item)) {
      times.push(items.number("at").get(item))
    }
    return { key: (keys.value("key").get(row) as [string])[0], times }
  })
  const inOrder: number[] = []
  const first = [...items.rows()].find((row) => items.number("earlier").get(row) < 0) ?? -1
  for (let item = first; item >= 0; item = items.number("later").get(item)) inOrder.push(items.number("at").get(item))
  const timers = [...keys.rows()].map((row) => keys.number("timer").get(row))
  return {
    held,
    inOrder,
    timers,
    rows: [items.size, state.table("timers").size],
    counts: [counts.number("own").get(0), counts.number("same").get(0)],
  }
}

const one: readonly Held[] = [
  { key: "a", times: [1, 5, 9] },
  { key: "b", times: [2, 5] },
]
const other: readonly Held[] = [
  { key: "c", times: [] },
  { key: "d", times: [0, 5, 20] },
]
const both = () => [piecesOf(filled(one, 3)), piecesOf(filled(other, 4))]

describe("an engine", () => {
  test("takes its own keys from all, with what they hold; what all have in common is linked anew", () => {
    expect(read(taken(both(), true, (key) => key !== "b"))).toEqual({
      held: [one[0], other[0], other[1]],
      inOrder: [0, 1, 5, 5, 9, 20],
      timers: [0, 0, 0],
      rows: [6, 0],
      counts: [7, 5],
    })
  })

  test("that is not the first one has counted nothing yet", () => {
    expect(read(taken(both(), false, (key) => key === "b"))).toEqual({
      held: [one[1]],
      inOrder: [2, 5],
      timers: [0],
      rows: [2, 0],
      counts: [0, 5],
    })
  })

  test("takes nothing over of another shape", () => {
    const fits = { ...layout, fingerprint: "other" }
    expect(taken(both(), true, () => true, fits).table("keys").size).toBe(0)
  })

  test("refuses rows of which nobody says whose they are", () => {
    const { rows: _, ...items } = layout.tables[1]!
    const fits = { ...layout, tables: layout.tables.map((table) => (table.name === "items" ? items : table)) }
    expect(() => taken(both(), true, () => true, fits)).toThrow(
      "the layout of table items does not say whose its rows in cuts are",
    )
  })

  test("has no log for the keys of a rule", () => {
    const log = { leavesOut: [], cutBegins: () => {}, writeSome: () => false, cutEnds: () => {}, memoryBytes: () => 0 }
    expect(() => new MemoryBackend(codec).open(layout).keep(log)).toThrow("a log is that of all keys")
  })

  test("refuses any damage, or is restored, but breaks nothing", () => {
    const parts = both()
    const [piece] = parts[0]!
    let refused = 0
    fc.assert(
      fc.property(fc.nat(piece!.length - 1), fc.nat(255), (place, byte) => {
        const damaged = Uint8Array.from(piece!)
        damaged[place] = byte
        try {
          taken([[damaged], parts[1]!], true, () => true)
        } catch (thrown) {
          expect(String(thrown)).toContain("cannot restore: ")
          refused++
        }
      }),
      { numRuns: 2000 },
    )
    expect(refused).toBeGreaterThan(500)
  })
})
