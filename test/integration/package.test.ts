import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { build } from "../../tools/build.ts"
import { readFolder } from "../suite.ts"
import { packageOf, readFacts } from "../tidy/facts.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const place = mkdtempSync(join(tmpdir(), "cepheus-package-"))
const unpacked = join(place, "package")
let files = new Map<string, string>()

/** Runs a command; its output, or an error with all that it said. */
function run(command: string, args: readonly string[], cwd: string, shell = false): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8", shell })
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}\n${stdout}${stderr}`)
  return stdout
}

beforeAll(async () => {
  expect(await build(join(place, "dist"))).toBe("")
  // On Windows npm is a script that only a shell can start.
  run("npm", ["pack", "--silent", "--pack-destination", ".."], join(place, "dist"), process.platform === "win32")
  const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  run("tar", ["-xzf", `${name}-${version}.tgz`], place)
  files = readFolder(unpacked)
})

afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(place, { recursive: true, force: true })
})

test("the package holds JavaScript, declarations, maps, documents and what operators load, and no TypeScript source", () => {
  const odd = [...files.keys()].filter(
    (path) => !/(\.c?js|\.d\.ts|\.js\.map|\.md|\.json|^ops\/.*\.yml|^console\/dist\/.*\.(html|css|svg))$/.test(path),
  )
  expect(odd).toEqual([])
  expect([...files.keys()]).toEqual(expect.arrayContaining(["ops/grafana/cepheus.json", "ops/prometheus/alerts.yml"]))
  expect([...files.keys()]).toEqual(expect.arrayContaining(["console/dist/index.html", "console/dist/console.js"]))
  for (const path of ["lang/index", "compiler/index", "runtime/index"]) {
    expect([...files.keys()]).toEqual(expect.arrayContaining([`${path}.js`, `${path}.d.ts`, `${path}.js.map`]))
  }
})

/** In an import, an export or a URL beside the file; texts such as messages may speak of TypeScript files. */
const namesTypeScript = /(?:^(?:import|export)\b[^;"'`]*?|\b(?:import|new URL)\(\s*)["'](\.[^"']*(?<!\.d)\.ts)["']/gm

test("nothing in it names a TypeScript file that is not there", () => {
  const left = [...files].flatMap(([path, text]) =>
    /\.(js|d\.ts)$/.test(path) ? [...text.matchAll(namesTypeScript)].map((match) => `${path}: ${match[1]}`) : [],
  )
  expect(left).toEqual([])
})

test("its package.json carries nothing that is for development alone", () => {
  const manifest = JSON.parse(files.get("package.json") ?? "{}")
  for (const field of ["devDependencies", "optionalDependencies", "workspaces", "scripts", "private"]) {
    expect(manifest).not.toHaveProperty(field)
  }
  expect(
    Object.keys(manifest.dependencies).filter((name) => /^(node|node-.*|@cepheus\/.*|vitest|typescript)$/.test(name)),
  ).toEqual([])
  expect(manifest).toMatchObject({ name: "cepheus", type: "module", engines: { node: ">=20" } })
  const named = [
    ...Object.values(manifest.bin),
    ...Object.values(manifest.exports).flatMap((one) => Object.values(one as object)),
  ]
  for (const path of named.filter((one): one is string => typeof one === "string" && one.length > 1)) {
    expect([...files.keys()]).toContain(path.replace(/^\.\//, ""))
  }
})

test("nothing in it asks Node 20 for what came later: an import by name would fail before anything runs", () => {
  const later =
    /import\s*\{[^}]*\b(?:enableCompileCache|registerHooks|stripTypeScriptTypes)\b[^}]*\}\s*from\s*"node:module"/
  expect([...files].filter(([path, text]) => /\.c?js$/.test(path) && later.test(text)).map(([path]) => path)).toEqual(
    [],
  )
})

test("the command comes with the licenses of the packages that are in it", () => {
  const text = files.get("compiler/cli/LICENSES.md") ?? ""
  for (const name of ["chevrotain", "commander", "luxon"]) expect(text).toMatch(new RegExp(`^## ${name} \\d`, "m"))
})

test("every package that it imports is one of its dependencies", () => {
  const dependencies = Object.keys(JSON.parse(files.get("package.json") ?? "{}").dependencies)
  const names = [...files]
    .filter(([path]) => path.endsWith(".js"))
    .flatMap(([path, text]) => readFacts(path, text).imports.flatMap(({ specifier }) => packageOf(specifier) ?? []))
    .filter((name) => name !== "node")
  expect(names.filter((name) => !dependencies.includes(name))).toEqual([])
})

test("its command and its entries run from where it was unpacked", () => {
  mkdirSync(join(place, "user"), { recursive: true })
  symlinkSync(join(root, "node_modules"), join(unpacked, "node_modules"), "junction")
  const manifest = JSON.parse(files.get("package.json") ?? "{}")
  const cep = (...args: string[]) =>
    run(process.execPath, [join(unpacked, manifest.bin.cep), ...args], join(place, "user"))
  expect(cep("--version").trim()).toBe(manifest.version)
  cep("init", "rules")
  expect(cep("run", "rules/rules.cep", "--source", "Payment=file:rules/events.jsonl")).toMatch(/"rule":/)
  // The threads of workers begin with a file of the package, too.
  expect(cep("run", "rules/rules.cep", "--source", "Payment=file:rules/events.jsonl", "--parallelism", "2")).toMatch(
    /"rule":/,
  )
  // The client of an object store is loaded from beside the command. It asks no machine of a cloud for credentials.
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true")
  const inStore = "s3://bucket/x?endpoint=http://127.0.0.1:1&region=us-east-1"
  expect(() => cep("checkpoints", inStore)).toThrow(/s3:\/\/bucket\/x/)
  // The engine that goes into a bundle is found beside the command.
  expect(cep("compile", "rules/rules.cep", "-o", "out", "--bundle")).toBe("")
  expect(readFileSync(join(place, "user/out/rules.js"), "utf8")).toMatch(/export \{[^}]*createEngine/)
  for (const entry of [".", "./runtime", "./lang"]) {
    const url = JSON.stringify(new URL(`file://${join(unpacked, manifest.exports[entry].default)}`).href)
    expect(
      run(process.execPath, ["-e", `import(${url}).then((all) => console.log(Object.keys(all).length))`], place),
    ).toMatch(/^[1-9]/)
  }
})
