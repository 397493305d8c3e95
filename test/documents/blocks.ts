/** Reads the fenced code blocks of a Markdown document with the words that stand after the language. */

export interface Block {
  readonly language: string
  /** `error=CEP2013` → { error: "CEP2013" }; a bare word → { word: "" } */
  readonly words: Readonly<Record<string, string>>
  readonly text: string
  /** Line of the opening fence, from 1. */
  readonly line: number
}

/** All fenced blocks in order. A block that is not closed throws: the document is broken. */
export function codeBlocks(markdown: string): Block[] {
  const lines = markdown.split("\n")
  const blocks: Block[] = []
  for (let i = 0; i < lines.length; i++) {
    const opening = /^```(\w*)\s*(.*)$/.exec(lines[i] ?? "")
    if (!opening) continue
    const end = lines.indexOf("```", i + 1)
    if (end < 0) throw new Error(`line ${i + 1}: the block is not closed`)
    const words = Object.fromEntries(
      (opening[2] ?? "")
        .split(/\s+/)
        .filter(Boolean)
        .map((word) => word.split("=", 2))
        .map(([name = "", value = ""]) => [name, value]),
    )
    blocks.push({ language: opening[1] ?? "", words, text: `${lines.slice(i + 1, end).join("\n")}\n`, line: i + 1 })
    i = end
  }
  return blocks
}
