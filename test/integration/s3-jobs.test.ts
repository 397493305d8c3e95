/** Jobs with their checkpoints in an object store, on a way on which requests get lost: what comes out is what comes out without any of it. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest"
import { between, type Random, seeded } from "../../samples/seeded.ts"
import { type Asked, type Fate, type FaultyS3, startFaultyS3 } from "../support/s3/faults.ts"
import { type S3Service, s3Environment, startS3 } from "../support/s3.ts"
import { cep, type Finished, finish, jsonLines, makeFolder, startCep } from "./cep.ts"

const rules = `
event Payment { id: integer, card: string, amount: integer, at: time } timed by at, up to 100 ms late
rule Burst { when 3 Payment as p within 1 day per card alert { sum: sum(p.amount) } without events }
rule Rise { when Payment as p then Payment as q where q.amount > p.amount + 700 within 1 day per card alert { a: p.id, b: q.id } without events }
rule Usual { when Payment as p where amount > 3 * avg(amount) per card over forever per card alert { id: p.id } without events }
`
const count = 60_000
const cards = 20_000

function events(): string {
  const random = seeded(11)
  const lines = Array.from({ length: count }, (_, id) => {
    const card = `card-${random() < 0.25 ? between(random, 0, 99) : between(random, 0, cards - 1)}`
    const amount = between(random, 0, 999)
    return JSON.stringify({ id, card, amount, at: 1.7e12 + id * 5 - between(random, 0, 90) })
  })
  return `${lines.join("\n")}\n`
}

let service: S3Service
let proxy: FaultyS3
let place: ReturnType<typeof makeFolder>
beforeAll(async () => {
  for (const [name, value] of Object.entries(s3Environment)) vi.stubEnv(name, value)
  service = await startS3()
  proxy = await startFaultyS3(service.port)
  place = makeFolder({ "rules.cep": rules, "events.jsonl": events() })
  const { code, stderr } = await cep(run("alone", []), place.folder)
  expect(code, stderr).toBe(0)
  expect(outputs("alone").length).toBeGreaterThan(3000)
})
afterAll(async () => {
  await proxy?.close()
  await service?.remove()
  place?.remove()
  vi.unstubAllEnvs()
})
afterEach(() => {
  proxy.fate = () => "pass"
  vi.stubEnv("AWS_MAX_ATTEMPTS", undefined)
})

const run = (output: string, more: readonly string[]): string[] => [
  ...["run", "rules.cep", "--source", "Payment=events.jsonl", "--sink", `alerts=${output}.jsonl`],
  ...more,
]
const outputs = (name: string): string[] =>
  readFileSync(join(place.folder, `${name}.jsonl`), "utf8")
    .split("\n")
    .sort()
const address = (prefix: string) => service.address(prefix, proxy.port)
const inS3 = (job: string) => ["--checkpoint-dir", address("jobs"), "--checkpoint-interval", "30ms", "--job", job]

/** Of twenty requests one meets with something. */
function oftenFaulty(random: Random): () => Fate {
  const faults: readonly Fate[] = ["refuse", "cut-request", "lose-answer", "cut-answer", "busy"]
  return () => (random() < 0.05 ? faults[between(random, 0, faults.length - 1)]! : "pass")
}

/** The checkpoints that were made so far, by all processes. */
const manifests = () => proxy.seen.filter(({ asked }) => asked.isOnce && asked.url.includes("/MANIFEST")).length
const isProbe = ({ url }: Asked) => url.includes("/probe-")

/** Runs a job, and kills it at a request: before the service sees it, or before the job hears of what it did. */
async function killAt(random: Random, args: readonly string[], from: number, to: number): Promise<Finished> {
  const at = between(random, from, to)
  const last: Fate = random() < 0.5 ? "refuse" : "lose-answer"
  const fault = oftenFaulty(random)
  let asked = 0
  proxy.fate = (request) => {
    if (isProbe(request)) return "pass"
    if (++asked !== at) return fault()
    child.kill("SIGKILL")
    return last
  }
  const child = startCep(args, place.folder)
  return finish(child)
}

test.for([1, 2, 3])("a job is killed at drawn requests, and goes on: each output once (seed %i)", async (seed) => {
  const random = seeded(seed)
  const job = `killed-${seed}`
  let kills = 0
  for (let times = 0; times < 5; times++) {
    // A start that finds nothing left to do asks for as much as that, too.
    const { code, stderr } = await killAt(random, run(job, inS3(job)), 3, 25)
    expect(code === null || code === 0, stderr).toBe(true)
    if (code === null) kills++
  }
  expect(kills).toBeGreaterThan(1)
  proxy.fate = oftenFaulty(random)
  const { code, stderr } = await cep(run(job, inS3(job)), place.folder)
  expect(code, stderr).toBe(0)
  expect(outputs(job)).toEqual(outputs("alone"))
})

test("state on disk is stored once, and fetched by whoever goes on with it", async () => {
  const random = seeded(4)
  const job = "disk"
  const onDisk = ["--state", "disk", "--state-memory", "1MiB", "--state-dir", "work"]
  let kills = 0
  proxy.seen.length = 0
  for (let times = 0; times < 5; times++) {
    // Each has another number of workers; now and then all of it comes back into memory.
    const state = times === 2 ? [] : onDisk
    const more = [...inS3(job), ...state, "--parallelism", String(1 + (times % 2))]
    const { code, stderr } = await killAt(random, run(job, more), 5, 22)
    expect(code === null || code === 0, stderr).toBe(true)
    if (code === null) kills++
  }
  expect(kills).toBeGreaterThan(1)
  proxy.fate = () => "pass"
  const { code, stderr } = await cep(run(job, [...inS3(job), ...onDisk]), place.folder)
  expect(code, stderr).toBe(0)
  expect(outputs(job)).toEqual(outputs("alone"))
  const files = proxy.seen.flatMap(({ asked, fate }) => {
    const name = /\/(cold-[0-9a-f]+-\d+)\?/.exec(asked.url)?.[1]
    return name !== undefined && fate === "pass" && /^(put|end-parts)$/.test(asked.operation) ? [name] : []
  })
  expect(files.length).toBeGreaterThan(0)
  expect(files).toEqual([...new Set(files)])
  expect(readdirSync(join(place.folder, "work", job, "0")), "nothing is left behind").toEqual([])
})

test("what a killed process has left of its state on disk goes with the next start", async () => {
  const job = "beside"
  const more = [...inS3(job), "--state", "disk", "--state-memory", "1MiB", "--state-dir", "beside"]
  const left = () => readdirSync(join(place.folder, "beside", job, "0"))
  const { code, stderr } = await killAt(seeded(5), run(job, more), 12, 12)
  expect(code, stderr).toBe(null)
  const before = left()
  expect(before).toHaveLength(1)
  proxy.fate = () => "pass"
  const again = await cep(run(job, more), place.folder)
  expect(again.code, again.stderr).toBe(0)
  expect(outputs(job)).toEqual(outputs("alone"))
  expect(left()).toEqual([])
})

test("where the service stays away the job ends and says so; started again, it goes on", async () => {
  vi.stubEnv("AWS_MAX_ATTEMPTS", "2")
  const job = "away"
  let puts = 0
  proxy.fate = (asked) => {
    if (isProbe(asked) || (asked.operation === "put" && ++puts < 4) || puts === 0) return "pass"
    return puts < 4 ? "pass" : "busy"
  }
  const { code, stderr } = await cep(run(job, inS3(job)), place.folder)
  expect(code).toBe(3)
  expect(stderr).toMatch(
    /checkpoint \d+ cannot be written into s3:\/\/checkpoints\/jobs\/away\/0: .*\(2 times\): SlowDown.*started again, it goes on from the checkpoint before/,
  )
  proxy.fate = () => "pass"
  const again = await cep(run(job, inS3(job)), place.folder)
  expect(again.code, again.stderr).toBe(0)
  expect(outputs(job)).toEqual(outputs("alone"))
})

test("checkpoints are listed, verified and copied from one place to another, and jobs begin with the copies", async () => {
  const before = manifests()
  const stop = ["--at-end", "stop"]
  const first = await cep(run("first", [...inS3("first"), ...stop]), place.folder)
  expect(first.code, first.stderr).toBe(0)
  expect(manifests()).toBeGreaterThan(before)

  const listed = await cep(["checkpoints", address("jobs/first"), "--json"], place.folder)
  expect(listed.code, listed.stderr).toBe(0)
  const rows = JSON.parse(listed.stdout) as readonly Record<string, unknown>[]
  expect(rows.at(-1)).toMatchObject({ folder: "s3://checkpoints/jobs/first/0", job: "first", damage: null })

  // To S3, from there into a folder, and begun with from either.
  for (const [from, to] of [
    [address("jobs"), address("saved")],
    [address("saved"), "saved"],
  ] as const) {
    const copied = await cep(["savepoint", from, to, ...(to === "saved" ? [] : ["--job", "first"])], place.folder)
    expect(copied.code, copied.stderr).toBe(0)
    expect((await cep(["checkpoints", to], place.folder)).stdout).toMatch(/^first \d+ .* whole\n$/)
    const refused = await cep(["savepoint", from, to, ...(to === "saved" ? [] : ["--job", "first"])], place.folder)
    expect(refused.stderr).toContain("holds a savepoint already")
  }
  for (const [name, from, at] of [
    ["second", address("saved"), "second-checkpoints"],
    ["third", "saved", address("jobs")],
  ] as const) {
    const options = ["--checkpoint-dir", at, "--job", name, "--from-savepoint", from]
    const { code, stderr } = await cep(run(name, options), place.folder)
    expect(code, stderr).toBe(0)
    // It has the state of all events, and none is left to be read; what comes out is what the end of time brings.
    expect(jsonLines(stderr).at(-1)).toMatchObject({ message: "done", read: 0 })
    const all = [...outputs("first"), ...outputs(name)].filter((line) => line !== "").sort()
    expect(all).toEqual(outputs("alone").filter((line) => line !== ""))
  }

  const [{ Key } = { Key: "" }] = await keysOf("jobs/first/0/")
  await fetch(`http://127.0.0.1:${service.port}/checkpoints/${Key}`, { method: "PUT", body: "other bytes" })
  const damaged = await cep(["checkpoints", address("jobs/first")], place.folder)
  expect(damaged.code).toBe(3)
  expect(damaged.stdout).toMatch(/DAMAGED/)
})

/** Keys of files of the newest checkpoint. */
async function keysOf(prefix: string): Promise<readonly { readonly Key: string }[]> {
  const answer = await fetch(`http://127.0.0.1:${service.port}/checkpoints?list-type=2&prefix=${prefix}`)
  const keys = [...(await answer.text()).matchAll(/<Key>([^<]*)<\/Key>/g)].map((match) => ({ Key: match[1]! }))
  return keys.filter(({ Key }) => /(state|outbox)-/.test(Key)).reverse()
}

test.for<[string, readonly string[], number, RegExp]>([
  [
    "another store",
    ["--checkpoint-dir", "gs://bucket/x"],
    2,
    /checkpoints cannot lie in gs:\/\/: give a folder, or s3:/,
  ],
  ["no bucket's name", ["--checkpoint-dir", "s3:///x"], 2, /names no bucket/],
  ["a secret", ["--checkpoint-dir", "s3://bucket/x?secretAccessKey=abc"], 2, /^(?!.*abc).*secrets do not belong/s],
  ["an unknown option", ["--checkpoint-dir", "s3://bucket/x?profile=abc"], 2, /has no option profile/],
  ["a prefix that climbs", ["--checkpoint-dir", "s3://bucket/../x"], 2, /cannot be part of a prefix/],
  ["no place for the state", ["--checkpoint-dir", "s3://bucket/x", "--state", "disk"], 2, /with --state-dir/],
  ["state in S3", ["--state", "disk", "--state-dir", "s3://bucket/x"], 2, /--state-dir is a folder of this machine/],
  ["no service", ["--checkpoint-dir", "s3://bucket/x?endpoint=http://127.0.0.1:1"], 3, /ECONNREFUSED.*can be reached/],
])("%s is refused", async ([, more, wanted, words]) => {
  vi.stubEnv("AWS_MAX_ATTEMPTS", "1")
  const { code, stderr } = await cep(run("refused", more), place.folder)
  expect(stderr).toMatch(words)
  expect(code, stderr).toBe(wanted)
  expect(existsSync(join(place.folder, "refused.jsonl"))).toBe(false)
})
