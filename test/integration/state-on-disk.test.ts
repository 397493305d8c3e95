/** `cep run --state disk`: the same outputs as with all state in memory, whatever kills the job, and whichever of both it goes on with. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { cep, finish, makeFolder, startCep } from "./cep.ts"

const rules = `
event Payment { id: integer, card: string, shop: string, amount: integer, at: time } timed by at, up to 100 ms late
rule Burst { when 3 Payment as p within 1 day per card alert { sum: sum(p.amount) } without events }
rule Large { when 2 Payment as p where amount > 500 within 1 day per card alert "{card} {last(p).amount}" }
rule Rise { when Payment as p then Payment as q where q.amount > p.amount + 700 within 1 day per card alert { a: p.id, b: q.id } without events }
rule Pair { when Payment as p where amount > 900 then any Payment as q where amount < 100 within 1 day per card skip none alert { a: p.id, b: q.id } without events }
rule Usual { when Payment as p where amount > 3 * avg(amount) per card over forever per card alert { id: p.id } without events }
rule Shop { when 2 Payment as p where amount > 990 within 1 hour per shop once per 1 minute alert "{shop}" without events }
rule Quiet { when Payment as p where amount > 900 then no Payment as q where amount > p.amount within 20 seconds per card once per 30 seconds alert { id: p.id } without events }
rule Slow { when Payment as p where amount > 950 then Payment as q where q.amount == p.amount within 10 seconds per card alert { a: p.id, b: q.id } without events on timeout alert low { id: p.id } without events }
rule Sums { each 1 minute of Payment per shop alert { sum: sum(amount) } }
rule Visits { each session of Payment gap 10 seconds per card having count() > 9 alert { ids: list(id) } }
rule Often { when Payment as p where amount > 990 and count() over 20 seconds > 3 per card alert { id: p.id } without events }
`
const count = 40_000
const cards = 20_000

function events(): string {
  let seed = 11
  const next = (below: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
    return (seed >>> 8) % below
  }
  const lines = Array.from({ length: count }, (_, id) => {
    const card = `card-${next(4) === 0 ? next(100) : next(cards)}`
    return JSON.stringify({ id, card, shop: `s${next(50)}`, amount: next(1000), at: 1.7e12 + id * 5 - next(90) })
  })
  return `${lines.join("\n")}\n`
}

let place: ReturnType<typeof makeFolder>
beforeAll(() => {
  place = makeFolder({ "rules.cep": rules, "events.jsonl": events() })
})
afterAll(() => place.remove())

const onDisk = ["--state", "disk", "--state-memory", "1MiB"]
const checkpoints = ["--checkpoint-dir", "checkpoints", "--checkpoint-interval", "30ms"]
const argumentsOf = (run: string, more: readonly string[]): string[] => [
  "run",
  "rules.cep",
  "--source",
  "Payment=events.jsonl",
  "--sink",
  `alerts=${run}.jsonl`,
  ...more,
]
const read = (run: string): string[] =>
  readFileSync(join(place.folder, `${run}.jsonl`), "utf8")
    .split("\n")
    .sort()

/** The numbers of the checkpoints of a job. */
function made(job: string): string[] {
  const folder = join(place.folder, "checkpoints", job, "0")
  const names = existsSync(folder) ? readdirSync(folder) : []
  return names.filter((name) => /^\d+$/.test(name) && existsSync(join(folder, name, "MANIFEST")))
}

/** The files of the newest checkpoint that keys have which are not in memory. */
function coldFiles(job: string): string[] {
  const folder = join(place.folder, "checkpoints", job, "0")
  const text = readFileSync(join(folder, made(job).sort().at(-1)!, "MANIFEST"), "utf8")
  const { cold = [] } = JSON.parse(text.slice(text.indexOf("\n"))) as { cold?: { file: string }[][] }
  return cold.flat().map(({ file }) => join(folder, file))
}

beforeAll(async () => {
  const { code, stderr } = await cep(argumentsOf("memory", []), place.folder)
  expect(code, stderr).toBe(0)
})

test.for([1, 2])("%i workers give the same outputs", async (parallelism) => {
  const run = `disk-${parallelism}`
  const more = [...onDisk, "--parallelism", String(parallelism), "--state-dir", "work"]
  const { code, stderr } = await cep(argumentsOf(run, more), place.folder)
  expect(code, stderr).toBe(0)
  expect(stderr).toContain("all state of the events of every Payment per card stays in memory")
  expect(read("memory").length).toBeGreaterThan(3000)
  expect(read(run)).toEqual(read("memory"))
  expect(readdirSync(join(place.folder, "work")), "nothing is left behind").toEqual([])
})

test("what a killed job has left goes with the next start in the same place, and a living one's stays", async () => {
  const names = () => (existsSync(join(place.folder, "left")) ? readdirSync(join(place.folder, "left")) : [])
  const waiting = ["run", "rules.cep", "--source", "Payment=-", ...onDisk, "--state-dir", "left"]
  const start = async (folders: number) => {
    const child = startCep(waiting, place.folder)
    while (names().length < folders && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5))
    return { child, ended: finish(child) }
  }
  const killed = await start(1)
  const living = await start(2)
  const [own] = names().filter((name) => name.includes(`-${killed.child.pid}-`))
  expect(own).toBeDefined()
  killed.child.kill("SIGKILL")
  await killed.ended
  const next = await cep(argumentsOf("next", [...onDisk, "--state-dir", "left"]), place.folder)
  expect(next.code, next.stderr).toBe(0)
  expect(names().map((name) => name.includes(`-${living.child.pid}-`))).toEqual([true])
  living.child.stdin.end()
  expect((await living.ended).code).toBe(0)
  expect(names()).toEqual([])
})

test.for([
  1, 2,
])("%i workers that are killed go on from their checkpoints, with state on disk or in memory", async (parallelism) => {
  const job = `killed-${parallelism}`
  // Each restart has another number of workers.
  const more = (run: number): string[] => {
    const workers = run % 2 === 0 ? parallelism : 3 - parallelism
    return [...checkpoints, "--job", job, "--parallelism", String(workers)]
  }
  let kills = 0
  let files = 0
  for (let run = 0; run < 4; run++) {
    const before = made(job).map(Number)
    const newest = Math.max(0, ...before)
    // Now and then all of it comes back into memory.
    const state = run % 4 === 2 ? [] : onDisk
    const child = startCep(argumentsOf(job, [...more(run), ...state]), place.folder)
    const ended = finish(child)
    while (child.exitCode === null && Math.max(0, ...made(job).map(Number)) < newest + 2) {
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    child.kill("SIGKILL")
    const { code, stderr } = await ended
    expect(code === null || code === 0, stderr).toBe(true)
    if (code === null) kills++
    if (state.length > 0) files += coldFiles(job).length
  }
  expect(kills).toBeGreaterThan(1)
  expect(files).toBeGreaterThan(0)
  const { code, stderr } = await cep(argumentsOf(job, [...more(4), ...onDisk]), place.folder)
  expect(code, stderr).toBe(0)
  expect(read(job)).toEqual(read("memory"))
  const names = readdirSync(join(place.folder, "checkpoints", job, "0"))
  expect(
    names.filter((name) => !/^(\d+)$/.test(name)),
    "nothing is left behind",
  ).toEqual([])
})

test("a file of the state that is damaged is told, and an older checkpoint is not taken in silence", async () => {
  const more = [...checkpoints, "--job", "damaged", ...onDisk, "--at-end", "stop"]
  const first = await cep(argumentsOf("damaged", more), place.folder)
  expect(first.code, first.stderr).toBe(0)
  for (const file of coldFiles("damaged")) {
    const bytes = readFileSync(file)
    bytes[bytes.length - 20]! ^= 1
    writeFileSync(file, bytes)
  }
  const { code, stderr } = await cep(argumentsOf("damaged", more), place.folder)
  expect(code).toBe(3)
  expect(stderr).toMatch(/cold-[0-9a-f]+-\d+/)
})
