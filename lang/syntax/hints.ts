/** What may help after a syntax error: the slips that can be told from the word at which the parser stumbled. */
import type { IToken } from "chevrotain"
import { nearest } from "../check/suggest.ts"
import { aggregateHint } from "./hints-aggregates.ts"
import * as T from "./tokens.ts"

/** What is known where the parser could not go on. */
export interface Stumble {
  /** The rule of the grammar. */
  readonly rule: string
  readonly expected: string
  /** The tokens of the declaration before the place. */
  readonly before: readonly IToken[]
  /** Those from the place on; the first is what was found, also where the declaration ends. */
  readonly after: readonly IToken[]
  /** The innermost bracket that is open. */
  readonly opener: IToken | undefined
  /** What was written from one token to another, in one line. */
  readonly text: (from: IToken, to: IToken) => string
}

const condition = "a condition stands behind its event: `when Event as e where condition`"
const key = "the key of a rule is given with `per`: `per account`"
const outputOrder =
  'the parts of an output have one order: `alert high score x "…" to sink { … } without events`, `emit Name to sink { … }`'
const windows =
  "windows are written `each 10 minutes of Event`, overlapping ones `each 10 minutes of Event every 1 minute`"
const output = "what comes out is given with `alert` or `emit`"

const session = "sessions are written `each session of Event gap 30 minutes`"
const zone = 'the time zone stands in quotes behind the length: `each 1 day in "Europe/London" of Event`'
const havingOfWindows =
  "which events go into a window is said directly behind their type, `each 1 minute of Event where amount > 5`; which windows come out with `having`, as in `having count() > 3`"
const table =
  'the parts of a table have one order: `table Limits key country { … } from file("limits.csv") refresh 5 minutes`'

/** Words of other languages inside a rule over windows. */
const windowWords: ReadonlyMap<string, string> = new Map([
  ["where", havingOfWindows],
  ["filter", havingOfWindows],
  ["if", havingOfWindows],
  ["in", zone],
])

/** Words of other languages inside a rule. */
const foreignWords: ReadonlyMap<string, string> = new Map([
  ["if", "a rule waits for a pattern: `when Event as e where condition`"],
  ["where", condition],
  ["filter", condition],
  ["group", key],
  ["by", key],
  ["partition", key],
  [
    "window",
    "a window is given with `within`: `within 10 minutes`; windows one after the other with `each 10 minutes of Event`",
  ],
  ["every", windows],
  ["tumbling", windows],
  ["sliding", windows],
  ["session", session],
  ["like", 'a text is searched with `contains(merchant, "casino")`, or `merchant matches /casino/i`'],
  ["as", "a name stands directly behind an event of a pattern; the events of a window have none"],
  ["in", "the time of a pattern is given with `within`: `within 10 minutes`"],
  ["for", "`for` stands only behind `no`; a window is given with `within`: `within 10 minutes`"],
  ["print", output],
  ["notify", output],
  ["send", output],
  ["return", output],
  ["select", output],
  ["severity", "the severity stands behind `alert`: `alert high`"],
  ["message", 'the message stands behind `alert`: `alert high "…"`'],
])

const severities: ReadonlySet<string> = new Set(["info", "low", "medium", "high", "critical"])
const ruleWords = ["when", "where", "within", "having", "skip", "alert", "emit", "then", "next", "once", "tags"]

/** A hint for a syntax error, or undefined. */
export function hintFor(stumble: Stumble): string | undefined {
  const found = stumble.after[0]
  const previous = stumble.before.at(-1)
  if (found === undefined) return undefined
  if (stumble.expected === "a name" && T.reservedWords.some((word) => word === found.image)) {
    return `\`${found.image}\` is a word of the language; in back quotes it is a name`
  }
  if (previous?.image === "await") return "asynchronous functions are called like all others, without `await`"
  if (previous?.image === "if") return "a choice is written `a if condition else b`"
  return aggregateHint(stumble, found) ?? ofRule(stumble, found) ?? ofWord(stumble, found)
}

function ofRule({ rule, expected, before }: Stumble, found: IToken): string | undefined {
  const { tokenType: type } = found
  switch (rule) {
    case "ruleDecl":
      return inRule(expected, found)
    case "binding":
      return type === T.EqEq ? "a value is given with one `=`" : undefined
    case "fnDecl":
      return expected === "`=`" ? "a function is one expression: `fn double(x: number): number = x * 2`" : undefined
    case "fieldDecl":
      return "a field is written `name: type`"
    case "testDecl":
      if (expected === "a text in quotes") return 'the name of a test stands in quotes: `test "a large payment" { … }`'
      return type === T.Time ? `the time of an event is given with \`at\`: \`at ${found.image}\`` : undefined
    case "testItem":
      if (type === T.Kw.watermark)
        return "the watermark moves with `watermark to 10:05:00` or `watermark to +5 minutes`"
      return "an event is written `Payment { amount: 5 } at 10:00:00`"
    case "importDecl":
      if (type === T.LCurly) return 'functions come with `use { name } from "./file.ts"`'
      return 'write the path in quotes: `import "./other.cep"`'
    case "useDecl":
      return expected === "`{`" ? 'the names stand in braces: `use { name } from "./file.ts"`' : undefined
    case "sourceDecl":
      return "a source is written `source Event from connector(…)`"
    case "sinkDecl":
      return "a sink is written `sink name to connector(…)`"
    case "tableDecl":
      return expected === "`key`" && type === T.LCurly
        ? `say by which field a row is found: \`table ${before.at(-1)?.image ?? "Name"} key id { … }\``
        : table
    case "modelDecl":
      return expected === "`:`"
        ? 'say what the model gives: `model risk(amount: number): number from onnx("risk.onnx")`'
        : undefined
    case "connector":
      return type === T.Str ? `name the connector: \`file(${found.image})\`` : undefined
    case "each":
      if (expected === "a text in quotes") return zone
      return expected === "`gap`" ? session : windows
    case "element":
    case "single":
      return found.image === "at" ? "three or more are written `3+ Event`" : undefined
    default:
      return undefined
  }
}

function inRule(expected: string, { tokenType: type, image }: IToken): string | undefined {
  if (expected === "a name") {
    return type === T.Str ? `a rule has a name and then its title: \`rule Name ${image.slice(0, 40)}\`` : undefined
  }
  if (expected === "`{`") return "the parts of a rule stand in braces: `rule Name { … }`"
  if (type === T.Str) return 'the message stands before the fields: `alert high "…" { … }`'
  if (type === T.LCurly || image === "to" || severities.has(image)) return outputOrder
  if (type === T.Plus) return 'values are put into a text with braces: `"{a} and {b}"`'
  if (type === T.Eq) return "inside a rule a name is given with `let name = value`, before `when`"
  if (type === T.LParen) return "events are counted like this: `when 5 Payment within 1 minute`"
  return undefined
}

function ofWord({ rule, before }: Stumble, found: IToken): string | undefined {
  const word = found.image
  const small = word.toLowerCase()
  if (found.tokenType === T.Word && small !== word && T.keywordTypes.has(small)) {
    return `write \`${small}\`: the words of the language are small`
  }
  if (rule !== "ruleDecl") return undefined
  const inWindows = before.some(({ tokenType }) => tokenType === T.Kw.each)
  const foreign = (inWindows ? windowWords.get(small) : undefined) ?? foreignWords.get(small)
  if (foreign !== undefined) return foreign
  if (found.tokenType !== T.Word || word.length < 3) return undefined
  const near = nearest(word, ruleWords)
  return near === undefined ? undefined : `did you mean \`${near}\`?`
}
