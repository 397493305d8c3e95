/** What is asked for where something is done to a job, and what is answered: JSON Schema, as in `schemas.ts`. */
import {
  anything,
  count,
  failures,
  flag,
  listOf,
  number,
  object,
  openObject,
  orNull,
  text,
  time,
} from "./schema-parts.ts"

/** Of a path of a file of rules, in characters. */
const longestPath = 1000
const mostFiles = 1000
/** Of words that people give beside a change. */
const longestNote = 2000

const file = object({ path: { type: "string", minLength: 1, maxLength: longestPath }, text })

const rulesRequest = object(
  {
    files: { type: "array", items: file, minItems: 1, maxItems: mostFiles },
    refuseLoss: flag,
    warmUp: { type: "boolean", description: "Rules that would begin empty are rebuilt from past events before" },
    note: { type: "string", maxLength: longestNote },
    ifVersion: { type: "string", maxLength: longestPath, description: "Refused where the job runs another version" },
  },
  ["refuseLoss", "warmUp", "note", "ifVersion"],
)

const nothing = object({})

const limit = {
  type: "object",
  properties: {
    limit: {
      type: "string",
      pattern: "^[0-9]{1,4}$",
      description: "How many, the last ones; 100 where it is left out",
    },
  },
  additionalProperties: false,
} as const

const warmUp = {
  description: "Where it was asked for: what is rebuilt from past events; `done`: what came of it",
  ...openObject(
    {
      rules: listOf(openObject({ rule: text, rebuilds: text, reachMs: number, reach: text })),
      without: listOf(openObject({ rule: text, why: text })),
      done: openObject({
        events: count,
        outputs: count,
        readAgain: listOf(text),
        kept: listOf(text),
        completeAfter: text,
        isComplete: flag,
        seconds: number,
      }),
    },
    ["done"],
  ),
}

/** A plan may say more than is described here. */
const plan = openObject(
  {
    from: text,
    to: text,
    rules: listOf(
      openObject({
        rule: text,
        verdict: {
          type: "string",
          enum: ["unchanged", "kept", "migrated", "restarted", "added", "removed", "restored"],
        },
        why: text,
        aggregates: listOf(openObject({ series: text, verdict: text, why: text })),
      }),
    ),
    params: listOf(openObject({ name: text, change: text, why: text })),
    warnings: listOf(text),
    refusals: listOf(text),
    warmUp,
  },
  ["warmUp"],
)

const reloaded = object(
  {
    outcome: { type: "string", enum: ["planned", "same", "applied"] },
    version: text,
    plan,
    pauseSeconds: number,
    checkpoint: orNull("integer"),
  },
  ["version", "plan", "pauseSeconds", "checkpoint"],
)

const rulesErrors = {
  description: "The rules have errors; nothing was changed",
  ...openObject({ error: text, message: text, text, diagnostics: listOf(anything) }),
}
const notReloaded = {
  description: "It cannot be done, or another change is under way; nothing was changed",
  ...openObject({ error: text, message: text, reasons: listOf(text), plan }, ["reasons", "plan"]),
}

const param = object({ name: text, type: text, value: anything, default: anything })
const params = object({ params: listOf(param) })
const savepoint = object({ place: text, checkpoint: count })

const changeFailures = failures(400, 401, 403, 409, 413, 415, 429, 500, 501, 503, 504)
const readFailures = failures(400, 401, 403, 429, 501, 503)

const reads = (summary: string, tag: string, answer: object, more: object = {}) => ({
  summary,
  tags: [tag],
  ...more,
  response: { 200: answer, ...readFailures },
})

const changes = (summary: string, tag: string, body: object, answer: object, more: object = {}) => ({
  summary,
  tags: [tag],
  body,
  response: { 200: answer, ...changeFailures, ...more },
})

const ofRules = { 409: notReloaded, 422: rulesErrors }

const rule = object({ name: text, shadow: flag })

export const rulesSchema = reads(
  "The rules that judge now, with their text",
  "rules",
  object({ version: text, since: time, before: orNull("string"), rules: listOf(rule), files: listOf(file) }),
)

export const explainSchema = {
  summary: "A rule as `cep explain` shows it",
  tags: ["rules"],
  params: object({ name: { type: "string", maxLength: 200 } }),
  response: {
    200: { description: "Text", content: { "text/plain": { schema: text } } },
    ...readFailures,
    ...failures(404),
  },
}

const state = openObject({ kind: text, step: orNull("string"), column: count, row: count })
const edge = openObject({ from: count, to: count, action: text, guard: text })

export const automatonSchema = {
  ...reads(
    "A rule's automaton, to be drawn: `states` of the rule in GET /status says how many partial matches are in each",
    "rules",
    openObject({
      rule: text,
      form: text,
      states: listOf(state),
      edges: listOf(edge),
      keys: listOf(text),
      timeFields: listOf(object({ field: text, seconds: flag })),
      conditions: listOf(text),
    }),
  ),
  params: object({ name: { type: "string", maxLength: 200 } }),
}

export const versionsSchema = reads(
  "The versions of the rules that are known",
  "rules",
  object({ versions: listOf(object({ version: text, madeAt: time, note: orNull("string"), running: flag })) }),
)

export const planSchema = changes(
  "What other rules would keep and lose; changes nothing",
  "rules",
  rulesRequest,
  reloaded,
  ofRules,
)
const byPath = { type: "object", additionalProperties: { type: "object", additionalProperties: anything } }
export const typesSchema = changes(
  "The types of TypeScript files, as rules are checked by them: for editors; changes nothing",
  "rules",
  object({ files: { type: "array", items: file, minItems: 1, maxItems: mostFiles } }),
  object({ functions: byPath, interfaces: byPath }),
)

export const whyKeptSchema = changes(
  "Why a rule fired for a key, or did not, as `cep why --json` says it, by the events of the last minutes; changes nothing",
  "rules",
  object(
    {
      rule: { type: "string", maxLength: 200 },
      key: { type: "array", items: { type: "string", maxLength: 1000 }, maxItems: 20 },
      at: { type: "number", description: "Epoch milliseconds: what lived then" },
    },
    ["key", "at"],
  ),
  openObject({ rule: text, fired: flag, reason: text, text }),
)

const dryRunRule = object({
  rule: text,
  shadow: flag,
  outputs: orNull("integer"),
  running: orNull("integer"),
  perMinute: number,
  tooMany: flag,
})
const dryRun = object({
  events: count,
  late: count,
  deadLetters: count,
  runningDeadLetters: orNull("integer"),
  from: time,
  to: time,
  seconds: number,
  rules: listOf(dryRunRule),
  alerts: listOf(anything),
  alertCount: count,
  notes: listOf(text),
})
export const dryRunSchema = changes(
  "What other rules would have made of the events of the last minutes; changes nothing",
  "rules",
  object({ files: { type: "array", items: file, minItems: 1, maxItems: mostFiles } }),
  dryRun,
  { 422: rulesErrors },
)
export const reloadSchema = changes("Goes on with other rules", "rules", rulesRequest, reloaded, ofRules)
export const planRollbackSchema = changes(
  "What a return to the version before would keep, lose and bring back; changes nothing",
  "rules",
  nothing,
  reloaded,
  ofRules,
)
export const rollbackSchema = changes("Goes on with the version before", "rules", nothing, reloaded, ofRules)

export const paramsSchema = reads("The parameters and their values", "params", params)
export const setParamsSchema = changes(
  "Sets parameters, all at one moment or none",
  "params",
  object({ values: { type: "object", minProperties: 1, maxProperties: 1000 } }),
  params,
)

export const savepointSchema = changes(
  "A checkpoint that is copied, to begin another job with",
  "job",
  object(
    {
      dir: {
        type: "string",
        minLength: 1,
        maxLength: longestPath,
        description: "A folder or address of the job's machine",
      },
    },
    ["dir"],
  ),
  savepoint,
)
export const stopSchema = changes(
  "The last checkpoint, then the end",
  "job",
  object({ savepoint: flag }, ["savepoint"]),
  object({ stopping: flag, savepoint: { ...savepoint, type: ["object", "null"] } }),
)

export const alertsSchema = reads(
  "The outputs that were made last, oldest first, as their sinks get them",
  "alerts",
  object({ alerts: listOf(anything) }),
  { querystring: limit },
)

const whyAsked = {
  type: "object",
  required: ["rule"],
  properties: {
    rule: { type: "string", minLength: 1, maxLength: longestPath },
    key: {
      anyOf: [
        { type: "string", maxLength: longestNote },
        { type: "array", items: { type: "string", maxLength: longestNote }, maxItems: 100 },
      ],
      description: "The parts of the key in the order of the rule, `key=a1&key=NL`; none for a rule without one",
    },
    limit: { type: "string", pattern: "^[0-9]{1,4}$", description: "How many partial matches; 5 where it is left out" },
  },
  additionalProperties: false,
} as const

const tallies = object({
  matches: count,
  timeouts: count,
  filtered: count,
  suppressed: count,
  late: count,
  dropped: count,
  failed: count,
  waiting: count,
  deadLetters: count,
})

export const whySchema = reads(
  "What a rule holds for a key now: partial matches, open windows, silences. What is over is not kept: cep why replays it",
  "why",
  object({
    rule: text,
    key: listOf(text),
    text,
    watermark: time,
    heldBackBy: {
      ...object({ source: text, partition: text, why: text }),
      type: ["object", "null"],
    },
    partialMatches: listOf(
      object({
        began: time,
        last: time,
        ends: time,
        waitsFor: listOf(text),
        missing: count,
        events: listOf(
          object({ step: text, type: orNull("string"), at: time, event: anything, fields: openObject({}) }, [
            "event",
            "fields",
          ]),
        ),
      }),
    ),
    partialMatchCount: count,
    heldBack: count,
    windows: listOf(object({ start: time, end: time, events: count })),
    silences: listOf(object({ timeout: flag, until: time, suppressed: count })),
    ofAllKeys: tallies,
    alerts: listOf(anything),
    replay: { ...text, description: "The command that tells what is over" },
  }),
  { querystring: whyAsked },
)

export const auditSchema = reads(
  "Who changed what, oldest first",
  "audit",
  object({ entries: listOf(openObject({ time: text, event: text })) }),
  { querystring: limit },
)
