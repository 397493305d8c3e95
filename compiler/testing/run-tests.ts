/**
 * Runs the `test` blocks of checked rules through the engine that runs in production. The engine is handed in, so that
 * this needs neither Node nor a particular build of it.
 */
import type { TestEventInfo, TestInfo, TestWatermarkInfo } from "../../lang/check/model.ts"
import type { Span } from "../../lang/source.ts"
import type {
  AwaitedValues,
  DeadLetter,
  Engine,
  EngineOptions,
  EngineStats,
  LateEvent,
  ModelRunner,
} from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import type { Enricher, EnricherOptions } from "../../runtime/enrich/contract.ts"
import type { Replay } from "../why/index.ts"
import { unmet } from "./expectations.ts"
import type { TestFailure, TestOutput, TestResult } from "./result.ts"

export type EngineFactory = (rules: RuleSet, options: EngineOptions) => Engine

/** What tests need of the world for what they do not set with `given`. */
export interface TestWorld {
  readonly createEnricher?: (rules: RuleSet, options: EnricherOptions) => Enricher
  readonly models?: EngineOptions["models"]
  readonly observer?: TestObserver
  /** Default: the forms that the compiler chose. */
  readonly forms?: EngineOptions["forms"]
  /** A clock in ms: for how long each test took. */
  readonly now?: () => number
}

/** Who looks on while tests run. */
export interface TestObserver {
  /** Engines tell it what no condition can. */
  readonly engine?: Pick<EngineOptions, "onEnded">
  begin(test: TestInfo): void
  /** After all events; `stats` as they are when its clock has run out. */
  end(test: TestInfo, stats: EngineStats): void
  /** Why what came is not what was expected, a line each; empty where nothing is known. Asked for after `end`. */
  explain(failure: TestFailure, again: TestAgain): Promise<readonly string[]>
}

/** A test that can be run once more. */
export interface TestAgain {
  readonly test: TestInfo
  /** What its engine is made with. */
  readonly engine: EngineOptions
  /** Lets its timeline go through an engine. `placeOf`: where something of the test stands, in words. */
  replay(placeOf: (span: Span) => string): Replay
}

/**
 * Runs each test on a fresh engine. Events that come out late or as dead letters fail the test: they reached no rule, and the test does not say
 * that this was meant; so does an asynchronous function that does not answer.
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
  const began = world.now?.() ?? 0
  const run = new TestRun(test)
  world.observer?.begin(test)
  const { forms } = world
  const models = modelsOf(rules, test, world.models)
  const options = { ...run.options, models, ...(forms && { forms }), ...world.observer?.engine }
  let engine: Engine | undefined
  try {
    engine = createEngine(rules, options)
  } catch (thrown) {
    // Values of parameters of which each is right, and that do not make sense where they stand.
    run.fail(`the test cannot begin: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
  }
  const ms = () => (world.now?.() ?? 0) - began
  if (engine === undefined) return { test, failures: run.failures, outputs: [], ms: ms() }
  const calls = callsOf(rules, test, world, (text) => run.fail(text))
  await run.play(engine, calls)
  world.observer?.end(test, engine.stats())
  const { params, tables, features } = test
  const again: TestAgain = {
    test,
    engine: { params, tables, features, models },
    replay: (placeOf) => replayOf({ test, createEngine, calls, declaredMs: latenessOf(rules) }, placeOf),
  }
  const missing: TestFailure[] = []
  for (const failure of unmet(test.expectations, run.outputs)) {
    const why = (await world.observer?.explain(failure, again)) ?? []
    missing.push(why.length === 0 ? failure : { ...failure, why })
  }
  return { test, failures: [...run.failures, ...missing], outputs: run.outputs, ms: ms() }
}

interface Replayed {
  readonly test: TestInfo
  readonly createEngine: EngineFactory
  readonly calls: Calls
  /** The lateness that the rules declare, in ms. */
  readonly declaredMs: number
}

type Calls = (event: TestEventInfo) => Promise<AwaitedValues | undefined>

/** How late events may be, in ms: of all types the greatest. */
function latenessOf({ manifest }: RuleSet): number {
  return Math.max(0, ...manifest.events.filter(({ derived }) => !derived).map(({ latenessMs }) => latenessMs))
}

/** The timeline of a test as often as it is wanted. What is wrong with it was said when it ran first. */
function replayOf({ test, createEngine, calls, declaredMs }: Replayed, placeOf: (span: Span) => string): Replay {
  return async (rules, options, watch) => {
    const engine = createEngine(rules, options)
    const latenessMs = latenessOf(rules)
    let highest = Number.NEGATIVE_INFINITY
    for (const item of test.timeline) {
      if (item.kind === "watermark") {
        // Where these rules take events that come later, the watermark that is written stays behind by as much.
        const to = item.to - (latenessMs - declaredMs)
        if (to > engine.counts().watermark) engine.advanceTo(to)
        continue
      }
      const { event: type, record: raw } = item
      const position = placeOf(item.span)
      const awaited = await calls(item)
      const time = engine.ingest({ type, raw, position, ...(awaited !== undefined && { awaited }) })
      watch.arrive(type, raw, time, position)
      if (time === null) continue
      highest = Math.max(highest, time)
      engine.advanceTo(highest - latenessMs - 1)
    }
    if (test.until === null) engine.end()
    else engine.advanceTo(test.until)
    return { watermark: test.until ?? Number.POSITIVE_INFINITY, otherTypes: [] }
  }
}

/** One test on its engine. */
class TestRun {
  readonly outputs: TestOutput[] = []
  readonly failures: TestFailure[] = []
  readonly options: EngineOptions
  readonly #test: TestInfo
  /** What is at hand. */
  #current: Span
  /** The late event among what the event at hand brought; of others the engine has said so before. */
  #late: LateEvent | undefined

  constructor(test: TestInfo) {
    this.#test = test
    this.#current = test.span
    const { params, tables, features } = test
    this.options = {
      params,
      tables,
      features,
      onResult: ({ rule, kind, value }) => this.outputs.push({ rule, kind, value }),
      onLate: (late) => {
        this.#late = late
      },
      onDeadLetter: ({ type, reason }: DeadLetter) => this.fail(`this ${type} became a dead letter: ${reason}`),
    }
  }

  fail(text: string, span = this.#current): void {
    this.failures.push({ text, span })
  }

  async play(engine: Engine, calls: Calls): Promise<void> {
    const { timeline, until, span } = this.#test
    for (const item of timeline) {
      this.#current = item.span
      if (item.kind === "watermark") this.#move(engine, item)
      else {
        this.#late = undefined
        const { watermark, events } = engine.counts()
        engine.push(item.event, item.record, await calls(item))
        this.#judgeLateness(item, watermark, engine.counts().events > events)
      }
    }
    this.#current = span
    if (until === null) engine.end()
    else engine.advanceTo(until)
  }

  #move(engine: Engine, { to }: TestWatermarkInfo): void {
    const { watermark } = engine.counts()
    if (to > watermark) engine.advanceTo(to)
    else this.fail(`the watermark is at ${timeText(watermark)} already, and never moves back to ${timeText(to)}`)
  }

  /** `watermark`: as it was before; `isTaken`: the event was in time, and no dead letter either. */
  #judgeLateness({ event, late: expected }: TestEventInfo, watermark: number, isTaken: boolean): void {
    const late = this.#late
    if (isTaken && expected !== undefined) {
      const where =
        watermark === Number.NEGATIVE_INFINITY
          ? "there was no watermark yet"
          : `the watermark was at ${timeText(watermark)}`
      this.fail(`expected this ${event} to be late, and it came in time: ${where}`, expected)
    }
    if (late === undefined || expected !== undefined) return
    const passed = `the watermark had already passed its time, it was at ${timeText(late.watermark)}`
    this.fail(`this ${late.type} is late: ${passed}; where that is meant, write \`expect late\` below it`)
  }
}

/** A time as tests write it. */
function timeText(ms: number): string {
  if (!(Math.abs(ms) <= 8.64e15)) return String(ms)
  const text = new Date(ms).toISOString().replace(/\.000Z$/, "Z")
  return text.startsWith("1970-01-01T") ? text.slice(11, -1) : text
}

/** The results of asynchronous functions for the events of a test: those that it gives, and what the others say. */
function callsOf(
  rules: RuleSet,
  { calls }: TestInfo,
  { createEnricher }: TestWorld,
  fail: (text: string) => void,
): Calls {
  const { awaited, events } = rules.manifest
  if (awaited.length === 0) return async () => undefined
  const enricher = createEnricher?.(rules, {
    except: Object.keys(calls),
    onFailure: ({ function: name, reason, type }) =>
      fail(`${name} gave no result for this ${type}: ${reason}; \`given ${name} = …\` sets what it gives`),
  })
  // Nobody is asked twice: who runs the test once more gets the same answers.
  const known = new Map<TestEventInfo, AwaitedValues>()
  return async (item) => {
    const { event, record } = item
    const asked = known.get(item)
    if (asked !== undefined) return asked
    const type = events.findIndex(({ name }) => name === event)
    const results = new Map(await enricher?.results(event, record))
    for (const [number, call] of awaited.entries()) {
      const isGiven = call.events.includes(type) && Object.hasOwn(calls, call.function)
      if (isGiven && calls[call.function] !== undefined) results.set(number, calls[call.function])
    }
    known.set(item, results)
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
