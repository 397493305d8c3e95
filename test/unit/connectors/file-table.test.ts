import { mkdtempSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { fileConnector } from "../../../runtime/connectors/file/index.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cepheus-table-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (name: string, data: string | Uint8Array) => writeFileSync(join(folder, name), data)
const open = (path: string, more = {}) => fileConnector.openTable!({ path, ...more }, { folder })

describe("a table from files", () => {
  test("is read as CSV, as JSON lines, compressed, and from several files", async () => {
    write("a.csv", "id,name\n1,Ann\n2,\n")
    write("b.jsonl.gz", gzipSync('{"id":1}\n\n{"id":2}\n'))
    write("part-1.csv", "id\n1\n")
    write("part-2.csv", "id\n2\n")
    const csv = [
      { id: "1", name: "Ann" },
      { id: "2", name: "" },
    ]
    expect(await (await open("a.csv")).read()).toEqual({
      rows: csv,
      columns: ["id", "name"],
      values: "text",
      problems: [],
    })
    expect(await (await open("b.jsonl.gz")).read()).toMatchObject({ rows: [{ id: 1 }, { id: 2 }], values: "json" })
    expect(await (await open("part-*.csv")).read()).toMatchObject({ rows: [{ id: "1" }, { id: "2" }] })
  })

  test("is read again when the file is another", async () => {
    write("a.jsonl", '{"id":1}\n')
    const table = await open("a.jsonl")
    expect(await table.read()).toMatchObject({ rows: [{ id: 1 }] })
    expect(await table.read()).toBeUndefined()
    write("next", '{"id":2}\n')
    // As another program does it; the same size, and a time that differs although this is fast.
    const { mtimeMs } = statSync(join(folder, "a.jsonl"))
    utimesSync(join(folder, "next"), mtimeMs / 1000 + 5, mtimeMs / 1000 + 5)
    renameSync(join(folder, "next"), join(folder, "a.jsonl"))
    expect(await table.read()).toMatchObject({ rows: [{ id: 2 }] })
    expect(await table.read()).toBeUndefined()
  })

  test("that is away fails, and can be read when it is back", async () => {
    const table = await open("a.jsonl")
    await expect(table.read()).rejects.toMatchObject({ kind: "usage", message: /there is no such file/ })
    write("a.jsonl", "")
    expect(await table.read()).toEqual({ rows: [], values: "json", problems: [] })
    await expect((await open("*.csv")).read()).rejects.toMatchObject({ message: "no file matches *.csv" })
  })

  test("that is CSV of no bytes is not taken for one without rows", async () => {
    write("a.csv", "id\n1\n")
    const table = await open("a.csv")
    await table.read()
    write("a.csv", "")
    const message = "a.csv is empty: the first line of CSV names the columns"
    await expect(table.read()).rejects.toMatchObject({ kind: "failure", message })
    await expect(table.read()).rejects.toMatchObject({ message })
    write("a.csv", "id\n")
    expect(await table.read()).toMatchObject({ rows: [] })
  })

  test("tells what is no row", async () => {
    write("a.jsonl", '{"id":1}\nnix\n')
    expect(await (await open("a.jsonl")).read()).toMatchObject({
      rows: [{ id: 1 }],
      problems: [{ problem: { code: "not-json" }, position: { file: "a.jsonl", line: 2 } }],
    })
  })

  test("is neither standard input nor of two formats", async () => {
    await expect(open("-")).rejects.toMatchObject({ kind: "usage" })
    write("a.csv", "id\n1\n")
    write("a.jsonl", '{"id":1}\n')
    await expect((await open("a.*")).read()).rejects.toMatchObject({ message: /all CSV or all JSON lines/ })
  })
})
