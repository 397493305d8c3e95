/** What operators load: a real Prometheus scrapes a real job, and every number that the dashboard and the alerting rules ask for is there. */
import { cpSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from "vitest"
import { codeBlocks } from "../documents/blocks.ts"
import { openTopics, type Topics } from "../support/kafka/topics.ts"
import { type Kafka, startKafka } from "../support/kafka.ts"
import { type Prometheus, promtool, startPrometheus } from "../support/prometheus.ts"
import { makeFolder } from "./cep.ts"
import { type Member, startMember, stop, until } from "./members.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const alerts = join(root, "ops/prometheus/alerts.yml")

interface Panel {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly targets?: readonly { readonly refId: string; readonly expr: string }[]
}

const dashboard = JSON.parse(readFileSync(join(root, "ops/grafana/cepheus.json"), "utf8")) as {
  readonly panels: readonly Panel[]
  readonly templating: { readonly list: readonly { readonly name: string }[] }
}
/** As Grafana sends them. */
const expressions = dashboard.panels.flatMap(({ targets = [] }) =>
  targets.map(({ expr }) =>
    expr
      .replaceAll("$__rate_interval", "1m")
      .replaceAll("$__range", "1h")
      .replaceAll(/\$(job|instance)\b/g, ".*"),
  ),
)

const rules = (brokers: string) => `
event Payment { account: string, merchant: string, amount: number, at: time } timed by at
table Merchants key merchant { merchant: string, risky: boolean } from file("merchants.csv")
source Payment from kafka("payments", brokers: "${brokers}")
sink alerts to kafka("alerts", brokers: "${brokers}")
rule Burst {
  when 3 Payment as p within 1 minute per account
  alert "{account} {sum(p.amount)}"
}
rule Much {
  when Payment as p where sum(amount) over 1 hour > 10 and Merchants[merchant].risky ?? false per account
  once per 1 hour
  alert
}
`

let kafka: Kafka
let topics: Topics
let job: Member
/** The same rules in slices. */
let sliced: Member
let url: string
let prometheus: Prometheus
let removeFolder = () => {}

/** Asks until there is an answer that will do. */
async function asked(expression: string, isEnough: (value: number) => boolean): Promise<number> {
  for (;;) {
    const [found] = await prometheus.query(expression)
    if (found !== undefined && isEnough(found.value)) return found.value
    if (job.child.exitCode !== null) throw new Error(job.said())
    await pause(100)
  }
}

/** Asks until all names in a text are those of what the jobs show. */
async function known(text: string): Promise<void> {
  let unknown: readonly string[] = []
  onTestFailed(() => void (unknown.length > 0 && console.error(`no job shows ${unknown.join(", ")}`)))
  for (;;) {
    const shown = new Set(await names())
    unknown = [...namesIn(text)].filter((name) => !shown.has(name))
    if (unknown.length === 0) return
    if (job.child.exitCode !== null) throw new Error(job.said())
    await pause(100)
  }
}

beforeAll(async () => {
  kafka = await startKafka()
  topics = await openTopics(kafka.brokers)
  await topics.create("payments", 2)
  await topics.create("alerts", 1)
  const made = makeFolder({ "rules.cep": rules(kafka.brokers), "merchants.csv": "merchant,risky\nm,true\n" })
  removeFolder = made.remove
  const divided = rules(kafka.brokers).replace(/(kafka\("payments".*")\)/, "$1, partitioned by account)")
  writeFileSync(join(made.folder, "sliced.cep"), divided)
  const options = ["--checkpoint-dir", "state", "--checkpoint-interval", "1s", "--idle-after", "1h", "--log", "json"]
  const start = (file: string) => startMember(["run", file, "--listen", "127.0.0.1:0", ...options], made.folder)
  job = start("rules.cep")
  sliced = start("sliced.cep")
  url = await urlOf(job)
  const hosts = [url, await urlOf(sliced)].map((each) => new URL(each).host)
  prometheus = await startPrometheus(`
global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: [${JSON.stringify(alerts)}]
scrape_configs:
  - job_name: cepheus
    static_configs: [{ targets: ${JSON.stringify(hosts)} }]
`)
  await asked("sum(cepheus_ready)", (value) => value === 2)
  const now = Date.now()
  const events = Array.from({ length: 60 }, (_, i) => {
    return { account: `a${i % 5}`, merchant: "m", amount: 1, at: now - 60_000 + i * 100 }
  })
  await topics.send("payments", [
    ...events.map((event) => ({ partition: 0, value: JSON.stringify(event) })),
    { partition: 0, value: "{" },
    { partition: 1, value: JSON.stringify({ ...events[59], at: now - 56_000 }) },
  ])
})
afterAll(async () => {
  await prometheus?.remove()
  await stop(...[job, sliced].filter((each) => each?.child.exitCode === null))
  await topics?.close()
  await kafka?.remove()
  removeFolder()
})

async function urlOf(member: Member): Promise<string> {
  await until(() => /"url":"[^"]+"/.test(member.said()), member)
  return /"url":"([^"]+)"/.exec(member.said())![1]!
}

test("it sees that a process has all slices of its job", async () => {
  expect(await asked('cepheus_slices_here{name="sliced"}', (value) => value === 2)).toBe(2)
  expect(await asked('cepheus_slices{name="sliced"}', () => true)).toBe(2)
  const parts = (await prometheus.query('count by (slice) (cepheus_events_total{slice!=""})')).map(
    ({ metric }) => metric,
  )
  expect(parts.map(({ slice }) => slice).sort()).toEqual(["0", "1"])
})

/** Of the job that is not divided. */
const own = (metric: string): string => `sum(${metric} and on (instance) cepheus_job_info{name="rules"})`

test("it sees what the job does", async () => {
  expect(await asked(own('cepheus_rule_matches_total{rule="Burst"}'), (value) => value > 0)).toBeLessThanOrEqual(20)
  expect(await asked(own("cepheus_source_records_total"), (value) => value === 62)).toBe(62)
  expect(await asked(own('cepheus_rule_evaluations_total{rule="Much"}'), (value) => value === 61)).toBe(61)
  const deadLetters = own('cepheus_dead_letters_total{source="Payment",code="not-json"}')
  expect(await asked(deadLetters, (value) => value > 0)).toBe(1)
  expect(await asked(own("cepheus_source_behind_records"), (value) => value === 0)).toBe(0)
  expect(await asked(own("cepheus_source_holds_back"), (value) => value > 0)).toBe(1)
  expect(await asked(own('cepheus_rule_state_bytes{rule="Burst"}'), (value) => value > 0)).toBeLessThan(1 << 20)
  expect(await asked(own("cepheus_checkpoints_total"), (value) => value > 1)).toBeLessThan(1000)
  const [info] = await prometheus.query('cepheus_job_info{name="rules"}')
  expect(info!.metric).toMatchObject({ job: "cepheus" })
})

describe("what is scraped", () => {
  test("is as Prometheus wants it", async () => {
    const text = await (await fetch(`${url}/metrics`)).text()
    expect(await promtool(["check", "metrics"], text)).toEqual({ code: 0, text: "" })
  })

  test("stands in the documents", async () => {
    const page = readFileSync(join(root, "docs/operate/metrics.md"), "utf8")
    const own = (await names()).filter((name) => name.startsWith("cepheus_"))
    expect(own.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
    expect(own.length).toBeGreaterThan(40)
  })
})

const names = async () => (await prometheus.ask("label/__name__/values")) as readonly string[]
const namesIn = (text: string) => new Set(text.match(/\b(?:cepheus|process|nodejs)_[a-z_0-9]+/g) ?? [])

test("the configuration in the documents is one", async () => {
  const blocks = codeBlocks(readFileSync(join(root, "docs/operate/monitoring.md"), "utf8"))
  const { text } = blocks.find(({ words }) => words.file === "prometheus.yml")!
  const { folder, remove } = makeFolder({ "prometheus.yml": text, token: "x" })
  cpSync(join(root, "ops"), join(folder, "ops"), { recursive: true })
  const checked = await promtool(["check", "config", join(folder, "prometheus.yml")])
  remove()
  expect(checked, checked.text).toMatchObject({ code: 0, text: expect.stringContaining("rules found") })
})

describe("alerting rules", () => {
  test("are rules, and do what their tests say", async () => {
    expect(await promtool(["check", "rules", alerts])).toMatchObject({ code: 0 })
    const tested = await promtool(["test", "rules", join(root, "ops/prometheus/alerts.test.yml")])
    expect(tested, tested.text).toMatchObject({ code: 0 })
  })

  test("each has a test", () => {
    const all = [...readFileSync(alerts, "utf8").matchAll(/- alert: (\w+)/g)].map(([, name]) => name!)
    const tests = readFileSync(join(root, "ops/prometheus/alerts.test.yml"), "utf8")
    expect(all.filter((name) => !new RegExp(`alertname(?:="|: )${name}\\b`).test(tests))).toEqual([])
    expect(all.length).toBeGreaterThan(15)
  })

  test("ask for what a job shows, and Prometheus takes them", async () => {
    await asked("cepheus_rule_matches_total", (value) => value > 0)
    await known(readFileSync(alerts, "utf8"))
    const { groups } = (await prometheus.ask("rules")) as {
      groups: { rules: { name: string; lastError?: string; health: string }[] }[]
    }
    const all = groups.flatMap((group) => group.rules)
    expect(all.length).toBeGreaterThan(15)
    expect(all.filter(({ lastError }) => lastError !== undefined)).toEqual([])
  })
})

describe("the dashboard", () => {
  test("has panels that are told apart and lie beside each other", () => {
    const { panels } = dashboard
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
    const taken = new Map<string, string>()
    for (const { title, type, targets = [], gridPos } of panels) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.get(`${x} ${y}`), title).toBeUndefined()
          taken.set(`${x} ${y}`, title)
        }
      }
      expect(targets.length > 0, title).toBe(type !== "row")
      expect(new Set(targets.map(({ refId }) => refId)).size, title).toBe(targets.length)
      for (const { expr } of targets) expect(expr, title).not.toBe("")
    }
    const variables = new Set(dashboard.templating.list.map(({ name }) => name))
    expect(variables).toEqual(new Set(["datasource", "job", "instance"]))
  })

  test("asks for what a job shows, in words that Prometheus understands", async () => {
    await asked("cepheus_rule_matches_total", (value) => value > 0)
    await known(expressions.join(" "))
    let waiting = ""
    onTestFailed(() => console.error(`no answer to ${waiting}`))
    // Of a rate there is none before the second look, and what two jobs say is looked at one after the other.
    for (const expression of expressions) {
      waiting = expression
      await asked(expression, () => true)
    }
  })
})
