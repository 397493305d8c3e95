import { Buffer, isAscii, isUtf8 } from "node:buffer"

/** One line of a stream of bytes. */
export interface Line {
  /** Without the line break; for a line with a problem: what can be shown of it. */
  readonly text: string
  /** From 1. */
  readonly line: number
  /** Offset of its first byte in the (decompressed) stream, from 0. */
  readonly byte: number
  readonly problem: LineProblem | undefined
}

/** Whole lines that were not cut: valid UTF-8, and none is too long. */
export interface LineBlock {
  readonly bytes: Buffer
  /** Where the first line begins, and where the last one's line feed stands. */
  readonly from: number
  readonly to: number
  readonly ascii: boolean
  /** The number of the first line, and where it begins in the stream. */
  readonly line: number
  readonly byte: number
  /** How many lines it has: set by who went through them, else they are counted. */
  lines: number | undefined
}

export interface LineProblem {
  readonly code: "invalid-utf8" | "line-too-long"
  readonly reason: string
  /** The line as delivered, where it is no text. */
  readonly bytes?: Uint8Array
}

const lineFeed = 10
const carriageReturn = 13
const byteOrderMark = 0xfeff
/** How much of a line that is too long is kept to be shown. */
const shownBytes = 1024
const noBytes = Buffer.alloc(0)

/**
 * Cuts a stream of bytes into lines. `\n` and `\r\n` end a line, the last one needs no end; a byte order mark at the
 * start is left out. A line longer than the limit is counted, not held. Each line is a text of its own, so that keeping one keeps
 * no more than itself.
 */
export class LineSplitter {
  readonly #maxBytes: number
  readonly #shownBytes: number
  #line: number
  /** Offset of the first byte that is not yet part of a finished line. */
  #byte: number
  /** Pieces of the unfinished line. */
  #held: Buffer[] = []
  #heldBytes = 0
  /** The unfinished line is too long: its bytes are only counted. */
  #tooLong = false
  /** Whose lines are not counted yet. */
  #block: LineBlock | undefined

  /** `line` and `byte`: where the first line stands, for a stream that begins in the middle of a file. */
  constructor(maxBytes: number, line = 1, byte = 0) {
    this.#maxBytes = maxBytes
    this.#shownBytes = Math.min(shownBytes, maxBytes)
    this.#line = line
    this.#byte = byte
  }

  /** The number of the next line, and where it begins. */
  get next(): { readonly line: number; readonly byte: number } {
    this.#countBlock()
    return { line: this.#line, byte: this.#byte }
  }

  /** How many bytes of an unfinished line are held; 0 also where it is too long, so that not all are. */
  get held(): number {
    return this.#tooLong ? 0 : this.#heldBytes
  }

  /** Hands the bytes that are held back, at the beginning of `into`: they must come again, before those that follow them. */
  handBack(into: Buffer): void {
    let at = 0
    for (const piece of this.#held) at += piece.copy(into, at)
    this.#held = []
    this.#heldBytes = 0
  }

  /** Adds the lines that end in these bytes to `lines`. The bytes may be reused afterwards. */
  split(chunk: Buffer, lines: Line[]): void {
    this.#countBlock()
    let from = 0
    let end = chunk.indexOf(lineFeed)
    if (end >= 0 && this.#heldBytes > 0) {
      this.#finishHeld(chunk, end, lines)
      from = end + 1
      end = chunk.indexOf(lineFeed, from)
    }
    if (end >= 0) {
      const last = chunk.lastIndexOf(lineFeed)
      const encoding = encodingOf(chunk.subarray(from, last))
      for (; end >= 0; end = chunk.indexOf(lineFeed, from)) {
        this.#add(chunk, from, end, 1, encoding, lines)
        from = end + 1
      }
    }
    if (from < chunk.length) this.#hold(chunk.subarray(from))
  }

  /**
   * As `split`, but all lines that begin and end in these bytes are handed out in one block; undefined where they must be cut one by one,
   * and then they are in `lines`. `owned`: the bytes begin there, and it may be kept; else the block has a copy of them.
   */
  splitBlock(chunk: Buffer, lines: Line[], owned?: Buffer): LineBlock | undefined {
    this.#countBlock()
    const last = chunk.lastIndexOf(lineFeed)
    const from = this.#heldBytes > 0 ? chunk.indexOf(lineFeed) + 1 : 0
    const encoding = from > last || chunk.length > this.#maxBytes ? undefined : encodingOf(chunk.subarray(from, last))
    if (encoding === undefined || (this.#byte === 0 && this.#heldBytes === 0 && chunk[0] === 0xef)) {
      this.split(chunk, lines)
      return undefined
    }
    if (from > 0) this.#finishHeld(chunk, from - 1, lines)
    const bytes = owned ?? Buffer.from(chunk.subarray(from, last + 1))
    const first = owned === undefined ? 0 : from
    const ascii = encoding === "latin1"
    const to = first + last - from
    this.#block = { bytes, from: first, to, ascii, line: this.#line, byte: this.#byte, lines: undefined }
    this.#byte += last + 1 - from
    if (last + 1 < chunk.length) this.#hold(chunk.subarray(last + 1))
    return this.#block
  }

  /** Adds the last line, if it has no end. */
  finish(lines: Line[]): void {
    this.#countBlock()
    if (this.#heldBytes === 0) return
    this.#finishHeld(noBytes, 0, lines, 0)
  }

  /** The lines of the block handed out last are counted when the next number is needed. */
  #countBlock(): void {
    const block = this.#block
    if (block === undefined) return
    this.#block = undefined
    this.#line += block.lines ?? countLines(block.bytes.subarray(block.from, block.to + 1))
  }

  #hold(piece: Buffer): void {
    this.#heldBytes += piece.length
    if (this.#tooLong) return
    this.#held.push(Buffer.from(piece))
    // One more: a carriage return is no part of the line.
    if (this.#heldBytes <= this.#maxBytes + 1) return
    this.#tooLong = true
    this.#held = [Buffer.from(Buffer.concat(this.#held).subarray(0, this.#shownBytes))]
  }

  #finishHeld(chunk: Buffer, end: number, lines: Line[], breakBytes = 1): void {
    const length = this.#heldBytes + end
    if (this.#tooLong || length > this.#maxBytes + 1) {
      const start = Buffer.concat([...this.#held, chunk.subarray(0, end)]).subarray(0, this.#shownBytes)
      this.#addTooLong(start, length, breakBytes, lines)
    } else {
      const whole = Buffer.concat([...this.#held, chunk.subarray(0, end)], length)
      this.#add(whole, 0, length, breakBytes, encodingOf(whole), lines)
    }
    this.#held = []
    this.#heldBytes = 0
    this.#tooLong = false
  }

  #add(
    bytes: Buffer,
    from: number,
    end: number,
    breakBytes: number,
    encoding: "latin1" | "utf8" | undefined,
    lines: Line[],
  ): void {
    const to = end > from && bytes[end - 1] === carriageReturn ? end - 1 : end
    if (to - from > this.#maxBytes) {
      this.#addTooLong(bytes.subarray(from, from + this.#shownBytes), end - from, breakBytes, lines)
      return
    }
    let text: string
    let problem: LineProblem | undefined
    if (encoding !== undefined) text = bytes.toString(encoding, from, to)
    else {
      const own = bytes.subarray(from, to)
      text = own.toString("utf8")
      if (!isUtf8(own)) problem = invalidUtf8(own)
    }
    if (this.#byte === 0 && text.charCodeAt(0) === byteOrderMark) text = text.slice(1)
    lines.push({ text, line: this.#line, byte: this.#byte, problem })
    this.#advance(end - from + breakBytes)
  }

  #addTooLong(start: Buffer, length: number, breakBytes: number, lines: Line[]): void {
    const reason = `the line has ${length} bytes, more than ${this.#maxBytes}; its first ${start.length} are shown`
    const problem: LineProblem = isUtf8(start)
      ? { code: "line-too-long", reason }
      : { code: "line-too-long", reason, bytes: Buffer.from(start) }
    lines.push({ text: start.toString("utf8"), line: this.#line, byte: this.#byte, problem })
    this.#advance(length + breakBytes)
  }

  #advance(bytes: number): void {
    this.#line++
    this.#byte += bytes
  }
}

function countLines(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) count++
  return count
}

function invalidUtf8(bytes: Buffer): LineProblem {
  const at = firstInvalid(bytes)
  const hex = bytes[at]!.toString(16).padStart(2, "0")
  return {
    code: "invalid-utf8",
    reason: `the line is not UTF-8: byte ${at + 1} of it (0x${hex}) fits nowhere`,
    bytes: Buffer.from(bytes),
  }
}

/** Where the first byte stands that is no part of a UTF-8 character. */
function firstInvalid(bytes: Buffer): number {
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at]!
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
    if (at + length > bytes.length || !isUtf8(bytes.subarray(at, at + length))) return at
    at += length
  }
  return 0
}

/** How all of these bytes can be read; nothing where some are no UTF-8. */
function encodingOf(bytes: Buffer): "latin1" | "utf8" | undefined {
  return isAscii(bytes) ? "latin1" : isUtf8(bytes) ? "utf8" : undefined
}
