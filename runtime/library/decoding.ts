import type { Decoding } from "../abi/library.ts"
import { Dictionary } from "../rows/dictionary.ts"
import { TextWords } from "../rows/text-words.ts"
import { latestTime, parseIso } from "../time/iso.ts"
import { scaleDecimal } from "./decimal.ts"
import { nestedPasser } from "./nested-values.ts"
import { plainDecoder } from "./plain-lines.ts"

const quote = 0x22
const backslash = 0x5c
const maxDepth = 32
const numberText = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/
/** The longest text that is a time, and some. */
const timeBytes = 64
const escapes: ReadonlySet<number> = new Set([...'"\\/bfnrt'].map((character) => character.charCodeAt(0)))
const words: ReadonlyMap<number, readonly number[]> = new Map(
  ["true", "false", "null"].map((word) => [word.charCodeAt(0), [...word].map((letter) => letter.charCodeAt(0))]),
)

/** The functions of generated decoders. */
export function createDecoding(): Decoding {
  const scratch = new TextWords()
  const intern: Decoding["intern"] = (table, view, from, to, hash) => {
    scratch.read(view, from, to)
    return table.codeOf(hash, scratch.words, scratch.length)
  }
  return {
    plainLines: (plain, others) =>
      plainDecoder(plain, others, { intern, isoTime, textEnd: stringEnd, valueEnd: anyValueEnd }),
    texts: (values) => new Dictionary({ constants: [...new Set(values)], open: false }),
    intern,
    numberEnd,
    number,
    isoTime,
    isPlain,
    isFlat,
    time: timeOf,
    decimal: (value, scale) => (typeof value === "number" ? (scaleDecimal(value, scale) ?? Number.NaN) : Number.NaN),
    stringEnd,
    valueEnd: anyValueEnd,
    nested: (type) => nestedPasser(type, { valueEnd: anyValueEnd, timeOf }),
  }
}

function anyValueEnd(bytes: Uint8Array, from: number): number {
  return valueEnd(bytes, from, 0)
}

function numberEnd(bytes: Uint8Array, from: number): number {
  let place = from
  while (isOfNumber(bytes[place]!)) place++
  return place
}

function isOfNumber(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x2e || byte === 0x2b || (byte | 0x20) === 0x65
}

function number(bytes: Uint8Array, from: number, to: number): number {
  const text = latin(bytes, from, to)
  const value = numberText.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(value) ? value : Number.NaN
}

function timeOf(value: unknown, seconds: boolean): number {
  // Most are: so short that it becomes part of its callers.
  if (typeof value === "number" && !seconds && Math.abs(value) <= latestTime) return Math.floor(value)
  return otherTime(value, seconds)
}

function otherTime(value: unknown, seconds: boolean): number {
  const time = typeof value === "string" ? (parseIso(value) ?? Number.NaN) : millisecondsOf(value, seconds)
  return Math.abs(time) <= latestTime ? time : Number.NaN
}

function millisecondsOf(value: unknown, seconds: boolean): number {
  if (typeof value !== "number") return Number.NaN
  return seconds ? Math.round(value * 1000) : Math.floor(value)
}

function isPlain(value: unknown): boolean {
  // A list may have another prototype.
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function isFlat(object: object): boolean {
  // Nothing is inherited that JSON would not show.
  for (const _ in Object.prototype) return false
  let count = 0
  for (const name in object) {
    if (!isFlatValue((object as Record<string, unknown>)[name])) return false
    count++
  }
  return Object.getOwnPropertyNames(object).length === count
}

function isFlatValue(value: unknown): boolean {
  const kind = typeof value
  return kind === "string" || kind === "number" || kind === "boolean" || value === null || value === undefined
}

function isoTime(bytes: Uint8Array, from: number, to: number): number {
  return to - from > timeBytes ? Number.NaN : (parseIso(latin(bytes, from, to)) ?? Number.NaN)
}

/** Bytes as characters of their own numbers: right for ASCII, and for texts that must be ASCII to mean anything. */
function latin(bytes: Uint8Array, from: number, to: number): string {
  let text = ""
  for (let place = from; place < to; place++) text += String.fromCharCode(bytes[place]!)
  return text
}

/** As `Decoding.stringEnd`. */
export function stringEnd(bytes: Uint8Array, from: number): number {
  let place = from
  for (let byte = bytes[place]!; byte !== quote; byte = bytes[++place]!) {
    if (byte < 32) return -1
    if (byte !== backslash) continue
    const escaped = bytes[++place]!
    if (escaped === 0x75) {
      for (let digit = 0; digit < 4; digit++) if (!isHexadecimal(bytes[++place]!)) return -1
    } else if (!escapes.has(escaped)) return -1
  }
  return place
}

function isHexadecimal(byte: number): boolean {
  const letter = byte | 0x20
  return (byte >= 0x30 && byte <= 0x39) || (letter >= 0x61 && letter <= 0x66)
}

/** As `Decoding.valueEnd`, at so many levels of nesting. */
export function valueEnd(bytes: Uint8Array, from: number, depth: number): number {
  const byte = bytes[from]!
  if (byte === quote) {
    const end = stringEnd(bytes, from + 1)
    return end < 0 ? -1 : end + 1
  }
  if (byte === 0x7b || byte === 0x5b) return depth === maxDepth ? -1 : nestedEnd(bytes, from, depth + 1)
  const word = words.get(byte)
  if (word !== undefined) return word.every((letter, at) => bytes[from + at] === letter) ? from + word.length : -1
  return validNumberEnd(bytes, from)
}

/** -1: it is no number. */
function validNumberEnd(bytes: Uint8Array, from: number): number {
  const first = bytes[from] === 0x2d ? from + 1 : from
  let place = digitsEnd(bytes, first)
  if (place < 0 || (bytes[first] === 0x30 && place > first + 1)) return -1
  if (bytes[place] === 0x2e) place = digitsEnd(bytes, place + 1)
  if (place < 0 || (bytes[place]! | 0x20) !== 0x65) return place
  const sign = bytes[place + 1]
  return digitsEnd(bytes, sign === 0x2b || sign === 0x2d ? place + 2 : place + 1)
}

/** Behind digits, of which there is one at least; else -1. */
function digitsEnd(bytes: Uint8Array, from: number): number {
  let place = from
  while (isDigit(bytes[place]!)) place++
  return place === from ? -1 : place
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

/** Behind a list or an object whose opening bracket stands at `from`. */
function nestedEnd(bytes: Uint8Array, from: number, depth: number): number {
  const closing = bytes[from]! + 2
  let place = behindSpace(bytes, from + 1)
  if (bytes[place] === closing) return place + 1
  for (;;) {
    if (closing === 0x7d) {
      if (bytes[place] !== quote) return -1
      const end = stringEnd(bytes, place + 1)
      if (end < 0) return -1
      const colon = behindSpace(bytes, end + 1)
      if (bytes[colon] !== 0x3a) return -1
      place = behindSpace(bytes, colon + 1)
    }
    const end = valueEnd(bytes, place, depth)
    if (end < 0) return -1
    place = behindSpace(bytes, end)
    const byte = bytes[place]
    if (byte === closing) return place + 1
    if (byte !== 0x2c) return -1
    place = behindSpace(bytes, place + 1)
  }
}

/** A line feed is no white space here: it ends the line. */
function behindSpace(bytes: Uint8Array, from: number): number {
  let place = from
  while (bytes[place] === 0x20 || bytes[place] === 0x09 || bytes[place] === 0x0d) place++
  return place
}
