/** The rules of a running job: `cep reload`, `cep rollback`. */
import { relative, resolve, sep } from "node:path"
import type { ReloadPlan } from "../../../runtime/abi/reload.ts"
import { showPlan } from "../../../runtime/observe/reload-plan-text.ts"
import { load } from "../load.ts"
import { finish, openRemote, type RemoteAnswer, type RemoteOptions } from "../remote.ts"

export interface ReloadOptions extends RemoteOptions {
  readonly plan?: boolean
  readonly refuseLoss?: boolean
  readonly warmUp?: boolean
  readonly note?: string
  readonly ifVersion?: string
}

/** `cep reload`: gives a running job other rules, or says what they would keep and lose. */
export async function reload(url: string, files: readonly string[], options: ReloadOptions): Promise<number> {
  const remote = await openRemote(url, options)
  const { sources } = await load(files)
  const { plan = false, refuseLoss = false, warmUp = false, note, ifVersion } = options
  const answer = await remote.ask("POST", plan ? "/plan" : "/reload", {
    files: sources.map(({ path, text }) => ({ path: fromHere(path), text })),
    refuseLoss,
    ...(warmUp && { warmUp }),
    ...(note !== undefined && { note }),
    ...(ifVersion !== undefined && { ifVersion }),
  })
  return finish(withPlanText(answer), options, showReloaded)
}

/** `cep rollback`: the version before, or what a return to it would mean. */
export async function rollback(url: string, options: RemoteOptions & { readonly plan?: boolean }): Promise<number> {
  const remote = await openRemote(url, options)
  const path = options.plan === true ? "/rollback/plan" : "/rollback"
  return finish(withPlanText(await remote.ask("POST", path)), options, showReloaded)
}

/** The same wherever the command is run in a folder that looks the same. */
function fromHere(path: string): string {
  return relative(".", resolve(path)).split(sep).join("/")
}

/** Of what was refused for what it would lose, the plan says more than the reasons. */
function withPlanText({ code, body }: RemoteAnswer): RemoteAnswer {
  const isRefused = code >= 400 && isPlan(body.plan)
  return { code, body: isRefused ? { ...body, text: showPlan(body.plan as ReloadPlan) } : body }
}

function isPlan(value: unknown): boolean {
  const { rules, params, warnings, refusals } = (value ?? {}) as Partial<Record<keyof ReloadPlan, unknown>>
  return [rules, params, warnings, refusals].every(Array.isArray)
}

function showReloaded({ outcome, version, plan, pauseSeconds, checkpoint }: RemoteAnswer["body"]): string {
  const shown = isPlan(plan) ? showPlan(plan as ReloadPlan) : ""
  if (outcome === "planned") return shown
  if (outcome === "same") return `the job has these rules already (version ${version})\n`
  const stored = typeof checkpoint === "number" ? `; checkpoint ${checkpoint} is the last one of the former rules` : ""
  return `${shown}the job goes on with version ${version}: no event was judged for ${pauseSeconds} s${stored}\n`
}
