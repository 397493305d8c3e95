/** What Prometheus scrapes. The names are a promise: dashboards and alerting rules stand on them (docs/operate/metrics.md lists them). */
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client"
import type { CheckpointStatus, JobStatus, PartitionStatus } from "../job/status.ts"
import type { ControlHost } from "./host.ts"
import { lagSeconds, readiness } from "./report.ts"

type Labels = Readonly<Record<string, string>>

/** One series of a metric: what its labels say beside the job's own, and its value; null: there is none now. */
type Sample = readonly [Labels, number | null | undefined]

interface Metric {
  readonly kind: "counter" | "gauge"
  readonly name: string
  readonly help: string
  readonly labels: readonly string[]
  readonly of: (status: JobStatus, now: number) => readonly Sample[]
}

const counter = (name: string, help: string, labels: readonly string[], of: Metric["of"]): Metric => ({
  kind: "counter",
  name: `cepheus_${name}_total`,
  help,
  labels,
  of,
})
const gauge = (name: string, help: string, labels: readonly string[], of: Metric["of"]): Metric => ({
  kind: "gauge",
  name: `cepheus_${name}`,
  help,
  labels,
  of,
})

const ofPartition = ["source", "partition"]

function perPartition(value: (partition: PartitionStatus, now: number) => number | null | undefined): Metric["of"] {
  return ({ partitions }, now) =>
    partitions.map((each) => [{ source: each.source, partition: each.partition }, value(each, now)])
}

type Rule = JobStatus["engine"]["rules"][number]

function perRule(value: (rule: Rule, status: JobStatus) => number): Metric["of"] {
  return (status) => status.engine.rules.map((rule) => [{ rule: rule.name }, value(rule, status)])
}

function one(value: (status: JobStatus, now: number) => number | null | undefined): Metric["of"] {
  return (status, now) => [[{}, value(status, now)]]
}

function ofCheckpoints(value: (status: CheckpointStatus, now: number) => number | null | undefined): Metric["of"] {
  return one(({ checkpoints }, now) => (checkpoints === undefined ? undefined : value(checkpoints, now)))
}

const partitionMetrics: readonly Metric[] = [
  counter(
    "source_records",
    "Records that the source delivered.",
    ofPartition,
    perPartition(({ read }) => read),
  ),
  gauge(
    "source_behind_records",
    "Records in the source that were not read yet, as it said last.",
    ofPartition,
    perPartition(({ behind }) => behind),
  ),
  gauge(
    "source_watermark_lag_seconds",
    "How far the partition's watermark is behind the clock.",
    ofPartition,
    perPartition(({ watermark }, now) => lagSeconds(watermark, now)),
  ),
  gauge(
    "source_idle",
    "1: silent for so long that it holds time back no longer.",
    ofPartition,
    perPartition(({ idle }) => Number(idle)),
  ),
  gauge(
    "source_holds_back",
    "1: all others wait for the time of this partition.",
    ofPartition,
    ({ heldBackBy: held }) => (held === undefined ? [] : [[{ source: held.source, partition: held.partition }, 1]]),
  ),
]

const ruleMetrics: readonly Metric[] = [
  counter(
    "rule_matches",
    "Matches of the rule.",
    ["rule"],
    perRule(({ matches }) => matches),
  ),
  counter(
    "rule_timeouts",
    "Partial matches whose time ran out and that had an output for it.",
    ["rule"],
    perRule(({ timeouts }) => timeouts),
  ),
  counter(
    "rule_outputs",
    "Alerts and derived events of the rule that were written.",
    ["rule"],
    perRule(({ name }, { counts: { outputsByRule } }) =>
      Object.hasOwn(outputsByRule, name) ? outputsByRule[name]! : 0,
    ),
  ),
  counter(
    "rule_filtered",
    "Matches and timeouts that `having` refused.",
    ["rule"],
    perRule(({ filtered }) => filtered),
  ),
  counter(
    "rule_suppressed",
    "Matches and timeouts that `once per` kept silent.",
    ["rule"],
    perRule(({ suppressed }) => suppressed),
  ),
  counter(
    "rule_dropped",
    "Partial matches dropped at the limit: answers may be wrong.",
    ["rule"],
    perRule(({ dropped }) => dropped),
  ),
  counter(
    "rule_failures",
    "Events on which the rule failed.",
    ["rule"],
    perRule(({ failed }) => failed),
  ),
  counter(
    "rule_late",
    "Late events that the rule would have read.",
    ["rule"],
    perRule(({ late }) => late),
  ),
  gauge(
    "rule_partial_matches",
    "Partial matches, or open windows.",
    ["rule"],
    perRule(({ partialMatches }) => partialMatches),
  ),
  gauge(
    "rule_keys",
    "Keys for which the rule holds something.",
    ["rule"],
    perRule(({ keys }) => keys),
  ),
]

const jobMetrics: readonly Metric[] = [
  counter(
    "events",
    "Events accepted: neither late nor dead letters.",
    [],
    one(({ engine }) => engine.events),
  ),
  counter(
    "late_events",
    "Events that came behind the watermark.",
    [],
    one(({ counts }) => counts.late),
  ),
  counter("dead_letters", "Records that are no events of their type.", ["code"], ({ counts: { deadLettersByCode } }) =>
    Object.entries(deadLettersByCode).map(([code, count]) => [{ code }, count]),
  ),
  counter(
    "alerts",
    "Alerts written.",
    [],
    one(({ counts }) => counts.alerts),
  ),
  gauge(
    "events_waiting",
    "Events that wait for the watermark.",
    [],
    one(({ engine }) => engine.waiting),
  ),
  gauge(
    "watermark_lag_seconds",
    "How far the job's watermark is behind the clock.",
    [],
    one(({ watermark }, now) => lagSeconds(watermark, now)),
  ),
  gauge("table_rows", "Rows of a lookup table.", ["table"], ({ tables }) =>
    tables.map(({ name, rows }) => [{ table: name }, rows]),
  ),
  gauge("table_stale", "1: the table's source cannot be read, its rows are old.", ["table"], ({ tables }) =>
    tables.map(({ name, staleSince }) => [{ table: name }, Number(staleSince !== null)]),
  ),
]

const checkpointMetrics: readonly Metric[] = [
  counter(
    "checkpoints",
    "Checkpoints that this process made.",
    [],
    ofCheckpoints(({ made }) => made),
  ),
  gauge(
    "checkpoint_number",
    "Number of the newest checkpoint.",
    [],
    ofCheckpoints(({ newest }) => newest?.number),
  ),
  gauge(
    "checkpoint_age_seconds",
    "Since the newest checkpoint was made.",
    [],
    ofCheckpoints(({ newest }, now) => (newest === undefined ? undefined : (now - newest.madeAt) / 1000)),
  ),
  gauge(
    "checkpoint_duration_seconds",
    "From the barrier of the newest checkpoint until it was durable.",
    [],
    ofCheckpoints(({ newest }) => (newest === undefined ? undefined : newest.durationMs / 1000)),
  ),
  gauge(
    "checkpoint_bytes",
    "What was written for the newest checkpoint.",
    [],
    ofCheckpoints(({ newest }) => newest?.bytes),
  ),
  gauge(
    "outbox_bytes",
    "Outputs that wait for their sinks.",
    [],
    ofCheckpoints(({ pendingBytes }) => pendingBytes),
  ),
  gauge(
    "sink_confirmed_checkpoint",
    "All outputs up to this checkpoint are with the sink.",
    ["sinks"],
    publishers((each) => each.confirmed),
  ),
  gauge(
    "sink_pending_bytes",
    "Outputs that wait for this sink.",
    ["sinks"],
    publishers((each) => each.pendingBytes),
  ),
  gauge(
    "sink_failing",
    "1: the sink could not be reached at the last try.",
    ["sinks"],
    publishers((each) => Number(each.failing)),
  ),
]

function publishers(value: (publisher: CheckpointStatus["publishers"][number]) => number): Metric["of"] {
  return ({ checkpoints }) => (checkpoints?.publishers ?? []).map((each) => [{ sinks: each.sinks }, value(each)])
}

/** All metrics of a job, for the documentation as well. */
export const metrics: readonly Metric[] = [...jobMetrics, ...partitionMetrics, ...ruleMetrics, ...checkpointMetrics]

/** Makes the text of `/metrics`. */
export class MetricsPage {
  readonly #host: ControlHost
  /** Of the process: CPU, memory, event loop. */
  readonly #process = new Registry()

  constructor(host: ControlHost) {
    this.#host = host
    collectDefaultMetrics({ register: this.#process })
  }

  get contentType(): string {
    return this.#process.contentType
  }

  /** Rejects where a part of the job has failed. */
  async text(): Promise<string> {
    const statuses = await this.#host.statuses()
    const own = new Registry()
    for (const metric of metrics) fill(own, metric, statuses, this.#host)
    const { job, version } = this.#host
    const info = new Gauge({
      name: "cepheus_job_info",
      help: "Always 1; the labels say which job this is, and which rules judge.",
      labelNames: ["job", "version"],
      registers: [own],
    })
    info.set({ job, version }, 1)
    const ready = new Gauge({ name: "cepheus_ready", help: "1: the rules see all that they should.", registers: [own] })
    ready.set(Number(readiness(this.#host, statuses).ready))
    return Registry.merge([own, this.#process]).metrics()
  }
}

function fill(registry: Registry, metric: Metric, statuses: readonly JobStatus[], host: ControlHost): void {
  const { kind, name, help, labels, of } = metric
  const labelNames = ["slice", ...labels]
  const settings = { name, help, labelNames, registers: [registry] }
  const set = setter(kind, settings)
  for (const status of statuses) {
    const own: Labels = status.slice === undefined ? {} : { slice: String(status.slice) }
    for (const [more, value] of of(status, host.now())) {
      if (value !== null && value !== undefined) set({ ...own, ...more }, value)
    }
  }
}

interface SeriesSettings {
  readonly name: string
  readonly help: string
  readonly labelNames: string[]
  readonly registers: Registry[]
}

function setter(kind: Metric["kind"], settings: SeriesSettings): (labels: Labels, value: number) => void {
  if (kind === "gauge") {
    const made = new Gauge(settings)
    return (labels, value) => made.set(labels, value)
  }
  const made = new Counter(settings)
  return (labels, value) => made.inc(labels, value)
}
