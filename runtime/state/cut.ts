import type { StateCut } from "../abi/state-cut.ts"
import { ByteWriter } from "./bytes.ts"

/** The first bytes of every piece: a mark, and the version of the format. */
export const pieceMark = 0xce
export const pieceVersion = 1

/** What stands in a group of a piece. */
export const groups = {
  /** A cut begins: whether it is full, then by number the operators' names and fingerprints. */
  begin: 1,
  /** Rows of a table: each a part of the row's number and its cells. */
  rows: 2,
  /** How many rows a table has, and which are free. */
  table: 3,
  /** What is kept by key: each a part of the key's values and what is held, as parts, and the events in it; the values alone: it holds nothing any more. */
  keys: 4,
  /** Entries of a log, in their order. */
  log: 5,
  /** The cut is whole. */
  end: 6,
} as const

/** Bytes of a piece: a few more where what belongs together is larger. More would hold up what comes next for longer. */
const pieceSize = 64 * 1024
/** Looking at so many things that did not change takes as long as writing a byte. */
const looksPerByte = 32

/** The piece that is written. */
export class CutWriter {
  readonly bytes = new ByteWriter()
  /** The group at hand: its name as one number, and where its length stands. */
  private group_ = -1
  private lengthAt = 0
  private looks = 0

  constructor() {
    this.clear()
  }

  /** Bytes for a group of a part of an operator's state: the group at hand, or a new one. */
  group(kind: number, operator: number, part: number): ByteWriter {
    const { bytes } = this
    const name = (operator * 256 + part) * 8 + kind
    if (name === this.group_) return bytes
    this.close()
    this.group_ = name
    bytes.byte(kind)
    bytes.count(operator)
    bytes.count(part)
    this.lengthAt = bytes.size
    bytes.word(0)
    return bytes
  }

  /** Whether so much was done for the piece that the engine should go on. */
  get isEnough(): boolean {
    return this.bytes.size + this.looks / looksPerByte >= pieceSize
  }

  /** So many things were looked at that did not change. */
  looked(things: number): void {
    this.looks += things
  }

  take(): Uint8Array {
    this.close()
    const taken = this.bytes.taken()
    this.clear()
    return taken
  }

  private close(): void {
    if (this.group_ >= 0) this.bytes.setWord(this.lengthAt, this.bytes.size - this.lengthAt - 4)
    this.group_ = -1
  }

  private clear(): void {
    this.looks = 0
    this.bytes.clear()
    this.bytes.byte(pieceMark)
    this.bytes.byte(pieceVersion)
  }
}

/** A part of the state on its way into a cut. */
export interface CutPart {
  /** The moment of the cut. */
  begin(full: boolean, out: CutWriter): void
  /** Writes of what is left until it is enough; false: that was all. */
  more(out: CutWriter): boolean
  /** The cut came to nothing. */
  abandon(): void
}

export interface CutOperatorName {
  readonly operator: string
  readonly fingerprint: string
}

/** All pieces that are left of a cut. */
export function* fetched(cut: Pick<StateCut, "next">): Iterable<Uint8Array> {
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) yield piece.slice()
}

/** A cut under way: its parts are written one after the other, and what changes meanwhile before it does. */
export class Cut implements StateCut {
  readonly full: boolean
  private readonly parts: readonly CutPart[]
  private readonly out = new CutWriter()
  private part = 0
  private state: "under way" | "whole" | "abandoned" = "under way"
  private isFollowed = false

  constructor(full: boolean, operators: readonly CutOperatorName[], parts: readonly CutPart[]) {
    this.full = full
    this.parts = parts
    const { out } = this
    const bytes = out.group(groups.begin, 0, 0)
    bytes.byte(full ? 1 : 0)
    bytes.count(operators.length)
    for (const { operator, fingerprint } of operators) {
      bytes.text(operator)
      bytes.text(fingerprint)
    }
    for (const part of parts) part.begin(full, out)
  }

  get isUnderWay(): boolean {
    return this.state === "under way"
  }

  /** So many of its parts are written. */
  get written(): number {
    return this.part
  }

  get isAbandoned(): boolean {
    return this.state === "abandoned"
  }

  /** Another cut begins, which counts on this one where it was not abandoned. */
  follow(): void {
    this.isFollowed = true
  }

  next(): Uint8Array | undefined {
    if (this.state === "abandoned") throw new Error("the cut was abandoned: begin another one")
    if (this.state === "whole") return undefined
    const { parts, out } = this
    while (this.part < parts.length && !out.isEnough) {
      if (!parts[this.part]!.more(out)) this.part++
    }
    if (this.part === parts.length) {
      this.state = "whole"
      out.group(groups.end, 0, 0)
    }
    return out.take()
  }

  abandon(): void {
    if (this.state === "abandoned") return
    if (this.isFollowed) throw new Error("another cut was begun behind this one: begin a full one")
    this.state = "abandoned"
    for (const part of this.parts) part.abandon()
  }
}
