/**
 * Lines of JSON as they mostly are (all fields in their declared order, behind commas and colons always a space or never, values as they are usually written), read by WebAssembly: it looks at
 * sixteen bytes at once where JavaScript looks at four, and V8 has machine code of it at once. Any other line ends it; the generated JavaScript decoder goes on there.
 */
import { cacheWords } from "../../runtime/abi/plain-lines.ts"
import { missingCode } from "../../runtime/abi/rows.ts"
import { block, branch, branchIf, type Code, f64, get, i32, loop, set, when } from "../../runtime/wasm/code.ts"
import { type LocalType, moduleBytes } from "../../runtime/wasm/module.ts"
import type { NamedField } from "./decoder-any-order.ts"
import { isText, needsHash } from "./decoder-values.ts"
import { inside } from "./decoder-words.ts"
import { type CodeArrays, codeLocals, findCodes } from "./plain-texts.ts"
import {
  differs,
  endOfTables,
  ownLocals,
  readPlainNumber,
  readPlainText,
  tables,
  valueLocals,
  wholePowers,
} from "./plain-values.ts"
import { commentText, quote } from "./text.ts"

/** So many rows are read in one call at most. */
const mostRows = 1024
/** So many bytes of lines are looked at in one call: they stay in the processor's first caches. */
const windowBytes = 65_536
/** Behind the last byte: code that looks at sixteen bytes may look at some there. */
const slack = 64
/** Places that differ by a multiple of 4,096 share few lines of the processor's cache: arrays do not begin at such. */
const stagger = 64

/** Where the values of a field stand, by row. */
interface FieldArrays {
  /** Doubles; undefined: nobody wants them. */
  readonly number: number | undefined
  readonly text: { readonly from: number; readonly to: number } | undefined
  /** Of a text whose code is asked for. */
  readonly coded: CodeArrays | undefined
}

/** A `PlainLines` for such fields, which have code for what is usual, as an expression of the module. */
export function plainLines(fields: readonly NamedField[]): string[] {
  const memory = new Layout()
  const from = memory.take(4)
  const to = memory.take(4)
  const arrays = fields.map((field): FieldArrays => arraysOf(field, memory))
  const window = memory.end
  const code = moduleBytes({
    parameters: ["line", "last", "most", "ahead"],
    locals: {
      ...valueLocals,
      row: "i32",
      ...codeLocals,
      ...Object.assign({}, ...fields.map(({ type, number }): Record<string, LocalType> => ownLocals(type, number))),
    },
    imports: ["day"],
    bodies: {
      tight: linesCode(fields, arrays, { from, to }, ""),
      spaced: linesCode(fields, arrays, { from, to }, " "),
    },
    memoryBytes: window + windowBytes + slack,
    dataAt: wholePowers,
    data: tables(),
  })
  const at = arrays[fields.findIndex(({ timed }) => timed)]?.number ?? -1
  return [
    "{",
    ...inside(
      `code: ${quote(base64(code))},`,
      ...Object.entries({ rows: mostRows, window, windowBytes, from, to, at }).map(
        ([name, value]) => `${name}: ${value},`,
      ),
      "numbers: [",
      ...inside(...fields.flatMap((field, number) => numberColumns(field, arrays[number]!))),
      "],",
      "texts: [",
      ...inside(...fields.flatMap((field, number) => textColumns(field, arrays[number]!))),
      "],",
    ),
    "}",
  ]
}

function numberColumns({ name, columns }: NamedField, { number }: FieldArrays): string[] {
  if (number === undefined) return []
  return columns.map(({ place }) => `{ array: ${number}, place: ${place} }, // ${commentText(name)}`)
}

function textColumns({ name, columns, type, values }: NamedField, { text, coded }: FieldArrays): string[] {
  if (text === undefined) return []
  const texts = columns.filter(({ kind }) => kind === "text").map(({ place }) => place)
  const parts = [`from: ${text.from}`, `to: ${text.to}`, `texts: [${texts.join(", ")}]`]
  if (coded === undefined) return [`{ ${parts.join(", ")} }, // ${commentText(name)}`]
  const { hash, codes, misses, cache } = coded
  const own = columns.flatMap(({ kind, place, domain }) =>
    kind === "code" ? [`{ place: ${place}, domain: ${domain} }`] : [],
  )
  const codeParts = [
    ...Object.entries({ hash, code: codes, misses, cache }).map(([part, place]) => `${part}: ${place}`),
    ...(type.kind === "enum" ? [`values: ${values}`] : []),
    `columns: [${own.join(", ")}]`,
  ]
  return [
    `// ${commentText(name)}`,
    "{",
    ...inside(...parts.map((part) => `${part},`), `coded: { ${codeParts.join(", ")} },`),
    "},",
  ]
}

/** The places of arrays in memory, and of single words. */
class Layout {
  end = endOfTables

  /** Of so many bytes a row. */
  take(size: number): number {
    const place = this.end
    this.end += size * mostRows + stagger
    return place
  }

  words(count: number): number {
    const place = this.end
    this.end += Math.ceil(count / 2) * 8
    return place
  }
}

function arraysOf(field: NamedField, memory: Layout): FieldArrays {
  const { columns, type, timed } = field
  const wanted = columns.length > 0 || timed || type.kind === "enum"
  const none = { number: undefined, text: undefined, coded: undefined }
  if (!wanted) return none
  if (!isText(type)) return { ...none, number: memory.take(8) }
  const text = { from: memory.take(4), to: memory.take(4) }
  if (!needsHash(field)) return { ...none, text }
  const coded = {
    ...text,
    hash: memory.take(4),
    codes: memory.take(4),
    misses: memory.take(4),
    cache: memory.words(cacheWords),
  }
  return { ...none, text, coded }
}

/** Gives how many lines were read; the word at 0 is the place of the first that was not. */
function linesCode(
  fields: readonly NamedField[],
  arrays: readonly FieldArrays[],
  ends: { readonly from: number; readonly to: number },
  space: string,
): Code {
  const line = get("line")
  const shifted = (place: Code): Code => i32.add(place, get("ahead"))
  const times = fields.filter(({ type }) => type.kind === "time")
  return [
    // No day is known yet.
    ...times.flatMap(({ number }) => set(`midnight${number}`, f64.const(Number.NaN))),
    ...block(
      "end",
      loop(
        "lines",
        branchIf("end", i32.gtU(line, get("last"))),
        branchIf("end", i32.geU(get("row"), get("most"))),
        set("place", line),
        block(
          "odd",
          ...fieldsCode(fields, arrays, space),
          storeWord(ends.from, shifted(line)),
          storeWord(ends.to, shifted(i32.add(get("place"), i32.const(1)))),
          set("row", i32.add(get("row"), i32.const(1))),
          set("line", i32.add(get("place"), i32.const(2))),
          branch("lines"),
        ),
      ),
    ),
    ...arrays.flatMap(({ coded }) => (coded ? findCodes(coded).flat() : [])),
    ...i32.store(i32.const(0), line),
    ...get("row"),
  ]
}

const rowWords = i32.shl(get("row"), i32.const(2))
const storeWord = (array: number, value: Code): Code => i32.store(rowWords, value, array)
const storeDouble = (array: number, value: Code): Code => f64.store(i32.shl(get("row"), i32.const(3)), value, array)

/** `space`: what stands behind each comma and colon. */
function fieldsCode(fields: readonly NamedField[], arrays: readonly FieldArrays[], space: string): Code[] {
  let closing = ""
  const code: Code[] = []
  for (const [number, field] of fields.entries()) {
    const needed = number === 0 || field.required
    const next = fields[number + 1]
    // The closing quote is compared with what comes next, where that must come.
    const open = isText(field.type) && needed && (next === undefined || next.required)
    const before = `${closing}${number === 0 ? "{" : `,${space}`}"${field.name}":${space}${isText(field.type) ? '"' : ""}`
    closing = open ? '"' : ""
    const passed = set("place", i32.add(get("place"), i32.const(new TextEncoder().encode(before).length)))
    const read = [passed, ...valueCode(field, arrays[number]!, !open)]
    if (needed) code.push(branchIf("odd", differs(before)), ...read)
    else code.push(when(i32.eqz(isThere(before)), missing(arrays[number]!), read))
  }
  return [
    ...code,
    branchIf("odd", differs(`${closing}}\n`)),
    ...(closing === "" ? [] : [set("place", i32.add(get("place"), i32.const(1)))]),
  ]
}

function isThere(text: string): Code {
  return i32.eqz(differs(text))
}

function valueCode(field: NamedField, { number, text, coded }: FieldArrays, checked: boolean): Code[] {
  const { type } = field
  if (!isText(type))
    return [
      ...readPlainNumber(type, number !== undefined, field.number),
      ...(number === undefined ? [] : [storeDouble(number, get("value"))]),
    ]
  const stored =
    text === undefined
      ? []
      : [
          storeWord(text.from, i32.add(get("start"), get("ahead"))),
          storeWord(text.to, i32.add(get("place"), get("ahead"))),
          ...(coded === undefined ? [] : [storeWord(coded.hash, get("hash"))]),
        ]
  const behind = checked ? [set("place", i32.add(get("place"), i32.const(1)))] : []
  return [...readPlainText(coded !== undefined, checked, field.number), ...stored, ...behind]
}

/** A field that is not there: NaN, or a text from -1 on. */
function missing({ number, text, coded }: FieldArrays): Code[] {
  return [
    ...(number === undefined ? [] : [storeDouble(number, f64.const(Number.NaN))]),
    ...(text === undefined ? [] : [storeWord(text.from, i32.const(-1)), storeWord(text.to, i32.const(-1))]),
    ...(coded === undefined ? [] : [storeWord(coded.codes, i32.const(missingCode))]),
  ]
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
}
