/** Numbers as people write them, `1,000`: read as one number, so that one message says it. */
import type { IToken } from "chevrotain"
import * as T from "./tokens.ts"

/** Such a number among the tokens: its parts in the order written. */
export interface Grouped {
  readonly parts: readonly IToken[]
  /** The number as the language writes it. */
  readonly right: string
}

/**
 * The number with commas that begins at a token, or undefined. `inList`: the token stands in brackets, where commas part values: there
 * only a group that begins with zero is surely none.
 */
export function groupedNumber(tokens: readonly IToken[], index: number, inList: boolean): Grouped | undefined {
  const first = tokens[index]!
  if (first.tokenType !== T.NumberToken || !/^\d{1,3}$/.test(first.image)) return undefined
  const parts = [first]
  for (let at = index + 1; ; at += 2) {
    const [comma, group] = [tokens[at], tokens[at + 1]]
    if (comma?.tokenType !== T.Comma || group?.tokenType !== T.NumberToken) break
    const joined = touches(parts.at(-1)!, comma) && touches(comma, group)
    if (!joined || !/^\d{3}(\.\d+)?$/.test(group.image)) break
    parts.push(comma, group)
    if (group.image.includes(".")) break
  }
  const groups = parts.filter(({ tokenType }) => tokenType === T.NumberToken).map(({ image }) => image)
  if (groups.length < 2 || (inList && !groups.slice(1).some((group) => group.startsWith("0")))) return undefined
  return { parts, right: groups.join("_") }
}

function touches(left: IToken, right: IToken): boolean {
  return left.startOffset + left.image.length === right.startOffset
}
