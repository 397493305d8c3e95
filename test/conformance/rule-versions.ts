/** What versions of rules beside checkpoints must do, whatever files they are made of. */
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import type { CheckpointManifest, CheckpointRules } from "../../runtime/checkpoint/manifest.ts"
import { CheckpointStore } from "../../runtime/checkpoint/store.ts"
import { RuleVersions, type StoredVersion } from "../../runtime/checkpoint/versions.ts"
import { type FilesUnderTest, writeFile } from "./checkpoint-files.ts"

export interface VersionsSuite {
  /** Another folder each time. */
  open(): Promise<FilesUnderTest & { remove(): Promise<void> }>
}

/** A version with a text in it. */
export function versionOf(version: string, text = `rules of ${version}`): StoredVersion {
  const files = [{ path: "rules.cep", text }]
  return { version, madeAt: 1000, format: 3, files, module: `export const rules = ${JSON.stringify(version)}` }
}

/** A checkpoint of nothing under some rules. */
export function checkpointWith(number: number, rules: Omit<CheckpointRules, "format" | "names">): CheckpointManifest {
  const nothing = { sources: [], watermarks: null, state: [], outboxes: [], publishers: [], earlier: [], params: {} }
  const made = { number, attempt: `a${number}`, madeAt: 0 }
  return { job: "job", slice: "0", lineage: "L", ...made, ...nothing, rules: { format: 3, names: [], ...rules } }
}

/** What the tests share: another folder for each. */
class Bench {
  readonly #open: VersionsSuite["open"]
  #opened: Awaited<ReturnType<VersionsSuite["open"]>> | undefined

  constructor(open: VersionsSuite["open"]) {
    this.#open = open
  }

  async open(): Promise<void> {
    this.#opened = await this.#open()
  }

  async remove(): Promise<void> {
    await this.#opened!.remove()
  }

  get files() {
    return this.#opened!.files
  }

  get job(): string {
    return `${this.#opened!.folder}/job`
  }

  get versions(): RuleVersions {
    return new RuleVersions(this.files, this.job)
  }

  slice(number: number): CheckpointStore {
    return new CheckpointStore(this.files, `${this.job}/${number}`)
  }

  async all(): Promise<string[]> {
    return (await this.versions.list()).map(({ version }) => version)
  }
}

/** Declares the tests. */
export function testRuleVersions(name: string, suite: VersionsSuite): void {
  const it = new Bench(suite.open)
  describe(`versions of rules in ${name}`, () => {
    beforeEach(() => it.open())
    afterEach(() => it.remove())
    testKept(it)
    testDamaged(it)
    testRetained(it)
  })
}

function testKept(it: Bench): void {
  test("what was put is read, and the last one is not put again", async () => {
    expect(await it.versions.list()).toEqual([])
    const first = { ...versionOf("aa"), note: "why" }
    expect(await it.versions.put(first, "x")).toBe(true)
    expect(await it.versions.put({ ...first, madeAt: 2000 }, "y")).toBe(false)
    expect(await it.versions.read("aa")).toEqual(first)
    expect(await it.versions.list()).toEqual([{ version: "aa", place: 1, stored: first }])
  })

  test("which was asked for last is known, also where it was asked for before", async () => {
    for (const each of ["aa", "bb", "aa"]) await it.versions.put(versionOf(each), "x")
    expect(await it.all()).toEqual(["aa", "bb", "aa"])
    expect(await it.versions.lastOf(new Set(["aa", "bb"]))).toBe("aa")
    expect(await it.versions.lastOf(new Set(["bb", "cc"]))).toBe("bb")
    expect(await it.versions.lastOf(new Set(["cc"]))).toBeUndefined()
  })

  test("several processes that put at the same moment all find what they have put", async () => {
    const names = ["aa", "bb", "cc", "cc", "dd"]
    await Promise.all(names.map((each, at) => it.versions.put(versionOf(each), `process${at}`)))
    for (const each of names) expect(await it.versions.read(each)).toEqual(versionOf(each))
  })
}

function testDamaged(it: Bench): void {
  test("one that is not there or damaged is named, and an older entry of it takes its place", async () => {
    await expect(it.versions.read("aa")).rejects.toThrow(
      `the version aa of the rules cannot be read from ${it.versions.shown}: there is no such version`,
    )
    for (const each of ["aa", "bb", "aa"]) await it.versions.put(versionOf(each), "x")
    const damage = async (place: number) => {
      const path = `${it.job}/versions/${String(place).padStart(10, "0")}-aa.json`
      const bytes = await it.files.read(path)
      await it.files.remove(path)
      await writeFile(it.files, path, bytes!.subarray(0, -3))
    }
    await damage(3)
    expect(await it.versions.read("aa")).toEqual(versionOf("aa"))
    expect((await it.versions.list())[2]?.damage).toBe("its checksum does not agree with its contents")
    await damage(1)
    await expect(it.versions.read("aa")).rejects.toThrow("0000000003-aa.json is damaged: its checksum")
    // What is damaged is put anew.
    expect(await it.versions.put(versionOf("aa"), "x")).toBe(true)
    expect(await it.versions.read("aa")).toEqual(versionOf("aa"))
  })
}

function testRetained(it: Bench): void {
  test("those that a checkpoint of any slice names are kept, and the ten that were asked for last", async () => {
    const names = Array.from({ length: 20 }, (_, at) => `v${at + 10}`)
    for (const each of [...names, "v29"]) await it.versions.put(versionOf(each), "x")
    for (const number of [0, 1]) await it.slice(number).prepare()
    await it.slice(0).publish(checkpointWith(1, { version: "v10", next: "v11" }))
    await it.slice(1).publish(checkpointWith(7, { version: "v13", base: "v14" }))
    await it.versions.retain()
    expect(await it.all()).toEqual(["v10", "v11", "v13", "v14", ...names.slice(10)])
  })

  test("a version that came again is kept once", async () => {
    for (const each of ["aa", "bb", "aa", "bb"]) await it.versions.put(versionOf(each), "x")
    await it.versions.retain()
    expect((await it.versions.list()).map(({ place, version }) => `${place} ${version}`)).toEqual(["3 aa", "4 bb"])
  })

  test("nothing goes while a manifest cannot be read: it may name any of them", async () => {
    for (let at = 10; at < 25; at++) await it.versions.put(versionOf(`v${at}`), "x")
    await it.files.makeFolder(`${it.job}/0/0000000001`)
    await writeFile(it.files, `${it.job}/0/0000000001/MANIFEST`, new TextEncoder().encode("torn"))
    await it.versions.retain()
    expect(await it.all()).toHaveLength(15)
  })
}
