/**
 * WebAssembly for plain lines whose fields stand in any order, with others among them that the type does not declare, and a space behind commas and colons or none. A field that
 * stands there twice ends it, as all does that `plain-lines.ts` does not read.
 */
import { block, branch, branchTable, type Code, get, i32, loop, set, when } from "../../runtime/wasm/code.ts"
import type { LocalType } from "../../runtime/wasm/module.ts"
import type { NamedField } from "./decoder-any-order.ts"
import type { NameTable } from "./decoder-names.ts"
import { isText } from "./decoder-values.ts"
import { differs, isNoQuote, move, oddIf, pass, passBytesOf, passValue, place } from "./plain-base.ts"
import { closing, type FieldArrays, missing, nullOr, unwanted, valueCode } from "./plain-fields.ts"
import { readPlainNumber, toTextEnd } from "./plain-values.ts"

/** Which fields were there is noted in the bits of a word. */
export const mostFields = 31

/** Locals of this code: `seen` has a bit for each field that was there; of names and texts of others it is known how long the last ones were. */
export const anyOrderLocals: Readonly<Record<string, LocalType>> = {
  field: "i32",
  seen: "i32",
  otherName: "i32",
  otherText: "i32",
}

const passSpace = move(i32.eq(i32.byte(place), i32.const(32)))
const isByte = (character: string): Code => i32.eq(i32.byte(place), i32.const(character.charCodeAt(0)))
const bitOf = (number: number): Code => i32.const(1 << number)

/** Reads a line from `place` to its closing brace, where `place` is left. `slots`: where the table's stand in memory, a byte each. */
export function anyOrderLine(
  fields: readonly NamedField[],
  arrays: readonly FieldArrays[],
  table: NameTable,
  slots: number,
): Code[] {
  const { mask, factor, shift } = table
  const slot = i32.shrU(i32.mul(i32.and(i32.load(place, 1), i32.const(mask)), i32.const(factor)), i32.const(shift))
  return [
    oddIf(differs("{")),
    pass(1),
    set("seen", i32.const(0)),
    loop(
      "names",
      oddIf(differs('"')),
      block(
        "read",
        block("unknown", set("field", i32.byte(slot, slots)), loop("meant", ...choices(fields, arrays, table))),
        ...passUnknown,
      ),
      when(isByte(","), [pass(1), passSpace, branch("names")]),
    ),
    oddIf(differs("}\n")),
    ...unseen(fields, arrays),
  ]
}

/** Code for each field: goes to that of `field`. */
function choices(fields: readonly NamedField[], arrays: readonly FieldArrays[], { next }: NameTable): readonly Code[] {
  const labels = fields.map((_, number) => `field${number}`)
  let code: readonly Code[] = [branchTable(labels, "unknown", get("field"))]
  for (const [number, field] of fields.entries()) {
    const other = next[number]! < fields.length ? next[number] : undefined
    code = [block(labels[number]!, ...code), ...fieldCode(field, arrays[number]!, number, other), branch("read")]
  }
  return code
}

/** `other`: the field that may be meant where it is not this one. */
function fieldCode(field: NamedField, arrays: FieldArrays, number: number, other: number | undefined): Code[] {
  const before = `"${field.name}":`
  return [
    when(
      differs(before),
      other === undefined ? [branch("unknown")] : [set("field", i32.const(other)), branch("meant")],
    ),
    oddIf(i32.and(get("seen"), bitOf(number))),
    set("seen", i32.or(get("seen"), bitOf(number))),
    passBytesOf(before),
    passSpace,
    ...nullOr(field, arrays, [
      ...(isText(field.type) ? [oddIf(differs('"')), pass(1)] : []),
      ...valueCode(field, arrays, true),
    ]),
  ]
}

const passText = (before: string, end: readonly Code[]): Code[] => [pass(1), ...toTextEnd(before), ...end, pass(1)]

/** A value that is no text: a word, or a number of a usual length. */
const passOther: readonly Code[] = ["false", "null", "true"].reduce<readonly Code[]>(
  (others, word) => [when(isByte(word[0]!), [oddIf(differs(word)), pass(word.length)], others)],
  readPlainNumber({ kind: "number" }, false, 0),
)

/** Passes a field that is not declared, whose name is one without escapes: they could make it another field's. */
export const passUnknown: readonly Code[] = [
  ...passText("otherName", [oddIf(isNoQuote)]),
  oddIf(differs(":")),
  pass(1),
  passSpace,
  when(isByte('"'), passText("otherText", closing(unwanted, isNoQuote)), [
    when(i32.or(isByte("{"), isByte("[")), passValue, passOther),
  ]),
]

/** What must be there, and what is stored of fields that were not. */
function unseen(fields: readonly NamedField[], arrays: readonly FieldArrays[]): Code[] {
  const required = fields.reduce((bits, { required }, number) => (required ? bits | (1 << number) : bits), 0)
  const all = i32.const(required)
  return [
    oddIf(i32.ne(i32.and(get("seen"), all), all)),
    ...fields.flatMap(({ required }, number) =>
      required ? [] : [when(i32.eqz(i32.and(get("seen"), bitOf(number))), missing(arrays[number]!))],
    ),
  ]
}
