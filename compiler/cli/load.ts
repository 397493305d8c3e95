import { existsSync, statSync } from "node:fs"
import { readFile, stat } from "node:fs/promises"
import { dirname } from "node:path"
import { isGlob, matchGlob, normalizePath, resolvePath } from "../../lang/check/paths.ts"
import type { Source } from "../../lang/source.ts"
import { parseReferences } from "../../lang/syntax/parse.ts"
import { CliError } from "./error.ts"
import { listFiles, listFolders } from "./list-files.ts"

/** What a command works on. */
export interface Loaded {
  /** The files that were named, as the user wrote them. */
  readonly entries: readonly string[]
  /** They and all that they import. */
  readonly sources: readonly Source[]
}

/**
 * The `.cep` files that arguments mean: files, folders (all `.cep` files in them) and globs. Throws `CliError` where there is
 * none.
 */
export async function findFiles(args: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const arg of args) {
    const path = arg.replace(/(?<=.)\/+$/, "")
    if (isGlob(path) && !existsSync(path)) {
      const matched = matchGlob(normalizePath(path), await listFiles(globBase(normalizePath(path))))
      if (matched.length === 0) throw new CliError(`no file matches ${arg}`)
      found.push(...matched)
    } else if (!existsSync(path)) {
      const other = existsSync(`${path}.cep`) ? `; there is ${path}.cep` : ""
      throw new CliError(`there is no file ${arg}${other}`)
    } else if ((await stat(path)).isDirectory()) {
      const inside = (await listFiles(path)).filter((each) => each.endsWith(".cep"))
      if (inside.length === 0)
        throw new CliError(`the folder ${arg} has no .cep file; \`cep init ${arg}\` makes a project in an empty one`)
      found.push(...inside)
    } else found.push(path)
  }
  const wrong = found.find((path) => !path.endsWith(".cep"))
  if (wrong !== undefined) throw new CliError(`${wrong} is no .cep file: name the files that hold rules`)
  const seen = new Map(found.map((path) => [normalizePath(path), path]))
  return [...seen.values()]
}

/** Reads the files that arguments mean, and what they import. Imports that are not there are left to the compiler to report. */
export async function load(args: readonly string[]): Promise<Loaded> {
  const entries = await findFiles(args)
  return { entries, sources: await readAll(entries) }
}

/** Whether arguments and imports name `.cep` files one by one, so that as long as these are the same there is nothing else to read. */
export async function meansFiles(args: readonly string[], sources: readonly Source[]): Promise<boolean> {
  if (args.some((arg) => !isFile(arg) || isFolder(arg))) return false
  if (sources.some(({ path }) => !path.endsWith(".cep"))) return false
  return !(await Promise.all(sources.map(referencesOf))).flat().some(isGlob)
}

/** Reads files and, step by step, all that they import. */
export async function readAll(entries: readonly string[]): Promise<Source[]> {
  const sources = new Map<string, Source>()
  const open = [...entries]
  for (let path = open.shift(); path !== undefined; path = open.shift()) {
    const key = normalizePath(path)
    if (sources.has(key)) continue
    const source = { path, text: await readText(path) }
    sources.set(key, source)
    open.push(...(await importsOf(source)))
  }
  return [...sources.values()]
}

/** The text of a file, without a byte order mark. Throws `CliError`. */
export async function readText(path: string): Promise<string> {
  try {
    return (await readFile(path, "utf8")).replace(/^\ufeff/, "")
  } catch (error) {
    throw new CliError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** The files that exist of those that a source imports. */
export async function importsOf(source: Source): Promise<string[]> {
  const found: string[] = []
  for (const path of await referencesOf(source)) {
    if (isGlob(path)) found.push(...matchGlob(path, await listFiles(globBase(path))))
    else if (!source.path.endsWith(".cep")) found.push(...findTypescript(path))
    else if (isFile(path)) found.push(path)
  }
  return found
}

/** The paths that a source refers to, whether there is something or not; of imports in rules they may be globs. */
async function referencesOf(source: Source): Promise<string[]> {
  if (!source.path.endsWith(".cep")) {
    const { relativeImports } = await import("../typescript/imports.ts")
    return (await relativeImports(source.text)).map((written) => resolvePath(source.path, written))
  }
  const found: string[] = []
  for (const node of parseReferences(source)) {
    const written =
      node.kind === "import" || node.kind === "use"
        ? node.path.text
        : node.kind === "event"
          ? node.from?.text
          : undefined
    // What is not relative is an error that the compiler reports.
    if (written === undefined || !/^\.{1,2}\//.test(written)) continue
    const path = resolvePath(source.path, written)
    if (node.kind === "import" || !isGlob(path)) found.push(path)
  }
  return found
}

/** The folders in which something may come, change or go that arguments and sources mean: to be watched. Those that are not there are named as well. */
export async function foldersOf(args: readonly string[], sources: readonly Source[]): Promise<string[]> {
  const found = new Set(sources.map(({ path }) => dirname(path)))
  const references = (await Promise.all(sources.map(referencesOf))).flat()
  for (const path of [...args.map(normalizePath), ...references]) {
    const isWide = isGlob(path) && !existsSync(path)
    if (isWide || isFolder(path)) for (const each of await listFolders(isWide ? globBase(path) : path)) found.add(each)
    else found.add(dirname(path))
  }
  return [...found].sort()
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

/** The file that an import means: as written, or as TypeScript completes it. */
function findTypescript(path: string): string[] {
  const candidates = [path, `${path}.ts`, path.replace(/\.js$/, ".ts"), `${path}.d.ts`, `${path}/index.ts`]
  return candidates.filter((each) => each.endsWith(".ts") && isFile(each)).slice(0, 1)
}

function isFile(path: string): boolean {
  return existsSync(path)
}

/** The folder in which all that a glob can match lies. */
function globBase(glob: string): string {
  const parts = glob.split("/")
  const first = parts.findIndex(isGlob)
  const base = parts.slice(0, first).join("/")
  return base === "" ? (glob.startsWith("/") ? "/" : ".") : base
}
