import type { GrowingBytes } from "../abi/bytes.ts"
import type { EventRecord } from "../abi/event.ts"
import { appendBytes, appendText, type FixedText, fixedText } from "../library/growing-bytes.ts"
import { ObjectBytes } from "./object-bytes.ts"
import { type ByteReceiver, StoredEvent } from "./stored-event.ts"

/** How deep the values of an event may be for its layout to be kept, and how many there may be. */
const deepest = 16
const mostScalars = 256

/** How many layouts of a type are tried: optional fields are there or not. Of types that go on to have others no more are learned. */
const mostLayouts = 4
const mostLearned = 200

/** What stands around the scalar values of a JSON text: one piece more than there are scalars. */
type Layout = readonly FixedText[]

interface KnownLayouts {
  /** The newest first. */
  readonly layouts: Layout[]
  learned: number
}

/**
 * Writes events as they arrived, as JSON on one line: what `JSON.stringify` makes of the parsed text. Most events are written that way already,
 * with the same fields as the one before, and need not be parsed and written again to be sure of it: their bytes are copied where all
 * but the scalar values is as in one of the last events for which it was true, and those values have the form that `JSON.stringify` gives them.
 */
export class RawWriter implements ByteReceiver {
  /** By event type. */
  private readonly known: (KnownLayouts | undefined)[] = []
  private to: GrowingBytes | undefined
  private readonly objects = new ObjectBytes()

  /** Appends an event. */
  append(to: GrowingBytes, event: EventRecord): void {
    if (!(event instanceof StoredEvent) || !event.isItsText) {
      appendText(to, writtenAgain(event) ?? asItCame(event))
      return
    }
    const from = to.length
    this.to = to
    event.giveBytes(this)
    this.to = undefined
    // The last piece is compared by words.
    to.reserve(4)
    this.known[event.type] ??= { layouts: [], learned: 0 }
    const known = this.known[event.type]!
    for (const layout of known.layouts) if (isLaidOut(to, from, layout)) return
    to.length = from
    const text = writtenAgain(event)
    appendText(to, text ?? asItCame(event))
    if (text === event.text) learn(known, event.raw)
  }

  bytes(bytes: Uint8Array, from: number, to: number): void {
    appendBytes(this.to!, bytes, from, to)
  }

  text(text: string): void {
    appendText(this.to!, text)
  }

  object(object: object): void {
    this.objects.append(this.to!, object)
  }
}

function learn(known: KnownLayouts, raw: unknown): void {
  if (known.learned === mostLearned) return
  const layout = layoutOf(raw)
  if (layout === undefined) return
  known.learned++
  known.layouts.unshift(layout)
  known.layouts.length = Math.min(known.layouts.length, mostLayouts)
}

/** undefined: it cannot be, because it is nested too deeply. */
function writtenAgain(event: EventRecord): string | undefined {
  try {
    return JSON.stringify(event.raw) ?? "null"
  } catch {
    return undefined
  }
}

/** Half a surrogate pair cannot be written as UTF-8. */
function asItCame({ text }: EventRecord): string {
  return text?.replaceAll(/\p{Surrogate}/gu, "\ufffd") ?? "null"
}

/** undefined: it has too many values to be worth it. */
function layoutOf(raw: unknown): Layout | undefined {
  const pieces: string[] = [""]
  const add = (text: string): void => {
    pieces.push(pieces.pop()! + text)
  }
  const visit = (value: unknown, depth: number): boolean => {
    if (depth > deepest || pieces.length > mostScalars) return false
    if (typeof value !== "object" || value === null) {
      pieces.push("")
      return true
    }
    const isList = Array.isArray(value)
    add(isList ? "[" : "{")
    for (const [i, [name, member]] of Object.entries(value).entries()) {
      add(`${i === 0 ? "" : ","}${isList ? "" : `${JSON.stringify(name)}:`}`)
      if (!visit(member, depth + 1)) return false
    }
    add(isList ? "]" : "}")
    return true
  }
  return visit(raw, 0) ? pieces.map(fixedText) : undefined
}

/** Whether the bytes from `from` on are that layout, with scalar values as `JSON.stringify` writes them. */
function isLaidOut({ bytes, view, length }: GrowingBytes, from: number, layout: Layout): boolean {
  let at = from
  for (let i = 0; i < layout.length; i++) {
    if (i > 0) {
      at = scalarEnd(bytes, at, length)
      if (at < 0) return false
    }
    const piece = layout[i]!
    if (at + piece.length > length || !hasPiece(view, at, piece)) return false
    at += piece.length
  }
  return at === length
}

function hasPiece(view: DataView, at: number, { words, length }: FixedText): boolean {
  const whole = length >> 2
  for (let i = 0; i < whole; i++) if (view.getInt32(at + 4 * i, true) !== words[i]!) return false
  const rest = length & 3
  return rest === 0 || ((view.getInt32(at + 4 * whole, true) ^ words[whole]!) & ((1 << (8 * rest)) - 1)) === 0
}

const quote = 0x22
const minus = 0x2d
const point = 0x2e
const zero = 0x30
const literals: readonly (readonly number[])[] = ["true", "false", "null"].map((word) =>
  Array.from(word, (character) => character.charCodeAt(0)),
)

/** The place behind a scalar that is written as `JSON.stringify` would; -1: it is another way, or may be. */
function scalarEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return -1
  const first = bytes[at]!
  if (first === quote) return textEnd(bytes, at + 1, end)
  if (first === minus || isDigit(first)) return numberEnd(bytes, at, end)
  for (const literal of literals) if (literal.every((byte, i) => bytes[at + i] === byte)) return at + literal.length
  return -1
}

/** Anything escaped is odd, and so is what may be half a surrogate pair, which would be escaped. */
function textEnd(bytes: Uint8Array, at: number, end: number): number {
  for (; at < end; at++) {
    const byte = bytes[at]!
    if (byte === quote) return at + 1
    if (byte === 0x5c || byte < 0x20 || (byte === 0xed && bytes[at + 1]! >= 0xa0)) return -1
  }
  return -1
}

/** Up to 15 digits are kept by a double, and written again without an exponent unless the number is smaller than a millionth. */
const mostDigits = 15
const smallestDigits = 6

function numberEnd(bytes: Uint8Array, at: number, end: number): number {
  const start = bytes[at] === minus ? at + 1 : at
  let to = start
  while (to < end && isDigit(bytes[to]!)) to++
  const whole = to - start
  // No number, one that begins with zeros, or minus zero.
  if (whole === 0 || (bytes[start] === zero && (whole > 1 || (start > at && bytes[to] !== point)))) return -1
  let fraction = 0
  if (to < end && bytes[to] === point) {
    const behind = ++to
    while (to < end && isDigit(bytes[to]!)) to++
    fraction = to - behind
    if (fraction === 0 || bytes[to - 1] === zero) return -1
    // 0.0000012 stays as it is, 0.00000012 becomes 1.2e-7.
    let zeros = 0
    while (bytes[behind + zeros] === zero) zeros++
    if (bytes[start] === zero && zeros >= smallestDigits) return -1
  }
  const isExponent = to < end && (bytes[to]! | 0x20) === 0x65
  return whole + fraction > mostDigits || isExponent ? -1 : to
}

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= 0x39
}
