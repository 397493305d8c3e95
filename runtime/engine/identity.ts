import type { GrowingBytes } from "../abi/bytes.ts"
import { appendByte, appendHex, appendText, ByteBuffer } from "../library/growing-bytes.ts"
import { Blake3 } from "./blake3.ts"
import { tags, trailerBytes } from "./id-message.ts"
import { ObjectBytes } from "./object-bytes.ts"
import type { ByteReceiver, StoredEvent } from "./stored-event.ts"

/** What an output belongs to, beside its place in the rule. */
export interface Occasion {
  readonly key: readonly unknown[]
  /** The event that completed the match; null: a deadline did, or a window ended. */
  readonly event: StoredEvent | null
  /** Its place among equal events of the key and the same time. */
  readonly ordinal: number
  /** The event's time, the deadline, or the window's start. */
  readonly time: number
  /** The window's end; where a deadline was put into the past, when it was told. */
  readonly until: number | undefined
  /** The place among the matches (or timeouts) that the same event or deadline completed. */
  readonly index: number
}

/** What is an output's own in the ids of all its matches: four words. */
export type IdBase = Int32Array

/** What stands behind the event's bytes, so that the message can be taken apart again in one way only. */
const kinds = { event: 0, deadline: 1, span: 2 } as const

/** An id is 128 bits. */
export const idWords = 4
export const idDigits = 32
/** Digests that are kept of one event: rules with other keys, or several matches. */
const mostKept = 8

/**
 * Makes the ids of outputs: 128 bits in hex, the exclusive or of two hashes (of each the first 128 bits). One is the output's: the BLAKE3 hash of a
 * JSON array of the rule's name (its former one where it has one), the output's place in the rule, `match` or `timeout`. The other one, the
 * digest, is a keyed BLAKE3 hash of what the result is about: the bytes of the event that completed the match, as delivered, the key's values,
 * the event's time, its ordinal among equal ones, and the match's place among those that the same event completed; without an event the
 * deadline, or the window's start and end. So an event that many rules match on is hashed once.
 *
 * The hash is a cryptographic one because sinks drop what has an id that they have seen: who can choose the bytes of events must not be able
 * to make two alerts with the same id. Those of one output are the same only where two digests are; those of two outputs where the digests
 * differ by exactly what the outputs' hashes do. Either way it takes about 2⁶⁴ pairs of an output and a digest to find one. That one hash is made
 * for all outputs saves whoever tries no more than the hashing: the digests to compare are as many, divided by the number of outputs.
 */
export class Ids implements ByteReceiver {
  private readonly hash = new Blake3()
  /** What the message ends with: behind the whole blocks of an event's bytes all of it. */
  private readonly room = new ByteBuffer()
  private readonly objects = new ObjectBytes()
  /** The bytes that events were last read from: mostly several stand in the same ones. */
  private source: Uint8Array | undefined = undefined
  private view: DataView = this.room.view
  /** Of all digests: no hash of an output is one. */
  readonly digestKey: Int32Array
  /** The event whose digests are kept, and for what: results of one event mostly follow each other. */
  private event: StoredEvent | null = null
  private readonly kept = Array.from({ length: mostKept }, () => new KeptOccasion())
  private keptCount = 0
  private readonly words = new Int32Array(idWords * mostKept)
  /** Where in `words` the digest at hand stands. */
  private at = 0

  constructor() {
    this.begin()
    appendText(this.room, JSON.stringify(["digest"]))
    this.digestKey = this.finish().slice()
  }

  /** The base of an output's ids; `rule`: the name that stays. */
  baseOf(rule: string, place: number, timeout: boolean): IdBase {
    this.begin()
    appendText(this.room, JSON.stringify(["output", rule, place, timeout ? "timeout" : "match"]))
    return this.finish().slice(0, idWords)
  }

  /** The id of an output, 32 hexadecimal digits. */
  idOf(base: IdBase, occasion: Occasion): string {
    this.digest(occasion)
    const { room } = this
    room.clear()
    this.appendDigits(room, base, 0)
    let digits = ""
    for (let i = 0; i < room.length; i += 8) digits += eight(room.bytes, i)
    return digits
  }

  /** Appends the id of an output, whose base stands in `bases` from `from` on. */
  append(to: GrowingBytes, bases: Int32Array, from: number, occasion: Occasion): void {
    this.digest(occasion)
    this.appendDigits(to, bases, from)
  }

  /** Copies the digest of the id that was made last. */
  copyDigest(to: Int32Array): void {
    for (let i = 0; i < idWords; i++) to[i] = this.words[this.at + i]!
  }

  /** Takes bytes that the message begins with. */
  bytes(bytes: Uint8Array, from: number, to: number): void {
    if (this.source !== bytes) {
      this.source = bytes
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    }
    const { room, view } = this
    let at = this.hash.takeBlocks(view, from, to)
    room.reserve(to - at)
    let { length } = room
    for (; at + 4 <= to; at += 4, length += 4) room.view.setInt32(length, view.getInt32(at, true), true)
    for (; at < to; at++) room.bytes[length++] = bytes[at]!
    room.length = length
  }

  /** Takes a text of the message as the bytes that it has in a line. */
  text(text: string): void {
    appendText(this.room, text)
  }

  /** Takes an object of the message as the bytes that it has in a line. */
  object(object: object): void {
    this.objects.append(this.room, object)
  }

  private appendDigits(to: GrowingBytes, bases: Int32Array, from: number): void {
    const { words, at } = this
    to.reserve(idDigits)
    for (let i = 0; i < idWords; i++) appendHex(to, words[at + i]! ^ bases[from + i]!)
  }

  /** Makes the digest of an occasion the one at hand. */
  private digest(occasion: Occasion): void {
    const { event } = occasion
    const { kept, words } = this
    if (event === null || event !== this.event) {
      this.keptCount = 0
      this.event = event
    }
    for (let i = 0; i < this.keptCount; i++) {
      if (!kept[i]!.isSame(occasion)) continue
      this.at = idWords * i
      return
    }
    const { chain } = this.hashOf(occasion)
    const slot = Math.min(this.keptCount, mostKept - 1)
    this.at = idWords * slot
    for (let i = 0; i < idWords; i++) words[this.at + i] = chain[i]!
    if (event === null) return
    kept[slot]!.take(occasion)
    this.keptCount = slot + 1
  }

  private hashOf({ key, event, ordinal, time, until, index }: Occasion): Blake3 {
    const { room, hash } = this
    this.begin(this.digestKey)
    if (event !== null) event.giveBytes(this)
    else if (until !== undefined) this.float(until)
    const before = room.length
    for (let i = 0; i < key.length; i++) this.keyValue(key[i])
    const keyBytes = room.length - before
    room.reserve(trailerBytes)
    const { view, length } = room
    view.setFloat64(length, time, true)
    view.setInt32(length + 8, ordinal, true)
    view.setInt32(length + 12, index, true)
    view.setInt32(length + 16, keyBytes, true)
    view.setUint8(length + 20, event !== null ? kinds.event : until === undefined ? kinds.deadline : kinds.span)
    room.length = length + trailerBytes
    this.finish()
    return hash
  }

  /** The same for values that are the same key: minus zero is zero. */
  private keyValue(value: unknown): void {
    if (typeof value === "string") this.tagged(tags.text, value)
    else if (typeof value === "number") {
      appendByte(this.room, tags.number)
      this.float(value + 0)
    } else if (typeof value === "boolean") appendByte(this.room, value ? tags.yes : tags.no)
    else if (value === undefined || value === null) appendByte(this.room, tags.missing)
    else this.tagged(tags.json, JSON.stringify(value))
  }

  private tagged(tag: number, text: string): void {
    const { room } = this
    room.reserve(5)
    room.view.setUint8(room.length, tag)
    room.view.setUint32(room.length + 1, text.length, true)
    room.length += 5
    appendText(room, text)
  }

  private float(value: number): void {
    const { room } = this
    room.reserve(8)
    room.view.setFloat64(room.length, value, true)
    room.length += 8
  }

  private begin(base?: IdBase): void {
    this.room.clear()
    this.hash.begin(base)
  }

  private finish(): Int32Array {
    this.hash.finish(this.room)
    return this.hash.chain
  }
}

/** What of an occasion decides the digest, beside the event. */
class KeptOccasion {
  private key: readonly unknown[] = []
  private ordinal = 0
  private time = 0
  private index = 0

  take({ key, ordinal, time, index }: Occasion): void {
    this.key = key
    this.ordinal = ordinal
    this.time = time
    this.index = index
  }

  /** Whether another occasion of the event has the same digest: for certain, where it says so. */
  isSame({ key, ordinal, time, index }: Occasion): boolean {
    if (ordinal !== this.ordinal || index !== this.index || time !== this.time) return false
    const own = this.key
    if (key === own) return true
    if (key.length !== own.length) return false
    for (let i = 0; i < key.length; i++) if (key[i] !== own[i]) return false
    return true
  }
}

/** Eight characters at once: a call for each would take longer than the hash. */
function eight(codes: Uint8Array, at: number): string {
  return String.fromCharCode(
    codes[at]!,
    codes[at + 1]!,
    codes[at + 2]!,
    codes[at + 3]!,
    codes[at + 4]!,
    codes[at + 5]!,
    codes[at + 6]!,
    codes[at + 7]!,
  )
}
