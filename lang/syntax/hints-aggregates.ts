/** Slips around aggregates, `is new` and `once per`: told from the words around the one at which the parser stumbled. */
import type { IToken } from "chevrotain"
import { isAggregateWord } from "./aggregate-words.ts"
import type { Stumble } from "./hints.ts"
import { isName } from "./segments.ts"
import * as T from "./tokens.ts"

/** Behind these `first` and `last` are other words: `skip past last`, `over last 5 events`. */
const partOfPhrase: ReadonlySet<string> = new Set([".", "past", "to", "over"])

/** A hint, or undefined. */
export function aggregateHint(stumble: Stumble, found: IToken): string | undefined {
  const { before, rule } = stumble
  const previous = before.at(-1)
  if (rule === "clause" && previous?.tokenType === T.Kw.once) return onceHint(stumble)
  if (found.tokenType === T.Kw.over) return overHint(stumble, previous)
  // Directly behind the bracket `over` was read as a name.
  if (previous?.tokenType === T.Kw.over && before.at(-2) === stumble.opener)
    return overHint({ ...stumble, before: before.slice(0, -1), after: [previous, ...stumble.after] }, before.at(-2))
  const asksNew = found.tokenType === T.Kw.is && stumble.after[1]?.tokenType === T.Kw.new
  if (found.tokenType === T.Kw.new || previous?.image === "new" || asksNew) return newHint(stumble, found, previous)
  if (previous === undefined) return undefined
  if (found.tokenType === T.Star && previous.tokenType === T.LParen && before.at(-2)?.image === "count")
    return "all events are counted with empty brackets: `count()`"
  if (!isAggregateWord(previous.image) || partOfPhrase.has(before.at(-2)?.image ?? "") || found.tokenType !== T.Word)
    return undefined
  return `an aggregate has brackets: \`${previous.image}(${found.image})\``
}

/** `once 1 hour`, `once every 1 hour`. */
function onceHint({ after, text }: Stumble): string | undefined {
  const number = after.find((token) => token.tokenType === T.NumberToken)
  const place = number === undefined ? -1 : after.indexOf(number)
  if (place < 0 || place > 1) return "a rule is kept silent with `once per`, as in `once per 1 hour`"
  const unit = after[place + 1]
  return `write \`once per ${unit?.tokenType === T.Unit ? text(number!, unit) : "1 hour"}\``
}

/** `avg(amount over 1 day)`, `count over 1 day`, `count() > 3 over 1 day`. */
function overHint({ opener, before, after, text }: Stumble, previous: IToken | undefined): string {
  const window = windowText(after, text)
  const name = opener === undefined ? undefined : before[before.indexOf(opener) - 1]
  if (opener?.tokenType === T.LParen && name !== undefined && isAggregateWord(name.image) && previous !== undefined) {
    const inside = previous === opener ? "" : text(before[before.indexOf(opener) + 1]!, previous)
    return `\`over\` stands behind the bracket: \`${name.image}(${inside}) ${window}\``
  }
  if (previous !== undefined && isAggregateWord(previous.image))
    return `an aggregate has brackets: \`${previous.image}(${previous.image === "count" ? "" : "…"}) ${window}\``
  const when = before.findLastIndex(({ tokenType }) => tokenType === T.Kw.when)
  const inCondition = before
    .slice(when + 1)
    .some(({ tokenType }) => tokenType === T.Kw.where || tokenType === T.Kw.having)
  if (when >= 0 && !inCondition)
    return `the time of a pattern is given with \`within\`: \`${window.replace("over", "within")}\``
  return `\`over\` stands directly behind the brackets of its aggregate, as in \`count() ${window}\``
}

/** `over 1 day` as it was written, without what comes after it. */
function windowText(after: readonly IToken[], text: Stumble["text"]): string {
  const [over, ...rest] = after
  const words = new Set<unknown>([T.NumberToken, T.Unit, T.Kw.last, T.Kw.previous, T.Kw.events, T.Kw.forever])
  const end = rest.findIndex(({ tokenType }) => !words.has(tokenType))
  const last = rest[(end < 0 ? rest.length : end) - 1]
  return last === undefined ? "over 1 day" : text(over!, last)
}

/** `device new over 30 days`, `new device over 30 days`, `is new(device)`. */
function newHint({ after }: Stumble, found: IToken, previous: IToken | undefined): string | undefined {
  const rest = after.filter(({ tokenType }) => tokenType !== T.LParen && tokenType !== T.Kw.new)
  const value =
    found.tokenType === T.Kw.new && previous !== undefined && isName(previous)
      ? previous
      : rest.find((token) => isName(token) && token.tokenType !== T.Kw.over)
  if (value === undefined || (found.tokenType === T.Kw.is && previous !== undefined && isName(previous)))
    return undefined
  return `write \`${value.image} is new over 30 days\``
}
