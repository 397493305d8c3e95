import { type Facts, packageOf, target } from "./facts.ts"
import { rowOf } from "./imports.ts"
import { within } from "./source-files.ts"

/** What is wrong at which place, and the way out. */
export type Complaint = string

/** Imports that the table forbids, and files for which it has no row. */
export function forbiddenImports(files: readonly Facts[]): Complaint[] {
  return files.flatMap((file) => {
    const found = rowOf(file.path)
    if (!found)
      return [
        `${file.path}: no row of test/tidy/imports.ts holds it; put it into one of the folders there or add a row`,
      ]
    const { row, place } = found
    return file.imports.flatMap(({ specifier, typeOnly, line }) => {
      const at = `${file.path}:${line}: ${row.place} may not import`
      const name = packageOf(specifier)
      if (name !== undefined) {
        const allowed = row.packages.includes("*") || row.packages.includes(name)
        return allowed ? [] : [`${at} the package ${name} (test/tidy/imports.ts); hand it in from outside`]
      }
      const wanted = target(file.path, specifier) ?? ""
      if ([place, ...row.values].some((allowed) => holds(allowed, wanted))) return []
      if (!row.types.some((allowed) => holds(allowed, wanted))) {
        return [`${at} ${wanted} (test/tidy/imports.ts); move what is needed down, or hand it in as an argument`]
      }
      return typeOnly ? [] : [`${at} values of ${wanted}, only types: write \`import type\` or hand the value in`]
    })
  })
}

function holds(place: string, path: string): boolean {
  return place === "" || within(path, place)
}

/** Cycles of value imports: each is named once, by its files in order. */
export function importCycles(files: readonly Facts[]): Complaint[] {
  const edges = new Map(
    files.map((file) => [
      file.path,
      file.imports
        .filter((one) => !one.typeOnly && !one.dynamic)
        .flatMap((one) => target(file.path, one.specifier) ?? []),
    ]),
  )
  const state = new Map<string, "open" | "done">()
  const cycles: Complaint[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === "open") {
      const cycle = [...trail.slice(trail.indexOf(path)), path].join(" → ")
      cycles.push(`${cycle}: files import each other's values; move the shared part into a file of its own`)
      return
    }
    if (state.has(path)) return
    state.set(path, "open")
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path])
    state.set(path, "done")
  }
  for (const path of edges.keys()) visit(path, [])
  return cycles
}

const wayOut: Readonly<Record<string, string>> = {
  "Date.now": "take the time as an argument",
  "new Date()": "take the time as an argument",
  performance: "take the time as an argument",
  "Math.random": "take a seeded source of numbers as an argument",
  "crypto.randomUUID": "derive the id from the data",
  "crypto.getRandomValues": "take a seeded source of numbers as an argument",
  setTimeout: "return when to go on; the job waits",
  setInterval: "return when to go on; the job waits",
  setImmediate: "return when to go on; the job waits",
  process: "take settings as an argument",
  Buffer: "use Uint8Array, TextEncoder, TextDecoder",
  fetch: "act in a connector",
  eval: "generate a module",
  "new Function": "generate a module",
}

/** Uses of the outside world (clock, chance, timers, process …) and of async in places that the table calls pure. */
export function impureUses(files: readonly Facts[]): Complaint[] {
  return files.flatMap((file) => {
    const row = rowOf(file.path)?.row
    if (!row?.pure) return []
    const uses = file.uses
      .filter(({ what }) => Object.hasOwn(wayOut, what))
      .map(({ what, line }) => `${file.path}:${line}: ${what} is banned in ${row.place}; ${wayOut[what]}`)
    const waiting = row.synchronous === true ? file.functions.filter((one) => one.isAsync) : []
    return [
      ...uses,
      ...waiting.map(
        ({ name, line }) => `${file.path}:${line}: ${name} is async, ${row.place} never waits; act at the edge`,
      ),
    ]
  })
}

/** Files of more than 500 lines, except generated ones. */
export function longFiles(files: readonly Facts[]): string[] {
  return files.filter((file) => file.lines > 500 && !isGenerated(file.path)).map((file) => file.path)
}

/** Functions of more than 70 lines, as "path name"; bodies of tests and groups of tests are not counted. */
export function longFunctions(files: readonly Facts[]): string[] {
  return files
    .filter((file) => !isGenerated(file.path))
    .flatMap((file) =>
      file.functions.filter((one) => one.lines > 70 && !one.isTest).map((one) => `${file.path} ${one.name}`),
    )
}

/** Exported functions of the product without a doc comment, as "path name". */
export function undocumented(files: readonly Facts[]): string[] {
  return files
    .filter((file) => isProduct(file.path) && !isGenerated(file.path))
    .flatMap((file) =>
      file.functions.filter((one) => one.exported && !one.documented).map((one) => `${file.path} ${one.name}`),
    )
}

/** Values at module level of the product that can change, as "path name". */
export function mutableModules(files: readonly Facts[]): string[] {
  return files
    .filter((file) => isProduct(file.path))
    .flatMap((file) => file.mutable.map(({ what }) => `${file.path} ${what}`))
}

/** Product files that no other product file uses, unless something outside starts them. */
export function unusedFiles(files: readonly Facts[], entries: ReadonlySet<string>): Complaint[] {
  const used = new Set<string>()
  for (const file of files) {
    if (file.path.startsWith("test/")) continue
    for (const one of file.imports) {
      const path = target(file.path, one.specifier)
      if (path !== undefined && path !== file.path) used.add(path)
    }
  }
  return files
    .filter((file) => isProduct(file.path) && !used.has(file.path) && !entries.has(file.path))
    .map((file) => `${file.path}: nothing of the product imports it; use it or remove it`)
}

/** Whether the file is part of what users run, rather than a test, a sample or a tool. */
export function isProduct(path: string): boolean {
  return /^(lang|compiler|runtime)\//.test(path)
}

/** Whether a generator makes the file. */
export function isGenerated(path: string): boolean {
  return /(^|\/)generated\.ts$/.test(path)
}
