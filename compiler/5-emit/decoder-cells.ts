/** Functions that read rows of CSV into columns, generated for one event type: as decoders of lines of JSON, but the places of the cells are given. */
import { type ColumnSchema, hashStart } from "../../runtime/abi/rows.ts"
import type { EventSchema } from "../../runtime/abi/rule-set.ts"
import { isNested } from "../4-optimize/flat-event.ts"
import type { ModuleContext } from "./context.ts"
import { decodedFields, decoderFunction, longestBody } from "./decoder.ts"
import type { NamedField } from "./decoder-any-order.ts"
import { readIsoTime } from "./decoder-time.ts"
import { anyNumber, booleanCode, isText, missingValue, needsHash, storeNumber, storeText } from "./decoder-values.ts"
import { byteAt, hashText, inside, marksBy, takeLine, toMark } from "./decoder-words.ts"
import { commentText } from "./text.ts"

/** What ends a cell: quotes, control characters, and `stop`, which is the delimiter or, within quotes, once more the quote. */
const cellEnds = marksBy("stop")
const isEmpty = `${byteAt()} === delimiter || ${byteAt()} === 10 || ${byteAt()} === 13 || ${byteAt()} === 34`

/**
 * The lines of a `LineDecoder` for rows of CSV of the event type, as an expression of the module; undefined where there is none, as for
 * `emitDecoder`.
 */
export function emitCellDecoder(
  event: EventSchema,
  columns: readonly ColumnSchema[],
  module: Pick<ModuleContext, "uses">,
): readonly string[] | undefined {
  const decoded = decodedFields(event, columns, undefined)
  // In a cell they are JSON within text.
  if (decoded === undefined || decoded.some(({ type }) => isNested(type))) return undefined
  const body = bodyLines(decoded)
  if (body.reduce((sum, line) => sum + line.trim().length, 0) > longestBody) return undefined
  module.uses.library("decoding")
  const locals = [
    "const { delimiter, fields: fieldAt } = input",
    "const delimiters = Math.imul(delimiter, 0x01010101)",
    "const width = fieldAt.length",
  ]
  return decoderFunction(decoded, { constants: [], locals, body })
}

/** The loop over lines. Each cell is come to by a jump on the field whose column it is in. */
function bodyLines(fields: readonly NamedField[]): string[] {
  return [
    "lines: while (line <= to && row < beyond) {",
    ...inside(
      "place = line",
      "// A blank line is no row",
      `if (${byteAt()} === 10 || ${byteAt()} === 13) break`,
      ...fields.flatMap((field) => (field.required ? [] : missingValue(field))),
      "for (column = 1; ; column++) {",
      ...inside(
        "stop = delimiters",
        `quoted = ${byteAt()} === 34`,
        "if (quoted) {",
        ...inside("stop = 0x22222222", "place++"),
        "}",
        "value: switch (fieldAt[column - 1]) {",
        ...inside(
          ...fields.flatMap((field, number) => [
            `case ${number}: // ${commentText(field.name)}`,
            ...inside(...cellCode(field), "break"),
          ]),
          "default: // not declared",
          ...inside(...toMark(cellEnds)),
        ),
        "}",
        "if (quoted) {",
        ...inside(`if (${byteAt()} !== 34) break lines`, "place++"),
        "}",
        `if (column === width || ${byteAt()} !== delimiter) break`,
        "place++",
      ),
      "}",
      "if (column !== width) break",
      `if (${byteAt()} === 13) place++`,
      ...takeLine,
    ),
    "}",
    "input.place = line",
    "return row - first",
  ]
}

/** Reads the cell at `place`, sets the field's columns, and moves behind it; what stands there then must end the cell. */
function cellCode(field: NamedField): string[] {
  const empty = field.required ? "break lines" : "break value"
  if (isText(field.type)) {
    const scan = needsHash(field) ? hashText(hashStart, "", cellEnds) : toMark(cellEnds)
    const lines = ["start = place", ...scan, `if (place === start) ${empty}`, ...storeText(field, "break lines")]
    return lines.filter((line) => line !== "")
  }
  return [...scalarCode(field), ...storeNumber(field)]
}

/** Sets `value`. An empty cell of a required field is none of the forms. */
function scalarCode(field: NamedField): string[] {
  const passEmpty = field.required ? [] : [`if (${isEmpty}) break value`]
  if (field.type.kind === "boolean") return [...passEmpty, ...booleanCode(field)]
  // In text a number may begin with zeros.
  const noDigits = "if (place === start)"
  if (field.type.kind !== "time") {
    const none = `{ if (!negative && (${isEmpty})) break value; break lines }`
    return anyNumber(field, `${noDigits} ${field.required ? "break lines" : none}`)
  }
  const number = anyNumber(field, `${noDigits} break lines`)
  const others = [...toMark(cellEnds), "value = decoding.isoTime(bytes, start, place)"]
  return [
    ...passEmpty,
    `if (${byteAt("place + 4")} === 45) {`,
    ...inside(...readIsoTime(field.number, "true", others), "if (value !== value) break lines"),
    "} else {",
    ...inside(...number),
    "}",
  ]
}
