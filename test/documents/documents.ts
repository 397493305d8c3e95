/** The documents that users and operators read, with their blocks of code. */
import { listFiles, readText } from "../tidy/source-files.ts"
import { type Block, codeBlocks } from "./blocks.ts"

export interface Document {
  /** From the root, with slashes. */
  readonly path: string
  readonly text: string
  readonly blocks: readonly Block[]
}

/** All of them, in order of their paths; not what is built. Throws where a block is not closed. */
export function readDocuments(): Document[] {
  const found = listFiles().filter((path) => /^([^/]+|(docs|samples|tools)\/.*)\.md$/.test(path))
  return found.map((path) => {
    const text = readText(path).replaceAll("\r\n", "\n")
    return { path, text, blocks: blocksOf(path, text) }
  })
}

function blocksOf(path: string, text: string): Block[] {
  try {
    return codeBlocks(text)
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error })
  }
}
