/** Half a day of log lines of a few services: `node generate.ts [events] [seed]`. Times are epoch seconds. */
import { between, pick, type Random, seeded } from "../seeded.ts"
import { mainWritesLines } from "../write-lines.ts"

type Line = Record<string, unknown> & { ts: number }

const start = Date.UTC(2026, 3, 7, 18) / 1000
const services = ["pay", "cart", "search", "metrics"]
const hosts = ["a", "b", "c"]
const texts = ["request served", "cache miss", "slow query", "connection closed"]

const log = (service: string, host: string, ts: number, level: string, message: string, more = {}): Line => ({
  service,
  host,
  level,
  message,
  ...more,
  ts,
})

const stories: readonly ((random: Random, service: string, host: string, ts: number) => Line[])[] = [
  function errorBurst(random, service, _host, ts) {
    return Array.from({ length: between(random, 4, 9) }, (_, i) =>
      log(service, pick(random, hosts), ts + i * 7, "error", "upstream failed", {
        code: pick(random, [500, 502, 503]),
      }),
    )
  },
  function outOfMemory(random, service, host, ts) {
    return [
      log(service, host, ts, "error", "FATAL: Out of memory"),
      log(service, host, ts + between(random, 10, 400), "info", "Started in 2.1 s"),
    ]
  },
  function deployment(random, service, host, ts) {
    const deploy = log(service, host, ts, "info", "deploying", { user: { id: "deployer", role: "bot" } })
    return random() < 0.6 ? [deploy, log(service, host, ts + 90, "info", "healthy")] : [deploy]
  },
  function retryLoop(random, service, host, ts) {
    const own = `${host}-worker`
    const retries = Array.from({ length: between(random, 5, 12) }, (_, i) =>
      log(service, own, ts + i * 3, "warn", `will retry (${i + 1})`),
    )
    return [...retries, log(service, own, ts + 60, "info", "connected")]
  },
  function admin(random, service, host, ts) {
    const message = pick(random, ["rotated the keys", "dropped a table", "read the audit log"])
    return [log(service, host, ts, "info", message, { user: { id: "root", role: "admin" } })]
  },
]

/** Log lines in order of time, about `count` of them. */
export function generate(count: number, seed: number): Line[] {
  const random = seeded(seed)
  const lines: Line[] = []
  while (lines.length < count) {
    const [service, host, ts] = [pick(random, services), pick(random, hosts), start + between(random, 0, 43_000)]
    if (random() < 0.02) lines.push(...pick(random, stories)(random, service, host, ts))
    else lines.push(log(service, host, ts, "info", pick(random, texts), random() < 0.5 ? { code: 200 } : {}))
  }
  return lines.sort((a, b) => a.ts - b.ts)
}

mainWritesLines(import.meta.url, { count: 2_000, seed: 5 }, generate)
