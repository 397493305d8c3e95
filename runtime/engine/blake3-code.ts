/**
 * WebAssembly that hashes four messages side by side: each lane of a vector of 128 bits belongs to one of them. What it computes is
 * the keyed BLAKE3 hash (the paper is named in `blake3.ts`) of messages of one chunk; numbers are those of the specification.
 */
import { branchIf, type Code, get, i32, i32x4, loop, set, tee, v128 } from "../wasm/code.ts"
import { type LocalType, moduleBytes } from "../wasm/module.ts"

/** Where things stand in the memory of the function, in bytes. */
export const place = {
  /** Of each message a chunk; behind its end zeros up to a whole block. */
  messages: 0,
  /** By message: its bytes. A message that has none is left out. */
  lengths: 4096,
  /** Each of the eight words of the key four times. */
  key: 4112,
  /** By word, then by message: the hashes. */
  hashes: 4240,
  /** The block at hand: by word, then by message. */
  block: 4368,
  /** By round the places of its words, in the order in which they come. */
  order: 4624,
  end: 5072,
} as const

export const chunkBytes = 1024

/** What `hashFour` reads and writes, in bytes of the memory; as in `place`. */
export type HashPlaces = Readonly<Record<"messages" | "lengths" | "key" | "hashes" | "block" | "order", number>>

const blockBytes = 64
const initial = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a]
/** By round which word of the block comes where: in each the order is that of the one before, permuted. */
const permutation = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8]
const rounds = 7
const roundBytes = 4 * 16
const flags = { chunkEndAndRoot: 2 | 8, keyed: 16 } as const

const four = [0, 1, 2, 3] as const
const eight = [0, 1, 2, 3, 4, 5, 6, 7] as const
/** The places of the state that are mixed with each other: columns, then diagonals. */
const squares = [
  ...four.map((column) => four.map((line) => 4 * line + column)),
  ...four.map((diagonal) => four.map((line) => 4 * line + ((diagonal + line) % 4))),
]

/** The words of the state; what is left of each message from the block at hand on; what is at hand. */
const state = (word: number): string => `s${word}`
const vectors = [...Array.from({ length: 16 }, (_, word) => state(word)), "rest", "other"]
const start = i32.const(0)

/**
 * Locals of `hashFour`, beside `behind`, the offset, a multiple of 64, behind the last block of the longest message. What is to be hashed is told by `messages`, `lengths` and `hashes`:
 * how far behind their places in the memory those of the four messages stand. `at` is 0 when it begins.
 */
export const hashLocals: Readonly<Record<string, LocalType>> = {
  at: "i32",
  round: "i32",
  here: "i32",
  messages: "i32",
  lengths: "i32",
  hashes: "i32",
  ...Object.fromEntries(vectors.map((vector) => [vector, "v128" as const])),
}

/**
 * The module. It exports its memory, and `hash`: hashes the messages; `behind`: the offset, a multiple of 64, behind the last block of the longest one.
 */
export function blake3Code(): Uint8Array<ArrayBuffer> {
  return moduleBytes({
    parameters: ["behind"],
    locals: hashLocals,
    imports: [],
    bodies: { hash: [...hashFour(place), start] },
    memoryBytes: place.end,
    dataAt: place.order,
    data: orderOfWords(place),
  })
}

/** Hashes four messages. */
export function hashFour(places: HashPlaces): readonly Code[] {
  const key = eight.map((word) =>
    v128.store(get("hashes"), v128.load(start, places.key + 16 * word), places.hashes + 16 * word),
  )
  const block = loop(
    "block",
    set("here", i32.add(get("messages"), get("at"))),
    ...four.map((group) => turn(places, group)),
    ...beginState(places),
    ...mixAll(places),
    ...endState(places),
    branchIf("block", i32.ltU(tee("at", i32.add(get("at"), i32.const(blockBytes))), get("behind"))),
  )
  return [...key, block]
}

/** Puts four words of the four messages by word: a square that is turned on its diagonal. */
function turn({ messages, block }: HashPlaces, group: number): Code {
  const rows = four.map((message) =>
    set(state(message), v128.load(get("here"), messages + chunkBytes * message + 16 * group)),
  )
  const halves = [
    [0, 1, [0, 4, 1, 5]],
    [2, 3, [0, 4, 1, 5]],
    [0, 1, [2, 6, 3, 7]],
    [2, 3, [2, 6, 3, 7]],
  ] as const
  const words = four.map((word) => {
    const first = word < 2 ? 4 : 6
    const whole = i32x4.shuffle(get(state(first)), get(state(first + 1)), word % 2 === 0 ? [0, 1, 4, 5] : [2, 3, 6, 7])
    return v128.store(start, whole, block + 16 * (4 * group + word))
  })
  return [
    ...rows,
    ...halves.map(([left, right, order], number) =>
      set(state(4 + number), i32x4.shuffle(get(state(left)), get(state(right)), order)),
    ),
    ...words,
  ]
}

function beginState({ lengths, hashes }: HashPlaces): readonly Code[] {
  const isLast = i32x4.leS(get("rest"), i32x4.of(blockBytes))
  const always = v128.or(v128.and(isLast, i32x4.of(flags.chunkEndAndRoot)), i32x4.of(flags.keyed))
  return [
    ...eight.map((word) => set(state(word), v128.load(get("hashes"), hashes + 16 * word))),
    ...initial.map((value, word) => set(state(8 + word), i32x4.of(value))),
    // The number of the chunk.
    ...[12, 13].map((word) => set(state(word), i32x4.of(0))),
    set("rest", i32x4.sub(v128.load(get("lengths"), lengths), i32x4.splat(get("at")))),
    set(state(14), i32x4.minS(get("rest"), i32x4.of(blockBytes))),
    // The first block of a chunk has the flag 1.
    set(state(15), v128.or(always, i32x4.splat(i32.eqz(get("at"))))),
  ]
}

/** The rounds are one loop: written out, the code would be a little faster, and take seven times as long to be compiled. */
function mixAll({ order }: HashPlaces): readonly Code[] {
  const next = tee("round", i32.add(get("round"), i32.const(roundBytes)))
  return [
    set("round", start),
    loop(
      "rounds",
      ...squares.map((square, number) => mix(order, square, 2 * number)),
      branchIf("rounds", i32.ltU(next, i32.const(rounds * roundBytes))),
    ),
  ]
}

/** The specification's G, with the words of the block that come first and second in the round. */
function mix(order: number, square: readonly number[], first: number): Code {
  const [a, b, c, d] = square.map(state) as [string, string, string, string]
  const half = (number: number, bytes: number, bits: number): Code => [
    set(a, i32x4.add(i32x4.add(get(a), get(b)), v128.load(i32.load(get("round"), order + 4 * number)))),
    set(d, turnBytes(v128.xor(get(d), get(a)), bytes)),
    set(c, i32x4.add(get(c), get(d))),
    set(b, turnBits(v128.xor(get(b), get(c)), bits)),
  ]
  return [half(first, 2, 12), half(first + 1, 1, 7)]
}

/** What stands at `order` in the memory: by round where the words of the block stand that come one after the other. */
export function orderOfWords({ block }: HashPlaces): Uint8Array {
  const places: number[] = []
  let order = permutation.map((_, word) => word)
  for (let round = 0; round < rounds; round++) {
    places.push(...order.map((word) => block + 16 * word))
    order = permutation.map((word) => order[word]!)
  }
  return new Uint8Array(Int32Array.from(places).buffer)
}

/** Turns each number to the right. */
function turnBits(value: Code, bits: number): Code {
  return v128.or(i32x4.shrU(tee("other", value), i32.const(bits)), i32x4.shl(get("other"), i32.const(32 - bits)))
}

/** Likewise, by whole bytes. */
function turnBytes(value: Code, count: number): Code {
  const order = Array.from({ length: 16 }, (_, byte) => (byte & 12) | ((byte + count) & 3))
  return v128.shuffle(tee("other", value), get("other"), order)
}

/** A message that has ended keeps its hash. */
function endState({ hashes }: HashPlaces): readonly Code[] {
  const isOpen = set("rest", i32x4.gtS(get("rest"), i32x4.of(0)))
  const kept = eight.map((word) => {
    const made = v128.xor(get(state(word)), get(state(8 + word)))
    const kept = v128.load(get("hashes"), hashes + 16 * word)
    return v128.store(get("hashes"), v128.select(made, kept, get("rest")), hashes + 16 * word)
  })
  return [isOpen, ...kept]
}
