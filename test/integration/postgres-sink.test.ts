import pg from "pg"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import type { Mark, OutboxRecord, Publisher, Settings, StoredOutputs } from "../../runtime/connectors/contract.ts"
import { postgresConnector } from "../../runtime/connectors/postgres/index.ts"
import { type Postgres, startPostgres } from "../support/postgres.ts"
import { storedOutputs } from "../support/stored-outputs.ts"
import { startTcpProxy } from "../support/tcp-proxy.ts"

let server: Postgres
let schemas = 0
let url: string
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(async () => {
  await server?.remove()
})
beforeEach(async () => {
  const schema = `s${++schemas}`
  await server.run(`create schema ${schema}`)
  url = `${server.url}?options=-csearch_path%3D${schema}`
})

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const result = await client.query(sql)
    return result.rows
  } finally {
    await client.end()
  }
}

const context = { folder: "." }
const openSink = (table: string, at = url) => postgresConnector.openSink!({ table, url: at }, context)
const openPublisher = (settings: readonly Settings[], attempt = "a", job = "fraud"): Promise<Publisher> =>
  postgresConnector.openPublisher!(settings, { job, slice: "0", attempt }, context)

const record = (line: unknown, sink = 0): OutboxRecord => ({ line: JSON.stringify(line), kind: "alert", sink })
const outputs = (checkpoint: number, records: readonly OutboxRecord[]): StoredOutputs =>
  storedOutputs({ checkpoint, attempt: "a", records })
const mark = (checkpoint: number, lineage = "l"): Mark => ({ lineage, checkpoint })

const why = (doing: Promise<unknown>): Promise<string> =>
  doing.then(
    () => "nothing was wrong",
    (error) => `${error.kind}: ${error.message.replace(/at 127.*?postgres/, "at P")}`,
  )

const alert = {
  rule: "CardTesting",
  severity: "high",
  key: { card: "c1" },
  at: "2026-01-31T10:01:40.000Z",
  message: 'it\'s "odd" \\ and\nlong',
  tags: ["a", 'b "c"'],
  data: { amount: 900 },
  id: "i1",
}

describe("a table", () => {
  test("takes the fields for which it has columns, as the columns' types want them", async () => {
    await query(`create table alerts (place bigserial, id text, rule varchar(20), key jsonb, at timestamptz, data text, tags text[],
      score numeric, made text default 'by default', "rawBase64" text, output json, twice text generated always as (rule || rule) stored)`)
    const sink = await openSink("alerts")
    const exact = '{"id":"i3","score":12345678901234567890.123456789}'
    await sink.write([record(alert), record({ id: "i2", score: 0.5, tags: null }), { line: exact, kind: "alert" }])
    await sink.write([
      { line: '{"rawBase64":"AA=="}', kind: "dead-letter" },
      { line: "7", kind: "alert" },
    ])
    await sink.write([])
    await sink.close()
    await sink.close()
    const rows = await query(
      "select *, extract(epoch from at)::int8 as at, score::text as score from alerts order by place",
    )
    const none = { id: null, rule: null, key: null, at: null, data: null, tags: null, score: null, twice: null }
    const empty = { ...none, rawBase64: null, made: "by default" }
    expect(rows).toEqual([
      {
        ...empty,
        ...{ place: "1", id: "i1", rule: "CardTesting", key: { card: "c1" }, at: "1769853700", data: '{"amount":900}' },
        ...{ tags: alert.tags, twice: "CardTestingCardTesting", output: alert },
      },
      { ...empty, place: "2", id: "i2", score: "0.5", output: { id: "i2", score: 0.5, tags: null } },
      { ...empty, place: "3", id: "i3", score: "12345678901234567890.123456789", output: JSON.parse(exact) },
      { ...empty, place: "4", rawBase64: "AA==", output: { rawBase64: "AA==" } },
      { ...empty, place: "5", output: 7 },
    ])
  })

  test("takes times of any year", async () => {
    await query("create table alerts (place serial, at timestamptz, day date, output jsonb)")
    const sink = await openSink("alerts")
    const years = ["2026", "0000", "9999", "+010000", "+275760", "-000001", "-004711", "-004712", "-271821", "0001"]
    await sink.write(
      years.map((year) => record({ at: `${year}-01-01T00:00:00.250Z`, day: `${year}-01-01T00:00:00.250Z` })),
    )
    await sink.close()
    const rows = await query("select (at at time zone 'UTC')::text as at, day::text from alerts order by place")
    expect(rows).toEqual(
      ["2026", "0001 BC", "9999", "10000", "275760", "0002 BC", "4712 BC", "-", "-", "0001"].map((year) => {
        const [digits, era] = year.split(" ")
        const behind = era === undefined ? "" : ` ${era}`
        return year === "-"
          ? { at: "-infinity", day: "-infinity" }
          : { at: `${digits}-01-01 00:00:00.25${behind}`, day: `${digits}-01-01${behind}` }
      }),
    )
    expect(await query("select output->>'at' as at from alerts where place = 4")).toEqual([
      { at: "+010000-01-01T00:00:00.250Z" },
    ])
  })

  test("has one row for an id where that is unique", async () => {
    await query("create table alerts (id text primary key, message text); create table plain (id text, message text)")
    for (const table of ["alerts", "plain"]) {
      const sink = await openSink(table)
      await sink.write([
        record({ id: "a", message: "first" }),
        record({ id: "a", message: "second" }),
        record({ id: "b" }),
      ])
      await sink.write([record({ id: "a", message: "third" })])
      await sink.close()
    }
    expect(await query("select id, message from alerts order by id")).toEqual([
      { id: "a", message: "first" },
      { id: "b", message: null },
    ])
    expect(await query("select count(*)::int as n from plain")).toEqual([{ n: 4 }])
  })

  test("that cannot take outputs is refused when it is opened, with what would do", async () => {
    const fits = (name: string) =>
      `create table ${name} (id text primary key, rule text, severity text, at timestamptz, key jsonb, message text, output jsonb)`
    expect(await why(openSink("alerts"))).toBe(
      `usage: there is no table alerts in PostgreSQL at P; one that takes alerts: ${fits("alerts")}`,
    )
    await query(fits("alerts"))
    await (await openSink("alerts")).close()
    await query("create table others (colour text, size int)")
    expect(await why(openSink("others"))).toMatch(
      /^usage: the table others of .* has no column for outputs: it has the columns colour, size, outputs the fields id, rule, .*; name columns as fields, or add a column `output jsonb` for the whole; one that takes/,
    )
    await query("create table must (id text, owner text not null)")
    expect(await why(openSink("must"))).toContain("the column owner of the table must of")
    await query("create table mine (id text); create role reader login; revoke all on mine from public")
    const reader = url.replace("tests@", "reader@")
    await query(`grant usage on schema s${schemas} to reader`)
    expect(await why(openSink("mine", reader))).toContain(
      `the user reader may not write into the table mine of PostgreSQL at P; grant insert, select on s${schemas}.mine to reader`,
    )
    await query("grant insert on mine to reader")
    expect(await why(openPublisher([{ table: "mine", url: reader }]).then((it) => it.claim()))).toContain(
      "have the owner run: create table if not exists cep_marks (job text,",
    )
    expect(await why(openSink("mine", "postgres://tests@127.0.0.1:1/x"))).toMatch(
      /^failure: cannot write into the table mine of .*ECONN/,
    )
  })

  test("whose columns do not take a value says so, and loses nothing", async () => {
    await query("create table alerts (id int, severity text check (severity <> 'low'))")
    const publisher = await openPublisher([{ table: "alerts", url }])
    await publisher.claim()
    const wrong = outputs(1, [record({ id: 1 }), record({ id: "one" })])
    expect(await why(publisher.publish(wrong, mark(1)))).toBe(
      'usage: PostgreSQL at P refuses to write into alerts: invalid input syntax for type integer: "one"; change the table, or the user\'s rights, and start again: outputs of a job with checkpoints wait there',
    )
    expect(await query("select * from alerts")).toEqual([])
    await query("alter table alerts alter id type text")
    expect(await publisher.claim()).toBeUndefined()
    await publisher.publish(wrong, mark(1))
    expect(await why(publisher.publish(outputs(2, [record({ severity: "low" })]), mark(2)))).toContain(
      "violates check constraint",
    )
    await publisher.close()
  })

  test("is written again after the server was away", async () => {
    await query("create table alerts (id text)")
    const sink = await openSink("alerts")
    const publisher = await openPublisher([{ table: "alerts", url }])
    await publisher.claim()
    await server.stop()
    expect(await why(sink.write([record({ id: "a" })]))).toMatch(/^failure: cannot write into the table alerts of/)
    expect(await why(publisher.publish(outputs(1, [record({ id: "p" })]), mark(1)))).toMatch(
      /^failure: cannot write into/,
    )
    expect(await why(publisher.publish(outputs(1, []), mark(1)))).toContain("claim first")
    expect(await why(publisher.claim())).toMatch(/^failure: cannot use the table cep_marks of/)
    await server.start()
    await sink.write([record({ id: "b" })])
    expect(await publisher.claim()).toBeUndefined()
    await publisher.publish(outputs(1, [record({ id: "p" })]), mark(1))
    expect(await query("select id from alerts order by id")).toEqual([{ id: "b" }, { id: "p" }])
    await Promise.all([sink.close(), publisher.close()])
    expect(await why(sink.write([]))).toContain("closed")
  })
})

describe("a transaction of which nobody knows how it ended", () => {
  const port = () => Number(new URL(server.url).port)

  test.each([
    "before",
    "after",
  ] as const)("is settled by a new claim, where it was cut %s the server had it", async (when) => {
    const proxy = await startTcpProxy(port())
    try {
      await query("create table alerts (id text)")
      const through = url.replace(`:${port()}/`, `:${proxy.port}/`)
      const publisher = await openPublisher([{ table: "alerts", url: through }])
      await publisher.claim()
      await publisher.publish(outputs(1, [record({ id: "a" })]), mark(1))
      const cut = proxy.cutAt("commit\0", when)
      const second = outputs(2, [record({ id: "b" }), record({ id: "c" })])
      expect(await why(publisher.publish(second, mark(2)))).toMatch(/^failure: cannot write into alerts/)
      await cut
      const found = await publisher.claim()
      expect(found).toEqual(mark(when === "after" ? 2 : 1))
      await publisher.publish(second, mark(2))
      expect(await query("select id from alerts order by id")).toEqual([{ id: "a" }, { id: "b" }, { id: "c" }])
      await publisher.close()
    } finally {
      await proxy.close()
    }
  })
})

describe("the mark", () => {
  test("of a process that is frozen in its transaction is taken at once, and nothing of it comes", async () => {
    await query("create table alerts (id text primary key)")
    const older = await openPublisher([{ table: "alerts", url }], "a")
    await older.claim()
    let wake = () => {}
    const reading = new Promise<void>((resolve) => {
      const frozen = { ...outputs(1, []), records: rows(resolve, new Promise<void>((go) => (wake = go))) }
      older.publish(frozen, mark(1)).then(
        () => expect.unreachable(),
        () => {},
      )
    })
    await reading
    const younger = await openPublisher([{ table: "alerts", url }], "b")
    await younger.claim()
    // The same id: without the end of the older transaction this would wait for it.
    await younger.publish(outputs(1, [record({ id: "x" })]), mark(1))
    wake()
    expect(await query("select id from alerts")).toEqual([{ id: "x" }])
    await Promise.all([older.close(), younger.close()])
  })

  function rows(begun: () => void, woken: Promise<void>): StoredOutputs["records"] {
    return async function* () {
      yield [record({ id: "x" })]
      begun()
      await woken
      yield [record({ id: "y" })]
    }
  }

  test("is one for all tables of a database, and of each job and slice its own", async () => {
    await query("create table alerts (id text); create table late (code text)")
    const both = ["alerts", "late"].map((table) => ({ table, url }))
    const publisher = await openPublisher(both)
    await publisher.claim()
    const other = await openPublisher(both, "b", "other")
    expect(await other.claim()).toBeUndefined()
    await publisher.publish(outputs(7, [record({ id: "a" }), record({ code: "late" }, 1)]), mark(7))
    await other.publish(outputs(3, [record({ id: "b" })]), mark(3, "m"))
    expect(await publisher.claim()).toEqual(mark(7))
    expect(await other.claim()).toEqual(mark(3, "m"))
    expect(await query("select job, slice, lineage, checkpoint, epoch from cep_marks order by job")).toEqual([
      { job: "fraud", slice: "0", lineage: "l", checkpoint: "7", epoch: "2" },
      { job: "other", slice: "0", lineage: "m", checkpoint: "3", epoch: "2" },
    ])
    await Promise.all([publisher.close(), other.close()])
  })

  test("of another lineage, or that was taken away, is said", async () => {
    await query("create table alerts (id text)")
    const publisher = await openPublisher([{ table: "alerts", url }])
    await publisher.claim()
    await publisher.publish(outputs(7, []), mark(7))
    expect(await why(publisher.publish(outputs(5, []), mark(5, "m")))).toContain(
      "holds checkpoint 7 of another run of the job fraud",
    )
    await publisher.claim()
    await publisher.publish(outputs(8, [record({ id: "a" })]), mark(8, "m"))
    await query("delete from cep_marks")
    expect(await why(publisher.publish(outputs(9, []), mark(9, "m")))).toContain("was taken out of cep_marks")
    // Epochs begin anew then: the younger process's is the same number.
    await publisher.claim()
    const younger = await openPublisher([{ table: "alerts", url }], "b")
    await query("delete from cep_marks")
    await younger.claim()
    expect(await why(publisher.publish(outputs(9, []), mark(9, "m")))).toMatch(
      /^fenced: another process of the job fraud, slice 0, has taken over/,
    )
    await Promise.all([publisher.close(), younger.close()])
  })

  test("is claimed by one publisher of a process", async () => {
    await query("create table alerts (id text)")
    const first = await openPublisher([{ table: "alerts", url }])
    await first.claim()
    const second = await openPublisher([{ table: "alerts", url: url.replace("127.0.0.1", "localhost") }])
    await second.claim()
    expect(await why(first.publish(outputs(1, []), mark(1)))).toMatch(
      /^usage: two sinks of this job reach .* by different `url`s/,
    )
    const different = openPublisher([
      { table: "alerts", url },
      { table: "alerts", url: `${url}&sslmode=disable` },
    ])
    expect(await why(different)).toContain("give both the same `url` and `timeoutSeconds`")
    await Promise.all([first.close(), second.close()])
    expect(await why(first.claim())).toContain("closed")
  })
})

test("sinks of a database are published together, whoever writes its name how", () => {
  const of = (at: string) => postgresConnector.publisherOf!({ url: at, table: "t" }, context)
  expect(of("postgres://a@host/db")).toBe(of("postgres://b:c@host:5432/db?sslmode=require"))
  expect(of("postgres://host/db")).not.toBe(of("postgres://host/other"))
  expect(of("postgres://host:1/db")).not.toBe(of("postgres://host/db"))
  expect(postgresConnector.publisherOf!({ table: "t" }, context)).toBe(
    postgresConnector.publisherOf!({ table: "u" }, context),
  )
  expect(of("no url")).toBe("no url")
})
