import type { GrowingBytes } from "../abi/bytes.ts"
import type { OutputProgram } from "../abi/rule-set.ts"
import { appendBytes, ByteBuffer, writeHex } from "../library/growing-bytes.ts"
import type { Result } from "../operator/contract.ts"
import { idDigits, idWords } from "./identity.ts"
import type { OutputForm } from "./output-form.ts"
import { type LinePieces, lineEnd, lineEndLength } from "./output-line.ts"

/** Words of a rule: the kind of its line; the first double, the number of doubles and the bytes of what it begins with; what its ids are made with. */
const ruleWords = 4 + idWords
/** No line has this kind. */
const noKind = -1

/** The line that each match of a rule brings. */
export interface RuleLine {
  readonly form: OutputForm
  readonly code: OutputProgram
}

/**
 * The line that was written last, for lines of the same kind about the same event: they differ in the rule's name and the id alone. Of a thousand
 * filters dozens find one event, and most of what is to be done for each is to copy what stands in between. What that takes of each
 * rule stands side by side: there are many, and no two lines that follow each other are of the same one.
 */
export class RepeatedLine {
  private readonly words: Int32Array
  private readonly pieces: LinePieces
  private kind = noKind
  private view: Result["view"] | undefined = undefined
  private event: Result["event"] = null
  private at = 0
  /** What stands between; nothing: no line is known. */
  private readonly between = new ByteBuffer()
  private readonly digest = new Int32Array(idWords)

  /** `lines`: by rule; undefined: it may bring none, or several. */
  constructor(pieces: LinePieces, lines: readonly (RuleLine | undefined)[]) {
    this.pieces = pieces
    this.words = new Int32Array(ruleWords * lines.length).fill(noKind)
    const kinds = new Map<string, number>()
    const codes = new Map<unknown, number>()
    for (const [rule, made] of lines.entries()) {
      const line = made?.form.line
      if (line?.shape === undefined) continue
      const { message, data, score } = made!.code
      // Rules that say the same have the same functions.
      const said = `${numberOf(codes, message)} ${numberOf(codes, data)} ${numberOf(codes, score)}`
      const at = ruleWords * rule
      this.words[at] = numberOf(kinds, `${said} ${line.shape}`)
      this.words.set(line.head, at + 1)
      this.words.set(made!.form.idBase, at + 4)
    }
  }

  /** Whether all of the line of a match is known. */
  isKnown(result: Result): boolean {
    return this.between.length > 0 && this.isLike(result)
  }

  /** Appends the line of a rule, which is known, with its line feed. */
  append(to: GrowingBytes, rule: number): void {
    const { words, digest, between } = this
    const { doubles } = this.pieces
    const own = ruleWords * rule
    const from = words[own + 1]!
    const count = words[own + 2]!
    const headLength = words[own + 3]!
    to.reserve(8 * count + between.length + 8 + idDigits + 4)
    const { view } = to
    let at = to.length
    for (let i = 0; i < count; i++) view.setFloat64(at + 8 * i, doubles[from + i]!, true)
    at += headLength
    const { view: source, length } = between
    for (let i = 0; i < length; i += 8) view.setFloat64(at + i, source.getFloat64(i, true), true)
    at += length
    for (let i = 0; i < idWords; i++) writeHex(view, at + 8 * i, digest[i]! ^ words[own + 4 + i]!)
    at += idDigits
    view.setInt32(at, lineEnd, true)
    to.length = at + lineEndLength
  }

  /**
   * The line of a match of one event was written, with its line feed, from `from` to `to`. It is kept when it was the second one of its kind: most
   * events have one alone.
   */
  written(result: Result, { tools }: OutputForm, bytes: Uint8Array, from: number, to: number): void {
    const { between } = this
    between.clear()
    if (!this.isLike(result)) {
      this.kind = this.words[ruleWords * result.rule]!
      this.view = result.view
      this.event = result.event
      this.at = result.at
      return
    }
    if (this.kind === noKind) return
    appendBytes(between, bytes, from + this.words[ruleWords * result.rule + 3]!, to - idDigits - lineEndLength)
    // It is copied by eight bytes; those behind its end are to be no number that is changed by that.
    between.reserve(8)
    between.bytes.fill(0, between.length, between.length + 8)
    tools.ids.copyDigest(this.digest)
  }

  private isLike({ rule, view, event, at }: Result): boolean {
    return this.words[ruleWords * rule] === this.kind && event === this.event && view === this.view && at === this.at
  }
}

function numberOf<K>(numbers: Map<K, number>, key: K): number {
  const known = numbers.get(key)
  if (known !== undefined) return known
  numbers.set(key, numbers.size)
  return numbers.size - 1
}
