/** Times as text in plain lines, read by WebAssembly: the forms of ISO 8601 that programs write. All others are left to the code behind. */
import { block, branch, branchIf, type Code, f64, get, i32, i64, select, set, when } from "../../runtime/wasm/code.ts"
import type { LocalType } from "../../runtime/wasm/module.ts"
import { dayAt, oddIf, pass, place, wordMarks, wordOf } from "./plain-base.ts"

/** Locals of this code. `word`, `long` and `value` are those of values; `at` is a place behind the seconds. */
export const timeLocals: Readonly<Record<string, LocalType>> = {
  year: "i32",
  month: "i32",
  day: "i32",
  hour: "i32",
  second: "i32",
  thousandth: "i32",
  hours: "i32",
  minutes: "i32",
  seconds: "i32",
  zone: "i32",
  zoneWord: "i32",
}

/** Locals that remember the day of a field's last text: its characters, and when it began. `own`: ends their names. */
export function dayLocals(own: number): Record<string, LocalType> {
  return { [`year${own}`]: "i32", [`month${own}`]: "i32", [`day${own}`]: "i32", [`midnight${own}`]: "f64" }
}

const secondsEnd = "2026-01-31T10:01:40".length
const fractionAt = secondsEnd + 1
const zoneLength = "+02:00".length
/** Digits in a word. */
const wordDigits = 8

const code = (character: string): Code => i32.const(character.charCodeAt(0))
const wordAt = (offset: number, shape: string): Code => i32.xor(i32.load(place, offset), i32.const(wordOf(shape)))
const digitOf = (name: string, byte: number): Code => i32.and(i32.shrU(get(name), i32.const(8 * byte)), i32.const(255))
const twoDigits = (tens: Code, ones: Code): Code => i32.add(i32.mul(tens, i32.const(10)), ones)
const oddFrom = (name: string, most: number): Code => oddIf(i32.geU(get(name), i32.const(most)))

/** High bits mark digits over nine and other characters that are not the ones of the shape. */
function overNine(name: string, shape: string): Code {
  const most = [...shape].map((one, at) => (one === "0" ? 0x76 : 0x7f) * 2 ** (8 * at)).reduce((all, one) => all + one)
  return i32.or(get(name), i32.add(get(name), i32.const(most)))
}

const oddDigits = (...parts: readonly Code[]): Code =>
  oddIf(
    i32.and(
      parts.reduce((all, one) => i32.or(all, one)),
      i32.const(0x80808080),
    ),
  )

/**
 * Sets `value` to the time at `place`, which has an opening quote there, and moves behind it: `2026-01-31T10:01:40`, with a space for the `T`, up to nine digits of a fraction, and `Z`, an offset
 * as `+02:00`, or nothing. The day is worked out by an imported function when it is another than before: `own` ends the names of the locals that remember it.
 */
export function readIsoTime(own: number): Code[] {
  return [
    pass(1),
    set("year", wordAt(0, "0000")),
    set("month", wordAt(4, "-00-")),
    set("day", wordAt(8, "00T0")),
    set("hour", wordAt(12, "0:00")),
    set("second", i32.and(wordAt(16, ":00."), i32.const(0xffffff))),
    when(i32.eq(i32.byte(place, 10), code(" ")), [
      set("day", i32.xor(get("day"), i32.const((0x20 ^ "T".charCodeAt(0)) << 16))),
    ]),
    oddDigits(
      overNine("year", "0000"),
      overNine("month", "-00-"),
      overNine("day", "00T0"),
      overNine("hour", "0:00"),
      overNine("second", ":00."),
    ),
    set("hours", twoDigits(digitOf("day", 3), digitOf("hour", 0))),
    set("minutes", twoDigits(digitOf("hour", 2), digitOf("hour", 3))),
    set("seconds", twoDigits(digitOf("second", 1), digitOf("second", 2))),
    oddFrom("hours", 24),
    oddFrom("minutes", 60),
    oddFrom("seconds", 60),
    ...findDay(own),
    ...readFraction,
    ...readZone,
    oddIf(i32.ne(i32.byte(get("at")), code('"'))),
    set("minutes", i32.sub(i32.add(i32.mul(get("hours"), i32.const(60)), get("minutes")), get("zone"))),
    set("seconds", i32.add(i32.mul(get("minutes"), i32.const(60)), get("seconds"))),
    set(
      "value",
      f64.add(get(`midnight${own}`), f64.ofInt(i32.add(i32.mul(get("seconds"), i32.const(1000)), get("thousandth")))),
    ),
    set("place", i32.add(get("at"), i32.const(1))),
  ]
}

function findDay(own: number): Code[] {
  const names = ["year", "month", "day"]
  const differ = names.map((name) => i32.xor(get(name), get(`${name}${own}`))).reduce((all, one) => i32.or(all, one))
  return [
    // Without the `T` and the hour's first digit.
    set("day", i32.and(get("day"), i32.const(0xffff))),
    when(differ, [...names.map((name) => set(`${name}${own}`, get(name))), set(`midnight${own}`, dayAt(place))]),
    oddIf(f64.ne(get(`midnight${own}`), get(`midnight${own}`))),
  ]
}

/** Sets `thousandth`, and `at` to the place behind the fraction, or behind the seconds where there is none. */
const readFraction: readonly Code[] = [
  set("thousandth", i32.const(0)),
  set("at", i32.add(place, i32.const(secondsEnd))),
  when(i32.eq(i32.byte(get("at")), code(".")), [
    set("word", i64.xor(i64.load(place, fractionAt), i64.const(0x3030303030303030n))),
    // Eight digits have no mark: then 64 zeros come before one.
    set("digits", i32.shrU(i32.wrap(i64.ctz(wordMarks)), i32.const(3))),
    oddIf(i32.eqz(get("digits"))),
    set("length", i32.shl(get("digits"), i32.const(3))),
    // Of the first three digits those that are there.
    set(
      "thousandth",
      i32.and(
        i32.wrap(get("word")),
        i32.sub(
          i32.shl(i32.const(1), select(i32.const(24), get("length"), i32.gtU(get("length"), i32.const(24)))),
          i32.const(1),
        ),
      ),
    ),
    set(
      "thousandth",
      i32.add(
        i32.mul(twoDigits(digitOf("thousandth", 0), digitOf("thousandth", 1)), i32.const(10)),
        digitOf("thousandth", 2),
      ),
    ),
    set("at", i32.add(get("at"), i32.add(get("digits"), i32.const(1)))),
    // A ninth one says nothing that is kept.
    when(i32.eq(get("digits"), i32.const(wordDigits)), [
      set("at", i32.add(get("at"), i32.leU(i32.sub(i32.byte(get("at")), code("0")), i32.const(9)))),
    ]),
  ]),
]

/** Sets `zone` to the minutes of the offset, and `at` to the place behind it. */
const readZone: readonly Code[] = [
  set("zone", i32.const(0)),
  block(
    "zoned",
    when(i32.eq(i32.byte(get("at")), code("Z")), [set("at", i32.add(get("at"), i32.const(1))), branch("zoned")]),
    branchIf("zoned", i32.eq(i32.byte(get("at")), code('"'))),
    set("negative", i32.eq(i32.byte(get("at")), code("-"))),
    oddIf(i32.eqz(i32.or(get("negative"), i32.eq(i32.byte(get("at")), code("+"))))),
    set("zoneWord", i32.xor(i32.load(get("at"), 1), i32.const(wordOf("00:0")))),
    set("zone", i32.xor(i32.byte(get("at"), 5), code("0"))),
    oddDigits(overNine("zoneWord", "00:0")),
    oddFrom("zone", 10),
    set("zone", twoDigits(digitOf("zoneWord", 3), get("zone"))),
    oddFrom("zone", 60),
    set("zoneWord", twoDigits(digitOf("zoneWord", 0), digitOf("zoneWord", 1))),
    oddFrom("zoneWord", 24),
    set("zone", i32.add(i32.mul(get("zoneWord"), i32.const(60)), get("zone"))),
    when(get("negative"), [set("zone", i32.sub(i32.const(0), get("zone")))]),
    set("at", i32.add(get("at"), i32.const(zoneLength))),
  ),
]
