/**
 * Every block of code in what users read is executed, so that what it says is so. `ways.ts` says which language and mark is executed how:
 *
 * - `cep`: compiles without an error, and its `test` blocks pass; `given=payments` puts docs/language/given/payments.cep
 *   before it; `error=CEP2013`: gives exactly this error (`wrong`: at least one).
 * - `file=x`: also, or only, written to the document's folder, for what follows (`append`: behind what is there).
 * - `sh`: run in that folder, with the real `cep`. `sh job`: its `cep run` go on while what follows is run
 *   (`job=2`: two processes of each), up to the next job, or `sh ended`. Before that each has read something, or its watermark stands at `watermark=TIME`. For what operators read `docs/operate/given` is in the folder, unless the document has other files of these names. Kafka, S3 and PostgreSQL are real ones. `sh arguments`: takes minutes; its arguments are read by the program that it starts.
 * - `text output`, `json output`: what the commands before it printed. `…` stands for anything in a line, `…` alone for any lines.
 * - `from=FILE`: stands so in that file. `by=TEST`: that test prints it. `text picture`: a drawing.
 * - `ts`: type-checked, and run as a module that imports the package by its name.
 * - `<!-- sh`, several lines, `-->`: a block that the reader does not see.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, test } from "vitest"
import { codeBlocks } from "./blocks.ts"
import { readDocuments } from "./documents.ts"
import { modulesOf, runProblems, typeProblems } from "./modules.ts"
import { openFolder, Reading } from "./reading.ts"
import { Services } from "./services.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const cache = join(root, ".cache")
mkdirSync(cache, { recursive: true })
const scratch = mkdtempSync(join(cache, "documents-"))
const services = new Services()
afterAll(async () => {
  await services.close()
  rmSync(scratch, { recursive: true, force: true })
})

const documents = readDocuments()

describe("the code in the documents", () => {
  for (const document of documents) {
    if (document.blocks.length === 0 || document.path.startsWith("docs/reference/messages/")) continue
    test(document.path, async () => new Reading(document, openFolder(scratch), services).all())
  }
})

test.each<[string, string, RegExp]>([
  [
    "an output that is another",
    "```sh\necho 1\n```\n\n```text output\n2\n```\n",
    /^docs\/x\.md:5: .*shows\n {2}2\n.*\n {2}1\n/,
  ],
  ["an option that no command has", "\n```sh\nnpx cep check --nonsens .\n```\n", /^docs\/x\.md:2: .*--nonsens/s],
  [
    "an argument that nobody reads",
    "```sh arguments\nnpm run bench -- --nonsens\n```\n",
    /^docs\/x\.md:1: .*--nonsens/s,
  ],
  ["rules with a mistake", "```cep\nrule R {}\n```\n", /^docs\/x\.md:1: .*CEP\d{4}/s],
  ["a file that nothing uses", "```csv file=a.csv\na\n```\n", /^docs\/x\.md:1: nothing that follows uses a\.csv/],
  ["a block of which nothing says how it is checked", "```text\na\n```\n", /^docs\/x\.md:1: .*```text output/s],
])("%s is found, and its place is said", async (_, text, found) => {
  const document = { path: "docs/x.md", text, blocks: codeBlocks(text) }
  await expect(new Reading(document, openFolder(scratch), services).all()).rejects.toThrow(found)
})

describe("modules in the documents", () => {
  const modules = modulesOf(documents)
  const folder = mkdtempSync(join(scratch, "modules-"))
  test("there are some", () => expect(modules.length).toBeGreaterThan(3))
  test("have the types of the package", async () => expect(await typeProblems(modules, folder)).toBe(""))
  test("run, and import the package by its name", async () => expect(await runProblems(modules, folder)).toBe(""))
})
