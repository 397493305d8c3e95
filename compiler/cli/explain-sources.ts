import { closest } from "fastest-levenshtein"
import { ActionRefused, type RuleFile } from "../../runtime/control/actions.ts"
import { explain } from "../explain/index.ts"
import { compile } from "../index.ts"

/** What `cep explain` says of a rule. Throws `ActionRefused` where there is none of that name. */
export async function explainRule(files: readonly RuleFile[], name: string): Promise<string> {
  const { plan, automata, module } = await compile(files)
  const names = plan?.rules.map((rule) => rule.name) ?? []
  const at = names.indexOf(name)
  if (at < 0) {
    const advice = names.length === 0 ? "" : `; did you mean ${closest(name, names)}?`
    throw new ActionRefused("wrong", `no rule is called ${JSON.stringify(name)}${advice}`)
  }
  return explain({ plan: plan!, rule: plan!.rules[at]!, automaton: automata![at]!, code: module!.code })
}
