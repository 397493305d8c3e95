/** Rules whose tests are watched: what they take of them, and why something did not come. */
import type { TestInfo } from "../../lang/check/model.ts"
import { Lines, type Source, type Span } from "../../lang/source.ts"
import type { EngineOptions, EngineStats } from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { Probes } from "../5-emit/probes.ts"
import type { Compiled, CompileOptions } from "../index.ts"
import { keyFields, type TestedRules, whyOutput, whyTooLittle } from "../why/for-tests.ts"
import { coverageOf, type OwnerCoverage, type RuleOutcomes } from "./coverage.ts"
import { addMarks, type Marks, ProbedRules } from "./probed-rules.ts"
import type { TestFailure } from "./result.ts"
import type { TestAgain, TestObserver } from "./run-tests.ts"
import { type StepCoverage, stepsOf } from "./step-coverage.ts"

/** What a compilation without errors has. */
export type Complete = Compiled & Required<Pick<Compiled, "rules" | "plan" | "automata">>

const nothing: RuleOutcomes = { matches: 0, timeouts: 0, filtered: 0, suppressed: 0 }

/** The options with which rules are compiled that are to be observed, and the points of their conditions once that is done. */
export function observed(): {
  readonly options: Required<Pick<CompileOptions, "probes">>
  readonly probes: () => Probes
} {
  let made: Probes | undefined
  return {
    options: {
      probes: (plan) => {
        made = new Probes(plan)
        return made
      },
    },
    probes: () => {
      if (made === undefined) throw new Error("nothing was compiled")
      return made
    },
  }
}

/** Observes tests of rules that were compiled with `observed().options`; they run in the general form. */
export class ObservedRules implements TestObserver {
  /** To be run. */
  readonly rules: RuleSet
  readonly #compiled: Complete
  readonly #sources: readonly Source[]
  readonly #points: Probes["points"]
  readonly #probed: ProbedRules
  readonly #total: Marks
  readonly #outcomes: RuleOutcomes[]
  readonly #compileToExplain: () => Promise<Compiled>
  #explained: Promise<Compiled> | undefined

  /** `compileToExplain`: makes the same rules with the option `explains`; called when a test fails first. */
  constructor(
    compiled: Complete,
    probes: Probes,
    sources: readonly Source[],
    compileToExplain: () => Promise<Compiled>,
  ) {
    this.#compileToExplain = compileToExplain
    this.#compiled = compiled
    this.#sources = sources
    this.#points = probes.points
    this.#probed = new ProbedRules(compiled.rules, compiled.plan, this.#points)
    this.rules = this.#probed.rules
    this.#total = this.#probed.take()
    this.#outcomes = compiled.plan.rules.map(() => nothing)
  }

  get engine(): Pick<EngineOptions, "onEnded"> {
    return this.#probed.engine
  }

  begin(_test: TestInfo): void {
    this.#probed.take()
  }

  end(_test: TestInfo, { rules }: EngineStats): void {
    addMarks(this.#total, this.#probed.take())
    for (const [at, { matches, timeouts, filtered, suppressed }] of rules.entries()) {
      const before = this.#outcomes[at]!
      this.#outcomes[at] = {
        matches: before.matches + matches,
        timeouts: before.timeouts + timeouts,
        filtered: before.filtered + filtered,
        suppressed: before.suppressed + suppressed,
      }
    }
  }

  async explain(failure: TestFailure, again: TestAgain): Promise<readonly string[]> {
    const { expected, lacks, surplus = [], differences = [] } = failure
    const [first] = surplus
    if (first !== undefined) return whyOutput(await this.#tested(again), first.rule, first.value)
    if (lacks === undefined || expected?.kind !== "rule") return []
    const { fields } = expected
    const tested = await this.#tested(again)
    const [nearest] = differences
    // Another key, or a match for a timeout: what was expected is missing. Else what came has other values than it should.
    const rule = this.#compiled.plan.rules.find(({ name }) => name === lacks)!
    const keys = keyFields(rule)
    const isOther = nearest?.fields.some(({ name, same }) => !same && (keys.has(name) || name === "timeout")) === true
    if (nearest !== undefined && !isOther) return whyOutput(tested, lacks, nearest.output.value)
    return whyTooLittle(tested, lacks, fields, fields.timeout === true)
  }

  async #tested({ test, engine, replay }: TestAgain): Promise<TestedRules> {
    this.#explained ??= this.#compileToExplain()
    const compiled = await this.#explained
    const placeOf = ({ path, start }: Span): string => {
      const text = this.#sources.find((source) => source.path === path)?.text ?? ""
      return `${path}:${new Lines(text).position(start).line}`
    }
    const events = test.timeline.flatMap((each) =>
      each.kind === "event" ? [{ type: each.event, event: each.record }] : [],
    )
    return { sources: this.#sources, compiled, engine, replay: replay(placeOf), events }
  }

  /** What all tests so far have taken. */
  coverage(): OwnerCoverage[] {
    const { plan, automata, checked } = this.#compiled
    const [marks, outcomes] = [this.#total, this.#outcomes]
    return coverageOf({ plan, automata, checked, points: this.#points, sources: this.#sources, marks, outcomes })
  }

  /** The same in short. */
  steps(): StepCoverage[] {
    return stepsOf(this.#compiled.plan, this.#total)
  }
}
