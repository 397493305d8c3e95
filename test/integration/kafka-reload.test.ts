/**
 * Rules are changed again and again in a job that reads a real broker and is killed in between: no event is lost or judged twice. What stands in the topic of alerts afterwards is held against engines of
 * the library that change their rules at the same barriers, which the checkpoints name.
 */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { setTimeout as pause } from "node:timers/promises"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { type CheckpointManifest, decodeManifest } from "../../runtime/checkpoint/manifest.ts"
import { createEngine } from "../../runtime/index.ts"
import { trackWatermark } from "../../runtime/time/watermark.ts"
import { editedRules } from "../support/edited-rules.ts"
import { compileRules } from "../support/job.ts"
import { sortedTexts } from "../support/kafka/reading.ts"
import { openTopics, type Topics } from "../support/kafka/topics.ts"
import { type Kafka, startKafka } from "../support/kafka.ts"
import { finish, makeFolder, startCep, told } from "./cep.ts"

/** `RELOAD=long`: a hundred reloads at 50,000 events a second. */
const isLong = process.env.RELOAD === "long"
const reloads = isLong ? 100 : 12
/** Reloads in the middle of which the job is killed. */
const kills: ReadonlySet<number> = new Set(isLong ? [20, 50, 80] : [4, 8])
const [batch, everyMs] = isLong ? [5000, 100] : [300, 50]
/** So many events come for each version at most, in the long run those of five seconds: else a slow machine would have more of them, and all are judged once more at the end. */
const eventsPerVersion = isLong ? 250_000 : 6000
const accounts = 2000
const partitions = 3

let kafka: Kafka
let topics: Topics
let folder: string
let removeFolder: () => void
beforeAll(async () => {
  kafka = await startKafka()
  topics = await openTopics(kafka.brokers)
  await topics.create("tx", partitions)
  await topics.create("alerts", 1)
  const made = makeFolder({ "rules.cep": textOf(0) })
  folder = made.folder
  removeFolder = made.remove
})
afterAll(async () => {
  await topics?.close()
  await kafka?.remove()
  removeFolder?.()
})

const textOf = (version: number) => editedRules(version, kafka.brokers, "tx", "alerts")

/** How many events may be sent by now. */
let allowed = eventsPerVersion
/** How many were sent. They follow from their number, so that millions need no memory: it is `offset * partitions + partition`. */
let sent = 0

function eventOf(id: number) {
  const drawn = (id * 1_103_515_245 + 12_345) % 1000
  // Most are below all thresholds, as most payments are.
  const amount = drawn % 7 === 0 ? drawn : drawn / 2
  return { id, account: `a${(id * 7919) % accounts}`, merchant: `m${id % 97}`, amount, at: timeOf(id) }
}

/** Times rise. */
const timeOf = (id: number) => 1.7e12 + Math.floor(id / 5)

/** Sends events until it is told to stop; each partition's times rise, and all partitions have some. */
async function produce(stop: AbortSignal): Promise<void> {
  let due = Date.now()
  while (!stop.aborted) {
    if (sent >= allowed) {
      await pause(everyMs)
      // What was not sent meanwhile is not made up for: the rate stays what it is.
      due = Date.now()
      continue
    }
    const messages = Array.from({ length: batch }, (_, at) => {
      const event = eventOf(sent + at)
      return { partition: event.id % partitions, key: event.account, value: JSON.stringify(event) }
    })
    sent += batch
    await topics.send("tx", messages)
    due += everyMs
    await pause(Math.max(0, due - Date.now()))
  }
}

const options = ["--checkpoint-dir", "checkpoints", "--checkpoint-interval", "500ms", "--idle-after", "1h"]

async function start() {
  const child = startCep(["run", "rules.cep", ...options, "--listen", "127.0.0.1:0"], folder)
  const ended = finish(child)
  const url = await told(child, /"url":"([^"]+)"/)
  while ((await fetch(`${url}/ready`)).status !== 200) await pause(20)
  return { child, ended, url }
}

async function post(url: string, version: number) {
  const files = [{ path: "rules.cep", text: textOf(version) }]
  const answer = await fetch(`${url}/reload`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ files }),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

function manifests(): CheckpointManifest[] {
  const place = join(folder, "checkpoints", "rules", "0")
  return readdirSync(place).flatMap((name) => {
    try {
      return decodeManifest(readFileSync(join(place, name, "MANIFEST")))
    } catch {
      return []
    }
  })
}

const noted = new Map<number, CheckpointManifest>()

/** Notes the checkpoints at which rules change: they are kept until the next ones. */
function note(): void {
  for (const manifest of manifests()) if (manifest.rules.next !== undefined) noted.set(manifest.number, manifest)
}

/** How far a checkpoint is in each partition. */
function placesOf({ sources }: CheckpointManifest): number[] {
  return Array.from({ length: partitions }, (_, at) => {
    const found = sources.find(({ partition }) => partition === `tx/${at}`)
    return Number(found?.position.offset ?? 0)
  })
}

function watermarkOf({ watermarks }: CheckpointManifest): number {
  return trackWatermark(new Map(), watermarks).current()
}

/** What engines say that change their rules at the barriers of these checkpoints; the last one only ends. */
function expected(barriers: readonly CheckpointManifest[], byVersion: ReadonlyMap<string, RuleSet>): string[] {
  const said: string[] = []
  let rules = byVersion.get(barriers[0]!.rules.version!)!
  let snapshot: unknown
  let from = Array.from({ length: partitions }, () => 0)
  for (const barrier of barriers) {
    const engine = createEngine(rules, {
      onOutput: (output) => said.push(output.line()),
      ...(snapshot !== undefined && { restore: snapshot }),
    })
    const to = placesOf(barrier)
    const watermark = watermarkOf(barrier)
    // In the order in which they were sent: rows that come in order of time wait for little.
    const [first, last] = [Math.min(...from) * partitions, Math.max(...to) * partitions]
    for (let id = first; id < last; id++) {
      const partition = id % partitions
      const offset = (id - partition) / partitions
      if (id % 1000 === 0) engine.advanceTo(Math.min(timeOf(id) - 1, watermark))
      if (offset < from[partition]! || offset >= to[partition]!) continue
      const raw = eventOf(id)
      engine.ingest({ type: "Tx", raw, text: JSON.stringify(raw), source: 0, partition })
    }
    engine.advanceTo(watermark)
    snapshot = JSON.parse(JSON.stringify(engine.snapshot()))
    from = to
    rules = byVersion.get(barrier.rules.next ?? barrier.rules.version!)!
  }
  return said.sort()
}

test(
  "rules that change while events come, and while the job is killed",
  async () => {
    const enough = new AbortController()
    const producing = produce(enough.signal)
    const byVersion = new Map<string, RuleSet>()
    const know = async (version: number) => {
      const rules = await compileRules(textOf(version))
      byVersion.set(rules.manifest.version, rules)
    }
    await know(0)
    const begun = performance.now()
    let job = await start()
    const pauses: number[] = []
    for (let version = 1; version <= reloads; version++) {
      if (kills.has(version)) await know(version)
      allowed += eventsPerVersion
      const before = manifests().length
      const answer = post(job.url, version)
      if (kills.has(version)) {
        // Somewhere in it; whoever asked learns nothing, and the next start goes on with exactly one version.
        await pause(version * 3)
        job.child.kill("SIGKILL")
        await Promise.allSettled([answer, job.ended])
        job = await start()
        note()
        continue
      }
      // The job compiles them meanwhile.
      const [{ status, body }] = await Promise.all([answer, know(version)])
      expect(status, JSON.stringify(body)).toBe(200)
      expect(body).toMatchObject({ outcome: "applied" })
      pauses.push(Number(body.pauseSeconds) * 1000)
      note()
      expect(noted.has(Number(body.checkpoint)), `checkpoint ${body.checkpoint} of ${before}`).toBe(true)
    }
    enough.abort()
    await producing
    const perSecond = Math.round(sent / ((performance.now() - begun) / 1000))
    // All that was sent is read.
    const total = sent
    const changed = performance.now()
    const read = () => manifests().reduce((most, each) => Math.max(most, sum(placesOf(each))), 0)
    while (read() < total) await pause(50)
    const drained = performance.now()
    job.child.kill("SIGTERM")
    const { code, stderr } = await job.ended
    expect(code, stderr).toBe(0)
    note()
    const last = manifests().sort((a, b) => b.number - a.number)[0]!
    const barriers = [...noted.values()]
      .sort((a, b) => a.number - b.number)
      .filter(({ number }) => number < last.number)
    expect(barriers.length).toBeGreaterThanOrEqual(reloads - kills.size)
    const alerts = await sortedTexts(kafka.brokers, "alerts")
    const wanted = expected([...barriers, last], byVersion)
    expect(alerts.length).toBe(wanted.length)
    expect(alerts).toEqual(wanted)
    expect(alerts.length).toBeGreaterThan(100)
    pauses.sort((a, b) => a - b)
    const shown = {
      events: total,
      perSecond,
      alerts: alerts.length,
      reloads: pauses.length,
      longestPauseMs: pauses.at(-1),
    }
    const seconds = (from: number, to: number) => Math.round((to - from) / 1000)
    const times = {
      changing: seconds(begun, changed),
      reading: seconds(changed, drained),
      comparing: seconds(drained, performance.now()),
    }
    console.info(JSON.stringify({ ...shown, medianPauseMs: pauses[pauses.length >> 1], seconds: times }))
  },
  isLong ? 1_800_000 : undefined,
)

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0)
}
