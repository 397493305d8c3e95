/** What was read of files, once more: up to a place that another reader was at, and no further. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import type { Partition, Position } from "../../../runtime/connectors/contract.ts"
import { fileConnector } from "../../../runtime/connectors/file/index.ts"

const folder = mkdtempSync(join(tmpdir(), "file-past-"))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, "a1.jsonl"), '{"n":1}\n{"n":2}\n')
writeFileSync(join(folder, "a2.jsonl"), '{"n":3}\n{"n":4}\n{"n":5}\n')
writeFileSync(join(folder, "c.csv"), 'n,t\n1,"x\ny"\n2,z\n')

async function texts(partition: Partition): Promise<string[]> {
  const found: string[] = []
  for (let batch = await partition.read(); batch !== null; batch = await partition.read()) {
    found.push(...batch.records.map(({ text }) => text))
  }
  return found
}

async function past(path: string, end: Position | undefined): Promise<string[]> {
  const ends = new Map(end === undefined ? [] : [[path, end]])
  const opened = await fileConnector.openPast!({ path }, { folder }, { since: 0, ends })
  const found = await texts(opened!.source.partitions[0]!)
  await opened!.source.close()
  return found
}

test.each<[string, string, Position | undefined, readonly string[]]>([
  ["nothing was read", "a*.jsonl", { file: "a1.jsonl", line: 1, byte: 0 }, []],
  ["in the first file", "a*.jsonl", { file: "a1.jsonl", line: 2, byte: 8 }, ['{"n":1}']],
  ["at the end of the first file", "a*.jsonl", { file: "a1.jsonl", line: 3, byte: 16 }, ['{"n":1}', '{"n":2}']],
  ["in the last file", "a*.jsonl", { file: "a2.jsonl", line: 2, byte: 8 }, ['{"n":1}', '{"n":2}', '{"n":3}']],
  ["in rows of CSV", "c.csv", { file: "c.csv", line: 4, byte: 12 }, ['1,"x\ny"']],
])("%s", async (_, path, end, expected) => {
  expect(await past(path, end)).toEqual(expected)
})

test("standard input cannot be read again", async () => {
  expect(await fileConnector.openPast!({ path: "-" }, { folder }, { since: 0, ends: new Map() })).toBeUndefined()
})
