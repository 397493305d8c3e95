import type { Ingest } from "../abi/engine.ts"
import type { EventSchema, Manifest } from "../abi/rule-set.ts"
import type { Batch, Partition, Position, Problem, Source, SourceRecord } from "../connectors/contract.ts"
import type { Origin } from "./outputs.ts"

/** A source and the events that it brings. */
export interface JobInput {
  /** The event type, or `*`: several, told apart by a field. */
  readonly name: string
  readonly source: Source
  /** For `*`: the field that names the type. */
  readonly typeField: string
}

/** A partition as those see it who get its records. Plain data. */
export interface StreamPartition {
  /** Of the source: the event type, or `*`. */
  readonly name: string
  /** For `*`: the field that names the type. */
  readonly typeField: string
  /** false: live. */
  readonly bounded: boolean
  /** Unique in the job: the watermark goes by it. */
  readonly key: string
  readonly latenessMs: number
  /** Orders equal times between partitions. */
  readonly sourceRank: number
  readonly partitionRank: number
  /** The highest event time, less the lateness: how far this partition is. */
  progress: number
  /** Silent for so long that it holds nobody back. */
  idle: boolean
}

/** A partition as the job reads it. */
export interface InputPartition extends StreamPartition {
  readonly input: JobInput
  readonly partition: Partition
  /** Records that it delivered. */
  read: number
  /** A `read` is under way. */
  reading: boolean
  /** What a `read` brought. */
  ready: { readonly batch: Batch | null } | { readonly error: unknown } | undefined
  ended: boolean
  /** When it last brought something, by the clock. */
  heardAt: number
  /** Behind everything that the engine has of it: where another run goes on. */
  place: Position
}

/** How far time is when a batch comes, before anything of it counts: which of its events are late follows from that and from them. */
export interface BatchTime {
  readonly watermark: number
  /** The highest time so far of the batch's partition. */
  readonly highest: number
  /** How far the other partitions let the watermark go. */
  readonly ceiling: number
  /** The highest time so far of all partitions. */
  readonly reached: number
}

/** Sees what sources bring, before it is judged. */
export interface InputTap {
  /** What it holds is the caller's again when it returns. */
  batch(batch: Batch, from: StreamPartition, time: BatchTime): void
}

/** The event types that the rules name: those of their inputs and of their aggregates, without derived ones. */
export function namedTypes({ events, rules, series }: Manifest): EventSchema[] {
  const ids = new Set([...rules.flatMap((rule) => rule.inputs), ...series.map(({ event }) => event)])
  return events.filter((event, id) => ids.has(id) && !event.derived)
}

/** The partitions of all inputs, in the order of source name, then partition. */
export function partitionsOf(inputs: readonly JobInput[], manifest: Manifest, now: number): InputPartition[] {
  const sorted = [...inputs].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  return sorted.flatMap((input, sourceRank) =>
    input.source.partitions.map((partition, partitionRank) => ({
      input,
      partition,
      name: input.name,
      typeField: input.typeField,
      bounded: input.source.bounded,
      key: JSON.stringify([input.name, partition.name]),
      latenessMs: latenessOf(input.name, manifest),
      sourceRank,
      partitionRank,
      progress: Number.NEGATIVE_INFINITY,
      read: 0,
      reading: false,
      ready: undefined,
      ended: false,
      idle: false,
      heardAt: now,
      place: {},
    })),
  )
}

/** A stream of several types has the greatest lateness of them. */
export function latenessOf(name: string, manifest: Manifest): number {
  if (name !== "*") return manifest.events.find((event) => event.name === name)?.latenessMs ?? 0
  return Math.max(0, ...namedTypes(manifest).map((event) => event.latenessMs))
}

/** What a record is to the job: an event for the engine, one that no rule names, or none. */
export type Reading =
  | { readonly kind: "event"; readonly ingest: Ingest; readonly origin: Origin }
  | { readonly kind: "other"; readonly type: string }
  | { readonly kind: "problem"; readonly problem: Problem; readonly origin: Origin }

/** Makes engine input of records. */
export class RecordReader {
  readonly #known: ReadonlySet<string>

  /** `known`: the types that the rules name. */
  constructor(known: ReadonlySet<string>) {
    this.#known = known
  }

  /** Reads one record of a partition. Never throws. */
  read(record: SourceRecord, values: Batch["values"], from: StreamPartition, arrivedAt: number): Reading {
    const { raw, text, position, problem } = record
    const { name, typeField } = from
    const origin: Origin = { source: name, position, text }
    if (problem !== undefined) return { kind: "problem", problem, origin }
    const type = name === "*" ? typeOf(raw, typeField) : name
    if (typeof type !== "string") return { kind: "problem", problem: type, origin }
    if (name === "*" && !this.#known.has(type)) return { kind: "other", type }
    const ingest: Ingest = {
      type,
      raw,
      text,
      values,
      source: from.sourceRank,
      partition: from.partitionRank,
      arrivedAt,
      position: origin,
    }
    return { kind: "event", ingest, origin }
  }
}

function typeOf(raw: unknown, field: string): string | Problem {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    const found = raw === null ? "null" : Array.isArray(raw) ? "a list" : `a ${typeof raw}`
    return { code: "not-an-object", reason: `an event is an object, this is ${found}` }
  }
  const type: unknown = Object.hasOwn(raw, field) ? (raw as Record<string, unknown>)[field] : undefined
  if (typeof type === "string" && type !== "") return type
  const found = type === undefined ? "there is none" : type === "" ? "it is empty" : "it is no text"
  return { code: "no-type", reason: `the field \`${field}\` must name the event's type, and ${found}` }
}
