import type { EngineOptions } from "../abi/engine.ts"
import type { EnricherOptions } from "../enrich/contract.ts"
import type { Log } from "../observe/log.ts"
import type { Clock } from "../platform/clock.ts"
import type { JobCheckpoints } from "./checkpoints.ts"
import type { ColdSettings, OpenCold } from "./cold-settings.ts"
import type { OutputTap } from "./gathered.ts"
import type { InputTap, JobInput } from "./inputs.ts"
import type { OutputSinks } from "./outputs.ts"
import type { OpenProcessing } from "./processing.ts"
import type { JobObserver } from "./processor.ts"
import type { JobTables } from "./tables.ts"

/** What a job is made of beside its rules. */
export interface JobSettings {
  readonly inputs: readonly JobInput[]
  readonly sinks: OutputSinks
  /** The lookup tables of the rules, read for the first time; those that are not here stay empty. */
  readonly tables?: JobTables
  readonly params: Readonly<Record<string, unknown>>
  /** Keys that are not used lately leave memory; absent: all state stays there. */
  readonly cold?: ColdSettings | undefined
  /** Where there are such keys, also in the checkpoint. */
  readonly openCold?: OpenCold | undefined
  /** A dead letter ends the job with an error. */
  readonly strict: boolean
  /** What the end of bounded input means: `close`, no event will come any more; `stop`, the watermark stays. */
  readonly atEnd: "close" | "stop"
  /** Events of live sources dated later than this after the clock are refused. */
  readonly maxAheadMs: number
  /** A live partition that is silent for so long holds the others back no longer. */
  readonly idleAfterMs: number
  readonly clock: Clock
  readonly log: Log
  /** Aborted: reading stops, what was read is finished. */
  readonly stop: AbortSignal
  readonly observer?: JobObserver
  /** What runs the models of the rules. */
  readonly models?: EngineOptions["models"]
  /** Where the job has checkpoints. */
  readonly checkpoints?: JobCheckpoints | undefined
  /** Of asynchronous functions. */
  readonly calls?: Pick<EnricherOptions, "concurrency" | "timeoutMs">
  /** Sees what the sinks of outputs are given. */
  readonly tap?: OutputTap | undefined
  /** Sees what the sources bring. */
  readonly inputTap?: InputTap | undefined
  /** Where the events are judged; default: in this thread. */
  readonly processing?: OpenProcessing | undefined
}
