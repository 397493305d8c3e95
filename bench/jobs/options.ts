/** The command line of `npm run bench:jobs`. */
import { parseArgs } from "node:util"
import { wholeNumber } from "../options.ts"
import { type Stream, streamNames, streamOf } from "../streams/files.ts"
import { type Workload, workloadOf } from "../workloads/index.ts"

export const help = `npm run bench:jobs -- [WORKLOAD…] [options]

  WORKLOAD        default: W2
  --from PLACE    file (default) or kafka: where events come from and alerts go to
  --flink         the same with Flink CEP beside it (Java 17 and Maven must be there)
  --events N      default: 5,000,000 from a file, 2,000,000 from Kafka
  --accounts N    default: 10,000
  --stream NAME   ${streamNames.join(", ")} (default: sparse)
  --rounds N      default: 3
  --interval D    of checkpoints, as 500ms, 10s or 1m (default: 10s)
  --partitions N  of the topic, events by account (default: 4)
  --heap MIB      the most that Flink's heap may take (default: 2048)
`

export type PlaceName = "file" | "kafka"

export interface JobOptions {
  readonly workloads: readonly Workload[]
  readonly from: PlaceName
  readonly flink: boolean
  readonly events: number
  readonly accounts: number
  readonly stream: Stream
  readonly rounds: number
  readonly intervalMs: number
  readonly partitions: number
  readonly heapMiB: number
}

/** Reads the arguments; throws with words for the user. */
export function readJobOptions(args: readonly string[]): JobOptions {
  const text = { type: "string" } as const
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      from: { ...text, default: "file" },
      flink: { type: "boolean", default: false },
      events: text,
      accounts: { ...text, default: "10000" },
      stream: { ...text, default: "sparse" },
      rounds: { ...text, default: "3" },
      interval: { ...text, default: "10s" },
      partitions: text,
      heap: text,
    },
  })
  const from = placeOf(values.from)
  if (from === "file" && values.partitions !== undefined) throw new Error("--partitions is for --from kafka")
  if (!values.flink && values.heap !== undefined) throw new Error("--heap is for --flink")
  return {
    workloads: (positionals.length === 0 ? ["W2"] : positionals).map(workloadOf),
    from,
    flink: values.flink,
    events: wholeNumber("--events", values.events ?? (from === "file" ? "5e6" : "2e6")),
    accounts: wholeNumber("--accounts", values.accounts),
    stream: streamOf(values.stream),
    rounds: wholeNumber("--rounds", values.rounds),
    intervalMs: durationMs("--interval", values.interval),
    partitions: wholeNumber("--partitions", values.partitions ?? "4"),
    heapMiB: wholeNumber("--heap", values.heap ?? "2048"),
  }
}

function placeOf(text: string): PlaceName {
  if (text === "file" || text === "kafka") return text
  throw new Error(`--from ${text}: file or kafka`)
}

const unitMs: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
])

/** Flink is told milliseconds, so both get the same number of them. */
function durationMs(name: string, text: string): number {
  const [, count, unit] = /^(\d{1,9})(ms|s|m)$/.exec(text) ?? []
  const value = Number(count) * (unitMs.get(unit ?? "") ?? Number.NaN)
  if (!(value >= 1))
    throw new Error(`${name} ${text}: a whole number above 0 with its unit is needed, as 500ms, 10s, 1m`)
  return value
}
