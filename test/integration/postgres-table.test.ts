import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { ConnectorError, TableSource } from "../../runtime/connectors/contract.ts"
import { postgresConnector } from "../../runtime/connectors/postgres/index.ts"
import { JobTables } from "../../runtime/job/tables.ts"
import { eventually } from "../support/eventually.ts"
import { compileRules, makeJob, record, source, TestPartition } from "../support/job.ts"
import { type Postgres, startPostgres } from "../support/postgres.ts"

let server: Postgres
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(async () => {
  await server?.remove()
})

const open = (query: string, more: Record<string, string | number> = {}): Promise<TableSource> =>
  postgresConnector.openTable!({ query, url: server.url, ...more }, { folder: "." })

const rowsOf = async (query: string) => (await (await open(query)).read())?.rows

const failureOf = async (query: string, more = {}): Promise<ConnectorError> => {
  const table = await open(query, more)
  return table.read().then(
    () => expect.unreachable(),
    (error) => error,
  )
}

describe("a table from PostgreSQL", () => {
  test("has values as JSON has them, times in UTC", async () => {
    await server.run("set time zone 'Asia/Tokyo'; alter role tests set time zone 'Asia/Tokyo'")
    const rows = await rowsOf(`select 'a ''b' as text, 7::int8 as big, 12.30::numeric as money, 0.5::float8 as half,
      true as yes, null::text as nothing, '' as empty, date '2026-01-31' as day,
      timestamp '2026-01-31 10:00:00.25' as local, timestamptz '2026-01-31 10:00:00+02' as instant,
      '{"a": [1]}'::jsonb as doc, array['x', 'y "z", \\', null] as words, array[1, 2]::numeric[] as numbers,
      array[]::text[] as none`)
    expect(rows).toEqual([
      {
        text: "a 'b",
        big: 7,
        money: 12.3,
        half: 0.5,
        yes: true,
        nothing: null,
        empty: "",
        day: "2026-01-31",
        local: "2026-01-31T10:00:00.25Z",
        instant: "2026-01-31T08:00:00Z",
        doc: { a: [1] },
        words: ["x", 'y "z", \\', null],
        numbers: [1, 2],
        none: [],
      },
    ])
  })

  test("is read in a transaction that can only read, by one statement", async () => {
    await server.run("create table kept (id text)")
    expect(await failureOf("insert into kept values ('x') returning id")).toMatchObject({ kind: "usage" })
    expect(await failureOf("select 1 as a; select 2 as b")).toMatchObject({ kind: "usage" })
    expect(await rowsOf("select count(*) as n from kept")).toEqual([{ n: 0 }])
  })

  test("says what is wrong: the query, its columns, the database, the user, a server that is not there", async () => {
    const query = await failureOf("select nix from nowhere")
    expect(query).toMatchObject({
      kind: "usage",
      message: expect.stringContaining('relation "nowhere" does not exist'),
    })
    expect(await failureOf("select 1 as a, 2 as a")).toMatchObject({
      kind: "usage",
      message: expect.stringContaining("two columns called a"),
    })
    expect(await failureOf("select 1 as a", { url: server.url.replace(/postgres$/, "nix") })).toMatchObject({
      kind: "usage",
    })
    expect(await failureOf("select 1 as a", { url: server.url.replace("tests@", "nobody:secret@") })).toMatchObject({
      kind: "failure",
      message: expect.not.stringContaining("secret"),
    })
    expect(await failureOf("select 1 as a", { url: "postgres://tests@127.0.0.1:1/x" })).toMatchObject({
      kind: "failure",
      message: expect.stringMatching(/127\.0\.0\.1:1\/x: connect ECONNREFUSED.*check that it runs/),
    })
    await expect(open("select 1", { timeoutSeconds: -1 })).rejects.toMatchObject({ kind: "usage" })
  })

  test("ends a query that takes too long", async () => {
    // The same limit holds for connecting: a busy machine may not get as far as to the query.
    await eventually(async () => {
      expect(await failureOf("select pg_sleep(60)::text as a", { timeoutSeconds: 0.2 })).toMatchObject({
        kind: "failure",
        message: expect.stringContaining("statement timeout"),
      })
    })
  })

  test("that is closed ends its reading", async () => {
    const table = await open("select pg_sleep(60)::text as a")
    const reading = table.read().catch((error) => error)
    await eventually(async () => {
      expect(
        await rowsOf(
          "select 1 as a from pg_stat_activity where query like '%pg_sleep(60)%' and pid <> pg_backend_pid()",
        ),
      ).toEqual([{ a: 1 }])
    })
    await table.close()
    expect(await reading).toMatchObject({ kind: "closed" })
  })
})

test("a job keeps the last good rows while the database is away, and says so", async () => {
  await server.run(`create table customers (id text primary key, tier text, most numeric(10, 2));
    insert into customers values ('c1', 'gold', 10.50)`)
  const rules = await compileRules(`
    event Payment { id: string, customer: string, at: time } timed by at
    table Customers key id { id: string, tier: string, most: decimal(2)? }
      from postgres("select * from customers") refresh 5 minutes
    rule Tier { when Payment as p where customer in Customers
                alert { id: p.id, tier: Customers[p.customer].tier, most: Customers[p.customer].most } }
  `)
  const tables = new JobTables([
    { name: "Customers", source: await open("select * from customers"), refreshMs: 300_000 },
  ])
  await tables.read()
  const partition = new TestPartition("p", [], false)
  const { job, output, clock, logged } = makeJob(rules, { Payment: source([partition], false) }, { tables })
  const running = job.run()
  const pay = async (id: string, customer: string, expected: unknown) => {
    const at = clock.now() + 10 * Number(id)
    // The second one moves time past the first.
    partition.give(record({ id, customer, at }), record({ id: "later", customer: "-", at: at + 5 }))
    await eventually(() => expect(output.values.at(-1)?.data).toEqual(expected))
  }
  const refreshed = async (test: () => void) => {
    clock.pass(300_000)
    await eventually(test)
  }
  const status = () => job.progress().tables![0]!
  await pay("1", "c1", { id: "1", tier: "gold", most: 10.5 })
  expect(job.ready()).toEqual({ ready: true, reasons: [] })

  await server.run("update customers set tier = 'silver'; insert into customers values ('c2', null, 1)")
  await refreshed(() => expect(status()).toMatchObject({ rows: 1, refused: 1, error: null }))
  await pay("2", "c1", { id: "2", tier: "silver", most: 10.5 })

  await server.stop()
  await refreshed(() => expect(status()).toMatchObject({ rows: 1, staleSince: expect.any(Number) }))
  await pay("3", "c1", { id: "3", tier: "silver", most: 10.5 })
  const { ready, reasons } = job.ready()
  expect(ready).toBe(false)
  expect(reasons[0]).toMatch(/^table Customers cannot be read since 1970-01-01T00:.*ECONNREFUSED/)
  await refreshed(() => expect(status().error).toMatch(/ECONNREFUSED/))
  expect(logged.filter(({ message }) => message.includes("stay in use"))).toHaveLength(1)

  await server.start()
  await server.run("update customers set tier = 'bronze'")
  await refreshed(() => expect(status()).toMatchObject({ rows: 2, refused: 0, staleSince: null }))
  await pay("4", "c2", { id: "4", tier: "bronze", most: 1 })
  expect(job.ready().ready).toBe(true)
  expect(logged.map(({ message }) => message)).toContainEqual("table Customers can be read again: 2 rows")
  partition.end()
  expect((await running).tables).toMatchObject([{ name: "Customers", rows: 2, error: null }])
})
