/** A dry run: the events that a job has kept, through other rules and through its own, in a job that delivers nothing. */
import type { Ingest, Output } from "../../runtime/abi/engine.ts"
import type { Manifest, RuleSet } from "../../runtime/abi/rule-set.ts"
import type { DryRunReport, DryRunRule } from "../../runtime/control/actions.ts"
import { messageOf } from "../../runtime/engine/refusal.ts"
import { createEngine } from "../../runtime/index.ts"
import { Job, type JobObserver } from "../../runtime/job/job.ts"
import { elapsedMs } from "../../runtime/platform/node.ts"
import { instantiateModule } from "../instantiate.ts"
import type { DryRunRequest } from "./compile-messages.ts"
import { KeptClock, openKept, paramsFor } from "./kept-events.ts"
import { nowhere } from "./replay.ts"

/** So many outputs are shown, the last ones. */
const mostShown = 200
/** More of a rule each minute nobody can look at. */
const mostPerMinute = 1
const minuteMs = 60_000

/** What rules (the text of their module) would have made of the events, beside what the running ones make of them. Rejects where they cannot be run. */
export async function dryRunOf(module: string, request: DryRunRequest): Promise<DryRunReport> {
  const began = elapsedMs()
  const rules = instantiateModule(module)!
  const former = instantiateModule(request.running)
  const tried = await goOver(rules, request, former?.manifest)
  const notes = [
    "It begins without what the job remembers of earlier events: matches and aggregates that reach further back may be missing.",
  ]
  const running = former && (await goOver(former, request).catch((error: unknown) => messageOf(error)))
  if (former === undefined) notes.push("The running rules are a bundle and were not run for comparison.")
  else if (typeof running === "string") notes.push(`The running rules were not run for comparison: ${running}`)
  const before = typeof running === "object" ? running : undefined
  const { tally } = tried
  notes.push(...tried.notes)
  return {
    events: tally.events + tried.others,
    late: tried.late,
    deadLetters: tried.deadLetters,
    runningDeadLetters: before?.deadLetters ?? null,
    from: Number.isFinite(tally.first) ? tally.first : null,
    to: Number.isFinite(tally.last) ? tally.last : null,
    seconds: (elapsedMs() - began) / 1000,
    rules: rulesOf(rules, former, tally, before?.tally),
    alerts: tally.shown.map((line) => JSON.parse(line)),
    alertCount: tally.alertCount,
    notes,
  }
}

function rulesOf(
  rules: RuleSet,
  former: RuleSet | undefined,
  now: DryTally,
  before: DryTally | undefined,
): DryRunRule[] {
  const minutes = Math.max(1, (now.last - now.first) / minuteMs || 0)
  const names = new Set(rules.manifest.rules.map(({ name }) => name))
  // A rule that was renamed is held against itself.
  const formerNames = new Set(former?.manifest.rules.map(({ name }) => name))
  const runningOf = (name: string): number | null =>
    before === undefined || !formerNames.has(name) ? null : (before.outputs.get(name) ?? 0)
  const tried = rules.manifest.rules.map(({ name, was, shadow }) => {
    const perMinute = (now.alerts.get(name) ?? 0) / minutes
    return {
      rule: name,
      shadow: shadow === true,
      outputs: now.outputs.get(name) ?? 0,
      running: runningOf(name) ?? (was === undefined ? null : runningOf(was)),
      perMinute,
      tooMany: perMinute > mostPerMinute,
    }
  })
  const renamed = new Set(rules.manifest.rules.map(({ was }) => was))
  const gone = (former?.manifest.rules ?? []).filter(({ name }) => !names.has(name) && !renamed.has(name))
  return [
    ...tried,
    ...gone.map(({ name, shadow }) => ({
      rule: name,
      shadow: shadow === true,
      outputs: null,
      running: runningOf(name),
      perMinute: 0,
      tooMany: false,
    })),
  ]
}

/** Looks at what comes out. */
class DryTally implements JobObserver {
  events = 0
  first = Number.POSITIVE_INFINITY
  last = Number.NEGATIVE_INFINITY
  readonly outputs = new Map<string, number>()
  readonly alerts = new Map<string, number>()
  alertCount = 0
  readonly shown: string[] = []

  event(_: Ingest, at: number): void {
    this.events++
    if (at < this.first) this.first = at
    if (at > this.last) this.last = at
  }

  output(output: Output): void {
    const { rule, kind } = output
    this.outputs.set(rule, (this.outputs.get(rule) ?? 0) + 1)
    if (kind !== "alert") return
    this.alertCount++
    this.alerts.set(rule, (this.alerts.get(rule) ?? 0) + 1)
    this.shown.push(output.line())
    if (this.shown.length > 2 * mostShown) this.shown.splice(0, mostShown)
  }
}

async function goOver(rules: RuleSet, request: DryRunRequest, former?: Manifest) {
  const { manifest } = rules
  if (manifest.awaited.length > 0) {
    const names = [...new Set(manifest.awaited.map((each) => each.function))].join(", ")
    throw new Error(`the rules call asynchronous functions (${names}), and a dry run asks nobody: use cep backtest`)
  }
  const clock = new KeptClock()
  const tally = new DryTally()
  const { opened, inputs, left } = await openKept(manifest, request, clock)
  const none = request.events.batches.length === 0 ? ["No events are kept yet."] : []
  const notes = [...none, ...left.map((name) => `Nothing was read of ${name}: these rules declare no such event.`)]
  try {
    const job = new Job(rules, createEngine, {
      inputs,
      tables: opened.tables,
      models: opened.models,
      sinks: { named: new Map([["shadow", nowhere]]), standardOutput: nowhere },
      params: paramsFor(manifest, request.params, former),
      strict: false,
      // More events come: what waits for time goes on waiting.
      atEnd: "stop",
      maxAheadMs: Number.POSITIVE_INFINITY,
      idleAfterMs: Number.POSITIVE_INFINITY,
      clock,
      log: () => {},
      stop: new AbortController().signal,
      observer: tally,
    })
    const result = await job.run()
    tally.shown.splice(0, Math.max(0, tally.shown.length - mostShown))
    return { tally, late: result.late, deadLetters: result.deadLetters, others: result.passedOver, notes }
  } finally {
    await opened.close().catch(() => {})
  }
}
