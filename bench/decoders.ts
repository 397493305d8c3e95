/**
 * `npm run bench:decoders`: the time it takes to read an event from a line of JSON, in ways that follow each other: `JSON.parse` of the line's text; the
 * generated reader, which makes an object with the declared fields; the generated decoder, which writes the account's code, amount, id and time to columns. Likewise from a row of CSV: the reader of CSV, which makes an object of
 * texts, and the generated decoder.
 *
 *   node bench/decoders.ts [events=300000] [rounds=7]
 */
import { availableParallelism, cpus } from "node:os"
import process from "node:process"
import { compile } from "cepheus"
import { emitDecoder } from "../compiler/5-emit/decoder.ts"
import { emitCellDecoder } from "../compiler/5-emit/decoder-cells.ts"
import { Uses } from "../compiler/5-emit/helpers.ts"
import type { Host } from "../runtime/abi/host.ts"
import type { Library } from "../runtime/abi/library.ts"
import type { LineReader } from "../runtime/abi/lines.ts"
import { type ColumnSchema, decoderPadding, type LineDecoder } from "../runtime/abi/rows.ts"
import type { EventSchema } from "../runtime/abi/rule-set.ts"
import { CsvDecoder, type Row } from "../runtime/formats/csv.ts"
import { type Line, LineSplitter } from "../runtime/formats/lines.ts"
import { builtins } from "../runtime/functions/index.ts"
import { createLibrary } from "../runtime/library/library.ts"
import { LineScanner } from "../runtime/library/line-scanner.ts"
import { Dictionary } from "../runtime/rows/dictionary.ts"
import { between, type Random, seeded } from "../samples/seeded.ts"
import { type Transaction, transactions } from "./streams/transactions.ts"

const [count = 300_000, rounds = 7] = process.argv.slice(2).map(Number)
const batch = 1024
const warmUps = 3
const rules = `event Transaction {
  id: number, account: string, card: string, merchant: string, device: string, country: string, amount: number, at: time
} timed by at
rule Large { when Transaction where amount > 1e9 per account alert }`

/** Whole lines, each with a line feed. */
interface Lines {
  readonly bytes: Buffer
  /** Behind the last line feed. */
  readonly end: number
}

/** Reads all lines once; gives something that depends on what was read. */
type Way = () => number

function linesOf(events: readonly Transaction[], text: (event: Transaction) => string): Lines {
  const all = Buffer.from(events.map((event) => `${text(event)}\n`).join(""))
  return { bytes: Buffer.concat([all, Buffer.alloc(decoderPadding)]), end: all.length }
}

function shuffled(event: Transaction, random: Random): object {
  const entries = Object.entries(event)
  for (let i = entries.length - 1; i > 0; i--) {
    const other = between(random, 0, i)
    const kept = entries[i]!
    entries[i] = entries[other]!
    entries[other] = kept
  }
  return Object.fromEntries(entries)
}

function streams(): Readonly<Record<string, Lines>> {
  const events = [...transactions({ count, accounts: 10_000, gapMs: 1, seed: 1 })]
  const random = seeded(2)
  const spaced = (text: string): string => text.replaceAll('":', '": ').replaceAll(',"', ', "')
  return {
    "declared order": linesOf(events, (event) => JSON.stringify(event)),
    "the reverse": linesOf(events, (event) => JSON.stringify(Object.fromEntries(Object.entries(event).reverse()))),
    "another order in each line": linesOf(events, (event) => JSON.stringify(shuffled(event, random))),
    "with spaces": linesOf(events, (event) => spaced(JSON.stringify(event))),
    "three undeclared fields": linesOf(events, (event) =>
      JSON.stringify({ type: "card", ...event, channel: "online", score: 12.5 }),
    ),
    "time as text": linesOf(events, (event) => JSON.stringify({ ...event, at: new Date(event.at).toISOString() })),
  }
}

/** Rows of CSV without their first line, and its names. */
interface Table extends Lines {
  readonly columns: readonly string[]
}

function tableOf(events: readonly object[], quote = ""): Table {
  const cell = (value: unknown): string => (typeof value === "string" ? `${quote}${value}${quote}` : String(value))
  const lines = events.map((event) => `${Object.values(event).map(cell).join(",")}\n`)
  const all = Buffer.from(lines.join(""))
  const bytes = Buffer.concat([all, Buffer.alloc(decoderPadding)])
  return { bytes, end: all.length, columns: Object.keys(events[0]!) }
}

function tables(): Readonly<Record<string, Table>> {
  const events = [...transactions({ count, accounts: 10_000, gapMs: 1, seed: 1 })]
  return {
    CSV: tableOf(events),
    "columns the other way around": tableOf(events.map((event) => Object.fromEntries(Object.entries(event).reverse()))),
    "texts in quotes": tableOf(events, '"'),
    "three undeclared columns": tableOf(
      events.map((event) => ({ type: "card", ...event, channel: "online", score: 12.5 })),
    ),
    "CSV, time as text": tableOf(events.map((event) => ({ ...event, at: new Date(event.at).toISOString() }))),
  }
}

function parsedRows({ bytes, end, columns }: Table): Way {
  const piece = 1 << 17
  return () => {
    let sum = 0
    const splitter = new LineSplitter(1 << 20)
    const decoder = new CsvDecoder(",")
    decoder.decode([{ text: columns.join(","), line: 1, byte: 0, problem: undefined }], [])
    for (let from = 0; from < end; from += piece) {
      const lines: Line[] = []
      const rows: Row[] = []
      splitter.split(bytes.subarray(from, Math.min(from + piece, end)), lines)
      decoder.decode(lines, rows)
      for (const { value } of rows) sum += Number(value!.amount)
    }
    return sum
  }
}

function parsed({ bytes, end }: Lines): Way {
  return () => {
    let sum = 0
    for (let from = 0; from < end; ) {
      const to = bytes.indexOf(10, from)
      const { amount } = JSON.parse(bytes.toString("latin1", from, to)) as Transaction
      sum += amount
      from = to + 1
    }
    return sum
  }
}

function read({ bytes, end }: Lines, reader: LineReader, { fields }: EventSchema): Way {
  const scanner = new LineScanner(fields.map(({ name }) => name))
  return () => {
    let sum = 0
    scanner.open({ bytes, ascii: true, text: (from, to) => bytes.toString("latin1", from, to) })
    for (let from = 0; from < end; from = scanner.place) {
      scanner.begin(from)
      const event = reader(scanner) as Transaction | undefined
      if (event === undefined) throw new Error("an odd line")
      sum += event.amount
    }
    return sum
  }
}

function decoded({ bytes, end }: Lines, decode: LineDecoder, places: readonly number[] = []): Way {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const input = {
    bytes,
    view,
    codes: [new Dictionary({ constants: [], open: true })],
    delimiter: 44,
    fields: Int32Array.from(places),
    place: 0,
  }
  const rows = {
    type: new Uint16Array(batch),
    at: new Float64Array(batch),
    from: new Int32Array(batch),
    to: new Int32Array(batch),
    numbers: [new Float64Array(batch), new Float64Array(batch)],
    codes: [new Int32Array(batch)],
    textFrom: [],
    textTo: [],
  }
  const amounts = rows.numbers[0]!
  return () => {
    let sum = 0
    for (let from = 0; from < end; from = input.place) {
      const read = decode(input, from, end - 1, rows, 0, batch)
      if (read === 0) throw new Error("an odd line")
      for (let row = 0; row < read; row++) sum += amounts[row]!
    }
    return sum
  }
}

/** For each stream a decoder of its own: what V8 knows of one must not slow another down. */
function makeDecoder(schema: EventSchema, library: Library, emit = emitDecoder): LineDecoder {
  const field = (wanted: string): number => schema.fields.findIndex(({ name }) => name === wanted)
  const columns: ColumnSchema[] = [
    { field: field("account"), kind: "code", place: 0, domain: 0 },
    { field: field("amount"), kind: "number", place: 0 },
    { field: field("id"), kind: "number", place: 1 },
  ]
  const uses = new Uses()
  const lines = emit(schema, columns, { uses })!
  const make = new Function("library", [...uses.lines(), `return ${lines.join("\n")}`].join("\n"))
  return (make as (library: Library) => LineDecoder)(library)
}

/** CPU ns an event: medians of rounds in which all ways take turns. */
function measure(ways: readonly Way[]): number[] {
  const times = ways.map((): number[] => [])
  const sums = new Set<string>()
  for (let round = -warmUps; round < rounds; round++) {
    for (const [i, way] of ways.entries()) {
      const before = process.cpuUsage()
      sums.add(way().toFixed(2))
      const { user, system } = process.cpuUsage(before)
      if (round >= 0) times[i]!.push(((user + system) * 1000) / count)
    }
  }
  if (sums.size !== 1) throw new Error(`the ways do not read the same: ${[...sums].join(", ")}`)
  return times.map((all) => all.sort((a, b) => a - b)[all.length >> 1]!)
}

const { rules: compiled } = await compile([{ path: "bench.cep", text: rules }])
if (compiled === undefined) throw new Error("the rules of the benchmark are wrong")
const library = createLibrary(builtins)
const schema = compiled.manifest.events[0]!
console.log(`${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} cores, Node ${process.version}`)
console.log(`${count.toLocaleString("en")} events, CPU ns an event\n`)
console.log(`${"".padEnd(30)}${["JSON.parse", "objects", "columns"].map((name) => name.padStart(12)).join("")}`)
const show = (name: string, ways: readonly Way[], blank: string): void => {
  const times = measure(ways).map((each) => each.toFixed(0).padStart(12))
  console.log(`${name.padEnd(30)}${times.join(blank)}`)
}
for (const [name, lines] of Object.entries(streams())) {
  const { readers } = compiled.create(library, {}, { code: (_: number, constant: number) => constant } as Host)
  show(name, [parsed(lines), read(lines, readers![0]!, schema), decoded(lines, makeDecoder(schema, library))], "")
}
console.log(`\n${"".padEnd(30)}${"texts".padStart(12)}${"columns".padStart(24)}`)
for (const [name, table] of Object.entries(tables())) {
  const places = table.columns.map((column) => schema.fields.findIndex((field) => field.name === column))
  const decode = makeDecoder(schema, library, emitCellDecoder)
  show(name, [parsedRows(table), decoded(table, decode, places)], " ".repeat(12))
}
