/** Rules that came while a job ran: what a start of the real command makes of them. What a running job does is put into the store by hand. */
import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { CheckpointManifest } from "../../runtime/checkpoint/manifest.ts"
import { CheckpointStore } from "../../runtime/checkpoint/store.ts"
import { RuleVersions } from "../../runtime/checkpoint/versions.ts"
import { systemFiles } from "../../runtime/platform/node-files.ts"
import { cep, jsonLines, makeFolder } from "./cep.ts"

const rulesNamed = (rule: string, param = "") => `${param}
event E { key: string, n: integer, at: time } timed by at
rule ${rule} { when E as a then E as b within 1 hour per key alert "{a.n} {b.n}" without events }
`
const param = "param limit = 5\n"
const line = (n: number) => `${JSON.stringify({ key: "k", n, at: 1.7e12 + n * 1000 })}\n`

let place: ReturnType<typeof makeFolder>
beforeEach(() => {
  place = makeFolder({ "rules.cep": rulesNamed("First", param), "events.jsonl": line(1) })
})
afterEach(() => place.remove())

const job = () => join(place.folder, "checkpoints", "rules")

async function run(...more: string[]) {
  const own = ["run", "rules.cep", "--source", "E=events.jsonl", "--sink", "alerts=alerts.jsonl", "--at-end", "stop"]
  return cep([...own, "--checkpoint-dir", "checkpoints", "--log", "text", ...more], place.folder)
}

async function goesOn(n: number, ...more: string[]) {
  appendFileSync(join(place.folder, "events.jsonl"), line(n))
  const { code, stderr } = await run(...more)
  expect(code, stderr).toBe(0)
  return stderr
}

/** By rule and message, what was written so far. The newest event waits: it is judged by what runs when the next one comes. */
const alerts = () =>
  jsonLines(readFileSync(join(place.folder, "alerts.jsonl"), "utf8")).map(({ rule, message }) => `${rule} ${message}`)

/** What a change in the running job leaves behind: the checkpoint at its barrier, and the version. */
async function change(rule: string, more: Partial<CheckpointManifest> = {}): Promise<string> {
  const files = [{ path: "rules.cep", text: rulesNamed(rule) }]
  const { rules, module } = await compile(files)
  const { version, format } = rules!.manifest
  await new RuleVersions(systemFiles, job()).put(
    { version, madeAt: 0, note: "tried", format, files, module: module!.code },
    "test",
  )
  const store = new CheckpointStore(systemFiles, join(job(), "0"))
  const last = (await store.newest())!
  const made = { number: last.number + 1, attempt: "test", rules: { ...last.rules, next: version } }
  await store.publish({ ...last, ...made, ...more })
  return version
}

test("a start goes on with what came while the job ran, until a person changes the files or says otherwise", async () => {
  expect((await run("--param", "limit=6")).code).toBe(0)
  const second = await change("Second")
  const stderr = await goesOn(2, "--param", "limit=6")
  expect(stderr).toContain(`the job rules goes on with version ${second} of its rules, which came while it ran`)
  expect(stderr).toContain("--param limit is left out: the rules with which the job goes on have no such param")
  await goesOn(3)
  expect(alerts()).toEqual(["Second 1 2"])
  // The file is damaged, and nobody reads it.
  writeFileSync(join(place.folder, "rules.cep"), "rule ?")
  expect((await run()).code).toBe(1)
  await goesOn(4, "--rules", "stored")
  await goesOn(5, "--rules", "stored")
  expect(alerts()).toEqual(["Second 1 2", "Second 3 4"])
  writeFileSync(join(place.folder, "rules.cep"), rulesNamed("Third"))
  expect(await goesOn(6)).toContain("since a person has changed them: they take the place of version")
  await goesOn(7)
  expect(alerts().at(-1)).toBe("Third 5 6")
  await change("Fourth")
  await goesOn(8, "--rules", "given")
  expect(await goesOn(9)).not.toContain("version")
  expect(alerts().at(-1)).toBe("Third 7 8")
})

test("where they cannot be had the start says so, and what can be done", async () => {
  expect((await run("--rules", "stored")).stderr).toContain(
    "there is no checkpoint of the job rules that names its rules",
  )
  expect((await run()).code).toBe(0)
  const version = await change("Second")
  rmSync(join(job(), "versions"), { recursive: true })
  const { code, stderr } = await run()
  expect(code).toBe(3)
  expect(stderr).toContain(`the version ${version} of the rules cannot be read from`)
  expect(stderr).toContain("start with --rules given")
  expect((await run("--rules", "given")).code).toBe(0)
  expect(await run("--rules", "other")).toMatchObject({ code: 2, stderr: expect.stringContaining("given or stored") })
  const without = await cep(["run", "rules.cep", "--rules", "given"], place.folder)
  expect(without).toMatchObject({ code: 2, stderr: expect.stringContaining("--rules is for jobs with checkpoints") })
})

test("where the newest checkpoint is damaged the rules are those of the one before, which is restored", async () => {
  expect((await run()).code).toBe(0)
  const lost = { file: "0000000009/lost", bytes: 1, crc32: 0 }
  const version = await change("Second", { state: [[lost]] })
  const said = await goesOn(2)
  expect(said).toContain(`goes on with version ${version} of its rules`)
  expect(said).toContain("damaged")
  await goesOn(3)
  expect(alerts()).toEqual(["First 1 2"])
})

test("compiled rules are kept as they are, and go on as they were", async () => {
  expect((await cep(["compile", "rules.cep", "-o", "."], place.folder)).code).toBe(0)
  const compiled = [
    "run",
    "rules.js",
    "--source",
    "E=events.jsonl",
    "--sink",
    "alerts=alerts.jsonl",
    "--at-end",
    "stop",
  ]
  const more = ["--checkpoint-dir", "checkpoints", "--log", "text", "--job", "rules"]
  expect((await cep([...compiled, ...more], place.folder)).code).toBe(0)
  const [first] = await new RuleVersions(systemFiles, job()).list()
  const second = await change("Second")
  expect((await cep([...compiled, ...more], place.folder)).stderr).toContain(second)
  const store = new CheckpointStore(systemFiles, join(job(), "0"))
  const last = (await store.newest())!
  // Back to the compiled ones, of which there is no text but the module's.
  await store.publish({ ...last, number: last.number + 1, rules: { ...last.rules, next: first!.version } })
  writeFileSync(join(place.folder, "rules.cep"), "rule ?")
  await goesOn(2, "--rules", "stored")
  await goesOn(3, "--rules", "stored")
  expect(alerts()).toEqual(["First 1 2"])
})

test("checkpoints and versions are listed, and which ran which", async () => {
  expect((await run()).code).toBe(0)
  const version = (await new RuleVersions(systemFiles, job()).list())[0]!.version
  const next = await change("Second")
  const { stdout } = await cep(["checkpoints", "checkpoints"], place.folder)
  expect(stdout).toContain(`rules ${version}  whole`)
  expect(stdout).toContain(`rules ${version}, then ${next}  whole`)
  const listed = await cep(["checkpoints", "checkpoints", "--versions", "--json"], place.folder)
  expect(JSON.parse(listed.stdout)).toMatchObject([
    { job: "rules", version, note: null, files: ["rules.cep"], damage: null },
    { version: next, note: "tried", checkpoints: [expect.stringMatching(/^0\/\d+ \(from there on\)$/)] },
  ])
  const text = await cep(["checkpoints", "checkpoints", "--versions"], place.folder)
  expect(text.stdout.split("\n")[1]).toMatch(
    new RegExp(`^rules rules ${next}  1970.* rules.cep, checkpoints 0/\\d+ .*"tried"$`),
  )
  writeFileSync(join(job(), "versions", `0000000002-${next}.json`), "torn")
  const damaged = await cep(["checkpoints", "checkpoints", "--versions"], place.folder)
  expect(damaged).toMatchObject({ code: 3, stdout: expect.stringContaining(`rules rules ${next}  DAMAGED`) })
})
