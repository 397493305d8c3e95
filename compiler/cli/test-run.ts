/** Running the tests of files, for `cep test`. */
import process from "node:process"
import type { TestInfo } from "../../lang/check/model.ts"
import type { Source } from "../../lang/source.ts"
import type { Manifest } from "../../runtime/abi/rule-set.ts"
import { createEngine, createEnricher } from "../../runtime/index.ts"
import type { OpenedModels } from "../../runtime/models/onnx.ts"
import type { OwnerCoverage } from "../testing/coverage.ts"
import { runTests, type TestResult } from "../testing/index.ts"
import { ObservedRules, observed } from "../testing/observed-rules.ts"
import type { StepCoverage } from "../testing/step-coverage.ts"
import { compileLoaded } from "./compile.ts"
import { CliError } from "./error.ts"
import { readAll } from "./load.ts"

export interface FileResult {
  readonly path: string
  /** The file and what it imports. */
  readonly sources: readonly Source[]
  readonly results: readonly TestResult[]
  /** In short. */
  readonly steps: readonly StepCoverage[]
  readonly coverage: readonly OwnerCoverage[]
  /** Tests of the file that were not wanted. */
  readonly left: number
  /** The file has errors, which were said. */
  readonly error?: CliError
}

export interface TestFileOptions {
  /** Which tests, by their names. */
  readonly wanted: (name: string) => boolean
  /** Problems of files that were said before: several files may import the one that has them. */
  readonly said: Set<string>
  /** The file and its imports, where they are read already. */
  readonly read?: readonly Source[] | undefined
}

/** Runs the tests of one file, each with the rules of the file and of those that it imports. */
export async function testFile(path: string, { wanted, said, read }: TestFileOptions): Promise<FileResult> {
  const nothing = { path, results: [], steps: [], coverage: [], left: 0 }
  let sources: readonly Source[] = read ?? []
  try {
    if (read === undefined) sources = await readAll([path])
    const probing = observed()
    const compiled = await compileLoaded({ entries: [path], sources: [...sources] }, { ...probing.options, said })
    const rules = new ObservedRules(compiled, probing.probes(), sources, () =>
      compileLoaded({ entries: [path], sources: [...sources] }, { explains: true, said }),
    )
    const all = compiled.checked.tests.filter((each) => each.path === path)
    const own = all.filter(({ name }) => wanted(name))
    const results = await runOwn(rules, compiled.rules.manifest, own)
    const left = all.length - own.length
    return { path, sources, results, steps: rules.steps(), coverage: rules.coverage(), left }
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    return { ...nothing, sources, error }
  }
}

async function runOwn(rules: ObservedRules, manifest: Manifest, own: readonly TestInfo[]): Promise<TestResult[]> {
  const models = await modelsFor(manifest, own)
  try {
    return await runTests(rules.rules, own, createEngine, {
      createEnricher,
      models: models.runners,
      observer: rules,
      forms: "general",
      now: () => performance.now(),
    })
  } finally {
    await models.close()
  }
}

/** The models that some test asks itself; where they cannot be run, a test that needs one says what it lacks. */
export async function modelsFor({ models }: Manifest, tests: readonly TestInfo[]): Promise<OpenedModels> {
  const asked = models.filter(({ name }) => tests.some((test) => !Object.hasOwn(test.models, name)))
  const { ModelError, openModels } = await import("../../runtime/models/onnx.ts")
  try {
    return await openModels(asked, { folder: process.cwd() })
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    const failing = (name: string) => (): never => {
      throw new Error(`${error.message}; or say in the test what it gives: given ${name} = …`)
    }
    return { runners: Object.fromEntries(asked.map(({ name }) => [name, failing(name)])), close: async () => {} }
  }
}
