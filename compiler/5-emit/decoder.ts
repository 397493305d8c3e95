/**
 * Functions that read lines of JSON into columns, generated for one event type: they compare names and values as words of bytes in
 * place, and make neither objects nor texts. What is rare in a line goes to functions of the library, what is rarer still makes it odd.
 */
import type { ColumnSchema } from "../../runtime/abi/rows.ts"
import type { EventSchema } from "../../runtime/abi/rule-set.ts"
import type { ValueType } from "../../runtime/abi/value.ts"
import { isNested } from "../4-optimize/flat-event.ts"
import type { ModuleContext } from "./context.ts"
import { type AnyOrder, anyOrder, type NamedField } from "./decoder-any-order.ts"
import { fieldTable } from "./decoder-names.ts"
import { dayLocals } from "./decoder-time.ts"
import { type DecodedColumn, domainLocals, exactPowers, isText, missingValue, valueCode } from "./decoder-values.ts"
import { byteAt, inside, passSpace, standsAt, takeLine } from "./decoder-words.ts"
import { plainLines } from "./plain-lines.ts"
import { commentText, Names, quote } from "./text.ts"

/** Numbers of fields are bytes. */
const mostFields = 250
/**
 * V8 leaves functions of more than 60 KiB of bytecode to its interpreter (`--max-optimized-bytecode-size`). A character of a decoder becomes 0.6 to 0.95 bytes
 * of it.
 */
export const longestBody = 60_000

/** Names of decoders' own; those of columns are others, and so are those that end in a number. */
const ownNames =
  "input from to rows row most bytes view ats starts ends powers first beyond decoding delimiter delimiters fieldAt width".split(
    " ",
  )

/** Locals that are declared where the code has them, with what they hold at first. */
const ownLocals: readonly (readonly [initial: string, names: readonly string[]])[] = [
  ["from | 0", ["line", "place", "mark"]],
  ["0", ["done", "separator", "field", "start", "last", "word", "marks", "hash", "code", "at", "offset"]],
  ["0", ["year", "month", "day", "hour", "second", "thousandth", "hours", "minutes", "seconds", "length"]],
  ["0", ["value", "fraction", "decimal"]],
  ["0", ["column", "stop"]],
  ["false", ["negative", "quoted"]],
  ["null", ["valueTable"]],
]

/**
 * The lines of a `LineDecoder` for the event type, as an expression of the module; undefined where its lines are only for `JSON.parse`: it
 * is no input, or has a name that JSON writes with escapes. `columns` are those of its fields; other fields are
 * checked alone. `mostCharacters`: of the code that is compiled as a whole.
 */
export function emitDecoder(
  event: EventSchema,
  columns: readonly ColumnSchema[],
  module: Pick<ModuleContext, "uses">,
  mostCharacters = longestBody,
): readonly string[] | undefined {
  if (!event.fields.every(({ name }) => JSON.stringify(name) === `"${name}"`)) return undefined
  const decoded = decodedFields(event, columns, "break ordered")
  const fitting = decoded && fittingBody(decoded, mostCharacters)
  if (!fitting) return undefined
  module.uses.library("decoding")
  const { general, body } = fitting
  return decoderFunction(decoded, {
    constants: general.constants,
    locals: general.locals,
    body,
    plain: plainLines(decoded),
  })
}

/** What a decoder is made of beside what its fields need. */
export interface DecoderParts {
  /** Lines for the module. */
  readonly constants: readonly string[]
  /** Lines for the function, before those of `body`. */
  readonly locals: readonly string[]
  readonly body: readonly string[]
  /** A `PlainLines`: what it cannot read goes to the code of `body`. */
  readonly plain?: readonly string[]
}

/** The lines of a decoder of these fields, as an expression of the module. Whatever else its body names is declared where it is used. */
export function decoderFunction(
  decoded: readonly NamedField[],
  { constants, locals, body, plain }: DecoderParts,
): string[] {
  const used = namesIn(body)
  const whole = functionLines(decoded, locals, body)
  return [
    "(() => {",
    ...inside(
      ...(used("powers") ? [`const tens = Float64Array.of(${exactPowers.join(", ")})`] : []),
      ...decoded.flatMap(({ type, values }) => valueTable(values, type)),
      ...constants,
      ...(plain === undefined
        ? returned("", whole, "")
        : [
            "// Lines as they mostly are, in WebAssembly; the function behind it reads those, too, and all others",
            ...returned("decoding.plainLines(", plain, ","),
            ...inside(...whole),
            ")",
          ]),
    ),
    "})()",
  ]
}

function returned(before: string, [head, ...lines]: readonly string[], behind: string): string[] {
  return [`return ${before}${head!}`, ...lines.slice(0, -1), `${lines.at(-1)}${behind}`]
}

/** Whether the lines hold a name. */
function namesIn(lines: readonly string[]): (name: string) => boolean {
  const names = new Set(lines.join("\n").match(/\w+/g))
  return (name) => names.has(name)
}

/** A function as an expression. */
function functionLines(decoded: readonly NamedField[], locals: readonly string[], body: readonly string[]): string[] {
  const used = namesIn(body)
  const timed = decoded.some((field) => field.timed)
  const codes = decoded.some(({ columns }) => columns.some(({ kind }) => kind === "code"))
  return [
    "(input, from, to, rows, row, most) => {",
    ...inside(
      used("bytes") ? "const { bytes, view } = input" : "const { view } = input",
      ...(used("powers") ? ["const powers = tens"] : []),
      ...columnLines(decoded.flatMap((field) => field.columns)),
      ...(timed ? ["const ats = rows.at"] : []),
      "const starts = rows.from, ends = rows.to",
      "// Whole numbers for certain",
      "to |= 0",
      "row |= 0",
      "const first = row",
      `${codes ? "let" : "const"} beyond = (row + most) | 0`,
      ...locals,
      ...[...decoded.filter(({ type }) => type.kind === "time").map(({ number }) => number), decoded.length]
        .filter((number) => used(`midnight${number}`))
        .map(dayLocals),
      ...localLines(used),
      ...body,
    ),
    "}",
  ]
}

/**
 * The code that is fastest among those that are not too long: with code for each field in the declared order, and in any; in the declared order alone; there for some fields, or for none.
 */
function fittingBody(
  fields: readonly NamedField[],
  mostCharacters: number,
): { general: AnyOrder; body: string[] } | undefined {
  const table = fieldTable(fields.map(({ name }) => name))
  for (const [own, share] of [
    [true, 1],
    [false, 1],
    [false, 1 / 2],
    [false, 1 / 4],
    [false, 0],
  ] as const) {
    const general = anyOrder(fields, table, own)
    const body = bodyLines(fields, general, Math.floor(fields.length * share))
    if (lengthOf(body) <= mostCharacters) return { general, body }
  }
  return undefined
}

/** Characters, but for the space before lines. */
function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.trim().length, 0)
}

/**
 * The fields of an event type as code for their values needs them; undefined where values of the type are not read from bytes: it is no
 * input. `quick` as in `DecodedField`.
 */
export function decodedFields(
  { fields, timeField, derived }: EventSchema,
  columns: readonly ColumnSchema[],
  quick: string | undefined,
): NamedField[] | undefined {
  if (derived || fields.length === 0 || fields.length > mostFields) return undefined
  if (!fields.every(({ type }) => isRead(type))) return undefined
  const time = fields.find(({ name }) => name === timeField)
  if (time !== undefined && (isText(time.type) || time.type.kind === "boolean")) return undefined
  const nested = fields.filter(({ type }) => isNested(type))
  const names = new Names()
  for (const name of ownNames) names.take(name)
  return fields.map(({ name, type, optional }, number) => {
    const timed = name === timeField
    const own = columns.filter((column) => column.field === number)
    return {
      name,
      type,
      number,
      columns: own.map((column) => localColumn(column, name, names)),
      timed,
      values: type.kind === "enum" || isNested(type) ? `values${number}` : "",
      // Without its time an event is not read.
      required: timed || !optional,
      nested: nested.findIndex((each) => each.name === name),
      nullable: timed || !optional ? undefined : "true",
      quick,
    }
  })
}

function isRead(type: ValueType): boolean {
  if (type.kind === "decimal") return type.scale < exactPowers.length
  return type.kind !== "event"
}

function valueTable(name: string, type: ValueType): string[] {
  if (isNested(type)) return [`const ${name} = decoding.nested(${JSON.stringify(type)})`]
  return type.kind === "enum" ? [`const ${name} = decoding.texts([${type.values.map(quote).join(", ")}])`] : []
}

/** Other names end in a letter: those with a number are the decoder's, by field or domain. */
function localColumn({ kind, domain, place }: ColumnSchema, field: string, names: Names): DecodedColumn {
  const name = `${field}_`
  if (kind !== "text") return { kind, place, array: names.take(`${name}column`), ends: "", domain: domain ?? -1 }
  return { kind, place, array: names.take(`${name}from`), ends: names.take(`${name}to`), domain: -1 }
}

/** The locals for the arrays of columns and domains. */
function columnLines(columns: readonly DecodedColumn[]): string[] {
  const arrays = columns.flatMap(({ kind, place, array, ends }) => {
    if (kind === "number") return [`const ${array} = rows.numbers[${place}]`]
    if (kind === "code") return [`const ${array} = rows.codes[${place}]`]
    return [`const ${array} = rows.textFrom[${place}]`, `const ${ends} = rows.textTo[${place}]`]
  })
  const domains = new Set(columns.flatMap(({ kind, domain }) => (kind === "code" ? [domain] : [])))
  return [...arrays, ...[...domains].flatMap(domainLocals)]
}

function localLines(used: (name: string) => boolean): string[] {
  return ownLocals.flatMap(([initial, all]) => {
    const names = all.filter(used)
    return names.length === 0 ? [] : [`let ${names.map((name) => `${name} = ${initial}`).join(", ")}`]
  })
}

/**
 * The loop over lines. A line is first taken for one that holds the fields (`ordered` of them) in their declared order, without white space. Where it turns out to be another,
 * the rest of it is read in any order; what was read stays.
 */
function bodyLines(fields: readonly NamedField[], general: AnyOrder, ordered: number): string[] {
  return [
    "lines: while (line <= to && row < beyond) {",
    ...inside(
      "place = line",
      ...fields.flatMap((field) => (field.required ? [] : missingValue(field))),
      "fields: {",
      ...inside(
        "ordered: {",
        ...inside(...orderedLines(fields, ordered)),
        "}",
        "// In any order, from the first field that was not read",
        "place = mark",
        ...general.begin,
        "separator = done === 0 ? 123 : 44",
        "for (;;) {",
        ...inside(
          `if (${byteAt()} !== separator) {`,
          ...inside(
            passSpace,
            `if (${byteAt()} === 125 && separator === 44) break`,
            `if (${byteAt()} !== separator) break lines`,
          ),
          "}",
          "separator = 44",
          "place++",
          "for (;;) {",
          ...inside(...general.body),
          "}",
        ),
        "}",
        ...general.end,
      ),
      "}",
      "place++",
      `if (${byteAt()} !== 10) ${passSpace}`,
      ...takeLine,
    ),
    "}",
    "input.place = line",
    "return row - first",
  ]
}

/** Leaves `fields` before the closing bracket, or `ordered`: then `done` fields were read, and `mark` is the place behind them. */
function orderedLines(fields: readonly NamedField[], count: number): string[] {
  const lines = fields.slice(0, count).flatMap((field, number) => {
    const text = `${number === 0 ? "{" : ","}"${field.name}":${isText(field.type) ? '"' : ""}`
    const stands = standsAt(text, "place")
    const read = [`place += ${new TextEncoder().encode(text).length}`, ...valueCode(field)]
    const head = [`// ${commentText(field.name)}`, `done = ${number}`, "mark = place"]
    if (number > 0 && !field.required) return [...head, `if (${stands}) {`, ...inside(...read), "}"]
    return [...head, `if (!(${stands})) break ordered`, ...read]
  })
  const end = count === fields.length ? [`if (${byteAt()} === 125) break fields`] : []
  return [...lines, `done = ${count}`, "mark = place", ...end]
}
