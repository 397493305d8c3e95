/** Reads the blocks of code of a Markdown document with the words that stand after the language. */

export interface Block {
  readonly language: string
  /** `error=CEP2013` → { error: "CEP2013" }; a bare word → { word: "" } */
  readonly words: Readonly<Record<string, string>>
  readonly text: string
  /** Line of the opening fence, from 1. */
  readonly line: number
}

/** How a block begins: its indentation, what ends it, and what is said of it. */
interface Opening {
  readonly indent: number
  readonly end: RegExp
  readonly language: string
  readonly words: string
}

/**
 * All blocks in order: fenced ones, also indented ones in lists, and hidden ones. These are comments of several lines whose first line is a language with its words,
 * as in `<!-- sh`: what has to be there for the blocks that a reader sees. A block that is not closed throws: the document is broken.
 */
export function codeBlocks(markdown: string): Block[] {
  const lines = markdown.split("\n")
  const blocks: Block[] = []
  for (let i = 0; i < lines.length; i++) {
    const opening = fence(lines[i]!) ?? hidden(lines[i]!)
    if (opening === undefined) continue
    const length = lines.slice(i + 1).findIndex((line) => opening.end.test(line))
    if (length < 0) throw new Error(`line ${i + 1}: the block is not closed`)
    const text = lines.slice(i + 1, i + 1 + length).map((line) => withoutIndent(line, opening.indent))
    blocks.push({
      language: opening.language,
      words: wordsOf(opening.words),
      text: `${text.join("\n")}\n`,
      line: i + 1,
    })
    i += length + 1
  }
  return blocks
}

/** As CommonMark has it: three or more of one character; no backtick may stand behind backticks. */
function fence(line: string): Opening | undefined {
  const [, indent, mark, language = "", words = ""] = /^( *)(`{3,}(?!.*`)|~{3,}) *([^\s`]*)\s*(.*)$/.exec(line) ?? []
  if (indent === undefined || mark === undefined) return undefined
  return { indent: indent.length, end: new RegExp(`^ *${mark}${mark[0]}* *$`), language, words }
}

function hidden(line: string): Opening | undefined {
  const [, language, words = ""] = /^<!-- ([a-z]+)((?: [\w./:=-]+)*)$/.exec(line) ?? []
  return language === undefined ? undefined : { indent: 0, end: /^-->$/, language, words }
}

function wordsOf(text: string): Block["words"] {
  const words = text.split(/\s+/).filter(Boolean)
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf("=")
      return at < 0 ? [word, ""] : [word.slice(0, at), word.slice(at + 1)]
    }),
  )
}

function withoutIndent(line: string, indent: number): string {
  return line.slice(0, indent).trim() === "" ? line.slice(indent) : line
}
