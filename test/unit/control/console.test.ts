/** What the web page asks for, and the page itself. */
import { afterEach, describe, expect, test } from "vitest"
import { readTokens } from "../../../runtime/control/access.ts"
import type { Control } from "../../../runtime/control/server.ts"
import { FakeJob, hostOf, openFor, send } from "./fake-job.ts"

const encoder = new TextEncoder()
const page = new Map([
  ["index.html", encoder.encode('<!doctype html><meta name="csp-nonce" content="{{nonce}}"><script src="console.js">')],
  ["console.js", encoder.encode("start()")],
  ["LICENSES.md", encoder.encode("# Licenses")],
])
const files = [{ path: "fraud.cep", text: "rule R { when Payment }" }]
const tokens = readTokens("ann see,change ann-has-a-secret-1\nbob see bob-has-a-secret-22\n")

let control: Control
afterEach(() => control.close())

describe("the page", () => {
  test("is served without a token, and its styles bring a number that is another one each time", async () => {
    control = await openFor(hostOf(new FakeJob()), { console: page, tokens })
    const answers = await Promise.all([fetch(`${control.url}/`), fetch(`${control.url}/console/`)])
    const nonces = await Promise.all(
      answers.map(async (answer) => {
        expect(answer.status).toBe(200)
        const policy = answer.headers.get("content-security-policy")!
        const [, nonce] = /'nonce-([^']+)'/.exec(policy)!
        expect(policy).toContain("default-src 'self';")
        expect(policy).not.toContain("unsafe")
        expect(await answer.text()).toContain(`content="${nonce}"`)
        return nonce
      }),
    )
    expect(new Set(nonces).size).toBe(2)
    const script = await fetch(`${control.url}/console/console.js`)
    expect([script.status, script.headers.get("content-type")]).toEqual([200, "text/javascript; charset=utf-8"])
    expect(await script.text()).toBe("start()")
    expect(script.headers.get("x-content-type-options")).toBe("nosniff")
    for (const path of ["LICENSES.md", "../status", "..%2fstatus", "index.html"]) {
      expect([401, 404]).toContain((await fetch(`${control.url}/console/${path}`)).status)
    }
    expect((await fetch(`${control.url}/status`)).status).toBe(401)
  })

  test("is not there where it was not made", async () => {
    control = await openFor(hostOf(new FakeJob()))
    expect((await send(`${control.url}/console/`, "GET")).code).toBe(404)
  })

  test("is not shown under another site's name", async () => {
    control = await openFor(hostOf(new FakeJob()), { console: page })
    const foreign = await fetch(`${control.url}/console/`, { headers: { origin: "http://evil.example" } })
    expect(foreign.status).toBe(403)
  })
})

describe("what it asks for", () => {
  test("who asks, and what they may do", async () => {
    control = await openFor(hostOf(new FakeJob(), { keptMs: 300_000 }), { tokens })
    expect((await send(`${control.url}/session`, "GET")).code).toBe(401)
    const ann = await send(`${control.url}/session`, "GET", undefined, "ann-has-a-secret-1")
    expect(ann.body).toEqual({ name: "ann", roles: ["see", "change"], open: false, keptSeconds: 300, version: "1.2.3" })
  })

  test("a dry run, with rates and times; rules with errors come back as they do from a plan", async () => {
    control = await openFor(hostOf(new FakeJob()))
    const ran = await send(`${control.url}/dry-run`, "POST", { files })
    expect(ran.code).toBe(200)
    expect(ran.body).toMatchObject({
      alertCount: 14,
      from: "2026-01-31T11:55:00.000Z",
      rules: [{ rule: "R", outputs: 14, running: 9, tooMany: true }],
    })
    const wrong = await send(`${control.url}/dry-run`, "POST", { files: [{ path: "a.cep", text: "wrong" }] })
    expect([wrong.code, wrong.body.error]).toEqual([422, "rules-have-errors"])
    // Code would run as the job's user.
    const code = await send(`${control.url}/dry-run`, "POST", { files: [{ path: "a.ts", text: "" }] })
    expect(code.code).toBe(403)
  })

  test("a job that keeps no events says so", async () => {
    const job = new FakeJob()
    Object.defineProperty(job, "dryRun", { value: undefined })
    control = await openFor(hostOf(job))
    expect((await send(`${control.url}/dry-run`, "POST", { files })).code).toBe(501)
  })

  test("automata, why and types; who may look may ask why and try nothing", async () => {
    control = await openFor(hostOf(new FakeJob()), { tokens })
    const bob = "bob-has-a-secret-22"
    const automaton = await send(`${control.url}/rules/R/automaton`, "GET", undefined, bob)
    expect(automaton.body).toMatchObject({ rule: "R", keys: ["card"], edges: [{ from: 0, to: 1, guard: "c0" }] })
    expect((await send(`${control.url}/rules/None/automaton`, "GET", undefined, bob)).code).toBe(404)
    const why = await send(`${control.url}/why`, "POST", { rule: "R", key: ["c1"] }, bob)
    expect(why.body).toMatchObject({ fired: false, reason: "no-event" })
    expect((await send(`${control.url}/why`, "POST", { rule: "None" }, bob)).code).toBe(400)
    expect((await send(`${control.url}/dry-run`, "POST", { files }, bob)).code).toBe(403)
    expect((await send(`${control.url}/types`, "POST", { files }, bob)).code).toBe(403)
    const types = await send(`${control.url}/types`, "POST", { files }, "ann-has-a-secret-1")
    expect(types).toEqual({ code: 200, body: { functions: {}, interfaces: {} } })
  })
})
