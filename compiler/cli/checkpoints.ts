import { randomBytes } from "node:crypto"
import { basename, extname, resolve } from "node:path"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { Checkpoints } from "../../runtime/checkpoint/coordinator.ts"
import { SliceLock } from "../../runtime/checkpoint/lock.ts"
import { CheckpointStore, withStore } from "../../runtime/checkpoint/store.ts"
import { dividedRules } from "../../runtime/engine/shares.ts"
import type { CheckpointRequest } from "../../runtime/job/setup.ts"
import type { Log } from "../../runtime/observe/log.ts"
import { systemClock } from "../../runtime/platform/node.ts"
import { systemFiles } from "../../runtime/platform/node-files.ts"
import { durationOption, type RunOptions, readPairs, sizeOption } from "./commands/run-options.ts"
import { CliError } from "./error.ts"

/** One process is one slice. */
const onlySlice = "0"
/** How the job's checkpoints are opened, from the options of the command. Throws `CliError`. */
export function checkpointRequest(
  options: RunOptions & { readonly checkpointDir: string },
  files: readonly string[],
  rules: RuleSet,
  params: Readonly<Record<string, unknown>>,
  log: Log,
): CheckpointRequest {
  const job = jobName(options.job, files)
  const attempt = randomBytes(6).toString("hex")
  const store = new CheckpointStore(systemFiles, sliceFolder(options.checkpointDir, job))
  const intervalMs = durationOption("--checkpoint-interval", options.checkpointInterval ?? "10s")
  if (intervalMs < 1) throw new CliError("--checkpoint-interval must be above 0")
  const settings = {
    store,
    job,
    slice: onlySlice,
    attempt,
    newLineage: randomBytes(8).toString("hex"),
    intervalMs,
    maxOutboxBytes: sizeOption("--max-outbox", options.maxOutbox ?? "1GiB"),
    rules: {
      format: rules.manifest.format,
      names: rules.manifest.rules.map(({ name }) => name),
      divided: dividedRules(rules.manifest),
    },
    params,
    fresh: options.fresh === true,
    allowRepeats: options.allowRepeats === true,
    assumePublished: readAssumed(options.assumePublished),
    savepoint:
      options.fromSavepoint === undefined
        ? undefined
        : new CheckpointStore(systemFiles, resolve(options.fromSavepoint)),
    clock: systemClock,
    log,
  }
  return {
    identity: { job, slice: onlySlice, attempt },
    async open({ all: publishers }) {
      await withStore(store.folder, () => store.prepare())
      const lock = SliceLock.take(store.folder, job)
      try {
        const checkpoints = await Checkpoints.open({ ...settings, publishers, closed: () => lock.release() })
        const { restored } = checkpoints
        const words = restored === undefined ? "begins empty" : `goes on from checkpoint ${restored.checkpoint}`
        log("info", `the job ${job} ${words}; checkpoints in ${store.folder}`, {
          job,
          checkpoint: restored?.checkpoint ?? null,
        })
        return checkpoints
      } catch (error) {
        lock.release()
        throw error
      }
    },
  }
}

/** Where a job's checkpoints lie. */
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

function readAssumed(given: readonly string[] | undefined): Map<string, number> {
  const assumed = new Map<string, number>()
  for (const [sink, text] of readPairs("--assume-published", given)) {
    if (!/^\d{1,10}$/.test(text)) {
      throw new CliError(`--assume-published wants SINK=NUMBER, as in alerts=41, and got ${sink}=${text}`)
    }
    assumed.set(sink, Number(text))
  }
  return assumed
}
