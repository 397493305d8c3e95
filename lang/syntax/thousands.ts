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
  if (first.tokenType !== T.NumberToken) return undefined
  const parts = [first]
  for (let at = index + 1; ; at += 2) {
    const [comma, group] = [tokens[at], tokens[at + 1]]
    if (comma?.tokenType !== T.Comma || group?.tokenType !== T.NumberToken) break
    if (!touches(parts.at(-1)!, comma) || !touches(comma, group)) break
    parts.push(comma, group)
  }
  const [start, ...groups] = parts.filter(({ tokenType }) => tokenType === T.NumberToken).map(({ image }) => image)
  if (groups.length === 0) return undefined
  const thousands =
    /^\d{1,3}$/.test(start!) && groups.every((each, at) => groupShape(at === groups.length - 1).test(each))
  if (thousands && (!inList || groups.some((group) => group.startsWith("0"))))
    return { parts, right: [start, ...groups].join("_") }
  // `3,5` and `1.000,50`, as they are written where a comma begins the decimals.
  const whole = /^\d{1,3}(\.\d{3})?$/.test(start!) ? start!.replace(".", "_") : /^\d+$/.test(start!) ? start : undefined
  if (inList || groups.length > 1 || whole === undefined || !/^\d+$/.test(groups[0]!)) return undefined
  return { parts, right: `${whole}.${groups[0]}` }
}

function groupShape(last: boolean): RegExp {
  return last ? /^\d{3}(\.\d+)?$/ : /^\d{3}$/
}

function touches(left: IToken, right: IToken): boolean {
  return left.startOffset + left.image.length === right.startOffset
}
