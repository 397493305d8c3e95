/**
 * Code of decoders for the fields of a line in any order. It is written once for all fields whose values are read alike: their number says where names
 * and columns are. So its size does not grow with the fields, and the processor foresees more jumps than with code for each.
 */

import type { ValueType } from "../../runtime/abi/value.ts"
import { isNested } from "../4-optimize/flat-event.ts"
import type { NameTable } from "./decoder-names.ts"
import { beforeValue, type DecodedColumn, type DecodedField, isText, valueCode } from "./decoder-values.ts"
import { byteAt, inside, passSpace, passString, standsAt, toEnd } from "./decoder-words.ts"
import { commentText } from "./text.ts"

/** A field that is looked for by its name. */
export interface NamedField extends DecodedField {
  readonly name: string
  readonly required: boolean
  /** Lists and records: which of them it is; -1: it is none. */
  readonly nested: number
}

/** So many required fields have their bits in one word. */
const seenBits = 31
/** So many words of a name are compared at once; they lie within the padding. */
const leastWords = 3

/** What the code for any order needs around it. */
export interface AnyOrder {
  /** For the module: names and properties of fields by their number. */
  readonly constants: readonly string[]
  /** For the function: what of it is looked up for each batch. */
  readonly locals: readonly string[]
  /** `done` fields were read in the declared order: notes them. */
  readonly begin: readonly string[]
  /** Reads one name and its value; leaves `names` where no comma follows at once. */
  readonly body: readonly string[]
  /** All required fields were there. */
  readonly end: readonly string[]
}

/** Makes the code for fields in any order. `own`: each field also has code of its own, for values as they are usually written. */
export function anyOrder(fields: readonly NamedField[], table: NameTable, own: boolean): AnyOrder {
  const classes = classesOf(fields)
  const most = Math.max(...fields.map(({ columns }) => columns.length))
  const arrays = Array.from({ length: most }, (_, at) => at)
  const numbers = (name: string, of: (field: NamedField, number: number) => number, kind = "Uint8Array"): string =>
    `const ${name} = ${kind}.of(${fields.map(of).join(", ")})`
  const { words, masks, stride } = nameWords(fields)
  const seen = seenWords(fields)
  const needsNulls = fields.some(({ nullable }) => nullable !== undefined)
  const valueTables = fields.some(({ type }) => hasTable(type))
  return {
    constants: [
      `const fieldsByName = Uint8Array.of(${table.slots.join(", ")})`,
      ...(own
        ? []
        : [
            numbers("nextFields", (_, number) => table.next[number]!),
            `const names = Int32Array.of(${words.join(", ")})`,
            `const masks = Int32Array.of(${masks.join(", ")})`,
          ]),
      numbers("nameLengths", ({ name }) => new TextEncoder().encode(name).length + 3, "Int32Array"),
      numbers("ways", (field) => classes.findIndex(({ key }) => key === keyOf(field))),
      ...(needsNulls ? [numbers("nullable", ({ nullable }) => (nullable === undefined ? 0 : 1))] : []),
      ...(valueTables ? [`const valueTables = [${fields.map(({ values }) => values || "null").join(", ")}]`] : []),
      ...seen.map(({ bits }, word) => `const bits${word} = Int32Array.of(${bits.join(", ")})`),
      ...seen.map(({ before }, word) => `const seenBefore${word} = Int32Array.of(${before.join(", ")})`),
    ],
    locals: [
      "const fieldAt = fieldsByName, lengths = nameLengths, way = ways",
      ...(own ? [] : ["const next = nextFields, nameWords = names, nameMasks = masks"]),
      ...seen.map((_, word) => `const bit${word} = bits${word}`),
      ...arrays.flatMap((at) => [
        `const columns${at} = [${fields.map(({ columns }) => columns[at]?.array ?? "null").join(", ")}]`,
        ...(fields.some(({ columns }) => columns[at]?.kind === "text")
          ? [`const ends${at} = [${fields.map(({ columns }) => columns[at]?.ends || "null").join(", ")}]`]
          : []),
      ]),
      ...(seen.length > 0 ? [`let ${seen.map((_, word) => `seen${word} = 0`).join(", ")}`] : []),
    ],
    begin: seen.map((_, word) => `seen${word} = seenBefore${word}[done]`),
    body: bodyLines(table, [
      ...(own ? ownLines(fields, table, seen) : searchLines(stride, fields.length)),
      ...sharedLines(classes, seen.length),
    ]),
    end: seen.map(({ before }, word) => `if (seen${word} !== ${before.at(-1)!}) break lines`),
  }
}

function hasTable(type: ValueType): boolean {
  return type.kind === "enum" || isNested(type)
}

interface FieldClass {
  readonly key: string
  readonly field: DecodedField
  /** Its fields. */
  readonly names: readonly string[]
}

/** Fields with the same key are read by the same code. */
function keyOf({ type, columns, timed }: DecodedField): string {
  const { kind } = type
  const detail = kind === "decimal" ? type.scale : kind === "time" ? type.seconds === true : null
  return JSON.stringify([kind, detail, timed, columns.map((column) => [column.kind, column.domain])])
}

function classesOf(fields: readonly NamedField[]): FieldClass[] {
  const byKey = new Map<string, NamedField[]>()
  for (const field of fields) {
    const key = keyOf(field)
    byKey.set(key, [...(byKey.get(key) ?? []), field])
  }
  return [...byKey].map(([key, own]) => ({
    key,
    names: own.map(({ name }) => name),
    field: sharedField(own, fields.length),
  }))
}

/** What stands for fields that are read alike: their columns and tables are looked up by `field`. */
function sharedField(fields: readonly NamedField[], number: number): DecodedField {
  const [{ type, columns, timed }] = fields as readonly [NamedField]
  return {
    type,
    timed,
    number,
    values: "valueTable",
    nullable: fields.some(({ nullable }) => nullable !== undefined) ? "nullable[field] === 1" : undefined,
    quick: undefined,
    columns: columns.map(
      (column, at): DecodedColumn => ({ ...column, array: `columns${at}[field]`, ends: `ends${at}[field]` }),
    ),
  }
}

/** Of each name with its quotes and colon the words, and masks for what of them counts; the same number of words for each. */
function nameWords(fields: readonly NamedField[]): { words: number[]; masks: number[]; stride: number } {
  const texts = fields.map(({ name }) => new TextEncoder().encode(`"${name}":`))
  const stride = Math.max(leastWords, ...texts.map(({ length }) => Math.ceil(length / 4)))
  const wordsOf = (byte: (text: Uint8Array, at: number) => number): number[] =>
    texts.flatMap((text) =>
      Array.from({ length: stride }, (_, word) =>
        [0, 1, 2, 3].reduce((all, at) => all | (byte(text, word * 4 + at) << (at * 8)), 0),
      ),
    )
  return {
    words: wordsOf((text, at) => text[at] ?? 0),
    masks: wordsOf((text, at) => (at < text.length ? 255 : 0)),
    stride,
  }
}

/** By word: the bit of each field, and the bits of all required ones before each field and behind the last one. */
function seenWords(fields: readonly NamedField[]): { bits: number[]; before: number[] }[] {
  const required = fields.filter((field) => field.required)
  return Array.from({ length: Math.ceil(required.length / seenBits) }, (_, word) => {
    const own = required.slice(word * seenBits, (word + 1) * seenBits)
    const bits = fields.map((field) => (own.includes(field) ? 2 ** own.indexOf(field) : 0))
    const before = [0, ...fields].map((_, count) => bits.slice(0, count).reduce((sum, bit) => sum + bit, 0))
    return { bits, before }
  })
}

function bodyLines({ mask, factor, shift }: NameTable, known: readonly string[]): string[] {
  const key = `view.getInt32(place + 1, true)${mask === -1 ? "" : ` & ${mask}`}`
  return [
    `if (${byteAt()} !== 34) ${passSpace}`,
    `if (${byteAt()} !== 34) break lines`,
    "mark = place",
    `field = fieldAt[Math.imul(${key}, ${factor}) >>> ${shift}]`,
    "known: {",
    ...inside(...known),
    "}",
    `if (${byteAt()} !== 44) break`,
    "place++",
  ]
}

/** From the name at `place`: to the value of the field that has it, or behind that of a field that was not declared, leaving the block `known`. */
function searchLines(stride: number, count: number): string[] {
  const differs = (word: string, place: string): string =>
    `((view.getInt32(${place}, true) ^ nameWords[${word}]) & nameMasks[${word}])`
  return [
    "// Until it is the field whose name stands there",
    `while (field < ${count}) {`,
    ...inside(
      `at = field * ${stride}`,
      `marks = ${differs("at", "place")} | ${differs("at + 1", "place + 4")} | ${differs("at + 2", "place + 8")}`,
      ...(stride > leastWords
        ? [
            `for (last = ${leastWords}; marks === 0 && last < ${stride}; last++) {`,
            ...inside("if (nameMasks[at + last] === 0) break", `marks = ${differs("at + last", "place + last * 4")}`),
            "}",
          ]
        : []),
      "if (marks === 0) break",
      "field = next[field]",
    ),
    "}",
    `if (field === ${count}) {`,
    ...inside("// Not declared", ...undeclaredCode, "break known"),
    "}",
    "place += lengths[field]",
  ]
}

/** The value of `field`, at `place`, in whatever form. */
function sharedLines(classes: readonly FieldClass[], seen: number): string[] {
  return [
    "value: switch (way[field]) {",
    ...inside(...classes.flatMap(({ field, names }, way) => caseLines(field, names, way))),
    "}",
    ...Array.from({ length: seen }, (_, word) => `seen${word} |= bit${word}[field]`),
  ]
}

/**
 * For each field its own code, come to by one jump, and for those that were not declared; it leaves the block `known`. Behind it `place` is that of the
 * value of a field in another form.
 */
function ownLines(
  fields: readonly NamedField[],
  { next }: NameTable,
  words: readonly { readonly bits: readonly number[] }[],
): string[] {
  const cases = fields.flatMap((field, number) => {
    const text = `"${field.name}":`
    const length = new TextEncoder().encode(text).length
    const opening = isText(field.type) ? [`if (${byteAt()} !== 34) break quick`, "place++"] : []
    return [
      `case ${number}: // ${commentText(field.name)}`,
      ...inside(
        `if (!(${standsAt(text, "place")})) {`,
        ...inside(`field = ${next[number]!}`, "continue"),
        "}",
        `place += ${length}`,
        `if (${byteAt()} === 32) place++`,
        ...opening,
        ...valueCode({ ...field, quick: "break quick" }),
        ...words.flatMap(({ bits }, word) => (bits[number] === 0 ? [] : [`seen${word} |= ${bits[number]!}`])),
        "break known",
      ),
    ]
  })
  return [
    "quick: for (;;) {",
    ...inside(
      "switch (field) {",
      ...inside(...cases, "default: // not declared", ...inside(...undeclaredCode, "break known")),
      "}",
    ),
    "}",
    "place = mark + lengths[field]",
  ]
}

function caseLines(field: DecodedField, names: readonly string[], way: number): string[] {
  return [
    `case ${way}: // ${commentText(names.join(", "))}`,
    ...inside(
      ...beforeValue(field),
      ...(isText(field.type) ? [`if (${byteAt()} !== 34) break lines`, "place++"] : []),
      ...(hasTable(field.type) ? ["valueTable = valueTables[field]"] : []),
      ...valueCode(field),
      "break",
    ),
  ]
}

/** Passes over a name that stands at `place`, and its value. */
const undeclaredCode = [
  "place++",
  ...toEnd,
  "if (view.getUint16(place, true) !== 0x3a22) break lines",
  "place += 2",
  `if (${byteAt()} <= 32) ${passSpace}`,
  `if (${byteAt()} === 34) {`,
  ...inside("place++", ...passString),
  "} else {",
  ...inside("place = decoding.valueEnd(bytes, place)", "if (place < 0) break lines"),
  "}",
]
