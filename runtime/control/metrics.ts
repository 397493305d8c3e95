/** What Prometheus scrapes. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client"
import type { JobStatus } from "../job/status.ts"
import type { ControlHost } from "./host.ts"
import { type Labels, type Metric, metrics } from "./metric-list.ts"
import { readiness } from "./report.ts"

/** Sums over series that are there, too, of what goes up and down: to Prometheus such a name is that of a counter. */
const misnamed = ["nodejs_active_handles_total", "nodejs_active_requests_total", "nodejs_active_resources_total"]

/** Makes the text of `/metrics`. */
export class MetricsPage {
  readonly #host: ControlHost
  /** Of the process: CPU, memory, event loop. */
  readonly #process = new Registry()

  constructor(host: ControlHost) {
    this.#host = host
    collectDefaultMetrics({ register: this.#process })
    for (const name of misnamed) this.#process.removeSingleMetric(name)
  }

  get contentType(): string {
    return this.#process.contentType
  }

  /** Rejects where a part of the job has failed. */
  async text(): Promise<string> {
    const statuses = await this.#host.statuses()
    const own = new Registry()
    for (const metric of metrics) fill(own, metric, statuses, this.#host)
    this.#fillJob(own, statuses)
    return Registry.merge([own, this.#process]).metrics()
  }

  /** What is the job's, and of none of its parts. */
  #fillJob(own: Registry, statuses: readonly JobStatus[]): void {
    const { job, version } = this.#host
    const info = new Gauge({
      name: "cepheus_job_info",
      help: "Always 1; the labels say which job this is, and which rules judge.",
      // `job` is what Prometheus calls its own groups of targets.
      labelNames: ["name", "version"],
      registers: [own],
    })
    info.set({ name: job, version }, 1)
    const ready = new Gauge({ name: "cepheus_ready", help: "1: the rules see all that they should.", registers: [own] })
    ready.set(Number(readiness(this.#host, statuses).ready))
    const share = this.#host.share?.()
    if (share === undefined) return
    const registers = [own]
    const labelNames = ["name"]
    const all = new Gauge({ name: "cepheus_slices", help: "Slices that the job has.", labelNames, registers })
    all.set({ name: job }, share.slices)
    const here = new Gauge({ name: "cepheus_slices_here", help: "Those in this process.", labelNames, registers })
    here.set({ name: job }, share.here)
  }
}

function fill(registry: Registry, metric: Metric, statuses: readonly JobStatus[], host: ControlHost): void {
  const { kind, name, help, labels, of } = metric
  const labelNames = ["slice", ...labels]
  const settings = { name, help, labelNames, registers: [registry] }
  const set = setter(kind, settings)
  for (const status of statuses) {
    if (status.reader !== undefined && metric.ofReaders !== true) continue
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
