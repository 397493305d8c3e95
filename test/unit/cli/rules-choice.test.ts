import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeEach, describe, expect, test } from "vitest"
import { type LoadedRules, moduleUrl } from "../../../compiler/cli/rules.ts"
import {
  type ChoiceRequest,
  chooseRules,
  decideRules,
  failIfOthers,
  OtherRulesRestored,
  type SeenRules,
  seenOf,
} from "../../../compiler/cli/rules-choice.ts"
import { compile } from "../../../compiler/index.ts"
import { RULE_SET_FORMAT } from "../../../runtime/abi/rule-set.ts"
import type { CheckpointRules } from "../../../runtime/checkpoint/manifest.ts"
import { CheckpointStore } from "../../../runtime/checkpoint/store.ts"
import { RuleVersions } from "../../../runtime/checkpoint/versions.ts"
import { systemFiles } from "../../../runtime/platform/node-files.ts"
import { checkpointWith } from "../../conformance/rule-versions.ts"

const root = mkdtempSync(join(tmpdir(), "cep-choice-"))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let folders = 0
let folder: string
beforeEach(() => {
  folder = join(root, String(folders++))
})

describe("which rules a start runs", () => {
  const seen = (version: string | undefined, base = version): SeenRules => ({ version, base })

  test.each<[string, Parameters<typeof decideRules>, ReturnType<typeof decideRules>]>([
    ["nothing is there", ["F", undefined, undefined, false], { run: "given", why: "first" }],
    ["no version was noted", ["F", seen(undefined), undefined, false], { run: "given", why: "first" }],
    ["the files are what ran", ["F", seen("F"), undefined, false], { run: "given", why: "same" }],
    ["they were changed to what ran", ["V", seen("V", "F"), undefined, false], { run: "given", why: "same" }],
    [
      "others came while it ran",
      ["F", seen("V", "F"), undefined, false],
      { run: "stored", version: "V", why: "untouched" },
    ],
    [
      "so, and another cep compiles the files",
      ["G", seen("V", "F"), undefined, true],
      { run: "stored", version: "V", why: "untouched" },
    ],
    ["another cep compiles what ran", ["G", seen("F"), undefined, true], { run: "given", why: "touched" }],
    ["a person has changed the files", ["G", seen("F"), undefined, false], { run: "given", why: "touched" }],
    ["so, and others came while it ran", ["G", seen("V", "F"), undefined, false], { run: "given", why: "touched" }],
    ["the files are asked for", ["F", seen("V", "F"), "given", false], { run: "given", why: "asked" }],
    ["what ran is asked for", ["G", seen("V", "F"), "stored", false], { run: "stored", version: "V", why: "asked" }],
  ])("%s", (_, given, expected) => {
    expect(decideRules(...given)).toEqual(expected)
  })

  test("of slices that differ what was asked for last counts, with what its files were", async () => {
    const of = (version: string, more: Partial<CheckpointRules>) => ({
      rules: { format: 3, names: [], version, ...more },
    })
    const last = async (versions: ReadonlySet<string>) => {
      expect(versions).toEqual(new Set(["U", "V"]))
      return "V"
    }
    const slices = [of("U", { base: "U" }), of("U", { next: "V", base: "F" })]
    expect(await seenOf(slices, last)).toEqual({ version: "V", base: "F" })
    // The newest one, where the store knows none of them.
    expect(await seenOf(slices, async () => undefined)).toEqual({ version: "U", base: "U" })
    expect(await seenOf([], last)).toBeUndefined()
  })

  test("what is restored must be what was looked at", () => {
    const rules = { format: 3, names: [], version: "U", next: "V", base: "F" }
    const check = (version: string, base: string, restored: CheckpointRules | undefined = rules) =>
      failIfOthers({ expects: { version, base } }, restored)
    expect(() => check("V", "F")).not.toThrow()
    expect(() => check("U", "F")).toThrow(OtherRulesRestored)
    // They came again meanwhile, for other files.
    expect(() => check("V", "G")).toThrow(OtherRulesRestored)
    expect(() => failIfOthers({ expects: "any" }, rules)).not.toThrow()
    expect(() => failIfOthers({ expects: { version: "U", base: "U" } }, undefined)).not.toThrow()
  })
})

const textOf = (least: number) =>
  `param limit = 1\nevent E { a: integer, at: time } timed by at\nrule R { when E as e where a > ${least} alert "{e.a}" }\n`

async function loaded(text: string): Promise<LoadedRules> {
  const files = [{ path: "rules.cep", text }]
  const { rules, module } = await compile(files)
  return { rules: rules!, url: () => moduleUrl(module!.code), files, module: async () => module!.code }
}

/** A store, and what was said. */
class Bench {
  readonly said: string[] = []
  readonly versions = new RuleVersions(systemFiles, join(folder, "job"))
  readonly store = new CheckpointStore(systemFiles, join(folder, "job", "0"))
  #number = 1

  async put({ rules, files, module }: LoadedRules): Promise<string> {
    const { version, format } = rules.manifest
    await this.versions.put({ version, madeAt: 0, format, files, module: await module() }, "test")
    return version
  }

  async checkpoint(rules: Omit<CheckpointRules, "format" | "names">): Promise<void> {
    await this.store.prepare()
    await this.store.publish(checkpointWith(this.#number++, rules))
  }

  choose(given: LoadedRules, more: Partial<ChoiceRequest> = {}) {
    const place = { files: systemFiles, folder, isLocal: true }
    const log: ChoiceRequest["log"] = (level, message) => void this.said.push(`${level} ${message}`)
    return chooseRules({ job: "job", place, asked: undefined, fresh: false, load: async () => given, log, ...more })
  }

  names(): string[] {
    return readdirSync(join(folder, "job", "versions"))
  }
}

test("a first start keeps its rules, and a second one finds them", async () => {
  const it = new Bench()
  const given = await loaded(textOf(1))
  const { version } = given.rules.manifest
  const first = await it.choose(given)
  expect(first).toMatchObject({ rules: given.rules, base: version, expects: { version: undefined } })
  await it.checkpoint({ version, base: version })
  expect(await it.choose(given)).toMatchObject({ rules: given.rules, base: version, expects: { version } })
  expect(it.names()).toEqual([`0000000000-${version}.json`])
  expect(it.said).toEqual([])
})

test("rules that came while the job ran are taken from the store, with their module", async () => {
  const it = new Bench()
  const [given, later] = [await loaded(textOf(1)), await loaded(textOf(2))]
  const base = await it.put(given)
  const version = await it.put(later)
  await it.checkpoint({ version: base, next: version, base })
  const chosen = await it.choose(given)
  expect(chosen.rules.manifest).toEqual(later.rules.manifest)
  expect(chosen.base).toBe(base)
  const module = await import(chosen.url())
  expect(module.rules.manifest.version).toBe(version)
  expect([chosen.otherParams("limit"), chosen.otherParams("other")]).toEqual([true, false])
  expect(it.said).toEqual([
    `info the job job goes on with version ${version} of its rules, which came while it ran; the files are those with which it was started (${base}). To return to them: cep rollback URL, or a start with --rules given`,
  ])
  // The store is as it was: nobody has asked for anything.
  expect(it.names()).toHaveLength(2)
})

test("files that a person has changed take the place of what ran, and it is said what that was", async () => {
  const it = new Bench()
  const [given, later, changed] = [await loaded(textOf(1)), await loaded(textOf(2)), await loaded(textOf(3))]
  const base = await it.put(given)
  const { version } = changed.rules.manifest
  await it.checkpoint({ version: base, base })
  expect((await it.choose(changed)).rules).toBe(changed.rules)
  const before = await it.put(later)
  await it.checkpoint({ version: before, base })
  expect(await it.choose(changed)).toMatchObject({ base: version, rules: changed.rules })
  expect(it.said).toEqual([
    `info the rules of the job job were changed: version ${version} takes the place of ${base}`,
    expect.stringContaining(
      `warn the job job goes on with the files given (version ${version}), since a person has changed them: they take the place of version ${before}`,
    ),
  ])
  expect(await it.versions.lastOf(new Set([base, before, version]))).toBe(version)
})

test("the files of before, which another cep compiles to another version, are untouched", async () => {
  const it = new Bench()
  const [given, later] = [await loaded(textOf(1)), await loaded(textOf(2))]
  const { format } = given.rules.manifest
  await it.versions.put({ version: "0lder", madeAt: 0, format, files: given.files, module: "" }, "test")
  const version = await it.put(later)
  await it.checkpoint({ version, base: "0lder" })
  const chosen = await it.choose(given)
  expect(chosen.rules.manifest.version).toBe(version)
  expect(chosen.base).toBe(given.rules.manifest.version)
})

test("rules of another form are compiled anew from their sources, and where there are none it is said", async () => {
  const it = new Bench()
  const [given, later] = [await loaded(textOf(1)), await loaded(textOf(2))]
  const base = await it.put(given)
  await it.versions.put({ version: "0ld", madeAt: 0, format: 1, files: later.files, module: "" }, "test")
  await it.checkpoint({ version: "0ld", base })
  const { version } = later.rules.manifest
  expect((await it.choose(given)).rules.manifest.version).toBe(version)
  expect((await it.versions.read(version)).files).toEqual(later.files)
  await it.versions.put({ version: "bare", madeAt: 0, format: 1, files: [], module: "" }, "test")
  await it.checkpoint({ version: "bare", base })
  await expect(it.choose(given)).rejects.toThrow(
    `it has form 1, this cep runs form ${RULE_SET_FORMAT}, and there are no sources`,
  )
})

test("rules that cannot be had from the store stop the start, unless the files are asked for", async () => {
  const it = new Bench()
  const [given, later] = [await loaded(textOf(1)), await loaded(textOf(2))]
  const base = await it.put(given)
  const version = await it.put(later)
  await it.checkpoint({ version, base })
  writeFileSync(join(folder, "job", "versions", `0000000002-${version}.json`), "torn")
  await expect(it.choose(given)).rejects.toMatchObject({
    kind: "failure",
    message: expect.stringMatching(
      /^the job job has to go on with version \w+ of its rules, which came while it ran: the version .* is damaged: its first line is not that of a version of rules.*; put back an undamaged copy, or start with --rules given/,
    ),
  })
  expect(await it.choose(given, { asked: "given" })).toMatchObject({ rules: given.rules, expects: "any" })
  expect(it.said.at(-1)).toContain("by --rules given: they take the place of version")
})

test("a module that throws, and one that holds other rules, are named", async () => {
  const it = new Bench()
  const [given, later] = [await loaded(textOf(1)), await loaded(textOf(2))]
  const base = await it.put(given)
  const { format, version } = later.rules.manifest
  const stored = { version, madeAt: 0, format, files: later.files }
  await it.checkpoint({ version, base })
  await it.versions.put({ ...stored, module: await given.module() }, "test")
  await expect(it.choose(given)).rejects.toThrow("its module holds other rules")
  await it.put(given)
  await it.versions.put({ ...stored, module: "throw new Error('no')" }, "test")
  await expect(it.choose(given)).rejects.toThrow("cannot be run: no")
})

test("--rules stored does not look at the files, and wants a checkpoint", async () => {
  const it = new Bench()
  const later = await loaded(textOf(2))
  const load = () => Promise.reject(new Error("they have errors"))
  const stored = () => it.choose(later, { asked: "stored", load })
  await expect(stored()).rejects.toThrow("there is no checkpoint of the job job that names its rules")
  const version = await it.put(later)
  await it.checkpoint({ version, base: "F" })
  const chosen = await stored()
  expect(chosen.rules.manifest.version).toBe(version)
  expect([chosen.base, chosen.otherParams("any")]).toEqual(["F", true])
})

test("slices change one after the other: what was asked for last runs in all of them", async () => {
  const it = new Bench()
  const [given, later] = [await loaded(textOf(1)), await loaded(textOf(2))]
  const base = await it.put(given)
  const version = await it.put(later)
  // The one that has changed is not the newest.
  const slice = async (number: number, madeAt: number, rules: Omit<CheckpointRules, "format" | "names">) => {
    const store = new CheckpointStore(systemFiles, join(folder, "job", String(number)))
    await store.prepare()
    await store.publish({ ...checkpointWith(5, rules), slice: String(number), madeAt })
  }
  await slice(0, 10, { version: base, next: version, base })
  await slice(11, 20, { version: base, base })
  expect((await it.choose(given)).rules.manifest.version).toBe(version)
})

test("where there is no checkpoint yet, what another process was asked for meanwhile stays what was asked for last", async () => {
  const it = new Bench()
  const [given, later] = [await loaded(textOf(1)), await loaded(textOf(2))]
  const both = new Set([await it.put(given), await it.put(later)])
  expect((await it.choose(given)).rules).toBe(given.rules)
  expect(await it.versions.lastOf(both)).toBe(later.rules.manifest.version)
  await it.choose(given, { fresh: true })
  expect(await it.versions.lastOf(both)).toBe(given.rules.manifest.version)
})

test("a first start that takes long comes before what another process is asked for meanwhile", async () => {
  const it = new Bench()
  const [given, later] = [await loaded(textOf(1)), await loaded(textOf(2))]
  const module = async () => {
    await it.put(later)
    return given.module()
  }
  expect((await it.choose({ ...given, module })).rules).toBe(given.rules)
  const both = new Set([given.rules.manifest.version, later.rules.manifest.version])
  expect(await it.versions.lastOf(both)).toBe(later.rules.manifest.version)
  expect((await it.versions.list()).map(({ place }) => place)).toEqual([0, 1])
})

test("who begins anew begins with the files", async () => {
  const it = new Bench()
  const [given, later] = [await loaded(textOf(1)), await loaded(textOf(2))]
  const base = await it.put(given)
  await it.checkpoint({ version: await it.put(later), base })
  expect(await it.choose(given, { fresh: true })).toMatchObject({ rules: given.rules, expects: "any" })
  expect(it.said).toEqual([])
})

test("what turned out to be restored is what counts, not the newest checkpoint", async () => {
  const it = new Bench()
  const [given, later] = [await loaded(textOf(1)), await loaded(textOf(2))]
  const base = await it.put(given)
  const version = await it.put(later)
  await it.checkpoint({ version: base, base })
  const restored = { format: 3, names: [], version: base, next: version, base }
  expect((await it.choose(given, { restored })).rules.manifest.version).toBe(version)
})
