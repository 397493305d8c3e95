/** The commands that ask a running job, against a job that does what the test wants; and `cep run --listen`, as far as a job can be asked. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { afterAll, afterEach, beforeEach, expect, test } from "vitest"
import { readTokens } from "../../runtime/control/access.ts"
import type { AuditEntry } from "../../runtime/control/audit.ts"
import type { Control } from "../../runtime/control/server.ts"
import { FakeJob, hostOf, openFor } from "../unit/control/fake-job.ts"
import { cep, type Finished, finish, makeFolder, startCep, told } from "./cep.ts"

const rules = `import "./parts/events.cep"

rule Big {
  when Payment as big where amount > 100
  alert
}
`
const events = "event Payment { card: string, amount: number, at: time } timed by at\n"
const secret = "a-secret-of-20-signs"
const { folder, remove } = makeFolder({
  "fraud.cep": rules,
  "wrong.cep": "rule wrong",
  "refused.cep": "rule refused",
  token: `${secret}\n`,
  tokens: `ann see ${secret}A\nbob see ${secret}B\n`,
})
let job: FakeJob
let control: Control
let url: string

beforeEach(async () => {
  job = new FakeJob()
  control = await openFor(hostOf(job), { tokens: readTokens(secret) })
  url = control.url
})
afterEach(() => control.close())
afterAll(remove)

/** 600 requests a minute are answered: who waits for something asks no faster. */
async function askSlowly(url: string): Promise<Response> {
  await setTimeout(120)
  return fetch(url)
}

/** With the token. */
const ask = (...args: string[]): Promise<Finished> => cep([...args, "--token-file", "token"], folder)

test("status, for people and for tools", async () => {
  const shown = await ask("status", url)
  expect(shown).toMatchObject({ code: 0 })
  expect(shown.stdout).toContain("fraud: running\nversion v1, started 2026-01-31T11:59:00.000Z\n")
  expect(shown.stdout).toContain("10 s behind the clock; all wait for Payment p/1: it brings no events now")
  expect(shown.stdout).toMatch(/^ {2}R .*answers may be wrong/m)
  const { stdout } = await ask("status", url.replace("http://", ""), "--json")
  expect(JSON.parse(stdout)).toMatchObject({ job: "fraud", parts: [{ rules: [{ name: "R" }] }] })
})

test("rules on trial: how they compare, and the last alerts that one rule alone had", async () => {
  const words =
    "S of R: 4 alerts of both (1 earlier, by 2 s before it on average), 1 of R alone, 2 of S alone, 3 not known yet"
  expect((await ask("status", url)).stdout).toContain(`rules on trial\n  ${words}\n`)
  const shown = await ask("shadows", url, "S")
  expect(shown).toMatchObject({ code: 0 })
  expect(shown.stdout).toBe(
    [
      words,
      "  since 2026-01-31T11:59:00.000Z; alerts of one key and at most 600 s apart are the same",
      "  the last of R alone",
      '    {"rule":"R","id":"3"}',
      "  the last of S alone",
      '    {"rule":"S","id":"4"}',
      '    {"rule":"S","id":"5"}',
      "",
    ].join("\n"),
  )
  expect(JSON.parse((await ask("shadows", url, "--json")).stdout)).toMatchObject({ shadows: [{ both: 4 }] })
  const unknown = await ask("shadows", url, "T")
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining("no rule called T; there is S of R") })
})

test("a reload sends the files and what they import, by their paths from here", async () => {
  const { folder: own, remove: removeOwn } = makeFolder({ "fraud.cep": rules })
  try {
    mkdirSync(join(own, "parts"))
    writeFileSync(join(own, "parts/events.cep"), events)
    const env = ["--token-file", join(folder, "token")]
    const planned = await cep(["reload", url, join(own, "fraud.cep"), "--plan", ...env], own)
    expect(planned, planned.stderr).toMatchObject({ code: 0 })
    expect(planned.stdout).toContain("restarted  R: its steps changed\n")
    expect(job.version).toBe("v1")
    const made = await cep(["reload", url, "./fraud.cep", "--note", "ticket 1", ...env], own)
    expect(made, made.stderr).toMatchObject({ code: 0 })
    expect(made.stdout).toContain("the job goes on with version v2: no event was judged for 1.5 s")
    expect(job.files).toEqual([
      { path: "fraud.cep", text: rules },
      { path: "parts/events.cep", text: events },
    ])
  } finally {
    removeOwn()
  }
  const back = await ask("rollback", url)
  expect(back).toMatchObject({ code: 0, stdout: expect.stringContaining("version v3") })
})

test("rules with errors and what is refused: exit code 1, with what the job says", async () => {
  const wrong = await ask("reload", url, "wrong.cep")
  expect(wrong).toMatchObject({ code: 1, stdout: "" })
  expect(wrong.stderr).toContain("error CEP1001: …\nerror: the rules have errors, and nothing was changed")
  const refused = await ask("reload", url, "refused.cep", "--refuse-loss")
  expect(refused.code).toBe(1)
  expect(refused.stderr).toContain("restarted  R: its steps changed")
  expect(refused.stderr).toContain("error: R would lose 3 partial matches\n")
  const json = await ask("reload", url, "wrong.cep", "--json")
  expect(json).toMatchObject({ code: 1, stderr: expect.stringContaining("error:") })
  expect(JSON.parse(json.stdout)).toMatchObject({ error: "rules-have-errors", diagnostics: [{ code: "CEP1001" }] })
})

test("parameters, savepoint and stop", async () => {
  expect((await ask("params", url)).stdout).toBe("limit  int  1000\n")
  expect((await ask("params", url, "limit=1_500")).stdout).toBe("limit  int  1500  (default: 1000)\n")
  expect(await ask("params", url, "limit=much")).toMatchObject({ code: 2, stderr: expect.stringContaining("type int") })
  const unknown = await ask("params", url, "amount=1")
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining("no param is called amount") })
  const made = await ask("savepoint", url, "/backup/1")
  expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining("checkpoint 8 is in /backup/1") })
  expect((await ask("stop", url, "--savepoint")).stdout).toContain("the job is stopping\n")
  expect(job.done).toEqual(["params", "savepoint", "savepoint", "stop"])
})

test("without a token, with a wrong one, where nobody listens or no job does: it says what to do", async () => {
  const none = await cep(["status", url], folder)
  expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("--token-file FILE, or CEPHEUS_TOKEN") })
  expect(await cep(["status", url, "--token-file", "tokens"], folder)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("holds several tokens"),
  })
  for (const [given, message] of [
    ["http://user:pass@localhost:1", "can be seen by everyone on this machine"],
    ["ftp://localhost", "is neither http:// nor https://"],
    ["http://localhost:1/?token=x", "has something behind its path"],
    ["http://", "is no address of a running job"],
  ] as const) {
    expect(await cep(["stop", given], folder)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) })
  }
  await control.close()
  expect(await cep(["status", url], folder)).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("was it started with --listen?"),
  })
  const foreign = createServer((_, answer) => answer.end("<html>"))
  const hanging = createServer(() => {})
  for (const server of [foreign, hanging]) {
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve))
  }
  const of = (server: typeof foreign) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    expect(await cep(["status", of(foreign)], folder)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("not as a job of Cepheus does"),
    })
    const late = await cep(["stop", of(hanging), "--timeout", "300ms"], folder)
    expect(late).toMatchObject({ code: 3, stderr: expect.stringContaining("may still be done: `cep status` tells") })
  } finally {
    for (const server of [foreign, hanging]) {
      server.closeAllConnections()
      server.close()
    }
  }
})

test("nothing that a job answers steers a terminal", async () => {
  job.version = "v1\u001b[2J"
  await control.close()
  control = await openFor(hostOf(job, { version: job.version }))
  const { stdout } = await cep(["status", control.url], folder)
  expect(stdout).toContain("version v1\ufffd[2J")
})

test.each([1, 2])("a job of cep run is changed while it runs, with %i workers", async (workers) => {
  const rulesOf = (words: string) =>
    `${events}param limit = 100\nparam wait = 10 minutes\n` +
    `rule Big { when Payment as big where amount > limit alert "${words} {big.card}" }\n` +
    "rule Two { when 2 Payment as p within wait per card alert }\n"
  writeFileSync(join(folder, "changed.cep"), rulesOf("first"))
  const log = join(folder, `changes-${workers}.jsonl`)
  const options = ["--parallelism", String(workers), "--listen", "127.0.0.1:0", "--idle-after", "1h", "--audit", log]
  const child = startCep(["run", "changed.cep", "--source", "Payment=-?live=true", ...options], folder)
  const address = await told(child, /"url":"([^"]+)"/)
  const finished = finish(child)
  const here = (command: string, ...args: string[]) => cep([command, address, ...args], folder)
  while ((await askSlowly(`${address}/ready`)).status !== 200);
  expect(await here("params", "limit=1_000", "wait=90s")).toMatchObject({
    code: 0,
    stdout: "limit  number    1000  (default: 100)\nwait   duration  90s   (default: 10min)\n",
  })
  writeFileSync(join(folder, "changed.cep"), rulesOf("second"))
  expect((await here("reload", "changed.cep", "--plan")).stdout).toContain("kept")
  expect(await here("reload", "changed.cep", "--note", "ticket 1")).toMatchObject({ code: 0 })
  expect((await here("reload", "wrong.cep")).code).toBe(1)
  const now = Date.now() - 60_000
  const lines = [500, 5000, 1].map((amount, i) => JSON.stringify({ card: `c${i}`, amount, at: now + i * 1000 }))
  child.stdin.write(`${lines.join("\n")}\n`)
  let alerts: readonly { readonly message: string }[] = []
  while (alerts.length < 1) {
    alerts = ((await (await askSlowly(`${address}/alerts`)).json()) as { alerts: typeof alerts }).alerts
  }
  expect(alerts).toMatchObject([{ message: "second c1" }])
  expect((await here("rollback")).code).toBe(0)
  expect((await here("stop")).stdout).toContain("the job is stopping")
  const { code, stderr } = await finished
  expect(code, stderr).toBe(0)
  const written = readFileSync(log, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as AuditEntry)
  expect(written.flatMap(({ action, outcome }) => (outcome === undefined ? [] : [[action, outcome]]))).toEqual([
    ["params", "applied"],
    ["reload", "applied"],
    ["reload", "errors"],
    ["rollback", "applied"],
    ["stop", "stopping"],
  ])
  const [, , reloaded, , , , , back] = written
  expect(reloaded).toMatchObject({
    note: "ticket 1",
    diff: expect.stringMatching(/^-rule Big .*first.*\n\+rule Big .*second/m),
  })
  expect(back).toMatchObject({ diff: expect.stringMatching(/^-rule Big .*second.*\n\+rule Big .*first/m) })
})

test.each([1, 2])("a running job shows its last alerts, and keeps an audit log, with %i workers", async (workers) => {
  writeFileSync(
    join(folder, "live.cep"),
    `${events}rule Big { when Payment as big where amount > 100 alert "{big.card}" }\n`,
  )
  const options = ["--parallelism", String(workers), "--listen", "127.0.0.1:0", "--idle-after", "1h"]
  const log = join(folder, `audit-${workers}.jsonl`)
  const source = ["--source", "Payment=-?live=true", "--sink", "alerts=file:alerts.jsonl", "--audit", log]
  const child = startCep(["run", "live.cep", ...source, ...options], folder)
  const address = await told(child, /"url":"([^"]+)"/)
  const finished = finish(child)
  const now = Date.now() - 60_000
  const lines = [1, 500, 600, 1].map((amount, i) => JSON.stringify({ card: `c${i}`, amount, at: now + i * 1000 }))
  child.stdin.write(`${lines.join("\n")}\n`)
  let alerts: readonly { readonly message: string }[] = []
  while (alerts.length < 2) {
    alerts = ((await (await askSlowly(`${address}/alerts`)).json()) as { alerts: typeof alerts }).alerts
  }
  expect(alerts).toMatchObject([{ message: "c1" }, { message: "c2" }])
  const refused = await fetch(`${address}/stop`, { method: "POST", headers: { origin: "http://evil.example" } })
  expect(refused.status).toBe(403)
  child.stdin.end()
  const { code, stderr } = await finished
  expect(code, stderr).toBe(0)
  expect(readFileSync(log, "utf8")).toMatch(/"event":"refused".*"action":"POST \/stop".*"code":403/)
})
