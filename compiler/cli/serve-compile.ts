/** The thread that compiles for a running job. */
import type { MessagePort } from "node:worker_threads"
import { type Diagnostic, render } from "../../lang/diagnostic.ts"
import type { Source } from "../../lang/source.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { messageOf } from "../../runtime/engine/refusal.ts"
import { createEngine } from "../../runtime/index.ts"
import { compile } from "../index.ts"
import { instantiateModule } from "../instantiate.ts"
import type {
  CompileAnswer,
  CompileMessage,
  CompileRequest,
  Problems,
  ReadAnswer,
  ReadRequest,
} from "./compile-messages.ts"
import { withPlaces } from "./diagnostic-places.ts"
import { foldersOf, load } from "./load.ts"

/** Answers one request after the other. */
export function serveCompile(port: Pick<MessagePort, "on" | "postMessage">): void {
  const say = (message: CompileMessage) => port.postMessage(message)
  let last = Promise.resolve()
  port.on("message", (request: CompileRequest | ReadRequest) => {
    last = last.then(async () => {
      const answer =
        "args" in request ? await readFiles(request) : await compileAndLoad(request, () => say({ kind: "loading" }))
      say({ kind: "answer", answer })
    })
  })
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
    const { code } = module!
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
