/** Whether a job can be divided by the partitions of its sources: each slice would have to see all events of its keys. */
import type { Manifest, RuleManifest } from "../../abi/rule-set.ts"
import { namedTypes } from "../inputs.ts"

/** A source as far as it matters here. */
export interface PartitionedSource {
  /** The event type, or `*`. */
  readonly name: string
  readonly partitionedBy?: string | undefined
}

/** A way from an event to a key: per event type the path of a field. */
type Paths = Readonly<Record<number, readonly string[]>>

/** By number of an event type: the field that decides its partition. */
type Fields = ReadonlyMap<number, string>

/**
 * Why the rules cannot be run in a slice for each partition, each reason a sentence; empty: they can. A rule can where one of its keys is, in every event that it
 * reads, the field by which that event's source is partitioned.
 */
export function whyNotSliced(manifest: Manifest, sources: readonly PartitionedSource[]): string[] {
  const whole = sources.filter(({ partitionedBy }) => partitionedBy === undefined)
  if (whole.length > 0) {
    const other = sources.find(({ partitionedBy }) => partitionedBy !== undefined)!
    return whole.map(
      ({ name }) =>
        `the source of ${name} is not \`partitioned by\` a field, and that of ${other.name} is (${other.partitionedBy})`,
    )
  }
  const fields = partitionFields(manifest, sources)
  return manifest.rules.flatMap((rule) => [
    ...ofInputs(manifest, rule, fields),
    ...ofSeries(manifest, rule, fields),
    ...ofOthers(manifest, rule, fields),
  ])
}

function partitionFields(manifest: Manifest, sources: readonly PartitionedSource[]): Fields {
  const all = sources.find(({ name }) => name === "*")
  const named = new Set(namedTypes(manifest).map(({ name }) => name))
  return new Map(
    manifest.events.flatMap(({ name }, id): [number, string][] => {
      const field = (sources.find((source) => source.name === name) ?? (named.has(name) ? all : undefined))
        ?.partitionedBy
      return field === undefined ? [] : [[id, field]]
    }),
  )
}

function ofInputs(manifest: Manifest, { name, inputs, keys }: RuleManifest, fields: Fields): string[] {
  const derived = inputs.filter((id) => manifest.events[id]!.derived)
  if (derived.length > 0) {
    const types = derived.map((id) => manifest.events[id]!.name).join(", ")
    return [`rule ${name} reads ${types}, which rules make: nothing says that its key is that of the partition`]
  }
  if (keys.length === 0) return [`rule ${name} has no key (\`per\`): it would see a part of the events alone`]
  if (keys.some(({ paths }) => isPartition(paths, inputs, fields))) return []
  return [
    `rule ${name} has the key ${keys.map((key) => key.name).join(", ")}, and ${wordsOf(manifest, inputs, fields)}`,
  ]
}

/** Aggregates over past events have keys of their own. */
function ofSeries(manifest: Manifest, { name, asks = [] }: RuleManifest, fields: Fields): string[] {
  const series = new Set(asks.map((measure) => manifest.series[manifest.measures[measure]!.series]!))
  return [...series].flatMap(({ event, keys }) => {
    const { derived, name: type } = manifest.events[event]!
    if (derived) {
      return [
        `rule ${name} asks for aggregates of ${type}, which rules make: nothing says that its key is that of the partition`,
      ]
    }
    if (keys.some(({ path }) => isPartition({ [event]: path }, [event], fields))) return []
    const by = keys.length === 0 ? "without a key" : `by ${keys.map(({ path }) => path.join(".")).join(", ")}`
    return [`rule ${name} asks for aggregates of ${type} ${by}, and ${wordsOf(manifest, [event], fields)}`]
  })
}

/** What is asked for another key has to be in the same partition: the part that decides it has to be the rule's own. */
function ofOthers(manifest: Manifest, rule: RuleManifest, fields: Fields): string[] {
  const others = (rule.asksOther ?? []).filter(({ measure, ownParts }) => {
    const { event, keys } = manifest.series[manifest.measures[measure]!.series]!
    const decides = keys.findIndex(({ path }) => isPartition({ [event]: path }, [event], fields))
    const own = rule.keys[ownParts[decides] ?? -1]
    return decides >= 0 && (own === undefined || !isPartition(own.paths, rule.inputs, fields))
  })
  const types = new Set(others.map(({ measure }) => manifest.series[manifest.measures[measure]!.series]!.event))
  return [...types].map((event) => {
    const { name } = manifest.events[event]!
    return `rule ${rule.name} asks for aggregates of ${name} of another ${fields.get(event)} than that of its events: they are in another partition`
  })
}

/** In every event of these types that a source brings the path leads to the field that decides the partition. */
function isPartition(paths: Paths, events: readonly number[], fields: Fields): boolean {
  return events.every((id) => {
    const [field, ...deeper] = paths[id] ?? []
    return !fields.has(id) || (field === fields.get(id) && deeper.length === 0)
  })
}

function wordsOf({ events }: Manifest, inputs: readonly number[], fields: Fields): string {
  const sources = inputs.filter((id) => fields.has(id)).map((id) => `${events[id]!.name} by ${fields.get(id)}`)
  return `its events are partitioned by another field (${sources.join(", ")})`
}

/** Sources of which rules compare the keys: by source the first one of those. A key of them is in one partition. */
export function sharedKeys(manifest: Manifest, sources: readonly PartitionedSource[]): Map<string, string> {
  const first = new Map(sources.map(({ name }) => [name, name]))
  for (const { inputs } of manifest.rules) {
    const names = inputs.map((id) => manifest.events[id]!.name).filter((name) => first.has(name))
    const joined = new Set(names.map((name) => first.get(name)!))
    const [least] = [...joined].sort()
    for (const [name, group] of first) if (joined.has(group)) first.set(name, least!)
  }
  return first
}
