/**
 * Lines of JSON as they mostly are (all fields in their declared order, behind commas and colons always a space or never, values as they are usually written), read by WebAssembly: it looks at
 * sixteen bytes at once where JavaScript looks at four, and V8 has machine code of it at once. Lines with another order have code of their own (`plain-scattered.ts`, `plain-any-order.ts`). Any other line ends it; the
 * generated JavaScript decoder goes on there.
 */
import { block, branch, branchIf, type Code, f64, get, i32, loop, set, when } from "../../runtime/wasm/code.ts"
import { type LocalType, moduleBytes } from "../../runtime/wasm/module.ts"
import type { NamedField } from "./decoder-any-order.ts"
import { fieldTable } from "./decoder-names.ts"
import { isText } from "./decoder-values.ts"
import { inside } from "./decoder-words.ts"
import { anyOrderLine, anyOrderLocals, mostFields } from "./plain-any-order.ts"
import { differs, importNames, oddIf, pass, passBytesOf } from "./plain-base.ts"
import {
  arraysOf,
  closing,
  type FieldArrays,
  Layout,
  missing,
  mostRows,
  nullOr,
  storeWord,
  valueCode,
} from "./plain-fields.ts"
import { beginScattered, scatteredLine, scatteredLocals, scatterPlaces, scatterTable } from "./plain-scattered.ts"
import { codeLocals, findCodes } from "./plain-texts.ts"
import { beginValues, endOfTables, ownLocals, tables, valueLocals, wholePowers } from "./plain-values.ts"
import { commentText, quote } from "./text.ts"

/** So many bytes of lines are looked at in one call: they stay in the processor's first caches. */
const windowBytes = 65_536
/** Behind the last byte: code that looks at sixteen bytes may look at some there. */
const slack = 64

/** A `PlainLines` for such fields, which have code for what is usual, as an expression of the module. */
export function plainLines(fields: readonly NamedField[]): string[] {
  const names = fields.map(({ name }) => name)
  const nested = fields.filter((field) => field.nested >= 0)
  const table = fieldTable(names)
  const scatter = scatterTable(names)
  const slots = [...table.slots, ...(scatter?.slots ?? [])]
  const memory = new Layout(endOfTables + ((slots.length + 7) & -8))
  const places = scatterPlaces(fields, endOfTables + table.slots.length, memory)
  const from = memory.take(4)
  const to = memory.take(4)
  const arrays = fields.map((field): FieldArrays => arraysOf(field, memory))
  const window = memory.end
  const lines = (...body: readonly Code[]): Code => linesCode(fields, arrays, { from, to }, body)
  const code = moduleBytes({
    parameters: ["line", "last", "most", "ahead"],
    locals: {
      ...valueLocals,
      row: "i32",
      ...codeLocals,
      ...anyOrderLocals,
      ...scatteredLocals,
      ...Object.assign({}, ...fields.map(({ type, number }): Record<string, LocalType> => ownLocals(type, number))),
    },
    imports: importNames(nested.length),
    bodies: {
      tight: lines(...fieldsCode(fields, arrays, "")),
      spaced: lines(...fieldsCode(fields, arrays, " ")),
      ...(scatter && {
        scattered: [...beginScattered.flat(), ...lines(...scatteredLine(fields, arrays, scatter, places))],
      }),
      ...(fields.length <= mostFields && { any: lines(...anyOrderLine(fields, arrays, table, endOfTables)) }),
    },
    memoryBytes: window + windowBytes + slack,
    dataAt: wholePowers,
    data: Uint8Array.of(...tables(), ...slots),
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
      `nested: [${nested.map(({ values }) => values).join(", ")}],`,
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

/** Gives how many lines were read; the word at 0 is the place of the first that was not. `body`: reads one from `place` on, which it moves to the closing brace. */
function linesCode(
  fields: readonly NamedField[],
  arrays: readonly FieldArrays[],
  ends: { readonly from: number; readonly to: number },
  body: readonly Code[],
): Code {
  const line = get("line")
  const shifted = (place: Code): Code => i32.add(place, get("ahead"))
  const times = fields.filter(({ type }) => type.kind === "time")
  return [
    ...beginValues.flat(),
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
          ...body,
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

/** `space`: what stands behind each comma and colon. */
function fieldsCode(fields: readonly NamedField[], arrays: readonly FieldArrays[], space: string): Code[] {
  let ending = ""
  const code: Code[] = []
  for (const [number, field] of fields.entries()) {
    const needed = number === 0 || field.required
    const next = fields[number + 1]
    // The closing quote is compared with what comes next, where that must come.
    const open = isText(field.type) && needed && (next === undefined || next.required)
    const name = `${ending}${number === 0 ? "{" : `,${space}`}"${field.name}":${space}`
    const before = `${name}${isText(field.type) ? '"' : ""}`
    ending = open ? '"' : ""
    const own = arrays[number]!
    const value = valueCode(field, own, !open)
    const read = [passBytesOf(before), ...(isText(field.type) ? value : nullOr(field, own, value))]
    if (needed) code.push(...literal(before, arrays[number - 1]), ...read)
    else code.push(when(differs(before), [...missing(own), ...passIfThere(`${name}null`)], read))
  }
  return [...code, ...literal(`${ending}}\n`, arrays.at(-1)), ...(ending === "" ? [] : [pass(1)])]
}

/** What must stand behind the value of a field. */
function literal(text: string, before: FieldArrays | undefined): Code[] {
  return before !== undefined && text.startsWith('"') ? closing(before, differs(text)) : [oddIf(differs(text))]
}

function passIfThere(text: string): Code[] {
  return [when(i32.eqz(differs(text)), [passBytesOf(text)])]
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
}
