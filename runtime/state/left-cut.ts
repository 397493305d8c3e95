/** The cut of state that operators have left behind. */
import type { StateCut } from "../abi/state-cut.ts"
import { Cut, type CutOperatorName, type CutPart, type CutWriter } from "./cut.ts"

/** A part of which nothing changes any more: it begins when it is its turn, so that until then whoever had it may go on with it. */
class LaterPart implements CutPart {
  private readonly part: CutPart
  private isBegun = false

  constructor(part: CutPart) {
    this.part = part
  }

  begin(): void {}

  more(out: CutWriter): boolean {
    if (!this.isBegun) this.part.begin(true, out)
    this.isBegun = true
    return this.part.more(out)
  }

  abandon(): void {}
}

/** A full cut of what nobody uses any more, fetched piece by piece while others judge. */
export class LeftCut implements Pick<StateCut, "next" | "abandon"> {
  /** What could not wait. */
  private pieces: Uint8Array[] = []
  /** undefined: it is whole, or was abandoned, and nothing is held any more. */
  private cut: Cut | undefined

  /** `isUsed`: somebody goes on with some of that part, and changes it. It is written at once. */
  constructor(operators: readonly CutOperatorName[], parts: readonly CutPart[], isUsed: (part: CutPart) => boolean) {
    const now = parts.filter(isUsed)
    const later = parts.filter((part) => !isUsed(part)).map((part) => new LaterPart(part))
    const cut = new Cut(true, operators, [...now, ...later])
    while (cut.written < now.length) this.pieces.push(cut.next()!.slice())
    this.cut = cut
  }

  get isUnderWay(): boolean {
    return this.cut?.isUnderWay === true
  }

  next(): Uint8Array | undefined {
    const piece = this.pieces.shift() ?? this.cut?.next()
    if (piece === undefined) this.cut = undefined
    return piece
  }

  abandon(): void {
    this.pieces = []
    this.cut = undefined
  }
}
