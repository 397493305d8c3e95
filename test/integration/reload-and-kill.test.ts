/** Rules that come while the real command runs, by its control interface and by `--watch`, and a kill: what runs afterwards. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { afterAll, expect, test } from "vitest"
import { finish, makeFolder, startCep, told } from "./cep.ts"

/** Slow, so that a file lasts. */
const slow = `export async function slow(n: number): Promise<number> {
  await new Promise<void>((resolve) => setTimeout(() => resolve(), 50))
  return n
}
`
const rulesNamed = (rule: string) => `use { slow } from "./slow.ts"
param limit: integer = 1
event E { n: integer, at: time } timed by at
rule ${rule} { when E as a where slow(a.n) > limit - limit then E as b within 1 hour alert "{a.n} {b.n}" without events }
`
const pad = "x".repeat(8000)
const events = Array.from({ length: 1500 }, (_, n) => `${JSON.stringify({ n: n + 1, at: 1.7e12 + n * 1000, pad })}\n`)
const token = "a-token-of-20-signs!"
const { folder, remove } = makeFolder({
  "rules.cep": rulesNamed("First"),
  "slow.ts": slow,
  "events.jsonl": events.join(""),
  token,
})
afterAll(remove)

const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }

/** What the tests look at in answers. */
interface Told {
  readonly version: string
  readonly rules?: readonly { readonly name: string }[]
  readonly versions: readonly { readonly version: string }[]
  readonly params: readonly { readonly name: string; readonly value: unknown }[]
  readonly parts: readonly { readonly checkpoints: { readonly newest: number | null } }[]
}

/** Asks again with pauses: askers that are too quick are refused. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await setTimeout(200)
}

/** A job that runs, and what it is asked. */
async function start(job: string, ...more: string[]) {
  const own = ["run", "rules.cep", "--job", job, "--source", "E=events.jsonl", "--sink", `alerts=file:${job}-alerts/`]
  const stored = ["--checkpoint-dir", "checkpoints", "--checkpoint-interval", "100ms", "--async-concurrency", "1"]
  const child = startCep([...own, ...stored, "--listen", "127.0.0.1:0", "--token-file", "token", ...more], folder)
  const ended = finish(child)
  const url = await told(child, /"url":"([^"]+)"/)
  const get = async (path: string) => (await (await fetch(url + path, { headers })).json()) as Told
  const post = async (path: string, body: unknown = {}, method = "POST") =>
    (await (await fetch(url + path, { headers, method, body: JSON.stringify(body) })).json()) as Told
  // Until it can be changed.
  await until(async () => (await get("/rules")).rules !== undefined)
  const kill = async () => {
    child.kill("SIGKILL")
    return (await ended).stderr
  }
  return { get, post, kill }
}

test("a restart after a kill goes on with what came while the job ran, and can return to what was before", async () => {
  const first = await start("versions")
  const { version: given } = await first.get("/rules")
  const files = [
    { path: "rules.cep", text: rulesNamed("Second") },
    { path: "slow.ts", text: slow },
  ]
  const answer = await first.post("/reload", { files, note: "tried" })
  expect(answer).toMatchObject({ outcome: "applied", checkpoint: expect.any(Number) })
  await first.kill()

  const second = await start("versions", "--watch")
  const rules = await second.get("/rules")
  expect(rules).toMatchObject({ version: answer.version, before: given, rules: [{ name: "Second" }] })
  writeFileSync(join(folder, "rules.cep"), rulesNamed("Third"))
  await until(async () => (await second.get("/rules")).version !== answer.version)
  const third = await second.get("/rules")
  expect(third).toMatchObject({ before: answer.version, rules: [{ name: "Third" }] })
  // The files with which it was started were not taken again in between, untouched as they were.
  const { versions } = await second.get("/versions")
  expect(versions.map(({ version }) => version)).toEqual([given, answer.version, third.version])
  expect(await second.post("/rollback")).toMatchObject({ outcome: "applied", version: answer.version })
  expect(await second.kill()).toContain("which came while it ran")
})

test("a parameter that was set is what it was after a kill, until a person changes --param", async () => {
  const limit = async ({ get }: Awaited<ReturnType<typeof start>>) => (await get("/params")).params[0]!.value
  const newest = async ({ get }: Awaited<ReturnType<typeof start>>) =>
    (await get("/status")).parts[0]!.checkpoints.newest ?? 0
  const nextCheckpoint = async (job: Awaited<ReturnType<typeof start>>) => {
    // The one that is being made may have been begun before.
    const before = await newest(job)
    await until(async () => (await newest(job)) >= before + 2)
  }
  const first = await start("params", "--param", "limit=5")
  expect(await limit(first)).toBe(5)
  await first.post("/params", { values: { limit: 9 } }, "PUT")
  await nextCheckpoint(first)
  await first.kill()
  // What was set outlives a change of the rules, too.
  const second = await start("params", "--param", "limit=5")
  expect(await limit(second)).toBe(9)
  const files = [
    { path: "rules.cep", text: rulesNamed("Other") },
    { path: "slow.ts", text: slow },
  ]
  expect(await second.post("/reload", { files })).toMatchObject({ outcome: "applied" })
  expect(await limit(second)).toBe(9)
  await nextCheckpoint(second)
  expect(await second.kill()).toContain(
    "the parameter limit stays 9, to which it was set while the job ran: --param says 5",
  )
  const third = await start("params", "--param", "limit=5")
  expect(await limit(third)).toBe(9)
  await third.kill()
  const fourth = await start("params", "--param", "limit=6")
  expect(await limit(fourth)).toBe(6)
  await nextCheckpoint(fourth)
  expect(await fourth.kill()).toContain("the parameter limit is 6 now (--param), and no longer 9")
  const fifth = await start("params", "--param", "limit=6")
  expect(await limit(fifth)).toBe(6)
  expect(await fifth.kill()).not.toContain("the parameter limit")
})
