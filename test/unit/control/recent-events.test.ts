import { Buffer } from "node:buffer"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Batch } from "../../../runtime/connectors/contract.ts"
import { RecentEvents } from "../../../runtime/control/recent-events.ts"
import type { BatchTime, StreamPartition } from "../../../runtime/job/inputs.ts"

const time: BatchTime = { watermark: 0, highest: 0, ceiling: 0, reached: 0 }

const from: StreamPartition = {
  name: "Payment",
  typeField: "type",
  bounded: false,
  key: "Payment p/0",
  latenessMs: 0,
  sourceRank: 0,
  partitionRank: 0,
  progress: 0,
  idle: false,
}

/** A block of lines as a source hands it over: other bytes stand before and behind them. */
function block(
  lines: readonly string[],
  csv?: { readonly delimiter: string; readonly columns: readonly string[] },
): Batch {
  const text = lines.map((line) => `${line}\n`).join("")
  const bytes = Buffer.from(`before${text}behind`)
  const to = 6 + Buffer.byteLength(text) - 1
  const places = {
    position: () => ({}),
    ...(csv && { csv: { ...csv, row: () => ({}), records: () => [], isOpen: () => false } }),
  }
  const lineBlock = { bytes, from: 6, to, ascii: false, line: 1, byte: 0, lines: undefined }
  return { records: [], values: csv === undefined ? "json" : "text", block: { lines: lineBlock, ...places } }
}

function records(values: readonly unknown[], kind: Batch["values"] = "json"): Batch {
  const all = values.map((raw) => ({ raw, text: JSON.stringify(raw, null, 1), position: {}, problem: undefined }))
  return { records: all, values: kind }
}

function linesOf(kept: RecentEvents): string[] {
  const { bytes, batches } = kept.last()
  return batches.flatMap(({ from: first, to }) =>
    new TextDecoder().decode(bytes.subarray(first, to)).trimEnd().split("\n"),
  )
}

describe("events that are kept for dry runs", () => {
  test("blocks and records, in the order of arrival, each on a line", () => {
    const kept = new RecentEvents({ keepMs: 1000, mostBytes: 1000, now: () => 0 })
    kept.batch(block(['{"n":1}', '{"n":2}']), from, time)
    kept.batch(records([{ n: 3 }, { n: "ü\n4" }]), from, time)
    expect(linesOf(kept)).toEqual(['{"n":1}', '{"n":2}', '{"n":3}', '{"n":"ü\\n4"}'])
  })

  test("what is no event is not kept; rows of CSV keep their columns", () => {
    const kept = new RecentEvents({ keepMs: 1000, mostBytes: 1000, now: () => 0 })
    const bad = { raw: undefined, text: "{", position: {}, problem: { code: "not-json", reason: "it is none" } }
    kept.batch({ records: [bad], values: "json" }, from, time)
    expect(kept.last().batches).toEqual([])
    const csv = { delimiter: ";", columns: ["a", "b"] }
    kept.batch(block(["1;2"], csv), from, time)
    kept.batch(records([{ a: "3", b: "4" }], "text"), from, time)
    expect(kept.last().batches).toMatchObject([
      { values: "text", csv, partition: "Payment p/0", source: "Payment" },
      { values: "text" },
    ])
    expect(linesOf(kept)).toEqual(["1;2", '{"a":"3","b":"4"}'])
  })

  test("what is older than the time goes", () => {
    let now = 0
    const kept = new RecentEvents({ keepMs: 1000, mostBytes: 1000, now: () => now })
    for (; now < 3000; now += 300) kept.batch(block([`{"n":${now}}`]), from, time)
    now = 3000
    expect(linesOf(kept)).toEqual(['{"n":2100}', '{"n":2400}', '{"n":2700}'])
    now = 9000
    expect(linesOf(kept)).toEqual([])
  })

  test("it is known from where on nothing lacks", () => {
    const kept = new RecentEvents({ keepMs: 1e6, mostBytes: 20, now: () => 0 })
    const add = (...lines: readonly string[]) => {
      kept.batch(block(lines), { ...from, key: String(kept.last().batches.length) }, time)
      const { wholeFrom, batches } = kept.last()
      return [batches.length, wholeFrom]
    }
    expect(add("1234567", "12")).toEqual([1, 0])
    expect(add("abcdefg")).toEqual([2, 0])
    // The first line of the first batch is gone.
    expect(add("4")).toEqual([3, 1])
    // One that never was there.
    expect(add("x".repeat(30))).toEqual([3, 3])
    expect(add("5")).toEqual([4, 3])
    // Of one that is too large the end is kept.
    const [count, whole] = add("y".repeat(15), "12345678901")
    expect(whole).toBe(count)
  })

  test("of a batch that is larger than the room the last whole lines stay", () => {
    const kept = new RecentEvents({ keepMs: 1000, mostBytes: 19, now: () => 0 })
    kept.batch(block(["12345678", "22345678", "32345678", "4"]), from, time)
    expect(linesOf(kept)).toEqual(["32345678", "4"])
  })

  test("whatever comes: whole lines, the last ones, in order, never more than the room", () => {
    const piece = fc.record({
      lines: fc.array(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 5 }),
      after: fc.nat(400),
      partition: fc.constantFrom("a", "b"),
    })
    const check = fc.property(
      fc.array(piece, { maxLength: 40 }),
      fc.integer({ min: 8, max: 200 }),
      (pieces, mostBytes) => {
        let now = 0
        const kept = new RecentEvents({ keepMs: 1e9, mostBytes, now: () => now })
        const all: string[] = []
        for (const { lines, after, partition } of pieces) {
          now += after
          const texts = lines.map((line) => JSON.stringify(line))
          kept.batch(block(texts), { ...from, key: partition }, time)
          all.push(...texts)
          const { bytes } = kept.last()
          expect(bytes.length).toBeLessThanOrEqual(mostBytes)
          const found = linesOf(kept)
          // A line that is larger than the room is left out, and so may be what stands beside it.
          if (texts.every((text) => Buffer.byteLength(text) < mostBytes)) {
            expect(found.at(-1)).toBe(all.at(-1))
          }
          let at = all.length
          for (const line of found.toReversed()) {
            at = all.lastIndexOf(line, at - 1)
            expect(at).toBeGreaterThanOrEqual(0)
          }
        }
      },
    )
    fc.assert(check, { seed: 7, numRuns: 300 })
  })
})
