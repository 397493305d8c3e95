/**
 * Every block of code in the README, the docs and the samples' READMEs is executed, so that what they say is so:
 *
 * - `cep`: compiles without an error, and its `test` blocks pass; `given=payments` puts docs/language/given/payments.cep
 *   before it; `error=CEP2013`: gives exactly this error (`wrong`: at least one).
 * - `cep file=x append`, `jsonl file=x`: also written to the document's folder, for the commands that follow.
 * - `sh`: run in that folder when each line begins with `npx cep` or `node samples/`; `output` after it: what it printed.
 * - `ts`: run as a module that imports the package by its name.
 * - `skip`: not run. Other languages are not run.
 */
import { execFile } from "node:child_process"
import {
  appendFileSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { afterAll, describe, expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import { runTests } from "../../compiler/testing/index.ts"
import { createEngine, createEnricher } from "../../runtime/index.ts"
import { type Block, codeBlocks } from "./blocks.ts"

const run = promisify(execFile)
const root = join(dirname(fileURLToPath(import.meta.url)), "../..")
const cep = join(root, "compiler/cli/main.ts")
const cache = join(root, ".cache")
mkdirSync(cache, { recursive: true })
const scratch = mkdtempSync(join(cache, "documents-"))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

async function checkRules(block: Block, path: string, folder: string): Promise<void> {
  const given = block.words.given
    ? readFileSync(join(root, `docs/language/given/${block.words.given}.cep`), "utf8")
    : ""
  const beside = globSync("*.ts", { cwd: folder, exclude: (name) => name.startsWith("block-") }).map((name) => ({
    path: join(dirname(path), name),
    text: readFileSync(join(folder, name), "utf8"),
  }))
  const compiled = await compile([{ path, text: given + block.text }, ...beside])
  const errors = compiled.diagnostics.filter((d) => d.level === "error")
  if ("wrong" in block.words) expect(errors, "an error is expected").not.toEqual([])
  else expect(errors.map((d) => `${d.code}`).join(), JSON.stringify(errors)).toBe(block.words.error ?? "")
  if (errors.length > 0) return
  const results = await runTests(compiled.rules!, compiled.checked!.tests, createEngine, { createEnricher })
  const failed = results.flatMap((result) => result.failures.map((failure) => `${result.test.name}: ${failure.text}`))
  expect(failed).toEqual([])
}

function put(block: Block, folder: string): void {
  const path = join(folder, block.words.file ?? "")
  if ("append" in block.words) appendFileSync(path, block.text)
  else writeFileSync(path, block.text)
}

/** Only the commands that a reader runs in a clone; the samples stand in the folder as they do there. */
async function runCommands(block: Block, folder: string): Promise<string> {
  const lines = block.text.split("\n").filter((line) => line.trim() !== "")
  if (!lines.every((line) => /^(npx cep|node samples\/|#)/.test(line))) return ""
  const script = `set -e\nnpx() { shift; "${process.execPath}" "${cep}" "$@"; }\n${block.text}`
  return (await run("bash", ["-c", script], { cwd: folder, env: { ...process.env, NO_COLOR: "1" } })).stdout
}

async function runModule(block: Block, folder: string): Promise<void> {
  const path = join(folder, `block-${block.line}.ts`)
  writeFileSync(path, block.text)
  await run(process.execPath, [path], { cwd: folder })
}

/** `…` in the document stands for anything. */
function expectOutput(expected: string, printed: string): void {
  const pattern = expected
    .trim()
    .split("…")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("[^]*?")
  expect(printed.trim()).toMatch(new RegExp(`^${pattern}$`))
}

async function runDocument(blocks: readonly Block[], folder: string, path: string): Promise<void> {
  let printed = ""
  for (const block of blocks) {
    if ("skip" in block.words) continue
    const where = `${path}:${block.line}`
    try {
      if ("output" in block.words) expectOutput(block.text, printed)
      if (block.words.file) put(block, folder)
      if (block.language === "cep") await checkRules(fileSoFar(block, folder), `${path}:${block.line}.cep`, folder)
      if (block.language === "sh") printed = await runCommands(block, folder)
      if (block.language === "ts") await runModule(block, folder)
    } catch (error) {
      throw new Error(`${where}: ${(error as Error).message}`, { cause: error })
    }
  }
}

/** An appended block is judged with all that its file holds by then. */
function fileSoFar(block: Block, folder: string): Block {
  return "append" in block.words
    ? { ...block, text: readFileSync(join(folder, block.words.file ?? ""), "utf8") }
    : block
}

/** The pages of messages are made from the catalogue, which messages.test.ts tries. */
const handwritten = globSync("docs/**/*.md", { cwd: root }).filter((path) => !path.includes("messages"))
const documents = ["README.md", ...handwritten, ...globSync("samples/**/*.md", { cwd: root })]

describe("the code in the documents", () => {
  for (const path of documents.toSorted()) {
    const blocks = codeBlocks(readFileSync(join(root, path), "utf8"))
    if (!blocks.some((block) => ["cep", "sh", "ts"].includes(block.language))) continue
    test(path, { timeout: 60_000 }, async () => {
      const folder = mkdtempSync(join(scratch, "doc-"))
      symlinkSync(join(root, "samples"), join(folder, "samples"), "junction")
      await runDocument(blocks, folder, path)
    })
  }
})
