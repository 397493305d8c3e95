/** Compiles texts that came over a wire: nothing is read from this machine. */
import { closest } from "fastest-levenshtein"
import { type Diagnostic, render } from "../../lang/diagnostic.ts"
import type { RuleFile } from "../../runtime/control/actions.ts"
import { ActionRefused } from "../../runtime/control/actions.ts"
import { explain } from "../explain/index.ts"
import { compile } from "../index.ts"
import { withPlaces } from "./diagnostic-places.ts"
import type { CompileAnswer } from "./job-actions.ts"
import { moduleUrl } from "./rules.ts"

/** Never throws for what is wrong with the texts. */
export async function compileSources(files: readonly RuleFile[]): Promise<CompileAnswer> {
  const { rules, module, diagnostics } = await compile(files)
  if (rules === undefined) return errorsOf(diagnostics, files)
  const { code } = module!
  return { kind: "compiled", version: { rules, files, url: () => moduleUrl(code), module: () => code } }
}

function errorsOf(diagnostics: readonly Diagnostic[], files: readonly RuleFile[]): CompileAnswer {
  const text = render(diagnostics, files, { colour: false })
  return { kind: "errors", text, diagnostics: diagnostics.map((each) => withPlaces(each, files)) }
}

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
