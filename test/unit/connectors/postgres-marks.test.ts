import type { Client } from "pg"
import { expect, test } from "vitest"
import { prepareMarks } from "../../../runtime/connectors/postgres/marks.ts"

/** A database without the table, in which making it fails so. */
function failing(code: string): Client {
  const query = async (text: string) => {
    if (!text.startsWith("create table")) return { rows: [{ user: "cep", there: false, may: null }] }
    throw Object.assign(new Error("no table was made"), { code })
  }
  return { query } as unknown as Client
}

test.each(["42P07", "42710", "23505"])("whoever makes the table at the same moment has made it (%s)", async (code) => {
  await expect(prepareMarks(failing(code), "db")).resolves.toBeUndefined()
})

test("what forbids it is said, with what the owner has to do; all else is the database's", async () => {
  await expect(prepareMarks(failing("42501"), "db")).rejects.toThrow("have the owner run: create table")
  await expect(prepareMarks(failing("53100"), "db")).rejects.toThrow("no table was made")
})
