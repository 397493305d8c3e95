/** Colours code by TextMate grammars: the project's own for `.cep`, made from the lexer, and kept ones for other languages. */
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import javascript from "@shikijs/langs/javascript"
import json from "@shikijs/langs/json"
import lua from "@shikijs/langs/lua"
import shell from "@shikijs/langs/shellscript"
import sql from "@shikijs/langs/sql"
import toml from "@shikijs/langs/toml"
import typescript from "@shikijs/langs/typescript"
import yaml from "@shikijs/langs/yaml"
import oniguruma from "vscode-oniguruma"
import textmate, { type IGrammar, type IRawGrammar } from "vscode-textmate"
import { root } from "../command.ts"
import { escapeHtml } from "./html.ts"

/** Code as HTML: pieces of it in `span`s whose class says what they are. What is written in no language that is known stays plain. */
export type Highlight = (code: string, language: string) => string

/** The scopes of grammars by how they begin, the longer before the shorter; what begins with none of them has no colour. */
const classes: readonly (readonly [scope: string, name: string])[] = [
  ["comment", "c"],
  ["constant.numeric", "n"],
  ["constant.character.escape", "e"],
  ["constant.language.severity", "v"],
  ["constant.language", "k"],
  ["support.type.property-name", "p"],
  ["string", "s"],
  ["punctuation.definition.string", "s"],
  ["punctuation.definition.comment", "c"],
  ["punctuation.section.interpolation", "e"],
  ["keyword.other.unit", "n"],
  ["keyword.operator.word", "k"],
  ["keyword.operator.expression", "k"],
  ["keyword.operator", "o"],
  ["keyword", "k"],
  ["storage", "k"],
  ["entity.name.function", "f"],
  ["support.function", "f"],
  ["entity.name.type", "t"],
  ["support.type", "t"],
  ["entity.name.command", "f"],
  ["variable.other.property", "p"],
]

/** The names that blocks of code give languages, and the grammar of each. */
const scopeNames: Readonly<Record<string, string>> = {
  cep: "source.cep",
  js: "source.js",
  json: "source.json",
  jsonl: "source.json",
  lua: "source.lua",
  sh: "source.shell",
  sql: "source.sql",
  toml: "source.toml",
  ts: "source.ts",
  typescript: "source.ts",
  yaml: "source.yaml",
}

/** Loads the grammars. Throws where one is not there. */
export async function loadHighlighter(): Promise<Highlight> {
  const require = createRequire(import.meta.url)
  await oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")))
  const own = textmate.parseRawGrammar(
    readFileSync(join(root, "tools/vscode/syntaxes/cep.tmLanguage.json"), "utf8"),
    "cep.tmLanguage.json",
  )
  const others = [javascript, json, lua, shell, sql, toml, typescript, yaml].flat() as unknown as IRawGrammar[]
  const known = new Map([own, ...others].map((grammar) => [grammar.scopeName, grammar]))
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) => known.get(scope) ?? null,
  })
  const grammars = new Map<string, IGrammar>()
  for (const [language, scope] of Object.entries(scopeNames)) {
    const grammar = await registry.loadGrammar(scope)
    if (grammar === null) throw new Error(`there is no grammar ${scope} for blocks of ${language}`)
    grammars.set(language, grammar)
  }
  return (code, language) => {
    const grammar = grammars.get(language)
    return grammar === undefined ? escapeHtml(code) : colour(grammar, code)
  }
}

function colour(grammar: IGrammar, code: string): string {
  let state = textmate.INITIAL
  return code
    .split("\n")
    .map((line) => {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state)
      state = ruleStack
      return joined(
        tokens.map(({ startIndex, endIndex, scopes }) => ({
          // A token that reaches to the end of the line is one longer than it.
          text: line.slice(startIndex, endIndex),
          name: classOf(scopes),
        })),
      )
    })
    .join("\n")
}

interface Piece {
  readonly text: string
  readonly name: string | undefined
}

/** Neighbours of one class are one piece. */
function joined(pieces: readonly Piece[]): string {
  let html = ""
  for (let at = 0; at < pieces.length; ) {
    const { name } = pieces[at]!
    let text = ""
    for (; at < pieces.length && pieces[at]!.name === name; at++) text += pieces[at]!.text
    const isPlain = name === undefined || text.trim() === ""
    html += isPlain ? escapeHtml(text) : `<span class="${name}">${escapeHtml(text)}</span>`
  }
  return html
}

/** What the innermost scope says that says something; code within a text is code again. */
function classOf(scopes: readonly string[]): string | undefined {
  for (const scope of scopes.toReversed()) {
    const found = classes.find(([begin]) => scope === begin || scope.startsWith(`${begin}.`))
    if (found !== undefined) return found[1]
    if (scope.startsWith("source.") || scope.startsWith("meta.interpolation")) return undefined
  }
  return undefined
}
