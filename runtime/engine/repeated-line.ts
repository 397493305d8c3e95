import type { GrowingBytes } from "../abi/bytes.ts"
import type { OutputProgram } from "../abi/rule-set.ts"
import { appendBytes, ByteBuffer } from "../library/growing-bytes.ts"
import type { Result } from "../operator/contract.ts"
import { idWords } from "./identity.ts"
import type { OutputLine } from "./output-line.ts"

/** A line that has nothing in common with those of other rules. */
export const noKind = -1

/** Numbers the kinds of lines: those of one kind differ in the rule's name and the id alone, where they are about the same match. */
export class LineKinds {
  private readonly numbers = new Map<string, number>()
  private readonly codes = new Map<unknown, number>()

  /** `code`: what makes the values of the line; rules that say the same have the same functions. */
  kindOf({ shape }: OutputLine, { message, data, score }: OutputProgram): number {
    if (shape === undefined) return noKind
    const places = [message, data, score].map((each) => numberOf(this.codes, each))
    return numberOf(this.numbers, JSON.stringify([...places, shape]))
  }
}

function numberOf<K>(numbers: Map<K, number>, key: K): number {
  const known = numbers.get(key)
  if (known !== undefined) return known
  numbers.set(key, numbers.size)
  return numbers.size - 1
}

/**
 * The line that was written last, for lines of the same kind about the same event: of a thousand filters dozens find one event, and all that is to be
 * done for most of them is to copy what stands between the rule's name and the id.
 */
export class RepeatedLine {
  private kind = noKind
  private view: Result["view"] | undefined = undefined
  private event: Result["event"] = null
  private at = 0
  private readonly tail = new ByteBuffer()
  private readonly digest = new Int32Array(idWords)

  /** Whether the line is known but for rule and id. */
  isKept(kind: number, result: Result): boolean {
    return this.tail.length > 0 && this.isOf(kind, result)
  }

  /** Appends the line, which is kept. */
  append(to: GrowingBytes, line: OutputLine): void {
    line.appendRepeated(to, this.tail, this.digest)
  }

  /** A line of a match of one event was written, from `from` on. It is kept when it was the second one: most events have one alone. */
  written(kind: number, result: Result, line: OutputLine, { bytes, length }: GrowingBytes, from: number): void {
    const { tail } = this
    tail.clear()
    if (kind === noKind || !this.isOf(kind, result)) {
      this.kind = kind
      this.view = result.view
      this.event = result.event
      this.at = result.at
      return
    }
    appendBytes(tail, bytes, from + line.headLength, length - line.endLength)
    // It is copied by eight bytes; those behind its end are to be no number that is changed by that.
    tail.reserve(8)
    tail.bytes.fill(0, tail.length, tail.length + 8)
    line.copyDigest(this.digest)
  }

  private isOf(kind: number, { view, event, at }: Result): boolean {
    return kind === this.kind && event === this.event && view === this.view && at === this.at
  }
}
