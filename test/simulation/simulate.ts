/** Runs a seed and says what is wrong with what came out. */
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import type { SinkRecord } from "../../runtime/connectors/contract.ts"
import { makeJob, TestSink } from "../support/job.ts"
import type { Changes } from "./changes/changes.ts"
import type { Planted } from "./planted.ts"
import { Life, Scheduler } from "./scheduler.ts"
import type { SeenOutput, WorldSink } from "./sinks.ts"
import { simulatedSource } from "./source.ts"
import type { Workload } from "./workload.ts"
import { type SimulatedRules, World } from "./world.ts"

export interface Simulated {
  /** What is wrong; none: nothing. */
  readonly violations: readonly string[]
  readonly story: readonly string[]
  readonly steps: number
  /** So much went wrong in the world. */
  readonly faults: number
  /** So often state was read from the disk while a job ran or began. */
  readonly reads: number
  /** So often a process found a slice in the hands of another one. */
  readonly drops: number
  /** So often other rules came to judge while the job ran, and so often that was refused. */
  readonly changes: number
  readonly refusals: number
}

/** The same seed gives the same run. */
export async function simulate(rules: SimulatedRules, seed: number, planted?: Planted): Promise<Simulated> {
  const world = new World(rules, seed, planted)
  const finished = await world.run()
  const { half, ended, story } = world
  const violations = half.map((what) => `half a checkpoint: ${what}`)
  for (const { name, error } of ended) {
    if (error !== undefined && !isExpected(error)) violations.push(`${name} ended with ${stackOf(error)}`)
  }
  if (finished) violations.push(...(await wrongOutputs(world.rules, world)))
  else violations.push(`no process came to the end in ${world.steps} steps; the last one: ${ended.at(-1)?.error}`)
  if (finished && violations.length === 0) violations.push(...(await wrongAgain(world)))
  const { steps, faults, reads, drops } = world
  const { applied = 0, refused = 0 } = world.changes ?? {}
  return { violations, story, steps, faults, reads, drops, changes: applied, refusals: refused }
}

/** How a process may end that was overtaken by another one, or that stands before a sink of another's. */
function isExpected(error: unknown): boolean {
  return error instanceof Error && (error.name === "JobError" || error.name === "ConnectorError")
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** A job that is started again when all is done adds nothing. */
async function wrongAgain(world: World): Promise<string[]> {
  const before = world.alerts.outputs.length + world.audit.outputs.length
  if (!(await world.again())) return ["started again, it does not come to the end"]
  // A damaged file may only be met now.
  if (world.hasRepeats) return []
  const after = world.alerts.outputs.length + world.audit.outputs.length
  return after === before ? [] : [`started again, it adds ${after - before} outputs`]
}

async function wrongOutputs(rules: RuleSet, world: World): Promise<string[]> {
  const { workload, alerts, audit, hasLate, hasRepeats } = world
  const wrong = [alerts, audit].flatMap((sink) => repeated(sink === alerts ? "alerts" : "audit", sink, world))
  wrong.push(...unheard(workload, alerts, mayRepeat(alerts, world)))
  const wanted: Wanted[] = []
  if (world.changes !== undefined) {
    const { wanted: said, wrong: named } = await wantedOfChanges(world, world.changes)
    wrong.push(...named, ...(await world.wrongRules()))
    wanted.push(...said)
    if (said.length === 0) return wrong
  }
  // What is late depends on the order of reading: then only what holds in each order is looked at.
  if (hasLate) return wrong
  if (world.changes === undefined) for (const part of world.parts) wanted.push(await reference(rules, part))
  const lines = (name: "alerts" | "audit") => wanted.flatMap((part) => part[name].map(({ line }) => line))
  wrong.push(...differences("alerts", lines("alerts"), alerts, hasRepeats || mayRepeat(alerts, world)))
  wrong.push(...differences("audit", lines("audit"), audit, hasRepeats || mayRepeat(audit, world)))
  if (world.changes !== undefined) {
    for (const name of ["alerts", "audit"] as const)
      wrong.push(
        ...wrongVersions(
          wanted.flatMap((part) => part[name]),
          world[name],
        ),
      )
  }
  return wrong
}

/** Where rules change: what should have been said by what the checkpoints name, and what is wrong with these. */
async function wantedOfChanges(world: World, changes: Changes): Promise<{ wanted: Wanted[]; wrong: string[] }> {
  const wanted: Wanted[] = []
  const wrong: string[] = []
  for (const manifest of await world.newest()) {
    const part = world.parts[Number(manifest.slice)]!
    const found = await changes.expected(Number(manifest.slice), manifest, part)
    wrong.push(...found.wrong)
    if (found.outputs !== undefined) wanted.push(found.outputs)
  }
  return { wanted, wrong }
}

/** An output that has the version of its rules has that which judged. */
function wrongVersions(wanted: readonly SinkRecord[], { outputs }: WorldSink): string[] {
  const versions = new Map<string, Set<string | undefined>>()
  for (const { line, version } of wanted) versions.set(line, (versions.get(line) ?? new Set()).add(version))
  return outputs.flatMap(({ line, version }) => {
    const may = versions.get(line)
    if (version === undefined || may === undefined || may.has(version)) return []
    return [`an output of version ${[...may].join(" or ")} says that it is of ${version}: ${line}`]
  })
}

/** Somebody said so, or a damaged checkpoint was passed over, which a sink without a mark does not notice. */
function mayRepeat({ kind }: WorldSink, { hasRepeats, wentBack }: World): boolean {
  return hasRepeats || (wentBack && (kind === "repeatable" || kind === "folder"))
}

interface Wanted {
  readonly alerts: readonly SinkRecord[]
  readonly audit: readonly SinkRecord[]
}

/** What a job without checkpoints says, when nothing ever goes wrong. */
async function reference(rules: RuleSet, { logs, partition }: World["parts"][number]): Promise<Wanted> {
  const scheduler = new Scheduler(() => 0.5)
  const audit = new TestSink()
  const source = simulatedSource(logs, scheduler, new Life("reference"), {
    isLive: false,
    blocks: false,
    slowMs: 3,
    partition,
  })
  const { job, output, late, deadLetters } = makeJob(rules, { Payment: source }, { named: new Map([["audit", audit]]) })
  let running = true
  const done = job.run().finally(() => {
    running = false
  })
  while (running) await scheduler.step()
  await done
  return { alerts: [...output.records, ...late.records], audit: [...audit.records, ...deadLetters.records] }
}

function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)]
}

function repeated(name: string, sink: WorldSink, world: World): string[] {
  if (mayRepeat(sink, world)) return []
  const { outputs } = sink
  const seen = new Map<string, number>()
  for (const output of outputs) seen.set(identity(output), (seen.get(identity(output)) ?? 0) + 1)
  return [...seen].flatMap(([what, count]) => (count === 1 ? [] : [`${name} has ${count} times: ${what}`]))
}

function identity({ sink, id, line }: SeenOutput): string {
  return `${sink} ${id ?? ""} ${line}`
}

/** Each payment is judged or late, once; where outputs were allowed to come again, at least once. */
function unheard({ ids }: Workload, { outputs }: WorldSink, again: boolean): string[] {
  const heard = new Map<string, number>()
  for (const { line, sink } of outputs) {
    const id = paymentOf(line, sink)
    heard.set(id, (heard.get(id) ?? 0) + 1)
  }
  return ids.flatMap((id) => {
    const times = heard.get(id) ?? 0
    return times === 1 || (again && times > 1) ? [] : [`payment ${id} was judged or late ${times} times`]
  })
}

/** The payment that was judged or late; empty: none. */
function paymentOf(line: string, sink: number): string {
  try {
    const { rule, raw, data } = JSON.parse(line) as { rule?: string; raw?: string; data?: { id: string } }
    if (sink === 1) return (JSON.parse(raw!) as { id: string }).id
    return rule === "Each" ? data!.id : ""
  } catch {
    return `none: ${line}`
  }
}

/** Lines that are missing, and lines that should not be there. `again`: one that is there may be there several times. */
function differences(name: string, wanted: readonly string[], { outputs }: WorldSink, again = false): string[] {
  const lines = outputs.map(({ line }) => line)
  const left = new Map<string, number>()
  for (const line of again ? unique(wanted) : wanted) left.set(line, (left.get(line) ?? 0) + 1)
  for (const line of again ? unique(lines) : lines) left.set(line, (left.get(line) ?? 0) - 1)
  return [...left].flatMap(([line, count]) => {
    if (count === 0) return []
    return [count > 0 ? `${name} lacks ${line}` : `${name} has what it should not: ${line}`]
  })
}
