/** What the control interface answers, as JSON Schema: the OpenAPI document is made of it, and answers are written by it. */

import { count, failures, flag, listOf, number, object, orNull, text, time } from "./schema-parts.ts"

const source = object({
  source: text,
  partition: text,
  read: count,
  behind: orNull("integer"),
  watermark: time,
  watermarkLagSeconds: orNull("number"),
  state: { type: "string", enum: ["open", "idle", "ended"] },
  heardAt: time,
  position: { type: "object", additionalProperties: { type: ["string", "number"] } },
})

const rule = object({
  name: text,
  shadow: flag,
  evaluations: count,
  outputs: count,
  matches: count,
  timeouts: count,
  filtered: count,
  suppressed: count,
  late: count,
  dropped: count,
  failed: count,
  partialMatches: count,
  keys: count,
  stateBytes: count,
  incomplete: flag,
})

const series = object({ name: text, keys: count, entries: count, stateBytes: count })
const reloads = object({ attempted: count, applied: count, refused: count, rolledBack: count })

const table = object({ name: text, rows: count, staleSince: time, error: orNull("string") })

const heldBackBy = {
  ...object({
    source: text,
    partition: text,
    watermark: time,
    lagSeconds: orNull("number"),
    why: { type: "string", enum: ["silent", "behind", "unheard", "future", "refused"] },
    reason: text,
  }),
  type: ["object", "null"],
} as const

const checkpoints = {
  ...object({
    restored: orNull("integer"),
    made: count,
    failed: count,
    intervalSeconds: number,
    newest: orNull("integer"),
    madeAt: time,
    ageSeconds: orNull("number"),
    durationSeconds: orNull("number"),
    bytes: orNull("integer"),
    pendingBytes: count,
    publishers: listOf(
      object({
        sinks: text,
        confirmed: count,
        pendingBytes: count,
        failing: flag,
        failures: count,
        publishedAt: time,
      }),
    ),
  }),
  type: ["object", "null"],
} as const

const part = object(
  {
    slice: count,
    reader: text,
    watermark: time,
    watermarkLagSeconds: orNull("number"),
    heldBackBy,
    events: count,
    waiting: count,
    late: count,
    deadLetters: count,
    deadLettersByCode: { type: "object", additionalProperties: number },
    alerts: count,
    sources: listOf(source),
    rules: listOf(rule),
    series: listOf(series),
    reloads,
    tables: listOf(table),
    checkpoints,
  },
  ["slice", "reader"],
)

const status = object({
  job: text,
  version: text,
  phase: { type: "string", enum: ["starting", "running", "stopping"] },
  startedAt: time,
  ready: flag,
  notReady: listOf(text),
  parts: listOf(part),
})

const ready = object({ ready: flag, reasons: listOf(text) })

export const healthSchema = {
  summary: "Whether the process lives",
  tags: ["health"],
  // No token is asked for.
  security: [],
  response: { 200: object({ alive: flag }) },
}
export const readySchema = {
  summary: "Whether the rules see all that they should",
  tags: ["health"],
  response: { 200: ready, 503: ready, ...failures(401, 429) },
}
export const statusSchema = {
  summary: "How the job stands: sources, rules, time, checkpoints",
  tags: ["status"],
  response: { 200: status, ...failures(401, 429, 503) },
}
