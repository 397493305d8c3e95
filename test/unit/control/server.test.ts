import { request } from "node:http"
import { afterEach, expect, test } from "vitest"
import { readTokens } from "../../../runtime/control/access.ts"
import type { ControlHost } from "../../../runtime/control/host.ts"
import { type Control, type ControlSettings, openControl } from "../../../runtime/control/server.ts"
import { systemClock } from "../../../runtime/platform/node.ts"
import { jobStatus } from "./status.ts"

const now = Date.UTC(2026, 0, 31, 12)
const token = "0123456789abcdef-0123456789"
const open: Control[] = []

afterEach(async () => {
  for (const control of open.splice(0)) await control.close()
})

function host(more: Partial<ControlHost> = {}): ControlHost {
  const statuses = async () => [jobStatus]
  return { job: "fraud", version: "v1", startedAt: now - 60_000, phase: "running", statuses, now: () => now, ...more }
}

async function start(more: Partial<ControlSettings> = {}): Promise<Control> {
  const control = await openControl({
    host: host(),
    address: "127.0.0.1",
    port: 0,
    tokens: undefined,
    clock: systemClock,
    programVersion: "1.2.3",
    ...more,
  })
  open.push(control)
  return control
}

/** Asks with headers that `fetch` does not let through. */
function ask(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode!)
    })
    asked.on("error", reject)
    asked.end()
  })
}

/** The parts of an answer that a test looks at. */
async function json<T>(url: string): Promise<T> {
  return (await (await fetch(url)).json()) as T
}

interface Status {
  readonly parts: readonly {
    readonly sources: readonly { readonly state: string }[]
    readonly rules: readonly object[]
  }[]
}

interface Schema {
  readonly properties: Readonly<Record<string, Schema & { readonly items: { readonly required: readonly string[] } }>>
}

interface Description {
  readonly info: { readonly version: string }
  readonly paths: Readonly<
    Record<
      string,
      { readonly get: { readonly responses: Record<string, { content: Record<string, { schema: Schema }> }> } }
    >
  >
}

test("what reads for slices is shown as such, and a process is not ready while it lacks what it should run", async () => {
  const reader = { ...jobStatus, reader: "the reader of p/0", engine: { ...jobStatus.engine, rules: [], series: [] } }
  const statuses = async () => [{ ...jobStatus, slice: 2 }, reader]
  const notReady = () => ["slice 3 does not run here yet"]
  const { url } = await start({ host: host({ statuses, notReady }) })
  expect(await json(`${url}/status`)).toMatchObject({
    ready: false,
    notReady: ["slice 3 does not run here yet"],
    parts: [
      { slice: 2, rules: [{ name: "R", evaluations: 7, stateBytes: 4096 }], series: [{ name: "amounts" }] },
      { reader: "the reader of p/0", rules: [], series: [], reloads: { attempted: 3 } },
    ],
  })
  expect((await fetch(`${url}/ready`)).status).toBe(503)
  const share = () => ({ slices: 4, here: 1 })
  const other = await start({ host: host({ share }) })
  const metrics = await (await fetch(`${other.url}/metrics`)).text()
  expect(metrics).toContain('cepheus_slices{name="fraud"} 4\n')
  expect(metrics).toContain('cepheus_slices_here{name="fraud"} 1\n')
})

test("the status has times as ISO 8601, what is unknown as null, and says what holds time back", async () => {
  const { url } = await start()
  const status = await json<Status>(`${url}/status`)
  expect(status).toMatchObject({ job: "fraud", version: "v1", phase: "running", ready: true, notReady: [] })
  const part = status.parts[0]!
  expect(part).toMatchObject({
    watermark: "2026-01-31T11:59:50.000Z",
    watermarkLagSeconds: 10,
    heldBackBy: { source: "Payment", partition: "p/1", why: "silent", lagSeconds: 10 },
    checkpoints: { newest: 7, ageSeconds: 4, durationSeconds: 0.25, bytes: 1000, publishers: [{ sinks: "alerts" }] },
  })
  expect(part.sources.map(({ state }) => state)).toEqual(["open", "open", "ended"])
  expect(part.sources[1]).toMatchObject({ behind: null, watermark: "2026-01-31T11:59:50.000Z" })
  expect(part.sources[2]).toMatchObject({ watermark: null, watermarkLagSeconds: null })
  expect(part.rules[0]).toMatchObject({ name: "R", outputs: 5, incomplete: true })
})

test("rules on trial are compared with others: counts in the status and in metrics, and the last alerts where they are asked for", async () => {
  const statuses = async () => [jobStatus, { ...jobStatus, slice: 1 }]
  const { url } = await start({ host: host({ statuses }) })
  const counts = { shadow: "S", rule: "R", toleranceSeconds: 600, since: "2026-01-31T11:59:00.000Z" }
  const one = { ...counts, both: 4, earlier: 1, later: 0, meanLeadSeconds: 2, onlyRule: 1, onlyShadow: 2, waiting: 3 }
  expect(await json(`${url}/status`)).toMatchObject({ parts: [{ shadows: [one] }, { shadows: [one] }] })
  const { shadows } = await json<{ shadows: { examples: Record<string, unknown[]> }[] }>(`${url}/shadows`)
  expect(shadows).toMatchObject([{ ...counts, both: 8, earlier: 2, onlyRule: 2, onlyShadow: 4, meanLeadSeconds: 2 }])
  expect(shadows[0]!.examples.both).toContainEqual({ rule: { rule: "R", id: "1" }, shadow: { rule: "S", id: "2" } })
  expect(shadows[0]!.examples.onlyShadow).toHaveLength(4)
  const metrics = await (await fetch(`${url}/metrics`)).text()
  expect(metrics).toContain('cepheus_shadow_alerts_total{shadow="S",rule="R",had="both"} 4\n')
  expect(metrics).toContain('cepheus_shadow_alerts_total{slice="1",shadow="S",rule="R",had="shadow"} 2\n')
  expect(metrics).toContain('cepheus_shadow_moved_alerts_total{shadow="S",rule="R",when="earlier"} 1\n')
})

test("every answer is as the description of the interface says", async () => {
  const { url } = await start()
  const description = await json<Description>(`${url}/openapi.json`)
  expect(Object.keys(description.paths)).toEqual(expect.arrayContaining(["/health", "/metrics", "/ready", "/status"]))
  expect(description.info.version).toBe("1.2.3")
  const { schema } = description.paths["/status"]!.get.responses["200"]!.content["application/json"]!
  const status = await json<Status>(`${url}/status`)
  expect(Object.keys(status).sort()).toEqual(Object.keys(schema.properties).sort())
  const { required } = schema.properties.parts!.items
  expect(Object.keys(status.parts[0]!).sort()).toEqual([...required].sort())
})

test("ready only while the job runs and sees all that it should", async () => {
  const reasons = ["the table Customers was not read yet"]
  const cases = [
    [host(), 200, []],
    [host({ phase: "starting", statuses: () => Promise.reject(new Error("not asked")) }), 503, ["the job is starting"]],
    [host({ statuses: async () => [{ ...jobStatus, notReady: reasons }] }), 503, reasons],
  ] as const
  for (const [given, code, why] of cases) {
    const { url } = await start({ host: given })
    const answer = await fetch(`${url}/ready`)
    expect(answer.status).toBe(code)
    expect(await answer.json()).toEqual({ ready: code === 200, reasons: why })
    expect((await fetch(`${url}/health`)).status).toBe(200)
  }
})

test("with a token nobody without it learns anything, but that the process lives", async () => {
  const { url } = await start({ tokens: readTokens(token) })
  for (const path of ["/status", "/shadows", "/metrics", "/ready", "/openapi.json"]) {
    const refused = await fetch(url + path)
    expect(refused.status).toBe(401)
    expect(await refused.json()).toMatchObject({ error: "unauthorized", message: expect.stringContaining("Bearer") })
    const wrong = { authorization: `Bearer ${token.slice(1)}x` }
    expect((await fetch(url + path, { headers: wrong })).status).toBe(401)
    expect((await fetch(url + path, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200)
  }
  expect((await fetch(`${url}/health`)).status).toBe(200)
})

test("without a token it answers to the names of this machine alone", async () => {
  const { url } = await start()
  const { port } = new URL(url)
  for (const [name, code] of [
    [`localhost:${port}`, 200],
    [`127.0.0.1:${port}`, 200],
    [`127.8.0.1:${port}`, 200],
    [`[::1]:${port}`, 200],
    ["rebound.example", 421],
    [`127.0.0.1.rebound.example:${port}`, 421],
    ["localhost.rebound.example", 421],
  ] as const) {
    expect([name, await ask(`${url}/status`, { host: name })]).toEqual([name, code])
  }
  const guarded = await start({ tokens: readTokens(token) })
  expect(await ask(`${guarded.url}/status`, { host: "jobs.bank.example", authorization: `Bearer ${token}` })).toBe(200)
})

test("what is not there, too large, or fails, is said in one form", async () => {
  const { url } = await start({ host: host({ statuses: () => Promise.reject(new Error("worker 1 has ended")) }) })
  const answers = [
    [await fetch(`${url}/nothing?x=1`), 404, "not-found"],
    [await fetch(`${url}/status`, { method: "POST", body: "{" }), 404, "not-found"],
    [await fetch(`${url}/status`), 503, "failed"],
    [await fetch(`${url}/metrics`), 503, "failed"],
  ] as const
  for (const [answer, code, error] of answers) {
    expect(answer.status).toBe(code)
    expect(await answer.json()).toMatchObject({ error, message: expect.stringMatching(/./) })
  }
})

test("who asks without end is told to wait", async () => {
  const { url } = await start({ requestsPerMinute: 3 })
  const codes: number[] = []
  for (let i = 0; i < 4; i++) codes.push((await fetch(`${url}/ready`)).status)
  expect(codes).toEqual([200, 200, 200, 429])
  const refused = await fetch(`${url}/ready`)
  expect(refused.headers.get("retry-after")).not.toBeNull()
  expect(await refused.json()).toMatchObject({ error: "too-many-requests" })
})
