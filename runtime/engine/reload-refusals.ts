import type { OpenResources, ReloadFrom } from "../abi/reload.ts"
import type { Binding, EventSchema, Manifest } from "../abi/rule-set.ts"
import { durationWords } from "../time/duration-words.ts"
import { typeText } from "./reload-differences.ts"

const instead = "take a savepoint, stop the job, and start it from there with these rules"

/** Why a running job cannot go on with other rules, each with what to do: what its sources, sinks, tables and models are is decided when it starts. */
export function refusalsOf(running: Manifest, next: Manifest, { open }: Pick<ReloadFrom, "open">): string[] {
  const opened = open ?? declaredBy(running)
  const given = new Set(opened.given ?? [])
  return [
    ...next.events.flatMap((event) => eventRefusals(event, running)),
    ...sourceRefusals(running, next, opened, given),
    ...sinkRefusals(running, next, opened, given),
    ...tableRefusals(running, next, opened, given),
    ...modelRefusals(running, next, opened),
  ].map((reason) => `${reason}: ${instead}`)
}

/** Event types that rules name and no open source brings. */
export function missingSources(running: Manifest, next: Manifest, { open }: Pick<ReloadFrom, "open">): string[] {
  const { sources } = open ?? declaredBy(running)
  if (sources.includes("*")) return []
  const known = new Set(open === undefined ? [...sources, ...running.events.map(({ name }) => name)] : sources)
  return namedTypes(next).filter((name) => !known.has(name))
}

function namedTypes({ events, rules, series }: Manifest): string[] {
  const ids = new Set([...rules.flatMap(({ inputs }) => inputs), ...series.map(({ event }) => event)])
  return events.filter(({ derived }, id) => ids.has(id) && !derived).map(({ name }) => name)
}

/** What a job has open where nothing else was said when it started. */
function declaredBy(manifest: Manifest): OpenResources {
  const names = (all: readonly { readonly name: string }[]): string[] => all.map(({ name }) => name)
  return {
    sources: names(manifest.sources),
    sinks: [...new Set([...names(manifest.sinks), ...usedSinks(manifest)])],
    tables: names(manifest.tables),
    models: names(manifest.models),
  }
}

function usedSinks({ rules }: Manifest): string[] {
  const live = rules.filter(({ shadow }) => shadow !== true)
  return live.flatMap(({ outputs }) => outputs.flatMap(({ sink }) => sink ?? []))
}

function eventRefusals(now: EventSchema, running: Manifest): string[] {
  const old = running.events.find(({ name }) => name === now.name)
  if (old === undefined) return []
  const { name } = now
  if (old.derived !== now.derived)
    return [`event ${name} ${now.derived ? "is made by a rule now" : "was made by a rule"}`]
  if (now.derived) return []
  const found: string[] = []
  if (old.timeField !== now.timeField) {
    const times = [old, now].map(({ timeField }) => (timeField === null ? "its arrival" : `\`${timeField}\``))
    found.push(
      `the event time of ${name} was ${times[0]} and is now ${times[1]}, and all that is held is in the order of the old one`,
    )
  }
  if (old.latenessMs !== now.latenessMs) {
    const late = [old, now].map(({ latenessMs }) => (latenessMs === 0 ? "none" : durationWords(latenessMs)))
    found.push(
      `the lateness of ${name} was ${late[0]} and is now ${late[1]}, and the watermark has come as far as the old one let it`,
    )
  }
  return found
}

type Given = ReadonlySet<string>

function sourceRefusals(running: Manifest, next: Manifest, open: OpenResources, given: Given): string[] {
  // One stream of everything takes the place of all that rules declare.
  if (open.sources.includes("*")) return []
  return next.sources.flatMap((now) => {
    const { name } = now
    if (given.has(name)) return []
    const old = running.sources.find((each) => each.name === name)
    if (old === undefined || !open.sources.includes(name)) return [`the job has no source ${name} open`]
    if (old.partitionedBy !== now.partitionedBy) {
      const by = [old, now].map(({ partitionedBy }) =>
        partitionedBy === undefined ? "by nothing" : `by \`${partitionedBy}\``,
      )
      return [`the source ${name} was partitioned ${by[0]} and is now partitioned ${by[1]}`]
    }
    if (isOtherBinding(old, now)) return [`the source ${name} is another than the one that the job reads`]
    return keyTypeRefusals(now, running, next)
  })
}

function keyTypeRefusals({ name, partitionedBy }: Binding, running: Manifest, next: Manifest): string[] {
  if (partitionedBy === undefined) return []
  const [old, now] = [running, next].map(
    ({ events }) => events.find((each) => each.name === name)?.fields.find((each) => each.name === partitionedBy)?.type,
  )
  if (old === undefined || now === undefined || isSame(old, now)) return []
  return [
    `\`${partitionedBy}\`, by which the source ${name} is partitioned, was ${typeText(old)} and is now ${typeText(now)}`,
  ]
}

function sinkRefusals(running: Manifest, next: Manifest, open: OpenResources, given: Given): string[] {
  const isOpen = (name: string): boolean => open.sinks.includes(name) || given.has(name)
  const declared = next.sinks.flatMap((now) => {
    const { name } = now
    if (given.has(name)) return []
    const old = running.sinks.find((each) => each.name === name)
    if (!isOpen(name)) return [`the job has no sink ${name} open`]
    return old !== undefined && isOtherBinding(old, now)
      ? [`the sink ${name} is another than the one that the job writes`]
      : []
  })
  const used = [...new Set(usedSinks(next))].filter((name) => {
    return name !== "alerts" && !isOpen(name) && !next.sinks.some((each) => each.name === name)
  })
  return [...declared, ...used.map((name) => `outputs go to the sink ${name}, which the job has not open`)]
}

function tableRefusals(running: Manifest, next: Manifest, open: OpenResources, given: Given): string[] {
  return next.tables.flatMap((now) => {
    const { name, from: nowFrom, ...schema } = now
    const old = running.tables.find((each) => each.name === name)
    if (old === undefined || !open.tables.includes(name)) return [`the job has no table ${name} open`]
    const { from, name: _, ...before } = old
    if (!isSame(before, schema)) return [`the table ${name} is declared otherwise than the one that the job has`]
    return !given.has(name) && isOtherBinding(from, nowFrom)
      ? [`the table ${name} comes from elsewhere than the one that the job has`]
      : []
  })
}

function modelRefusals(running: Manifest, next: Manifest, open: OpenResources): string[] {
  return next.models.flatMap((now) => {
    const { name } = now
    const old = running.models.find((each) => each.name === name)
    if (old === undefined || !open.models.includes(name)) return [`the job has no model ${name} open`]
    return isSame(old, now) ? [] : [`the model ${name} is declared otherwise than the one that the job runs`]
  })
}

function isOtherBinding(old: Binding, now: Binding): boolean {
  const decisive = ({ connector, args, options }: Binding): unknown => [connector, args, options]
  return !isSame(decisive(old), decisive(now))
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}
