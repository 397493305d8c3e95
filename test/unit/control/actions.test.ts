import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, expect, test } from "vitest"
import { readTokens } from "../../../runtime/control/access.ts"
import { ActionRefused } from "../../../runtime/control/actions.ts"
import { type AuditEntry, openAudit } from "../../../runtime/control/audit.ts"
import type { Control, ControlSettings } from "../../../runtime/control/server.ts"
import { systemClock } from "../../../runtime/platform/node.ts"
import { FakeJob, hostOf, openFor, send } from "./fake-job.ts"

const folder = mkdtempSync(join(tmpdir(), "cepheus-control-"))
const open: Control[] = []

afterEach(async () => {
  for (const control of open.splice(0)) await control.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A job, where it listens, and its audit log. */
async function start(more: Partial<ControlSettings> = {}) {
  const job = new FakeJob()
  const path = join(folder, "deep", "audit.jsonl")
  const audit = await openAudit(path, systemClock, () => {})
  const control = await openFor(hostOf(job, { recent: (limit) => [{ id: "a" }, { id: "b" }].slice(-limit) }), {
    audit,
    ...more,
  })
  open.push(control)
  const entries = () =>
    readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as AuditEntry)
  return { job, url: control.url, entries, close: () => control.close() }
}

const rules = (text: string) => ({ files: [{ path: "fraud.cep", text }] })

test("what can be looked at is answered", async () => {
  const { url, job } = await start()
  expect(await send(`${url}/rules`, "GET")).toEqual({
    code: 200,
    body: {
      version: "v1",
      since: "2026-01-31T11:59:59.000Z",
      before: null,
      rules: [{ name: "R", shadow: false }],
      files: job.files,
    },
  })
  expect((await send(`${url}/versions`, "GET")).body).toEqual({
    versions: [{ version: "v1", madeAt: "2026-01-31T11:59:59.000Z", note: null, running: true }],
  })
  expect((await send(`${url}/params`, "GET")).body).toEqual({ params: [job.param] })
  expect((await send(`${url}/alerts`, "GET")).body).toEqual({ alerts: [{ id: "a" }, { id: "b" }] })
  expect((await send(`${url}/alerts?limit=1`, "GET")).body).toEqual({ alerts: [{ id: "b" }] })
  const explained = await fetch(`${url}/rules/R/explain`)
  expect(explained.headers.get("content-type")).toContain("text/plain")
  expect(await explained.text()).toContain("input Payment")
  expect(await send(`${url}/rules/S/explain`, "GET")).toMatchObject({ code: 404, body: { error: "not-found" } })
  expect(await send(`${url}/alerts?limit=-1`, "GET")).toMatchObject({ code: 400, body: { error: "wrong-request" } })
  expect(await send(`${url}/alerts?limit=1&limit=2`, "GET")).toMatchObject({ code: 400 })
})

test("a plan changes nothing, is not written down, and comes back as it is", async () => {
  const { url, job, entries } = await start()
  const { code, body } = await send(`${url}/plan`, "POST", rules("rule R {}\n"))
  expect(code).toBe(200)
  expect(body).toMatchObject({ outcome: "planned", plan: { to: "v2", rules: [{ loses: { partialMatches: 3 } }] } })
  expect(job.version).toBe("v1")
  expect(entries()).toEqual([])
})

test("a reload is answered with its plan, and stands in the log before and after with diff and verdicts", async () => {
  const { url, entries } = await start()
  const { code, body } = await send(`${url}/reload`, "POST", {
    ...rules("rule R {\n  when Refund\n}\n"),
    note: "refunds count",
  })
  expect(code).toBe(200)
  expect(body).toMatchObject({
    outcome: "applied",
    version: "v2",
    pauseSeconds: 1.5,
    checkpoint: 7,
    plan: { to: "v2" },
  })
  const [begun, done, ...more] = entries()
  expect(more).toEqual([])
  expect(begun).toMatchObject({
    event: "begun",
    action: "reload",
    version: "v1",
    note: "refunds count",
    who: { name: null, address: "127.0.0.1" },
    diff: "--- fraud.cep\n+++ fraud.cep\n@@ -1,3 +1,3 @@\n rule R {\n-  when Payment\n+  when Refund\n }\n",
  })
  expect(done).toMatchObject({
    event: "done",
    change: begun!.change,
    outcome: "applied",
    version: "v2",
    verdicts: [{ rule: "R", verdict: "restarted", loses: { partialMatches: 3 } }],
  })
  expect((await send(`${url}/audit?limit=1`, "GET")).body).toEqual({ entries: [done] })
})

test("rules with errors, losses that are refused and what throws are said, and the job stays as it is", async () => {
  const { url, job, entries } = await start()
  expect(await send(`${url}/reload`, "POST", rules("wrong"))).toMatchObject({
    code: 422,
    body: {
      error: "rules-have-errors",
      message: expect.stringContaining("nothing was changed"),
      text: "error CEP1001: …",
      diagnostics: [{ code: "CEP1001", span: { start: 1 } }],
    },
  })
  expect(await send(`${url}/reload`, "POST", { ...rules("refused"), refuseLoss: true })).toMatchObject({
    code: 409,
    body: { error: "refused", reasons: ["R would lose 3 partial matches"], plan: { to: "v2" } },
  })
  expect(await send(`${url}/reload`, "POST", rules("throw"))).toMatchObject({
    code: 500,
    body: { error: "failed", message: "the rule threw" },
  })
  expect(await send(`${url}/rollback`, "POST", {})).toMatchObject({
    code: 409,
    body: { error: "refused", message: "there is no version before this one" },
  })
  expect(job.version).toBe("v1")
  expect(entries().flatMap(({ outcome }) => outcome ?? [])).toEqual(["errors", "refused", "failed", "refused"])
  // The interface goes on.
  expect(await send(`${url}/reload`, "POST", rules("rule R {}"))).toMatchObject({ code: 200 })
})

test("who planned for another version than the one that runs is refused", async () => {
  const { url, job, entries } = await start()
  const one = { ...rules("rule R {}"), ifVersion: "v1" }
  const answers = await Promise.all([send(`${url}/reload`, "POST", one), send(`${url}/reload`, "POST", one)])
  const [made, refused] = answers.sort((a, b) => a.code - b.code)
  expect([made!.code, refused!.code]).toEqual([200, 409])
  expect(refused!.body).toMatchObject({
    error: "other-version",
    message: expect.stringContaining("runs version v2"),
  })
  expect(job.version).toBe("v2")
  expect(entries().at(-1)).toMatchObject({ event: "done", outcome: "refused" })
})

test("where something cannot even be looked at, it says why", async () => {
  const { url, job } = await start()
  job.rules = () => {
    throw new ActionRefused("impossible", "compiled rules have no sources")
  }
  const said = { code: 501, body: { error: "impossible", message: "compiled rules have no sources" } }
  expect(await send(`${url}/rules`, "GET")).toEqual(said)
  expect(await send(`${url}/reload`, "POST", rules("rule R {}"))).toEqual(said)
  expect(job.done).toEqual([])
  expect(await send(`${url}/savepoint`, "POST", {})).toMatchObject({ code: 200 })
})

test("parameters are set together, and wrong ones are said", async () => {
  const { url, job, entries } = await start()
  expect(await send(`${url}/params`, "PUT", { values: { limit: 800 } })).toEqual({
    code: 200,
    body: { params: [{ ...job.param, value: 800 }] },
  })
  expect(await send(`${url}/params`, "PUT", { values: { amount: 1 } })).toMatchObject({
    code: 400,
    body: { error: "wrong-request", message: "no param is called amount; there is limit" },
  })
  expect(entries()[0]).toMatchObject({ action: "params", before: { limit: 1000 }, values: { limit: 800 } })
})

test("savepoint and stop answer when they are done; the savepoint of a stop comes first", async () => {
  const { url, job } = await start()
  expect(await send(`${url}/savepoint`, "POST", { dir: "/backup" })).toEqual({
    code: 200,
    body: { place: "/backup", checkpoint: 8 },
  })
  expect(await send(`${url}/stop`, "POST", { savepoint: true })).toMatchObject({
    code: 200,
    body: { stopping: true, savepoint: { checkpoint: 8 } },
  })
  expect(await send(`${url}/stop`, "POST")).toEqual({ code: 200, body: { stopping: true, savepoint: null } })
  expect(job.done).toEqual(["savepoint", "savepoint", "stop", "stop"])
})

test("each token does what its roles are for, and the log has its name", async () => {
  const secrets = { ann: "ann-ann-ann-ann-ann", bob: "bob-bob-bob-bob-bob", eve: "eve-eve-eve-eve-eve" }
  const tokens = readTokens(`ann change ${secrets.ann}\nbob operate ${secrets.bob}\neve see ${secrets.eve}\n`)
  const { url, entries, job, close } = await start({ tokens })
  const codes = async (secret: string) => [
    (await send(`${url}/rules`, "GET", undefined, secret)).code,
    (await send(`${url}/params`, "PUT", { values: { limit: 1 } }, secret)).code,
    (await send(`${url}/reload`, "POST", rules("rule R {}"), secret)).code,
  ]
  expect(await codes(secrets.ann)).toEqual([200, 403, 200])
  expect(await codes(secrets.bob)).toEqual([200, 200, 403])
  expect(await codes(secrets.eve)).toEqual([200, 403, 403])
  expect(await codes("somebody-somebody-else")).toEqual([401, 401, 401])
  expect(job.done).toEqual(["reload", "params"])
  await close()
  const text = JSON.stringify(entries())
  for (const secret of [...Object.values(secrets), "somebody-somebody-else"]) expect(text).not.toContain(secret)
  expect(entries().map(({ event, who }) => [event, who!.name])).toEqual([
    ["refused", "ann"],
    ["begun", "ann"],
    ["done", "ann"],
    ["begun", "bob"],
    ["done", "bob"],
    ["refused", "bob"],
    ["refused", "eve"],
    ["refused", "eve"],
    ["refused", null],
    ["refused", null],
    ["refused", null],
  ])
})

test("code comes only from who has a token", async () => {
  const files = [
    { path: "fraud.cep", text: "rule R {}" },
    { path: "score.ts", text: "export const x = 1" },
  ]
  const { url, job } = await start()
  for (const path of ["/plan", "/reload"]) {
    expect(await send(url + path, "POST", { files })).toMatchObject({
      code: 403,
      body: { error: "forbidden", message: expect.stringContaining("--token-file") },
    })
  }
  expect(job.done).toEqual([])
  const secret = "a-secret-of-20-signs"
  const guarded = await start({ tokens: readTokens(secret) })
  expect((await send(`${guarded.url}/reload`, "POST", { files }, secret)).code).toBe(200)
})

test("a job without such actions says so, one that is starting that it will have them", async () => {
  const cases = [
    ["running", 501, "impossible"],
    ["starting", 503, "starting"],
    ["stopping", 503, "stopping"],
  ] as const
  for (const [phase, code, error] of cases) {
    const control = await openFor(hostOf(undefined, { phase }))
    open.push(control)
    for (const [method, path, body] of [
      ["GET", "/rules"],
      ["GET", "/params"],
      ["GET", "/versions"],
      ["GET", "/rules/R/explain"],
      ["POST", "/plan", rules("")],
      ["POST", "/reload", rules("")],
      ["POST", "/rollback", {}],
      ["PUT", "/params", { values: { a: 1 } }],
      ["POST", "/savepoint", {}],
      ["POST", "/stop", {}],
    ] as const) {
      const answer = await send(control.url + path, method, body)
      expect([path, answer.code, answer.body.error]).toEqual([path, code, error])
    }
  }
  const control = await openFor(hostOf(undefined))
  open.push(control)
  expect(await send(`${control.url}/audit`, "GET")).toMatchObject({
    code: 501,
    body: { message: expect.stringContaining("--audit FILE") },
  })
})

test("nothing is changed where the audit log cannot be written, and what is done and not written is said", async () => {
  let fails: "begin" | "done" = "begin"
  const broken = new Error("no space left on device")
  const { url, job } = await start({
    audit: {
      begin: async () => {
        if (fails === "begin") throw broken
        return { done: () => Promise.reject(broken) }
      },
      refused: async () => {},
      last: async () => [],
      close: async () => {},
    },
  })
  expect(await send(`${url}/reload`, "POST", rules("x"))).toMatchObject({ code: 503, body: { error: "audit-failed" } })
  expect(job.done).toEqual([])
  fails = "done"
  expect(await send(`${url}/reload`, "POST", rules("x"))).toMatchObject({
    code: 500,
    body: { message: expect.stringContaining("the reload is done (applied), but") },
  })
  expect(job.done).toEqual(["reload"])
})
