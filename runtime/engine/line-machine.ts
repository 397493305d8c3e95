import type { GrowingBytes } from "../abi/bytes.ts"
import type { LineTarget } from "../abi/engine.ts"
import { instantiate, pageBytes, type WasmMemory } from "../wasm/host.ts"
import { chunkBytes } from "./blake3-code.ts"
import {
  copyBytes,
  mostAtOnce,
  writeBoolean,
  writeNumber,
  writeTextHead,
  writeTrailer,
  writeWords,
} from "./id-message.ts"
import {
  isNumber,
  lineCode,
  type lineKinds,
  linePlaces,
  lineSlack,
  linesAtOnce,
  messagesAtOnce,
  pieceBytes,
  recordHead,
} from "./line-code.ts"

/** Of one line. */
const mostOfTexts = 4096
const mostOfLine = 8192
const mostParts = 64
const minuteBytes = 16

/** The lines of a rule's output: fixed texts, and what stands behind each of them. The last piece is the id. */
export interface LineLayout {
  readonly pieces: readonly LinePart[]
  /** What is the output's own in all its ids. */
  readonly idBase: Int32Array
}

export interface LinePart {
  readonly text: Uint8Array
  readonly kind: (typeof lineKinds)[keyof typeof lineKinds]
}

/** Bytes in the memory of the machine, which end before a place. */
class TextRoom implements GrowingBytes {
  readonly bytes: Uint8Array
  readonly view: DataView
  length = 0
  private readonly end: number

  constructor(memory: ArrayBuffer, end: number) {
    this.bytes = new Uint8Array(memory)
    this.view = new DataView(memory)
    this.end = end
  }

  /** Throws where there is no more room. */
  reserve(more: number): void {
    if (this.length + more > this.end) throw new RangeError("there is no more room for texts")
  }
}

/**
 * Lines of alerts about rows, and the messages that their ids are the hashes of. It is told the bytes of the event that completed a match, the key and what the line shows;
 * sixteen messages and their lines are made at once, in the memory of WebAssembly.
 */
export class LineMachine {
  /** Values that are written as bytes. */
  readonly texts: TextRoom
  /** By part of the key of the last message, where it is a text: where that stands. */
  readonly partPlaces = new Int32Array(mostParts)
  private readonly view: DataView
  private readonly words: Int32Array
  private readonly bytes: Uint8Array
  private readonly run: (messages: number, end: number) => number
  /** By layout: where its pieces stand. */
  private readonly layouts: Int32Array
  private messages = 0
  private lines = 0
  /** Where the next record begins. */
  private record: number = linePlaces.records
  /** Bytes of the lines that are not written yet, at most. */
  private pending = 0
  private readonly targets: (LineTarget | undefined)[] = new Array(linesAtOnce).fill(undefined)
  /** What the last message is about: an id of another rule is hashed of the same one. */
  private readonly last = { batch: -1, place: 0, space: 0, ordinal: 0 }
  /** Of the message at hand: where it goes on, and where its key begins. */
  private at = 0
  private keyFrom = 0
  private source: Uint8Array | undefined = undefined
  private sourceView: DataView
  /** The minute whose text was written last, since lines were, and where. */
  private minute = Number.NaN
  private minutePlace = 0

  /** `key`: of all hashes, eight words. Throws where the host has no WebAssembly, no vectors, or no memory, or does not allow it. */
  constructor(key: Int32Array, layouts: readonly LineLayout[]) {
    const { memory, write } = instantiate(lineCode())
    const bytes = layouts.reduce((sum, layout) => sum + bytesOf(layout), linePlaces.end + 2 * lineSlack)
    const own = memory as WasmMemory
    const pages = Math.ceil((bytes - own.buffer.byteLength) / pageBytes)
    if (pages > 0) own.grow(pages)
    this.run = write as (messages: number, end: number) => number
    this.view = new DataView(own.buffer)
    this.words = new Int32Array(own.buffer)
    this.bytes = new Uint8Array(own.buffer)
    // Who writes a value asks for more than it takes.
    this.texts = new TextRoom(own.buffer, linePlaces.lines + 2 * lineSlack)
    this.sourceView = this.view
    for (let word = 0; word < 8; word++) {
      for (let lane = 0; lane < 4; lane++) this.words[(linePlaces.key >> 2) + 4 * word + lane] = key[word]!
    }
    this.layouts = this.place(layouts)
    this.forget()
  }

  /** Whether lines of a layout can be written, which have so many bytes at most beside their texts, of a key of so many parts. */
  static takes({ pieces }: LineLayout, bytes: number, parts: number): boolean {
    return bytes <= mostOfLine && parts <= mostParts && recordHead + 8 * pieces.length < mostOfLine
  }

  /** Makes room for a line of so many bytes at most, `texts` of them those of values. False: it has none. Throws where `target` has none. */
  reserve(target: LineTarget, bytes: number, texts: number, values: number): boolean {
    if (bytes > mostOfLine || texts > mostOfTexts) return false
    const { lines } = linePlaces
    const isFull =
      this.lines === linesAtOnce ||
      this.record + recordHead + 8 * values > linePlaces.texts ||
      this.texts.length + texts + minuteBytes > lines ||
      this.pending + bytes > linePlaces.end - lines
    if (isFull) this.settle()
    target.bytes.reserve(this.pending + bytes + lineSlack)
    return true
  }

  /** Whether the message of such a line is none for this. `bytes`: of the event and its key. */
  isLong(bytes: number): boolean {
    return bytes > mostAtOnce
  }

  /** Whether the last message is that of the same event and key. */
  isSame(batch: number, place: number, space: number, ordinal: number): boolean {
    const { last } = this
    return last.batch === batch && last.place === place && last.space === space && last.ordinal === ordinal
  }

  /** Begins a message with the bytes of an event, at least eight; its key comes next, then `end`. */
  begin(bytes: Uint8Array, from: number, to: number): void {
    if (this.messages === messagesAtOnce) this.settle()
    this.look(bytes)
    this.last.batch = -1
    const into = linePlaces.messages + chunkBytes * this.messages
    this.at = copyBytes(this.view, into, this.sourceView, from, to)
    this.keyFrom = this.at
  }

  /** A part of the key: a text of ASCII in words. */
  keyText(part: number, words: Int32Array, offset: number, length: number): void {
    const at = writeTextHead(this.view, this.at, length)
    this.partPlaces[part] = at
    this.at = writeWords(this.view, at, words, offset, length)
  }

  /** A part of the key: a number. Minus zero is zero. */
  keyNumber(value: number): void {
    this.at = writeNumber(this.view, this.at, value)
  }

  /** Likewise. */
  keyBoolean(value: boolean): void {
    this.at = writeBoolean(this.view, this.at, value)
  }

  /** Ends the message, which is about this. */
  end(batch: number, place: number, space: number, ordinal: number, time: number): void {
    const { last } = this
    const end = writeTrailer(this.view, this.at, this.keyFrom, time, ordinal)
    const message = this.messages++
    this.words[(linePlaces.lengths >> 2) + message] = end - linePlaces.messages - chunkBytes * message
    last.batch = batch
    last.place = place
    last.space = space
    last.ordinal = ordinal
  }

  /** A text of ASCII in words, for a value; where it stands. */
  text(words: Int32Array, offset: number, length: number): number {
    const at = this.texts.length
    this.texts.length = writeWords(this.view, at, words, offset, length)
    return at
  }

  /** A text of UTF-8 among the bytes of the last message's event, for a value; where it stands. */
  bytesOfText(bytes: Uint8Array, from: number, to: number): number {
    this.look(bytes)
    const at = this.texts.length
    if (to - from >= 8) copyBytes(this.view, at, this.sourceView, from, to)
    else for (let i = 0; i < to - from; i++) this.view.setUint8(at + i, bytes[from + i]!)
    this.texts.length = at + to - from
    return at
  }

  /** Begins a line about the last message; its values come next, in their order, then `line`. */
  beginLine(layout: number): void {
    const word = this.record >> 2
    this.words[word] = this.layouts[layout]!
    this.words[word + 1] = this.messages - 1
    this.record += recordHead
  }

  /** A value whose bytes stand at a place of the memory. */
  value(place: number, length: number): void {
    const word = this.record >> 2
    this.words[word] = place
    this.words[word + 1] = length
    this.record += 8
  }

  /** A value: a whole number from 0 to below 10⁹. */
  number(value: number): void {
    this.value(value, isNumber)
  }

  /** Whether the text of a minute is known, for `time`. */
  knows(minute: number): boolean {
    return this.minute === minute
  }

  /** The text of the minute that times are in from now on: 16 bytes as two doubles. */
  setMinute(minute: number, text: Float64Array): void {
    const { texts } = this
    texts.view.setFloat64(texts.length, text[0]!, true)
    texts.view.setFloat64(texts.length + 8, text[1]!, true)
    this.minute = minute
    this.minutePlace = texts.length
    texts.length += minuteBytes
  }

  /** The time, so many milliseconds after the minute. */
  time(milliseconds: number): void {
    this.value(this.minutePlace, milliseconds)
  }

  /** Ends a line of so many bytes at most, which goes to `target`. */
  line(target: LineTarget, bytes: number): void {
    this.targets[this.lines++] = target
    this.pending += bytes
  }

  /** Writes the lines that were told. */
  settle(): void {
    if (this.messages === 0) return
    if (this.lines > 0) {
      this.run(this.messages, this.record)
      let from: number = linePlaces.lines
      for (let line = 0; line < this.lines; ) {
        const next = this.behindTarget(line)
        const end = this.words[(linePlaces.ends >> 2) + next - 1]!
        this.handOut(line, next, from, end)
        line = next
        from = end
      }
    }
    this.forget()
  }

  private look(bytes: Uint8Array): void {
    if (this.source === bytes) return
    this.source = bytes
    this.sourceView = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** The first line behind one that does not go to the same target. */
  private behindTarget(line: number): number {
    const { targets, lines } = this
    const target = targets[line]
    let next = line + 1
    while (next < lines && targets[next] === target) next++
    return next
  }

  /** Gives lines of one target, which stand in some of the bytes, to that. */
  private handOut(first: number, behind: number, from: number, end: number): void {
    const target = this.targets[first]!
    const to = target.bytes
    to.bytes.set(this.bytes.subarray(from, end), to.length)
    to.length += end - from
    for (let line = first; line < behind; line++) {
      // What was handed out is not held on to.
      this.targets[line] = undefined
      target.added()
    }
  }

  private forget(): void {
    const first = linePlaces.lengths >> 2
    this.words.fill(0, first, first + messagesAtOnce)
    this.messages = 0
    this.lines = 0
    this.record = linePlaces.records
    this.pending = 0
    this.last.batch = -1
    this.texts.length = linePlaces.texts
    this.minute = Number.NaN
  }

  /** Writes the layouts behind everything else; where the pieces of each stand. */
  private place(layouts: readonly LineLayout[]): Int32Array {
    const { view, bytes } = this
    let at = linePlaces.end + lineSlack
    return Int32Array.from(layouts, ({ pieces, idBase }) => {
      const first = at
      const base = first + pieceBytes * pieces.length
      at = base + 4 * idBase.length
      for (const [i, word] of idBase.entries()) view.setInt32(base + 4 * i, word, true)
      for (const [number, { text, kind }] of pieces.entries()) {
        const piece = first + pieceBytes * number
        view.setInt32(piece, at, true)
        view.setInt32(piece + 4, text.length, true)
        view.setInt32(piece + 8, kind, true)
        bytes.set(text, at)
        at += text.length
      }
      return first
    })
  }
}

function bytesOf({ pieces, idBase }: LineLayout): number {
  return pieces.reduce((sum, { text }) => sum + pieceBytes + text.length, 4 * idBase.length)
}
