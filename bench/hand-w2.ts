/**
 * W2, six transactions of an account in a minute, as someone would write it for this rule and this stream alone, for speed: what the
 * engine's figures are held against. From a file of JSON lines to a file with a line for each match, in event time as the engine: a transaction
 * waits until one five seconds younger was seen; without lateness none waits, and what comes late is dropped. No strings or objects are made of
 * an event: its fields are read from the bytes, four at a time.
 *
 * Its lines lack the severity and the id (a hash) of an alert, and their times are numbers.
 *
 *   node bench/hand-w2.ts EVENTS OUTPUT [LATENESS_MS=5000]
 */
import { closeSync, openSync, readSync, writeSync } from "node:fs"
import process from "node:process"
import { isProgram } from "../samples/write-lines.ts"
import type { Transaction } from "./streams/transactions.ts"

const within = 60_000
const chunkBytes = 1 << 18
/** Words are read a little beyond the end of the data. */
const slack = 64

/** Four characters as one number, in the order of bytes that `DataView` reads with `true`. */
const word = (text: string): number => Buffer.from(text).readInt32LE()
const [id1, id2] = [word('{"id'), word('id":')]
const [account1, account2, account3] = [word(',"ac'), word("coun"), word('t":"')]
const [card1, card2, card3] = [word('","c'), word("card"), word('d":"')]
const [merchant1, merchant2, merchant3] = [word('","m'), word("erch"), word('ant"')]
const [device1, device2, device3] = [word('","d'), word("evic"), word('e":"')]
const [country1, country2, country3] = [word('","c'), word("ount"), word('ry":')]
const [amount1, amount2, amount3] = [word('","a'), word("moun"), word('nt":')]
const [at1, at2] = [word(',"at'), word('at":')]

/** Marks the bytes of a word that equal the byte repeated in `same`; the lowest mark is exact. 0: there is none. */
function marks(bytes: number, same: number): number {
  const differs = bytes ^ same
  return (differs - 0x01010101) & ~differs & 0x80808080
}
const quotes = 0x22222222
const backslashes = 0x5c5c5c5c

/** How many bits of the word lie before its lowest marked byte. */
const bitsBefore = (marked: number): number => (31 - Math.clz32(marked & -marked)) & 24

/** The place of the next quote. */
function toQuote(view: DataView, from: number): number {
  for (let p = from; ; p += 4) {
    const marked = marks(view.getInt32(p, true), quotes)
    if (marked !== 0) return p + (bitsBefore(marked) >> 3)
  }
}

/** The number of four digits; negative where they are none. */
function fourDigits(view: DataView, p: number): number {
  const digits = (view.getInt32(p, true) - 0x30303030) | 0
  if (((digits | (digits + 0x76767676)) & 0x80808080) !== 0) return -1
  const pairs = (Math.imul(digits, 10) + (digits >>> 8)) & 0x00ff00ff
  return (Math.imul(pairs, 100) + (pairs >>> 16)) & 0xffff
}

/**
 * From behind the account's name to behind `"at":`; -1 where the line is written in another way. An escaped quote in a value cannot be
 * taken for its end: what follows it would differ.
 */
function skipToTime(bytes: Uint8Array, view: DataView, from: number): number {
  let p = from
  if (view.getInt32(p, true) !== card1 || view.getInt32(p + 3, true) !== card2 || view.getInt32(p + 6, true) !== card3)
    return -1
  p = toQuote(view, p + 10)
  if (view.getInt32(p, true) !== merchant1 || view.getInt32(p + 4, true) !== merchant2) return -1
  if (view.getInt32(p + 8, true) !== merchant3) return -1
  p = toQuote(view, p + 14)
  if (view.getInt32(p, true) !== device1 || view.getInt32(p + 4, true) !== device2) return -1
  if (view.getInt32(p + 8, true) !== device3) return -1
  p = toQuote(view, p + 12)
  if (view.getInt32(p, true) !== country1 || view.getInt32(p + 4, true) !== country2) return -1
  if (view.getInt32(p + 8, true) !== country3) return -1
  p = toQuote(view, p + 13)
  if (view.getInt32(p, true) !== amount1 || view.getInt32(p + 4, true) !== amount2) return -1
  if (view.getInt32(p + 7, true) !== amount3) return -1
  p += 11
  while (bytes[p]! >= 45 && bytes[p]! <= 57) p++
  return view.getInt32(p, true) === at1 && view.getInt32(p + 2, true) === at2 ? p + 6 : -1
}

/**
 * A row of sixteen words (a cache line) for each account: 0 the name's hash, 1 to 4 its bytes, 5 its length, how many events the
 * ring holds and where it begins (a byte each), 6 to 10 their times, 11 to 15 their ids. Found through a table of row numbers.
 */
class Accounts {
  rows = new Int32Array(1 << 18)
  table = new Int32Array(1 << 15)
  mask = this.table.length - 1
  #count = 0

  /** The place of the account's row, which is made where there is none. `name`: its bytes in four words, zeros behind them. */
  find(hash: number, length: number, name: Int32Array): number {
    const { rows, table, mask } = this
    for (let i = hash & mask; ; i = (i + 1) & mask) {
      const row = (table[i]! - 1) << 4
      if (row < 0) return this.#add(i, hash, length, name)
      if (rows[row] === hash && sameName(rows, row, name)) return row
    }
  }

  #add(at: number, hash: number, length: number, name: Int32Array): number {
    const row = this.#count++ << 4
    this.table[at] = this.#count
    if (row + 16 > this.rows.length) {
      const larger = new Int32Array(this.rows.length * 2)
      larger.set(this.rows)
      this.rows = larger
    }
    this.rows[row] = hash
    this.rows.set(name, row + 1)
    this.rows[row + 5] = length
    if (this.#count * 2 > this.mask) this.#widen()
    return row
  }

  #widen(): void {
    this.table = new Int32Array(this.table.length * 2)
    this.mask = this.table.length - 1
    for (let number = 0; number < this.#count; number++) {
      let i = this.rows[number << 4]! & this.mask
      while (this.table[i] !== 0) i = (i + 1) & this.mask
      this.table[i] = number + 1
    }
  }
}

/** A name that ends earlier has zeros there, which no text has: the length need not be compared. */
function sameName(rows: Int32Array, row: number, name: Int32Array): boolean {
  return (
    rows[row + 1] === name[0] && rows[row + 2] === name[1] && rows[row + 3] === name[2] && rows[row + 4] === name[3]
  )
}

/** Events until their time has come: time, row and id in four words each, in the order of time. Most come in order and are put at the end. */
class Waiting {
  events = new Int32Array(1 << 16)
  first = 0
  end = 0

  add(time: number, row: number, id: number): void {
    if (this.end === this.events.length) this.#makeRoom()
    const { events, end } = this
    let place = end
    if (end > this.first && events[end - 4]! > time) {
      place = this.#placeOf(time)
      events.copyWithin(place + 4, place, end)
    }
    events[place] = time
    events[place + 1] = row
    events[place + 2] = id
    this.end = end + 4
  }

  /** The place of the first event with a greater time. */
  #placeOf(time: number): number {
    let low = this.first >> 2
    let high = this.end >> 2
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.events[middle << 2]! <= time) low = middle + 1
      else high = middle
    }
    return low << 2
  }

  #makeRoom(): void {
    const kept = this.events.subarray(this.first, this.end)
    const into = kept.length * 2 > this.events.length ? new Int32Array(this.events.length * 2) : this.events
    into.set(kept)
    this.events = into
    this.end = kept.length
    this.first = 0
  }
}

/** How many digits a whole number has that fits 31 bits. */
function digitsOf(value: number): number {
  let count = 1
  for (let rest = (value / 10) | 0; rest > 0; rest = (rest / 10) | 0) count++
  return count
}

/** These write and give the place behind what they wrote. */
function putText(into: Uint8Array, at: number, text: Uint8Array): number {
  for (let i = 0; i < text.length; i++) into[at + i] = text[i]!
  return at + text.length
}

function putDigits(into: Uint8Array, at: number, value: number, count: number): number {
  for (let p = at + count - 1; p >= at; p--) {
    const rest = (value / 10) | 0
    into[p] = 48 + value - Math.imul(rest, 10)
    value = rest
  }
  return at + count
}

const beforeAccount = Buffer.from('{"rule":"Burst","key":{"account":"')
const beforeAt = Buffer.from('"},"at":')
const beforeFirst = Buffer.from(',"data":{"first":')
const beforeLast = Buffer.from(',"last":')
const lineEnd = Buffer.from("}}\n")

/** The lines of the matches, as bytes. */
class Lines {
  readonly #file: number
  readonly #bytes = new Uint8Array(1 << 16)
  readonly #view = new DataView(this.#bytes.buffer)
  #end = 0

  constructor(path: string) {
    this.#file = openSync(path, "w")
  }

  match(rows: Int32Array, row: number, at: number, first: number, last: number): void {
    if (this.#end + 256 > this.#bytes.length) this.flush()
    const bytes = this.#bytes
    let p = putText(bytes, this.#end, beforeAccount)
    for (let i = 0; i < 4; i++) this.#view.setInt32(p + i * 4, rows[row + 1 + i]!, true)
    p = putText(bytes, p + (rows[row + 5]! & 0xff), beforeAt)
    // thirteen digits, in two parts that fit 32 bits each
    const high = Math.floor(at / 1e7) | 0
    p = putDigits(bytes, p, high, 6)
    p = putDigits(bytes, p, (at - high * 1e7) | 0, 7)
    p = putText(bytes, p, beforeFirst)
    p = putDigits(bytes, p, first, digitsOf(first))
    p = putText(bytes, p, beforeLast)
    p = putDigits(bytes, p, last, digitsOf(last))
    this.#end = putText(bytes, p, lineEnd)
  }

  flush(): void {
    for (let done = 0; done < this.#end; ) done += writeSync(this.#file, this.#bytes, done, this.#end - done)
    this.#end = 0
  }

  close(): void {
    this.flush()
    closeSync(this.#file)
  }
}

/**
 * Reads the file and writes the matches. `lateness`: in milliseconds; 0: each event is judged as it comes. Returns how many lines were written
 * in another way than the stream's and went the slow way.
 */
export function burstsByHand(input: string, output: string, lateness: number): number {
  const lines = new Lines(output)
  const reader = new Reader(lines, lateness)
  const buffer = Buffer.allocUnsafeSlow(2 * chunkBytes + slack)
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length)
  const file = openSync(input, "r")
  let kept = 0
  for (;;) {
    const end = kept + readSync(file, buffer, kept, chunkBytes, null)
    if (end === kept) break
    const complete = buffer.lastIndexOf(10, end - 1) + 1
    if (complete === 0 && end > chunkBytes) throw new Error(`a line of more than ${chunkBytes} bytes`)
    reader.read(buffer, view, complete)
    buffer.copyWithin(0, complete, end)
    kept = end - complete
  }
  if (kept > 0) {
    buffer[kept] = 10
    reader.read(buffer, view, kept + 1)
  }
  reader.end()
  lines.close()
  closeSync(file)
  return reader.slow
}

class Reader {
  slow = 0
  readonly #accounts = new Accounts()
  readonly #waiting = new Waiting()
  readonly #lines: Lines
  readonly #name = new Int32Array(4)
  /** Times are kept as milliseconds after this, in 32 bits: they reach for 24 days. */
  #start = 0
  #newest = 0

  readonly #lateness: number

  constructor(lines: Lines, lateness: number) {
    this.#lines = lines
    this.#lateness = lateness
  }

  /** Takes complete lines. */
  read(bytes: Buffer, view: DataView, end: number): void {
    for (let p = 0; p < end; ) {
      const next = this.#line(bytes, view, p)
      if (next > 0) p = next
      else {
        const stop = bytes.indexOf(10, p)
        if (stop > p) this.#otherLine(bytes.toString("utf8", p, stop))
        p = stop + 1
      }
    }
    this.#judge(this.#newest - this.#lateness - 1)
  }

  end(): void {
    this.#judge(0x7fffffff)
  }

  /** Reads one line as the stream has them and gives the place behind it; 0 where it is written in another way. */
  #line(bytes: Uint8Array, view: DataView, from: number): number {
    let p = from
    if (view.getInt32(p, true) !== id1 || view.getInt32(p + 2, true) !== id2) return 0
    let id = 0
    for (p += 6; bytes[p]! >= 48 && bytes[p]! <= 57; p++) id = id * 10 + bytes[p]! - 48
    if (view.getInt32(p, true) !== account1 || view.getInt32(p + 4, true) !== account2) return 0
    if (view.getInt32(p + 8, true) !== account3) return 0
    p += 12
    const nameAt = p
    const name = this.#name
    name[0] = name[1] = name[2] = name[3] = 0
    let hash = 0x2f0b4c47
    for (let i = 0; ; i++, p += 4) {
      let part = view.getInt32(p, true)
      const marked = marks(part, quotes)
      const bits = marked === 0 ? 32 : bitsBefore(marked)
      if (bits < 32) part &= (1 << bits) - 1
      if (marks(part, backslashes) !== 0) return 0
      if (bits > 0) {
        if (i === 4) return 0
        name[i] = part
        hash = Math.imul(hash ^ part, 0x9e3779b1)
      }
      if (bits === 32) continue
      p += bits >> 3
      break
    }
    hash ^= hash >>> 15
    const length = p - nameAt
    p = skipToTime(bytes, view, p)
    if (p < 0) return 0
    const high = fourDigits(view, p)
    const middle = fourDigits(view, p + 4)
    const low = fourDigits(view, p + 8)
    const unit = bytes[p + 12]! - 48
    if ((high | middle | low) < 0 || unit < 0 || unit > 9 || view.getUint16(p + 13, true) !== 0x0a7d) return 0
    this.#add(hash, length, high * 1e9 + middle * 1e5 + low * 10 + unit, id)
    return p + 15
  }

  /** Any other line. Accounts of more than 16 bytes have no row here: the streams have none. */
  #otherLine(text: string): void {
    const { id, account, at } = JSON.parse(text) as Transaction
    const length = Buffer.byteLength(account)
    if (length > 16) throw new Error(`the account ${account} is too long`)
    this.slow++
    const padded = Buffer.alloc(16)
    padded.write(account)
    let hash = 0x2f0b4c47
    for (let i = 0; i < 4; i++) {
      const part = padded.readInt32LE(i * 4)
      this.#name[i] = part
      if (i * 4 < length) hash = Math.imul(hash ^ part, 0x9e3779b1)
    }
    this.#add(hash ^ (hash >>> 15), length, at, id)
  }

  #add(hash: number, length: number, at: number, id: number): void {
    if (this.#start === 0) this.#start = at - this.#lateness
    const time = (at - this.#start) | 0
    if (time + this.#start !== at) throw new Error(`the time ${at} is not within 24 days of the first`)
    if (time < this.#newest - this.#lateness) return
    if (time > this.#newest) this.#newest = time
    const row = this.#accounts.find(hash, length, this.#name)
    if (this.#lateness === 0) this.#take(this.#accounts.rows, row, time, id)
    else this.#waiting.add(time, row, id)
  }

  /** Judges what waits up to a time. */
  #judge(upTo: number): void {
    const { events, end } = this.#waiting
    const { rows } = this.#accounts
    let p = this.#waiting.first
    for (; p < end && events[p]! <= upTo; p += 4) this.#take(rows, events[p + 1]!, events[p]!, events[p + 2]!)
    this.#waiting.first = p
  }

  /** The next event of an account. A full ring with its oldest event less than a minute old makes six: the match; the ring is emptied. */
  #take(rows: Int32Array, row: number, time: number, id: number): void {
    const state = rows[row + 5]!
    const count = (state >> 8) & 0xff
    const first = state >> 16
    if (count === 5 && time - rows[row + 6 + first]! < within) {
      this.#lines.match(rows, row, time + this.#start, rows[row + 11 + first]!, id)
      rows[row + 5] = state & 0xff
      return
    }
    const sum = first + count
    const place = sum < 5 ? sum : sum - 5
    rows[row + 6 + place] = time
    rows[row + 11 + place] = id
    if (count < 5) rows[row + 5] = state + 256
    else rows[row + 5] = (state & 0xffff) | ((first === 4 ? 0 : first + 1) << 16)
  }
}

if (isProgram(import.meta.url)) {
  const [input, output, lateness = "5000"] = process.argv.slice(2)
  if (input === undefined || output === undefined || !/^\d+$/.test(lateness)) {
    throw new Error("node bench/hand-w2.ts EVENTS OUTPUT [LATENESS_MS]")
  }
  burstsByHand(input, output, Number(lateness))
}
