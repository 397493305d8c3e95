/**
 * Runs the `test` blocks of checked rules through the engine that runs in production. The engine is handed in, so that
 * this needs neither Node nor a particular build of it.
 */
import type { ExpectationInfo, TestInfo } from "../../lang/check/model.ts"
import type { Span } from "../../lang/source.ts"
import type { Alert, DeadLetter, Emitted, Engine, EngineOptions, LateEvent } from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"

/** What came out of one test, in order. */
export interface TestOutput {
  readonly rule: string
  readonly kind: "alert" | "emit"
  readonly value: Alert | Emitted
}

/** One thing that was not as expected. */
export interface TestFailure {
  readonly text: string
  readonly span: Span
  readonly expected?: ExpectationInfo
}

export interface TestResult {
  readonly test: TestInfo
  readonly failures: readonly TestFailure[]
  readonly outputs: readonly TestOutput[]
}

export type EngineFactory = (rules: RuleSet, options: EngineOptions) => Engine

/** Runs each test on a fresh engine. Events that come out late or as dead letters fail the test: they reached no rule. */
export function runTests(rules: RuleSet, tests: readonly TestInfo[], createEngine: EngineFactory): TestResult[] {
  return tests.map((test) => runTest(rules, test, createEngine))
}

function runTest(rules: RuleSet, test: TestInfo, createEngine: EngineFactory): TestResult {
  const outputs: TestOutput[] = []
  const failures: TestFailure[] = []
  let current: Span = test.span
  const fail = (text: string): void => {
    failures.push({ text, span: current })
  }
  const engine = createEngine(rules, {
    params: test.params,
    onResult: ({ rule, kind, value }) => outputs.push({ rule, kind, value }),
    onLate: (late: LateEvent) => fail(`this ${late.type} is late: the watermark had already passed its time`),
    onDeadLetter: (letter: DeadLetter) => fail(`this ${letter.type} became a dead letter: ${letter.reason}`),
  })
  for (const event of test.events) {
    current = event.span
    engine.push(event.event, event.record)
  }
  current = test.span
  if (test.until === null) engine.end()
  else engine.advanceTo(test.until)
  return { test, failures: [...failures, ...unmet(test.expectations, outputs)], outputs }
}

function unmet(expectations: readonly ExpectationInfo[], outputs: readonly TestOutput[]): TestFailure[] {
  return expectations.flatMap((expected) => {
    const text = expected.kind === "nothing" ? unexpected(outputs) : miscounted(expected, outputs)
    return text === null ? [] : [{ text, span: expected.span, expected }]
  })
}

function unexpected(outputs: readonly TestOutput[]): string | null {
  if (outputs.length === 0) return null
  return `expected nothing, and ${describe(outputs.length)} came: ${[...new Set(outputs.map((o) => o.rule))].join(", ")}`
}

function miscounted(expected: ExpectationInfo & { kind: "rule" }, outputs: readonly TestOutput[]): string | null {
  const ofRule = outputs.filter((output) => output.rule === expected.rule)
  const fitting = ofRule.filter((output) => fits(output, expected.fields))
  if (expected.count === null ? fitting.length > 0 : fitting.length === expected.count) return null
  const wanted = expected.count === null ? "at least one output" : describe(expected.count)
  const fields = Object.keys(expected.fields).length > 0 ? ` with ${JSON.stringify(expected.fields)}` : ""
  const others =
    ofRule.length > fitting.length
      ? `; its data: ${ofRule.map((output) => JSON.stringify(output.value.data ?? null)).join(", ")}`
      : ""
  return `expected ${wanted} of ${expected.rule}${fields}, and ${describe(fitting.length)} came${others}`
}

const describe = (count: number): string => (count === 0 ? "none" : count === 1 ? "1 output" : `${count} outputs`)

function fits(output: TestOutput, fields: Readonly<Record<string, unknown>>): boolean {
  const { value } = output
  const own = output.kind === "alert" ? ownFields(value as Alert) : {}
  const found: Readonly<Record<string, unknown>> = { ...own, ...value.data }
  return Object.entries(fields).every(([name, wanted]) => Object.hasOwn(found, name) && sameJson(found[name], wanted))
}

/** What an expectation may say of an alert itself; its record goes before. */
function ownFields({ severity, score, tags = [], suppressed = 0, timeout }: Alert): Record<string, unknown> {
  return { severity, score, tags, suppressed, timeout: timeout === true }
}

/** Equality of JSON values, whatever the order of keys. */
function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key as keyof typeof a], b[key as keyof typeof b]))
  )
}
