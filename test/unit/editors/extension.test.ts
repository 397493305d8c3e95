import { readFileSync } from "node:fs"
import { createRequire, isBuiltin } from "node:module"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import vm from "node:vm"
import { strFromU8, unzipSync } from "fflate"
import { beforeAll, expect, test } from "vitest"
import { semanticTokenModifiers, semanticTokenTypes } from "../../../compiler/service/index.ts"
import { contextualWords, reservedWords } from "../../../lang/syntax/tokens.ts"
import { buildExtension } from "../../../tools/vscode/build.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))

let files: Record<string, string>

beforeAll(async () => {
  const entries = Object.entries(unzipSync(await buildExtension()))
  files = Object.fromEntries(entries.map(([name, content]) => [name, strFromU8(content)]))
})

const json = (name: string) => JSON.parse(files[name] ?? "{}")

test("the archive has what editors look for, and every file that the manifest names", () => {
  const manifest = json("extension/package.json")
  const { languages, grammars } = manifest.contributes
  const named = [manifest.main, languages[0].configuration, grammars[0].path].map((path: string) =>
    path.replace("./", "extension/"),
  )
  for (const name of [...named, "extension.vsixmanifest", "[Content_Types].xml", "extension/readme.md"])
    expect(Object.keys(files)).toContain(name)
  expect(manifest.scripts ?? manifest.dependencies).toBeUndefined()
})

test("its versions are that of the package, in both manifests", () => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  expect(json("extension/package.json").version).toBe(version)
  expect(files["extension.vsixmanifest"]).toContain(`Version="${version}"`)
})

test("the same sources give the same archive", async () => {
  const [first, second] = [await buildExtension(), await buildExtension()]
  expect(Buffer.compare(first, second)).toBe(0)
})

test("every kind of token that the service knows is known to the editor", () => {
  const {
    semanticTokenTypes: own,
    semanticTokenScopes,
    semanticTokenModifiers: modifiers,
  } = json("extension/package.json").contributes
  const standard = [
    "keyword",
    "comment",
    "string",
    "number",
    "regexp",
    "operator",
    "type",
    "event",
    "parameter",
    "function",
  ]
  const known = new Set([...standard, ...own.map(({ id }: { id: string }) => id)])
  expect(semanticTokenTypes.filter((type) => !known.has(type))).toEqual([])
  const types: readonly string[] = semanticTokenTypes
  expect(Object.keys(semanticTokenScopes[0].scopes).filter((type) => !types.includes(type))).toEqual([])
  const standardModifiers = ["declaration", "documentation"]
  const knownModifiers = new Set([...standardModifiers, ...modifiers.map(({ id }: { id: string }) => id)])
  expect(semanticTokenModifiers.filter((each) => !knownModifiers.has(each))).toEqual([])
})

test("the grammar has every keyword of the lexer", () => {
  const text = JSON.stringify(json("extension/syntaxes/cep.tmLanguage.json").repository.keywords)
  for (const word of [...reservedWords, ...contextualWords]) expect(text).toMatch(new RegExp(`[(|:]${word}[|)]`))
})

test("its code is one file that loads with nothing but what an editor gives", () => {
  // Whatever is asked of the editor's module while the code is loaded is a class, a function and an object with such members at once.
  class Anything {}
  const vscode: unknown = new Proxy(Anything, {
    get: (target, name) => (name === "prototype" ? target.prototype : vscode),
    apply: () => vscode,
  })
  const outer = createRequire(import.meta.url)
  const asked: string[] = []
  const load = (name: string) => {
    asked.push(name)
    return name === "vscode" ? vscode : outer(name)
  }
  const exported: Record<string, unknown> = {}
  const run = vm.runInThisContext(`(function (module, exports, require) {${files["extension/extension.js"]}\n})`)
  const module = { exports: exported }
  run(module, exported, load)
  expect(typeof module.exports.activate).toBe("function")
  expect(asked.filter((name) => name !== "vscode" && !isBuiltin(name))).toEqual([])
})
