import type { IToken } from "chevrotain"
import type { Span } from "../source.ts"
import type { Declaration } from "./ast.ts"
import type { Lexed } from "./lex.ts"

interface Kept {
  readonly node: Declaration
  readonly tokens: readonly IToken[]
  /** Every place in the declaration, each object once. */
  readonly spans: readonly Span[]
}

/**
 * The declarations of a text as it was read last, so that its next version is read only where it differs: while someone types, that is one
 * declaration. Only what had no problem is kept; the rest is read each time, and its problems are said again.
 *
 * A declaration that stands elsewhere now is the same object with other places in it: who holds one over from the version before sees it move. So what
 * was found out about it stays true, and nothing is copied.
 */
export class KeptDeclarations {
  #before = new Map<string, Kept[]>()
  #now = new Map<string, Kept[]>()
  /** Those of the last version in the order of the text. */
  #inOrder: Kept[] = []
  #read = 0
  #lexed: Lexed = { tokens: [], comments: [] }

  /** How many declarations the last `parse` really read. */
  get read(): number {
    return this.#read
  }

  /** The tokens and comments of the last version. */
  get lexed(): Lexed {
    return this.#lexed
  }

  /** A new version begins: what is not asked for in it is forgotten after it. */
  begin(lexed: Lexed): void {
    this.#lexed = lexed
    this.#before = this.#now
    this.#now = new Map()
    this.#inOrder = []
    this.#read = 0
  }

  /**
   * The declaration that was made of the same tokens between the same comments; undefined: there is none. `text` holds the tokens, and before them
   * all back to the beginning of the line on which what stood before them ended.
   */
  find(text: string, tokens: readonly IToken[]): Declaration | undefined {
    const known = this.#before.get(text)
    const at = known?.findIndex((each) => isSame(each.tokens, tokens)) ?? -1
    if (known === undefined || at < 0) {
      this.#read++
      return undefined
    }
    // Of two that are equal each is taken once: they are at two places.
    const [{ node, tokens: before, spans }] = known.splice(at, 1) as [Kept]
    const by = tokens[0]!.startOffset - before[0]!.startOffset
    if (by !== 0) {
      for (const span of spans) {
        span.start += by
        span.end += by
      }
    }
    this.#add(text, { node, tokens, spans })
    return node
  }

  /** Keeps a declaration that was read without a problem. */
  keep(text: string, tokens: readonly IToken[], node: Declaration): void {
    this.#add(text, { node, tokens, spans: spansIn(node) })
  }

  /**
   * The declaration of the last version in which a place lies; undefined: it lies in none that is kept, or at the beginning of the text, where places are
   * that mean none.
   */
  around(place: Span): Declaration | undefined {
    let low = 0
    let high = this.#inOrder.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#inOrder[middle]!.node.span.start <= place.start) low = middle
      else high = middle - 1
    }
    const node = this.#inOrder[low]?.node
    const isInside = node !== undefined && place.end > 0 && node.span.start <= place.start && place.end <= node.span.end
    return isInside ? node : undefined
  }

  #add(text: string, kept: Kept): void {
    const same = this.#now.get(text)
    if (same === undefined) this.#now.set(text, [kept])
    else same.push(kept)
    this.#inOrder.push(kept)
  }
}

/** Equal texts can be read differently: what a word is may depend on what stands before the declaration. */
function isSame(before: readonly IToken[], now: readonly IToken[]): boolean {
  if (before.length !== now.length) return false
  const by = now[0]!.startOffset - before[0]!.startOffset
  return now.every((token, index) => {
    const other = before[index]!
    return (
      token.tokenType === other.tokenType && token.image === other.image && token.startOffset - other.startOffset === by
    )
  })
}

/** All places in a part of a tree, each object once: parts of a tree share some. */
function spansIn(part: Declaration): Span[] {
  const found = new Set<Span>()
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return
    if (Array.isArray(value)) {
      for (const each of value) visit(each)
      return
    }
    for (const name in value) visit(value[name as keyof typeof value])
    // only spans have both
    if ("start" in value && "end" in value && typeof value.start === "number" && typeof value.end === "number")
      found.add(value as Span)
  }
  visit(part)
  return [...found]
}
