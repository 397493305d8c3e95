import { Buffer } from "node:buffer"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Diagnostic } from "../../lang/diagnostic.ts"
import type { Source } from "../../lang/source.ts"
import { shortHash, shortHashText } from "../../runtime/platform/short-hash.ts"
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

/** What rules are compiled from. */
export interface Origin {
  /** Names the program's whole text. */
  readonly program: string
  /** From where the files are seen. */
  readonly folder: string
  /** As the user wrote them. */
  readonly entries: readonly string[]
}

interface Stored extends KeptRules {
  readonly origin: string
}

/** The file for rules of an origin, and perhaps of others. */
export function keptRulesFile(cache: string, origin: Origin): string {
  return join(cache, `rules-${nameOf(textOf(origin))}`)
}

/** What the file has of the origin, if all sources are what they were. A file that cannot be read, or has something else in it, is no error. */
export function findKeptRules(file: string, from: Origin): KeptRules | undefined {
  try {
    const { origin, sources, diagnostics, module }: Stored = JSON.parse(readFileSync(file, "utf8"))
    if (origin !== textOf(from) || !Array.isArray(diagnostics) || typeof module !== "string") return undefined
    const isAsItWas = ({ path, text }: Source): boolean => readFileSync(path, "utf8").replace(/^\ufeff/, "") === text
    return sources.every(isAsItWas) ? { sources, diagnostics, module } : undefined
  } catch {
    return undefined
  }
}

/** Keeps rules for the next start. What cannot be written is not kept. */
export function keepRules(file: string, origin: Origin, { sources, diagnostics, module }: KeptRules): void {
  const texts = sources.map(({ path, text }) => ({ path, text }))
  const stored: Stored = { origin: textOf(origin), sources: texts, diagnostics, module }
  writeKept(file, Buffer.from(JSON.stringify(stored)))
}

function textOf({ program, folder, entries }: Origin): string {
  return JSON.stringify([program, folder, entries])
}

/** Of the text and, once more, of what came of it: 64 bits. Two origins may have the same, so the file says whose it is. */
function nameOf(text: string): string {
  return shortHashText(text) + shortHashText(text, shortHash(text))
}

/** What a start knows of rules that were compiled before. */
export interface RuleCache {
  readonly origin: Origin
  readonly file: string
  readonly found: KeptRules | undefined
}

/** Whether it is that of these files. */
export function isCacheOf({ origin: { entries } }: RuleCache, files: readonly string[]): boolean {
  return entries.length === files.length && entries.every((one, place) => one === files[place])
}
