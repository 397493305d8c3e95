import type { GrowingBytes } from "../abi/bytes.ts"
import {
  appendByte,
  appendNumber,
  appendQuoted,
  appendText,
  type FixedText,
  fixedText,
} from "../library/growing-bytes.ts"

const braceOpen = 0x7b
const braceClose = 0x7d
/** So many names are kept ready to be written. */
const mostNames = 1024

/**
 * Appends objects as JSON, with the bytes that `JSON.stringify` gives: without making the text of those that hold texts, numbers and the like
 * alone, as most events do.
 */
export class ObjectBytes {
  /** The names that the last object had, by their places: mostly the next one has the same ones. */
  private readonly names: string[] = []
  private readonly heads: FixedText[] = []
  private readonly known = new Map<string, FixedText>()

  /** Appends an object whose fields are all its own; it has no `toJSON`. */
  append(to: GrowingBytes, object: object): void {
    const from = to.length
    if (this.appendFlat(to, object as Readonly<Record<string, unknown>>)) return
    to.length = from
    appendText(to, JSON.stringify(object))
  }

  /** False: it holds something else. */
  private appendFlat(to: GrowingBytes, object: Readonly<Record<string, unknown>>): boolean {
    const { names, heads } = this
    const from = to.length
    let place = 0
    for (const name in object) {
      const value = object[name]
      if (names[place] !== name) this.learn(place, name)
      const { doubles, length } = heads[place++]!
      // JSON does not show it.
      if (value === undefined) continue
      to.reserve(8 * doubles.length)
      const { view, length: at } = to
      for (let i = 0; i < doubles.length; i++) view.setFloat64(at + 8 * i, doubles[i]!, true)
      to.length = at + length
      if (typeof value === "string") appendQuoted(to, value)
      else if (typeof value === "number" && Number.isFinite(value)) appendNumber(to, value)
      else if (typeof value === "object" ? value === null : typeof value === "boolean" || typeof value === "number")
        appendText(to, JSON.stringify(value))
      else return false
    }
    // Each name has a comma before it: that of the first one becomes a brace.
    if (to.length === from) appendByte(to, braceOpen)
    else to.bytes[from] = braceOpen
    appendByte(to, braceClose)
    return true
  }

  private learn(place: number, name: string): void {
    let head = this.known.get(name)
    if (head === undefined) {
      head = fixedText(`,${JSON.stringify(name)}:`)
      if (this.known.size < mostNames) this.known.set(name, head)
    }
    this.names[place] = name
    this.heads[place] = head
  }
}
