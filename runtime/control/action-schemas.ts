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
    note: { type: "string", maxLength: longestNote },
    ifVersion: { type: "string", maxLength: longestPath, description: "Refused where the job runs another version" },
  },
  ["refuseLoss", "note", "ifVersion"],
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

/** A plan may say more than is described here. */
const plan = openObject({
  from: text,
  to: text,
  rules: listOf(
    openObject({
      rule: text,
      verdict: { type: "string", enum: ["unchanged", "kept", "migrated", "restarted", "added", "removed"] },
      why: text,
      aggregates: listOf(openObject({ series: text, verdict: text, why: text })),
    }),
  ),
  params: listOf(openObject({ name: text, change: text, why: text })),
  warnings: listOf(text),
  refusals: listOf(text),
})

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
export const reloadSchema = changes("Goes on with other rules", "rules", rulesRequest, reloaded, ofRules)
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

export const auditSchema = reads(
  "Who changed what, oldest first",
  "audit",
  object({ entries: listOf(openObject({ time: text, event: text })) }),
  { querystring: limit },
)
