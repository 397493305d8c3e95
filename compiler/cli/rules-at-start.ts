import type { CheckpointRules } from "../../runtime/checkpoint/manifest.ts"
import type { RuleFile } from "../../runtime/control/actions.ts"
import type { Log } from "../../runtime/observe/log.ts"
import { hasCheckpoints, type RunOptions, readParams, readRulesOption } from "./commands/run-options.ts"
import type { RuleCache } from "./kept-rules.ts"
import type { Places } from "./places.ts"
import { type LoadedRules, loadRules } from "./rules.ts"
import type { ChosenRules } from "./rules-choice.ts"

/** What a job begins with that follows from its rules. */
export interface RulesAtStart extends Pick<LoadedRules, "rules" | "url"> {
  /** Of what they were compiled; none of compiled rules. */
  readonly sources: readonly RuleFile[]
  readonly module: LoadedRules["module"]
  readonly params: Readonly<Record<string, unknown>>
  readonly chosen: Pick<ChosenRules, "base" | "expects">
  /** The command's files as they were read, which need not be what runs; undefined: they were not. */
  readonly given: readonly RuleFile[] | undefined
  /** Where checkpoints lie; opened once. */
  readonly places: () => Promise<Places>
}

type Choose = (restored?: CheckpointRules) => Promise<RulesAtStart>

/**
 * The rules of a start: without checkpoints those of the command's files, and nothing more is loaded. To be asked again with what a checkpoint says that turned out to be the one which is restored.
 * Rejects with `CliError` and `ConnectorError`.
 */
export function rulesChooser(files: readonly string[], options: RunOptions, log: Log, cache?: RuleCache): Choose {
  const asked = readRulesOption(options.rules)
  const load = once(() => loadRules(files, cache))
  const nowhere = () => Promise.reject(new Error("the job has no checkpoints"))
  if (!hasCheckpoints(options)) {
    return async () => {
      const { rules, url, files: sources, module } = await load()
      const params = readParams(options.param, rules.manifest)
      const chosen = { base: undefined, expects: "any" } as const
      return { rules, url, sources, module, given: sources, params, chosen, places: nowhere }
    }
  }
  const places = once(async () => (await import("./places.ts")).openPlaces(options))
  return async (restored) => {
    // First, so that files with errors are said to have some before anything is asked of a store.
    if (asked !== "stored") await load()
    const [{ chooseRules }, { jobName }] = await Promise.all([import("./rules-choice.ts"), import("./checkpoints.ts")])
    const { checkpoints: place } = await places()
    const job = jobName(options.job, files)
    const fresh = options.fresh === true
    const {
      rules,
      url,
      files: sources,
      module,
      ...chosen
    } = await chooseRules({ job, place, asked, fresh, load, log, restored })
    const passOver = (name: string) => {
      if (!chosen.otherParams(name)) return false
      log("warn", `--param ${name} is left out: the rules with which the job goes on have no such param`, { name })
      return true
    }
    const params = readParams(options.param, rules.manifest, "--param", passOver)
    return { rules, url, sources, module, given: chosen.given, params, chosen, places }
  }
}

/** Does something when it is asked first. */
function once<T>(act: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined
  return () => (done ??= act())
}
