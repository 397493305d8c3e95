/** The thread that compiles for a running job. */
import type { MessagePort } from "node:worker_threads"
import { closest } from "fastest-levenshtein"
import { type Diagnostic, Report, render } from "../../lang/diagnostic.ts"
import type { Source } from "../../lang/source.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { messageOf } from "../../runtime/engine/refusal.ts"
import { planReload } from "../../runtime/engine/reload-plan.ts"
import { createEngine } from "../../runtime/index.ts"
import { explain } from "../explain/index.ts"
import { compile } from "../index.ts"
import { instantiateModule } from "../instantiate.ts"
import { readTypes } from "../typescript/index.ts"
import type {
  CompileAnswer,
  CompileMessage,
  CompileRequest,
  CompilerAnswer,
  CompilerRequest,
  DryRunAnswer,
  DryRunRequest,
  ExplainAnswer,
  ExplainRequest,
  PlanAnswer,
  PlanRequest,
  Problems,
  ReadAnswer,
  ReadRequest,
  TypesAnswer,
  TypesRequest,
  WhyAnswer,
  WhyRequest,
} from "./compile-messages.ts"
import { withPlaces } from "./diagnostic-places.ts"
import { foldersOf, load } from "./load.ts"

/** Answers one request after the other. */
export function serveCompile(port: Pick<MessagePort, "on" | "postMessage">): void {
  const say = (message: CompileMessage) => port.postMessage(message)
  let last = Promise.resolve()
  port.on("message", (request: CompilerRequest) => {
    last = last.then(async () => {
      say({ kind: "answer", answer: await answerTo(request, (kind) => say({ kind })) })
    })
  })
}

function answerTo(
  request: CompilerRequest,
  begins: (what: "loading" | "running") => void,
): CompilerAnswer | Promise<CompilerAnswer> {
  if ("args" in request) return readFiles(request)
  if ("typesOf" in request) return typesOf(request)
  if ("explain" in request) return explainRule(request)
  const loading = () => begins("loading")
  if ("why" in request) return whyOfKept(request, () => begins("running"))
  if ("events" in request) return dryRun(request, loading, () => begins("running"))
  return "running" in request ? planned(request) : compileAndLoad(request, loading)
}

/** Loaded only where it is asked for: it is most of what a job is. */
async function dryRun(request: DryRunRequest, loading: () => void, running: () => void): Promise<DryRunAnswer> {
  const answer = await compileAndLoad(request, loading)
  if (answer.outcome !== "compiled") return answer
  try {
    const { dryRunOf } = await import("./dry-run.ts")
    running()
    return { outcome: "ran", report: await dryRunOf(answer.module, request) }
  } catch (error) {
    return { outcome: "failed", reason: `the dry run came to nothing: ${messageOf(error)}` }
  }
}

function planned({ running, next, from }: PlanRequest): PlanAnswer {
  try {
    const [old, now] = [running, next].map((module) => instantiateModule(module))
    if (old === undefined || now === undefined) return { outcome: "failed", reason: "these are no modules of cep" }
    return { outcome: "planned", plan: planReload(old, now, from) }
  } catch (error) {
    return { outcome: "failed", reason: messageOf(error) }
  }
}

async function explainRule({ files, explain: name }: ExplainRequest): Promise<ExplainAnswer> {
  try {
    const { plan, automata, module } = await compile(files)
    const names = plan?.rules.map((rule) => rule.name) ?? []
    const at = names.indexOf(name)
    if (at >= 0) {
      const explained = { plan: plan!, rule: plan!.rules[at]!, automaton: automata![at]!, code: module!.code }
      return { outcome: "explained", text: explain(explained) }
    }
    const advice = names.length === 0 ? "" : `; did you mean ${closest(name, names)}?`
    return { outcome: "unknown", reason: `no rule is called ${JSON.stringify(name)}${advice}` }
  } catch (error) {
    return { outcome: "failed", reason: messageOf(error) }
  }
}

async function whyOfKept(request: WhyRequest, running: () => void): Promise<WhyAnswer> {
  try {
    const { explainKept } = await import("./why-kept.ts")
    running()
    return await explainKept(request)
  } catch (error) {
    return { outcome: "failed", reason: messageOf(error) }
  }
}

async function typesOf({ typesOf: files }: TypesRequest): Promise<TypesAnswer> {
  try {
    const types = await readTypes(files, new Report())
    const told = (of: (path: string) => ReadonlyMap<string, unknown> | undefined) =>
      Object.fromEntries(files.map(({ path }) => [path, Object.fromEntries(of(path) ?? [])]))
    return { outcome: "typed", types: { functions: told(types.functions), interfaces: told(types.interfaces) } }
  } catch (error) {
    return { outcome: "failed", reason: messageOf(error) }
  }
}

async function readFiles({ args }: ReadRequest): Promise<ReadAnswer> {
  try {
    const { sources } = await load(args)
    return { outcome: "read", files: sources, folders: await foldersOf(args, sources) }
  } catch (error) {
    return { outcome: "failed", reason: messageOf(error) }
  }
}

/** Compiles sources and runs the code of the rules once, as a job would. `loading` is called between the two: what follows may never end. */
export async function compileAndLoad({ files }: CompileRequest, loading: () => void): Promise<CompileAnswer> {
  try {
    const { rules, module, diagnostics } = await compile(files)
    const problems = problemsOf(diagnostics, files)
    if (rules === undefined) return { outcome: "errors", ...problems }
    const { version, format } = rules.manifest
    const code = module!.mapped
    loading()
    const reason = whyNotLoaded(code)
    if (reason !== undefined) return { outcome: "failed", reason }
    return { outcome: "compiled", version, format, module: code, ...problems }
  } catch (error) {
    return {
      outcome: "failed",
      reason: `the compiler failed: ${messageOf(error)}. This is a mistake in cep, not in your rules; sorry`,
    }
  }
}

function problemsOf(diagnostics: readonly Diagnostic[], sources: readonly Source[]): Problems {
  return { text: render(diagnostics, sources), diagnostics: diagnostics.map((each) => withPlaces(each, sources)) }
}

/** What a job would meet when it begins with the rules; undefined: nothing. */
function whyNotLoaded(code: string): string | undefined {
  try {
    const rules = instantiateModule(code)!
    createEngine(rules, { models: noModels(rules) })
    return undefined
  } catch (error) {
    return `the rules cannot be loaded: ${messageOf(error)}. Look at what their functions in TypeScript do outside of functions`
  }
}

/** Nothing is scored here. */
function noModels({ manifest }: RuleSet) {
  return Object.fromEntries(manifest.models.map(({ name }) => [name, () => []]))
}
