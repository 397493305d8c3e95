import { contextualWords, lexedTypes, patterns, reservedWords } from "../lang/syntax/tokens.ts"
import { calendarUnits, unitNames } from "../lang/syntax/units.ts"
import type { Generated } from "./generate.ts"

const path = "tools/vscode/syntaxes/cep.tmLanguage.json"

/** Makes the TextMate grammar of the VS Code extension from the lexer's words and patterns. */
export function generateGrammar(): Generated {
  return { files: new Map([[path, `${JSON.stringify(grammar(), null, 2)}\n`]]), problems: [] }
}

type Rule = Readonly<Record<string, unknown>>

const include = (name: string): Rule => ({ include: `#${name}` })

/** A TextMate grammar reads line by line and knows no grammar: what a word is here, the words beside it must say. */
function grammar(): Rule {
  return {
    $comment: "Made by `npm run generate` from lang/syntax/tokens.ts. Do not edit.",
    name: "Cepheus",
    scopeName: "source.cep",
    fileTypes: ["cep"],
    patterns: [include("comments"), include("code")],
    repository: {
      comments: {
        patterns: [
          { name: "comment.line.documentation.cep", match: "///(?!/).*$" },
          { name: "comment.line.double-slash.cep", match: "//.*$" },
          { name: "comment.block.cep", begin: "/\\*", end: "\\*/" },
        ],
      },
      code: { patterns: codeRules.map(include) },
      ...strings,
      quoted: { name: "variable.other.quoted.cep", match: "`[^`]*`?" },
      regex: {
        match: `(?<![\\p{L}\\p{N}_.])(matches)(\\s+)(${source(patterns.regex)})`,
        captures: { 1: { name: "keyword.operator.word.cep" }, 3: { name: "string.regexp.cep" } },
      },
      times: { name: "constant.numeric.time.cep", match: source(patterns.time) },
      durations: {
        match: `(?<![\\p{L}\\p{N}_])(${source(patterns.number)})([ \\t]*)(${oneOf([...unitNames, ...calendarUnits])})${wordEnd}(?!\\s*:)`,
        captures: { 1: { name: "constant.numeric.cep" }, 3: { name: "keyword.other.unit.cep" } },
      },
      numbers: { name: "constant.numeric.cep", match: `(?<![\\p{L}\\p{N}_])${source(patterns.number)}` },
      fieldNames,
      ...names,
      keywords: { patterns: keywords },
      words: {
        patterns: [
          { name: "entity.name.function.cep", match: `${word}(?=\\s*\\()` },
          { name: "entity.name.type.cep", match: "\\p{Lu}[\\p{L}\\p{N}\\p{M}_]*" },
          { name: "variable.other.cep", match: word },
        ],
      },
      operators: { name: "keyword.operator.cep", match: operators() },
    },
  }
}

/** In the order in which they are tried. */
const codeRules = [
  ...["string", "curly", "single", "quoted", "regex", "times", "durations", "numbers"],
  ...["timedBy", "tableKeys", "members", "fieldNames", "keywords", "words", "operators"],
]

const word = "[\\p{L}_][\\p{L}\\p{N}\\p{M}_]*"
const wordStart = "(?<![\\p{L}\\p{N}\\p{M}_])"
const wordEnd = "(?![\\p{L}\\p{N}\\p{M}_])"

/** A pattern of the lexer for the Oniguruma engine of editors, in whose classes a bracket begins another class. */
function source(pattern: RegExp): string {
  let inClass = false
  return pattern.source.replaceAll(/\\.|[[\]]/g, (part) => {
    if (part.startsWith("\\")) return part
    if (part === "[" && inClass) return "\\["
    inClass = part === "["
    return part
  })
}

function oneOf(words: readonly string[]): string {
  return `(?:${[...words].sort((a, b) => b.length - a.length).join("|")})`
}

const escapes = { name: "constant.character.escape.cep", match: "\\\\(?:u[0-9a-fA-F]{4}|.)|\\{\\{|\\}\\}" }

/** A string ends on its line; braces hold code, in which there may be strings. */
const strings: Rule = {
  string: {
    name: "string.quoted.double.cep",
    begin: '"',
    end: '"|$',
    patterns: [
      escapes,
      {
        name: "meta.interpolation.cep",
        begin: '\\{(?=[^"\\n]*(?:"[^"\\n]*"[^"\\n]*)*\\})',
        beginCaptures: { 0: { name: "punctuation.section.interpolation.begin.cep" } },
        end: "\\}|$",
        endCaptures: { 0: { name: "punctuation.section.interpolation.end.cep" } },
        contentName: "source.cep",
        patterns: [include("code")],
      },
    ],
  },
  curly: { name: "string.quoted.other.cep", begin: "[\u201c\u201d\u201e]", end: '[\u201c\u201d\u201e"]|$' },
  single: { name: "string.quoted.single.cep", begin: "'", end: "'|$", patterns: [escapes] },
}

/** `name:` in a block, an enum's `?:` apart: there a word is no keyword. */
const fieldNames: Rule = {
  match: `${wordStart}(${word})(?=\\s*:)`,
  captures: { 1: { name: "variable.other.property.cep" } },
}

const property = { name: "variable.other.property.cep" }
const keyword = { name: "keyword.control.cep" }

/** Places behind which a word is always a name. */
const names: Rule = {
  timedBy: {
    match: `${wordStart}(timed|partitioned)(\\s+)(by)(\\s+)(${word})`,
    captures: { 1: keyword, 3: keyword, 5: property },
  },
  tableKeys: {
    match: `${wordStart}(table)(\\s+)(${word})(\\s+)(key)(\\s+)(${word}(?:\\s*,\\s*${word})*)`,
    captures: {
      1: { name: "keyword.declaration.cep" },
      3: { name: "entity.name.type.cep" },
      5: keyword,
      7: { patterns: [{ ...property, match: word }] },
    },
  },
  members: { match: `(\\.)(\\s*)(${word})`, captures: { 1: { name: "punctuation.accessor.cep" }, 3: property } },
}

const groups: readonly (readonly [scope: string, words: readonly string[]])[] = [
  ["constant.language.cep", ["true", "false", "missing", "present"]],
  ["constant.language.severity.cep", ["info", "low", "medium", "high", "critical"]],
  ["keyword.operator.word.cep", ["and", "or", "not", "in", "is", "matches", "if", "else"]],
  [
    "keyword.declaration.cep",
    ["import", "use", "event", "source", "sink", "table", "param", "let", "fn", "feature", "model", "rule", "test"],
  ],
]

const grouped = new Set(groups.flatMap(([, words]) => words))

const keywords = [
  ...groups,
  ["keyword.control.cep", [...reservedWords, ...contextualWords].filter((each) => !grouped.has(each))] as const,
].map(([name, words]) => ({ name, match: `${wordStart}${oneOf(words)}${wordEnd}` }))

/** The lexer's fixed texts of several signs first; brackets, commas and colons are no operators. */
function operators(): string {
  const fixed = lexedTypes.flatMap(({ PATTERN }) => (typeof PATTERN === "string" ? [PATTERN] : []))
  return fixed
    .filter((text) => !/^[\][(){},:;.\ufeff]$/.test(text))
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replaceAll(/[\\^$.|+*?()[\]{}/]/g, "\\$&"))
    .join("|")
}
