import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import type { SliceIdentity } from "../../../runtime/connectors/contract.ts"
import { systemOutputFiles } from "../../../runtime/connectors/file/output-files.ts"
import { openFilePublisher } from "../../../runtime/connectors/file/publisher.ts"
import { type PublisherHarness, publisherSuite } from "../../conformance/publisher.ts"
import { TestProcesses } from "../../support/processes.ts"

/** Several files of a folder as one text, in name order. */
const textOf = (folder: string, names: readonly string[]) =>
  names
    .map((name) => readFileSync(join(folder, name)))
    .map((bytes, at) => (names[at]!.endsWith(".gz") && bytes.length > 0 ? gunzipSync(bytes) : bytes).toString())
    .join("")

const linesOf = (text: string): unknown[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))

async function harness(path: string, namesOf: (folder: string) => string[]): Promise<PublisherHarness> {
  const folder = mkdtempSync(join(tmpdir(), "cep-publish-"))
  const machine = new TestProcesses()
  return {
    open: (identity: SliceIdentity) =>
      openFilePublisher(
        [{ path }],
        identity,
        { folder },
        { files: systemOutputFiles, processes: machine.of(identity.attempt) },
      ),
    kill: async ({ attempt }) => machine.kill(attempt),
    read: async () => linesOf(textOf(folder, namesOf(folder))),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

publisherSuite({
  name: "one file",
  sinks: 1,
  rivals: "refused",
  make: () => harness("alerts.jsonl", () => ["alerts.jsonl"]),
})

publisherSuite({
  name: "one compressed file",
  sinks: 1,
  rivals: "refused",
  make: () => harness("alerts.jsonl.gz", () => ["alerts.jsonl.gz"]),
})

publisherSuite({
  name: "a folder of files",
  sinks: 1,
  rivals: "harmless",
  make: () =>
    harness("out/alerts/", (folder) => {
      const names = readdirSync(join(folder, "out/alerts")).filter((name) => !name.startsWith("."))
      return names.sort().map((name) => join("out/alerts", name))
    }),
})
