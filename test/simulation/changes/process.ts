/** How a process of a world begins with the rules that it should have, and what it can be asked for while it runs: by the code of the command. */

import { dirname } from "node:path"
import { RulesFollower } from "../../../compiler/cli/follow-rules.ts"
import { formerRules } from "../../../compiler/cli/former-rules.ts"
import { type ActedJob, JobActions, type VersionOfRules } from "../../../compiler/cli/job-actions.ts"
import { keepVersion } from "../../../compiler/cli/keep-version.ts"
import { tellOthers } from "../../../compiler/cli/open-actions.ts"
import {
  type ChosenRules,
  chooseRules,
  type MakeRules,
  OtherRulesRestored,
} from "../../../compiler/cli/rules-choice.ts"
import type { CheckpointRules } from "../../../runtime/checkpoint/manifest.ts"
import { RuleVersions } from "../../../runtime/checkpoint/versions.ts"
import { WantedRules } from "../../../runtime/checkpoint/wanted.ts"
import { planReload } from "../../../runtime/engine/reload-plan.ts"
import type { SimulatedDisk } from "../files.ts"
import { jobFolder, jobName, type OpenedJob, type ProcessParts } from "../process.ts"
import type { Life } from "../scheduler.ts"
import type { Changeable, Changes } from "./changes.ts"

const open = { sources: ["Payment"], sinks: ["alerts", "audit"], tables: [], models: [] }
/** So often rules are chosen anew because others were restored than the store had named. */
const mostChoices = 3

/** What a process has of a world whose rules change. */
export type ChangingProcess = ProcessParts & { readonly changes: Changes }

/** The rules with which a process begins, by the code of the command. Opens the job with them; chooses anew where others are restored than were found. */
export async function beginWithRules<T>(
  process: ChangingProcess,
  openWith: (chosen: ChosenRules) => Promise<T>,
): Promise<{ readonly opened: T; readonly chosen: ChosenRules }> {
  let restored: CheckpointRules | undefined
  for (let tries = 1; ; tries++) {
    const chosen = await choose(process, restored)
    try {
      return { opened: await openWith(chosen), chosen }
    } catch (error) {
      if (!(error instanceof OtherRulesRestored) || tries === mostChoices) throw error
      restored = error.restored
    }
  }
}

/** By what the store has and what the command is given. */
export function choose(
  { changes, disk, life, log }: Pick<ChangingProcess, "changes" | "disk" | "log"> & { readonly life?: Life },
  restored: CheckpointRules | undefined,
): Promise<ChosenRules> {
  const { given } = changes
  return chooseRules({
    job: jobName,
    place: { files: disk.filesFor(life), folder: dirname(jobFolder), isLocal: true },
    asked: undefined,
    fresh: false,
    load: async () => given,
    log,
    restored,
    make: made(changes),
  })
}

/** Runs a job that can be changed meanwhile; resolves with the way in which it ended. */
export async function runChanging(process: ChangingProcess, chosen: ChosenRules, opened: OpenedJob): Promise<string> {
  const { job, change, close } = opened
  const set: Changeable["set"] = (values) => {
    const done = change.setParams(values)
    // Nothing comes between the two.
    change.checkpoint().catch(() => {})
    return done
  }
  try {
    const acted = { statuses: async () => [await job.status()], change }
    const live = await openChanges(process, chosen, acted, { isShared: false, set })
    try {
      return (await job.run()).ending
    } finally {
      live.close()
    }
  } finally {
    await close()
  }
}

/** Which version all processes of a job in slices come to that are started from now on. */
export async function comesTo(changes: Changes, disk: SimulatedDisk): Promise<string> {
  const { rules } = await choose({ changes, disk, log: () => {} }, undefined)
  const begun = rules.manifest.version
  const files = disk.filesFor()
  const wanted = (await new WantedRules(files, jobFolder).last())?.version ?? begun
  return (await new RuleVersions(files, jobFolder).lastOf(new Set([wanted, begun]))) ?? begun
}

/** What stands in the store is as it was compiled: it need not be made anew. */
function made(changes: Changes): MakeRules {
  return async ({ version, module }) => {
    const found = changes.named(version)
    if (module === (await found.module())) return found
    throw new Error(`the version ${version} is not as it was stored`)
  }
}

/** What can be asked of a process that runs a job, or slices of one. `isShared`: other processes may run parts of it. */
export async function openChanges(
  process: ChangingProcess,
  chosen: ChosenRules,
  job: ActedJob,
  { isShared, set }: { readonly isShared: boolean; readonly set?: Changeable["set"] },
): Promise<{ close(): void }> {
  const { changes, disk, life, log, scheduler, settings, planted } = process
  const files = disk.filesFor(life)
  const place = { files, folder: jobFolder, isLocal: true }
  const clock = scheduler.clockOf(life)
  const versions = new RuleVersions(files, jobFolder)
  const keep = (version: VersionOfRules) => keepVersion(versions, version, log)
  const isLate = planted === "a version that is stored behind the checkpoint"
  const actions = new JobActions({
    job: isLate ? { ...job, change: { ...job.change, reload: keepingLate(job, keep) } } : job,
    begins: { ...chosen, module: () => chosen.module() },
    before: await formerRules(place, chosen.rules.manifest.version, log, made(changes)),
    params: {},
    open,
    compile: async () => ({ outcome: "failed", reason: "nothing is compiled here" }),
    plan: async (running, next, from) => planReload(running.rules, next.rules, from),
    guardMs: settings.guardMs,
    clock,
    log,
    keep: isLate ? async () => {} : keep,
    ...(isShared && {
      tell: async (version: string, running: string) => {
        const telling = await tellOthers(place, version, running)
        return planted === "what is wanted is not taken back" ? { ...telling, takeBack: async () => {} } : telling
      },
    }),
    explain: async () => "",
    types: async () => ({ outcome: "failed", reason: "nothing is compiled here" }),
    copy: async () => "",
    stop: () => {},
  })
  const follower = isShared ? await follow(process, actions, versions) : undefined
  changes.joins({
    life,
    reload: (next) => actions.reloadCompiled(next),
    rollback: () => actions.rollback(),
    ...(set && { set }),
    ...(follower && { look: () => follower.look() }),
  })
  return {
    close() {
      follower?.close()
      actions.close()
    },
  }
}

/** Stores a version when the checkpoint that names it is made. */
function keepingLate(
  { change }: ActedJob,
  keep: (version: VersionOfRules) => Promise<void>,
): ActedJob["change"]["reload"] {
  return async (next) => {
    const made = await change.reload(next)
    await keep(next as VersionOfRules)
    return made
  }
}

async function follow(
  { changes, disk, life, log, scheduler }: ChangingProcess,
  actions: JobActions,
  versions: RuleVersions,
): Promise<RulesFollower> {
  const follower = new RulesFollower({
    wanted: new WantedRules(disk.filesFor(life), jobFolder),
    running: () => actions.rules().version,
    isChanging: () => actions.isChanging,
    isLater: async (version, other) => (await versions.lastOf(new Set([version, other]))) === version,
    take: async (version, isWanted) => {
      const next = await made(changes)(await versions.read(version), versions)
      return actions.follow(version, async () => next, isWanted)
    },
    clock: scheduler.clockOf(life),
    log,
  })
  await follower.start()
  return follower
}
