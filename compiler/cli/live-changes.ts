/** Changes of a job while it runs: over the control interface, and of the files of its rules. */
import { type ControlActions, type ReloadAnswer, warmUpOf } from "../../runtime/control/actions.ts"
import { type Audit, type Details, noAudit } from "../../runtime/control/audit.ts"
import { diffFiles, longestDiff } from "../../runtime/control/line-diff.ts"
import type { RecentEvents } from "../../runtime/control/recent-events.ts"
import { messageOf } from "../../runtime/engine/refusal.ts"
import { showWarmUp } from "../../runtime/observe/reload-plan-text.ts"
import { systemClock } from "../../runtime/platform/node.ts"
import { CompileThread } from "./compile-thread.ts"
import { CliError } from "./error.ts"
import { compiledVersion, type JobActions } from "./job-actions.ts"
import { followOthers, openActions } from "./open-actions.ts"
import type { JobParts, Runnable } from "./open-any.ts"
import { type ChangedRules, RulesWatch } from "./watch.ts"

export interface LiveChanges {
  /** undefined: nothing can be done to the job. */
  readonly actions: ControlActions | undefined
  /** Nothing is changed any more. Twice is harmless. */
  close(): Promise<void>
}

/** Opens what changes a job that was opened. `stop`: ends the job gently. `events`: what dry runs go over. Throws `CliError`. */
export async function openLiveChanges(
  parts: JobParts,
  { job, change, whyNot, isShared }: Runnable,
  audit: Audit = noAudit,
  stop: () => void,
  events?: RecentEvents,
): Promise<LiveChanges> {
  const { options, files, sources, given, log } = parts
  if (options.watch === true && (given ?? sources).length === 0) {
    throw new CliError("--watch looks at .cep files, and the job runs compiled rules: give the files")
  }
  if (change === undefined) {
    if (options.watch !== true) return { actions: undefined, close: async () => {} }
    throw new CliError(
      "--watch: the rules of a job with --repartition cannot change while it runs: stop all processes and start them with the new rules",
    )
  }
  const compiler = new CompileThread()
  const acted = { statuses: () => job.statuses(), change, ...(whyNot && { whyNot }) }
  // A thread of its own: what a plan or a reload asks for does not wait for a dry run.
  const trier = new CompileThread()
  const actions = await openActions(parts, acted, compiler, stop, isShared, events && { events, thread: trier })
  const follower = isShared === true ? await followOthers(parts, actions, audit) : undefined
  if (follower !== undefined) actions.unfollowed = () => follower.unfollowed
  const onChange = (changed: ChangedRules) => changeTo(changed, actions, audit, log, options.warmUp === true)
  const watch =
    options.watch === true
      ? new RulesWatch({ args: files, files: given, compiler, onChange, log, clock: systemClock })
      : undefined
  // Nobody waits for it: what it finds is a change like any other.
  watch?.start().catch((error: unknown) => log("error", `--watch: ${error instanceof Error ? error.message : error}`))
  return {
    actions,
    async close() {
      follower?.close()
      actions.close()
      await watch?.close()
      await Promise.all([compiler.close(), trier.close()])
    },
  }
}

/** Goes on with files that were changed, and writes that down. */
async function changeTo(
  { files, compiled }: ChangedRules,
  actions: JobActions,
  audit: Audit,
  log: JobParts["log"],
  warmUp: boolean,
): Promise<void> {
  const { version, files: before } = actions.rules()
  const who = { name: "--watch", address: "this machine" }
  const begun = await audit.begin(who, "reload", { version, diff: diffFiles(before, files, longestDiff) })
  const answer = await actions
    .reloadCompiled(compiledVersion(compiled.module, files), warmUp)
    .catch(async (error: unknown) => {
      await begun.done("failed", { reasons: [messageOf(error)] })
      throw error
    })
  await begun.done(answer.outcome, outcomeOf(answer))
  if (answer.outcome === "applied" && answer.plan.warmUp !== undefined) log("info", showWarmUp(answer.plan.warmUp))
  if (answer.outcome !== "refused") return
  const { reasons } = answer
  const words = `the changed rules are not taken over: ${reasons.join("; ")}; the job goes on with version ${version}`
  log("warn", words, { reasons })
}

/** What stands in the audit log beside the outcome. */
function outcomeOf(answer: ReloadAnswer): Details {
  const verdicts = "plan" in answer ? answer.plan?.rules.filter(({ verdict }) => verdict !== "unchanged") : undefined
  return {
    ...(answer.outcome === "applied" && { version: answer.version, checkpoint: answer.checkpoint }),
    ...(answer.outcome === "refused" && { reasons: answer.reasons }),
    ...(verdicts && { verdicts }),
    ...warmUpOf(answer),
  }
}
