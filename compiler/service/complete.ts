import type { Assist, Assistant, Expected } from "../../lang/syntax/assist.ts"
import type { Token } from "../../lang/syntax/lex.ts"
import { declarationKeywords } from "../../lang/syntax/segments.ts"
import { Dot, Kw, keywordTypes, LCurly, LParen, Str, Unit } from "../../lang/syntax/tokens.ts"
import { importable, namesFor } from "./complete-names.ts"
import { mark, type Proposal, valuesAt } from "./complete-values.ts"
import { assistAt, type Cursor, cursorAt, openBracket } from "./cursor.ts"
import type { Project } from "./project.ts"
import type { Completion } from "./service.ts"
import { snippets } from "./snippets.ts"

/** What can be written at an offset. */
export function complete(project: Project, assistant: Assistant, path: string, offset: number): Completion[] {
  const text = project.text(path) ?? ""
  const cursor = cursorAt(project.document(path), offset)
  if (cursor.where === "comment") return []
  // A number is being written.
  if (/^\d/.test(text.slice(cursor.word.start, cursor.word.end))) return []
  const assist = assistAt(assistant, cursor)
  if (cursor.where === "text") return inText(project, path, text, offset, assist)
  const proposals = new Map<string, Proposal>()
  const add = (each: Proposal) => {
    if (!proposals.has(each.label)) proposals.set(each.label, each)
  }
  for (const each of names(project, path, text, cursor, assist.expected)) add(each)
  if (cursor.before.at(-1)?.tokenType !== Dot) {
    for (const each of keywords(assist.expected, cursor.before)) add(each)
    if (cursor.top && (assist.complete || cursor.before.length === 0)) for (const each of declarations()) add(each)
  }
  return [...proposals.values()].map((each) => placed(each, cursor, text))
}

function placed({ insert, ...rest }: Proposal, { word }: Cursor, text: string): Completion {
  const snippet = insert?.includes("$") === true
  // The brackets are there already.
  if (snippet && /^\s*[([{:]/.test(text.slice(word.end, word.end + 2)))
    return { ...rest, insert: rest.label, snippet: false, span: word }
  return { ...rest, insert: insert ?? rest.label, snippet, span: word }
}

/** In a string: files where an import wants one. */
function inText(project: Project, path: string, text: string, offset: number, { expected }: Assist): Completion[] {
  const wantsFile = expected.some(({ type, rules }) => type === Str && rules.at(-1) === "importDecl")
  if (!wantsFile) return []
  const start = Math.max(text.lastIndexOf('"', offset - 1), text.lastIndexOf("\n", offset - 1)) + 1
  const ends = ['"', "\r", "\n"].map((mark) => text.indexOf(mark, offset)).filter((at) => at >= 0)
  const span = { path, start, end: Math.min(text.length, ...ends) }
  return importable(project, path).map((each) => ({ ...each, insert: each.label, snippet: false, span }))
}

/** The names that fit. */
function names(
  project: Project,
  path: string,
  text: string,
  cursor: Cursor,
  expected: readonly Expected[],
): Proposal[] {
  const wanted = expected.filter(({ type }) => nameTypes.has(type.name))
  if (wanted.length === 0) return []
  const wantsValue = wanted.some((each) => valueRules.has(each.rules.at(-1) ?? ""))
  const { document, view, values } = lookAt(project, path, text, cursor, wantsValue)
  const place = { project, document, view, cursor }
  const found: Proposal[] = []
  const seen = new Set<string>()
  for (const each of wanted) {
    const key = `${each.rules.slice(-4).join(" ")} ${each.label}`
    if (seen.has(key)) continue
    seen.add(key)
    found.push(...(namesFor(place, each) ?? values))
  }
  return found.filter(({ label }) => label !== mark)
}

/** What the checker sees at a place: where a part of a name stands there, as the text is; else with a mark in its place. */
function lookAt(project: Project, path: string, text: string, cursor: Cursor, wantsValue: boolean) {
  const { start, end } = cursor.word
  if (end > start) {
    const view = project.view(path)
    const values = valuesAt(view, path, start)
    if (values.length > 0 || !wantsValue) return { document: project.document(path), view, values }
  }
  const before = text.slice(0, start)
  const behind = text.slice(end)
  const closers = wantsValue ? closersOf(cursor.before) : ""
  // Where a bracket is not closed yet, what stands in it may not be read. Which it is cannot be known; one look is enough where the guess was right.
  const isClosed = closers === "" || /^[^\n]*[)\]]/.test(behind)
  const [first, second] = isClosed ? ["", `${closers}\n`] : [`${closers}\n`, ""]
  const look = (closing: string) => {
    const marked = project.tryText(path, `${before}${mark}${closing}${behind}`)
    return { ...marked, values: valuesAt(marked.view, path, start) }
  }
  const seen = look(first)
  return !wantsValue || seen.values.length > 0 || closers === "" ? seen : look(second)
}

const valueRules: ReadonlySet<string> = new Set(["nameOrCall", "postfix"])

/** What closes the brackets of an expression that are open behind some tokens. */
function closersOf(tokens: readonly Token[]): string {
  let closers = ""
  for (let open = openBracket(tokens); open >= 0; open = openBracket(tokens.slice(0, open))) {
    const { tokenType } = tokens[open]!
    if (tokenType === LCurly) break
    closers += tokenType === LParen ? ")" : "]"
  }
  return closers
}

const nameTypes: ReadonlySet<string> = new Set(["Name", "Word", "QuotedName"])

function keywords(expected: readonly Expected[], before: readonly Token[]): Proposal[] {
  const present = new Set(before.map(({ tokenType }) => tokenType))
  const isOver = ({ type, rules }: Expected) =>
    (onceInRule.has(type) && ["clause", "when", "each"].includes(rules.at(-1) ?? "") && present.has(type)) ||
    (type === Kw.let && rules.at(-1) === "ruleItem" && (present.has(Kw.when) || present.has(Kw.each)))
  return expected
    .filter((each) => !isOver(each))
    .flatMap(({ type, rules, label }): Proposal[] => {
      if (type === Unit) return [...units]
      const word = type.name.startsWith("Kw") ? `${type.name.slice(2, 3).toLowerCase()}${type.name.slice(3)}` : ""
      if (keywordTypes.get(word) !== type || isSlip(word, rules.at(-1), label)) return []
      const snippet = snippets.get(word)
      return [{ label: word, kind: "keyword", ...(rules.length > 1 && snippet !== undefined && { insert: snippet }) }]
    })
}

/** What a rule has once. */
const onceInRule: ReadonlySet<Token["tokenType"]> = new Set([
  ...[Kw.when, Kw.each, Kw.within, Kw.skip, Kw.having, Kw.once, Kw.tags],
])

const units: readonly Proposal[] = ["ms", "seconds", "minutes", "hours", "days", "weeks"].map((label) => ({
  label,
  kind: "unit",
}))

/** Words that the grammar takes only to say what is right in their place. */
function isSlip(word: string, rule: string | undefined, label: string | undefined): boolean {
  if (label === "slip") return true
  if (word === "and" || word === "or") return rule === "separator"
  return (word === "between" && rule === "operator") || (word === "not" && rule === "element")
}

function declarations(): Proposal[] {
  return [...declarationKeywords].map((type) => {
    const word = type.name.slice(2).toLowerCase()
    const insert = snippets.get(word)
    return { label: word, kind: "keyword", ...(insert !== undefined && type !== Kw.shadow && { insert }) }
  })
}
