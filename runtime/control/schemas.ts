/** What the control interface answers, as JSON Schema: the OpenAPI document is made of it, and answers are written by it. */

import { anything, count, failures, flag, listOf, number, object, orNull, text, time } from "./schema-parts.ts"

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
  states: { type: ["array", "null"], items: count, description: "Partial matches by state of the automaton" },
  keys: count,
  stateBytes: count,
  incomplete: flag,
})

const series = object({ name: text, keys: count, entries: count, stateBytes: count })
const reloads = object({ attempted: count, applied: count, refused: count, rolledBack: count })

const returned = object({
  after: time,
  until: time,
  rules: listOf(object({ rule: text, how: { type: "string", enum: ["all", "part", "none"] }, why: text })),
})

const shadowParts = {
  shadow: text,
  rule: text,
  since: time,
  toleranceSeconds: number,
  both: count,
  earlier: count,
  later: count,
  meanLeadSeconds: orNull("number"),
  onlyRule: count,
  onlyShadow: count,
  waiting: count,
  hurried: count,
}
const shadowExamples = object({
  both: listOf(object({ rule: anything, shadow: anything })),
  onlyRule: listOf(anything),
  onlyShadow: listOf(anything),
})

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
    version: text,
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
    returned,
    shadows: listOf(object(shadowParts)),
    tables: listOf(table),
    checkpoints,
  },
  ["slice", "version", "reader", "returned"],
)

const status = object({
  job: text,
  version: text,
  phase: { type: "string", enum: ["starting", "running", "stopping"] },
  startedAt: time,
  ready: flag,
  notReady: listOf(text),
  wanted: { ...object({ version: text, reason: orNull("string") }), type: ["object", "null"] } as const,
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
export const shadowsSchema = {
  summary: "How rules on trial compare with those that they shadow, with their last alerts",
  tags: ["rules"],
  response: {
    200: object({ shadows: listOf(object({ ...shadowParts, examples: shadowExamples })) }),
    ...failures(401, 429, 503),
  },
}
