import { closest } from "fastest-levenshtein"
import { showRulePlan } from "../../2-plan/show-plan.ts"
import { type Explained, explain, explainDot, explainSvg } from "../../explain/index.ts"
import { compileLoaded } from "../compile.ts"
import { CliError, exitCodes } from "../error.ts"
import { load } from "../load.ts"
import { print } from "../terminal.ts"

export interface ExplainOptions {
  readonly plan?: boolean
  readonly dot?: boolean
  readonly svg?: boolean
}

/** `cep explain`: how a rule works and how much it can remember. Without a rule's name: of all rules of the file. */
export async function explainRule(file: string, name: string | undefined, options: ExplainOptions): Promise<number> {
  if ([options.plan, options.dot, options.svg].filter(Boolean).length > 1) {
    throw new CliError("give one of --plan, --dot and --svg")
  }
  const { plan, automata, module } = await compileLoaded(await load([file]))
  const names = plan.rules.map((rule) => rule.name)
  if (name !== undefined && !names.includes(name)) {
    if (names.length === 0) throw new CliError(`${file} has no rules`)
    throw new CliError(`no rule is called ${name}; did you mean ${closest(name, names)}? There are ${names.join(", ")}`)
  }
  if (name === undefined && names.length > 1 && options.svg === true) {
    throw new CliError(`--svg draws one rule: name it (${names.join(", ")})`)
  }
  const chosen = [...plan.rules.entries()].filter(([, rule]) => name === undefined || rule.name === name)
  const texts = chosen.map(([at, rule]) => show({ plan, rule, automaton: automata[at]!, code: module.code }, options))
  await print(texts.map((text) => `${text.trimEnd()}\n`).join("\n"))
  return exitCodes.done
}

function show(explained: Explained, options: ExplainOptions): string {
  if (options.dot === true) return explainDot(explained)
  if (options.svg === true) return explainSvg(explained)
  if (options.plan === true) return showRulePlan(explained.rule, explained.plan)
  return explain(explained)
}
