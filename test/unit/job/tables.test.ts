import { expect, test } from "vitest"
import { ConnectorError, type TableRows, type TableSource } from "../../../runtime/connectors/contract.ts"
import { JobTables } from "../../../runtime/job/tables.ts"
import { compileRules, makeJob, record, settle, source, TestPartition } from "../../support/job.ts"

/** A source whose next answers a test gives; without one it is unchanged. */
class TestTable implements TableSource {
  readonly answers: (readonly unknown[] | Error | Partial<TableRows>)[] = []
  reads = 0

  async read(): Promise<TableRows | undefined> {
    this.reads++
    const next = this.answers.shift()
    if (next instanceof Error) throw next
    if (next === undefined) return undefined
    return { rows: [], values: "json", problems: [], ...("length" in next ? { rows: next } : next) }
  }

  async close() {}
}

const rules = await compileRules(`
  event A { id: string, at: time } timed by at
  table Known key id { id: string } from file("known.csv") refresh 1 minute
  rule Seen { when A as a where id in Known alert { id: a.id } }
`)

async function begin(...answers: TestTable["answers"]) {
  const table = new TestTable()
  table.answers.push(...answers)
  const tables = new JobTables([{ name: "Known", source: table, refreshMs: 60_000 }])
  await tables.read()
  const partition = new TestPartition("p", [], false)
  const run = makeJob(rules, { A: source([partition]) }, { tables })
  return { ...run, table, partition }
}

test("rows are replaced between two events", async () => {
  const { job, table, partition, clock, output } = await begin([{ id: "x" }])
  const running = job.run()
  const ids = ["x", "y"]
  const give = async (at: number) => {
    partition.give(...ids.map((id, i) => record({ id, at: at + i })), record({ id: "end", at: at + 5 }))
    await settle()
  }
  await give(10)
  table.answers.push([{ id: "y" }])
  clock.pass(60_000)
  await settle()
  await give(20)
  partition.end()
  const { tables } = await running
  expect(output.values.map(({ data }) => data)).toEqual([{ id: "x" }, { id: "y" }])
  expect(tables).toEqual([
    { name: "Known", rows: 1, refused: 0, repeated: 0, loadedAt: 60_000, staleSince: null, error: null },
  ])
  clock.pass(60_000)
  expect(table.reads).toBe(2)
})

test("what fails keeps the rows, is said once, and is tried again", async () => {
  const { job, table, partition, clock, logged } = await begin([{ id: "x" }])
  const running = job.run()
  const pass = async (answer: TestTable["answers"][number] | undefined) => {
    if (answer !== undefined) table.answers.push(answer)
    clock.pass(60_000)
    await settle()
    return job.progress().tables![0]!
  }
  expect(await pass(new ConnectorError("failure", "it is away"))).toMatchObject({ rows: 1, staleSince: 60_000 })
  expect(job.ready()).toEqual({
    ready: false,
    reasons: ["table Known cannot be read since 1970-01-01T00:01:00.000Z: it is away"],
  })
  expect(await pass([{ id: 7 }])).toMatchObject({ rows: 1, staleSince: 60_000, error: /its only row does not fit/ })
  const problem = { problem: { code: "not-json", reason: "not JSON" }, position: { line: 3 } }
  expect(await pass({ rows: [], problems: [problem] })).toMatchObject({ rows: 1, error: /can be read: not JSON/ })
  expect(await pass(undefined), "what could not be used is still there").toMatchObject({ staleSince: 60_000 })
  expect(job.ready().ready).toBe(false)
  expect(await pass([{ id: "x" }])).toMatchObject({ rows: 1, staleSince: null, loadedAt: 300_000 })
  expect(job.ready()).toEqual({ ready: true, reasons: [] })
  const partly = { rows: [{ id: "x" }, { id: 1 }, { id: 2 }, { id: "x" }], problems: [problem] }
  expect(await pass(partly)).toMatchObject({ rows: 1, refused: 3, repeated: 1 })
  await pass(partly)
  partition.end()
  await running
  expect(logged.map(({ message }) => message)).toEqual([
    "table Known: it is away; the rows of 1970-01-01T00:00:00.000Z stay in use (1), and it is tried again at each refresh",
    "table Known can be read again: 1 row",
    "table Known: 2 rows: each is left out; the first: field `id` is 1, not a string",
    'table Known: a row takes another one\'s place: two rows have the key "x": the last one counts',
    'table Known: a row is left out: not JSON ({"line":3})',
  ])
})

test("rows that are all gone are said", async () => {
  const { job, table, partition, clock, logged } = await begin([{ id: "x" }, { id: "y" }])
  const running = job.run()
  for (const answer of [[], [], [{ id: "x" }]]) {
    table.answers.push(answer)
    clock.pass(60_000)
    await settle()
  }
  partition.end()
  await running
  expect(logged.map(({ message }) => message)).toEqual(["table Known: there are no rows any more; it had 2"])
})

test("a column that is lacking altogether is said once", async () => {
  const table = new TestTable()
  table.answers.push({ rows: [{ id: "x" }], columns: ["id", "naem"] })
  const tables = new JobTables([{ name: "Known", source: table, optional: ["name", "more"] }])
  await tables.read()
  const { logged } = makeJob(rules, { A: source([new TestPartition("p", [])]) }, { tables })
  expect(logged.map(({ message }) => message)).toEqual([
    "table Known: no column is called `name`, so that it is missing in every row; there are id, naem",
    "table Known: no column is called `more`, so that it is missing in every row; there are id, naem",
  ])
})

test("what fails at the start ends the job before it begins", async () => {
  await expect(begin(new ConnectorError("failure", "it is away"))).rejects.toMatchObject({
    kind: "failure",
    message:
      "table Known: it is away (the job begins when the table can be read; --table Known=SPEC reads another source)",
  })
  await expect(begin([{ id: 1 }])).rejects.toMatchObject({
    kind: "usage",
    message: "table Known: its only row does not fit: field `id` is 1, not a string",
  })
  await expect(begin({ rows: [{ ID: "x" }, { ID: "y" }], columns: ["ID"] })).rejects.toMatchObject({
    message: "table Known: none of its 2 rows fits: field `id` is missing; there are ID",
  })
})
