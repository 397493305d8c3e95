/** Whoever asks, and whatever for: the interface answers, says what it refused, and the job goes on as it was. */
import { request } from "node:http"
import { connect } from "node:net"
import { afterEach, expect, test } from "vitest"
import { readTokens } from "../../../runtime/control/access.ts"
import type { Audit } from "../../../runtime/control/audit.ts"
import type { Control, ControlSettings } from "../../../runtime/control/server.ts"
import { TestClock } from "../../support/job.ts"
import { FakeJob, hostOf, openFor, send } from "./fake-job.ts"

const secret = "a-secret-of-20-signs"
const rules = { files: [{ path: "fraud.cep", text: "rule R {}" }] }
const json = { "content-type": "application/json" }
const open: Control[] = []

afterEach(async () => {
  for (const control of open.splice(0)) await control.close()
})

async function start(more: Partial<ControlSettings> = {}) {
  const job = new FakeJob()
  const control = await openFor(hostOf(job), more)
  open.push(control)
  return { job, url: control.url, control }
}

interface Got {
  readonly code: number
  readonly text: string
}

/** Sends a body in pieces, with headers that `fetch` does not let through; all of it, or until the other side hangs up. */
function post(url: string, headers: Record<string, string>, pieces: Iterable<Uint8Array | string>): Promise<Got> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: "POST", headers }, (answer) => {
      let text = ""
      answer.on("data", (more) => (text += more))
      answer.on("end", () => resolve({ code: answer.statusCode!, text }))
      answer.on("error", reject)
    })
    asked.on("error", reject)
    const left = pieces[Symbol.iterator]()
    const write = () => {
      for (let next = left.next(); next.done !== true; next = left.next()) {
        if (!asked.write(next.value)) {
          asked.once("drain", write)
          return
        }
      }
      asked.end()
    }
    write()
  })
}

function* zeros(pieces: number): Iterable<Uint8Array> {
  for (let i = 0; i < pieces; i++) yield new Uint8Array(1 << 20)
}

test.each([
  ["with its length", { ...json, "content-length": String(100 << 20) }],
  ["in chunks", { ...json, "transfer-encoding": "chunked" }],
])("a body of 100 MB that comes %s is refused, and its sender hears why", async (_, headers) => {
  const { job, url } = await start()
  for (const path of ["/reload", "/plan"]) {
    const { code, text } = await post(url + path, headers, zeros(100))
    expect([code, JSON.parse(text)]).toMatchObject([413, { error: "too-large" }])
  }
  expect(job.done).toEqual([])
  expect((await send(`${url}/reload`, "POST", rules)).code).toBe(200)
})

test("rules have 4 MiB of room, everything else 1 MiB", async () => {
  const { url } = await start()
  const text = "x".repeat(3 << 20)
  expect((await send(`${url}/reload`, "POST", { files: [{ path: "a.cep", text }] })).code).toBe(200)
  expect((await send(`${url}/savepoint`, "POST", { dir: text })).code).toBe(413)
})

test.each([
  ["no JSON", "{"],
  ["two values", "{}{}"],
  ["deep lists", "[".repeat(1 << 20)],
  ["deep lists that are closed", "[".repeat(500_000) + "]".repeat(500_000)],
  ["deep objects", `{"files":${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}}`],
  ["a prototype", '{"files":[{"path":"a.cep","text":"x"}],"__proto__":{"refuseLoss":true}}'],
  ["a hidden prototype", '{"files":[{"path":"a.cep","text":"x","\\u005f_proto__":{}}]}'],
  ["a constructor's prototype", '{"files":[],"constructor":{"prototype":{"x":1}}}'],
  ["no files", '{"files":[]}'],
  [
    "too many files",
    JSON.stringify({ files: Array.from({ length: 1001 }, (_, i) => ({ path: `${i}.cep`, text: "" })) }),
  ],
  ["a file that is a text", '{"files":["a.cep"]}'],
  ["a number for a text", '{"files":[{"path":"a.cep","text":1}]}'],
  ["a text for a flag", '{"files":[{"path":"a.cep","text":""}],"refuseLoss":"true"}'],
  ["something else beside it", '{"files":[{"path":"a.cep","text":""}],"force":true}'],
  ["one file twice", '{"files":[{"path":"a.cep","text":""},{"path":"a.cep","text":""}]}'],
  ["null", "null"],
  ["nothing", ""],
])("%s is no reload", async (_, body) => {
  const { job, url } = await start()
  const { code, body: answer } = await send(`${url}/reload`, "POST", body)
  expect(code).toBe(400)
  expect(answer).toMatchObject({ error: "wrong-request", message: expect.stringMatching(/./) })
  expect(job.done).toEqual([])
  expect(({} as { x?: unknown }).x).toBeUndefined()
})

test("what a web page can send without being asked first is refused", async () => {
  const { job, url } = await start()
  const { host } = new URL(url)
  const body = JSON.stringify(rules)
  for (const [headers, code] of [
    [{ "content-type": "text/plain" }, 415],
    [{ "content-type": "application/x-www-form-urlencoded" }, 415],
    [{ "content-type": "multipart/form-data; boundary=x" }, 415],
    [{ "content-type": "text/plain; application/json" }, 415],
    [{}, 415],
    [{ ...json, origin: "http://evil.example" }, 403],
    [{ ...json, origin: "null" }, 403],
    [{ ...json, origin: `http://${host}.evil.example` }, 403],
    [{ ...json, origin: "http://localhost:1" }, 403],
    [{ ...json, host: "evil.example" }, 421],
  ] as const) {
    for (const path of ["/reload", "/rollback", "/stop"]) {
      const got = await post(url + path, headers, path === "/reload" ? [body] : [])
      expect([headers, path, got.code]).toEqual([headers, path, code])
    }
  }
  expect(job.done).toEqual([])
  const own = await post(`${url}/reload`, { ...json, origin: `http://${host}` }, [body])
  expect(own.code).toBe(200)
})

test("10,000 wrong tokens are refused, do not hinder who has one, and are counted", async () => {
  const counts = { written: 0 }
  const audit: Audit = {
    begin: async () => ({ done: async () => {} }),
    refused: async () => {
      counts.written++
    },
    last: async () => [],
    close: async () => {},
  }
  const { job, url } = await start({ tokens: readTokens(secret), audit })
  const codes = new Map<number, number>()
  let left = 10_000
  const ask = async () => {
    while (left-- > 0) {
      const { code } = await send(`${url}/status`, "GET", undefined, `wrong-wrong-wrong-${left}`)
      codes.set(code, (codes.get(code) ?? 0) + 1)
    }
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: 20 }, ask))
  // So many in each minute: a busy machine takes more than one for all of them.
  const minutes = 1 + Math.floor((performance.now() - begun) / 60_000)
  const answered = codes.get(401) ?? 0
  expect(codes.get(429)).toBe(10_000 - answered)
  expect(answered).toBeGreaterThanOrEqual(600)
  expect(answered).toBeLessThanOrEqual(600 * minutes)
  expect(counts.written).toBe(answered)
  expect((await send(`${url}/reload`, "POST", rules, secret)).code).toBe(200)
  expect(job.done).toEqual(["reload"])
})

test("of 1,000 reloads at once each is answered, one is made after the other, and the job is well", async () => {
  const { job, url } = await start({ requestsPerMinute: 10_000, changesPerMinute: 10_000 })
  job.wait = () => new Promise((resolve) => setImmediate(resolve))
  const answers = await Promise.all(Array.from({ length: 1000 }, () => send(`${url}/reload`, "POST", rules)))
  const made = answers.filter(({ code }) => code === 200).length
  const busy = answers.filter(({ code, body }) => code === 429 && body.error === "busy").length
  expect(made + busy).toBe(1000)
  expect(made).toBeGreaterThanOrEqual(9)
  expect(job.most).toBe(1)
  expect(job.version).toBe(`v${made + 1}`)
  expect((await send(`${url}/reload`, "POST", rules)).code).toBe(200)
})

test("whoever asks for changes without end can still look, and their wrong tokens are counted, too", async () => {
  const { job, url } = await start({ tokens: readTokens(secret) })
  const codes = new Set<number>()
  for (let i = 0; i < 700; i++) codes.add((await send(`${url}/stop`, "POST", {}, "a-wrong-wrong-secret")).code)
  expect([...codes].sort()).toEqual([401, 429])
  codes.clear()
  for (let i = 0; i < 700; i++) codes.add((await send(`${url}/rollback`, "POST", {}, secret)).code)
  expect([...codes].sort()).toEqual([409, 429])
  expect((await send(`${url}/status`, "GET", undefined, secret)).code).toBe(200)
  expect(job.done).toEqual([])
})

test("bodies of more changes than could be made are not read", async () => {
  const { job, url } = await start({ requestsPerMinute: 10_000, changesPerMinute: 10_000 })
  const { port } = new URL(url)
  const head = `POST /reload HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 4000000\r\n\r\n{`
  const sockets = Array.from({ length: 17 }, () => connect(Number(port), "127.0.0.1"))
  // None of them goes on, so that the one that is answered at all is the one too many.
  const answer = await Promise.race(
    sockets.map((socket) => {
      socket.write(head)
      return new Promise<string>((resolve) => socket.on("data", (bytes) => resolve(String(bytes))))
    }),
  )
  expect(answer).toMatch(/^HTTP\/1.1 429 .*16 changes are asked for at once/s)
  for (const socket of sockets) socket.destroy()
  let code = 429
  while (code === 429) code = (await send(`${url}/reload`, "POST", rules)).code
  expect(code).toBe(200)
  expect(job.done).toEqual(["reload"])
})

test("60 changes within a minute, whatever they are; looking goes on", async () => {
  const { job, url } = await start()
  const codes: number[] = []
  for (let i = 0; i < 31; i++) {
    codes.push((await send(`${url}/reload`, "POST", rules)).code)
    codes.push((await send(`${url}/params`, "PUT", { values: { limit: i } })).code)
  }
  expect(codes.slice(0, 60).every((code) => code === 200)).toBe(true)
  expect(codes.slice(60)).toEqual([429, 429])
  expect(job.done).toHaveLength(60)
  expect((await send(`${url}/status`, "GET")).code).toBe(200)
})

/** Something that a test lets go. */
function gate() {
  let release = () => {}
  const opened = new Promise<void>((resolve) => {
    release = resolve
  })
  return { opened, release }
}

/** Until something is so; what changes it happens in this process. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve))
}

/** A clock that stands, and how many wait for it: one for the change under way, one for each that waits for its turn. */
class CountingClock extends TestClock {
  waiting = 0

  override after(milliseconds: number, act: () => void) {
    this.waiting++
    const forget = super.after(milliseconds, act)
    return () => {
      this.waiting--
      return forget()
    }
  }
}

test("a change that hangs is answered in time, has its turn until it is over, and who waits is told", async () => {
  const clock = new TestClock(1000)
  const { job, url } = await start({ clock, answerWithinMs: 60_000, waitMs: 5000 })
  const { opened, release } = gate()
  job.wait = () => opened
  const first = send(`${url}/reload`, "POST", rules)
  await until(() => job.underWay === 1)
  const waiting = Array.from({ length: 9 }, () => send(`${url}/savepoint`, "POST", {}))
  const refused = await Promise.race(waiting)
  expect(refused).toMatchObject({
    code: 429,
    body: { error: "busy", message: expect.stringContaining("a reload by 127.0.0.1 is under way since 1970-") },
  })
  clock.pass(5000)
  const late = await Promise.all(waiting)
  expect(late.filter(({ code, body }) => code === 409 && body.error === "busy")).toHaveLength(8)
  clock.pass(55_000)
  expect(await first).toMatchObject({ code: 504, body: { error: "still-under-way" } })
  const behind = send(`${url}/stop`, "POST", {})
  release()
  expect((await behind).code).toBe(200)
  expect(job.done).toEqual(["reload", "stop"])
  expect(job.most).toBe(1)
})

test("nothing is begun for who has hung up before its turn; what has begun is finished", async () => {
  const clock = new CountingClock()
  const { job, url } = await start({ clock })
  const { opened, release } = gate()
  job.wait = () => opened
  const hangUp = new AbortController()
  const first = fetch(`${url}/reload`, {
    method: "POST",
    headers: json,
    body: JSON.stringify(rules),
    signal: hangUp.signal,
  }).catch(() => "gone")
  await until(() => job.underWay === 1)
  const second = fetch(`${url}/stop`, { method: "POST", headers: json, signal: hangUp.signal }).catch(() => "gone")
  const others = Array.from({ length: 3 }, () => send(`${url}/savepoint`, "POST", {}))
  await until(() => clock.waiting === 5)
  hangUp.abort()
  expect([await first, await second]).toEqual(["gone", "gone"])
  await until(() => clock.waiting === 4)
  release()
  await Promise.all(others)
  expect(job.done).toEqual(["reload", "savepoint", "savepoint", "savepoint"])
})

test("a job that ends answers what has begun and refuses what waits", async () => {
  const clock = new CountingClock()
  const { job, url, control } = await start({ clock })
  const { opened, release } = gate()
  job.wait = () => opened
  const first = send(`${url}/stop`, "POST", {})
  await until(() => job.underWay === 1)
  const second = send(`${url}/reload`, "POST", rules)
  await until(() => clock.waiting === 2)
  const closed = control.close()
  expect(await second).toMatchObject({ code: 503, body: { error: "stopping" } })
  release()
  expect((await first).code).toBe(200)
  await closed
  await control.close()
})

test("a job that does not end its change is not waited for without end", async () => {
  const clock = new TestClock()
  const { job, url, control } = await start({ clock })
  job.wait = () => new Promise(() => {})
  const asked = send(`${url}/reload`, "POST", rules).catch(() => "cut off")
  await until(() => job.underWay === 1)
  const closed = control.close()
  clock.pass(2000)
  await closed
  expect(await asked).toBe("cut off")
})

test("what is no HTTP, and what never ends, is hung up on", async () => {
  const { url } = await start()
  const { port } = new URL(url)
  const got = await new Promise<string>((resolve) => {
    const socket = connect(Number(port), "127.0.0.1", () => socket.write("\u0000\u0001 nonsense\r\n\r\n"))
    let text = ""
    socket.on("data", (more) => (text += more))
    socket.on("close", () => resolve(text))
  })
  expect(got).toContain("400 Bad Request")
  for (const [path, code] of [
    ["a".repeat(5000), 404],
    [`rules/${"a".repeat(500)}/explain`, 414],
    ["rules/%ff/explain", 400],
    ["rules/__proto__/explain", 404],
    ["status", 200],
  ] as const) {
    const answer = await fetch(`${url}/${path}`)
    expect([path, answer.status]).toEqual([path, code])
    if (code !== 200) expect(Object.keys((await answer.json()) as object)).toEqual(["error", "message"])
  }
})
