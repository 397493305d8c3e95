/**
 * `npm run build:cep`, which `npm ci` runs too: makes the quick form of the command in this checkout. `cep.js` runs it as long as its sources
 * are what they were; else it runs the sources, which only start more slowly. So a failure here is said and stops nothing.
 */
import { createHash } from "node:crypto"
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import process from "node:process"
import { buildCommand, root } from "./command.ts"

/** What `cep.js` reads: the file to start, and all that it was made from: path from the root, bytes, time of change (ms). */
interface Record {
  readonly main: string
  readonly inputs: readonly (readonly [path: string, size: number, changedAt: number])[]
}

/** Makes the command under the folder, unless a source changes meanwhile. Each form has a folder of its own, so that a running one keeps its files. */
async function buildCep(place: string): Promise<void> {
  const startedAt = Date.now()
  const { files, inputs } = await buildCommand({ folder: join(place, "form") })
  const hash = createHash("sha256")
  for (const contents of files.values()) hash.update(contents)
  const form = hash.digest("hex").slice(0, 16)
  mkdirSync(join(place, form), { recursive: true })
  for (const [name, contents] of files) writeFileSync(join(place, form, name), contents)
  // npm writes this file whenever it changes a package; the packages' own files keep their dates.
  const own = inputs.filter((path) => !path.includes("node_modules"))
  const found = [...own, join(root, "node_modules/.package-lock.json")].map((path) => {
    const { size, mtimeMs } = statSync(path)
    return [relative(root, path), size, mtimeMs] as const
  })
  const changed = found.find(([, , changedAt]) => changedAt >= startedAt)
  if (changed !== undefined) throw new Error(`${changed[0]} was changed meanwhile`)
  const record: Record = { main: `${form}/main.js`, inputs: found }
  const unfinished = join(place, `current.${process.pid}.tmp`)
  writeFileSync(unfinished, JSON.stringify(record))
  renameSync(unfinished, join(place, "current.json"))
  removeOld(place, form)
}

/** Removes forms of an hour ago and older: no process starts with them any more. */
function removeOld(place: string, current: string): void {
  const forms = readdirSync(place, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  for (const { name } of forms) {
    const path = join(place, name)
    if (name !== current && statSync(path).mtimeMs < Date.now() - 3_600_000) rmSync(path, { recursive: true })
  }
}

try {
  await buildCep(join(root, ".cache/cep"))
} catch (error) {
  console.error(`cep starts from its sources, more slowly: ${error instanceof Error ? error.message : String(error)}`)
}
