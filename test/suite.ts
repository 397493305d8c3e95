import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"

/** The input files of a case: text by path relative to the case's folder, in order of paths. */
export interface CaseInput {
  /** "diagnostics/unknown-field" */
  name: string
  files: ReadonlyMap<string, string>
}

/** A kind of case folder: the name of the expectation and how it is made from the other files. */
export interface Kind {
  expectation: string
  run: (input: CaseInput) => string | Promise<string>
}

const cases = fileURLToPath(new URL("cases", import.meta.url))

/**
 * Makes a test of every folder in `test/cases/<kind>/`: the kind's function is run on the folder's files and its text compared with
 * the expectation beside them. `UPDATE=1` writes expectations anew, `FILTER=text` picks cases by a part of "kind/case".
 * A case without an expectation fails, and so does a kind of folder that nothing runs.
 */
export function suite(kinds: Readonly<Record<string, Kind>>, root = cases): void {
  const filter = process.env.FILTER ?? ""
  const folders = existsSync(root) ? foldersIn(root) : []
  for (const folder of folders) {
    const kind = Object.hasOwn(kinds, folder) ? kinds[folder] : undefined
    const names = foldersIn(join(root, folder)).filter((name) => `${folder}/${name}`.includes(filter))
    if (names.length === 0) continue
    describe(folder, () => {
      if (kind === undefined)
        test("is run", () => expect.fail(`nothing runs test/cases/${folder}: add the kind to test/cases.test.ts`))
      else
        for (const name of names) test(name, () => runCase(root, `${folder}/${name}`, kind, process.env.UPDATE === "1"))
    })
  }
}

/** Runs one case and compares or, on `update`, writes its expectation. Throws what makes the test fail. */
export async function runCase(root: string, name: string, kind: Kind, update: boolean): Promise<void> {
  const path = join(root, name, kind.expectation)
  const files = readFolder(join(root, name))
  const expected = files.get(kind.expectation)
  files.delete(kind.expectation)
  if (files.size === 0) expect.fail(`${name} has no input files`)
  const actual = await kind.run({ name, files })
  if (update) {
    if (actual !== expected) writeFileSync(path, actual)
    return
  }
  if (expected === undefined) {
    expect.fail(
      `${name} expects nothing: run \`UPDATE=1 FILTER=${name} npx vitest run test/cases.test.ts\` and read ${kind.expectation}`,
    )
  }
  expect(actual, `differs from ${name}/${kind.expectation} (UPDATE=1 writes it anew)`).toBe(expected)
}

/** All files below a folder: text by path with `/`, sorted. */
export function readFolder(folder: string): Map<string, string> {
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort()
      .map((path) => [path.replaceAll("\\", "/"), readFileSync(join(folder, path), "utf8")]),
  )
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}
