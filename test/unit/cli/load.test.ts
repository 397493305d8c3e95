import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { findFiles, load } from "../../../compiler/cli/load.ts"

const files: Readonly<Record<string, string>> = {
  "a/main.cep": 'import "./parts/*.cep"\nimport "../common.cep"\nuse { f } from "./lib/f.ts"\nimport "./gone.cep"\n',
  "a/parts/one.cep": 'event One from "../types.ts" timed by at\n',
  "a/parts/two.cep": 'import "./one.cep"\n',
  "a/parts/deep/three.cep": "",
  "a/lib/f.ts": 'import type { T } from "./t.js"\nexport { g } from "./g"\nimport "elsewhere"\n',
  "a/lib/t.ts": "export type T = number\n",
  "a/lib/g.ts": 'export const g = 1; export const word = "./not-an-import.ts"\n',
  "a/types.ts": "export interface One { at: number }\n",
  "a/unused.ts": "",
  "common.cep": 'import "./a/main.cep"\n',
  "broken.cep": 'rule {{{\nimport "./common.cep"\n',
  "a/.hidden.cep": "",
  "empty/readme.md": "",
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cep-load-"))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const within = (paths: readonly string[]) => paths.map((path) => path.replace(`${folder}/`, ""))

test("a file comes with all that it imports, once, and nothing else", async () => {
  const { entries, sources } = await load([join(folder, "a/main.cep")])
  expect(within(entries)).toEqual(["a/main.cep"])
  expect(within(sources.map(({ path }) => path)).sort()).toEqual([
    "a/lib/f.ts",
    "a/lib/g.ts",
    "a/lib/t.ts",
    "a/main.cep",
    "a/parts/one.cep",
    "a/parts/two.cep",
    "a/types.ts",
    "common.cep",
  ])
})

test("imports are found in a file with errors", async () => {
  const { sources } = await load([join(folder, "broken.cep")])
  expect(within(sources.map(({ path }) => path))).toContain("common.cep")
})

test("arguments are files, folders and wildcards", async () => {
  expect(within(await findFiles([join(folder, "a/")]))).toEqual([
    "a/main.cep",
    "a/parts/deep/three.cep",
    "a/parts/one.cep",
    "a/parts/two.cep",
  ])
  expect(within(await findFiles([join(folder, "a/parts/*.cep"), join(folder, "a/parts/one.cep")]))).toEqual([
    "a/parts/one.cep",
    "a/parts/two.cep",
  ])
  await expect(findFiles([join(folder, "common")])).rejects.toThrow(/there is no file .*common; there is .*common\.cep/)
  await expect(findFiles([join(folder, "empty")])).rejects.toThrow(/has no \.cep file/)
  await expect(findFiles([join(folder, "*.txt")])).rejects.toThrow(/no file matches/)
  await expect(findFiles([join(folder, "a/types.ts")])).rejects.toThrow(/is no \.cep file/)
})
