/** What is measured of a job, by name. The names are a promise: dashboards and alerting rules stand on them (docs/operate/metrics.md lists them). */
import type { RuleTallies, RuleUsage } from "../abi/engine.ts"
import type { ShadowReport } from "../job/shadow/shadows.ts"
import type { CheckpointStatus, JobStatus, PartitionStatus } from "../job/status.ts"
import { lagSeconds } from "./report.ts"

/** Names and values. */
export type Labels = Readonly<Record<string, string>>

/** One series of a metric: what its labels say beside the job's own, and its value; null: there is none now. */
export type Sample = readonly [Labels, number | null | undefined]

/** A metric of the parts of a job. */
export interface Metric {
  readonly kind: "counter" | "gauge"
  readonly name: string
  readonly help: string
  readonly labels: readonly string[]
  readonly of: (status: JobStatus, now: number) => readonly Sample[]
  /** What reads a partition for others has it, too. */
  readonly ofReaders?: boolean
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

function perUsedRule(value: (rule: RuleUsage) => number): Metric["of"] {
  return ({ usage }) => usage.rules.map((rule) => [{ rule: rule.name }, value(rule)])
}

/** What a counter of rules counted in this process: it is part of the state, and a counter that goes on from an older state would seem to jump. */
function tallied(name: keyof RuleTallies): Metric["of"] {
  return ({ engine, usage }) =>
    engine.rules.map((rule, place) => [{ rule: rule.name }, rule[name] - usage.rules[place]!.began[name]])
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
    "rule_evaluations",
    "Events in time of the types that the rule reads.",
    ["rule"],
    perUsedRule(({ evaluations }) => evaluations),
  ),
  counter("rule_matches", "Matches of the rule.", ["rule"], tallied("matches")),
  counter(
    "rule_timeouts",
    "Partial matches whose time ran out and that had an output for it.",
    ["rule"],
    tallied("timeouts"),
  ),
  counter(
    "rule_outputs",
    "Alerts and derived events of the rule that were written.",
    ["rule"],
    perRule(({ name }, { counts: { outputsByRule } }) =>
      Object.hasOwn(outputsByRule, name) ? outputsByRule[name]! : 0,
    ),
  ),
  counter("rule_filtered", "Matches and timeouts that `having` refused.", ["rule"], tallied("filtered")),
  counter("rule_suppressed", "Matches and timeouts that `once per` kept silent.", ["rule"], tallied("suppressed")),
  counter("rule_dropped", "Partial matches dropped at the limit: answers may be wrong.", ["rule"], tallied("dropped")),
  counter("rule_failures", "Events on which the rule failed.", ["rule"], tallied("failed")),
  counter("rule_late", "Late events that the rule would have read.", ["rule"], tallied("late")),
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
  gauge(
    "rule_state_bytes",
    "About how much memory what the rule remembers takes: an estimate from some of its keys.",
    ["rule"],
    perUsedRule(({ stateBytes }) => stateBytes),
  ),
  gauge("series_state_bytes", "Likewise, what is kept of past events for aggregates.", ["series"], ({ usage }) =>
    usage.series.map(({ name, stateBytes }) => [{ series: name }, stateBytes]),
  ),
  gauge("series_entries", "Events, values or totals that are kept for aggregates.", ["series"], ({ engine }) =>
    engine.series.map(({ name, entries }) => [{ series: name }, entries]),
  ),
]

const ofPair = ["shadow", "rule"]

const shadowMetrics: readonly Metric[] = [
  counter(
    "shadow_alerts",
    "Alerts of a rule on trial and of the rule that it shadows, each counted once: `had` is both, rule or shadow.",
    [...ofPair, "had"],
    perPair(({ both, onlyRule, onlyShadow }) => [
      [{ had: "both" }, both],
      [{ had: "rule" }, onlyRule],
      [{ had: "shadow" }, onlyShadow],
    ]),
  ),
  counter(
    "shadow_moved_alerts",
    "Of those that both had: the rule on trial was earlier or later.",
    [...ofPair, "when"],
    perPair(({ earlier, later }) => [
      [{ when: "earlier" }, earlier],
      [{ when: "later" }, later],
    ]),
  ),
  gauge(
    "shadow_alerts_waiting",
    "Alerts of which it is not known yet whether the other rule has them, too.",
    ofPair,
    perPair(({ waiting }) => [[{}, waiting]]),
  ),
]

function perPair(samples: (pair: ShadowReport) => readonly Sample[]): Metric["of"] {
  return ({ shadows }) =>
    shadows.flatMap((pair) => {
      const { shadow, rule } = pair
      return samples(pair).map(([labels, value]): Sample => [{ shadow, rule, ...labels }, value])
    })
}

const jobMetrics: readonly Metric[] = [
  counter(
    "events",
    "Events accepted: neither late nor dead letters.",
    [],
    one(({ engine, usage }) => engine.events - usage.began.events),
  ),
  counter(
    "late_events",
    "Events that came behind the watermark.",
    [],
    one(({ counts, usage }) => counts.late - usage.began.late),
  ),
  counter(
    "dead_letters",
    "Records that are no events of their type, and events on which a rule failed.",
    ["source", "code"],
    ({ counts: { deadLettersOf } }) => deadLettersOf.map(({ source, code, count }) => [{ source, code }, count]),
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
  counter(
    "async_calls",
    "Calls of asynchronous functions.",
    [],
    one(({ calls }) => calls?.calls),
  ),
  counter("async_call_failures", "Calls that gave no result.", ["why"], ({ calls }) =>
    calls === undefined
      ? []
      : [
          [{ why: "timeout" }, calls.timeouts],
          [{ why: "error" }, calls.errors],
          [{ why: "wrong-type" }, calls.wrongTypes],
        ],
  ),
  counter("reloads", "Changes of the rules in the running job.", ["result"], ({ reloads }) => [
    [{ result: "applied" }, reloads.applied - reloads.rolledBack],
    [{ result: "refused" }, reloads.refused],
    [{ result: "rolled-back" }, reloads.rolledBack],
  ]),
  counter(
    "reload_attempts",
    "Changes of the rules that were asked for.",
    [],
    one(({ reloads }) => reloads.attempted),
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
  counter(
    "checkpoint_failures",
    "Checkpoints that could not be made: the job ends, and goes on from the one before when it is started again.",
    [],
    ofCheckpoints(({ failed }) => failed),
  ),
  gauge(
    "checkpoint_interval_seconds",
    "How often a checkpoint is made.",
    [],
    ofCheckpoints(({ intervalMs }) => intervalMs / 1000),
  ),
  gauge(
    "checkpoint_number",
    "Number of the newest checkpoint.",
    [],
    ofCheckpoints(({ newest }) => newest?.number),
  ),
  gauge(
    "checkpoint_age_seconds",
    "Since the newest checkpoint was made, or the process began to make some.",
    [],
    ofCheckpoints(({ newest, since }, now) => (now - (newest?.madeAt ?? since)) / 1000),
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
    "sink_published_age_seconds",
    "Since the sink had all outputs of checkpoints for the last time, or the process began.",
    ["sinks"],
    publishers(({ publishedAt }, now) => (now - publishedAt) / 1000),
  ),
  counter(
    "sink_failures",
    "Times that the sink could not be reached.",
    ["sinks"],
    publishers(({ failures }) => failures),
  ),
  gauge(
    "sink_failing",
    "1: the sink could not be reached at the last try.",
    ["sinks"],
    publishers((each) => Number(each.failing)),
  ),
]

function publishers(value: (publisher: CheckpointStatus["publishers"][number], now: number) => number): Metric["of"] {
  return ({ checkpoints }, now) =>
    (checkpoints?.publishers ?? []).map((each) => [{ sinks: each.sinks }, value(each, now)])
}

/** Metrics of the parts of a job, for the documentation as well. */
export const metrics: readonly Metric[] = [
  ...jobMetrics,
  ...partitionMetrics.map((metric) => ({ ...metric, ofReaders: true })),
  ...ruleMetrics,
  ...shadowMetrics,
  ...checkpointMetrics,
]
