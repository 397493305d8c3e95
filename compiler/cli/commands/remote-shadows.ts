/** `cep shadows`: rules on trial beside those that they shadow. */
import type { ShadowsAnswer } from "../../../runtime/control/report.ts"
import { shadowWords } from "../../../runtime/observe/shadows.ts"
import { CliError } from "../error.ts"
import { finish, openRemote, type RemoteOptions } from "../remote.ts"

type Shadow = ShadowsAnswer["shadows"][number]

/** `rules`: names of rules on trial, or of those that they shadow; none: all. */
export async function shadows(url: string, rules: readonly string[], options: RemoteOptions): Promise<number> {
  const remote = await openRemote(url, options)
  const answer = await remote.ask("GET", "/shadows")
  if (answer.code >= 400) return finish(answer, options, () => "")
  const { shadows: all = [] } = answer.body as unknown as Partial<ShadowsAnswer>
  const wanted = all.filter(({ shadow, rule }) => rules.length === 0 || rules.includes(shadow) || rules.includes(rule))
  const unknown = rules.find((name) => !all.some(({ shadow, rule }) => name === shadow || name === rule))
  if (unknown !== undefined) throw new CliError(noComparison(unknown, all))
  return finish({ ...answer, body: { shadows: wanted } }, options, () => showShadows(wanted))
}

function noComparison(name: string, all: readonly Shadow[]): string {
  const known = all.map(({ shadow, rule }) => `${shadow} of ${rule}`).join(", ")
  return `the job compares no rule called ${name}; ${known === "" ? "there is none (write `shadow rule NAME of RULE`)" : `there is ${known}`}`
}

/** For people. */
export function showShadows(all: readonly Shadow[]): string {
  if (all.length === 0) return "no rule is compared with another: write `shadow rule NAME of RULE` in the rules\n"
  return all.map(showShadow).join("\n")
}

function showShadow(report: Shadow): string {
  const { shadow, rule, since, toleranceSeconds, examples } = report
  const near = toleranceSeconds === 0 ? "at the same time" : `at most ${toleranceSeconds} s apart`
  return [
    `${shadowWords(report)}\n`,
    `  since ${since}; alerts of one key and ${near} are the same\n`,
    lines(`the last of ${rule} alone`, examples.onlyRule),
    lines(`the last of ${shadow} alone`, examples.onlyShadow),
  ].join("")
}

function lines(title: string, alerts: readonly unknown[]): string {
  if (alerts.length === 0) return ""
  return `  ${title}\n${alerts.map((alert) => `    ${JSON.stringify(alert)}\n`).join("")}`
}
