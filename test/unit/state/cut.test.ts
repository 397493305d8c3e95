/** Tables in cuts: whatever changes while one is fetched, it has the state of the moment when it began. */
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { EventRecord } from "../../../runtime/abi/event.ts"
import type { StateCut } from "../../../runtime/abi/state-cut.ts"
import type { Layout, Table } from "../../../runtime/state/contract.ts"
import { MemoryBackend } from "../../../runtime/state/memory.ts"

const event = (at: number): EventRecord => ({ type: 0, at, sequence: 0, fields: {}, raw: { at }, text: String(at) })
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

function opened(pieces?: readonly Uint8Array[], fits: Layout = layout): { backend: MemoryBackend; table: Table } {
  const backend = new MemoryBackend(codec, undefined, pieces)
  return { backend, table: backend.open(fits).table("t") }
}

function piecesOf(cut: StateCut): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece)
  return pieces
}

/** Changes a table: allocates, frees or writes a row. */
function change(table: Table, kind: number, which: number): void {
  const rows = [...table.rows()]
  const row = kind === 0 || rows.length === 0 ? table.allocate() : rows[which % rows.length]!
  if (kind === 1) {
    table.free(row)
    return
  }
  if (which % 2 === 0) table.number("f").set(row, which === 0 ? Number.NEGATIVE_INFINITY : which / 8)
  if (which % 3 === 0) table.number("i").set(row, -which)
  if (which % 5 === 0) table.value("v").set(row, which % 10 === 0 ? undefined : { text: "ä".repeat(which), which })
  if (which % 7 === 0) table.value("e").set(row, event(which))
}

test("a table in cuts is as it was when the last of them began, whatever changed meanwhile", () => {
  const step = fc.record({
    changes: fc.array(fc.tuple(fc.nat(3), fc.nat(100)), { maxLength: 30 }),
    act: fc.constantFrom("", "full", "cut", "fetch", "fetch", "finish", "finish", "abandon"),
  })
  let cuts = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 30 }), (steps) => {
      const { backend, table } = opened()
      // So many that a cut has several pieces.
      for (let i = 0; i < 3000; i++) table.value("v").set(table.allocate(), "x".repeat(50))
      let kept: Uint8Array[] = []
      let cut: StateCut | undefined
      let pieces: Uint8Array[] = []
      let expected: unknown
      const fetch = (): void => {
        const piece = cut?.next()
        if (piece !== undefined) pieces.push(piece)
        else if (cut !== undefined) {
          kept = cut.full ? pieces : [...kept, ...pieces]
          cut = undefined
          expect(opened(kept).backend.snapshot()).toEqual(expected)
          cuts++
        }
      }
      for (const { changes, act } of steps) {
        for (const [kind, which] of changes) change(table, kind, which)
        if (act === "fetch") fetch()
        else if (act === "finish") while (cut !== undefined) fetch()
        else if (act === "abandon") {
          cut?.abandon()
          cut = undefined
        } else if (act !== "" && cut === undefined) {
          pieces = []
          expected = JSON.parse(JSON.stringify(backend.snapshot()))
          cut = backend.cut(act === "full")
        }
      }
    }),
    { numRuns: 60 },
  )
  expect(cuts).toBeGreaterThan(60)
})

describe("a cut", () => {
  const filled = (): { backend: MemoryBackend; table: Table } => {
    const both = opened()
    for (let i = 0; i < 10_000; i++) both.table.number("f").set(both.table.allocate(), i)
    return both
  }

  test("has what changed since the one before", () => {
    const { backend, table } = filled()
    const full = piecesOf(backend.cut(false))
    table.number("f").set(77, -1)
    const increment = piecesOf(backend.cut(false))
    const sizeOf = (pieces: readonly Uint8Array[]): number => pieces.reduce((sum, { length }) => sum + length, 0)
    expect(sizeOf(increment)).toBeLessThan(100)
    expect(sizeOf(full)).toBeGreaterThan(40_000)
    expect(
      opened([...full, ...increment])
        .table.number("f")
        .get(77),
    ).toBe(-1)
  })

  test("is the only one that is under way", () => {
    const { backend } = filled()
    const cut = backend.cut(true)
    expect(() => backend.cut(false)).toThrow("the cut before is under way: fetch it to its end, or abandon it")
    cut.abandon()
    expect(() => cut.next()).toThrow("the cut was abandoned: begin another one")
    expect(backend.cut(false).full).toBe(true)
  })

  test("that is abandoned when it was fetched is in the next one", () => {
    const { backend, table } = filled()
    const full = piecesOf(backend.cut(true))
    table.number("f").set(3, -3)
    table.free(5)
    const lost = backend.cut(false)
    piecesOf(lost)
    lost.abandon()
    table.number("f").set(4, -4)
    const increment = piecesOf(backend.cut(false))
    expect(opened([...full, ...increment]).backend.snapshot()).toEqual(backend.snapshot())
    expect(() => lost.abandon()).not.toThrow()
  })

  test("behind which another one was begun cannot be abandoned any more", () => {
    const { backend } = filled()
    const cut = backend.cut(true)
    piecesOf(cut)
    piecesOf(backend.cut(false))
    expect(() => cut.abandon()).toThrow("another cut was begun behind this one: begin a full one")
  })

  test("of another layout is not taken over", () => {
    const pieces = piecesOf(filled().backend.cut(true))
    const { backend, table } = opened(pieces, { ...layout, fingerprint: "other" })
    expect(table.size).toBe(0)
    expect(backend.dropped().get("op")).toBe("other-shape")
  })

  test("with an event that cannot be read is not taken over", () => {
    const { backend, table } = filled()
    table.value("e").set(9, event(-1))
    expect(
      opened(piecesOf(backend.cut(true)))
        .backend.dropped()
        .get("op"),
    ).toBe("unreadable-events")
  })

  test("that is damaged or not whole is refused", () => {
    const { backend, table } = filled()
    const full = piecesOf(backend.cut(true))
    table.free(1)
    const increment = piecesOf(backend.cut(false))
    expect(full.length).toBeGreaterThan(1)
    const refused = (pieces: readonly Uint8Array[], words: string): void =>
      expect(() => opened(pieces)).toThrow(`cannot restore: the cut of the state is damaged (${words}`)
    refused([], "its last piece is missing")
    refused(full.slice(0, -1), "its last piece is missing")
    refused(full.slice(1), "its first piece is missing")
    refused(increment, "an increment stands there without the cut before it")
    refused([...full.slice(0, -1), ...increment], "a cut ends too early")
    refused([new Uint8Array([1, 2, 3])], "a piece is no piece of a cut")
    refused([full[0]!.slice(0, 50), ...full.slice(1)], "it ends too early")
    const newer = Uint8Array.from(full[0]!)
    newer[1] = 9
    expect(() => opened([newer])).toThrow("cannot restore: the cut of the state has version 9 of the format")
    expect(() => new MemoryBackend(codec, backend.snapshot(), full)).toThrow("restore a snapshot or a cut, not both")
  })

  test("with any damage is refused or restored, but breaks nothing", () => {
    const { backend, table } = opened()
    for (let i = 0; i < 20; i++) change(table, 0, i)
    table.free(3)
    const [piece] = piecesOf(backend.cut(true))
    fc.assert(
      fc.property(fc.nat(piece!.length - 1), fc.nat(255), (place, byte) => {
        const damaged = Uint8Array.from(piece!)
        damaged[place] = byte
        try {
          opened([damaged])
        } catch (thrown) {
          expect(String(thrown)).toContain("cannot restore: ")
        }
      }),
      { numRuns: 2000 },
    )
  })
})
