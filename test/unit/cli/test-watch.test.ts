import { beforeEach, expect, test } from "vitest"
import { TestWatch } from "../../../compiler/cli/test-watch.ts"
import { settle, TestClock } from "../../support/job.ts"

/** Files that are as a test says, each with what it imports; folders that say what it says, and a clock that it moves. */
class Bench {
  /** By path: the paths that it imports. */
  files: Record<string, readonly string[]> = { "a.cep": ["shared.cep"], "b.cep": ["shared.cep"], "c.cep": [] }
  texts: Record<string, string> = { "a.cep": "a", "b.cep": "b", "c.cep": "c", "shared.cep": "s" }
  folders = ["."]
  failure: string | undefined
  refuses = false
  running: Promise<void> = Promise.resolve()
  readonly runs: string[] = []
  readonly said: string[] = []
  readonly watched = new Map<string, () => void>()
  readonly clock = new TestClock()
  readonly watch = new TestWatch({
    read: async () => {
      if (this.failure !== undefined) throw new Error(this.failure)
      const files = Object.entries(this.files).map(([path, imports]) => ({
        path,
        sources: [path, ...imports].map((each) => ({ path: each, text: this.texts[each]! })),
      }))
      return { files, folders: this.folders }
    },
    run: async (concerned, all) => {
      this.runs.push(`${concerned.map(({ path }) => path).join(" ")} of ${all.length}`)
      await this.running
    },
    say: async (text) => void this.said.push(text.split("\n")[0]!),
    clock: this.clock,
    watchFolder: (folder, changed) => {
      if (this.refuses) throw new Error("no more watches")
      this.watched.set(folder, changed)
      return () => {
        if (this.watched.get(folder) === changed) this.watched.delete(folder)
      }
    },
  })

  async change(texts: Record<string, string>, ms = 100): Promise<void> {
    Object.assign(this.texts, texts)
    for (const changed of [...this.watched.values()]) changed()
    await this.pass(ms)
  }

  async pass(ms: number): Promise<void> {
    this.clock.pass(ms)
    await settle()
  }
}

let it: Bench
beforeEach(() => {
  it = new Bench()
})

test("all run at first, then those whose texts are others, when it has been quiet", async () => {
  await it.watch.start()
  await it.change({ "c.cep": "c2" })
  await it.change({ "shared.cep": "s2" }, 99)
  expect(it.runs).toEqual(["a.cep b.cep c.cep of 3", "c.cep of 3"])
  await it.change({}, 99)
  await it.pass(1)
  await it.change({})
  expect(it.runs).toEqual(["a.cep b.cep c.cep of 3", "c.cep of 3", "a.cep b.cep of 3"])
  await it.watch.close()
  expect(it.watched.size).toBe(0)
  expect(it.said).toEqual([])
})

test("files come and go, and their folders with them", async () => {
  await it.watch.start()
  it.files = { "a.cep": ["shared.cep"], "sub/d.cep": [] }
  it.texts["sub/d.cep"] = "d"
  it.folders = [".", "sub"]
  await it.change({})
  expect(it.runs.slice(1)).toEqual(["sub/d.cep of 2"])
  expect([...it.watched.keys()]).toEqual([".", "sub"])
  it.files = { "a.cep": ["shared.cep"], "b.cep": [] }
  await it.change({})
  expect(it.runs.slice(2)).toEqual(["b.cep of 2"])
})

test("a file that is being written is waited for; one that stays empty is believed", async () => {
  await it.watch.start()
  await it.change({ "c.cep": "" })
  await it.change({ "c.cep": "c2" })
  expect(it.runs.slice(1)).toEqual(["c.cep of 3"])
  await it.change({ "c.cep": " " })
  for (let tries = 0; tries < 4; tries++) await it.pass(100)
  expect(it.runs.slice(2)).toEqual([])
  await it.pass(100)
  expect(it.runs.slice(2)).toEqual(["c.cep of 3"])
})

test("what cannot be read is said once, and it goes on", async () => {
  await it.watch.start()
  it.failure = "there is no file a.cep"
  await it.change({})
  for (let tries = 0; tries < 8; tries++) await it.pass(100)
  expect(it.said).toEqual(["there is no file a.cep"])
  await it.change({})
  expect(it.said).toHaveLength(1)
  it.failure = undefined
  await it.change({ "a.cep": "a2" })
  expect(it.runs.slice(1)).toEqual(["a.cep of 3"])
})

test("one run at a time; what changes meanwhile runs afterwards", async () => {
  await it.watch.start()
  let finish = () => {}
  it.running = new Promise((resolve) => {
    finish = resolve
  })
  await it.change({ "c.cep": "c2" })
  await it.change({ "c.cep": "c3" })
  expect(it.runs.slice(1)).toEqual(["c.cep of 3"])
  finish()
  await settle()
  expect(it.runs.slice(1)).toEqual(["c.cep of 3", "c.cep of 3"])
})

test("where the system cannot watch, files are looked at again and again", async () => {
  it.refuses = true
  await it.watch.start()
  it.texts["c.cep"] = "c2"
  await it.pass(1000)
  it.texts["c.cep"] = "c3"
  await it.pass(1000)
  expect(it.runs.slice(1)).toEqual(["c.cep of 3", "c.cep of 3"])
  await it.watch.close()
  it.texts["c.cep"] = "c4"
  await it.pass(5000)
  expect(it.runs).toHaveLength(3)
})
