import { randomBytes } from "node:crypto"
import { tmpdir } from "node:os"
import { basename, extname, join, resolve } from "node:path"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { Checkpoints } from "../../runtime/checkpoint/coordinator.ts"
import { SliceLock } from "../../runtime/checkpoint/lock.ts"
import { judgesBehind } from "../../runtime/checkpoint/manifest.ts"
import { failIfDivided, readSlices } from "../../runtime/checkpoint/slices.ts"
import { CheckpointStore, withStore } from "../../runtime/checkpoint/store.ts"
import { checkpointRules } from "../../runtime/job/checkpoint-rules.ts"
import type { Patience } from "../../runtime/job/patience.ts"
import type { CheckpointRequest } from "../../runtime/job/setup.ts"
import type { Log } from "../../runtime/observe/log.ts"
import { systemClock } from "../../runtime/platform/node.ts"
import { formerFolders, makeProcessFolder, removeFolders } from "../../runtime/platform/process-folders.ts"
import { durationOption, type RunOptions, readPairs, sizeOption } from "./commands/run-options.ts"
import { CliError } from "./error.ts"
import type { Place, Places } from "./places.ts"
import { type ChosenRules, failIfOthers } from "./rules-choice.ts"

/** With what names of folders for copies begin. */
const copiesPrefix = "cepheus-copies-"
/** A job that is not divided is one slice. */
const onlySlice = "0"

/** Which slice of a job has the checkpoints. */
export interface SliceOfJob {
  readonly number: number
  /** How many there are. */
  readonly slices: number
  /** Processes have agreed who runs it: the lock of one that lives does not count. */
  readonly agreed: boolean
}

type CheckpointOptions = RunOptions & { readonly checkpointDir: string }

/** Of what checkpoints are made, and who is told. */
export interface CheckpointedJob {
  readonly options: CheckpointOptions
  readonly files: readonly string[]
  readonly rules: RuleSet
  readonly params: Readonly<Record<string, unknown>>
  readonly places: Places
  readonly log: Log
  /** The first checkpoint of this run was made. */
  readonly begun?: () => void
  /** How the start waits for servers that are away; absent: not at all. */
  readonly patience?: Patience
  readonly chosen: Pick<ChosenRules, "base" | "expects">
}

/** How the checkpoints of a job, or of one slice of it, are opened, from the options of the command. Throws `CliError`. */
export function checkpointRequest(of: CheckpointedJob, part?: SliceOfJob): CheckpointRequest {
  const { options, files, rules, params, places, log, begun, patience, chosen } = of
  const job = jobName(options.job, files)
  const attempt = randomBytes(6).toString("hex")
  const slice = part === undefined ? onlySlice : String(part.number)
  const { checkpoints: place } = places
  const store = new CheckpointStore(place.files, join(place.folder, job, slice))
  const parent = copiesParent(options, place, job, slice)
  const settings = {
    ...limitsOf(options, part?.slices ?? 1),
    store,
    job,
    slice,
    attempt,
    newLineage: randomBytes(8).toString("hex"),
    rules: { ...checkpointRules(rules.manifest), ...(chosen.base !== undefined && { base: chosen.base }) },
    params,
    fresh: options.fresh === true,
    allowRepeats: options.allowRepeats === true,
    assumePublished: readAssumed(options.assumePublished, part),
    savepoint: savepointStore(places.savepoint, part),
    clock: systemClock,
    log,
    begun,
    patience,
  }
  return {
    identity: { job, slice, attempt },
    async open({ all: publishers }) {
      if (part === undefined) await failWithSlices(places, options.fromSavepoint, job)
      await withStore(store.shown, () => store.prepare())
      // Elsewhere there is none: that a checkpoint's number is made once keeps processes apart.
      const lock = place.isLocal ? SliceLock.take(store.folder, job, { agreed: part?.agreed ?? false }) : undefined
      const copies = new Copies(parent)
      const closed = () => {
        copies.remove()
        lock?.release()
      }
      try {
        const checkpoints = await Checkpoints.open({ ...settings, publishers, copies: () => copies.folder(), closed })
        const { restored } = checkpoints
        await failUnlessChosen(of, checkpoints, part)
        const words = restored === undefined ? "begins empty" : `goes on from checkpoint ${restored.checkpoint}`
        log("info", `the job ${job} ${words}; checkpoints in ${store.shown}`, {
          job,
          checkpoint: restored?.checkpoint ?? null,
        })
        return checkpoints
      } catch (error) {
        closed()
        throw error
      }
    },
  }
}

/** A job goes on with the rules that its checkpoint names or with those that a person has put in their place; a slice, which may come from another process, with those of this one. */
async function failUnlessChosen({ chosen, rules, log }: CheckpointedJob, checkpoints: Checkpoints, part?: SliceOfJob) {
  const { restoredRules } = checkpoints
  if (part === undefined) {
    try {
      return failIfOthers(chosen, restoredRules)
    } catch (error) {
      await checkpoints.close().catch(() => {})
      throw error
    }
  }
  const before = restoredRules && judgesBehind(restoredRules)
  const { version } = rules.manifest
  if (before === undefined || before === version) return
  log("info", `its events were judged by version ${before} of the rules so far, and by ${version} from here on`, {
    version,
    before,
  })
}

/** A job that is not divided cannot go on with slices. */
async function failWithSlices(
  { checkpoints, savepoint }: Places,
  shown: string | undefined,
  job: string,
): Promise<void> {
  await failIfDivided(checkpoints.files, join(checkpoints.folder, job), job)
  if (savepoint === undefined) return
  const found = await readSlices(savepoint.files, savepoint.folder)
  if (found === undefined) return
  const advice = "restore it with sources that are `partitioned by` a field, as the job had them"
  throw new CliError(`${shown} is a savepoint of a job with ${found.slices} slices: ${advice}`)
}

/** All slices together wait for no more outputs than a job that is not divided. */
function limitsOf(options: RunOptions, slices: number) {
  const intervalMs = durationOption("--checkpoint-interval", options.checkpointInterval ?? "10s")
  if (intervalMs < 1) throw new CliError("--checkpoint-interval must be above 0")
  return { intervalMs, maxOutboxBytes: Math.ceil(sizeOption("--max-outbox", options.maxOutbox ?? "1GiB") / slices) }
}

/** Each slice has a savepoint of its own. */
function savepointStore(place: Place | undefined, of: SliceOfJob | undefined): CheckpointStore | undefined {
  if (place === undefined) return undefined
  const { files, folder } = place
  return new CheckpointStore(files, of === undefined ? folder : join(folder, String(of.number)))
}

/** Where copies are made that have to be on this machine: beside the checkpoints, else beside the state on disk, else among the temporary files. */
function copiesParent({ checkpointDir, stateDir }: CheckpointOptions, place: Place, job: string, slice: string) {
  const folder = place.isLocal ? checkpointDir : stateDir
  return folder === undefined ? tmpdir() : sliceFolder(folder, job, slice)
}

/** A folder for files that have to be on this machine while a job runs, made when it is asked for. */
class Copies {
  readonly #parent: string
  #folder: string | undefined

  constructor(parent: string) {
    this.#parent = parent
  }

  folder(): string {
    if (this.#folder === undefined) {
      // What processes have left that were killed goes.
      removeFolders(formerFolders(this.#parent, copiesPrefix).dead)
      this.#folder = makeProcessFolder(this.#parent, copiesPrefix)
    }
    return this.#folder
  }

  remove(): void {
    if (this.#folder !== undefined) removeFolders([this.#folder])
  }
}

/** A slice's folder among those of a directory of this machine. */
export function sliceFolder(folder: string, job: string, slice = onlySlice): string {
  return resolve(folder, job, slice)
}

/** The job's name: as given, else that of the first file. Throws `CliError`. */
export function jobName(given: string | undefined, files: readonly string[]): string {
  const first = files[0] ?? "job"
  const name = given ?? basename(first, extname(first))
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)) return name
  const advice = "letters, digits, dot, dash and underscore, at most 100"
  throw new CliError(
    given === undefined
      ? `the file name ${JSON.stringify(name)} is no name for a job (${advice}): give one with --job`
      : `--job wants a name of ${advice}, and got ${JSON.stringify(given)}`,
  )
}

/** Of slices, each of which has its own numbers, those that name this one: `SINK/SLICE=N`. */
function readAssumed(given: readonly string[] | undefined, of: SliceOfJob | undefined): Map<string, number> {
  const assumed = new Map<string, number>()
  for (const [target, text] of readPairs("--assume-published", given)) {
    if (!/^\d{1,10}$/.test(text)) {
      throw new CliError(`--assume-published wants SINK=NUMBER, as in alerts=41, and got ${target}=${text}`)
    }
    if (of === undefined) {
      assumed.set(target, Number(text))
      continue
    }
    const [, sink, slice] = /^(.+)\/(\d{1,6})$/.exec(target) ?? []
    if (sink === undefined || Number(slice) >= of.slices) {
      const example = `as in alerts/0=41, with a slice from 0 to ${of.slices - 1}`
      throw new CliError(`--assume-published wants SINK/SLICE=NUMBER, ${example}, and got ${target}=${text}`)
    }
    if (Number(slice) === of.number) assumed.set(sink, Number(text))
  }
  return assumed
}
