/** The public compiler: from `.cep` sources to a rule set that the engine runs. */
import type { Catalog } from "../lang/catalog.ts"
import { check } from "../lang/check/check.ts"
import type { Checked } from "../lang/check/model.ts"
import { type Diagnostic, Report } from "../lang/diagnostic.ts"
import { type LookedFor, silence } from "../lang/silencers.ts"
import type { Source } from "../lang/source.ts"
import { parse } from "../lang/syntax/parse.ts"
import type { Automaton } from "../runtime/abi/automaton.ts"
import type { RuleSet } from "../runtime/abi/rule-set.ts"
import { analyze } from "./1-analyze/index.ts"
import { lower } from "./2-plan/lower.ts"
import type { Plan } from "./2-plan/plan.ts"
import { buildAutomaton } from "./3-automaton/build.ts"
import { type DeclarationOptions, declarations } from "./5-emit/declarations.ts"
import { type EmittedModule, emit, type ModuleText, withMap } from "./5-emit/module.ts"
import type { Probes } from "./5-emit/probes.ts"
import type { SourceMap } from "./5-emit/source-map.ts"
import { defaultCatalog } from "./catalog.ts"
import { instantiate } from "./instantiate.ts"
import { lint } from "./lint/index.ts"
import { readTypes, transpileUserCode } from "./typescript/index.ts"

export type { Plan } from "./2-plan/plan.ts"
export type { DeclarationOptions } from "./5-emit/declarations.ts"
export type { SourceMap } from "./5-emit/source-map.ts"
export { defaultCatalog } from "./catalog.ts"

export interface CompileOptions {
  /** The paths with which the reading of imports begins. Default: all `.cep` sources. */
  readonly entries?: readonly string[]
  /** The functions and connectors that rules may use. Default: all that come with the package. */
  readonly catalog?: Catalog
  /** Also look for what is no error and does nothing, or not what it seems to (CEP7xxx), as `cep check` does. Default: no. */
  readonly lint?: boolean
  /** For tests of rules: the rule set tells these what its conditions say, and runs over no rows. See `compiler/testing/coverage.ts`. */
  readonly probes?: (plan: Plan) => Probes
  /** Also makes the functions that say the values of parts of conditions: what `why` shows. The answers of the rules stay the same. */
  readonly explains?: boolean
}

/** The generated module as text. */
export interface CompiledModule {
  /** An ES module without imports; exports `rules`. */
  readonly code: string
  /** From `code` into the `.cep` sources. */
  readonly map: SourceMap
  /** `code` with `map` inside. */
  readonly mapped: string
  /** The `.d.ts` beside it. */
  dts(options?: DeclarationOptions): string
}

export interface Compiled {
  /** Absent when there is an error. */
  readonly rules?: RuleSet
  /** Errors and warnings, sorted by place; without the warnings that comments silence. */
  readonly diagnostics: readonly Diagnostic[]
  readonly module?: CompiledModule
  readonly plan?: Plan
  /** In the order of the plan's rules. */
  readonly automata?: readonly Automaton[]
  /** Present also when there are errors; then it is incomplete. */
  readonly checked: Checked
}

/**
 * Compiles `.cep` sources, together with the `.ts` sources that they use. Reads no file. Problems of the sources are
 * diagnostics, never exceptions.
 *
 * ```ts
 * const { rules, diagnostics } = await compile([{ path: "fraud.cep", text }])
 * ```
 */
export async function compile(sources: readonly Source[], options: CompileOptions = {}): Promise<Compiled> {
  const report = new Report()
  const catalog = options.catalog ?? defaultCatalog
  const ruleFiles = sources.filter(({ path }) => path.endsWith(".cep"))
  const files = new Map(ruleFiles.map((source) => [source.path, parse(source, report)]))
  const typescript = await readTypes(sources, report)
  const entries = options.entries ?? ruleFiles.map(({ path }) => path)
  const checked = check({ files, entries }, { catalog, typescript }, report)
  const heard = (lookedFor?: LookedFor) => silence(report.diagnostics, files.values(), sources, lookedFor)
  if (report.hasErrors) return { checked, diagnostics: heard() }
  const facts = analyze(checked, report)
  if (report.hasErrors) return { checked, diagnostics: heard() }
  const lookedFor = options.lint === true ? lint({ checked, files, entries, sources }, report) : undefined
  const plan = lower(checked, facts, catalog)
  const automata = plan.rules.map((rule) => buildAutomaton(rule.pattern, rule.within.kind !== "none"))
  const user = await transpileUserCode(sources, plan.uses)
  const probes = options.probes?.(plan)
  const explains = options.explains === true
  const emitted = emit({ plan, automata, sources, userCode: user.code, explains, ...(probes && { probes }) })
  const rules = instantiate(emitted.manifest, emitted.functionBody)
  return { rules, diagnostics: heard(lookedFor), module: moduleOf(emitted, plan), plan, automata, checked }
}

/** The module's text is made once, when it is first read. */
function moduleOf(emitted: EmittedModule, plan: Plan): CompiledModule {
  let made: ModuleText | undefined
  const text = () => (made ??= emitted.module())
  return {
    get code() {
      return text().code
    },
    get map() {
      return text().map
    },
    get mapped() {
      return withMap(text())
    },
    dts: (wanted) => declarations(plan, wanted),
  }
}
