/**
 * WebAssembly as nested lists: expressions and statements are made by functions with the names of the instructions (WebAssembly Core Specification 2.0, with its vector
 * instructions), in the order in which the stack machine wants them. Locals and labels have names; they become numbers when a function is assembled.
 */

/** A byte, or a name that becomes a number. */
export type Item =
  | number
  | { readonly local: string }
  | { readonly open: string }
  | { readonly close: true }
  | { readonly branch: string }
/** Parts of a function's code in their order, nested as they were made: they are copied once, when the function is assembled. */
export type Code = readonly (Item | Code)[]

const end: Item = { close: true }
const noResult = 0x40

/** Unsigned LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest]
    bytes.push((rest % 128) | 0x80)
  }
}

/** Signed LEB128. */
export function signed(value: bigint): number[] {
  const bytes: number[] = []
  for (let rest = value; ; rest >>= 7n) {
    const byte = Number(rest & 0x7fn)
    if (rest >= -64n && rest < 64n) return [...bytes, byte]
    bytes.push(byte | 0x80)
  }
}

function float(value: number): number[] {
  return [...new Uint8Array(Float64Array.of(value).buffer)]
}

/** The value of a local. */
export const get = (name: string): Code => [0x20, { local: name }]
/** Sets a local. */
export const set = (name: string, value: Code): Code => [value, 0x21, { local: name }]
/** Sets a local; its value is that of the expression. */
export const tee = (name: string, value: Code): Code => [value, 0x22, { local: name }]

/** Code that a branch to its label goes behind. */
export const block = (label: string, ...body: readonly Code[]): Code => [{ open: label }, 0x02, noResult, ...body, end]
/** Goes on at its beginning where a branch to its label is taken, else behind it. */
export const loop = (label: string, ...body: readonly Code[]): Code => [{ open: label }, 0x03, noResult, ...body, end]
/** Code for where a condition holds, and for where it does not. */
export const when = (condition: Code, then: readonly Code[], otherwise: readonly Code[] = []): Code => [
  condition,
  { open: "" },
  0x04,
  noResult,
  ...then,
  ...(otherwise.length > 0 ? [0x05, ...otherwise] : []),
  end,
]
/** Goes to a label of a block or loop that is around. */
export const branch = (label: string): Code => [0x0c, { branch: label }]
/** Likewise where a condition holds. */
export const branchIf = (label: string, condition: Code): Code => [condition, 0x0d, { branch: label }]
/** Goes to the label whose place in the list is the value; to `otherwise` where the list has no such place. */
export const branchTable = (labels: readonly string[], otherwise: string, value: Code): Code => [
  value,
  0x0e,
  ...unsigned(labels.length),
  ...[...labels, otherwise].map((label) => ({ branch: label })),
]
/** Calls an imported function of one argument. */
export const call = (number: number, argument: Code): Code => [argument, 0x10, ...unsigned(number)]
/** The first of two values where the condition holds, else the second. */
export const select = (value: Code, other: Code, condition: Code): Code => [value, other, condition, 0x1b]

const one =
  (operation: number) =>
  (value: Code): Code => [value, operation]
const two =
  (operation: number) =>
  (left: Code, right: Code): Code => [left, right, operation]
const vectorOne =
  (operation: number) =>
  (value: Code): Code => [value, 0xfd, ...unsigned(operation)]
const vectorTwo =
  (operation: number) =>
  (left: Code, right: Code): Code => [left, right, 0xfd, ...unsigned(operation)]
/** `offset` is added to the place; the alignment says nothing. */
const read =
  (...operation: readonly number[]) =>
  (place: Code, offset = 0): Code => [place, ...operation, 0, ...unsigned(offset)]
const write =
  (...operation: readonly number[]) =>
  (place: Code, value: Code, offset = 0): Code => [place, value, ...operation, 0, ...unsigned(offset)]

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(BigInt(value | 0))],
  load: read(0x28),
  byte: read(0x2d),
  pair: read(0x2f),
  store: write(0x36),
  storeByte: write(0x3a),
  storePair: write(0x3b),
  eqz: one(0x45),
  eq: two(0x46),
  ne: two(0x47),
  ltU: two(0x49),
  leU: two(0x4d),
  gtU: two(0x4b),
  geU: two(0x4f),
  clz: one(0x67),
  ctz: one(0x68),
  add: two(0x6a),
  sub: two(0x6b),
  mul: two(0x6c),
  divU: two(0x6e),
  and: two(0x71),
  or: two(0x72),
  xor: two(0x73),
  shl: two(0x74),
  shrU: two(0x76),
  rotl: two(0x77),
  wrap: one(0xa7),
  /** Towards 0. Only of what is a number of 32 bits then. */
  ofDouble: one(0xaa),
}

export const i64 = {
  const: (value: bigint): Code => [0x42, ...signed(BigInt.asIntN(64, value))],
  load: read(0x29),
  store: write(0x37),
  eqz: one(0x50),
  ne: two(0x52),
  gtU: two(0x56),
  ctz: one(0x7a),
  add: two(0x7c),
  sub: two(0x7d),
  mul: two(0x7e),
  and: two(0x83),
  or: two(0x84),
  xor: two(0x85),
  shl: two(0x86),
  shrU: two(0x88),
  extend: one(0xad),
}

export const f64 = {
  const: (value: number): Code => [0x44, ...float(value)],
  load: read(0x2b),
  store: write(0x39),
  eq: two(0x61),
  ne: two(0x62),
  lt: two(0x63),
  gt: two(0x64),
  le: two(0x65),
  ge: two(0x66),
  neg: one(0x9a),
  add: two(0xa0),
  sub: two(0xa1),
  mul: two(0xa2),
  div: two(0xa3),
  ofInt: one(0xb7),
  ofLong: one(0xb9),
}

/** Sixteen bytes. */
export const v128 = {
  load: read(0xfd, 0),
  store: write(0xfd, 0x0b),
  /** The same byte sixteen times. */
  of: (byte: number): Code => [0xfd, 0x0c, ...new Array<number>(16).fill(byte)],
  eq: vectorTwo(0x23),
  and: vectorTwo(0x4e),
  leU: vectorTwo(0x2a),
  or: vectorTwo(0x50),
  xor: vectorTwo(0x51),
  sub: vectorTwo(0x71),
  /** Whether any bit is set. */
  any: vectorOne(0x53),
  /** The high bit of each byte. */
  bitmask: vectorOne(0x64),
  /** The bits of the first value where those of the third are set, else those of the second. */
  select: (value: Code, other: Code, bits: Code): Code => [value, other, bits, 0xfd, 0x52],
  /** Each byte by the same `i32`, without its sign. */
  shrU: vectorTwo(0x6d),
  /** The bytes of the first value at the places that the second one says, 0 where there is none. */
  swizzle: vectorTwo(0x0e),
  /** Bytes of two values by their places: 0 to 15 in the first, 16 to 31 in the second. */
  shuffle: (left: Code, right: Code, places: readonly number[]): Code => [left, right, 0xfd, 0x0d, ...places],
}

/** Sixteen bytes as four numbers of 32 bits. */
export const i32x4 = {
  /** The same number four times. */
  splat: vectorOne(0x11),
  /** Likewise, of a constant. */
  of: (value: number): Code => i32x4.splat(i32.const(value)),
  gtS: vectorTwo(0x3b),
  leS: vectorTwo(0x3d),
  /** All by the same `i32`. */
  shl: vectorTwo(0xab),
  shrU: vectorTwo(0xad),
  add: vectorTwo(0xae),
  sub: vectorTwo(0xb1),
  minS: vectorTwo(0xb6),
  /** Numbers of two values by their places: 0 to 3 in the first, 4 to 7 in the second. */
  shuffle: (left: Code, right: Code, places: readonly number[]): Code =>
    v128.shuffle(
      left,
      right,
      places.flatMap((place) => [0, 1, 2, 3].map((byte) => 4 * place + byte)),
    ),
}

/** Names become numbers: locals by their places in `locals`, labels by how many blocks lie between. Throws where there is none of a name. */
export function assemble(code: Code, locals: readonly string[]): number[] {
  const bytes: number[] = []
  const labels: string[] = []
  append(code, bytes, { locals, labels })
  return bytes
}

interface Known {
  readonly locals: readonly string[]
  /** Of the blocks that are around. */
  readonly labels: string[]
}

function append(code: Code, bytes: number[], known: Known): void {
  for (const item of code) {
    if (typeof item === "number") bytes.push(item)
    else if (isCode(item)) append(item, bytes, known)
    else appendNamed(item, bytes, known)
  }
}

function isCode(item: Code | Item): item is Code {
  return Array.isArray(item)
}

function appendNamed(item: Exclude<Item, number>, bytes: number[], { locals, labels }: Known): void {
  if ("local" in item) bytes.push(...unsigned(placeOf(locals, item.local)))
  else if ("open" in item) labels.push(item.open)
  else if ("branch" in item) bytes.push(...unsigned(labels.length - 1 - placeOf(labels, item.branch)))
  else {
    labels.pop()
    bytes.push(0x0b)
  }
}

function placeOf(names: readonly string[], name: string): number {
  const place = names.lastIndexOf(name)
  if (place < 0) throw new Error(`nothing has the name ${name}`)
  return place
}
