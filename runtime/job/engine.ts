/** The engine of a job or of one of its workers, with what it begins with. */
import type { Engine, EngineOptions } from "../abi/engine.ts"
import type { DroppedCut } from "../abi/frozen.ts"
import type { RuleSet } from "../abi/rule-set.ts"
import { coldOf, droppedInto, restoreOptions, thawing } from "./barriers.ts"
import { JobError } from "./error.ts"
import type { Outputs } from "./outputs.ts"
import type { CreateEngine, ProcessorSettings } from "./processor.ts"

export interface OpenedEngine {
  readonly engine: Engine
  /** What it did not take over of the state that it began with; undefined: it began with none. */
  readonly dropped: DroppedCut | undefined
  /** What it had open; it is not used any more. */
  close(): void
}

/** Codes of dead letters that come in the order of judging, between the outputs. */
const failuresOfRules: ReadonlySet<string> = new Set(["condition-failed", "output-failed"])

/** Where what an engine makes goes. */
export function callbacksOf(
  { clock, observer, strict }: Pick<ProcessorSettings, "clock" | "observer" | "strict">,
  outputs: Outputs,
): Partial<EngineOptions> {
  // The job is strict, and what comes now is behind the event on which a rule failed: it is not written.
  let ruleFailed = false
  return {
    now: () => clock.now(),
    onOutput: (output) => {
      if (ruleFailed) return
      observer?.output(output)
      outputs.output(output)
    },
    // Where nobody looks at each of them on the way.
    ...(observer === undefined && !strict && { linesOf: (output) => outputs.linesOf(output) }),
    onDeadLetter: (letter) => {
      // A block is judged as a whole, also what stands behind the event on which a rule failed.
      if (strict && failuresOfRules.has(letter.code)) ruleFailed = true
      outputs.refused(letter)
    },
    ...(outputs.wantsLate && { onLate: (late) => outputs.late(late) }),
  }
}

/** Throws `JobError` (usage) for what is wrong with parameters, tables or models. `given`: callbacks, and the models as they are asked. */
export function openEngine(
  rules: RuleSet,
  createEngine: CreateEngine,
  { restored, former, frozen, warmed, cold, openCold, share, params, log }: ProcessorSettings,
  given: Partial<EngineOptions>,
): OpenedEngine {
  const begins = warmed ?? restored?.warmed
  const opened = openCold?.(cold, coldOf(restored, share), log)
  let dropped: DroppedCut | undefined
  const engine = makeEngine(rules, createEngine, {
    ...(opened !== undefined && { cold: opened.options }),
    ...restoreOptions(restored, share, log),
    ...(former !== undefined && { former, onDropped: droppedInto(log) }),
    ...(begins !== undefined && { warmed: begins }),
    ...thawing(frozen, share),
    onFrozen: (each) => {
      dropped = each
    },
    ...(share !== undefined && { share }),
    params,
    ...given,
  })
  return { engine, dropped, close: () => opened?.close() }
}

/** Makes an engine. Throws `JobError` (usage) for what is wrong with its options. */
export function makeEngine(rules: RuleSet, createEngine: CreateEngine, options: EngineOptions): Engine {
  try {
    return createEngine(rules, options)
  } catch (error) {
    throw new JobError("usage", error instanceof Error ? error.message : String(error), error)
  }
}
