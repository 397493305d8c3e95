import { emitDecoder } from "../../compiler/5-emit/decoder.ts"
import { emitCellDecoder } from "../../compiler/5-emit/decoder-cells.ts"
import { Uses } from "../../compiler/5-emit/helpers.ts"
import type { Library } from "../../runtime/abi/library.ts"
import {
  type CodeTable,
  type ColumnSchema,
  type DecoderInput,
  decoderPadding,
  type LineDecoder,
  type Rows,
} from "../../runtime/abi/rows.ts"
import type { EventSchema } from "../../runtime/abi/rule-set.ts"
import type { FieldSchema } from "../../runtime/abi/value.ts"
import { builtins } from "../../runtime/functions/index.ts"
import { createLibrary } from "../../runtime/library/library.ts"

/** Makes the generated decoder of an event, its code of a limited length; undefined where there is none. */
export function makeDecoder(
  event: EventSchema,
  columns: readonly ColumnSchema[],
  mostCharacters?: number,
  library = createLibrary(builtins),
): LineDecoder | undefined {
  const uses = new Uses()
  return compiled(uses, emitDecoder(event, columns, { uses }, mostCharacters), library)
}

/** Likewise, in two parts: what reads plain lines, and the decoder for all others, each of whose calls goes through `watched`. */
export function makeWatchedDecoder(
  event: EventSchema,
  columns: readonly ColumnSchema[],
  watched: (others: LineDecoder) => LineDecoder,
): LineDecoder {
  const library = createLibrary(builtins)
  const { decoding } = library
  return makeDecoder(event, columns, undefined, {
    ...library,
    decoding: { ...decoding, plainLines: (plain, others) => decoding.plainLines(plain, watched(others)) },
  })!
}

/** Likewise of rows of CSV. */
export function makeCellDecoder(event: EventSchema, columns: readonly ColumnSchema[]): LineDecoder | undefined {
  const uses = new Uses()
  return compiled(uses, emitCellDecoder(event, columns, { uses }))
}

function compiled(
  uses: Uses,
  lines: readonly string[] | undefined,
  library = createLibrary(builtins),
): LineDecoder | undefined {
  if (lines === undefined) return undefined
  const code = [...uses.lines(), `return ${lines.join("\n")}`].join("\n")
  const make = new Function("library", code) as (library: Library) => LineDecoder
  return make(library)
}

export function eventOf(fields: readonly FieldSchema[], timeField: string | null = null): EventSchema {
  return { name: "Event", fields, timeField, latenessMs: 0, derived: false }
}

/** Columns for `count` rows, filled with something that no decoder writes. */
export function makeRows(columns: readonly ColumnSchema[], count: number): Rows {
  const of = (kind: string): number => columns.filter((column) => column.kind === kind).length
  const integers = (length: number): Int32Array[] => Array.from({ length }, () => new Int32Array(count).fill(-99))
  return {
    type: new Uint16Array(count).fill(99),
    at: new Float64Array(count).fill(-99),
    from: new Int32Array(count).fill(-99),
    to: new Int32Array(count).fill(-99),
    numbers: Array.from({ length: of("number") }, () => new Float64Array(count).fill(-99)),
    codes: integers(of("code")),
    textFrom: integers(of("text")),
    textTo: integers(of("text")),
  }
}

/** The bytes of lines, each with its line feed, as a decoder wants them; the padding holds what would be valid digits. */
export function makeInput(lines: Uint8Array, codes: readonly CodeTable[]): DecoderInput {
  const bytes = new Uint8Array(lines.length + decoderPadding).fill(0x37)
  bytes.set(lines)
  return { bytes, view: new DataView(bytes.buffer), codes, delimiter: 0, fields: new Int32Array(0), place: -1 }
}
