import { compile } from "../../compiler/index.ts"
import { render } from "../../lang/diagnostic.ts"
import type { CaseInput, Kind } from "../suite.ts"

/** What `cep check` says of rules that are right: `main.cep` is the entry, others are there to be imported. */
export const lints: Kind = { expectation: "expected.txt", run }

async function run(input: CaseInput): Promise<string> {
  const sources = [...input.files].map(([path, text]) => ({ path, text }))
  const { rules, diagnostics } = await compile(sources, { entries: ["main.cep"], lint: true })
  if (rules === undefined) throw new Error(`${input.name} has errors:\n${render(diagnostics, sources)}`)
  return diagnostics.length === 0 ? "no problems\n" : render(diagnostics, sources)
}
