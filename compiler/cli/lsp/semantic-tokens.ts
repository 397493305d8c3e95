import { SemanticTokensBuilder } from "vscode-languageserver/node"
import { semanticTokenModifiers, semanticTokenTypes } from "../../service/index.ts"
import type { Workspace } from "./workspace.ts"

/** The semantic tokens as the protocol wants them: numbers, one line at a time, and only what is new since the last answer. */
export class SemanticTokens {
  readonly #workspace: Workspace
  readonly #builders = new Map<string, SemanticTokensBuilder>()

  constructor(workspace: Workspace) {
    this.#workspace = workspace
  }

  /** All tokens of a text. */
  full(path: string) {
    return this.#build(path, undefined).build()
  }

  /** What has changed since an answer; all tokens where that is not the last one. */
  delta(path: string, previous: string) {
    return this.#build(path, previous).buildEdits()
  }

  #build(path: string, previous: string | undefined): SemanticTokensBuilder {
    const document = this.#workspace.document(path)!
    const known = previous === undefined ? undefined : this.#builders.get(path)
    const builder = known ?? new SemanticTokensBuilder()
    this.#builders.set(path, builder)
    if (previous !== undefined) builder.previousResult(previous)
    for (const { start, end, type, modifiers } of this.#workspace.service.semanticTokens(path)) {
      const kind = semanticTokenTypes.indexOf(type)
      const flags = modifiers.reduce((all, each) => all | (1 << semanticTokenModifiers.indexOf(each)), 0)
      // A token of several lines is one for each line: many clients take no others.
      for (let from = start; from < end; ) {
        const { line, character } = document.positionAt(from)
        const next = Math.min(end, document.offsetAt({ line: line + 1, character: 0 }))
        const length = document
          .getText()
          .slice(from, next)
          .replace(/[\r\n]+$/, "").length
        if (length > 0) builder.push(line, character, length, kind, flags)
        if (next <= from) break
        from = next
      }
    }
    return builder
  }
}
