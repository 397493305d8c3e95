/** The thread that judges the past events of a job by rules that are to follow. */
import type { MessagePort } from "node:worker_threads"
import type { Connector, Source } from "../../runtime/connectors/contract.ts"
import { connectors } from "../../runtime/connectors/index.ts"
import type { KeptEvents } from "../../runtime/control/recent-events.ts"
import { messageOf } from "../../runtime/engine/refusal.ts"
import { someRules } from "../../runtime/engine/some-rules.ts"
import { createEngine } from "../../runtime/index.ts"
import type { Opened } from "../../runtime/job/setup.ts"
import type { PastBatch, Standing } from "../../runtime/job/warm-up/past.ts"
import { readAgain } from "../../runtime/job/warm-up/read-again.ts"
import { Rebuild } from "../../runtime/job/warm-up/rebuild.ts"
import { instantiateModule } from "../instantiate.ts"
import { KeptClock, openKept } from "./kept-events.ts"
import type { WarmAnswer, WarmBegin, WarmHistory, WarmRequest } from "./warm-messages.ts"

/** Answers one request after the other; `begin` comes first. */
export function serveWarmUp(port: Pick<MessagePort, "on" | "postMessage">): void {
  let rebuild: Rebuild | undefined
  let last = Promise.resolve()
  const answerTo = async (request: WarmRequest): Promise<WarmAnswer> => {
    if (request.kind === "begin") {
      const begun = await begin(request)
      rebuild = begun.rebuild
      return { kind: "begun", history: begun.history }
    }
    for (const batch of request.batches) await rebuild!.take(batch)
    return request.kind === "more" ? { kind: "judged" } : { kind: "finished", ...rebuild!.finish(request.watermark) }
  }
  port.on("message", (request: WarmRequest) => {
    last = last.then(async () => {
      const answer = await answerTo(request).catch(
        (error: unknown): WarmAnswer => ({ kind: "failed", reason: messageOf(error) }),
      )
      const move = answer.kind === "finished" ? answer.state.map((piece) => piece.buffer as ArrayBuffer) : []
      port.postMessage(answer, move)
    })
  })
}

async function begin(request: WarmBegin): Promise<{ readonly rebuild: Rebuild; readonly history: WarmHistory }> {
  const { standing, reachMs, kept } = request
  const wanted = standing.watermark - reachMs
  const lacking = kept && lackingOf(kept, standing)
  // What the job has kept is known in the order in which it came: where that goes back far enough nothing else is asked.
  if (lacking !== undefined && lacking <= wanted) return fromKept(request, wanted, lacking)
  const past = await openPast(request, wanted)
  if (past !== undefined) return fromSources(request, wanted, past)
  if (lacking !== undefined) return fromKept(request, wanted, lacking)
  throw new Error(
    "its sources cannot be read again (standard input, a pipe, files that are gone), and it keeps no events: start it with --listen and --keep-recent",
  )
}

/** Up to which event time something may lack in what was kept. */
function lackingOf({ batches, wholeFrom }: KeptEvents, { partitions }: Standing): number {
  const first = batches[wholeFrom]
  return first === undefined ? Math.max(...partitions.map(({ highest }) => highest)) : first.time.reached
}

/** `lacking`: as `lackingOf` says it. */
async function fromKept(request: WarmBegin, wanted: number, lacking: number) {
  const { standing } = request
  const { bytes, batches, wholeFrom } = request.kept!
  // No later than the job is, though more may lack.
  const rebuild = await opened(request, Math.min(Math.max(wanted, lacking), standing.watermark))
  const judged = batches.slice(wholeFrom)
  for (const { partition, values, csv, arrivedAt, time, from, to } of judged) {
    const lines = { bytes: bytes.subarray(from, to), csv }
    const past: PastBatch = { partition, values, records: [], lines, arrivedAt, time }
    await rebuild.take(past)
  }
  const kept = [...new Set(judged.map(({ source }) => source))]
  const completeAfter = Math.max(wanted, lacking)
  return { rebuild, history: { readAgain: [], kept, completeAfter, isComplete: lacking <= wanted } }
}

async function fromSources(request: WarmBegin, wanted: number, past: ReadonlyMap<string, Past>) {
  try {
    const rebuild = await opened(request, wanted)
    const lacking = await readAgain(rebuild, request.standing, past)
    const completeAfter = Math.max(wanted, lacking)
    const names = request.sources.map(({ name }) => name)
    return { rebuild, history: { readAgain: names, kept: [], completeAfter, isComplete: lacking <= wanted } }
  } finally {
    await closeAll(past)
  }
}

async function opened(request: WarmBegin, after: number): Promise<Rebuild> {
  const { module, rules: names, params, maxAheadMs, standing } = request
  const rules = someRules(instantiateModule(module)!, new Set(names))
  const nothing = { events: { bytes: new Uint8Array(0), batches: [], wholeFrom: 0 }, params }
  const given: Opened = (await openKept(rules.manifest, { ...request, ...nothing }, new KeptClock())).opened
  const rebuild = new Rebuild(rules, { createEngine, params, models: given.models, after, standing, maxAheadMs })
  const { engine } = rebuild
  const set: Parameters<typeof given.tables.attach>[0]["set"] = (...table) => engine.setTable(...table)
  given.tables.attach({ set, clock: new KeptClock(), log: () => {} })
  return rebuild
}

type Past = NonNullable<Awaited<ReturnType<NonNullable<Connector["openPast"]>>>>

/** By name; undefined: not all can be read again. */
async function openPast(
  request: WarmBegin,
  wanted: number,
): Promise<Map<string, Past & { source: Source }> | undefined> {
  const { sources, standing, folder, maxAheadMs } = request
  const all = new Map<string, Past>()
  try {
    for (const { name, connector, settings } of sources) {
      const own = standing.partitions.filter(({ of }) => of.name === name)
      const ends = new Map(own.map((each) => [each.name, each.place]))
      // The job takes no events that are dated later than that behind their arrival.
      const range = { since: wanted - maxAheadMs, ends }
      const found = connectors.find(({ declaration }) => declaration.name === connector)
      const past = await found?.openPast?.(settings, { folder, log: () => {} }, range)
      if (past !== undefined) all.set(name, past)
    }
  } catch (error) {
    await closeAll(all)
    throw error
  }
  if (all.size === sources.length) return all
  await closeAll(all)
  return undefined
}

async function closeAll(past: ReadonlyMap<string, Past>): Promise<void> {
  await Promise.allSettled([...past.values()].map(({ source }) => source.close()))
}
