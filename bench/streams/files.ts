/** The streams as files of JSON lines. They are written once and kept beside the benchmarks, where git does not see them. */
import { createHash } from "node:crypto"
import { once } from "node:events"
import {
  closeSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
} from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { finished } from "node:stream/promises"
import { fileURLToPath } from "node:url"
import { type Transaction, transactions } from "./transactions.ts"

/** What benchmarks keep between runs: streams, rules, results, builds. */
export const cache = fileURLToPath(new URL("../.cache", import.meta.url))

export interface Stream {
  readonly name: string
  readonly gapMs: number
  readonly lateShare: number
}

/**
 * `dense`: of 10,000 accounts the popular ones have dozens of transactions a minute, so that six in a minute are common. `sparse`: little more
 * than the episodes has them, as in production, where alerts are rare. In both, one event in a hundred arrives up to two seconds late.
 */
export const streams: readonly Stream[] = [
  { name: "dense", gapMs: 1, lateShare: 0.01 },
  { name: "sparse", gapMs: 400, lateShare: 0.01 },
]

/** The same in the order of time: nothing is late. */
const orderedStreams = streams.map((one): Stream => ({ ...one, name: `${one.name}-in-order`, lateShare: 0 }))

export const streamNames: readonly string[] = [...streams, ...orderedStreams].map(({ name }) => name)

/** The stream of that name; throws where there is none. */
export function streamOf(name: string): Stream {
  const found = [...streams, ...orderedStreams].find((one) => one.name === name)
  if (found === undefined) throw new Error(`no stream ${name}: there are ${streamNames.join(", ")}`)
  return found
}

/** Writes the stream's first events where they are not there yet; gives the path. The name tells of all that the content depends on. */
export async function transactionFile(stream: Stream, count: number, accounts: number): Promise<string> {
  const makers = ["transactions.ts", "../../samples/seeded.ts"]
  const hash = createHash("sha256")
  for (const maker of makers) hash.update(readFileSync(new URL(maker, import.meta.url)))
  const name = `${stream.name}-${accounts}-${count}-${hash.digest("hex").slice(0, 8)}.jsonl`
  return keptFile(name, () =>
    transactions({ count, accounts, gapMs: stream.gapMs, lateShare: stream.lateShare, seed: 1 }),
  )
}

/** A file of JSON lines in the cache; it is made where there is none. */
export async function keptFile(name: string, events: () => Iterable<unknown>): Promise<string> {
  const folder = join(cache, "streams")
  const path = join(folder, name)
  if (existsSync(path)) return path
  mkdirSync(folder, { recursive: true })
  const unfinished = `${path}.${process.pid}.tmp`
  await writeLines(unfinished, events())
  renameSync(unfinished, path)
  return path
}

async function writeLines(path: string, events: Iterable<unknown>): Promise<void> {
  const file = createWriteStream(path)
  let chunk = ""
  for (const event of events) {
    chunk += `${JSON.stringify(event)}\n`
    if (chunk.length < 1 << 20) continue
    if (!file.write(chunk)) await once(file, "drain")
    chunk = ""
  }
  file.end(chunk)
  await finished(file)
}

/** The events of a file of JSON lines, which may be longer than a text can be. */
export function* eventsIn(path: string): Generator<unknown> {
  const file = openSync(path, "r")
  const bytes = Buffer.allocUnsafe(1 << 20)
  let rest = ""
  for (let count = readSync(file, bytes); count > 0; count = readSync(file, bytes)) {
    const lines = (rest + bytes.toString("latin1", 0, count)).split("\n")
    rest = lines.pop()!
    for (const line of lines) yield JSON.parse(line)
  }
  closeSync(file)
}

/** The transactions of such a file. */
export function readTransactions(path: string): Transaction[] {
  return [...(eventsIn(path) as Iterable<Transaction>)]
}
