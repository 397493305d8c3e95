/** Colours for `.cep` in the editor; what a text means is the language service's business. */
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language"
import { tags } from "@lezer/highlight"
import { contextualWords, reservedWords } from "../../lang/syntax/tokens.ts"

const reserved: ReadonlySet<string> = new Set(reservedWords)
const contextual: ReadonlySet<string> = new Set(contextualWords)
const numbers = /^\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?/
const words = /^[\p{L}_][\p{L}\p{N}_]*/u

interface Mode {
  inComment: boolean
  /** After a dot, or before a colon, a word is a name. */
  afterDot: boolean
}

export const cepLanguage = StreamLanguage.define<Mode>({
  name: "cep",
  startState: () => ({ inComment: false, afterDot: false }),
  languageData: { commentTokens: { line: "//", block: { open: "/*", close: "*/" } } },
  token(stream, mode) {
    if (mode.inComment || stream.match("/*")) {
      mode.inComment = !stream.match(/^.*?\*\//)
      if (mode.inComment) stream.skipToEnd()
      return "comment"
    }
    if (stream.eatSpace()) return null
    if (stream.match(/^\/\/.*/)) return "comment"
    const afterDot = mode.afterDot
    mode.afterDot = false
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return "string"
    if (stream.match(/^`[^`]*`?/)) return "variableName"
    if (stream.match(numbers)) return "number"
    const [word] = (stream.match(words) as RegExpMatchArray | null) ?? []
    if (word !== undefined) {
      if (afterDot || stream.match(/^\s*:/, false)) return "propertyName"
      if (reserved.has(word)) return "keyword"
      if (contextual.has(word)) return "keyword"
      if (/^\p{Lu}/u.test(word)) return "typeName"
      return stream.match(/^\s*\(/, false) ? "variableName.function" : "variableName"
    }
    mode.afterDot = stream.next() === "." && stream.peek() !== "."
    return null
  },
})

export const cepColors = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.keyword, color: "var(--code-keyword)", fontWeight: "600" },
    { tag: tags.string, color: "var(--code-string)" },
    { tag: tags.number, color: "var(--code-number)" },
    { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
    { tag: tags.typeName, color: "var(--code-type)" },
    { tag: tags.function(tags.variableName), color: "var(--code-function)" },
    { tag: tags.propertyName, color: "var(--code-property)" },
  ]),
)
