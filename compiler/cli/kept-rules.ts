import { Buffer } from "node:buffer"
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Diagnostic } from "../../lang/diagnostic.ts"
import type { Source } from "../../lang/source.ts"
import { writeKept } from "./kept-code.ts"

/** Rules that were compiled before, by the same program from the same texts. */
export interface KeptRules {
  /** The files that were named, and all that they import. */
  readonly sources: readonly Source[]
  /** What there was to say of them: no errors. */
  readonly diagnostics: readonly Diagnostic[]
  /** The module, with its map inside. */
  readonly module: string
}

/** In the file: of each source the hash of its text. */
interface Stored extends Omit<KeptRules, "sources"> {
  readonly sources: readonly { readonly path: string; readonly hash: string }[]
}

/** The file for rules that are compiled from these files, as seen from a folder, by a program: `program` names its whole text. */
export function keptRulesFile(cache: string, program: string, folder: string, entries: readonly string[]): string {
  return join(cache, `rules-${hashOf(JSON.stringify([program, folder, entries])).slice(0, 32)}`)
}

/** What the file has, if all sources are what they were. A file that cannot be read, or has something else in it, is no error. */
export function findKeptRules(file: string): KeptRules | undefined {
  try {
    const { sources: all, diagnostics, module }: Stored = JSON.parse(readFileSync(file, "utf8"))
    if (!Array.isArray(diagnostics) || typeof module !== "string") return undefined
    const sources: Source[] = []
    for (const { path, hash } of all) {
      const text = readFileSync(path, "utf8").replace(/^\ufeff/, "")
      if (hashOf(text) !== hash) return undefined
      sources.push({ path, text })
    }
    return { sources, diagnostics, module }
  } catch {
    return undefined
  }
}

/** Keeps rules for the next start. What cannot be written is not kept. */
export function keepRules(file: string, { sources, diagnostics, module }: KeptRules): void {
  const hashed = sources.map(({ path, text }) => ({ path, hash: hashOf(text) }))
  const stored: Stored = { sources: hashed, diagnostics, module }
  writeKept(file, Buffer.from(JSON.stringify(stored)))
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex")
}

/** What a start knows of rules that were compiled before. */
export interface RuleCache {
  /** The files that it is asked for, as the user wrote them. */
  readonly entries: readonly string[]
  readonly file: string
  readonly found: KeptRules | undefined
}

/** Whether it is that of these files. */
export function isCacheOf({ entries }: RuleCache, files: readonly string[]): boolean {
  return entries.length === files.length && entries.every((one, place) => one === files[place])
}
