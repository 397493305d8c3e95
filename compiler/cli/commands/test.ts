import process from "node:process"
import type { TestInfo } from "../../../lang/check/model.ts"
import { position, type Source } from "../../../lang/source.ts"
import type { Manifest } from "../../../runtime/abi/rule-set.ts"
import { createEngine, createEnricher } from "../../../runtime/index.ts"
import type { OpenedModels } from "../../../runtime/models/onnx.ts"
import { runTests, type TestFailure, type TestOutput, type TestResult } from "../../testing/index.ts"
import { compileLoaded } from "../compile.ts"
import { type RuleCoverage, Watched } from "../coverage.ts"
import { exitCodes } from "../error.ts"
import { findFiles, readAll } from "../load.ts"
import { painter, print } from "../terminal.ts"

const shownOutputs = 5

interface FileResult {
  readonly path: string
  readonly sources: readonly Source[]
  readonly results: readonly TestResult[]
  readonly coverage: readonly RuleCoverage[]
}

type Paint = (codes: string, text: string) => string

/** `cep test`: runs the `test` blocks of files, each with the rules of its file and of those that it imports. */
export async function test(files: readonly string[]): Promise<number> {
  const started = performance.now()
  const paint = painter(process.stdout)
  const all: FileResult[] = []
  for (const path of await findFiles(files)) {
    const result = await testFile(path)
    all.push(result)
    if (result.results.length > 0) await print(showFile(result, paint))
  }
  const results = all.flatMap((each) => each.results)
  await print(showEnd(all, performance.now() - started, paint))
  return results.every(passed) ? exitCodes.done : exitCodes.testsFailed
}

async function testFile(path: string): Promise<FileResult> {
  const sources = await readAll([path])
  const { rules, plan, checked } = await compileLoaded({ entries: [path], sources })
  const watched = new Watched(rules, plan)
  const own = checked.tests.filter((each) => each.path === path)
  const models = await modelsFor(rules.manifest, own)
  try {
    const world = { createEnricher, models: models.runners }
    const results = await runTests(watched.rules, own, createEngine, world)
    return { path, sources, results, coverage: watched.coverage(path) }
  } finally {
    await models.close()
  }
}

/** The models that some test asks itself; where they cannot be run, a test that needs one says what it lacks. */
async function modelsFor({ models }: Manifest, tests: readonly TestInfo[]): Promise<OpenedModels> {
  const asked = models.filter(({ name }) => tests.some((test) => !Object.hasOwn(test.models, name)))
  const { ModelError, openModels } = await import("../../../runtime/models/onnx.ts")
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

function passed({ failures }: TestResult): boolean {
  return failures.length === 0
}

function showFile({ path, sources, results, coverage }: FileResult, paint: Paint): string {
  const failed = results.filter((each) => !passed(each)).length
  const counts = `${results.length} ${results.length === 1 ? "test" : "tests"}${failed > 0 ? `, ${failed} failed` : ""}`
  const mark = (good: boolean) => (good ? paint("32", "✓") : paint("31", "✗"))
  const lines = [`${mark(failed === 0)} ${paint("1", path)} (${counts})`]
  for (const result of results) {
    lines.push(`  ${mark(passed(result))} ${result.test.name}`)
    for (const failure of result.failures) lines.push(...showFailure(failure, result.outputs, sources, paint))
  }
  lines.push(...showCoverage(coverage, paint))
  return `${lines.join("\n")}\n\n`
}

function showFailure(
  { text, span, expected }: TestFailure,
  outputs: readonly TestOutput[],
  sources: readonly Source[],
  paint: Paint,
): string[] {
  const { line, column } = position(sources.find(({ path }) => path === span.path)?.text ?? "", span.start)
  const lines = [`      ${paint("31", text)}`, `      ${paint("2", `at ${span.path}:${line}:${column}`)}`]
  if (expected === undefined) return lines
  const came = expected.kind === "rule" ? outputs.filter(({ rule }) => rule === expected.rule) : outputs
  const others = expected.kind === "rule" && came.length === 0 ? outputs : came
  if (others.length === 0) return [...lines, "      no rule made anything"]
  lines.push(
    others === came
      ? "      what came:"
      : `      nothing of ${expected.kind === "rule" ? expected.rule : ""}; what came:`,
  )
  lines.push(...others.slice(0, shownOutputs).map((output) => `        ${showOutput(output)}`))
  if (others.length > shownOutputs) lines.push(`        and ${others.length - shownOutputs} more`)
  return lines
}

function showOutput({ rule, kind, value }: TestOutput): string {
  const parts = [rule, value.at]
  if (kind === "emit" && "event" in value) parts.push(`emits ${value.event}`)
  if ("severity" in value) parts.push(value.severity)
  if ("score" in value) parts.push(`score ${value.score}`)
  if ("tags" in value && value.tags !== undefined) parts.push(value.tags.map((tag) => `#${tag}`).join(" "))
  if ("suppressed" in value && value.suppressed !== undefined) parts.push(`${value.suppressed} suppressed`)
  if ("timeout" in value && value.timeout === true) parts.push("on timeout")
  if ("key" in value && Object.keys(value.key).length > 0) parts.push(JSON.stringify(value.key))
  if ("message" in value && value.message !== undefined) parts.push(JSON.stringify(value.message))
  if (value.data !== undefined) parts.push(JSON.stringify(value.data))
  return parts.join("  ")
}

function showCoverage(coverage: readonly RuleCoverage[], paint: Paint): string[] {
  if (coverage.length === 0) return []
  const width = Math.max(...coverage.map(({ rule }) => rule.length))
  const lines = coverage.map(({ rule, stepsNotTaken, neverRefused }) => {
    const gaps = [
      ...(stepsNotTaken.length > 0 ? [`never taken: ${stepsNotTaken.join(", ")}`] : []),
      ...(neverRefused.length > 0 ? [`\`where\` never false: ${neverRefused.join(", ")}`] : []),
    ]
    const words =
      gaps.length === 0 ? paint("32", "every step taken, every condition seen both ways") : paint("33", gaps.join("; "))
    return `    ${rule.padEnd(width)}  ${words}`
  })
  return [`  ${paint("2", "coverage")}`, ...lines]
}

function showEnd(all: readonly FileResult[], milliseconds: number, paint: Paint): string {
  const results = all.flatMap((each) => each.results)
  if (results.length === 0) {
    return `no tests in ${all.map(({ path }) => path).join(", ")}: write test "name" { … } beside the rules\n`
  }
  const good = results.filter(passed).length
  const failed = results.length - good
  const counts = [
    ...(failed > 0 ? [paint("1;31", `${failed} failed`)] : []),
    ...(good > 0 ? [paint("1;32", `${good} passed`)] : []),
  ]
  return `Tests  ${counts.join(", ")} (${results.length}) in ${Math.round(milliseconds)} ms\n`
}
