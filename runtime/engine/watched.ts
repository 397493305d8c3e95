import type { EngineCounts, EngineStats, EngineUsage, RuleTallies } from "../abi/engine.ts"
import type { History } from "../aggregate/history.ts"
import type { RuleCounts } from "../operator/contract.ts"
import type { MemoryBackend } from "../state/memory.ts"
import type { EventReaders } from "./event-readers.ts"
import type { RunningRule } from "./rules.ts"

/** The parts of an engine that are looked at. */
export interface WatchedEngine {
  counts(): EngineCounts
  readonly rules: readonly RunningRule[]
  /** By event type. */
  readonly readers: readonly EventReaders[]
  readonly backend: MemoryBackend
  readonly history: History
}

/** What those see who watch an engine: numbers of its state, and of what it has done and takes. Made when its state was restored, and before it is given anything. */
export class Watched {
  private readonly engine: WatchedEngine
  private readonly began: EngineUsage["began"]
  /** In the order of the rules. */
  private readonly rulesBegan: readonly RuleTallies[]

  constructor(engine: WatchedEngine) {
    this.engine = engine
    const { events, late, deadLetters } = engine.counts()
    this.began = { events, late, deadLetters }
    this.rulesBegan = engine.rules.map(({ operator }) => talliesOf(operator.counts))
  }

  /** Looks at some thousand keys of a rule at most. */
  stats(): EngineStats {
    const { readers, rules, history } = this.engine
    for (const each of readers) each.settle()
    return {
      ...this.engine.counts(),
      rules: rules.map(({ manifest, operator, silences }) => ({
        name: manifest.name,
        ...talliesOf(operator.counts),
        shadow: manifest.shadow === true,
        partialMatches: operator.partialMatches(),
        ...(operator.byState && { states: operator.byState() }),
        keys: operator.keys(),
        silences: silences?.size ?? 0,
      })),
      series: history.facts(),
    }
  }

  /** Looks at a little of the state. */
  usage(): EngineUsage {
    const { rules, readers, backend, history } = this.engine
    return {
      began: this.began,
      rules: rules.map(({ index, manifest: { name, inputs } }) => ({
        name,
        evaluations: inputs.reduce((sum, type) => sum + readers[type]!.taken, 0),
        stateBytes: backend.memoryBytes(({ dividedBy }) => dividedBy === name),
        began: this.rulesBegan[index]!,
      })),
      series: history.operators().map(({ name, operators }) => ({
        name,
        stateBytes: backend.memoryBytes(({ operator }) => operators.includes(operator)),
      })),
    }
  }
}

function talliesOf(counts: RuleCounts): RuleTallies {
  return {
    matches: counts.get("matches"),
    timeouts: counts.get("timeouts"),
    filtered: counts.get("filtered"),
    suppressed: counts.get("suppressed"),
    late: counts.get("late"),
    dropped: counts.get("dropped"),
    failed: counts.get("failed"),
  }
}
