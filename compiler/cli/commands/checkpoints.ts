import { readdirSync } from "node:fs"
import { join, resolve } from "node:path"
import type { CheckpointManifest } from "../../../runtime/checkpoint/manifest.ts"
import { makeSavepoint } from "../../../runtime/checkpoint/savepoint.ts"
import { CheckpointStore } from "../../../runtime/checkpoint/store.ts"
import { systemFiles } from "../../../runtime/platform/node-files.ts"
import { CliError, exitCodes } from "../error.ts"
import { print, say } from "../terminal.ts"

/** What is said of a checkpoint. */
interface Row {
  readonly folder: string
  readonly number: number
  readonly job: string | null
  readonly madeAt: string | null
  /** Of all state that it needs, and of what was written for it alone. */
  readonly stateBytes: number
  readonly ownStateBytes: number
  /** Outputs that were not known to be with their sinks. */
  readonly waitingOutputs: number
  readonly damage: string | null
}

/** `cep checkpoints`: lists and verifies the checkpoints below a folder. */
export async function checkpoints(folder: string, options: { readonly json?: boolean }): Promise<number> {
  const rows: Row[] = []
  for (const each of storesBelow(resolve(folder))) rows.push(...(await rowsOf(each)))
  if (rows.length === 0) throw new CliError(`there are no checkpoints in ${folder}`, exitCodes.failed)
  if (options.json === true) await print(`${JSON.stringify(rows, undefined, 2)}\n`)
  else for (const row of rows) await print(`${lineOf(row)}\n`)
  const damaged = rows.filter(({ damage }) => damage !== null)
  if (damaged.length === 0) return exitCodes.done
  await say(`${damaged.length} of ${rows.length} are damaged: a start of the job says what that means for it\n`)
  return exitCodes.failed
}

/** `cep savepoint`: copies the newest checkpoint of a job. */
export async function savepoint(from: string, to: string, options: { readonly job?: string }): Promise<number> {
  if (/^https?:/.test(from)) throw new CliError("a running job cannot be asked yet: give the folder of its checkpoints")
  const found = storesBelow(resolve(from, options.job ?? "."))
  const [store, ...more] = found
  if (store === undefined) throw new CliError(`there are no checkpoints in ${resolve(from, options.job ?? ".")}`)
  if (more.length > 0) {
    throw new CliError(
      `there are several jobs in ${from}: choose one with --job (${found.map(({ folder }) => folder).join(", ")})`,
    )
  }
  const manifest = await makeSavepoint(store, new CheckpointStore(systemFiles, resolve(to)))
  await say(`checkpoint ${manifest.number} of the job ${manifest.job} is in ${to}: cep run … --from-savepoint ${to}\n`)
  return exitCodes.done
}

/** Folders that hold numbered checkpoints: this one, or those of jobs and slices in it. */
function storesBelow(folder: string, depth = 2): CheckpointStore[] {
  const entries = entriesOf(folder)
  if (entries.some((name) => /^\d{10}$/.test(name))) return [new CheckpointStore(systemFiles, folder)]
  return depth === 0 ? [] : entries.flatMap((name) => storesBelow(join(folder, name), depth - 1))
}

function entriesOf(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.flatMap((each) => (each.isDirectory() ? [each.name] : [])).sort()
  } catch (error) {
    throw new CliError(`${folder} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function rowsOf(store: CheckpointStore): Promise<Row[]> {
  const rows: Row[] = []
  for (const { number, manifest, damage } of await store.list()) {
    const found = damage ?? (manifest && (await store.damageOf(manifest)))
    rows.push({ folder: store.folder, number, ...factsOf(manifest), damage: found ?? null })
  }
  return rows
}

function factsOf(manifest: CheckpointManifest | undefined): Omit<Row, "folder" | "number" | "damage"> {
  if (manifest === undefined) return { job: null, madeAt: null, stateBytes: 0, ownStateBytes: 0, waitingOutputs: 0 }
  const { job, madeAt, state, outboxes, publishers } = manifest
  const waiting = outboxes.filter(
    (each) => each.checkpoint > (publishers.find(({ name }) => name === each.publisher)?.confirmed ?? 0),
  )
  return {
    job,
    madeAt: new Date(madeAt).toISOString(),
    stateBytes: state.flat().reduce((sum, { bytes }) => sum + bytes, 0),
    ownStateBytes: state.reduce((sum, files) => sum + (files.at(-1)?.bytes ?? 0), 0),
    waitingOutputs: waiting.reduce((sum, { count }) => sum + count, 0),
  }
}

function lineOf({ job, number, madeAt, stateBytes, ownStateBytes, waitingOutputs, damage, folder }: Row): string {
  if (damage !== null) return `${job ?? folder} ${number}  DAMAGED  ${damage}`
  const state = `${size(stateBytes)} of state (${size(ownStateBytes)} new)`
  return `${job} ${number}  ${madeAt}  ${state}, ${waitingOutputs} outputs waited for their sinks  whole`
}

function size(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"]
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10))
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`
}
