/**
 * Runs the `test` blocks of checked rules through the engine that runs in production. The engine is handed in, so that
 * this needs neither Node nor a particular build of it.
 */
import type { ExpectationInfo, TestInfo } from "../../lang/check/model.ts"
import type { Span } from "../../lang/source.ts"
import type {
  Alert,
  AwaitedValues,
  DeadLetter,
  Emitted,
  Engine,
  EngineOptions,
  LateEvent,
  ModelRunner,
} from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import type { Enricher, EnricherOptions } from "../../runtime/enrich/contract.ts"

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

/** What tests need of the world for what they do not set with `given`. */
export interface TestWorld {
  readonly createEnricher?: (rules: RuleSet, options: EnricherOptions) => Enricher
  readonly models?: EngineOptions["models"]
}

/**
 * Runs each test on a fresh engine. Events that come out late or as dead letters fail the test: they reached no rule; so does an
 * asynchronous function that does not answer.
 */
export async function runTests(
  rules: RuleSet,
  tests: readonly TestInfo[],
  createEngine: EngineFactory,
  world: TestWorld = {},
): Promise<TestResult[]> {
  const results: TestResult[] = []
  for (const test of tests) results.push(await runTest(rules, test, createEngine, world))
  return results
}

async function runTest(
  rules: RuleSet,
  test: TestInfo,
  createEngine: EngineFactory,
  world: TestWorld,
): Promise<TestResult> {
  const outputs: TestOutput[] = []
  const failures: TestFailure[] = []
  let current: Span = test.span
  const fail = (text: string): void => {
    failures.push({ text, span: current })
  }
  const options: EngineOptions = {
    params: test.params,
    tables: test.tables,
    features: test.features,
    models: modelsOf(rules, test, world.models),
    onResult: ({ rule, kind, value }) => outputs.push({ rule, kind, value }),
    onLate: (late: LateEvent) => fail(`this ${late.type} is late: the watermark had already passed its time`),
    onDeadLetter: (letter: DeadLetter) => fail(`this ${letter.type} became a dead letter: ${letter.reason}`),
  }
  let engine: Engine
  try {
    engine = createEngine(rules, options)
  } catch (thrown) {
    // Values of parameters of which each is right, and that do not make sense where they stand.
    fail(`the test cannot begin: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
    return { test, failures, outputs }
  }
  const calls = callsOf(rules, test, world, fail)
  for (const event of test.events) {
    current = event.span
    engine.push(event.event, event.record, await calls(event))
  }
  current = test.span
  if (test.until === null) engine.end()
  else engine.advanceTo(test.until)
  return { test, failures: [...failures, ...unmet(test.expectations, outputs)], outputs }
}

/** The results of asynchronous functions for the events of a test: those that it gives, and what the others say. */
function callsOf(
  rules: RuleSet,
  { calls }: TestInfo,
  { createEnricher }: TestWorld,
  fail: (text: string) => void,
): (event: TestInfo["events"][number]) => Promise<AwaitedValues | undefined> {
  const { awaited, events } = rules.manifest
  if (awaited.length === 0) return async () => undefined
  const enricher = createEnricher?.(rules, {
    except: Object.keys(calls),
    onFailure: ({ function: name, reason, type }) =>
      fail(`${name} gave no result for this ${type}: ${reason}; \`given ${name} = …\` sets what it gives`),
  })
  return async ({ event, record }) => {
    const type = events.findIndex(({ name }) => name === event)
    const results = new Map(await enricher?.results(event, record))
    for (const [number, call] of awaited.entries()) {
      const isGiven = call.events.includes(type) && Object.hasOwn(calls, call.function)
      if (isGiven && calls[call.function] !== undefined) results.set(number, calls[call.function])
    }
    return results
  }
}

/** A model says what the test gives it. Asking one that was given nothing, and that nothing runs, fails the event. */
function modelsOf(
  { manifest }: RuleSet,
  { models }: TestInfo,
  runners: EngineOptions["models"] = {},
): Record<string, ModelRunner> {
  return Object.fromEntries(
    manifest.models.map(({ name }): [string, ModelRunner] => [
      name,
      (rows) => {
        if (Object.hasOwn(models, name)) return rows.map(() => models[name])
        if (Object.hasOwn(runners, name)) return runners[name]!(rows)
        throw new Error(`the test does not say what the model ${name} gives: add \`given ${name} = …\``)
      },
    ]),
  )
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
