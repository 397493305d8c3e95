import pg from "pg"
import { afterAll, beforeAll } from "vitest"
import type { Settings, SliceIdentity } from "../../../runtime/connectors/contract.ts"
import { openPostgresPublisher } from "../../../runtime/connectors/postgres/publisher.ts"
import { type PublisherHarness, publisherSuite } from "../../conformance/publisher.ts"
import { type Postgres, startPostgres } from "../../support/postgres.ts"

let server: Postgres
let schemas = 0
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(async () => {
  await server?.remove()
})

async function harness(): Promise<PublisherHarness> {
  const schema = `suite${++schemas}`
  await server.run(
    `create schema ${schema}; create table ${schema}.first (place bigserial, id text, text text);
     create table ${schema}.second (place bigserial, id text primary key, output jsonb)`,
  )
  const url = `${server.url}?options=-csearch_path%3D${schema}`
  const sinks: Settings[] = [
    { url, table: "first" },
    { url, table: "second" },
  ]
  const reader = new pg.Client(url)
  await reader.connect()
  const queries = ["select id, text from first order by place", "select output from second order by place"]
  return {
    open: (identity: SliceIdentity) => openPostgresPublisher(sinks, identity),
    // Its connection stays, as that of a process that is frozen.
    kill: async () => {},
    read: async (sink) => {
      const { rows } = await reader.query(queries[sink]!)
      return sink === 0 ? rows : rows.map(({ output }) => output)
    },
    remove: () => reader.end(),
  }
}

publisherSuite({
  name: "PostgreSQL",
  sinks: 2,
  rivals: "fenced",
  shown: (text) => text.replaceAll("\0", "\ufffd").toWellFormed(),
  make: harness,
})
