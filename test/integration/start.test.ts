/** What a start of `cep` loads, and that the quick form of the command is used while it is what the sources say. By what happens, not by time. */
import { spawnSync } from "node:child_process"
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { fileURLToPath, pathToFileURL } from "node:url"
import { Worker } from "node:worker_threads"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { CompileAnswer, CompileMessage } from "../../compiler/cli/compile-messages.ts"
import { makeFolder } from "./cep.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const sources = join(root, "compiler/cli/main.ts")
const quick = join(root, "tools/cep.js")

const rules = `
event Payment { card: string, amount: number, at: time } timed by at
rule Big { when Payment as big where amount > 100 alert "{big.card}" }
rule Twice { when 2 Payment as paid within 1 minute per card alert }
`
const events = [
  { card: "a", amount: 500, at: 0 },
  { card: "a", amount: 1, at: 1000 },
]
const text = events.map((event) => `${JSON.stringify(event)}\n`).join("")
const { folder, remove } = makeFolder({ "rules.cep": rules, "events.jsonl": text })
afterAll(remove)

interface Run {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  /** The URLs of the modules that were loaded. */
  readonly loaded: readonly string[]
}

/** Of these tests alone. */
const cache = join(folder, "cache")

function run(program: string, ...args: string[]): Run {
  return runWith({}, program, ...args)
}

function runWith(more: NodeJS.ProcessEnv, program: string, ...args: string[]): Run {
  const path = join(folder, "loaded.json")
  const preload = new URL("./loaded.js", import.meta.url).href
  const env = { ...process.env, NO_COLOR: "1", CEP_TEST_LOADED: path, XDG_CACHE_HOME: cache, ...more }
  const child = spawnSync(process.execPath, ["--import", preload, program, ...args], {
    cwd: folder,
    env,
    encoding: "utf8",
  })
  return { ...child, loaded: JSON.parse(readFileSync(path, "utf8")) }
}

const source = ["--source", "Payment=file:events.jsonl", "--quiet"]
const among = (loaded: readonly string[], what: RegExp) => loaded.filter((url) => what.test(url))

beforeAll(() => {
  const built = spawnSync(process.execPath, [join(root, "tools/build-cep.ts")], { encoding: "utf8" })
  expect(built.stderr).toBe("")
  for (const flags of [[], ["--bundle"]]) {
    const out = flags.length === 0 ? "module" : "bundle"
    expect(run(quick, "compile", "rules.cep", "-o", out, ...flags).status).toBe(0)
  }
})

describe("a run of plain rules", () => {
  const rare =
    /node_modules\/(typescript|ts-morph|@ts-morph|esbuild|pg|onnxruntime-node|@aws-sdk|@smithy)\/|^node:(worker_threads|zlib|net)$/

  test("loads no TypeScript, no bundler, no database and no models", () => {
    const { status, stdout, loaded } = run(sources, "run", "rules.cep", ...source)
    expect({ status, lines: stdout.split("\n").length }).toEqual({ status: 0, lines: 3 })
    expect(among(loaded, /lang\/syntax\/parse\.ts$/)).toHaveLength(1)
    expect(among(loaded, rare)).toEqual([])
  })

  test("loads a few files, and no sources, in its quick form", () => {
    const { status, loaded } = run(quick, "run", "rules.cep", ...source)
    expect(status).toBe(0)
    expect(among(loaded, /\.ts$/)).toEqual([])
    expect(among(loaded, rare)).toEqual([])
    expect(among(loaded, /^file:/).length).toBeLessThan(5)
  })
})

test.each([
  sources,
  quick,
])("checkpoints in a folder load no client of an object store, and those in one do: %s", (program) => {
  const stored = (place: string) => run(program, "run", "rules.cep", ...source, "--checkpoint-dir", place)
  const inFolder = stored("checkpoints")
  expect(inFolder.status, inFolder.stderr).toBe(0)
  expect(among(inFolder.loaded, /node_modules\/(@aws-sdk|@smithy)\//)).toEqual([])
  const env = { AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x", AWS_REGION: "us-east-1", AWS_MAX_ATTEMPTS: "1" }
  const inStore = runWith(env, program, "checkpoints", "s3://bucket/x?endpoint=http://127.0.0.1:1")
  expect(inStore).toMatchObject({ status: 3, stderr: expect.stringContaining("ECONNREFUSED") })
})

describe.each(["module", "bundle"])("a run of a compiled %s", (form) => {
  const compiled = `${form}/rules.js`

  test("gives what the rules give", () => {
    const expected = run(quick, "run", "rules.cep", ...source)
    const { status, stdout, stderr } = run(quick, "run", compiled, ...source)
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: expected.stdout, stderr: "" })
    expect(stdout).toContain('"rule":"Twice"')
  })

  test("loads neither parser nor compiler", () => {
    const { status, loaded } = run(sources, "run", compiled, ...source)
    expect(status).toBe(0)
    const compiler =
      /\/lang\/(syntax|check|format)\/|\/compiler\/(?!cli\/)|node_modules\/(chevrotain|ts-morph|typescript)\//
    expect(among(loaded, compiler)).toEqual([])
  })

  test("needs no package.json, and heeds none", () => {
    mkdirSync(join(folder, "commonjs"), { recursive: true })
    writeFileSync(join(folder, "commonjs/package.json"), '{ "type": "commonjs" }')
    cpSync(join(folder, compiled), join(folder, "commonjs/rules.js"))
    const { status, stderr } = run(quick, "run", "commonjs/rules.js", ...source)
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
  })
})

test.each([
  ["nothing.js", undefined, "there is no file nothing.js"],
  ["broken.js", "export const rules = {", "broken.js cannot be loaded: "],
  ["other.mjs", "export const rules = { manifest: {} }", "other.mjs holds no compiled rules"],
  ["throws.mjs", "throw null", "throws.mjs cannot be loaded: "],
  ["old.mjs", "export const rules = { manifest: { format: 0, rules: [] }, create() {} }", "compile the rules again"],
])("%s is refused with words", (name, content, words) => {
  if (content !== undefined) writeFileSync(join(folder, name), content)
  const { status, stderr } = run(quick, "run", name, ...source)
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(words) })
})

test("compiled rules run alone", () => {
  const { status, stderr } = run(quick, "run", "rules.cep", "module/rules.js", ...source)
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining("is run alone") })
})

/** Files that are named one by one: of others, as in `compiled code`, no rules are kept. */
describe("compiled rules", () => {
  const own = join(folder, "kept-rules")
  const start = (file: string, more: NodeJS.ProcessEnv = {}) =>
    runWith({ XDG_CACHE_HOME: own, ...more }, quick, "run", file, ...source)
  const place = join(own, "cepheus/code")
  const kept = () => (existsSync(place) ? readdirSync(place).filter((name) => name.startsWith("rules-")) : [])
  const write = (name: string, content: string) => writeFileSync(join(folder, name), content)
  const imported = (amount: number) => `event Payment { card: string, amount: number, at: time } timed by at
    rule Big { when Payment as big where amount > ${amount} alert "{big.card}" }`
  const clear = () => rmSync(own, { recursive: true, force: true })

  test("are kept by a run that ended well, and used by the next one", () => {
    const { status, stdout } = start("rules.cep", { NODE_DISABLE_COMPILE_CACHE: "1" })
    expect({ status, kept: kept() }).toEqual({ status: 0, kept: [] })
    expect(start("rules.cep")).toMatchObject({ status: 0, stdout, stderr: "" })
    expect(start("rules.cep")).toMatchObject({ status: 0, stdout, stderr: "" })
    const [name, ...others] = kept()
    expect(others).toEqual([])
    // What is said of the rules there comes out: nothing else was compiled.
    const path = join(place, name!)
    writeFileSync(path, readFileSync(path, "utf8").replaceAll('\\"Twice\\"', '\\"Thrice\\"'))
    expect(start("rules.cep").stdout).toContain('"rule":"Thrice"')
    expect(start("rules.cep", { NODE_DISABLE_COMPILE_CACHE: "1" }).stdout).toBe(stdout)
    expect(start("rules*.cep").stdout).toBe(stdout)
  })

  test.each([
    "",
    "no JSON",
    '{"sources":[],"module":""}',
    "{}",
    "[]",
    '{"sources":[],"diagnostics":[],"module":"nothing"}',
  ])("are compiled again where the file says %j", (content) => {
    clear()
    const { stdout } = start("rules.cep")
    const path = join(place, kept()[0]!)
    const whole = readFileSync(path, "utf8")
    writeFileSync(path, content)
    expect(start("rules.cep")).toMatchObject({ status: 0, stdout, stderr: "" })
    expect(readFileSync(path, "utf8")).toBe(whole)
  })

  test("are compiled again when a file changed, also one that is imported, and warnings are said each time", () => {
    clear()
    write("imported.cep", imported(100))
    write("importing.cep", 'import "./imported.cep"\nrule Never { when 9 Payment within 1 minute alert }\n')
    const first = start("importing.cep")
    expect(first).toMatchObject({ status: 0, stdout: expect.stringContaining('"rule":"Big"') })
    expect(first.stderr).toContain("importing.cep:2")
    expect(kept()).toHaveLength(1)
    expect(start("importing.cep")).toMatchObject({ stdout: first.stdout, stderr: first.stderr })
    write("imported.cep", imported(1000))
    expect(start("importing.cep")).toMatchObject({ status: 0, stdout: "", stderr: first.stderr })
    write("imported.cep", imported(100).replace("amount >", "amuont >"))
    expect(start("importing.cep")).toMatchObject({ status: 1, stderr: expect.stringContaining("CEP2013") })
    rmSync(join(folder, "imported.cep"))
    expect(start("importing.cep").status).toBe(1)
  })

  test("are not kept where other files could come to be meant, or functions are written in TypeScript", () => {
    clear()
    write("imported.cep", imported(100))
    write("all.cep", 'import "./import*.cep"\n')
    rmSync(join(folder, "importing.cep"), { force: true })
    expect(start("all.cep")).toMatchObject({ status: 0, stdout: expect.stringContaining('"rule":"Big"') })
    write("check.ts", "export function check(n: number): boolean { return n > 100 }\n")
    write(
      "typed.cep",
      imported(100).replace("rule", 'use { check } from "./check.ts"\nrule').replace("amount > 100", "check(amount)"),
    )
    expect(start("typed.cep")).toMatchObject({ status: 0, stdout: expect.stringContaining('"rule":"Big"') })
    mkdirSync(join(folder, "folder.cep"))
    write("folder.cep/one.cep", imported(100))
    expect(start("folder.cep")).toMatchObject({ status: 0, stdout: expect.stringContaining('"rule":"Big"') })
    expect(kept()).toEqual([])
  })
})

describe("compiled code", () => {
  const own = join(folder, "kept")
  const start = (more: NodeJS.ProcessEnv = {}, ...args: string[]) =>
    runWith({ XDG_CACHE_HOME: own, ...more }, quick, "run", ...(args.length > 0 ? args : ["rules*.cep"]), ...source)
  const files = () => (existsSync(own) ? readdirSync(join(own, "cepheus/code")) : [])
  let expected = ""

  test("is not kept where that is forbidden, impossible, or the run failed", () => {
    const { status, stdout } = start({ NODE_DISABLE_COMPILE_CACHE: "1" })
    expected = stdout
    expect({ status, found: stdout.includes('"rule":"Twice"') }).toEqual({ status: 0, found: true })
    expect(start({ XDG_CACHE_HOME: join(folder, "rules.cep") })).toMatchObject({
      status: 0,
      stdout: expected,
      stderr: "",
    })
    expect(start({}, "nothing.cep").status).toBe(2)
    expect(files()).toEqual([])
  })

  test("is kept by the first run, used by the next, and made again when it is damaged", () => {
    expect(start()).toMatchObject({ status: 0, stdout: expected, stderr: "" })
    const [name, ...others] = files()
    expect(others).toEqual([])
    expect(name).toMatch(/^program-[0-9a-f]{16}\.cjs-.*-run$/)
    const path = join(own, "cepheus/code", name!)
    const whole = readFileSync(path)
    expect(whole.length).toBeGreaterThan(500_000)
    utimesSync(path, 1_000_000_000, 1_000_000_000)
    expect(start()).toMatchObject({ status: 0, stdout: expected, stderr: "" })
    expect(statSync(path).mtimeMs).toBe(1_000_000_000_000)
    for (const damaged of [Buffer.from("no code"), whole.subarray(0, 1000), Buffer.alloc(whole.length)]) {
      writeFileSync(path, damaged)
      expect(start()).toMatchObject({ status: 0, stdout: expected, stderr: "" })
      expect(readFileSync(path).length).toBeGreaterThan(500_000)
    }
  })

  test("is kept again by a run that uses more of the program", () => {
    const path = join(own, "cepheus/code", files()[0]!)
    rmSync(path)
    writeFileSync(join(folder, "empty.cep"), "event Payment { card: string, at: time } timed by at\n")
    expect(start({}, "empty*.cep").status).toBe(0)
    const before = statSync(path).size
    expect(start()).toMatchObject({ status: 0, stdout: expected })
    const after = statSync(path).size
    expect(after).toBeGreaterThan(1.05 * before)
    expect(start({}, "empty*.cep").status).toBe(0)
    expect(statSync(path).size).toBe(after)
  })

  test("of compiled rules is kept apart, and what nobody used for long goes", () => {
    const old = join(own, "cepheus/code/program-of-an-older-version")
    writeFileSync(old, "")
    utimesSync(old, 1, 1)
    expect(start({}, "module/rules.js")).toMatchObject({ status: 0, stdout: expected })
    expect(files().map((name) => name.replace(/.*-(?=run)/, ""))).toEqual(["run", "run-compiled"])
  })
})

describe("the command of a checkout", () => {
  /** A checkout of two files: one says that the quick form ran, one that the sources did. */
  const checkout = join(folder, "checkout")
  const input = join(checkout, "compiler/cli/main.ts")
  const record = join(checkout, ".cache/cep/current.json")
  const ran = () => spawnSync(process.execPath, [join(checkout, "tools/cep.js")], { encoding: "utf8" }).stdout.trim()
  const written = () => {
    const { size, mtimeMs } = statSync(input)
    writeFileSync(record, JSON.stringify({ main: "form/main.js", inputs: [["compiler/cli/main.ts", size, mtimeMs]] }))
  }

  beforeAll(() => {
    for (const path of ["tools", "compiler/cli", ".cache/cep/form"])
      mkdirSync(join(checkout, path), { recursive: true })
    writeFileSync(join(checkout, "package.json"), '{ "type": "module" }')
    cpSync(quick, join(checkout, "tools/cep.js"))
    writeFileSync(input, 'console.log("sources")\n')
    writeFileSync(join(checkout, ".cache/cep/form/main.js"), 'console.log("quick")\n')
  })

  test("is the sources where nothing was made of them, or what was is damaged", () => {
    expect(ran()).toBe("sources")
    writeFileSync(record, '{"main"')
    expect(ran()).toBe("sources")
  })

  test("is the quick form until a source changes or goes away", () => {
    written()
    expect(ran()).toBe("quick")
    writeFileSync(input, 'console.log("sources" + "")\n')
    expect(ran()).toBe("sources")
    written()
    expect(ran()).toBe("quick")
    utimesSync(input, 1, 1)
    expect(ran()).toBe("sources")
  })

  test("notices a source that is gone", () => {
    writeFileSync(record, JSON.stringify({ main: "form/main.js", inputs: [["gone.ts", 1, 1]] }))
    expect(ran()).toBe("sources")
  })

  test("is made of every source file that the command can load", () => {
    const { inputs } = JSON.parse(readFileSync(join(root, ".cache/cep/current.json"), "utf8")) as {
      inputs: [string, number, number][]
    }
    const paths = new Set(inputs.map(([path]) => path.replaceAll("\\", "/")))
    const { loaded } = run(sources, "run", "rules.cep", ...source)
    const own = loaded.filter((url) => url.startsWith(pathToFileURL(root).href) && !url.includes("/node_modules/"))
    const missing = own
      .map((url) => url.slice(pathToFileURL(root).href.length))
      .filter((path) => !paths.has(path) && !path.startsWith("test/") && path !== "compiler/cli/main.ts")
    expect(missing).toEqual([])
    expect(own.length).toBeGreaterThan(100)
  })
})

test("the quick form's thread compiles for a running job, and says what rules throw when they are loaded", async () => {
  const { main: made } = JSON.parse(readFileSync(join(root, ".cache/cep/current.json"), "utf8"))
  const main = new URL(made, pathToFileURL(join(root, ".cache/cep/")))
  const thread = new Worker(main, { workerData: { compiles: true }, argv: ["check", "--worker-thread"] })
  const answers: CompileAnswer[] = []
  const both = new Promise<void>((resolve, reject) => {
    thread.on("error", reject)
    thread.on("message", (message: CompileMessage) => {
      if (message.kind === "answer" && answers.push(message.answer as CompileAnswer) === 2) resolve()
    })
  })
  thread.postMessage({ files: [{ path: "rules.cep", text: rules }] })
  const used =
    'use { f } from "./f.ts"\nevent E { a: integer, at: time } timed by at\nrule R { when E as e where f(e.a) > 2 alert }\n'
  const code = "throw new Error('not today')\nexport function f(a: number): number { return a }\n"
  thread.postMessage({
    files: [
      { path: "rules.cep", text: used },
      { path: "f.ts", text: code },
    ],
  })
  await both
  await thread.terminate()
  expect(answers).toMatchObject([
    { outcome: "compiled", module: expect.stringContaining("export const rules") },
    { outcome: "failed", reason: expect.stringContaining("not today") },
  ])
})
