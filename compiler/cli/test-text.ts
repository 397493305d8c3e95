/** What `cep test` shows. */
import { renderPlace } from "../../lang/diagnostic.ts"
import type { Source } from "../../lang/source.ts"
import { printable } from "../../lang/text-width.ts"
import type { Difference, TestFailure, TestOutput, TestResult } from "../testing/index.ts"
import { type StepCoverage, stepGaps } from "../testing/step-coverage.ts"
import type { FileResult } from "./test-run.ts"

/** How it is painted; `colour`: whether it is. */
export interface Look {
  readonly paint: (codes: string, text: string) => string
  readonly colour: boolean
}

const shownOutputs = 5
const shownDifferences = 3

/** Whether all was as expected. */
export function passed({ failures }: TestResult): boolean {
  return failures.length === 0
}

/** A file with its tests. */
export function showFile(file: FileResult, look: Look): string {
  const { path, sources, results, left, error } = file
  const { paint } = look
  const mark = (good: boolean) => (good ? paint("32", "✓") : paint("31", "✗"))
  if (error !== undefined) return `${mark(false)} ${paint("1", path)} (${printable(error.message)})\n\n`
  const failed = results.filter((each) => !passed(each)).length
  const counts = [
    `${results.length} ${results.length === 1 ? "test" : "tests"}`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(left > 0 ? [`${left} left out`] : []),
  ]
  const lines = [`${mark(failed === 0)} ${paint("1", path)} (${counts.join(", ")})`]
  for (const result of results) {
    lines.push(`  ${mark(passed(result))} ${printable(result.test.name)}`)
    for (const failure of result.failures) lines.push(...showFailure(failure, result.outputs, sources, look))
  }
  return `${lines.join("\n")}\n\n`
}

function showFailure(
  failure: TestFailure,
  outputs: readonly TestOutput[],
  sources: readonly Source[],
  { paint, colour }: Look,
): string[] {
  const { text, span } = failure
  const place = renderPlace(span, sources, { colour })
  const details = failureDetails(failure, outputs).map((line) =>
    line.startsWith("  - ") ? paint("32", line) : line.startsWith("  + ") ? paint("31", line) : line,
  )
  return [paint("31", printable(text)), ...place, ...details].map((line) => `      ${line}`)
}

/** What came and why nothing else did, without colours. */
export function failureDetails(
  { expected, differences = [], why = [] }: TestFailure,
  outputs: readonly TestOutput[],
): string[] {
  const reasons = why.map((line, at) => `${at === 0 ? "why: " : "     "}${printable(line)}`)
  if (expected === undefined) return reasons
  if (differences.length > 0) return [...showDifferences(differences), ...reasons]
  const came = expected.kind === "rule" ? outputs.filter(({ rule }) => rule === expected.rule) : outputs
  const others = expected.kind === "rule" && came.length === 0 ? outputs : came
  if (others.length === 0) return ["no rule made anything", ...reasons]
  const rule = expected.kind === "rule" ? expected.rule : ""
  const head = others === came ? "what came:" : `nothing of ${rule}; what came:`
  const rest = others.length > shownOutputs ? [`  and ${others.length - shownOutputs} more`] : []
  return [head, ...others.slice(0, shownOutputs).map((output) => `  ${showOutput(output)}`), ...rest, ...reasons]
}

/** Expected against come, field by field. */
function showDifferences(differences: readonly Difference[]): string[] {
  const lines = ["- expected  + what came, the nearest first:"]
  for (const { output, fields } of differences.slice(0, shownDifferences)) {
    lines.push(`  ${showOutput(output)}`)
    const width = Math.max(...fields.map(({ name }) => name.length))
    for (const { name, expected, came, same } of fields) {
      const cell = printable(name).padEnd(width)
      if (same) lines.push(`    ${cell}  ${valueText(came)}`)
      else
        lines.push(
          `  - ${cell}  ${valueText(expected)}`,
          `  + ${cell}  ${came === undefined ? "(missing)" : valueText(came)}`,
        )
    }
  }
  const rest = differences.length - shownDifferences
  return rest > 0 ? [...lines, `  and ${rest} more`] : lines
}

function valueText(value: unknown): string {
  return printable(JSON.stringify(value) ?? "missing")
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
  return printable(parts.join("  "))
}

/** A line for each rule: what of its steps no test took. Empty where there are no rules. */
export function showSteps(all: readonly StepCoverage[], { paint }: Look): string {
  const lines: string[] = []
  for (const path of new Set(all.map((each) => each.path))) {
    const own = all.filter((each) => each.path === path)
    const width = Math.max(...own.map(({ rule }) => rule.length))
    lines.push(paint("2", `coverage of ${path}`))
    for (const each of own) {
      const { notTaken, neverRefused } = stepGaps(each)
      const gaps = [
        ...(notTaken.length > 0 ? [`never taken: ${notTaken.join(", ")}`] : []),
        ...(neverRefused.length > 0 ? [`\`where\` never false: ${neverRefused.join(", ")}`] : []),
      ]
      const whole = "every step taken, every condition seen both ways"
      const words = gaps.length === 0 ? paint("32", whole) : paint("33", gaps.join("; "))
      lines.push(`  ${each.rule.padEnd(width)}  ${words}`)
    }
  }
  return lines.length === 0 ? "" : `${lines.join("\n")}\n\n`
}

/** The last line: how many passed. */
export function showEnd(all: readonly FileResult[], milliseconds: number, { paint }: Look): string {
  const results = all.flatMap((each) => each.results)
  const broken = all.filter(({ error }) => error !== undefined).length
  const left = all.reduce((sum, each) => sum + each.left, 0)
  if (results.length === 0 && broken === 0 && left === 0) {
    return `no tests in ${all.map(({ path }) => path).join(", ")}: write test "name" { … } beside the rules\n`
  }
  const good = results.filter(passed).length
  const failed = results.length - good
  const counts = [
    ...(broken > 0 ? [paint("1;31", `${broken} ${broken === 1 ? "file" : "files"} with errors`)] : []),
    ...(failed > 0 ? [paint("1;31", `${failed} failed`)] : []),
    ...(good > 0 ? [paint("1;32", `${good} passed`)] : []),
    ...(left > 0 ? [`${left} left out`] : []),
  ]
  return `Tests  ${counts.join(", ")} (${results.length}) in ${Math.round(milliseconds)} ms\n`
}
