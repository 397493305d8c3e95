import { Blake3 } from "./blake3.ts"
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

/** What an id begins with: of an output of a rule, for all its matches. */
export type IdBase = Int32Array

/** What stands behind the event's bytes, so that the message can be taken apart again in one way only. */
const kinds = { event: 0, deadline: 1, span: 2 } as const

/** Key values by kind: what follows the tag has a length of its own. */
const tags = { missing: 0, text: 1, number: 2, no: 3, yes: 4, json: 5 } as const

const roomBytes = 4096
/** The most bytes that are written without looking whether there is room. */
const stepBytes = 16

/**
 * Makes the ids of outputs: the first 128 bits, in hex, of a BLAKE3 keyed hash. The key is the hash of a JSON array: the rule's name (its
 * former one where it has one), the output's place in the rule, `match` or `timeout`. The message is what the result is about: the bytes of the
 * event that completed the match, as delivered, the key's values, the event's time, its ordinal among equal ones, and the match's place among
 * those that the same event completed; without an event the deadline, or the window's start and end.
 *
 * The hash is a cryptographic one because sinks drop what has an id that they have seen: who can choose the bytes of events must not be able
 * to make two alerts with the same id. Not the whole of it is needed for that: finding two takes about 2⁶⁴ tries.
 */
export class Ids implements ByteReceiver {
  private readonly hash = new Blake3()
  private readonly room = new Uint8Array(roomBytes)
  private readonly view = new DataView(this.room.buffer)
  private length = 0
  /** Bytes of the message that have left the room. */
  private gone = 0

  /** The base of an output's ids; `rule`: the name that stays. */
  baseOf(rule: string, place: number, timeout: boolean): IdBase {
    this.begin()
    this.text(JSON.stringify(["output", rule, place, timeout ? "timeout" : "match"]))
    return this.finish().slice()
  }

  /** The id of an output, 32 hexadecimal digits. */
  idOf(base: IdBase, { key, event, ordinal, time, until, index }: Occasion): string {
    this.begin(base)
    if (event !== null) event.giveBytes(this)
    else if (until !== undefined) this.float(until)
    const before = this.gone + this.length
    for (const value of key) this.keyValue(value)
    const keyBytes = this.gone + this.length - before
    this.float(time)
    this.integer(ordinal)
    this.integer(index)
    this.integer(keyBytes)
    this.room[this.length++] = event !== null ? kinds.event : until === undefined ? kinds.deadline : kinds.span
    const words = this.finish()
    return hexOf(words[0]!) + hexOf(words[1]!) + hexOf(words[2]!) + hexOf(words[3]!)
  }

  /** Takes bytes of the message. */
  bytes(bytes: Uint8Array, from: number, to: number): void {
    this.flush()
    this.gone += to - from
    this.hash.update(bytes, from, to)
  }

  /**
   * Takes a text as UTF-8: the bytes that the same text has in a line. Half a surrogate pair, which UTF-8 has no bytes for, gets three of its
   * own in the same manner, so that no two texts are the same bytes.
   */
  text(text: string): void {
    const { room } = this
    for (let i = 0; i < text.length; i++) {
      if (this.length > roomBytes - stepBytes) this.flush()
      const unit = text.charCodeAt(i)
      if (unit < 0x80) {
        room[this.length++] = unit
        continue
      }
      const point = text.codePointAt(i)!
      if (point > 0xffff) i++
      this.beyondAscii(point)
    }
  }

  private begin(base?: IdBase): void {
    this.length = 0
    this.gone = 0
    this.hash.begin(base)
  }

  private beyondAscii(point: number): void {
    const { room } = this
    if (point < 0x800) room[this.length++] = 0xc0 | (point >> 6)
    else {
      if (point < 0x10000) room[this.length++] = 0xe0 | (point >> 12)
      else {
        room[this.length++] = 0xf0 | (point >> 18)
        room[this.length++] = 0x80 | ((point >> 12) & 0x3f)
      }
      room[this.length++] = 0x80 | ((point >> 6) & 0x3f)
    }
    room[this.length++] = 0x80 | (point & 0x3f)
  }

  /** Equal for values that are the same key: minus zero is zero. */
  private keyValue(value: unknown): void {
    if (typeof value === "string") this.tagged(tags.text, value)
    else if (typeof value === "number") {
      this.tag(tags.number)
      this.float(value + 0)
    } else if (typeof value === "boolean") this.tag(value ? tags.yes : tags.no)
    else if (value === undefined || value === null) this.tag(tags.missing)
    else this.tagged(tags.json, JSON.stringify(value))
  }

  private tagged(tag: number, text: string): void {
    this.tag(tag)
    this.integer(text.length)
    this.text(text)
  }

  private tag(tag: number): void {
    if (this.length > roomBytes - stepBytes) this.flush()
    this.room[this.length++] = tag
  }

  private float(value: number): void {
    if (this.length > roomBytes - stepBytes) this.flush()
    this.view.setFloat64(this.length, value, true)
    this.length += 8
  }

  private integer(value: number): void {
    if (this.length > roomBytes - stepBytes) this.flush()
    this.view.setUint32(this.length, value, true)
    this.length += 4
  }

  private flush(): void {
    this.hash.update(this.room, 0, this.length)
    this.gone += this.length
    this.length = 0
  }

  private finish(): Int32Array {
    this.flush()
    this.hash.finish()
    return this.hash.chain
  }
}

/** The digits of a word's bytes, the least significant byte first. */
function hexOf(word: number): string {
  return String.fromCharCode(
    digit((word >>> 4) & 15),
    digit(word & 15),
    digit((word >>> 12) & 15),
    digit((word >>> 8) & 15),
    digit((word >>> 20) & 15),
    digit((word >>> 16) & 15),
    digit(word >>> 28),
    digit((word >>> 24) & 15),
  )
}

/** The character code of a hexadecimal digit: `0` to `9`, `a` to `f`. */
function digit(value: number): number {
  return value < 10 ? 0x30 + value : 0x57 + value
}
