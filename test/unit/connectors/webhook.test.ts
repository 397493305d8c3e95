import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import type { Settings, SinkRecord } from "../../../runtime/connectors/contract.ts"
import { webhookConnector } from "../../../runtime/connectors/webhook/index.ts"
import { openWebhookPublisher, openWebhookSink } from "../../../runtime/connectors/webhook/sink.ts"
import type { Clock } from "../../../runtime/platform/clock.ts"
import { publisherSuite } from "../../conformance/publisher.ts"
import { type HttpReceiver, startHttpReceiver } from "../../support/http-receiver.ts"
import { storedOutputs } from "../../support/stored-outputs.ts"

publisherSuite({
  name: "a webhook",
  sinks: 1,
  rivals: "harmless",
  make: async () => {
    const service = await startHttpReceiver()
    return {
      open: (identity) => openWebhookPublisher([{ url: service.url }], identity, { folder: "." }),
      kill: async () => {},
      // A service that knows what it has.
      read: async () => {
        const once = new Map(
          service.received.map(({ body, headers }) => [headers["idempotency-key"], JSON.parse(body)]),
        )
        return [...once.values()]
      },
      remove: () => service.close(),
    }
  },
})

/** Time that goes on at once when somebody waits for it, or stands still. */
class WaitClock implements Clock {
  readonly waits: number[] = []
  /** Which waits never end; all others do at once. */
  stands: (milliseconds: number) => boolean = (milliseconds) => milliseconds === 30_000

  now(): number {
    return Date.parse("2026-01-31T10:00:00Z")
  }

  every(): () => void {
    return () => {}
  }

  after(milliseconds: number, act: () => void): () => void {
    if (this.stands(milliseconds)) return () => {}
    this.waits.push(milliseconds)
    let wanted = true
    queueMicrotask(() => wanted && act())
    return () => {
      wanted = false
    }
  }
}

let service: HttpReceiver
let clock: WaitClock
let folder: string
beforeEach(async () => {
  service = await startHttpReceiver()
  clock = new WaitClock()
  folder = mkdtempSync(join(tmpdir(), "cep-webhook-"))
})
afterEach(async () => {
  await service.close()
  rmSync(folder, { recursive: true, force: true })
})

const open = (settings: Settings = {}) => openWebhookSink({ url: service.url, ...settings }, { folder }, clock)
const record = (id: string): SinkRecord => ({ line: `{"id":"${id}","é":1}`, kind: "alert", id })
const why = (doing: Promise<unknown>): Promise<string> =>
  doing.then(
    () => "nothing was wrong",
    (error) =>
      `${error.kind}: ${error.message.replaceAll(new URL(service.url).host, "HOST").replaceAll(`${folder}/`, "")}`,
  )

describe("a webhook", () => {
  test("sends one output after the other, with its id", async () => {
    const sink = await open()
    await sink.write([record("a"), record("b")])
    const letter: SinkRecord = { line: '{"source":"Payment"}', kind: "dead-letter" }
    await sink.write([letter, letter])
    await sink.close()
    await sink.close()
    expect(service.received.map(({ body }) => body)).toEqual([
      record("a").line,
      record("b").line,
      letter.line,
      letter.line,
    ])
    const headers = service.received.map((each) => each.headers)
    expect(headers.map((each) => each["cepheus-kind"])).toEqual(["alert", "alert", "dead-letter", "dead-letter"])
    expect(headers.map((each) => each["idempotency-key"]).slice(0, 2)).toEqual(["a", "b"])
    expect(headers[2]!["idempotency-key"]).toMatch(/^[0-9a-f]{32}$/)
    expect(headers[2]).toMatchObject({
      "idempotency-key": headers[3]!["idempotency-key"],
      "content-type": "application/json",
    })
  })

  test("tries again, longer and longer, or when it is told to", async () => {
    const sink = await open()
    service.answers = [500, "cut", { status: 429, headers: { "retry-after": "7" } }, 408]
    await sink.write([record("a"), record("b")])
    expect(service.received.map(({ headers }) => headers["idempotency-key"])).toEqual(["a", "a", "a", "a", "a", "b"])
    expect(clock.waits).toEqual([200, 400, 7000, 1600])
    clock.waits.length = 0
    const later = { "retry-after": "Sat, 31 Jan 2026 10:00:20 GMT" }
    service.answers = [
      { status: 503, headers: later },
      { status: 503, headers: { "retry-after": "86400" } },
      { status: 503, headers: { "retry-after": "soon" } },
    ]
    await sink.write([record("c")])
    expect(clock.waits).toEqual([20_000, 60_000, 800])
    await sink.close()
  })

  test("says what does not get through, and why", async () => {
    const sink = await open()
    service.answers = Array.from({ length: 5 }, () => 500)
    expect(await why(sink.write([record("a")]))).toBe(
      "failure: http://HOST/alerts did not take the output a: it answered 500, tried 5 times; check the service, its URL and the token; it is sent again with the same Idempotency-Key",
    )
    service.answers = [{ status: 422, body: `no  field\n"x" ${"y".repeat(1000)}` }]
    expect(await why(sink.write([record("a")]))).toMatch(/: it answered 422 \(no field "x" y{200,300}\); check/)
    service.answers = [{ status: 302, headers: { location: "/x" } }]
    expect(await why(sink.write([record("a")]))).toContain("it answered 302: give the URL to which it points;")
    expect(service.received).toHaveLength(7)
    clock.stands = () => false
    service.answers = ["hang"]
    expect(await why((await open({ timeoutSeconds: 2 })).write([record("a")]))).toContain(
      "no answer within 2 seconds, tried 5 times",
    )
    clock.stands = (milliseconds) => milliseconds === 30_000
    await service.close()
    expect(await why(sink.write([record("a")]))).toMatch(/ECONNREFUSED.*, tried 5 times/)
    await sink.close()
    service = await startHttpReceiver()
  })

  test("ends what is under way when it is closed", async () => {
    const sink = await open()
    service.answers = ["hang"]
    const asked = new Promise<void>((resolve) => {
      service.onRequest = resolve
    })
    const writing = why(sink.write([record("a")]))
    await asked
    await sink.close()
    expect(await writing).toMatch(/^closed: sending to/)
    // Also a pause.
    clock.stands = () => true
    const other = await open()
    const answered = new Promise<void>((resolve) => {
      service.onRequest = resolve
    })
    service.answers = [500]
    const pausing = why(other.write([record("a")]))
    await answered
    await other.close()
    expect(await pausing).toMatch(/^closed: sending to/)
  })

  test("has its secrets from files, and reads the token anew", async () => {
    writeFileSync(join(folder, "url"), `${service.url}/T0/secret\n`)
    writeFileSync(join(folder, "token"), "one\n")
    const sink = await openWebhookSink({ urlFile: "url", tokenFile: "token" }, { folder }, clock)
    await sink.write([record("a")])
    writeFileSync(join(folder, "token"), "two")
    await sink.write([record("b")])
    expect(service.received.map(({ headers }) => headers.authorization)).toEqual(["Bearer one", "Bearer two"])
    service.answers = [403]
    expect(await why(sink.write([record("c")]))).toMatch(/^failure: http:\/\/HOST did not take the output c/)
    rmSync(join(folder, "token"))
    expect(await why(sink.write([record("c")]))).toContain("failure: cannot read the `tokenFile` token:")
    await sink.close()
  })

  test.each<[Settings, string]>([
    [{}, "either a URL"],
    [{ url: "http://h", urlFile: "url" }, "either a URL"],
    [{ url: "alerts" }, "cannot be read; write it as in https://host/path"],
    [{ url: "ftp://h" }, "by https or http, and not by ftp:"],
    [{ url: "https://a:b@h" }, "a URL is no place for a password"],
    [{ url: "https://h", timeoutSeconds: 0 }, "timeoutSeconds must be above 0"],
    [{ url: "https://h", tokenFile: "none" }, "cannot read the `tokenFile` none"],
    [{ urlFile: "empty" }, "the `urlFile` empty must hold one word"],
  ])("refuses %j", async (settings, reason) => {
    writeFileSync(join(folder, "empty"), "\n")
    const said = await why(openWebhookSink(settings, { folder }, clock))
    expect(said).toContain("usage: ")
    expect(said).toContain(reason)
  })

  test("is one for all that is sent to a place", () => {
    const resource = (settings: Settings) => webhookConnector.resource!(settings, { folder })
    expect(resource({ url: "https://h/a", timeoutSeconds: 3 })).toBe(resource({ url: "https://h/a" }))
  })
})

test("a publisher sends what is missing after an error, not all again", async () => {
  const publisher = await openWebhookPublisher(
    [{ url: service.url }],
    { job: "j", slice: "0", attempt: "a" },
    { folder },
    clock,
  )
  const records = ["a", "b", "c"].map((id) => ({ ...record(id), sink: 0 }))
  const outputs = storedOutputs({ checkpoint: 1, attempt: "a", records, piece: 2 })
  service.answers = [204, 400]
  await expect(publisher.publish(outputs, { lineage: "l", checkpoint: 1 })).rejects.toMatchObject({ kind: "failure" })
  await publisher.claim()
  await publisher.publish(outputs, { lineage: "l", checkpoint: 1 })
  expect(service.received.map(({ headers }) => headers["idempotency-key"])).toEqual(["a", "b", "b", "c"])
  await publisher.close()
  await expect(publisher.claim()).rejects.toMatchObject({ kind: "closed" })
})
