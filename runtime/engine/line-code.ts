/**
 * A WebAssembly function that writes lines of alerts: it hashes the messages that their ids are made of, four at a time, and puts the lines together of
 * fixed texts and what stands in between.
 */
import { block, branch, branchIf, type Code, get, i32, loop, set, tee, v128, when } from "../wasm/code.ts"
import { type LocalType, moduleBytes } from "../wasm/module.ts"
import { chunkBytes, hashFour, hashLocals, orderOfWords } from "./blake3-code.ts"
import { lineEnd, lineEndLength } from "./output-line.ts"

export const messagesAtOnce = 16
export const linesAtOnce = 64
const groups = messagesAtOnce / 4
const groupBytes = 4 * chunkBytes

/** How many bytes of each there are. */
const sizes = {
  messages: messagesAtOnce * chunkBytes,
  /** By message: how many bytes it has; none: it is left out. */
  lengths: 4 * messagesAtOnce,
  /** By group of four messages, then by word, then by message. */
  hashes: 4 * 32 * groups,
  key: 4 * 32,
  block: 256,
  order: 448,
  /** `00` to `99`. */
  pairs: 208,
  /** The digits of numbers to 16. */
  digits: 16,
  /** An id before it is written as text. */
  id: 16,
  /** By line: where it ends. */
  ends: 4 * linesAtOnce,
  /** One line's after the other: where its pieces stand, the number of its message, and two words for each of its values. */
  records: 1 << 14,
  /** Bytes of values. */
  texts: 1 << 14,
  lines: 1 << 15,
} as const
type Part = keyof typeof sizes

/** Where in the memory each begins; `end`: behind the last one. */
export const linePlaces = placesOf()
/** So many bytes may be written behind the end of anything. */
export const lineSlack = 64

/** What stands behind the fixed text of a piece: a value, the time, or the id, with which the line ends. */
export const lineKinds = { value: 0, time: 1, id: 2 } as const
/**
 * Bytes of a piece: where its text stands, how many bytes that has, and what stands behind it. Behind the last piece stands the base of the line's ids.
 */
export const pieceBytes = 12
/**
 * The words of a value: where its bytes stand and how many they are; or a whole number below 10⁹, and this. Those of the time: where it stands up to its minute, and
 * the milliseconds of that.
 */
export const isNumber = -1
export const recordHead = 8

function placesOf(): Readonly<Record<Part | "end", number>> {
  const places: Record<string, number> = {}
  let at = 0
  for (const [part, bytes] of Object.entries(sizes)) {
    places[part] = at
    at += bytes
  }
  return { ...(places as Record<Part, number>), end: at }
}

const zero = i32.const(0)
/** `:00.` and `000Z` as words, the first character in the least significant byte. */
const noSeconds = 0x2e30303a
const noThousandths = 0x5a303030
const headBytes = 16
const timeBytes = 24
const idBytes = 32

const locals: Readonly<Record<string, LocalType>> = {
  ...hashLocals,
  behind: "i32",
  line: "i32",
  record: "i32",
  piece: "i32",
  kind: "i32",
  out: "i32",
  from: "i32",
  count: "i32",
  copied: "i32",
  message: "i32",
  place: "i32",
  part: "i32",
  word: "i32",
  bytes: "v128",
  numbers: "v128",
}

/**
 * The module. It exports its memory, and `write`: hashes `count` messages and writes the lines of the records that end at `end`; gives where the last one ends.
 * Their ends stand at `ends`.
 */
export function lineCode(): Uint8Array<ArrayBuffer> {
  const { order } = linePlaces
  return moduleBytes({
    parameters: ["messageCount", "end"],
    locals,
    imports: [],
    bodies: { write: [...hashAll(), ...writeAll(), get("out")] },
    memoryBytes: linePlaces.end + lineSlack,
    dataAt: order,
    data: constants(),
  })
}

function constants(): Uint8Array {
  const encoder = new TextEncoder()
  const { order, pairs, digits } = linePlaces
  const bytes = new Uint8Array(digits + sizes.digits - order)
  bytes.set(orderOfWords(linePlaces))
  for (let pair = 0; pair < 100; pair++)
    bytes.set(encoder.encode(String(pair).padStart(2, "0")), pairs - order + 2 * pair)
  bytes.set(encoder.encode("0123456789abcdef"), digits - order)
  return bytes
}

const add = (name: string, by: number): Code => set(name, i32.add(get(name), i32.const(by)))

function hashAll(): readonly Code[] {
  const { messages, lengths } = linePlaces
  // Behind its end a message has zeros up to a whole block.
  const padded = [0, 1, 2, 3].flatMap((message) => [
    set("count", i32.load(get("lengths"), lengths + 4 * message)),
    set("place", i32.add(get("messages"), get("count"))),
    ...[0, 16, 32, 48].map((at) => v128.store(get("place"), v128.of(0), messages + chunkBytes * message + at)),
    when(i32.gtU(get("count"), get("behind")), [set("behind", get("count"))]),
  ])
  return [
    loop(
      "groups",
      set("at", zero),
      set("behind", zero),
      ...padded,
      set("behind", i32.and(i32.add(get("behind"), i32.const(63)), i32.const(-64))),
      ...hashFour(linePlaces),
      add("messages", groupBytes),
      add("lengths", 16),
      add("hashes", 128),
      branchIf("groups", i32.ltU(get("messages"), i32.mul(get("messageCount"), i32.const(chunkBytes)))),
    ),
  ]
}

function writeAll(): readonly Code[] {
  const { records, lines, ends } = linePlaces
  return [
    set("record", i32.const(records)),
    set("out", i32.const(lines)),
    block(
      "done",
      loop(
        "lines",
        branchIf("done", i32.geU(get("record"), get("end"))),
        set("piece", i32.load(get("record"))),
        set("message", i32.load(get("record"), 4)),
        add("record", recordHead),
        ...writePieces(),
        ...writeId(),
        i32.store(get("line"), get("out"), ends),
        add("line", 4),
        branch("lines"),
      ),
    ),
  ]
}

function writePieces(): readonly Code[] {
  return [
    loop(
      "pieces",
      set("from", i32.load(get("piece"))),
      set("count", i32.load(get("piece"), 4)),
      ...copy("text"),
      set("kind", i32.load(get("piece"), 8)),
      add("piece", pieceBytes),
      block(
        "id",
        branchIf("id", i32.eq(get("kind"), i32.const(lineKinds.id))),
        set("from", i32.load(get("record"))),
        set("count", i32.load(get("record"), 4)),
        add("record", 8),
        when(i32.eq(get("kind"), i32.const(lineKinds.time)), writeTime(), [
          when(i32.eq(get("count"), i32.const(isNumber)), writeNumber(), copy("value")),
        ]),
        branch("pieces"),
      ),
    ),
  ]
}

/** Copies `count` bytes from `from` on, and some behind them. */
function copy(label: string): readonly Code[] {
  return [
    set("copied", zero),
    loop(
      label,
      v128.store(i32.add(get("out"), get("copied")), v128.load(i32.add(get("from"), get("copied")))),
      branchIf(label, i32.ltU(tee("copied", i32.add(get("copied"), i32.const(16))), get("count"))),
    ),
    set("out", i32.add(get("out"), get("count"))),
  ]
}

/** The digits of the number in `from`, two at a time from the last ones on. */
function writeNumber(): readonly Code[] {
  const { pairs } = linePlaces
  const limits = [9, 99, 999, 9_999, 99_999, 999_999, 9_999_999, 99_999_999]
  const pairOf = (number: Code): Code => i32.pair(i32.shl(number, i32.const(1)), pairs)
  return [
    set(
      "out",
      limits.reduce<Code>(
        (sum, limit) => i32.add(sum, i32.gtU(get("from"), i32.const(limit))),
        i32.add(get("out"), i32.const(1)),
      ),
    ),
    set("place", get("out")),
    block(
      "short",
      loop(
        "digits",
        branchIf("short", i32.ltU(get("from"), i32.const(100))),
        set("part", i32.divU(get("from"), i32.const(100))),
        add("place", -2),
        i32.storePair(get("place"), pairOf(i32.sub(get("from"), i32.mul(get("part"), i32.const(100))))),
        set("from", get("part")),
        branch("digits"),
      ),
    ),
    when(
      i32.ltU(get("from"), i32.const(10)),
      [i32.storeByte(i32.sub(get("place"), i32.const(1)), i32.add(get("from"), i32.const(0x30)))],
      [i32.storePair(i32.sub(get("place"), i32.const(2)), pairOf(get("from")))],
    ),
  ]
}

/** The time whose text up to the minute stands at `from`, `count` milliseconds behind that. */
function writeTime(): readonly Code[] {
  const tenth = (of: string, into: string): Code => set(into, i32.divU(get(of), i32.const(10)))
  const last = (of: string, tenths: string): Code => i32.sub(get(of), i32.mul(get(tenths), i32.const(10)))
  const shifted = (value: Code, bytes: number): Code => i32.shl(value, i32.const(8 * bytes))
  return [
    v128.store(get("out"), v128.load(get("from"))),
    set("part", i32.divU(get("count"), i32.const(1000))),
    set("count", i32.sub(get("count"), i32.mul(get("part"), i32.const(1000)))),
    tenth("part", "word"),
    i32.store(
      get("out"),
      i32.add(i32.add(i32.const(noSeconds), shifted(get("word"), 1)), shifted(last("part", "word"), 2)),
      headBytes,
    ),
    tenth("count", "part"),
    tenth("part", "word"),
    i32.store(
      get("out"),
      i32.add(
        i32.add(i32.const(noThousandths), get("word")),
        i32.add(shifted(last("part", "word"), 1), shifted(last("count", "part"), 2)),
      ),
      headBytes + 4,
    ),
    add("out", timeBytes),
  ]
}

/** The id of the line of the `message`, and the line's end. */
function writeId(): readonly Code[] {
  const { hashes, id, digits } = linePlaces
  // Where the first word of the hash stands: each group has eight words of four messages.
  const first = i32.add(
    i32.shl(i32.shrU(get("message"), i32.const(2)), i32.const(7)),
    i32.shl(i32.and(get("message"), i32.const(3)), i32.const(2)),
  )
  const digitsOf = (numbers: Code): Code => v128.swizzle(v128.load(i32.const(digits)), numbers)
  const high = v128.shrU(get("bytes"), i32.const(4))
  const low = v128.and(get("bytes"), v128.of(0x0f))
  const places = (half: number): number[] => Array.from({ length: 16 }, (_, at) => (at >> 1) + half + 16 * (at & 1))
  return [
    set("place", first),
    ...[0, 1, 2, 3].map((word) =>
      i32.store(
        zero,
        i32.xor(i32.load(get("place"), hashes + 16 * word), i32.load(get("piece"), 4 * word)),
        id + 4 * word,
      ),
    ),
    set("bytes", v128.load(zero, id)),
    set("numbers", high),
    set("bytes", low),
    v128.store(get("out"), digitsOf(v128.shuffle(get("numbers"), get("bytes"), places(0)))),
    v128.store(get("out"), digitsOf(v128.shuffle(get("numbers"), get("bytes"), places(8))), 16),
    i32.store(get("out"), i32.const(lineEnd), idBytes),
    add("out", idBytes + lineEndLength),
  ]
}
