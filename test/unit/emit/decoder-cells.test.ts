import { expect, test } from "vitest"
import type { ColumnSchema } from "../../../runtime/abi/rows.ts"
import type { FieldSchema, ValueType } from "../../../runtime/abi/value.ts"
import { Dictionary } from "../../../runtime/rows/dictionary.ts"
import { eventOf, makeCellDecoder, makeInput, makeRows } from "../../support/decoder.ts"

const field = (name: string, type: ValueType | ValueType["kind"], optional = false): FieldSchema => ({
  name,
  type: (typeof type === "string" ? { kind: type } : type) as ValueType,
  optional,
})

const fields = [
  field("id", "integer"),
  field("text", "string"),
  field("amount", { kind: "decimal", scale: 2 }, true),
  field("kind", { kind: "enum", values: ["card", "cash €"] }, true),
  field("ok", "boolean", true),
  field("share", "number", true),
  field("since", { kind: "time", seconds: true }, true),
  field("at", "time"),
]
const columns: ColumnSchema[] = [
  { field: 0, kind: "number", place: 0 },
  { field: 1, kind: "code", place: 0, domain: 0 },
  { field: 1, kind: "text", place: 0 },
  { field: 2, kind: "number", place: 1 },
  { field: 3, kind: "code", place: 1, domain: 0 },
  { field: 4, kind: "number", place: 2 },
  { field: 5, kind: "number", place: 3 },
  { field: 6, kind: "number", place: 4 },
]

/** The rows that are taken up to the first one that is not. */
function decode(header: string, lines: string, delimiter = ","): unknown[][] {
  const bytes = Buffer.from(lines)
  const dictionary = new Dictionary({ constants: [], open: true })
  const places = header.split(delimiter).map((name) => fields.findIndex((each) => each.name === name))
  const cells = { delimiter: delimiter.charCodeAt(0), fields: Int32Array.from(places) }
  const input = { ...makeInput(bytes, [dictionary]), ...cells }
  const rows = makeRows(columns, 20)
  const count = makeCellDecoder(eventOf(fields, "at"), columns)!(input, 0, bytes.length - 1, rows, 0, 20)
  expect(input.place).toBe(count === 0 ? 0 : bytes.indexOf(10, rows.to[count - 1]) + 1)
  const code = (value: number): string | undefined => (value < 0 ? undefined : dictionary.text(value))
  return Array.from({ length: count }, (_, row) => [
    bytes.toString("utf8", rows.from[row], rows.to[row]),
    rows.numbers[0]![row],
    code(rows.codes[0]![row]!),
    bytes.toString("utf8", rows.textFrom[0]![row], rows.textTo[0]![row]),
    rows.numbers[1]![row],
    code(rows.codes[1]![row]!),
    ...[2, 3, 4].map((place) => rows.numbers[place]![row]),
    rows.at[row],
  ])
}

const header = "id,text,amount,kind,ok,share,since,at"
const whole = [7, "a", "a", 1250, "card", 1, 0.5, 1000, 1_700_000_000_000]

test("plain rows are taken, whatever the order of their cells", () => {
  const row = "7,a,12.5,card,true,0.5,1,1700000000000"
  expect(decode(header, `${row}\n${row}\r\n`)).toEqual([
    [row, ...whole],
    [row, ...whole],
  ])
  const other = "1700000000000,more,a,,7,true,card,12.50,1,0.5"
  expect(decode("at,other,text,,id,ok,kind,amount,since,share", `${other}\n`)).toEqual([[other, ...whole]])
})

test("other delimiters", () => {
  for (const delimiter of [";", "\t", "|"]) {
    const row = "7,a,12.5,card,true,0.5,1,1700000000000".replaceAll(",", delimiter)
    expect(decode(header.replaceAll(",", delimiter), `${row}\n`, delimiter)).toEqual([[row, ...whole]])
  }
})

test("whole cells in quotes", () => {
  const row = '"7","a","12.5","card","true","0.5","1","1700000000000"'
  expect(decode(header, `${row}\n`)).toEqual([[row, ...whole]])
  const [found] = decode("text,id,at", '"a, \\ b;",007,"2026-01-31T10:01:40Z"\n')
  expect(found!.slice(1, 4)).toEqual([7, "a, \\ b;", "a, \\ b;"])
  expect(found!.at(-1)).toBe(Date.parse("2026-01-31T10:01:40Z"))
})

test("empty cells, and fields that have none, are missing", () => {
  const missing = [7, "é", "é", Number.NaN, undefined, Number.NaN, Number.NaN, Number.NaN, 5]
  expect(decode(header, "7,é,,,,,,5\n")[0]!.slice(1)).toEqual(missing)
  expect(decode(header, '7,é,"","","","","",5\n')[0]!.slice(1)).toEqual(missing)
  expect(decode("at,id,text", "5,7,é\n")[0]!.slice(1)).toEqual(missing)
  // What stands behind an empty cell is not looked at for it.
  expect(decode("id,since,text,at", "7,,ab-cd,5\n")[0]!.slice(1, 3)).toEqual([7, "ab-cd"])
})

test("times and numbers as they are written", () => {
  const at = (cell: string): unknown => decode("id,text,at", `1,a,${cell}\n`)[0]?.at(-1)
  for (const text of ["2026-01-31T10:01:40.125Z", "2026-01-31T10:01:40Z", "2026-01-31", "2026-01-31T10:01:40+02:00"]) {
    expect(at(text), text).toBe(Date.parse(text))
  }
  expect(at("-5.5")).toBe(-6)
  const share = (cell: string): unknown => decode("id,text,share,at", `1,a,${cell},5\n`)[0]?.[7]
  for (const text of ["0.1234567890123456789", "-0", "00012.5", "1e-7", "123456789012345678", "5e-324"]) {
    expect(share(text), text).toBe(Number(text))
  }
})

test("rows for the slow way", () => {
  const rows = [
    ...[
      "",
      "\r",
      "1,a",
      "1,a,5,6",
      "1,a,5,",
      ",a,5",
      "1,,5",
      "1,a,",
      "1,a,soon",
      "1,a,5x",
      "x,a,5",
      "1.5,a,5",
      "-,a,5",
    ],
    ...['1,"a""b",5', '1,"a,5', '1,a"b,5', '1,"a"b,5', " 1,a,5", "1 ,a,5", "1,a\rb,5", "1,a\u0001,5", "1,a,5\r\r"],
    ...["+1,a,5", ".5,a,5", "1e999,a,5", "9007199254740993,a,5", "1,a,9e15", '1,"",5', '"",a,5', '1,a,"5'],
  ]
  for (const row of rows) expect(decode("id,text,at", `${row}\n`), JSON.stringify(row)).toEqual([])
  expect(decode("id,kind,text,ok,at", "1,Card,a,,5\n")).toEqual([])
  expect(decode("id,kind,text,ok,at", "1,,a,TRUE,5\n")).toEqual([])
  expect(decode("id,amount,text,at", "1,-,a,5\n")).toEqual([])
  expect(decode("id,amount,text,at", "1,1.005,a,5\n")).toEqual([])
})
