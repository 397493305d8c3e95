/** What can be done to a job of `cep run` while it runs: the compiler, the store and the job behind `ControlActions`. */
import { randomBytes } from "node:crypto"
import { join, resolve } from "node:path"
import { CheckpointStore, withStore } from "../../runtime/checkpoint/store.ts"
import { RuleVersions } from "../../runtime/checkpoint/versions.ts"
import { WantedRules } from "../../runtime/checkpoint/wanted.ts"
import { ActionRefused, type ReloadAnswer, type RuleFile } from "../../runtime/control/actions.ts"
import type { Audit } from "../../runtime/control/audit.ts"
import { diffFiles, longestDiff } from "../../runtime/control/line-diff.ts"
import type { RecentEvents } from "../../runtime/control/recent-events.ts"
import { messageOf } from "../../runtime/engine/refusal.ts"
import { planReload } from "../../runtime/engine/reload-plan.ts"
import { openResources } from "../../runtime/job/open-resources.ts"
import { planSources } from "../../runtime/job/setup.ts"
import { systemClock } from "../../runtime/platform/node.ts"
import { jobName } from "./checkpoints.ts"
import { durationOption, hasCheckpoints } from "./commands/run-options.ts"
import type { KeptRequest } from "./compile-messages.ts"
import type { CompileThread } from "./compile-thread.ts"
import { CliError } from "./error.ts"
import { RulesFollower } from "./follow-rules.ts"
import { formerRules, keptVersions } from "./former-rules.ts"
import { type ActedJob, JobActions, type JobActionsSettings, type Telling, type VersionOfRules } from "./job-actions.ts"
import { keepVersion } from "./keep-version.ts"
import type { JobParts } from "./open-any.ts"
import type { Place } from "./places.ts"
import { runnable } from "./rules-choice.ts"
import { copyJob } from "./savepoint.ts"

/** `stop`: ends the job gently. `isShared`: other processes may run parts of the job. */
export async function openActions(
  parts: JobParts,
  job: ActedJob,
  compiler: Pick<CompileThread, "compile" | "explain" | "plan" | "types">,
  stop: () => void,
  isShared = false,
  trial?: Trial,
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
    tell: place && isShared ? (...args) => tellOthers(place, ...args) : undefined,
    plan: async (running, next, from) => {
      const modules = { running: await running.module(), next: await next.module() }
      const answer = await compiler.plan({ ...modules, from })
      // Of compiled rules that are a bundle the thread has no functions.
      return answer.outcome === "planned" ? answer.plan : planReload(running.rules, next.rules, from)
    },
    types: (sources) => compiler.types(sources),
    explain: (sources, rule) => explained(sources, rule, compiler),
    ...(trial && {
      dryRun: async (sources, running, values) =>
        trial.thread.dryRun({ ...kept(trial, request, values), files: sources, running: await running.module() }),
      why: (sources, question, values) =>
        trial.thread.why({ ...kept(trial, request, values), files: sources, why: question }),
    }),
    warmUp: warmUps(parts, job, trial),
    copy: (checkpoint, to) => copied(place, checkpoint, to),
    stop,
  })
}

/** How past events are judged by rules that are to follow; undefined: the job cannot do that. Loaded only where it is asked for. */
function warmUps(
  { rules, request, limits, options }: JobParts,
  { change }: ActedJob,
  trial: Trial | undefined,
): JobActionsSettings["warmUp"] {
  const { past } = change
  if (past === undefined || options.state === "disk") return undefined
  return async (module, planned, params) => {
    const { beginWarmUp } = await import("./warm-up.ts")
    const sources = () =>
      planSources(rules.manifest, request).map(({ name, connector, settings }) => {
        return { name, connector: connector.declaration.name, settings }
      })
    const { tables = new Map<string, string>(), context } = request
    const { maxAheadMs } = limits
    const events = trial?.events
    const given = { past, sources, tables, folder: context.folder, maxAheadMs, events, clock: systemClock }
    return beginWarmUp(module, planned, params, given)
  }
}

/**
 * To tell other processes of a job which rules they should run, in place of `running`. Taking that back they should run again what was asked for last, where that is later than `running`: this process need not
 * have followed yet. Rejects with the store's errors.
 */
export async function tellOthers(
  { files, folder }: Pick<Place, "files" | "folder">,
  version: string,
  running: string,
): Promise<Telling> {
  const wanted = new WantedRules(files, folder)
  const versions = new RuleVersions(files, folder)
  const put = (one: string) => wanted.put(one, randomBytes(6).toString("hex"), systemClock.now())
  const former = await withStore(wanted.shown, async () => {
    const last = (await wanted.last())?.version ?? running
    return (await versions.lastOf(new Set([last, running]))) ?? running
  })
  return {
    tell: () => withStore(wanted.shown, () => put(version)),
    takeBack: () =>
      withStore(wanted.shown, async () => {
        if ((await wanted.last())?.version !== version) return
        // A slice that has followed meanwhile must not be taken for what counts at the next start.
        await versions.put(await versions.read(former), randomBytes(6).toString("hex"))
        await put(former)
      }),
  }
}

/** Follows what other processes of the job are asked for; to be closed. Rejects with the store's errors. */
export async function followOthers(parts: JobParts, actions: JobActions, audit: Audit): Promise<RulesFollower> {
  const { files, folder } = (await jobPlace(parts))!
  const versions = new RuleVersions(files, folder)
  const load = async (version: string) => runnable(await versions.read(version), versions, "cepheus-rules-planned.js")
  const follower = new RulesFollower({
    wanted: new WantedRules(files, folder),
    running: () => actions.rules().version,
    isChanging: () => actions.isChanging,
    isLater: async (version, other) => (await versions.lastOf(new Set([version, other]))) === version,
    take: (version, isWanted) => followed(version, { load: () => load(version), isWanted }, actions, audit),
    clock: systemClock,
    log: parts.log,
  })
  await withStore(files.show(folder), () => follower.start())
  return follower
}

/** Goes on with a version of the store, and writes that down. */
async function followed(
  wanted: string,
  { load, isWanted }: { load(): Promise<VersionOfRules>; isWanted(): Promise<boolean> },
  actions: JobActions,
  audit: Audit,
): Promise<ReloadAnswer> {
  const next = await load()
  const { version, files } = actions.rules()
  const who = { name: "another process", address: "the checkpoints of the job" }
  const begun = await audit.begin(who, "reload", { version, diff: diffFiles(files, next.files, longestDiff) })
  try {
    const answer = await actions.follow(wanted, async () => next, isWanted)
    await begun.done(answer.outcome, {
      ...(answer.outcome === "applied" && { version: answer.version, checkpoint: answer.checkpoint }),
      ...(answer.outcome === "refused" && { reasons: answer.reasons }),
    })
    return answer
  } catch (error) {
    await begun.done("failed", { reasons: [messageOf(error)] })
    throw error
  }
}

/** What a dry run needs: the events that came last, and a thread for other rules. */
export interface Trial {
  readonly events: Pick<RecentEvents, "last">
  readonly thread: Pick<CompileThread, "dryRun" | "why">
}

function kept(
  { events }: Trial,
  { tables = new Map(), context }: JobParts["request"],
  params: Readonly<Record<string, unknown>>,
): KeptRequest {
  return { events: events.last(), params, tables, folder: context.folder }
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
