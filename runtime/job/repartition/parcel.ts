/**
 * What readers send to slices: a line of JSON for each event, and markers that say how far a partition of a source is. Numbers come first, then the event as
 * it was delivered, so that its text is a part of the line.
 */
import { Buffer } from "node:buffer"
import type { Problem, SourceRecord } from "../../connectors/contract.ts"
import { decodeJson } from "../../formats/json.ts"

/** A place in a source: the source among the job's, by name, its partition among the source's, and the record's offset. */
export interface Place {
  readonly source: number
  readonly partition: number
  readonly offset: number
}

/** How far a partition is. All of its events up to `offset` were sent before. */
export interface Marker {
  /** No event up to this time will come; null: none came yet. */
  readonly watermark: number | null
  /** It is silent, and time would go on to here if all were: epoch ms. */
  readonly idle?: number
  /** It was read to its end. */
  readonly ended?: true
}

export type Parcel = Place &
  (
    | { readonly kind: "event"; readonly arrivedAt: number; readonly record: Omit<SourceRecord, "position"> }
    | ({ readonly kind: "marker" } & Marker)
  )

/** `arrivedAt`: when the reader had it, epoch ms. A record with a problem is sent with what is known of it. */
export function writeEvent(
  { source, partition, offset }: Place,
  arrivedAt: number,
  record: Omit<SourceRecord, "position">,
): string {
  const head = `{"s":${source},"p":${partition},"o":${offset},"a":${arrivedAt}`
  const { problem, text } = record
  if (problem === undefined) return `${head},"e":${text}}`
  const bytes = problem.bytes === undefined ? undefined : Buffer.from(problem.bytes).toString("base64")
  return `${head},"d":${JSON.stringify({ code: problem.code, reason: problem.reason, text, bytes })}}`
}

/** `offset` of the place: that of the last event before. */
export function writeMarker({ source, partition, offset }: Place, { watermark, idle, ended }: Marker): string {
  return JSON.stringify({ s: source, p: partition, o: offset, w: watermark, i: idle, end: ended })
}

const head = /^\{"s":(\d+),"p":(\d+),"o":(-?\d+),"([aw])":(-?\d+|null)/

/** Reads what the others wrote. Undefined: it is none of theirs. */
export function readParcel(line: SourceRecord): Parcel | undefined {
  const { text } = line
  const [found, source, partition, offset, kind, number] = head.exec(text) ?? []
  if (found === undefined) return undefined
  const place: Place = { source: Number(source), partition: Number(partition), offset: Number(offset) }
  if (kind === "w") return { ...place, kind: "marker", ...markerOf(line.raw) }
  const arrivedAt = Number(number)
  if (text.startsWith(',"e":', found.length)) {
    const own = text.slice(found.length + 5, -1)
    const { raw } = line
    // A value that is just as deep as it may be is too deep in a line around it.
    const value = line.problem === undefined && isObject(raw) ? raw.e : decodeJson(own).value
    return { ...place, kind: "event", arrivedAt, record: { raw: value, text: own, problem: undefined } }
  }
  const problem = isObject(line.raw) && isObject(line.raw.d) ? line.raw.d : {}
  return { ...place, kind: "event", arrivedAt, record: brokenRecord(problem) }
}

function brokenRecord({
  code,
  reason,
  text,
  bytes,
}: Readonly<Record<string, unknown>>): Omit<SourceRecord, "position"> {
  const problem: Problem = {
    code: String(code),
    reason: String(reason),
    ...(typeof bytes === "string" && { bytes: Buffer.from(bytes, "base64") }),
  }
  return { raw: undefined, text: String(text ?? ""), problem }
}

function markerOf(raw: unknown): Marker {
  const { w, i, end } = isObject(raw) ? raw : {}
  return {
    watermark: typeof w === "number" ? w : null,
    ...(typeof i === "number" && { idle: i }),
    ...(end === true && { ended: true }),
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null
}
