/** Changes of a job while it runs: over the control interface, and of the files of its rules. */
import type { ControlActions } from "../../runtime/control/actions.ts"
import { type Audit, noAudit } from "../../runtime/control/audit.ts"
import { systemClock } from "../../runtime/platform/node.ts"
import { CompileThread } from "./compile-thread.ts"
import { CliError } from "./error.ts"
import { compiledVersion, type JobActions } from "./job-actions.ts"
import { openActions } from "./open-actions.ts"
import type { JobParts, Runnable } from "./open-any.ts"
import { type ChangedRules, RulesWatch } from "./watch.ts"

export interface LiveChanges {
  /** undefined: nothing can be done to the job. */
  readonly actions: ControlActions | undefined
  /** Nothing is changed any more. Twice is harmless. */
  close(): Promise<void>
}

/** Opens what changes a job that was opened. `stop`: ends the job gently. Throws `CliError`. */
export async function openLiveChanges(
  parts: JobParts,
  { job, change, whyNot }: Runnable,
  audit: Audit = noAudit,
  stop: () => void,
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
  const actions = await openActions(parts, acted, compiler, stop)
  const onChange = (changed: ChangedRules) => changeTo(changed, actions, audit, log)
  const watch =
    options.watch === true
      ? new RulesWatch({ args: files, files: given, compiler, onChange, log, clock: systemClock })
      : undefined
  // Nobody waits for it: what it finds is a change like any other.
  watch?.start().catch((error: unknown) => log("error", `--watch: ${error instanceof Error ? error.message : error}`))
  return {
    actions,
    async close() {
      actions.close()
      await watch?.close()
      await compiler.close()
    },
  }
}

/** Goes on with files that were changed, and writes that down. */
async function changeTo(
  { files, compiled }: ChangedRules,
  actions: JobActions,
  audit: Audit,
  log: JobParts["log"],
): Promise<void> {
  const from = actions.rules().version
  const who = { name: "--watch", address: "this machine" }
  const begun = await audit.begin(who, "reload", { from, to: compiled.version, files: files.map(({ path }) => path) })
  const answer = await actions.reloadCompiled(compiledVersion(compiled.module, files))
  const plan = "plan" in answer ? answer.plan : undefined
  await begun.done(answer.outcome, { ...(plan && { verdicts: plan.rules }) })
  if (answer.outcome !== "refused") return
  log(
    "warn",
    `the changed rules are not taken over: ${answer.reasons.join("; ")}; the job goes on with version ${from}`,
    {
      reasons: answer.reasons,
    },
  )
}
