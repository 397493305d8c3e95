import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { gunzipSync } from "node:zlib"
import pg from "pg"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type Postgres, startPostgres } from "../support/postgres.ts"
import { finish, jsonLines, makeFolder, startCep } from "./cep.ts"

let server: Postgres
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(async () => {
  await server?.remove()
})

/** `EXACTLY_ONCE=long`: a million events, twenty kills. */
const isLong = process.env.EXACTLY_ONCE === "long"
const events = isLong ? 1_000_000 : 200_000
const kills = isLong ? 20 : 3

const rules = (url: string) => `
event Payment { account: string, n: integer, at: time } timed by at
source Payment from file("payments.jsonl")
sink plain to file("plain.jsonl")
sink packed to file("packed.jsonl.gz")
sink parts to file("parts/")
sink first to postgres("first", url: "${url}")
sink second to postgres("second", url: "${url}")
rule Tenth {
  when Payment as it where it.n % 10 == 0
  per account
  alert "{it.n}" to plain
  alert "{it.n}" to packed
  alert "{it.n}" to parts
  alert "{it.n}" to first
  alert "{it.n}" to second
}
`

function payments(): string {
  let text = ""
  for (let n = 0; n < events; n++) text += `{"account":"a${n % 7}","n":${n},"at":${1.7e12 + n * 10}}\n`
  return text
}

test("each output is once in files, folders and tables, however often the process is killed", async () => {
  const { folder, remove } = makeFolder({ "rules.cep": rules(server.url), "payments.jsonl": payments() })
  const reader = new pg.Client(server.url)
  await reader.connect()
  try {
    await reader.query("create table first (message text); create table second (at timestamptz, output jsonb)")
    const run = () => {
      const options = ["--checkpoint-dir", "checkpoints", "--checkpoint-interval", "50ms", "--job", "kills"]
      // Reading waits for the sinks, so that the job lives through all kills.
      if (isLong) options.push("--max-outbox", "1MiB")
      const child = startCep(["run", "rules.cep", ...options], folder)
      return { child, ended: finish(child) }
    }
    const published = async () => {
      const { rows } = await reader.query(`select to_regclass('cep_marks') is not null as there`)
      if (!rows[0].there) return 0
      const marks = await reader.query("select coalesce(max(checkpoint), 0)::int as n from cep_marks")
      return marks.rows[0].n as number
    }
    let killed = 0
    for (let kill = 0; kill < kills; kill++) {
      const { child, ended } = run()
      const before = await published()
      while (child.exitCode === null && (await published()) <= before);
      child.kill("SIGKILL")
      const { code, stderr } = await ended
      // Killed, or quicker than that.
      expect(code === null || code === 0, stderr).toBe(true)
      if (code === null) killed++
    }
    if (isLong) expect(killed).toBe(kills)
    const { code, stderr } = await run().ended
    expect(code, stderr).toBe(0)

    const wanted = Array.from({ length: events / 10 }, (_, at) => at * 10)
    const numbers = (rows: readonly Record<string, unknown>[]) =>
      rows.map(({ message }) => Number(message)).sort((a, b) => a - b)
    const bytes = (name: string) => readFileSync(join(folder, name))
    const parts = readdirSync(join(folder, "parts")).filter((name) => !name.startsWith("."))
    expect(readdirSync(join(folder, "parts")).filter((name) => name.startsWith(".part"))).toEqual([])
    expect(numbers(jsonLines(bytes("plain.jsonl").toString()))).toEqual(wanted)
    expect(numbers(jsonLines(gunzipSync(bytes("packed.jsonl.gz")).toString()))).toEqual(wanted)
    expect(numbers(parts.flatMap((name) => jsonLines(bytes(join("parts", name)).toString())))).toEqual(wanted)
    expect(numbers((await reader.query("select message from first")).rows)).toEqual(wanted)
    expect(numbers((await reader.query("select output->>'message' as message from second")).rows)).toEqual(wanted)
  } finally {
    await reader.end()
    remove()
  }
})
