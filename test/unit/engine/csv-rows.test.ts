/** Rows of CSV as the engine takes them from bytes: also those that a snapshot holds, and those that outlive their bytes. */
import { expect, test } from "vitest"
import type { Engine } from "../../../runtime/abi/engine.ts"
import type { CsvColumns, Lines } from "../../../runtime/abi/lines.ts"
import { CsvDecoder, cellsReader, type Row } from "../../../runtime/formats/csv.ts"
import { createEngine } from "../../../runtime/index.ts"
import { compileRules } from "../../support/job.ts"

const columns = ["at", "card", "note", "amount"]
const rows = [
  "1000,c1,first,1.50",
  '1010,c1,"a, quoted",250.00',
  "1020,c2,é,3",
  '1030,c2,"two\nlines",300',
  "1040,c1,,7",
  "1050,c1,last,900",
]
const compiled = compileRules(`
  event P { card: string, amount: decimal(2), note: string?, at: time } timed by at
  rule Drain { when P as a where amount < 10 then P as b where amount > 100 per card within 1 minute alert { note: a.note } }
`)

/** The lines of some rows. Where they are released their bytes are overwritten at once. */
function linesOf(texts: readonly string[]): { lines: Lines; wasReleased: () => boolean } {
  const bytes = Buffer.from(`${texts.join("\n")}\n`)
  const decoder = new CsvDecoder(",")
  decoder.decode([{ text: columns.join(","), line: 1, byte: 0, problem: undefined }], [])
  const csv: CsvColumns = {
    delimiter: ",",
    columns,
    row: cellsReader(columns, ","),
    isOpen: () => decoder.openLine !== undefined,
  }
  let released = false
  const lines: Lines = {
    type: "P",
    csv,
    bytes,
    from: 0,
    to: bytes.length - 1,
    ascii: false,
    line: 2,
    byte: 0,
    text: (from, to) => bytes.toString("utf8", from, to),
    position: (line) => ({ line }),
    slow(line, byte, text) {
      const found: Row[] = []
      decoder.decode([{ text, line, byte, problem: undefined }], found)
      return found.map((row) => ({
        type: "P",
        raw: row.value,
        text: row.text,
        values: "text" as const,
        position: { line: row.line },
      }))
    },
    source: 0,
    partition: 0,
    arrivedAt: 0,
    highest: Number.NEGATIVE_INFINITY,
    latenessMs: 0,
    ceiling: Number.POSITIVE_INFINITY,
    release: () => {
      released = true
      bytes.fill(0x37)
    },
  }
  return { lines, wasReleased: () => released }
}

async function oneByOne(): Promise<string[]> {
  const alerts: string[] = []
  const engine = createEngine(await compiled, { onOutput: (output) => alerts.push(output.line()) })
  const row = cellsReader(columns, ",")
  for (const text of rows) engine.ingest({ type: "P", raw: row(text), text, values: "text" })
  engine.end()
  return alerts
}

test("alerts show rows as they are shown when they are handed over one by one, also after a restart", async () => {
  const wanted = await oneByOne()
  expect(wanted).toHaveLength(3)
  for (let cut = 1; cut < rows.length; cut++) {
    const alerts: string[] = []
    const open = async (restore?: unknown): Promise<Engine> =>
      createEngine(await compiled, { onOutput: (output) => alerts.push(output.line()), restore })
    const first = await open()
    expect(first.takesLines("P", "csv")).toBe(true)
    first.ingestLines(linesOf(rows.slice(0, cut)).lines)
    // The last row waits, the others were judged.
    first.advanceTo(990 + 10 * (cut - 1))
    const second = await open(JSON.parse(JSON.stringify(first.snapshot())))
    second.ingestLines(linesOf(rows.slice(cut)).lines)
    second.end()
    expect(alerts, `cut at ${cut}`).toEqual(wanted)
  }
})

test("what is kept of a row does not need its bytes", async () => {
  const alerts: string[] = []
  const engine = createEngine(await compiled, { onOutput: (output) => alerts.push(output.line()) })
  const all = rows.map((row) => linesOf([row]))
  for (const [i, { lines }] of all.entries()) {
    engine.ingestLines(lines)
    engine.advanceTo(1000 + 10 * i)
  }
  engine.end()
  expect(all[0]!.wasReleased()).toBe(true)
  expect(alerts).toEqual(await oneByOne())
})

test("without a column for a required field each row is refused in the slow way", async () => {
  const codes: string[] = []
  const engine = createEngine(await compiled, { onDeadLetter: ({ code }) => codes.push(code) })
  const { lines } = linesOf(["1,c1,x,2", "2,c1,x,2"])
  const names = ["when", ...columns.slice(1)]
  const row = cellsReader(names, ",")
  const slow: Lines["slow"] = (_line, _byte, text) => [{ type: "P", raw: row(text), text, values: "text" }]
  const taken = engine.ingestLines({ ...lines, csv: { ...lines.csv!, columns: names }, slow })
  expect(taken).toMatchObject({ read: 0, lines: 2 })
  expect(codes).toEqual(["missing-field", "missing-field"])
})
