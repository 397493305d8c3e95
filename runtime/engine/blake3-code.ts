/**
 * A WebAssembly function that hashes four messages side by side: each lane of a vector of 128 bits belongs to one of them. What it computes is
 * the keyed BLAKE3 hash (the paper is named in `blake3.ts`) of messages of one chunk; numbers are those of the specification, opcodes those of
 * WebAssembly with fixed-width SIMD.
 */

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
  end: 4624,
} as const

export const chunkBytes = 1024

const blockBytes = 64
const initial = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a]
/** By round which word of the block comes where: in each the order is that of the one before, permuted. */
const permutation = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8]
const rounds = 7
const flags = { chunkStart: 1, chunkEndAndRoot: 2 | 8, keyed: 16 } as const

const op = {
  loop: 0x03,
  end: 0x0b,
  branchIf: 0x0d,
  get: 0x20,
  set: 0x21,
  tee: 0x22,
  constant: 0x41,
  equalsZero: 0x45,
  lessUnsigned: 0x49,
  add: 0x6a,
} as const

/** Behind the prefix. */
const simd = {
  load: 0x00,
  store: 0x0b,
  shuffle: 0x0d,
  splat: 0x11,
  greater: 0x3b,
  lessOrEqual: 0x3d,
  and: 0x4e,
  or: 0x50,
  xor: 0x51,
  select: 0x52,
  shiftLeft: 0xab,
  shiftRight: 0xad,
  add: 0xae,
  subtract: 0xb1,
  least: 0xb6,
} as const
const prefix = 0xfd
const types = { i32: 0x7f, v128: 0x7b, function: 0x60, nothing: 0x40 } as const

/** Locals: the offset behind the last block, that of the block at hand; then vectors. */
const behind = 0
const at = 1
const firstVector = 2
/** The state, its rows one behind the other; then two for what is at hand. */
const state = (word: number): number => firstVector + word
const [rest, other] = [firstVector + 16, firstVector + 17]
const vectors = 20
/** For the rows of four words of the messages. */
const row = (message: number): number => state(message)
const half = (number: number): number => state(4 + number)

const lowWords = [0, 4, 1, 5]
const highWords = [2, 6, 3, 7]
const lowHalves = [0, 1, 4, 5]
const highHalves = [2, 3, 6, 7]

/** The module. It imports a memory as `m.m` and exports `h`: hashes up to the given offset, a multiple of 64, behind the longest message's last block. */
export function blake3Code(): Uint8Array<ArrayBuffer> {
  const body = new Code()
  body.copyKey()
  body.bytes(op.loop, types.nothing)
  for (let group = 0; group < 4; group++) body.turn(group)
  body.beginState()
  body.rounds()
  body.endState()
  body.bytes(op.get, at, op.constant, ...signed(blockBytes), op.add, op.tee, at)
  body.bytes(op.get, behind, op.lessUnsigned, op.branchIf, 0, op.end, op.end)
  const locals = [2, 1, types.i32, vectors - 2, types.v128]
  const code = [...locals, ...body.code]
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, types.function, 1, types.i32, 0]),
    ...section(2, [1, 1, 0x6d, 1, 0x6d, 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, 1, 0x68, 0, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ])
}

class Code {
  readonly code: number[] = []
  /** Where in the code of a round the offset stands of each word that it reads: two bytes. */
  private readonly reads: number[] = []

  bytes(...bytes: readonly number[]): void {
    for (const byte of bytes) this.code.push(byte)
  }

  /** The hashes begin with the key. */
  copyKey(): void {
    for (let word = 0; word < 8; word++) {
      this.bytes(op.constant, 0, op.constant, 0)
      this.vector(simd.load, 4, ...unsigned(place.key + 16 * word))
      this.vector(simd.store, 4, ...unsigned(place.hashes + 16 * word))
    }
  }

  /** Puts four words of the four messages by word: a square that is turned on its diagonal. */
  turn(group: number): void {
    for (let message = 0; message < 4; message++) {
      this.get(at)
      this.vector(simd.load, 0, ...unsigned(place.messages + chunkBytes * message + 16 * group))
      this.set(row(message))
    }
    for (const [number, [left, right, words]] of (
      [
        [0, 1, lowWords],
        [2, 3, lowWords],
        [0, 1, highWords],
        [2, 3, highWords],
      ] as const
    ).entries()) {
      this.get(row(left), row(right))
      this.shuffle(words)
      this.set(half(number))
    }
    for (let word = 0; word < 4; word++) {
      const first = word < 2 ? 0 : 2
      this.bytes(op.constant, 0)
      this.get(half(first), half(first + 1))
      this.shuffle(word % 2 === 0 ? lowHalves : highHalves)
      this.vector(simd.store, 4, ...unsigned(place.block + 16 * (4 * group + word)))
    }
  }

  beginState(): void {
    for (let word = 0; word < 8; word++) this.loadWord(place.hashes, word, state(word))
    for (const [word, value] of initial.entries()) this.constant(value, state(8 + word))
    for (const word of [12, 13]) this.constant(0, state(word))
    // What of each message is left from this block on.
    this.bytes(op.constant, 0)
    this.vector(simd.load, 4, ...unsigned(place.lengths))
    this.get(at)
    this.vector(simd.splat)
    this.vector(simd.subtract)
    this.set(rest)
    this.get(rest)
    this.constant(blockBytes)
    this.vector(simd.least)
    this.set(state(14))
    // The flags: of the first block and, where it is a message's last one, those too.
    this.get(rest)
    this.constant(blockBytes)
    this.vector(simd.lessOrEqual)
    this.constant(flags.chunkEndAndRoot)
    this.vector(simd.and)
    this.constant(flags.keyed)
    this.vector(simd.or)
    this.get(at)
    this.bytes(op.equalsZero)
    this.vector(simd.splat)
    this.vector(simd.or)
    this.set(state(15))
  }

  /** All rounds are the same but for which words they read: the others are copies of the first one. */
  rounds(): void {
    let order = permutation.map((_, word) => word)
    const begin = this.code.length
    this.round(order)
    const first = this.code.slice(begin)
    const reads = this.reads.map((read) => read - begin)
    for (let round = 1; round < rounds; round++) {
      order = permutation.map((word) => order[word]!)
      for (const [number, read] of reads.entries()) {
        const [low, high] = unsigned(place.block + 16 * order[number]!)
        first[read] = low!
        first[read + 1] = high!
      }
      for (let i = 0; i < first.length; i++) this.code.push(first[i]!)
    }
  }

  /** `order`: which word of the block comes where. */
  private round(order: readonly number[]): void {
    for (let column = 0; column < 4; column++) {
      this.mix([column, 4 + column, 8 + column, 12 + column], order[2 * column]!, order[2 * column + 1]!)
    }
    for (let diagonal = 0; diagonal < 4; diagonal++) {
      const words = [0, 1, 2, 3].map((line) => 4 * line + ((diagonal + line) % 4))
      this.mix(words, order[8 + 2 * diagonal]!, order[9 + 2 * diagonal]!)
    }
  }

  /** The specification's G. */
  private mix([a, b, c, d]: readonly number[], first: number, second: number): void {
    this.half(a!, b!, c!, d!, first, 16, 12)
    this.half(a!, b!, c!, d!, second, 8, 7)
  }

  private half(a: number, b: number, c: number, d: number, word: number, turnD: number, turnB: number): void {
    this.get(state(a), state(b))
    this.vector(simd.add)
    this.bytes(op.constant, 0)
    this.vector(simd.load, 4, ...unsigned(place.block + 16 * word))
    this.reads.push(this.code.length - 2)
    this.vector(simd.add)
    this.set(state(a))
    this.get(state(d), state(a))
    this.vector(simd.xor)
    this.turnBytes(turnD / 8)
    this.set(state(d))
    this.get(state(c), state(d))
    this.vector(simd.add)
    this.set(state(c))
    this.get(state(b), state(c))
    this.vector(simd.xor)
    this.bytes(op.tee, other)
    this.bytes(op.constant, turnB)
    this.vector(simd.shiftRight)
    this.get(other)
    this.bytes(op.constant, 32 - turnB)
    this.vector(simd.shiftLeft)
    this.vector(simd.or)
    this.set(state(b))
  }

  /** A message that has ended keeps its hash. */
  endState(): void {
    this.get(rest)
    this.constant(0)
    this.vector(simd.greater)
    this.set(rest)
    for (let word = 0; word < 8; word++) {
      this.bytes(op.constant, 0)
      this.get(state(word), state(8 + word))
      this.vector(simd.xor)
      this.loadWord(place.hashes, word)
      this.get(rest)
      this.vector(simd.select)
      this.vector(simd.store, 4, ...unsigned(place.hashes + 16 * word))
    }
  }

  private loadWord(from: number, word: number, to?: number): void {
    this.bytes(op.constant, 0)
    this.vector(simd.load, 4, ...unsigned(from + 16 * word))
    if (to !== undefined) this.set(to)
  }

  /** The same number four times. */
  private constant(value: number, to?: number): void {
    this.bytes(op.constant, ...signed(value))
    this.vector(simd.splat)
    if (to !== undefined) this.set(to)
  }

  /** Turns each number to the right by so many bytes. */
  private turnBytes(count: number): void {
    this.bytes(op.tee, other, op.get, other)
    this.vector(simd.shuffle, ...Array.from({ length: 16 }, (_, byte) => (byte & 12) | ((byte + count) & 3)))
  }

  private shuffle(words: readonly number[]): void {
    this.vector(simd.shuffle, ...words.flatMap((word) => [0, 1, 2, 3].map((byte) => 4 * word + byte)))
  }

  private vector(code: number, ...immediate: readonly number[]): void {
    this.bytes(prefix, ...unsigned(code), ...immediate)
  }

  private get(...locals: readonly number[]): void {
    for (const local of locals) this.bytes(op.get, local)
  }

  private set(local: number): void {
    this.bytes(op.set, local)
  }
}

function section(number: number, bytes: readonly number[]): readonly number[] {
  return [number, ...unsigned(bytes.length), ...bytes]
}

/** LEB128. */
function unsigned(value: number): readonly number[] {
  const low = value & 0x7f
  return value < 0x80 ? [low] : [low | 0x80, ...unsigned(value >>> 7)]
}

function signed(value: number): readonly number[] {
  const low = value & 0x7f
  const rest = (value | 0) >> 7
  const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)
  return isLast ? [low] : [low | 0x80, ...signed(rest)]
}
