import type { Generated } from "./generate.ts"

const file = "ops/grafana/cepheus.json"

/** A query, and what a line of it is called. */
type Target = readonly [expression: string, legend: string]

interface Panel {
  readonly title: string
  /** What somebody who looks at it at night should know. */
  readonly description: string
  readonly kind: "timeseries" | "stat" | "table"
  readonly unit: string
  /** Of the 24 columns of a row. */
  readonly width: number
  readonly targets: readonly Target[]
  /** From this value on it is drawn in red. */
  readonly limit?: number
}

interface Row {
  readonly title: string
  readonly height: number
  readonly panels: readonly Panel[]
}

/** What the variables at the top choose. */
const chosen = 'job=~"$job", instance=~"$instance"'
const of = (metric: string): string => `${metric}{${chosen}}`
const rate = (metric: string): string => `rate(${of(metric)}[$__rate_interval])`

const line = (title: string, unit: string, description: string, ...targets: Target[]): Panel => ({
  title,
  description,
  kind: "timeseries",
  unit,
  width: 8,
  targets,
})
const stat = (title: string, unit: string, description: string, expression: string, limit: number): Panel => ({
  title,
  description,
  kind: "stat",
  unit,
  width: 4,
  targets: [[expression, ""]],
  limit,
})

const rows: readonly Row[] = [
  {
    title: "Is all well?",
    height: 4,
    panels: [
      stat("Processes that are not ready", "none", "GET /ready says why.", `sum(1 - ${of("cepheus_ready")})`, 1),
      stat(
        "Watermark lag",
        "s",
        "How far time is behind the clock. Rules find nothing that is later.",
        `max(${of("cepheus_watermark_lag_seconds")})`,
        300,
      ),
      stat(
        "Age of the newest checkpoint",
        "s",
        "Of the process in which it is oldest. Outputs are published behind it.",
        `max(${of("cepheus_checkpoint_age_seconds")})`,
        60,
      ),
      stat(
        "Matches dropped in an hour",
        "none",
        "Answers may be wrong: a key had more partial matches than the limit allows.",
        `sum(increase(${of("cepheus_rule_dropped_total")}[1h]))`,
        1,
      ),
      stat(
        "Failures of rules in an hour",
        "none",
        "For these events it was as if they had not come. The dead letters say which.",
        `sum(increase(${of("cepheus_rule_failures_total")}[1h]))`,
        1,
      ),
      stat(
        "Sinks that cannot be reached",
        "none",
        "Their outputs are kept in the checkpoints.",
        `sum(${of("cepheus_sink_failing")})`,
        1,
      ),
    ],
  },
  {
    title: "Throughput",
    height: 8,
    panels: [
      line("Records read", "rps", "What the sources delivered.", [
        `sum by (source) (${rate("cepheus_source_records_total")})`,
        "{{source}}",
      ]),
      line("Alerts", "rps", "Alerts written, all rules.", [
        `sum by (instance) (${rate("cepheus_alerts_total")})`,
        "{{instance}}",
      ]),
      line(
        "Late events and dead letters",
        "rps",
        "What no rule saw. /status says how many of which code.",
        [`sum(${rate("cepheus_late_events_total")})`, "late"],
        [`sum by (source, code) (${rate("cepheus_dead_letters_total")})`, "{{source}} {{code}}"],
      ),
    ],
  },
  {
    title: "Time: a rule that never fires mostly waits for the watermark",
    height: 8,
    panels: [
      line(
        "Watermark lag by source",
        "s",
        "Time goes by the slowest partition that is not idle.",
        [`max by (source, partition) (${of("cepheus_source_watermark_lag_seconds")})`, "{{source}} {{partition}}"],
        [`max(${of("cepheus_watermark_lag_seconds")})`, "the job"],
      ),
      line("Who holds time back", "none", "1: all others wait for this partition. The log says why, when it lasts.", [
        `max by (source, partition) (${of("cepheus_source_holds_back")})`,
        "{{source}} {{partition}}",
      ]),
      line(
        "Records not read yet",
        "none",
        "As the source said last.",
        [`sum by (source, partition) (${of("cepheus_source_behind_records")})`, "{{source}} {{partition}}"],
        [`sum(${of("cepheus_events_waiting")})`, "read, and waiting for the watermark"],
      ),
    ],
  },
  {
    title: "Rules",
    height: 10,
    panels: [
      {
        title: "Rules",
        description: "In the time that is shown. Sizes are estimates.",
        kind: "table",
        unit: "none",
        width: 24,
        targets: [
          [`sum by (rule) (increase(${of("cepheus_rule_evaluations_total")}[$__range]))`, "events"],
          [`sum by (rule) (increase(${of("cepheus_rule_matches_total")}[$__range]))`, "matches"],
          [`sum by (rule) (increase(${of("cepheus_rule_outputs_total")}[$__range]))`, "outputs"],
          [`sum by (rule) (increase(${of("cepheus_rule_suppressed_total")}[$__range]))`, "suppressed"],
          [`sum by (rule) (increase(${of("cepheus_rule_filtered_total")}[$__range]))`, "filtered"],
          [`sum by (rule) (increase(${of("cepheus_rule_dropped_total")}[$__range]))`, "dropped"],
          [`sum by (rule) (increase(${of("cepheus_rule_failures_total")}[$__range]))`, "failures"],
          [`sum by (rule) (${of("cepheus_rule_partial_matches")})`, "partial matches"],
          [`sum by (rule) (${of("cepheus_rule_keys")})`, "keys"],
          [`sum by (rule) (${of("cepheus_rule_state_bytes")})`, "state (bytes)"],
        ],
      },
      line("Matches by rule", "rps", "Before `having` and `once per`.", [
        `sum by (rule) (${rate("cepheus_rule_matches_total")})`,
        "{{rule}}",
      ]),
      line("Partial matches by rule", "none", "And open windows.", [
        `sum by (rule) (${of("cepheus_rule_partial_matches")})`,
        "{{rule}}",
      ]),
      line(
        "State by rule",
        "bytes",
        "Estimates, from some of the keys.",
        [`sum by (rule) (${of("cepheus_rule_state_bytes")})`, "{{rule}}"],
        [`sum by (series) (${of("cepheus_series_state_bytes")})`, "{{series}}"],
      ),
    ],
  },
  {
    title: "Checkpoints and sinks",
    height: 8,
    panels: [
      line("Duration of checkpoints", "s", "From the barrier until it was durable. The job goes on meanwhile.", [
        `max by (instance, slice) (${of("cepheus_checkpoint_duration_seconds")})`,
        "{{instance}} {{slice}}",
      ]),
      line(
        "Age of checkpoints",
        "s",
        "More than five intervals raise an alert.",
        [`max by (instance, slice) (${of("cepheus_checkpoint_age_seconds")})`, "{{instance}} {{slice}}"],
        [`max(${of("cepheus_checkpoint_interval_seconds")})`, "interval"],
      ),
      line("What was written for checkpoints", "bytes", "Mostly what changed; now and then all state.", [
        `max by (instance, slice) (${of("cepheus_checkpoint_bytes")})`,
        "{{instance}} {{slice}}",
      ]),
      line("Since a sink had all outputs", "s", "Of checkpoints.", [
        `max by (sinks) (${of("cepheus_sink_published_age_seconds")})`,
        "{{sinks}}",
      ]),
      line(
        "Outputs that wait for sinks",
        "bytes",
        "When --max-outbox is full, reading waits.",
        [`sum by (sinks) (${of("cepheus_sink_pending_bytes")})`, "{{sinks}}"],
        [`sum(${of("cepheus_outbox_bytes")})`, "all, with those of no checkpoint yet"],
      ),
      line("Changes of the rules", "none", "In five minutes.", [
        `sum by (result) (increase(${of("cepheus_reloads_total")}[5m]))`,
        "{{result}}",
      ]),
    ],
  },
  {
    title: "Processes",
    height: 8,
    panels: [
      line(
        "Memory",
        "bytes",
        "Resident, and of JavaScript's heap.",
        [of("process_resident_memory_bytes"), "{{instance}}"],
        [of("nodejs_heap_size_used_bytes"), "{{instance}} heap"],
      ),
      line("Processor", "percentunit", "1: one core.", [rate("process_cpu_seconds_total"), "{{instance}}"]),
      line("Event loop", "s", "For how long it was busy with something else, of a hundred looks the worst but one.", [
        of("nodejs_eventloop_lag_p99_seconds"),
        "{{instance}}",
      ]),
    ],
  },
]

const source = { type: "prometheus", uid: "${datasource}" }

/** Makes the dashboard for Grafana. */
export function generateDashboard(): Generated {
  const panels: object[] = []
  let y = 0
  for (const { title, height, panels: own } of rows) {
    panels.push({
      id: panels.length + 1,
      type: "row",
      title,
      collapsed: false,
      gridPos: place(0, y, 24, 1),
      panels: [],
    })
    y++
    let x = 0
    for (const panel of own) {
      if (x + panel.width > 24) {
        x = 0
        y += height
      }
      panels.push(panelOf(panel, panels.length + 1, place(x, y, panel.width, height)))
      x += panel.width
    }
    y += height
  }
  const text = JSON.stringify({ ...frame, panels }, null, 2)
  return { files: new Map([[file, `${text}\n`]]), problems: [] }
}

const place = (x: number, y: number, w: number, h: number) => ({ x, y, w, h })

function panelOf({ title, description, kind, unit, targets, limit }: Panel, id: number, gridPos: object): object {
  const red = limit === undefined ? [] : [{ color: "red", value: limit }]
  const own = { thresholds: { mode: "absolute", steps: [{ color: "green", value: null }, ...red] } }
  return {
    id,
    type: kind,
    title,
    description,
    datasource: source,
    gridPos,
    fieldConfig: { defaults: { unit, ...own }, overrides: [] },
    options: optionsOf(kind),
    ...(kind === "table" && { transformations: joined(targets) }),
    targets: targets.map(([expr, legendFormat], at) => ({
      refId: String.fromCharCode(65 + at),
      datasource: source,
      expr,
      legendFormat,
      editorMode: "code",
      ...(kind === "timeseries" ? { range: true } : { instant: true, range: false }),
      ...(kind === "table" && { format: "table" }),
    })),
  }
}

function optionsOf(kind: Panel["kind"]): object {
  if (kind === "stat") {
    return { colorMode: "background", graphMode: "none", reduceOptions: { calcs: ["lastNotNull"] } }
  }
  if (kind === "table") return { showHeader: true }
  return { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi", sort: "desc" } }
}

/** One line for each rule, one column for each query. */
function joined(targets: readonly Target[]): object[] {
  const names = targets.map(([, name], at) => [`Value #${String.fromCharCode(65 + at)}`, name])
  return [
    { id: "merge", options: {} },
    {
      id: "organize",
      options: { excludeByName: { Time: true }, renameByName: Object.fromEntries(names), indexByName: {} },
    },
  ]
}

const variable = (name: string, label: string, query: string) => ({
  name,
  label,
  type: "query",
  datasource: source,
  query: { query, refId: name },
  definition: query,
  refresh: 2,
  includeAll: true,
  multi: true,
  allValue: ".*",
  current: { text: "All", value: "$__all" },
})

const frame = {
  uid: "cepheus",
  title: "Cepheus",
  description: "Jobs of Cepheus: throughput, time, rules, checkpoints, sinks, processes.",
  tags: ["cepheus"],
  schemaVersion: 39,
  version: 1,
  editable: true,
  graphTooltip: 1,
  refresh: "10s",
  time: { from: "now-1h", to: "now" },
  timezone: "",
  templating: {
    list: [
      { name: "datasource", label: "Source", type: "datasource", query: "prometheus", current: {} },
      variable("job", "Job", "label_values(cepheus_job_info, job)"),
      variable("instance", "Process", 'label_values(cepheus_job_info{job=~"$job"}, instance)'),
    ],
  },
  annotations: { list: [] },
}
