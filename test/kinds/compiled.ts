import { showPlan } from "../../compiler/2-plan/show-plan.ts"
import { explain, explainDot } from "../../compiler/explain/index.ts"
import { type Compiled, compile } from "../../compiler/index.ts"
import { render } from "../../lang/diagnostic.ts"
import type { CaseInput, Kind } from "../suite.ts"

/** The plan of `main.cep`. */
export const plan: Kind = {
  expectation: "expected.txt",
  run: async (input) => `${showPlan((await compiled(input)).plan!)}\n`,
}

/** The automata of `main.cep` with all that `cep explain` says, as text and for Graphviz. */
export const automaton: Kind = { expectation: "expected.txt", run: runAutomaton }

/** The functions that `main.cep` is compiled to; without the manifest, which the plan shows. */
export const emit: Kind = {
  expectation: "expected.js",
  run: async (input) => {
    const { code } = (await compiled(input)).module!
    return code.slice(code.indexOf("function create("))
  },
}

async function runAutomaton(input: CaseInput): Promise<string> {
  const { plan, automata, module } = await compiled(input)
  const rules = plan!.rules.map((rule, at) => {
    const explained = { plan: plan!, rule, automaton: automata![at]!, code: module!.code }
    return `${explain(explained)}\n${explainDot(explained)}`
  })
  return rules.join("\n")
}

async function compiled({ name, files }: CaseInput): Promise<Compiled> {
  const sources = [...files].map(([path, text]) => ({ path, text }))
  const result = await compile(sources, { entries: ["main.cep"] })
  if (result.rules === undefined) throw new Error(`${name} has errors:\n${render(result.diagnostics, sources)}`)
  return result
}
