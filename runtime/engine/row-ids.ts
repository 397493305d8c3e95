import type { GrowingBytes } from "../abi/bytes.ts"
import type { Alert } from "../abi/engine.ts"
import { appendBytes, appendText, writeHex } from "../library/growing-bytes.ts"
import { FourHashes } from "./four-hashes.ts"
import {
  copyBytes,
  mostAtOnce,
  writeBoolean,
  writeNumber,
  writeTextHead,
  writeTrailer,
  writeWords,
} from "./id-message.ts"
import { idDigits, idWords } from "./identity.ts"
import { ObjectBytes } from "./object-bytes.ts"
import type { ByteReceiver } from "./stored-event.ts"

const messages = 4
/** Alerts whose ids are not made yet. */
const mostWaiting = 64
/** So many ids of alerts become one text, of which each is a part: a text for each would be made of several. */
const idsAtOnce = 4
const decoder = new TextDecoder()

/** An alert that has all but its id. */
export type AlertToBe = { -readonly [Name in keyof Alert]: Alert[Name] }

/** What alerts of one event and key have in common: an id of another rule is hashed of the same message. */
interface Occasion {
  batch: number
  place: number
  space: number
  ordinal: number
}

/**
 * The ids of alerts about rows, the same as `Ids` makes, of four messages at a time: an alert is made without one, and `settle` makes those that wait.
 */
export class RowIds implements ByteReceiver {
  private readonly hashes: FourHashes
  private rooms: readonly GrowingBytes[]
  /** Messages that were begun. */
  private count = 0
  /** The last of them was not ended yet. */
  private isOpen = false
  private readonly last: Occasion = { batch: -1, place: 0, space: 0, ordinal: 0 }
  private source: Uint8Array | undefined = undefined
  private view: DataView = new DataView(new ArrayBuffer(0))
  /** Where in the message at hand the key begins. */
  private keyFrom = 0
  /** Of each: the number of its message, and the base of its output. */
  private alertCount = 0
  private readonly waiting: (AlertToBe | undefined)[] = new Array(mostWaiting).fill(undefined)
  private readonly messageOf = new Int32Array(mostWaiting)
  private readonly bases: Int32Array[] = []
  private readonly objects = new ObjectBytes()
  private readonly digits = new Uint8Array(idDigits * idsAtOnce)
  private readonly digitsView = new DataView(this.digits.buffer)
  /** The alerts whose digits stand there. */
  private readonly named: AlertToBe[] = []

  /** `key`: of all digests. */
  constructor(key: Int32Array) {
    this.hashes = new FourHashes(key, messages)
    this.rooms = this.hashes.rooms
  }

  /** Whether the message of such an alert is none for this. `bytes`: of the event and its key. */
  isLong(bytes: number): boolean {
    return bytes > mostAtOnce
  }

  /** Whether the message at hand is that of the same event and key. */
  isSame(batch: number, place: number, space: number, ordinal: number): boolean {
    const { last } = this
    if (last.place === place && last.batch === batch && last.space === space && last.ordinal === ordinal) return true
    last.batch = batch
    last.place = place
    last.space = space
    last.ordinal = ordinal
    return false
  }

  /** Begins a message with the bytes of an event; its key comes next, then `end`. */
  begin(bytes: Uint8Array, from: number, to: number): void {
    if (this.count === messages) this.settle()
    if (this.source !== bytes) {
      this.source = bytes
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    }
    const room = this.rooms[this.count++]!
    this.isOpen = true
    room.length = copyBytes(room.view, 0, this.view, from, to)
    this.keyFrom = room.length
  }

  /** The same of an event that came as a plain object. Throws where it is too long, and what its getters throw. */
  beginObject(object: object): void {
    this.beginEmpty()
    this.object(object)
    this.endEvent()
  }

  /** The same with what an event says of itself, between `beginEmpty` and `endEvent`. These throw where it is too long. */
  beginEmpty(): void {
    if (this.count === messages) this.settle()
    this.rooms[this.count++]!.length = 0
    this.isOpen = true
  }

  bytes(bytes: Uint8Array, from: number, to: number): void {
    appendBytes(this.rooms[this.count - 1]!, bytes, from, to)
  }

  text(text: string): void {
    appendText(this.rooms[this.count - 1]!, text)
  }

  object(object: object): void {
    this.objects.append(this.rooms[this.count - 1]!, object)
  }

  endEvent(): void {
    this.keyFrom = this.rooms[this.count - 1]!.length
  }

  /** Whether the message at hand is not too long so far. */
  get fits(): boolean {
    return this.rooms[this.count - 1]!.length <= mostAtOnce
  }

  /** There is no message for what `isSame` was asked about, and what was begun of it is taken back. */
  forgo(): void {
    if (this.isOpen) this.count--
    this.isOpen = false
    this.last.batch = -1
  }

  /** A part of the key: any text. Throws where it is too long. */
  keyText(text: string): void {
    const room = this.rooms[this.count - 1]!
    room.length = writeTextHead(room.view, room.length, text.length)
    appendText(room, text)
  }

  /** A part of the key: a text of ASCII in words. */
  keyWords(words: Int32Array, offset: number, length: number): void {
    const room = this.rooms[this.count - 1]!
    const { view } = room
    room.length = writeWords(view, writeTextHead(view, room.length, length), words, offset, length)
  }

  /** A part of the key: a number. Minus zero is zero. */
  number(value: number): void {
    const room = this.rooms[this.count - 1]!
    room.length = writeNumber(room.view, room.length, value)
  }

  /** Likewise. */
  boolean(value: boolean): void {
    const room = this.rooms[this.count - 1]!
    room.length = writeBoolean(room.view, room.length, value)
  }

  /** Ends the message. */
  end(time: number, ordinal: number): void {
    this.isOpen = false
    const room = this.rooms[this.count - 1]!
    room.length = writeTrailer(room.view, room.length, this.keyFrom, time, ordinal)
  }

  /** An alert whose id is that of the message at hand; `base` is that of its output. */
  alert(alert: AlertToBe, base: Int32Array): void {
    const place = this.alertCount++
    this.waiting[place] = alert
    this.messageOf[place] = this.count - 1
    this.bases[place] = base
    if (this.alertCount === mostWaiting) this.settle()
  }

  /** Makes the ids of the alerts that wait for theirs. */
  settle(): void {
    const { alertCount, hashes, waiting, named } = this
    if (this.count === 0) return
    if (alertCount > 0) hashes.hash(this.count)
    for (let place = 0; place < alertCount; place++) {
      const alert = waiting[place]!
      // What was handed out is not held on to.
      waiting[place] = undefined
      this.writeId(named.length * idDigits, place)
      if (named.push(alert) === idsAtOnce) this.setIds()
    }
    if (named.length > 0) this.setIds()
    this.forget()
  }

  private writeId(at: number, place: number): void {
    const { hashes, digitsView } = this
    const base = this.bases[place]!
    const message = this.messageOf[place]!
    for (let word = 0; word < idWords; word++)
      writeHex(digitsView, at + 8 * word, hashes.wordOf(message, word) ^ base[word]!)
  }

  private setIds(): void {
    const { named } = this
    const ids = decoder.decode(this.digits)
    for (let i = 0; i < named.length; i++) named[i]!.id = ids.slice(idDigits * i, idDigits * (i + 1))
    named.length = 0
  }

  private forget(): void {
    this.alertCount = 0
    this.count = 0
    this.last.batch = -1
    this.hashes.advance()
    this.rooms = this.hashes.rooms
  }
}
