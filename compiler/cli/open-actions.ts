/** What can be done to a job of `cep run` while it runs: the compiler, the store and the job behind `ControlActions`. */
import { randomBytes } from "node:crypto"
import { join, resolve } from "node:path"
import { CheckpointStore, withStore } from "../../runtime/checkpoint/store.ts"
import { RuleVersions } from "../../runtime/checkpoint/versions.ts"
import { ActionRefused, type RuleFile } from "../../runtime/control/actions.ts"
import { planReload } from "../../runtime/engine/reload-plan.ts"
import { openResources } from "../../runtime/job/open-resources.ts"
import { systemClock } from "../../runtime/platform/node.ts"
import { jobName } from "./checkpoints.ts"
import { durationOption, hasCheckpoints } from "./commands/run-options.ts"
import type { CompileThread } from "./compile-thread.ts"
import { CliError } from "./error.ts"
import { formerRules, keptVersions } from "./former-rules.ts"
import { type ActedJob, JobActions } from "./job-actions.ts"
import { keepVersion } from "./keep-version.ts"
import type { JobParts } from "./open-any.ts"
import type { Place } from "./places.ts"
import { copyJob } from "./savepoint.ts"

/** `stop`: ends the job gently. */
export async function openActions(
  parts: JobParts,
  job: ActedJob,
  compiler: Pick<CompileThread, "compile" | "explain" | "plan">,
  stop: () => void,
): Promise<JobActions> {
  const { rules, url, sources: files, module, request, params, log, options } = parts
  const place = await jobPlace(parts)
  return new JobActions({
    job,
    begins: { rules, url, files, module },
    before: place && (await formerRules(place, rules.manifest.version, log)),
    kept: place && ((running) => keptVersions(place, running)),
    params,
    open: openResources(rules.manifest, request),
    compile: (sources) => compiler.compile(sources),
    guardMs: options.guard === undefined ? undefined : durationOption("--guard", options.guard),
    clock: systemClock,
    log,
    keep: async (version) => {
      if (place === undefined) return
      const versions = new RuleVersions(place.files, place.folder)
      await withStore(versions.shown, () => keepVersion(versions, version, log))
    },
    plan: async (running, next, from) => {
      const modules = { running: await running.module(), next: await next.module() }
      const answer = await compiler.plan({ ...modules, from })
      // Of compiled rules that are a bundle the thread has no functions.
      return answer.outcome === "planned" ? answer.plan : planReload(running.rules, next.rules, from)
    },
    explain: (sources, rule) => explained(sources, rule, compiler),
    copy: (checkpoint, to) => copied(place, checkpoint, to),
    stop,
  })
}

/** Where the job has its checkpoints; undefined: it has none. */
async function jobPlace({ options, files, places }: JobParts): Promise<Place | undefined> {
  if (!hasCheckpoints(options)) return undefined
  const { checkpoints } = await places()
  return { ...checkpoints, folder: join(checkpoints.folder, jobName(options.job, files)) }
}

async function explained(
  files: readonly RuleFile[],
  rule: string,
  compiler: Pick<CompileThread, "explain">,
): Promise<string> {
  if (files.length > 0) {
    const answer = await compiler.explain({ files, explain: rule })
    if (answer.outcome === "explained") return answer.text
    throw new ActionRefused(answer.outcome === "unknown" ? "wrong" : "conflict", answer.reason)
  }
  throw new ActionRefused("impossible", "the job runs compiled rules, and their sources are not here: cep explain FILE")
}

/** Copies the newest checkpoint, which is that one or a later one; where it is. */
async function copied(place: Place | undefined, checkpoint: number, to: string | undefined): Promise<string> {
  if (place === undefined) throw new ActionRefused("impossible", "the job has no checkpoints (--checkpoint-dir)")
  const name = `savepoint-${String(checkpoint).padStart(10, "0")}-${randomBytes(3).toString("hex")}`
  const target = to ?? (place.isLocal ? resolve(place.folder, "savepoints", name) : undefined)
  if (target === undefined)
    throw new ActionRefused(
      "wrong",
      "say where the savepoint is to be: the checkpoints lie elsewhere than on this machine",
    )
  try {
    await copyJob(place, new CheckpointStore(place.files, join(place.folder, "0")), target)
  } catch (error) {
    if (error instanceof CliError) throw new ActionRefused("wrong", error.message)
    throw error
  }
  return target
}
