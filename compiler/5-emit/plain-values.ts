/** Values of lines as they mostly are, read by WebAssembly: what `decoder-values.ts` reads where it is quick, and nothing else. */
import { hashFactor, hashStart } from "../../runtime/abi/rows.ts"
import type { ValueType } from "../../runtime/abi/value.ts"
import {
  block,
  branch,
  branchIf,
  type Code,
  f64,
  get,
  i32,
  i64,
  loop,
  select,
  set,
  tee,
  v128,
  when,
} from "../../runtime/wasm/code.ts"
import type { LocalType } from "../../runtime/wasm/module.ts"
import { isNested } from "../4-optimize/flat-event.ts"
import { exactDecimal, exactDigits, exactPowers, latestTime } from "./decoder-values.ts"
import { differs, move, oddIf, pass, place, wordMarks, wordOf } from "./plain-base.ts"
import { dayLocals, readIsoTime, timeLocals } from "./plain-time.ts"

/** Where the powers of ten stand in memory: whole numbers of eight bytes, then doubles. */
export const wholePowers = 64
const wholeCount = 8
const powers = wholePowers + 8 * wholeCount
/** Where the masks of texts begin that are shorter than sixteen bytes: those of the first bytes are set. */
export const masks = powers + 8 * exactPowers.length
export const endOfTables = masks + 32

/** What stands in memory from `wholePowers` on, up to `endOfTables`. */
export function tables(): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(endOfTables - wholePowers))
  for (let power = 0; power < wholeCount; power++) bytes.setBigInt64(8 * power, 10n ** BigInt(power), true)
  for (const [power, value] of exactPowers.entries()) bytes.setFloat64(powers - wholePowers + 8 * power, value, true)
  new Uint8Array(bytes.buffer, masks - wholePowers, 16).fill(255)
  return new Uint8Array(bytes.buffer)
}

/** Sixteen times the same byte, in locals: V8 makes a constant of its parts each time. */
const vectors = { ofTwo: 2, ofSpace: 32, ofBackslash: 0x5c, ofZero: 48, ofNine: 9 } as const

/** Locals of the code for values; `place` is where the next byte stands. */
export const valueLocals: Readonly<Record<string, LocalType>> = {
  place: "i32",
  start: "i32",
  at: "i32",
  stop: "i32",
  hash: "i32",
  marks: "i32",
  negative: "i32",
  fraction: "i32",
  digits: "i32",
  word: "i64",
  long: "i64",
  whole: "i64",
  value: "f64",
  length: "i32",
  ...timeLocals,
  ...Object.fromEntries(Object.keys(vectors).map((name) => [name, "v128"] as const)),
}

/** Sets the locals that hold the same throughout. */
export const beginValues: readonly Code[] = Object.entries(vectors).map(([name, byte]) => set(name, v128.of(byte)))

/**
 * Moves `place` to the first byte that a plain string cannot hold: a quote, a backslash, a control character. How many bytes it is away is compared with what it was in the line
 * before, in a local of that name: the processor then foresees the jump, mostly, and goes on from there without waiting for the bytes.
 */
export function toTextEnd(before: string): Code[] {
  return [
    loop(
      "text",
      set(
        "marks",
        v128.bitmask(
          v128.or(
            // Of a byte less than 32 or equal to 34 that is at most 32, of no other one.
            v128.leU(v128.xor(v128.load(place), get("ofTwo")), get("ofSpace")),
            v128.eq(v128.load(place), get("ofBackslash")),
          ),
        ),
      ),
      when(i32.eqz(get("marks")), [pass(16), branch("text")]),
    ),
    set("marks", i32.ctz(get("marks"))),
    foreseen(before, "marks"),
    move(get(before)),
  ]
}

const mixed = (word: Code): Code => i32.mul(i32.xor(i32.rotl(get("hash"), i32.const(15)), word), i32.const(hashFactor))

/** The hash of the text from `start` to `place`. */
const hashText: readonly Code[] = [
  set("hash", i32.const(hashStart)),
  set("at", get("start")),
  set("stop", i32.add(get("start"), i32.and(i32.sub(place, get("start")), i32.const(-4)))),
  block(
    "hashed",
    loop(
      "words",
      branchIf("hashed", i32.geU(get("at"), get("stop"))),
      set("hash", mixed(i32.load(get("at")))),
      set("at", i32.add(get("at"), i32.const(4))),
      branch("words"),
    ),
  ),
  set(
    "hash",
    mixed(
      i32.and(
        i32.load(get("at")),
        i32.sub(i32.shl(i32.const(1), i32.shl(i32.sub(place, get("at")), i32.const(3))), i32.const(1)),
      ),
    ),
  ),
  set("hash", i32.xor(get("hash"), i32.shrU(get("hash"), i32.const(15)))),
]

const eight = (value: number): Code => i64.const(BigInt(value))

/** The number of eight digits, the first one in the lowest byte, after Daniel Lemire, "Quickly parsing eight digits", 2018. */
function joined(word: Code): Code {
  const step = (from: Code, factor: number, shift: number, mask: bigint): Code =>
    i64.and(i64.add(i64.mul(tee("long", from), eight(factor)), i64.shrU(get("long"), eight(shift))), i64.const(mask))
  const pairs = step(word, 10, 8, 0x00ff00ff00ff00ffn)
  const fours = step(pairs, 100, 16, 0x0000ffff0000ffffn)
  return step(fours, 10_000, 32, 0xffffffffn)
}

const append = (power: Code, word: Code): Code => set("whole", i64.add(i64.mul(get("whole"), power), joined(word)))
/** Sets `known` to what a local has: the same mostly, so that the processor foresees the jump and goes on with `known` before it has the other. */
const foreseen = (known: string, local: string): Code => when(i32.ne(get(local), get(known)), [set(known, get(local))])

/**
 * Moves `place` behind a run of digits, appends them to `whole`: eight at a time; of the last ones zeros come to stand before them. `before`: a local of how many
 * the last ones were in the line before, as in `toTextEnd`.
 */
const appendDigits = (before?: string): readonly Code[] => [
  loop(
    "digits",
    set("word", i64.xor(i64.load(place), i64.const(0x3030303030303030n))),
    when(i64.eqz(tee("long", wordMarks)), [append(eight(100_000_000), get("word")), pass(8), branch("digits")]),
  ),
  set("digits", i32.shrU(i32.wrap(i64.ctz(get("long"))), i32.const(3))),
  append(
    i64.load(i32.shl(get("digits"), i32.const(3)), wholePowers),
    i64.shl(i64.shl(get("word"), i64.sub(eight(56), i64.shl(i64.extend(get("digits")), eight(3)))), eight(8)),
  ),
  ...(before === undefined ? [move(get("digits"))] : [foreseen(before, "digits"), move(get(before))]),
]

const sign: readonly Code[] = [
  set("negative", i32.eq(i32.byte(place), i32.const(45))),
  move(get("negative")),
  set("start", place),
]

/** `digits` of them were read from `start` on, the first of which is no zero before others. */
const asInJson: readonly Code[] = [
  oddIf(i32.eqz(get("digits"))),
  when(i32.eq(i32.byte(get("start")), i32.const(48)), [oddIf(i32.gtU(get("digits"), i32.const(1)))]),
]

/** Reads sign and digits; then `digits` are all digits of the whole part. `own`: of a field that has mostly as many as in the line before. */
const wholePart = (own?: number): readonly Code[] => [
  ...sign,
  set("whole", eight(0)),
  ...appendDigits(own === undefined ? undefined : wholeOf(own)),
  set("digits", i32.sub(place, get("start"))),
  ...asInJson,
]

const negated: Code = set("value", select(f64.neg(get("value")), get("value"), get("negative")))
const tooLong: Code = oddIf(i32.gtU(get("digits"), i32.const(exactDigits)))
const powerOf = (digits: Code): Code => f64.load(i32.shl(digits, i32.const(3)), powers)

/** Reads what may stand behind the whole part: `fraction` digits, which also count as `digits`. */
const fractionPart = (own: number): readonly Code[] => [
  set("fraction", i32.const(0)),
  when(i32.eq(i32.byte(place), i32.const(46)), [
    pass(1),
    set("stop", place),
    set("at", get("digits")),
    ...appendDigits(fractionOf(own)),
    set("fraction", i32.sub(place, get("stop"))),
    oddIf(i32.eqz(get("fraction"))),
    set("digits", i32.add(get("at"), get("fraction"))),
  ]),
  tooLong,
]

/** Sets `value` to the number at `place`, and moves behind it. What stands there then is not looked at: what comes next does. */
function readNumber(type: ValueType, own: number): Code[] {
  if (type.kind === "number")
    return [
      // Such are amounts, of which each has other digits: to wait for them costs less than jumps that were foreseen wrongly.
      ...wholePart(),
      ...fractionPart(own),
      set("value", f64.ofLong(get("whole"))),
      when(get("fraction"), [set("value", f64.div(get("value"), powerOf(get("fraction"))))]),
      negated,
    ]
  if (type.kind === "decimal") return readDecimal(type.scale, own)
  if (type.kind === "time" && type.seconds === true)
    return [
      ...wholePart(own),
      tooLong,
      set("whole", i64.mul(get("whole"), eight(1000))),
      oddIf(i64.gtU(get("whole"), eight(latestTime))),
      set("value", f64.ofLong(get("whole"))),
      negated,
    ]
  return [...wholePart(own), tooLong, set("value", f64.ofLong(get("whole"))), negated]
}

function readDecimal(scale: number, own: number): Code[] {
  return [
    ...wholePart(own),
    ...fractionPart(own),
    oddIf(i32.gtU(get("fraction"), i32.const(scale))),
    set("value", f64.mul(f64.ofLong(get("whole")), powerOf(i32.sub(i32.const(scale), get("fraction"))))),
    oddIf(f64.gt(get("value"), f64.const(exactDecimal))),
    // Zero has no sign.
    when(get("negative"), [set("value", f64.sub(f64.const(0), get("value")))]),
  ]
}

/** Passes a number of at most 15 digits whose value nobody wants. */
function passNumber(type: ValueType): Code[] {
  const whole = type.kind !== "number"
  return [
    ...sign,
    // Bits of bytes that are no digits; those above the lowest sixteen say that there are no more bytes.
    set(
      "marks",
      i32.xor(v128.bitmask(v128.leU(v128.sub(v128.load(place), get("ofZero")), get("ofNine"))), i32.const(-1)),
    ),
    set("digits", i32.ctz(get("marks"))),
    ...asInJson,
    move(get("digits")),
    ...(whole
      ? []
      : [
          when(i32.eq(i32.byte(place), i32.const(46)), [
            set("fraction", i32.ctz(i32.shrU(get("marks"), i32.add(get("digits"), i32.const(1))))),
            oddIf(i32.eqz(get("fraction"))),
            set("digits", i32.add(get("digits"), get("fraction"))),
            move(i32.add(get("fraction"), i32.const(1))),
          ]),
        ]),
    tooLong,
  ]
}

const wholeOf = (own: number): string => `whole${own}`
const fractionOf = (own: number): string => `fraction${own}`

/** Locals of a field's own: of a text how long its last part was, of a number how many digits its last parts had, of a time the day of its last text, too. */
export function ownLocals(type: ValueType, own: number): Record<string, LocalType> {
  const { kind } = type
  if (kind === "string" || kind === "enum") return { [`length${own}`]: "i32" }
  if (kind === "boolean" || isNested(type)) return {}
  const digits: Record<string, LocalType> = { [wholeOf(own)]: "i32", [fractionOf(own)]: "i32" }
  if (kind !== "time") return digits
  return { ...digits, ...dayLocals(own) }
}

const readBoolean: readonly Code[] = [
  when(
    i32.eq(i32.load(place), i32.const(wordOf("true"))),
    [set("value", f64.const(1)), pass(4)],
    [oddIf(differs("false")), set("value", f64.const(0)), pass(5)],
  ),
]

/** A value that is no text: sets `value` and moves behind it. `wanted`: else it is only checked. `own` as in `readIsoTime`. */
export function readPlainNumber(type: ValueType, wanted: boolean, own: number): Code[] {
  if (type.kind === "boolean") return [...readBoolean]
  // A decimal that is only checked may still have too many digits for its scale.
  const isPassed = !wanted && (type.kind === "number" || type.kind === "integer" || type.kind === "duration")
  const number = isPassed ? passNumber(type) : readNumber(type, own)
  if (type.kind !== "time") return number
  return [when(i32.eq(i32.byte(place), i32.const(34)), readIsoTime(own), number)]
}

/**
 * A text whose opening quote was passed: moves to its closing quote, or to an escape before that. `hashed`: sets `hash`; `start` is the place of its first byte.
 */
export function readPlainText(hashed: boolean, own: number): Code[] {
  return [set("start", place), ...toTextEnd(`length${own}`), ...(hashed ? hashText : [])]
}
