/** Runs of tests, and all that is shown and written of them. */
import { mkdir, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import process from "node:process"
import { normalizePath } from "../../lang/check/paths.ts"
import type { Source } from "../../lang/source.ts"
import { mergeCoverage, type OwnerCoverage, totalOf } from "../testing/coverage.ts"
import { coverageJson, coverageLines, lcovText, Places, percentText } from "../testing/coverage-report.ts"
import { junitXml } from "../testing/junit.ts"
import { mergeSteps } from "../testing/step-coverage.ts"
import type { TestOptions } from "./commands/test.ts"
import { CliError, exitCodes } from "./error.ts"
import { findFiles } from "./load.ts"
import { hasColour, painter, print } from "./terminal.ts"
import { type FileResult, testFile } from "./test-run.ts"
import { failureDetails, type Look, passed, showEnd, showFile, showSteps } from "./test-text.ts"

/** The files that arguments mean, each by the path that an import of it would give: what several files take of a rule is put together. */
export async function findTests(args: readonly string[]): Promise<string[]> {
  return (await findFiles(args)).map(normalizePath)
}

/** Keeps what came of each file, so that reports are whole although only some of the files were run again. */
export class TestRuns {
  readonly #options: TestOptions
  readonly #results = new Map<string, FileResult>()
  readonly #look: Look = { paint: painter(process.stdout), colour: hasColour(process.stdout) }
  /** Not all that no test took is shown, but a line for each rule. */
  readonly #isShort: boolean

  constructor(options: TestOptions) {
    this.#options = options
    this.#isShort = options.coverage !== true && options.coverageThreshold === undefined
  }

  /** Forgets files that are gone. */
  keep(paths: readonly string[]): void {
    for (const path of this.#results.keys()) if (!paths.includes(path)) this.#results.delete(path)
  }

  /** Of the rules that some files concern, by all tests that there are. */
  #shortCoverage(paths: readonly string[]): string {
    const all = [...this.#results.values()]
    if (all.every(({ results }) => results.length === 0)) return ""
    const shown = new Set(paths.flatMap((path) => this.#results.get(path)?.sources.map((source) => source.path) ?? []))
    const steps = mergeSteps(all.flatMap((each) => each.steps)).filter(({ path }) => shown.has(path))
    return showSteps(steps, this.#look)
  }

  /** Runs the tests of some files (`sources`: where they are read already), shows and writes what came, and gives the exit code. */
  async run(files: readonly { readonly path: string; readonly sources?: readonly Source[] }[]): Promise<number> {
    const started = performance.now()
    const said = new Set<string>()
    const { json, only, coverageThreshold } = this.#options
    for (const { path, sources } of files) {
      const result = await testFile(path, { wanted: wantedBy(this.#options), said, read: sources })
      this.#results.set(path, result)
      const isSaid = result.results.length > 0 || result.error !== undefined
      if (isSaid && json !== true) await print(showFile(result, this.#look))
    }
    const all = [...this.#results.values()]
    if (only !== undefined) checkNames(all, only)
    const sources = all.flatMap((each) => each.sources)
    const coverage = mergeCoverage(all.flatMap((each) => each.coverage))
    await writeReports(all, coverage, sources, this.#options)
    const isLow = totalOf(coverage).percent < (coverageThreshold ?? 0)
    if (json === true) await print(`${JSON.stringify(jsonOf(all, coverage, sources), null, 2)}\n`)
    else {
      if (this.#isShort) await print(this.#shortCoverage(files.map(({ path }) => path)))
      else if (coverage.length > 0) await print(`${[...coverageLines(coverage, new Places(sources)), ""].join("\n")}\n`)
      await print(showEnd(all, performance.now() - started, this.#look))
      const isWhole = all.every(({ error }) => error === undefined)
      if (coverageThreshold !== undefined && isWhole) await print(thresholdLine(coverage, coverageThreshold, isLow))
    }
    if (all.some(({ error }) => error !== undefined)) return exitCodes.ruleErrors
    const isGood = all.every(({ results }) => results.every(passed)) && !isLow
    return isGood ? exitCodes.done : exitCodes.testsFailed
  }
}

function wantedBy({ only }: TestOptions): (name: string) => boolean {
  if (only === undefined) return () => true
  const part = only.toLowerCase()
  return (name) => name.toLowerCase().includes(part)
}

/** A name that no test has is a slip, and not that all is well. */
function checkNames(all: readonly FileResult[], only: string): void {
  if (all.some(({ results, error }) => results.length > 0 || error !== undefined)) return
  throw new CliError(`no test has ${JSON.stringify(only)} in its name: leave out --only to see what there is`)
}

function thresholdLine(coverage: readonly OwnerCoverage[], wanted: number, isLow: boolean): string {
  const { percent, taken, all } = totalOf(coverage)
  const now = `coverage ${percentText(percent)} (${taken} of ${all})`
  return isLow ? `${now} is below the ${wanted} % that --coverage-threshold wants\n` : `${now}\n`
}

async function writeReports(
  all: readonly FileResult[],
  coverage: readonly OwnerCoverage[],
  sources: readonly Source[],
  { junit, lcov }: TestOptions,
): Promise<void> {
  const places = new Places(sources)
  if (lcov !== undefined) await write(lcov, lcovText(coverage, places))
  if (junit === undefined) return
  const files = all.map(({ path, results, error }) => ({
    path,
    results,
    ...(error && {
      error: `${path}: ${[error.message, ...(error.details === undefined ? [] : [error.details])].join("\n")}`,
    }),
  }))
  const words = {
    position: (span: Parameters<Places["of"]>[0]) => places.of(span),
    details: (...[failure, { outputs }]: Parameters<Parameters<typeof junitXml>[1]["details"]>) =>
      failureDetails(failure, outputs).join("\n"),
  }
  await write(junit, junitXml(files, words))
}

async function write(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CliError(`cannot write ${path}: ${reason}`, exitCodes.failed)
  }
}

function jsonOf(all: readonly FileResult[], coverage: readonly OwnerCoverage[], sources: readonly Source[]): unknown {
  const places = new Places(sources)
  return {
    files: all.map(({ path, results, left, error }) => ({
      path,
      ...(error && { error: error.message, ...(error.details !== undefined && { details: error.details }) }),
      left,
      tests: results.map((result) => ({
        name: result.test.name,
        ...places.of(result.test.span),
        passed: passed(result),
        ms: result.ms,
        outputs: result.outputs,
        failures: result.failures.map(({ text, span, expected, differences, why }) => ({
          text,
          path: span.path,
          ...places.of(span),
          ...(expected && { expected: { ...expected, span: undefined } }),
          ...(differences && { differences }),
          ...(why && { why }),
        })),
      })),
    })),
    coverage: coverageJson(coverage, places),
  }
}
