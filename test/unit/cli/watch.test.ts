import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, beforeEach, describe, expect, test } from "vitest"
import type { CompileAnswer, ReadAnswer } from "../../../compiler/cli/compile-messages.ts"
import { CompileThread } from "../../../compiler/cli/compile-thread.ts"
import { foldersOf, load } from "../../../compiler/cli/load.ts"
import { type ChangedRules, RulesWatch } from "../../../compiler/cli/watch.ts"
import { mayMatter, watchFolder } from "../../../compiler/cli/watched-folder.ts"
import type { RuleFile } from "../../../runtime/control/actions.ts"
import { systemClock } from "../../../runtime/platform/node.ts"
import { settle, TestClock } from "../../support/job.ts"

const compiled: CompileAnswer = {
  outcome: "compiled",
  version: "v",
  format: 3,
  module: "",
  text: "",
  diagnostics: [],
}

/** Files that are read and compiled as a test says, folders that say what it says, and a clock that it moves. */
class Bench {
  files: Record<string, string> = { "a.cep": "one" }
  folders = ["."]
  failure: string | undefined
  answer: CompileAnswer = compiled
  compiling: Promise<void> = Promise.resolve()
  onChange: (change: ChangedRules) => Promise<void> = async () => {}
  refuses: string | undefined
  reads = 0
  readonly changes: string[][] = []
  readonly said: string[] = []
  readonly watched = new Map<string, () => void>()
  readonly clock = new TestClock()
  readonly watch: RulesWatch

  constructor({ knowsFiles = true } = {}) {
    this.watch = new RulesWatch({
      args: ["a.cep"],
      files: knowsFiles ? this.#now() : undefined,
      compiler: {
        read: async (): Promise<ReadAnswer> => {
          this.reads++
          if (this.failure !== undefined) return { outcome: "failed", reason: this.failure }
          return { outcome: "read", files: this.#now(), folders: this.folders }
        },
        compile: async () => {
          await this.compiling
          return this.answer
        },
      },
      onChange: async (change) => {
        this.changes.push(change.files.map(({ path, text }) => `${path} ${text}`))
        await this.onChange(change)
      },
      log: (level, message) => void this.said.push(`${level} ${message}`),
      clock: this.clock,
      watchFolder: (folder, changed) => {
        if (this.refuses !== undefined) throw new Error(this.refuses)
        this.watched.set(folder, changed)
        return () => {
          if (this.watched.get(folder) === changed) this.watched.delete(folder)
        }
      },
    })
  }

  #now(): RuleFile[] {
    return Object.entries(this.files).map(([path, text]) => ({ path, text }))
  }

  event(folder = "."): void {
    this.watched.get(folder)!()
  }

  async pass(milliseconds: number): Promise<void> {
    this.clock.pass(milliseconds)
    await settle()
  }
}

describe("watched rules", () => {
  let it: Bench
  beforeEach(() => {
    it = new Bench()
  })

  test("are compiled when it has been quiet, and handed over; what is as it was is not", async () => {
    await it.watch.start()
    expect(it.changes).toEqual([])
    it.files = { "a.cep": "two" }
    it.event()
    await it.pass(100)
    it.event()
    await it.pass(199)
    expect(it.changes).toEqual([])
    await it.pass(1)
    expect(it.changes).toEqual([["a.cep two"]])
    it.event()
    await it.pass(200)
    expect(it.changes).toHaveLength(1)
    await it.watch.close()
    expect(it.watched.size).toBe(0)
  })

  test("are looked at after two seconds where changes do not end", async () => {
    await it.watch.start()
    it.files = { "a.cep": "two" }
    for (let at = 0; at < 19; at++) {
      it.event()
      await it.pass(100)
    }
    expect(it.changes).toEqual([])
    it.event()
    await it.pass(100)
    expect(it.changes).toHaveLength(1)
  })

  test("that changed between their reading and the start are found", async () => {
    it.files = { "a.cep": "two" }
    await it.watch.start()
    expect(it.changes).toEqual([["a.cep two"]])
  })

  test("that nobody has read before begin with what is there then", async () => {
    it = new Bench({ knowsFiles: false })
    it.files = { "a.cep": "two" }
    await it.watch.start()
    expect(it.changes).toEqual([])
    it.files = { "a.cep": "three" }
    it.event()
    await it.pass(200)
    expect(it.changes).toEqual([["a.cep three"]])
  })

  test("with errors are said, and the next ones are looked at", async () => {
    await it.watch.start()
    it.files = { "a.cep": "two" }
    it.answer = { outcome: "errors", text: "error CEP1001: no\n", diagnostics: [] }
    it.event()
    await it.pass(200)
    expect(it.said).toEqual([
      "error the changed rules have errors\nerror CEP1001: no\nthe job goes on with the rules that it has",
    ])
    it.files = { "a.cep": "three" }
    it.answer = { outcome: "failed", reason: "the rules cannot be loaded: no" }
    it.event()
    await it.pass(200)
    expect(it.said[1]).toContain("error the rules cannot be loaded: no")
    it.files = { "a.cep": "one" }
    it.answer = compiled
    it.event()
    await it.pass(200)
    // Also those with which it began: whoever takes them knows what runs.
    expect(it.changes).toEqual([["a.cep one"]])
  })

  test("whose change is refused are said, and the next ones are looked at", async () => {
    await it.watch.start()
    it.onChange = async () => {
      throw new Error("the source is another one")
    }
    it.files = { "a.cep": "two" }
    it.event()
    await it.pass(200)
    expect(it.said).toEqual([expect.stringContaining("cannot be taken: the source is another one")])
    it.files = { "a.cep": "three" }
    it.event()
    await it.pass(200)
    expect(it.changes).toHaveLength(2)
  })

  test("that change while they are compiled are looked at again, one after the other", async () => {
    await it.watch.start()
    let go = () => {}
    it.compiling = new Promise((resolve) => {
      go = resolve
    })
    it.files = { "a.cep": "two" }
    it.event()
    await it.pass(200)
    it.files = { "a.cep": "three" }
    it.event()
    await it.pass(200)
    expect(it.changes).toEqual([])
    go()
    await settle()
    expect(it.changes).toEqual([["a.cep two"], ["a.cep three"]])
  })

  test.each<[string, (it: Bench) => void]>([
    ["gone", (bench) => (bench.files = { "b.cep": "other" })],
    ["empty", (bench) => (bench.files = { "a.cep": " \n" })],
    ["not to be read", (bench) => (bench.failure = "no file matches")],
  ])("that are %s for a moment are waited for", async (_, lose) => {
    await it.watch.start()
    lose(it)
    it.event()
    for (let at = 0; at < 3; at++) await it.pass(200)
    it.failure = undefined
    it.files = { "a.cep": "two" }
    await it.pass(200)
    expect([it.changes, it.said]).toEqual([[["a.cep two"]], []])
  })

  test("that are gone for good are gone", async () => {
    await it.watch.start()
    it.files = { "b.cep": "other" }
    it.event()
    for (let at = 0; at < 5; at++) await it.pass(200)
    expect(it.changes).toEqual([])
    await it.pass(200)
    expect(it.changes).toEqual([["b.cep other"]])
  })

  test("that cannot be read for good are said so, once for each change", async () => {
    await it.watch.start()
    it.failure = "no file matches x"
    it.event()
    for (let at = 0; at < 20; at++) await it.pass(200)
    expect(it.said).toEqual([expect.stringContaining("the changed rules cannot be read: no file matches x")])
  })

  test("are watched where they are by now", async () => {
    await it.watch.start()
    expect([...it.watched.keys()]).toEqual(["."])
    it.folders = [".", "lib"]
    it.files = { "a.cep": "two", "lib/b.cep": "b" }
    const former = it.watched.get(".")
    it.event()
    await it.pass(200)
    expect([...it.watched.keys()].sort()).toEqual([".", "lib"])
    expect(it.watched.get(".")).not.toBe(former)
    it.files = { "a.cep": "two", "lib/b.cep": "c" }
    it.event("lib")
    await it.pass(200)
    expect(it.changes).toHaveLength(2)
  })

  test("are looked at from time to time where the system cannot tell of changes", async () => {
    it.refuses = "ENOSPC: no watchers left"
    await it.watch.start()
    expect(it.said).toEqual([expect.stringMatching(/^warn the system cannot tell .*ENOSPC.* every 2 seconds$/)])
    it.files = { "a.cep": "two" }
    await it.pass(2000)
    expect(it.changes).toHaveLength(1)
    it.files = { "a.cep": "three" }
    await it.pass(2000)
    expect([it.changes.length, it.said.length]).toEqual([2, 1])
    await it.watch.close()
    const { reads } = it
    await it.pass(2000)
    expect(it.reads).toBe(reads)
  })
})

test("what jobs write beside rules is passed over, and what editors and deployments do is not", () => {
  const seen = [
    ["change", "rules.cep"],
    ["rename", "rules.cep"],
    ["change", "geo.ts"],
    ["rename", "lib"],
    ["rename", "..data"],
    ["rename", null],
  ] as const
  const passed = [
    ["change", "alerts.jsonl"],
    ["rename", "part-0-000000000012.jsonl"],
    ["rename", ".rules.cep.swp"],
    ["rename", "rules.cep~"],
    ["change", "lib"],
  ] as const
  expect(seen.map(([event, name]) => mayMatter(event, name))).toEqual(seen.map(() => true))
  expect(passed.map(([event, name]) => mayMatter(event, name))).toEqual(passed.map(() => false))
})

const root = mkdtempSync(join(tmpdir(), "cep-watch-"))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
}

test("folders are those of files, of what they import, and of what they would if it were there", async () => {
  write({
    "f/main.cep": 'import "./parts/**/*.cep"\nimport "./gone/other.cep"\nuse { f } from "./lib/f.ts"\n',
    "f/lib/f.ts": 'import { g } from "../../far/g"\nexport const f = g\n',
    "f/parts/deep/one.cep": "",
    "f/parts/node_modules/x/two.cep": "",
  })
  mkdirSync(join(root, "f/parts/empty"), { recursive: true })
  const args = [join(root, "f/main.cep")]
  const folders = await foldersOf(args, (await load(args)).sources)
  const short = folders.map((path) => path.replace(`${root}/`, ""))
  expect(short).toEqual(["f", "f/gone", "f/lib", "f/parts", "f/parts/deep", "f/parts/empty", "far"])
  expect(await foldersOf([join(root, "f/parts")], [])).toEqual(folders.filter((path) => path.includes("/parts")))
})

const ruleOf = (least: number) => `import "./types.cep"\nrule R { when E as e where a > ${least} alert "{e.a}" }\n`

test("real files, replaced as editors do, come with what they import", async () => {
  write({ "real/rules.cep": ruleOf(1), "real/types.cep": "event E { a: integer, at: time } timed by at\n" })
  const compiler = new CompileThread({ clock: { after: () => () => {} } })
  const args = [join(root, "real/rules.cep")]
  const read = await compiler.read(args)
  if (read.outcome === "failed") throw new Error(read.reason)
  let changed: (change: ChangedRules) => void = () => {}
  const next = () =>
    new Promise<ChangedRules>((resolve) => {
      changed = resolve
    })
  const said: string[] = []
  const watch = new RulesWatch({
    args,
    files: read.files,
    compiler,
    onChange: async (change) => changed(change),
    log: (_, message) => void said.push(message),
    clock: systemClock,
    watchFolder,
  })
  await watch.start()
  const first = next()
  write({ "real/new.cep": ruleOf(2) })
  renameSync(join(root, "real/new.cep"), join(root, "real/rules.cep"))
  const { files, compiled: made } = await first
  expect(files.map(({ text }) => text)).toEqual([ruleOf(2), expect.stringContaining("event E")])
  // Another folder that was not there.
  const second = next()
  write({ "real/more/types.cep": "event E { a: integer, b: integer, at: time } timed by at\n" })
  write({ "real/rules.cep": ruleOf(2).replace("./types", "./more/types") })
  const other = await second
  expect(other.compiled.version).not.toBe(made.version)
  const third = next()
  write({ "real/more/types.cep": "event E { a: integer, c: integer, at: time } timed by at\n" })
  expect((await third).files[1]!.text).toContain("c: integer")
  expect(said).toEqual([])
  await watch.close()
  await compiler.close()
})
