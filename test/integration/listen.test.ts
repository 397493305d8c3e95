import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { finish, makeFolder, startCep, told } from "./cep.ts"

const rules = `
event Payment { account: string, amount: number, at: time } timed by at
rule Burst { when 3 Payment as p within 1 minute per account alert "{account} {sum(p.amount)}" }
`
const { folder, remove } = makeFolder({ "rules.cep": rules })
afterAll(remove)

interface Part {
  readonly events: number
  readonly alerts: number
  readonly sources: readonly { readonly source: string; readonly read: number; readonly state: string }[]
  readonly rules: readonly { readonly name: string; readonly outputs: number }[]
}

async function partOf(url: string): Promise<Part> {
  const status = (await (await fetch(`${url}/status`)).json()) as { readonly parts: readonly Part[] }
  return status.parts[0]!
}

test.each([1, 2])("a running job tells how it stands, with %i workers", async (workers) => {
  const source = "Payment=-?live=true"
  const options = ["--parallelism", String(workers), "--listen", "127.0.0.1:0", "--idle-after", "1h"]
  const child = startCep(["run", "rules.cep", "--source", source, ...options], folder)
  const url = await told(child, /"url":"([^"]+)"/)
  const finished = finish(child)
  const now = Date.now()
  const events = Array.from({ length: 90 }, (_, i) => ({ account: `a${i % 10}`, amount: 1, at: now - 60_000 + i * 10 }))
  child.stdin.write(events.map((event) => `${JSON.stringify(event)}\n`).join(""))
  // The last instant waits for a later one.
  let part = await partOf(url)
  while (part.alerts < 29) part = await partOf(url)
  expect(part.sources).toMatchObject([{ source: "Payment", state: "open", read: 90 }])
  expect(part.rules).toMatchObject([{ name: "Burst", outputs: part.alerts }])
  expect((await fetch(`${url}/ready`)).status).toBe(200)
  const metrics = await (await fetch(`${url}/metrics`)).text()
  expect(metrics).toContain('cepheus_source_records_total{source="Payment",partition="-"} 90')
  expect(metrics).toMatch(/^process_cpu_seconds_total \d/m)
  child.stdin.end()
  const { code, stderr, stdout } = await finished
  expect(code, stderr).toBe(0)
  expect(stdout.split("\n")).toHaveLength(31)
})

test("a token is asked for, and one that others can read is told of", async () => {
  const token = "a-token-of-20-signs!"
  writeFileSync(join(folder, "token"), `${token}\n`, { mode: 0o644 })
  const args = ["run", "rules.cep", "--source", "Payment=-", "--listen", "127.0.0.1:0", "--token-file", "token"]
  const child = startCep(args, folder)
  const finished = finish(child)
  const url = await told(child, /"url":"([^"]+)"/)
  expect((await fetch(`${url}/status`)).status).toBe(401)
  expect((await fetch(`${url}/status`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200)
  child.stdin.end()
  const { code, stderr } = await finished
  expect(code, stderr).toBe(0)
  expect(stderr).toContain("can be read by other users of this machine")
  expect(stderr).not.toContain(token)
})

test("an address that is taken is said, and the job does not begin", async () => {
  const first = startCep(["run", "rules.cep", "--source", "Payment=-", "--listen", "127.0.0.1:0"], folder)
  const ended = finish(first)
  const { host } = new URL(await told(first, /"url":"([^"]+)"/))
  const second = startCep(["run", "rules.cep", "--source", "Payment=-", "--listen", host], folder)
  second.stdin.on("error", () => {})
  const { code, stderr } = await finish(second)
  expect(code).toBe(2)
  expect(stderr).toContain("another program listens there already")
  first.stdin.end()
  expect((await ended).code).toBe(0)
})
