import { basename, dirname, join } from "node:path"
import type { CheckpointManifest } from "../../../runtime/checkpoint/manifest.ts"
import { readSlices } from "../../../runtime/checkpoint/slices.ts"
import { CheckpointStore, withStore } from "../../../runtime/checkpoint/store.ts"
import { RuleVersions } from "../../../runtime/checkpoint/versions.ts"
import type { Files } from "../../../runtime/platform/files.ts"
import { CliError, exitCodes } from "../error.ts"
import { openPlace } from "../places.ts"
import { copyJob } from "../savepoint.ts"
import { print, say } from "../terminal.ts"

/** What is said of a checkpoint. */
interface Row {
  readonly folder: string
  readonly number: number
  readonly job: string | null
  /** null: the job is not divided, or its manifest cannot be read. */
  readonly slice: number | null
  readonly madeAt: string | null
  /** The rules that ran up to it; null: their version is not known. */
  readonly version: string | null
  /** Those that judge what comes behind it, where they are others. */
  readonly next: string | null
  /** Of all state that it needs, and of what was written for it alone. */
  readonly stateBytes: number
  readonly ownStateBytes: number
  /** Outputs that were not known to be with their sinks. */
  readonly waitingOutputs: number
  readonly damage: string | null
}

/** `cep checkpoints`: lists and verifies the checkpoints below a folder. */
export async function checkpoints(
  folder: string,
  options: { readonly json?: boolean; readonly versions?: boolean },
): Promise<number> {
  const { files, folder: path } = await openPlace(folder, { writes: false })
  if (options.versions === true) return ruleVersions(files, path, folder, options.json === true)
  const rows = await withStore(folder, async () => {
    const found: Row[] = []
    for (const store of await storesBelow(files, path)) found.push(...(await rowsOf(files, store)))
    return found
  })
  if (rows.length === 0) throw new CliError(`there are no checkpoints in ${folder}`, exitCodes.failed)
  if (options.json === true) await print(`${JSON.stringify(rows, undefined, 2)}\n`)
  else for (const row of rows) await print(`${lineOf(row)}\n`)
  const damaged = rows.filter(({ damage }) => damage !== null)
  if (damaged.length === 0) return exitCodes.done
  await say(`${damaged.length} of ${rows.length} are damaged: a start of the job says what that means for it\n`)
  return exitCodes.failed
}

/** A version of the rules of a job. */
interface VersionRow {
  readonly job: string
  readonly version: string
  readonly askedAt: string | null
  readonly note: string | null
  readonly files: readonly string[]
  /** Checkpoints up to which it judged, and those behind which it does, by slice. */
  readonly checkpoints: readonly string[]
  readonly damage: string | null
}

/** `cep checkpoints --versions`: the rules that lie beside checkpoints, in the order in which they were asked for. */
async function ruleVersions(files: Files, path: string, shown: string, json: boolean): Promise<number> {
  const rows = await withStore(shown, async () => {
    const stores = await storesBelow(files, path)
    const jobs = new Set(stores.map(jobFolder))
    const found: VersionRow[] = []
    for (const job of jobs) {
      const own = stores.filter((store) => jobFolder(store) === job)
      found.push(...(await versionRows(files, job, own)))
    }
    return found
  })
  if (rows.length === 0) throw new CliError(`there are no versions of rules in ${shown}`, exitCodes.failed)
  if (json) await print(`${JSON.stringify(rows, undefined, 2)}\n`)
  else for (const row of rows) await print(`${versionLine(row)}\n`)
  return rows.some(({ damage }) => damage !== null) ? exitCodes.failed : exitCodes.done
}

async function versionRows(files: Files, job: string, stores: readonly CheckpointStore[]): Promise<VersionRow[]> {
  const users: { readonly version: string | undefined; readonly checkpoint: string }[] = []
  for (const store of stores) {
    for (const { number, manifest } of await store.list()) {
      if (manifest === undefined) continue
      const checkpoint = `${manifest.slice}/${number}`
      const { version, next } = manifest.rules
      users.push({ version, checkpoint })
      if (next !== undefined) users.push({ version: next, checkpoint: `${checkpoint} (from there on)` })
    }
  }
  return (await new RuleVersions(files, job).list()).map(({ version, stored, damage }) => ({
    job: basename(job),
    version,
    askedAt: stored === undefined ? null : new Date(stored.madeAt).toISOString(),
    note: stored?.note ?? null,
    files: stored?.files.map((file) => file.path) ?? [],
    checkpoints: users.filter((each) => each.version === version).map(({ checkpoint }) => checkpoint),
    damage: damage ?? null,
  }))
}

function versionLine({ job, version, askedAt, note, files, checkpoints: users, damage }: VersionRow): string {
  if (damage !== null) return `${job} rules ${version}  DAMAGED  ${damage}`
  const of = files.length === 0 ? "compiled rules" : files.join(", ")
  const used = users.length === 0 ? "no checkpoint" : `checkpoints ${users.join(", ")}`
  return `${job} rules ${version}  ${askedAt}  ${of}, ${used}${note === null ? "" : `  ${JSON.stringify(note)}`}`
}

/** `cep savepoint`: copies the newest checkpoint of a job, of each of its slices. */
export async function savepoint(from: string, to: string, options: { readonly job?: string }): Promise<number> {
  if (/^https?:/.test(from)) throw new CliError("a running job cannot be asked yet: give the folder of its checkpoints")
  const place = await openPlace(from, { writes: false })
  const { files } = place
  const within = join(place.folder, options.job ?? ".")
  const found = await withStore(from, () => storesBelow(files, within))
  const [folder, ...more] = new Set(found.map((store) => jobFolder(store)))
  if (folder === undefined) throw new CliError(`there are no checkpoints in ${files.show(within)}`)
  if (more.length > 0) {
    throw new CliError(
      `there are several jobs in ${from}: choose one with --job (${[folder, ...more].map((each) => basename(each)).join(", ")})`,
    )
  }
  const made = await copyJob({ ...place, folder }, found[0]!, to)
  await say(`${made} is in ${to}: cep run … --from-savepoint ${to}\n`)
  return exitCodes.done
}

/** The folder of the job to which a store belongs. */
function jobFolder({ folder }: CheckpointStore): string {
  return dirname(folder)
}

/** Folders that hold numbered checkpoints: this one, or those of jobs and slices in it. */
async function storesBelow(files: Files, folder: string, depth = 2): Promise<CheckpointStore[]> {
  const folders = await files.folders(folder)
  if (folders.some((name) => /^\d{10}$/.test(name))) return [new CheckpointStore(files, folder)]
  if (depth === 0) return []
  const found: CheckpointStore[] = []
  for (const name of folders) found.push(...(await storesBelow(files, join(folder, name), depth - 1)))
  return found
}

async function rowsOf(files: Files, store: CheckpointStore): Promise<Row[]> {
  const rows: Row[] = []
  const isSlice = (await readSlices(files, jobFolder(store)).catch(() => undefined)) !== undefined
  for (const { number, manifest, damage } of await store.list()) {
    const found = damage ?? (manifest && (await store.damageOf(manifest)))
    const slice = isSlice && manifest !== undefined ? Number(manifest.slice) : null
    rows.push({ folder: store.shown, number, slice, ...factsOf(manifest), damage: found ?? null })
  }
  return rows
}

function factsOf(manifest: CheckpointManifest | undefined): Omit<Row, "folder" | "number" | "slice" | "damage"> {
  if (manifest === undefined) {
    return { job: null, madeAt: null, version: null, next: null, stateBytes: 0, ownStateBytes: 0, waitingOutputs: 0 }
  }
  const { job, madeAt, state, outboxes, publishers, rules } = manifest
  const waiting = outboxes.filter(
    (each) => each.checkpoint > (publishers.find(({ name }) => name === each.publisher)?.confirmed ?? 0),
  )
  return {
    job,
    madeAt: new Date(madeAt).toISOString(),
    version: rules.version ?? null,
    next: rules.next ?? null,
    stateBytes: state.flat().reduce((sum, { bytes }) => sum + bytes, 0),
    ownStateBytes: state.reduce((sum, files) => sum + (files.at(-1)?.bytes ?? 0), 0),
    waitingOutputs: waiting.reduce((sum, { count }) => sum + count, 0),
  }
}

function lineOf(row: Row): string {
  const { job, slice, number, madeAt, version, next, stateBytes, ownStateBytes, waitingOutputs, damage, folder } = row
  const whose = job === null ? folder : slice === null ? job : `${job}/${slice}`
  if (damage !== null) return `${whose} ${number}  DAMAGED  ${damage}`
  const state = `${size(stateBytes)} of state (${size(ownStateBytes)} new)`
  const then = next === null ? "" : `, then ${next}`
  const rules = version === null ? "" : `  rules ${version}${then}`
  return `${whose} ${number}  ${madeAt}  ${state}, ${waitingOutputs} outputs waited for their sinks${rules}  whole`
}

function size(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"]
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10))
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`
}
