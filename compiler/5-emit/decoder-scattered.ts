/**
 * Code of decoders for lines whose fields stand in another order each time. Which field comes next cannot be foreseen, so nothing is decided by it: first
 * the places of all fields are found, by steps that are the same for each; then the fields are read in their declared order. Steps through the line behind
 * stand among the reading of a line: they wait for one another, which leaves the processor time.
 */
import type { NamedField } from "./decoder-any-order.ts"
import { type ReachTable, reachTable, slips } from "./decoder-reach.ts"
import { isText, valueCode } from "./decoder-values.ts"
import { byteAt, inside, marksBy, standsAt, toEnd, toMark } from "./decoder-words.ts"
import { commentText } from "./text.ts"

/** Lines begin with other fields so often before their order is taken for one that changes. */
const disorderly = 8
const mostDisorder = 16
/** Where places are not found, or lengths are not foreseen: what `disorder` is set to, so that the next thousand lines are read otherwise. */
const noPlaces = -1000
/** Lengths that were not foreseen, more than one in each line. */
const mostSlack = 64
/** Code for more is too long in any case. */
const mostFields = 40
/** So many fields tell whether a line has its declared order. */
const orderFields = 5

/** As for `AnyOrder`; `body` stands behind the declared order, and leaves `fields` where it read the line. */
export interface Scattered {
  readonly constants: readonly string[]
  readonly locals: readonly string[]
  readonly body: readonly string[]
}

/** Undefined: the fields' names do not allow it. */
export function scatteredCode(fields: readonly NamedField[]): Scattered | undefined {
  const encoder = new TextEncoder()
  const names = fields.map(({ name }) => encoder.encode(`,"${name}":`))
  // What follows a text's closing quote would not tell whether the quote was one.
  if (fields.length < 3 || fields.length > mostFields || fields.some(({ name }) => /^[,}]/.test(name))) return undefined
  const table = reachTable(fields.map(({ name, type }) => encoder.encode(`,"${name}":${isText(type) ? '"' : ""}`)))
  if (table === undefined) return undefined
  const half = 2 ** Math.ceil(Math.log2(fields.length))
  return {
    constants: constantLines(table, names, half),
    locals: [
      "const keys = reachKeys, facts = reachFacts, slots = reachSlots, commas = places, heads = nameHeads",
      "let disorder = disorders[0], lead = 0, careful = -1, ahead = -1, shut = -1, close = -1, side = 0, other = 0",
      "let found = false, certain = false, begin = 0, turn = 0, spot = 0, key = 0, fact = 0, near = 0, comma = 0, edge = 0",
      "let sum = 0, total = 0, order = 0, slack = 0",
      "commas.fill(-1)",
    ],
    body: ["scattered: {", ...inside(...tryLines(fields, table, half)), "}"],
  }
}

/** What is known of lengths is kept for lines to come. */
function constantLines({ size, entries, slots }: ReachTable, names: readonly Uint8Array[], half: number): string[] {
  const facts = entries.map(({ slot, word, field, slip }) => {
    return `[${slot}, ${word}, ${factOf(String(names[field]!.length), slip, field)}]`
  })
  return [
    `const reachKeys = new Int32Array(${size + 1}), reachFacts = new Int32Array(${size + 1})`,
    "// No word that is looked for there",
    "reachKeys[0] = 1",
    `for (const [slot, word, fact] of [${facts.join(", ")}]) {`,
    ...inside("reachKeys[slot] = word", "reachFacts[slot] = fact"),
    "}",
    `const reachSlots = Int32Array.of(${slots.join(", ")})`,
    `const nameHeads = Int32Array.of(${names.map(({ length }) => length).join(", ")})`,
    // Off the heap, where V8 knows their address.
    `const places = new Int32Array(${Math.max(32, 2 * half)}), disorders = new Int32Array(32)`,
  ]
}

/** A field's number, the bytes of the slip, and how far the next comma is. */
function factOf(reach: string, slip: number | string, field: number | string): string {
  return `((${reach} - ${slip}) << 12) | (${slip} << 8) | ${field}`
}

function tryLines(fields: readonly NamedField[], table: ReachTable, half: number): string[] {
  return [
    "if (line !== ahead) {",
    ...inside(
      "// Does each line begin with another field?",
      "key = view.getInt32(mark + 2, true)",
      `disorder = key === lead ? Math.max(disorder - 1, ${noPlaces}) : Math.min(disorder + 2, ${mostDisorder})`,
      "lead = key",
      `if (disorder < ${disorderly} || line === careful) break scattered`,
    ),
    "}",
    "for (;;) {",
    ...inside(
      "// The places of the line itself, or of the one behind it",
      "if (line === ahead) {",
      ...inside("total = sum", "close = shut", "begin = close + 2"),
      "} else begin = line",
      "shut = -1",
      `side ^= ${half}`,
      "spot = begin",
      "sum = 0 - begin",
      "certain = true",
      "found = begin <= to && view.getUint16(begin, true) === 0x227b",
      table.offset === 0
        ? "key = found ? view.getInt32(begin, true) ^ 0x57 : 0 // as if a comma stood there"
        : `key = found ? view.getInt32(begin + ${table.offset}, true) : 0`,
      "if (line === ahead) {",
      ...inside(`other = side ^ ${half}`, "found = false", "read: {", ...inside(...readLines(fields, table)), "}"),
      ...inside(
        "if (!found) {",
        ...inside(
          "// It is read once more",
          "careful = line",
          "ahead = -1",
          "disorder = 0",
          "commas.fill(-1)",
          "continue lines",
        ),
        "}",
        "found = begin <= to && view.getUint16(begin, true) === 0x227b",
      ),
      "}",
      "places: if (found) {",
      ...inside(...placeLines(table), "shut = spot", "sum += spot"),
      "}",
      "if (shut < 0) commas.fill(-1)",
      "if (begin !== line) break",
      "if (shut < 0) {",
      ...inside(`disorder = ${noPlaces}`, "break scattered"),
      "}",
      "ahead = line",
    ),
    "}",
    "place = close",
    "ahead = shut >= 0 && order < 0 ? begin : -1",
    "if (slack > 0) slack--",
    `if (slack > ${mostSlack}) {`,
    ...inside(`disorder = ${noPlaces}`, "slack = 0", "ahead = -1", "commas.fill(-1)"),
    "}",
    "break fields",
  ]
}

/** One member further: from `key`, the word for the foreseen comma at `spot`, to those of the next one. `otherwise`: that comma is another one. */
function stepLines({ offset, factor, shift }: ReachTable, otherwise: readonly string[]): string[] {
  return [
    `near = Math.imul(key, ${factor}) >>> ${shift}`,
    "edge = spot - ((facts[near] >> 8) & 15)",
    `if (keys[near] !== key || (certain ? edge !== spot : ${byteAt("edge")} !== 44)) {`,
    ...inside(...otherwise),
    "}",
    "certain = false",
    "fact = facts[near]",
    "comma = edge",
    "commas[(fact & 255) | side] = comma",
    "sum += comma",
    "spot = (spot + (fact >> 12)) | 0",
    `key = spot > to ? 0 : view.getInt32(${offset === 0 ? "spot" : `spot + ${offset}`}, true)`,
  ]
}

const inSpot = (line: string): string => line.replaceAll("place", "spot")

/** Steps to the end of the line at `begin`; leaves `places` where it cannot tell. */
function placeLines(table: ReachTable): string[] {
  const step = stepLines(table, [
    "if (spot <= to && view.getUint16(spot, true) === 0x0a7d) break",
    "if (certain) break places",
    "// The value before has another length than was foreseen",
    "spot = comma + heads[fact & 255]",
    "if (spot > to) break places",
    `if (${byteAt("spot")} === 34) {`,
    ...inside("spot++", ...toEnd.map(inSpot), `if (${byteAt("spot")} !== 34) break places`, "spot++"),
    "} else {",
    ...inside(...toMark(numberEnds).map(inSpot)),
    "}",
    ...learnLines(),
    `if (${byteAt("spot")} === 125) break`,
    `if (${byteAt("spot")} !== 44) break places`,
    "certain = true",
    `key = view.getInt32(spot + ${table.offset}, true)`,
    "continue",
  ])
  return ["for (;;) {", ...inside(...step), "}"]
}

/** Marks what ends a value that is no string: all up to the comma, and a closing bracket. */
const numberEnds = [
  marksBy("")[0]!,
  "marks = ((word - 0x2d2d2d2d) | ((word ^ 0x7d7d7d7d) - 0x01010101)) & ~word & 0x80808080",
]

/** Foresees the field's length anew, where the one that it has now is not among those foreseen. */
function learnLines(): string[] {
  return [
    "slack++",
    "length = spot - comma",
    "edge = (fact >> 12) + ((fact >> 8) & 15)",
    `if ((length > edge || length < edge - ${slips - 1}) && length < 0x7ffff) {`,
    ...inside(
      `if (length < edge) length += ${slips - 1}`,
      "fact &= 255",
      `for (turn = 0; turn < ${slips}; turn++) {`,
      ...inside(`near = slots[fact * ${slips} + turn]`, `facts[near] = ${factOf("length", "turn", "fact")}`),
      "}",
    ),
    "}",
  ]
}

/** Reads the fields of the line, whose places are known; leaves `read` where it is not written as usual, and sets `found` where all was read. */
function readLines(fields: readonly NamedField[], table: ReachTable): string[] {
  const middle = fields.length >> 1
  const ahead = (steps: number): string[] => [
    `for (turn = ${steps}; turn > 0; turn--) {`,
    ...inside(...stepLines(table, ["break"])),
    "}",
  ]
  return [
    "order = mark = 0",
    ...ahead(middle),
    ...fields.flatMap((field, number) => [
      ...(number === middle ? ahead(fields.length - middle) : []),
      ...readField(field),
    ]),
    "// Each value ended where the next field begins: none ends behind that place",
    "found = total === 0",
  ]
}

function readField(field: NamedField): string[] {
  const { name, number, type, required, nullable } = field
  const bytes = (text: string): number => new TextEncoder().encode(text).length
  const text = `"${name}":${isText(type) ? '"' : ""}`
  const none = `"${name}":null`
  const ended = `if (Math.imul(stop = ${byteAt()} ^ 44, stop - 81) !== 0) break read`
  const value = [
    `if (!(${standsAt(text, "place")})) break read`,
    `place += ${bytes(text)}`,
    ...valueCode({ ...field, quick: "break read", scattered: true }),
    ...(isText(type) ? [] : [ended]),
  ]
  const read = [
    ...(number < orderFields ? ["order |= place - mark", "mark = place"] : []),
    "place++",
    ...(nullable === undefined
      ? value
      : [
          `if (${standsAt(none, "place")}) {`,
          ...inside(`place += ${bytes(none)}`, ended),
          "} else {",
          ...inside(...value),
          "}",
        ]),
    "total -= place",
  ]
  return [
    `// ${commentText(name)}`,
    `place = commas[other | ${number}]`,
    ...(required ? ["if (place < line) break read", ...read] : ["if (place >= line) {", ...inside(...read), "}"]),
  ]
}
