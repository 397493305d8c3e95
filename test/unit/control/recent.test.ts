import { array, assert, integer, property } from "fast-check"
import { expect, test } from "vitest"
import type { Sink, SinkRecord } from "../../../runtime/connectors/contract.ts"
import { RecentOutputs } from "../../../runtime/control/recent.ts"
import { Counter } from "../../../runtime/job/counts.ts"
import { Outputs } from "../../../runtime/job/outputs.ts"

const encode = (lines: readonly string[]) => new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""))
const output = (i: number, filler = 0) => JSON.stringify({ rule: "é", filler: "x".repeat(filler), id: i })

test("the last outputs of lines and records, in order, and nothing else", () => {
  const recent = new RecentOutputs()
  expect(recent.last(10)).toEqual([])
  recent.lines(encode([output(1), '{"source":"S","code":"not-json"}', output(2)]))
  recent.records([
    { line: output(3), kind: "alert" },
    { line: '{"source":"S","code":"late"}', kind: "late" },
    { line: output(4), kind: "emit" },
  ])
  expect(recent.last(10)).toMatchObject([{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }])
  expect(recent.last(2)).toMatchObject([{ id: 3 }, { id: 4 }])
})

test("at most 1,000, and the bytes of the caller are not held", () => {
  const recent = new RecentOutputs()
  const bytes = encode(Array.from({ length: 1500 }, (_, i) => output(i)))
  recent.lines(bytes)
  bytes.fill(0)
  const last = recent.last(5000) as { id: number }[]
  expect(last).toHaveLength(1000)
  expect(last[0]).toMatchObject({ id: 500 })
})

test("of a job the outputs are seen, whatever their sinks take, and neither dead letters nor late events", async () => {
  const recent = new RecentOutputs()
  const lines: string[] = []
  const rest = { flush: async () => {}, close: async () => {} }
  const byLines = {
    ...rest,
    write: async () => {},
    writeLines: async (bytes: Uint8Array) => void lines.push(`${bytes}`),
  }
  const byRecords = { ...rest, write: async (records: readonly SinkRecord[]) => void lines.push(`${records.length}`) }
  const others = { ...byLines }
  const sinks = {
    named: new Map<string, Sink>([
      ["alerts", byLines],
      ["cases", byRecords],
    ]),
    standardOutput: others,
    deadLetters: others,
  }
  const outputs = new Outputs(sinks, new Counter(), () => {}, "v1", undefined, { tap: recent })
  outputs.pass(byLines, encode([output(1)]), [])
  await outputs.flush()
  outputs.pass(byRecords, undefined, [{ line: output(2), kind: "alert" }])
  outputs.pass(others, encode([output(3)]), [])
  await outputs.flush()
  expect(lines).toHaveLength(3)
  expect(recent.last(10)).toMatchObject([{ id: 1 }, { id: 2 }])
})

test("however large they are and however they come, what is there is the end of all, and whole", () => {
  assert(
    property(array(array(integer({ min: 0, max: 300_000 }), { maxLength: 4 }), { maxLength: 12 }), (blocks) => {
      const recent = new RecentOutputs()
      const ids: number[] = []
      for (const sizes of blocks) {
        const lines = sizes.map((size) => {
          ids.push(ids.length)
          return output(ids.length - 1, size)
        })
        recent.lines(encode(lines))
      }
      const found = (recent.last(1000) as { id: number }[]).map(({ id }) => id)
      expect(found).toEqual(ids.slice(ids.length - found.length))
      const sizes = blocks.flat()
      const isSmall = sizes.reduce((sum, size) => sum + size + 100, 0) < 1 << 20
      if (isSmall) expect(found).toEqual(ids)
    }),
    { numRuns: 60 },
  )
})

test("an output that is larger than all the room leaves nothing of it, and the next ones come", () => {
  const recent = new RecentOutputs()
  recent.lines(encode([output(1, 2 << 20)]))
  expect(recent.last(10)).toEqual([])
  recent.lines(encode([output(2)]))
  expect(recent.last(10)).toMatchObject([{ id: 2 }])
})
