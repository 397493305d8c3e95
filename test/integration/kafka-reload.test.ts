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
/** So many events come for each version at most; the long run sends them at its rate, whatever the job does. */
const eventsPerVersion = isLong ? Number.POSITIVE_INFINITY : 6000
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
/** What was sent, by partition: places are offsets. */
const sent: string[][] = Array.from({ length: partitions }, () => [])

/** Sends events until it is told to stop; each partition's times rise, and all partitions have some. */
async function produce(stop: AbortSignal): Promise<void> {
  let id = 0
  let due = Date.now()
  while (!stop.aborted) {
    if (id >= allowed) {
      await pause(everyMs)
      continue
    }
    const messages = Array.from({ length: batch }, () => {
      const account = `a${(id * 7919) % accounts}`
      const partition = id % partitions
      const amount = (id * 1_103_515_245 + 12_345) % 1000
      const value = JSON.stringify({ id, account, merchant: `m${id % 97}`, amount, at: 1.7e12 + Math.floor(id / 5) })
      id++
      sent[partition]!.push(value)
      return { partition, key: account, value }
    })
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
    const found = sources.find(({ partition }) => partition === String(at) || partition.endsWith(`-${at}`))
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
    for (const [partition, lines] of sent.entries()) {
      for (let at = from[partition]!; at < to[partition]!; at++) {
        engine.ingest({ type: "Tx", raw: JSON.parse(lines[at]!), text: lines[at]!, source: 0, partition })
      }
    }
    engine.advanceTo(watermarkOf(barrier))
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
    let job = await start()
    const pauses: number[] = []
    for (let version = 1; version <= reloads; version++) {
      await know(version)
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
      const { status, body } = await answer
      expect(status, JSON.stringify(body)).toBe(200)
      expect(body).toMatchObject({ outcome: "applied" })
      pauses.push(Number(body.pauseMs))
      note()
      expect(noted.has(Number(body.checkpoint)), `checkpoint ${body.checkpoint} of ${before}`).toBe(true)
    }
    enough.abort()
    await producing
    // All that was sent is read.
    const total = sent.reduce((sum, { length }) => sum + length, 0)
    const read = () => manifests().reduce((most, each) => Math.max(most, sum(placesOf(each))), 0)
    while (read() < total) await pause(50)
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
    const shown = { events: total, alerts: alerts.length, reloads: pauses.length, longestPauseMs: pauses.at(-1) }
    console.info(JSON.stringify({ ...shown, medianPauseMs: pauses[pauses.length >> 1] }))
  },
  isLong ? 1_800_000 : 240_000,
)

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0)
}
