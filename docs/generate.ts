import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { generatedPages, generateMessages } from "../lang/messages/generate.ts"
import { generateArchitecture } from "./architecture.ts"
import { generateCli } from "./generate-cli.ts"
import { generateConnectors } from "./generate-connectors.ts"
import { generateDashboard } from "./generate-dashboard.ts"
import { generateFunctions } from "./generate-functions.ts"
import { generateGrammar } from "./generate-grammar.ts"
import { generateMetrics } from "./generate-metrics.ts"
import { generateReload } from "./generate-reload.ts"

/** What a generator gives: file texts by path relative to the root, and what is wrong with its input. */
export interface Generated {
  files: Map<string, string>
  problems: string[]
}

/** Every generator of the repository. A new one is added here and is then run by `npm run generate`, CI and the tests. */
const generators: ((root: string) => Generated)[] = [
  generateMessages,
  generateArchitecture,
  generateFunctions,
  generateConnectors,
  generateCli,
  generateMetrics,
  generateDashboard,
  generateReload,
  generateGrammar,
]

/** Folders that hold nothing but generated files: what no generator makes any more is removed from them. */
const ownedFolders = [generatedPages]

/** Runs all generators without writing anything. */
export function generateAll(root: string): Generated {
  const files = new Map<string, string>()
  const problems: string[] = []
  for (const generator of generators) {
    const made = generator(root)
    problems.push(...made.problems)
    for (const [path, text] of made.files) files.set(path, text)
  }
  return { files, problems }
}

/** The generated paths whose file on disk is missing, different or not made any more. */
export function outdated(root: string, files: ReadonlyMap<string, string>): string[] {
  const changed = [...files].filter(([path, text]) => readText(join(root, path)) !== text).map(([path]) => path)
  return [...changed, ...leftovers(root, files)].sort()
}

function leftovers(root: string, files: ReadonlyMap<string, string>): string[] {
  return ownedFolders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
    .filter((path) => path.endsWith(".md") && !files.has(path))
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").replaceAll("\r\n", "\n")
  } catch {
    return undefined
  }
}

/** Writes through a rename, so that a reader at the same time sees the old file or the new one, never half of one. */
function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.${process.pid}.tmp`, text)
  renameSync(`${path}.${process.pid}.tmp`, path)
}

function main(root: string, check: boolean): number {
  const { files, problems } = generateAll(root)
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) return 1
  const paths = outdated(root, files)
  if (check) {
    for (const path of paths) console.error(`${path} is not up to date: run \`npm run generate\` and commit the result`)
    return paths.length === 0 ? 0 : 1
  }
  for (const path of paths) {
    const text = files.get(path)
    if (text === undefined) rmSync(join(root, path), { force: true })
    else writeWhole(join(root, path), text)
    console.log(text === undefined ? `removed ${path}` : `wrote ${path}`)
  }
  return 0
}

if (import.meta.main)
  process.exitCode = main(fileURLToPath(new URL("..", import.meta.url)), process.argv.includes("--check"))
