import { Buffer } from "node:buffer"
import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { extname, resolve } from "node:path"
import process from "node:process"
import { pathToFileURL } from "node:url"
import { RULE_SET_FORMAT, type RuleSet } from "../../runtime/abi/rule-set.ts"
import type { RuleFile } from "../../runtime/control/actions.ts"
import { messageOf } from "../../runtime/engine/refusal.ts"
import { CliError } from "./error.ts"
import { importModule } from "./import-module.ts"
import { isCacheOf, type KeptRules, keepRules, type RuleCache } from "./kept-rules.ts"

export interface LoadedRules {
  readonly rules: RuleSet
  /** A module that exports them: for other threads. */
  url(): string
  /** The sources, in the order in which they were compiled; none of compiled rules. */
  readonly files: readonly RuleFile[]
  /** The text of that module. */
  module(): Promise<string>
}

const dataUrl = "data:text/javascript;base64,"

/** The URL of a module whose text is at hand. */
export function moduleUrl(code: string): string {
  return dataUrl + Buffer.from(code).toString("base64")
}

/** The rules of a module by its URL. `name`: as that of `instantiateModule`. A module of `moduleUrl` is no place to which a source map could be relative: its text is run. */
export async function rulesAt(url: string, name: string): Promise<RuleSet> {
  const text = url.startsWith(dataUrl) ? Buffer.from(url.slice(dataUrl.length), "base64").toString("utf8") : undefined
  const made = text && (await rulesOfModule(text, name))
  return made || ((await importModule(url)) as { readonly rules: RuleSet }).rules
}

/**
 * The rule set that the arguments of a command mean: compiled from `.cep` files, or taken from one module that `cep compile` wrote. The compiler
 * is loaded for the former only, and not where `cache` has them. Throws `CliError`.
 */
export async function loadRules(args: readonly string[], cache?: RuleCache): Promise<LoadedRules> {
  const compiled = args.find(isModule)
  if (compiled === undefined) {
    const own = cache !== undefined && isCacheOf(cache, args) ? cache : undefined
    return (own?.found && (await fromKept(own.found))) ?? compileFiles(args, own)
  }
  if (args.length > 1)
    throw new CliError(`${compiled} holds compiled rules, and is run alone: compile all files into it`)
  const url = () => pathToFileURL(resolve(compiled)).href
  return { rules: await readModule(compiled), url, files: [], module: () => readFile(compiled, "utf8") }
}

/** `cache`: where they are kept for the next start. */
async function compileFiles(args: readonly string[], cache: RuleCache | undefined): Promise<LoadedRules> {
  const [{ compileLoaded }, { load, meansFiles }] = await Promise.all([import("./compile.ts"), import("./load.ts")])
  const loaded = await load(args)
  const { rules, module, diagnostics } = await compileLoaded(loaded)
  const { sources } = loaded
  if (cache !== undefined && (await meansFiles(args, sources))) {
    // Nothing waits for it then.
    process.once("exit", (code) => {
      if (code === 0) keepRules(cache.file, cache.origin, { sources, diagnostics, module: module.mapped })
    })
  }
  const files = sources.map(({ path, text }) => ({ path, text }))
  return { rules, url: () => moduleUrl(module.mapped), files, module: async () => module.mapped }
}

/** What a former start compiled; undefined: it cannot be used. */
async function fromKept({ sources, diagnostics, module }: KeptRules): Promise<LoadedRules | undefined> {
  const { instantiateModule } = await import("../instantiate.ts")
  process.setSourceMapsEnabled(true)
  const rules = tried(() => instantiateModule(module))
  if (!isRuleSet(rules) || rules.manifest.format !== RULE_SET_FORMAT) return undefined
  if (diagnostics.length > 0) await (await import("./terminal.ts")).sayProblems(diagnostics, sources)
  return { rules, url: () => moduleUrl(module), files: sources, module: async () => module }
}

/** undefined where it throws: what a file has that somebody damaged. */
function tried<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}

/** The rules of a module whose text is at hand; undefined: it has none. Rejects where it throws. `name`: as that of `instantiateModule`. */
export async function rulesOfModule(code: string, name = "cepheus-rules-stored.js"): Promise<RuleSet | undefined> {
  const { instantiateModule } = await import("../instantiate.ts")
  process.setSourceMapsEnabled(true)
  const made = instantiateModule(code, name)
  if (made !== undefined) return isRuleSet(made) ? made : undefined
  const { rules } = await importModule(moduleUrl(code))
  return isRuleSet(rules) ? rules : undefined
}

function isModule(path: string): boolean {
  return [".js", ".mjs"].includes(extname(path))
}

async function readModule(path: string): Promise<RuleSet> {
  if (!existsSync(path)) throw new CliError(`there is no file ${path}`)
  let exported: Readonly<Record<string, unknown>>
  try {
    exported = await importModule(pathToFileURL(resolve(path)).href)
  } catch (error) {
    throw new CliError(`${path} cannot be loaded: ${messageOf(error)}; \`cep compile\` writes such files`)
  }
  const { rules } = exported
  if (!isRuleSet(rules)) throw new CliError(`${path} holds no compiled rules: \`cep compile\` writes such files`)
  const { format } = rules.manifest
  if (format === RULE_SET_FORMAT) return rules
  throw new CliError(`${path} has form ${format}, this cep runs form ${RULE_SET_FORMAT}: compile the rules again`)
}

function isRuleSet(value: unknown): value is RuleSet {
  if (typeof value !== "object" || value === null) return false
  const { manifest, create } = value as Partial<RuleSet>
  return typeof create === "function" && typeof manifest?.format === "number" && Array.isArray(manifest.rules)
}
