/** What all code for plain lines is made of: the place in the line, and comparing with literals. */
import { branchIf, type Code, call, get, i32, i64, set } from "../../runtime/wasm/code.ts"

export const place = get("place")
/** Moves `place` on. */
export const move = (by: Code): Code => set("place", i32.add(place, by))
/** Moves `place` behind so many bytes. */
export const pass = (bytes: number): Code => move(i32.const(bytes))
/** Likewise behind those of a text that stands there. */
export const passBytesOf = (text: string): Code => pass(new TextEncoder().encode(text).length)
/** To the code for a line that is not as most are. */
const odd = "odd"
/** Leaves the line to others where the condition holds. */
export const oddIf = (condition: Code): Code => branchIf(odd, condition)

/** The condition that the bytes from `place` on are not those of the text. Words overlap, so that none reaches behind it. */
export function differs(text: string): Code {
  const bytes = new TextEncoder().encode(text)
  const view = new DataView(bytes.buffer)
  if (bytes.length >= 8) {
    const parts = offsets(bytes.length, 8).map((at) =>
      i64.xor(i64.load(place, at), i64.const(view.getBigInt64(at, true))),
    )
    return i64.ne(
      parts.reduce((all, part) => i64.or(all, part)),
      i64.const(0n),
    )
  }
  const [size, read, get]: [number, (place: Code, at: number) => Code, (at: number) => number] =
    bytes.length >= 4
      ? [4, i32.load, (at) => view.getInt32(at, true)]
      : bytes.length >= 2
        ? [2, i32.pair, (at) => view.getUint16(at, true)]
        : [1, i32.byte, (at) => view.getUint8(at)]
  return offsets(bytes.length, size)
    .map((at) => i32.xor(read(place, at), i32.const(get(at))))
    .reduce((all, part) => i32.or(all, part))
}

function offsets(length: number, size: number): number[] {
  const all: number[] = []
  for (let at = 0; at + size <= length; at += size) all.push(at)
  return length % size === 0 ? all : [...all, length - size]
}

/** High bits mark the bytes of `word` over nine: those that were no digits before `0` was taken from each. */
export const wordMarks = i64.and(
  i64.or(get("word"), i64.add(get("word"), i64.const(0x7676767676767676n))),
  i64.const(0x8080808080808080n),
)

/** Four characters as a number, the first one in the lowest byte. */
export function wordOf(text: string): number {
  return new DataView(new TextEncoder().encode(text).buffer).getInt32(0, true)
}

/** What the module imports: when the day at a place begins, where a text goes on to, where a value ends, and behind them for each list or record where it ends. */
export function importNames(nested: number): string[] {
  return ["day", "textEnd", "valueEnd", ...Array.from({ length: nested }, (_, number) => `nested${number}`)]
}

/** Epoch ms; NaN: there is no day. */
export const dayAt = (at: Code): Code => call(0, at)
/** Moves `place` behind the list or record that begins there. */
export const passNested = (number: number): Code[] => goTo(call(3 + number, place))
/** Likewise behind any value. */
export const passValue: readonly Code[] = goTo(call(2, place))
/** Moves `place` from an escape in a text to the quote that ends that. */
const passToQuote: readonly Code[] = goTo(call(1, place))

export const isNoQuote = i32.ne(i32.byte(place), i32.const(34))
/** An escape must stand at `place`. Moves on to the quote that ends its text; then the condition, which took it for that quote, must not hold. */
export const behindEscape = (isOther: Code): Code[] => [
  oddIf(i32.ne(i32.byte(place), i32.const(0x5c))),
  ...passToQuote,
  oddIf(isOther),
]

/** Moves `place` to one that a function has told; less than 0: the line is not as it should be. */
function goTo(told: Code): Code[] {
  // Its sign.
  return [set("at", i32.ofDouble(told)), oddIf(i32.shrU(get("at"), i32.const(31))), set("place", get("at"))]
}
