/** What the grammar expects, in an author's words. */
import { EOF, type IParserErrorMessageProvider, type TokenType, tokenLabel } from "chevrotain"
import * as T from "./tokens.ts"

/** What a rule of the grammar is in an author's words, where several things would fit. */
const expectations: ReadonlyMap<string, string> = new Map([
  ["declaration", "a declaration (`event`, `rule`, `let`, …)"],
  ["expression", "a value"],
  ["operand", "a value"],
  ["primary", "a value"],
  ["isTail", "`missing`, `present` or `new` after `is`"],
  ["matchesTail", "a regular expression like `/^a.*z$/` after `matches`"],
  ["window", "a window like `30 days` or `last 100 events`"],
  ["duration", "a duration like `5 minutes`"],
  ["pattern", "an event"],
  ["element", "an event"],
  ["single", "an event"],
  ["follow", "`then` or `next`"],
  ["eventDecl", "`{` with the fields, or `from`"],
  ["timing", "`by` and the field that holds the time"],
  ["type", "a type like `string`, `number` or `time`"],
  ["namedType", "a number or a unit"],
  ["fieldDecl", "`:`"],
  ["ruleItem", "`when`, a clause or `alert`"],
  ["clause", "a clause"],
  ["strategy", "`none`, `past last`, `to next`, `to first` or `to last`"],
  ["output", "`alert` or `emit`"],
  ["each", "a length like `1 minute`, a number of events, or `session`"],
  ["field", "a field (`name: value`)"],
  ["expectItem", "`nothing`, or the name of a rule"],
  ["testItem", "an event, `watermark`, `expect` or `until`"],
  ["connectorArg", "a value or `name: value`"],
])

/** What may come next besides the closing brace of a block. */
const blockItems: ReadonlyMap<string, string> = new Map([
  ["ruleDecl", "a clause (`within`, `per`, …), `alert`, `emit` or `}`"],
  ["fieldBlock", "a field (`name: type`) or `}`"],
  ["record", "a field (`name: value`) or `}`"],
  ["testDecl", "an event, `watermark`, `expect`, `until` or `}`"],
  ["useDecl", "a name or `}`"],
])

const endOfExpression = "the end of the expression"

/** The parser's own messages are only what was expected; `errors.ts` makes the sentence. */
export const expectedOnly: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, ruleName }) =>
    (expected === T.RCurly ? blockItems.get(ruleName) : undefined) ?? label(expected, ruleName),
  buildNotAllInputParsedMessage: () => endOfExpression,
  buildNoViableAltMessage: ({ ruleName }) => expectations.get(ruleName) ?? "something else",
  buildEarlyExitMessage: ({ ruleName }) => expectations.get(ruleName) ?? "something else",
}

function label(type: TokenType, rule: string): string {
  if (type === EOF) return endOfExpression
  if (type === T.Name && rule === "fieldDecl") return "a field (`name: type`)"
  return tokenLabel(type)
}
