import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import oniguruma from "vscode-oniguruma"
import textmate from "vscode-textmate"
import { Report } from "../../../lang/diagnostic.ts"
import { lex, type Token } from "../../../lang/syntax/lex.ts"
import { scanInterpolated } from "../../../lang/syntax/scan-string.ts"
import { keywordTypes, NumberToken, Regex, Str, Time, Unit } from "../../../lang/syntax/tokens.ts"
import { cepFiles } from "./files.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))
const require = createRequire(import.meta.url)

async function loadGrammar() {
  const wasm = readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"))
  await oniguruma.loadWASM(wasm)
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources: string[]) => new oniguruma.OnigScanner(sources),
      createOnigString: (text: string) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () =>
      textmate.parseRawGrammar(
        readFileSync(join(root, "tools/vscode/syntaxes/cep.tmLanguage.json"), "utf8"),
        "cep.tmLanguage.json",
      ),
  })
  return (await registry.loadGrammar("source.cep"))!
}

const grammar = await loadGrammar()

/** The scopes of each character of a text, the innermost last. */
function scopesOf(text: string): string[] {
  const scopes: string[] = []
  let state = textmate.INITIAL
  for (const line of text.split(/(?<=\n)/)) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line.replace(/\r?\n$/, ""), state)
    state = ruleStack
    const from = scopes.length
    for (const token of tokens)
      for (let at = token.startIndex; at < token.endIndex; at++) scopes[from + at] = token.scopes.at(-1)!
    scopes.length = from + line.length
  }
  return scopes
}

const kinds: readonly (readonly [kind: string, scope: RegExp])[] = [
  ["comment", /^comment\./],
  ["text", /^(string\.(?!regexp)|constant\.character\.escape)/],
  ["regex", /^string\.regexp/],
  ["unit", /^keyword\.other\.unit/],
  ["number", /^constant\.numeric/],
  ["keyword", /^(keyword\.(control|declaration|operator\.word)|constant\.language)/],
  ["name", /^(entity\.name|variable)/],
]

function kindOf(scope: string | undefined): string {
  return kinds.find(([, pattern]) => pattern.test(scope ?? ""))?.[0] ?? "sign"
}

function wantedKind({ tokenType, image }: Token): string {
  if (tokenType === Str) return "text"
  if (tokenType === Regex) return "regex"
  if (tokenType === Unit) return "unit"
  if (tokenType === NumberToken || tokenType === Time) return "number"
  if (keywordTypes.get(image) === tokenType) return "keyword"
  return /^[\p{L}_`]/u.test(image) ? "name" : "sign"
}

/** Where the grammar says something else than the lexer. */
function differences(path: string, text: string): string[] {
  const scopes = scopesOf(text)
  const report = new Report()
  const { tokens, comments } = lex({ path, text }, text, 0, report)
  const found: string[] = []
  const compare = (start: number, end: number, image: string, wanted: string) => {
    for (let at = start; at < end; at++) {
      if (/\s/.test(text[at]!) || kindOf(scopes[at]) === wanted) continue
      const line = text.slice(0, at).split("\n").length
      found.push(`${path}:${line}: \`${image}\` is ${wanted} for the lexer, ${scopes[at]} for the grammar`)
      return
    }
  }
  const take = (all: readonly Token[]) => {
    for (const token of all) {
      const { startOffset: start, image } = token
      const pieces = token.tokenType === Str ? (scanInterpolated(image, 0)?.pieces ?? []) : []
      if (pieces.every(({ kind }) => kind === "text")) compare(start, start + image.length, image, wantedKind(token))
      for (const piece of pieces) {
        const [from, to] = [start + piece.start, start + piece.end]
        if (piece.kind === "expression") take(lex({ path, text }, text.slice(from, to), from, report).tokens)
        else if (pieces.length > 1) compare(from, to, image, "text")
      }
    }
  }
  take(tokens)
  for (const { span, text: image } of comments) compare(span.start, span.end, image, "comment")
  return found
}

test("the samples and the documentation's files are coloured as the lexer reads them", () => {
  const files = cepFiles("samples", "docs", "bench")
  expect(files.length).toBeGreaterThan(15)
  expect(files.flatMap(({ path, text }) => differences(path, text))).toEqual([])
})

test("words are names where the lexer takes them for names", () => {
  const text = [
    "event Reading { in: string, next: number, at: time } timed by at, up to 5 seconds late",
    'table Limits key per, within { per: string, within: number } from file("a")',
    'rule High { when Reading as r where r.next > 10 and r . in == "hall {r.next + 1} {{" within 5 min',
    '  alert high "{upper(r.in)} and {"nested"}" }',
    "let a = 2026-01-31T10:00:00Z // 5 minutes",
    'let `then` = 5 d /* "text" ',
    "rule */",
    "let m = name matches /^a\\/[/]b$/i or 4 / 2 / 1 > 1",
  ].join("\n")
  expect(differences("words.cep", text)).toEqual([])
})

test("a string that is not closed ends with its line", () => {
  expect(differences("open.cep", "let a = \"never closed\nlet b = 1\nlet c = 'x\nlet d = 2")).toEqual([])
})
