import { expect, test } from "vitest"
import { metrics } from "../../../runtime/control/metric-list.ts"
import { MetricsPage } from "../../../runtime/control/metrics.ts"
import { jobStatus } from "./status.ts"

const now = Date.UTC(2026, 0, 31, 12)

function page(statuses = [jobStatus]) {
  const host = { job: "fraud", version: "v1", startedAt: now, phase: "running" as const, now: () => now }
  return new MetricsPage({ ...host, statuses: async () => statuses })
}

/** The samples of the job's own metrics. */
async function samples(given?: Parameters<typeof page>[0]): Promise<string[]> {
  const text = await page(given).text()
  return text.split("\n").filter((line) => line.startsWith("cepheus_"))
}

test("says how sources, rules, time and checkpoints stand", async () => {
  expect(await samples()).toEqual(
    expect.arrayContaining([
      "cepheus_events_total 7",
      'cepheus_dead_letters_total{source="Payment",code="not-json"} 2',
      "cepheus_watermark_lag_seconds 10",
      'cepheus_source_records_total{source="Payment",partition="p/0"} 10',
      'cepheus_source_behind_records{source="Payment",partition="p/0"} 3',
      'cepheus_source_watermark_lag_seconds{source="Payment",partition="p/1"} 10',
      'cepheus_source_holds_back{source="Payment",partition="p/1"} 1',
      'cepheus_rule_outputs_total{rule="R"} 5',
      'cepheus_rule_dropped_total{rule="R"} 2',
      'cepheus_rule_evaluations_total{rule="R"} 7',
      'cepheus_rule_state_bytes{rule="R"} 4096',
      'cepheus_series_state_bytes{series="amounts"} 640',
      'cepheus_reloads_total{result="rolled-back"} 1',
      "cepheus_reload_attempts_total 3",
      "cepheus_checkpoint_failures_total 0",
      "cepheus_checkpoint_interval_seconds 10",
      "cepheus_checkpoint_number 7",
      "cepheus_checkpoint_age_seconds 4",
      "cepheus_checkpoint_duration_seconds 0.25",
      'cepheus_sink_failing{sinks="alerts"} 1',
      'cepheus_sink_failures_total{sinks="alerts"} 2',
      'cepheus_sink_published_age_seconds{sinks="alerts"} 9',
      'cepheus_job_info{name="fraud",version="v1"} 1',
      "cepheus_ready 1",
    ]),
  )
})

test("what is not known has no sample, rather than a wrong one", async () => {
  const { checkpoints: _, ...without } = jobStatus
  const lines = await samples([
    { ...without, watermark: Number.NEGATIVE_INFINITY, heldBackBy: undefined, checkpoints: undefined },
  ])
  expect(lines.filter((line) => /checkpoint|outbox|sink|^cepheus_watermark_lag|holds_back/.test(line))).toEqual([])
  expect(lines.filter((line) => line.includes('behind_records{source="Payment",partition="p/1"'))).toEqual([])
  expect(lines.filter((line) => /NaN|Infinity/.test(line))).toEqual([])
})

test("counters begin anew with the process, whatever was restored: else a restart from an older checkpoint would look like thousands of matches", async () => {
  const [rule] = jobStatus.engine.rules
  expect(rule).toMatchObject({ matches: 6 })
  expect(await samples()).toContain('cepheus_rule_matches_total{rule="R"} 2')
})

test("before the first checkpoint its age is that of the process, so that one that never comes is noticed", async () => {
  const { checkpoints } = jobStatus
  const lines = await samples([{ ...jobStatus, checkpoints: { ...checkpoints!, newest: undefined } }])
  expect(lines).toContain("cepheus_checkpoint_age_seconds 60")
})

test("readers show what they read, and nothing of rules", async () => {
  const lines = await samples([{ ...jobStatus, reader: "the reader of p/0" }])
  expect(lines).toContain('cepheus_source_records_total{source="Payment",partition="p/0"} 10')
  expect(lines.filter((line) => /rule|checkpoint|cepheus_events/.test(line))).toEqual([])
})

test("slices are told apart, and each scrape is of its own moment", async () => {
  const statuses = [
    { ...jobStatus, slice: 0 },
    { ...jobStatus, slice: 3 },
  ]
  const own = page(statuses)
  await own.text()
  const lines = (await own.text()).split("\n")
  expect(lines).toContain('cepheus_events_total{slice="0"} 7')
  expect(lines).toContain('cepheus_events_total{slice="3"} 7')
  statuses.pop()
  expect((await own.text()).includes('slice="3"')).toBe(false)
})

test("names are as Prometheus wants them, and each is there once", () => {
  const names = metrics.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const { name, kind, help } of metrics) {
    expect(name).toMatch(/^cepheus(_[a-z]+)+$/)
    expect(name.endsWith("_total")).toBe(kind === "counter")
    expect(help).toMatch(/\.$/)
  }
})

test("a label may hold anything that a rule or a file can be called", async () => {
  const [partition] = jobStatus.partitions
  const odd = { ...jobStatus, partitions: [{ ...partition!, partition: 'a"b\\c\nd' }] }
  const lines = await samples([odd])
  expect(lines).toContain('cepheus_source_records_total{source="Payment",partition="a\\"b\\\\c\\nd"} 10')
})
