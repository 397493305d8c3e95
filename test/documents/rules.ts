import { globSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { compile } from "../../compiler/index.ts"
import { runTests } from "../../compiler/testing/index.ts"
import { createEngine, createEnricher } from "../../runtime/index.ts"
import type { Block } from "./blocks.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))

/** A block of rules compiles without an error and its tests pass; or it gives exactly the error that is said. Throws else. */
export async function checkRules(block: Block, path: string, folder: string): Promise<void> {
  const given = block.words.given
    ? readFileSync(join(root, `docs/language/given/${block.words.given}.cep`), "utf8")
    : ""
  const beside = globSync("*.ts", { cwd: folder, exclude: (name) => name.startsWith("block-") }).map((name) => ({
    path: join(dirname(path), name),
    text: readFileSync(join(folder, name), "utf8"),
  }))
  const text = "append" in block.words ? readFileSync(join(folder, block.words.file!), "utf8") : block.text
  const compiled = await compile([{ path, text: given + text }, ...beside])
  const errors = compiled.diagnostics.filter((d) => d.level === "error")
  const wanted = "wrong" in block.words ? /^CEP/ : new RegExp(`^${block.words.error ?? ""}$`)
  const found = errors.map(({ code }) => code).join()
  if (!wanted.test(found))
    throw new Error(`errors other than ${block.words.error ?? "none"}: ${JSON.stringify(errors)}`)
  if (errors.length > 0) return
  const results = await runTests(compiled.rules!, compiled.checked!.tests, createEngine, { createEnricher })
  const failed = results.flatMap((result) => result.failures.map((failure) => `${result.test.name}: ${failure.text}`))
  if (failed.length > 0) throw new Error(failed.join("\n"))
}
