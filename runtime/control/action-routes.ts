/** The part of the control interface with which something is done to a job. */
import type { FastifyInstance, FastifyRequest, RouteShorthandOptions } from "fastify"
import type { ReloadPlan } from "../abi/reload.ts"
import { isoTime } from "../observe/numbers.ts"
import type { Role } from "./access.ts"
import * as schemas from "./action-schemas.ts"
import {
  ActionRefused,
  type ControlActions,
  type ReloadAnswer,
  type ReloadRequest,
  type RuleFile,
  warmUpOf,
} from "./actions.ts"
import type { Audit, Details } from "./audit.ts"
import type { Change, Changes, Outcome } from "./changes.ts"
import { ControlError } from "./error.ts"
import type { ControlHost } from "./host.ts"
import { diffFiles, longestDiff } from "./line-diff.ts"
import { whyNow } from "./why-report.ts"

export interface ActionParts {
  readonly host: ControlHost
  readonly audit: Audit
  readonly changes: Changes
  /** Whether everyone who reaches the address may ask. */
  readonly open: boolean
}

/** Files of rules are text; a rule set of 1,000 rules has a tenth of that. */
const mostRuleBytes = 4 << 20
const longestProblems = 1 << 14
const usualLimit = 100
const usualPartials = 5

/** Adds the routes. Each checks what the caller may do before its body is read. */
export function addActionRoutes(server: FastifyInstance, parts: ActionParts): void {
  addViews(server, parts)
  addRuleChanges(server, parts)
  addRollback(server, parts)
  addOperations(server, parts)
  addWhy(server, parts)
}

function addViews(server: FastifyInstance, { host, audit }: ActionParts): void {
  server.get("/rules", { schema: schemas.rulesSchema, ...forRole("see") }, async () => {
    const { version, since, before, files } = actionsOf(host).rules()
    const statuses = await host.statuses()
    const rules = new Map(statuses.flatMap(({ engine }) => engine.rules.map(({ name, shadow }) => [name, shadow])))
    return {
      version,
      since: isoTime(since),
      before: before ?? null,
      rules: [...rules].map(([name, shadow]) => ({ name, shadow })),
      files,
    }
  })
  server.get<{ Params: { name: string } }>(
    "/rules/:name/explain",
    { schema: schemas.explainSchema, ...forRole("see") },
    async ({ params: { name } }, reply) => {
      const shown = await actionsOf(host)
        .explain(name)
        .catch((error) => {
          throw unknownRule(error)
        })
      return reply.type("text/plain; charset=utf-8").send(shown)
    },
  )
  server.get<{ Params: { name: string } }>(
    "/rules/:name/automaton",
    { schema: schemas.automatonSchema, ...forRole("see") },
    async ({ params: { name } }) => {
      try {
        return actionsOf(host).automaton(name)
      } catch (error) {
        throw unknownRule(error)
      }
    },
  )
  server.get("/versions", { schema: schemas.versionsSchema, ...forRole("see") }, async () => {
    const versions = await actionsOf(host).versions()
    return { versions: versions.map((each) => ({ ...each, madeAt: isoTime(each.madeAt), note: each.note ?? null })) }
  })
  server.get("/params", { schema: schemas.paramsSchema, ...forRole("see") }, async () => ({
    params: actionsOf(host).params(),
  }))
  server.get<Limited>("/alerts", { schema: schemas.alertsSchema, ...forRole("see") }, async ({ query }) => {
    if (host.recent === undefined) {
      throw new ControlError(
        501,
        "impossible",
        "this process does not keep the last outputs: ask where the rules judge",
      )
    }
    return { alerts: host.recent(limitOf(query)) }
  })
  server.get<WhyAsked>("/why", { schema: schemas.whySchema, ...forRole("see") }, ({ query }) => {
    const { rule, key = [], limit } = query
    return whyNow(
      host,
      rule,
      typeof key === "string" ? [key] : key,
      limit === undefined ? usualPartials : Number(limit),
    )
  })
  server.get<Limited>("/audit", { schema: schemas.auditSchema, ...forRole("see") }, async ({ query }) => {
    const entries = await audit.last(limitOf(query))
    if (entries !== undefined) return { entries }
    throw new ControlError(501, "impossible", "this job has no audit log: start it with --audit FILE")
  })
}

/** What is wrong about a rule's name is that there is none of it. */
function unknownRule(error: unknown): unknown {
  const isUnknown = error instanceof ActionRefused && error.kind === "wrong"
  return isUnknown ? new ControlError(404, "not-found", error.message) : error
}

interface WhyAsked {
  Querystring: { readonly rule: string; readonly key?: string | readonly string[]; readonly limit?: string }
}

interface Limited {
  Querystring: { readonly limit?: string }
}

function limitOf({ limit }: Limited["Querystring"]): number {
  return limit === undefined ? usualLimit : Number(limit)
}

type RulesBody = Pick<ReloadRequest, "files" | "note"> & {
  readonly refuseLoss?: boolean
  readonly warmUp?: boolean
  readonly ifVersion?: string
}

function addRuleChanges(server: FastifyInstance, parts: ActionParts): void {
  const { host, changes } = parts
  const options = (schema: object) => ({ schema, ...forChange("change"), bodyLimit: mostRuleBytes })
  server.post<{ Body: RulesBody }>("/plan", options(schemas.planSchema), async (request, reply) => {
    const wanted = readRules(request, parts)
    const change: Change = {
      action: "plan",
      isWritten: false,
      act: async () => outcomeOf(await actionsOf(host).plan(wanted)),
    }
    return changes.make(change, request, reply)
  })
  server.post<{ Body: Pick<ReloadRequest, "files"> }>(
    "/dry-run",
    options(schemas.dryRunSchema),
    async (request, reply) => {
      const { files } = readRules(request, parts)
      const change: Change = { action: "dry run", isWritten: false, act: () => dryRun(actionsOf(host), files) }
      return changes.make(change, request, reply)
    },
  )
  server.post<{ Body: Pick<ReloadRequest, "files"> }>(
    "/types",
    options(schemas.typesSchema),
    async (request, reply) => {
      const { files } = request.body
      const act = async () => ({ word: "read", code: 200, body: await actionsOf(host).types(files) })
      return changes.make({ action: "types", isWritten: false, act }, request, reply)
    },
  )
  server.post<{ Body: RulesBody }>("/reload", options(schemas.reloadSchema), async (request, reply) => {
    const wanted = readRules(request, parts)
    const change: Change = {
      action: "reload",
      details: () => ({
        ...(wanted.note !== undefined && { note: wanted.note }),
        refuseLoss: wanted.refuseLoss,
        ...(wanted.warmUp === true && { warmUp: true }),
        ...versionAndDiff(actionsOf(host), wanted),
      }),
      act: async () => {
        failIfOther(actionsOf(host), request.body.ifVersion)
        return outcomeOf(await actionsOf(host).reload(wanted))
      },
    }
    return changes.make(change, request, reply)
  })
}

function addRollback(server: FastifyInstance, { host, changes }: ActionParts): void {
  const options = (schema: object) => ({ schema, ...forChange("change"), bodyLimit: mostRuleBytes })
  server.post("/rollback/plan", options(schemas.planRollbackSchema), async (request, reply) => {
    const act = async () => outcomeOf(await actionsOf(host).planRollback())
    return changes.make({ action: "plan", isWritten: false, act }, request, reply)
  })
  server.post("/rollback", options(schemas.rollbackSchema), async (request, reply) => {
    actionsOf(host)
    const change: Change = {
      action: "rollback",
      details: () => {
        const { version, before } = actionsOf(host).rules()
        return { version, to: before ?? null }
      },
      act: async () => {
        const actions = actionsOf(host)
        const { files } = actions.rules()
        const outcome = outcomeOf(await actions.rollback())
        if (outcome.word !== "applied") return outcome
        return {
          ...outcome,
          details: { ...outcome.details, diff: diffFiles(files, actions.rules().files, longestDiff) },
        }
      },
    }
    return changes.make(change, request, reply)
  })
}

async function dryRun(actions: ControlActions, files: readonly RuleFile[]): Promise<Outcome> {
  const answer = await actions.dryRun?.(files)
  if (answer === undefined) throw new ControlError(501, "impossible", "this job keeps no events for a dry run")
  if (answer.outcome === "errors") return rulesErrors(answer)
  const { from, to, ...report } = answer.report
  const times = { from: from === null ? null : isoTime(from), to: to === null ? null : isoTime(to) }
  return { word: "ran", code: 200, body: { ...report, ...times } }
}

interface WhyBody {
  readonly rule: string
  readonly key?: readonly string[]
  readonly at?: number
}

function addWhy(server: FastifyInstance, { host, changes }: ActionParts): void {
  server.post<{ Body: WhyBody }>(
    "/why",
    { schema: schemas.whyKeptSchema, ...forChange("see") },
    async (request, reply) => {
      const { rule, key = [], at } = request.body
      const question = { rule, key, ...(at !== undefined && { at }) }
      const act = async () => ({ word: "told", code: 200, body: await actionsOf(host).why(question) })
      return changes.make({ action: "why", isWritten: false, act }, request, reply)
    },
  )
}

/** The rules that a request brings. Code that would run as the job's user comes only from who has a token. */
function readRules({ body }: FastifyRequest<{ Body: RulesBody }>, { host, open }: ActionParts): ReloadRequest {
  actionsOf(host)
  const { files, refuseLoss = false, warmUp = false, note } = body
  const paths = new Set(files.map(({ path }) => path))
  if (paths.size < files.length) {
    throw new ControlError(400, "wrong-request", "`files` has one path twice: send each file once")
  }
  const code = files.find(({ path }) => !path.endsWith(".cep"))
  if (code !== undefined && open) {
    const words = `${code.path} is no file of rules but code, which would run as the user of the job, and without a token everyone on this machine may ask`
    throw new ControlError(403, "forbidden", `${words}: start the job with --token-file, or with --watch`)
  }
  return { files, refuseLoss, warmUp, note }
}

function versionAndDiff(actions: ControlActions, { files }: ReloadRequest): Details {
  const running = actions.rules()
  return { version: running.version, diff: diffFiles(running.files, files, longestDiff) }
}

/** Of two who begin with one version the second would undo what the first has done. */
function failIfOther(actions: ControlActions, wanted: string | undefined): void {
  const { version } = actions.rules()
  if (wanted === undefined || wanted === version) return
  const words = `the job runs version ${version} and not ${wanted}: somebody has changed it meanwhile`
  throw new ControlError(409, "other-version", `${words}; look at GET /rules, and plan again`)
}

function rulesErrors({ text, diagnostics }: Pick<Problems, "text" | "diagnostics">): Outcome {
  const message = "the rules have errors, and nothing was changed: `text` and `diagnostics` say what to repair"
  const details = { errors: text.slice(0, longestProblems) }
  return { word: "errors", details, code: 422, body: { error: "rules-have-errors", message, text, diagnostics } }
}

type Problems = Extract<ReloadAnswer, { readonly outcome: "errors" }>

function outcomeOf(answer: ReloadAnswer): Outcome {
  const word = answer.outcome
  switch (answer.outcome) {
    case "errors":
      return rulesErrors(answer)
    case "refused": {
      const { reasons, plan } = answer
      const message = reasons.join("; ")
      const details = { reasons, ...verdictsOf(plan) }
      return { word, details, code: 409, body: { error: "refused", message, reasons, ...(plan && { plan }) } }
    }
    case "planned":
      return { word, code: 200, body: { outcome: word, plan: answer.plan } }
    case "same":
      return { word, code: 200, body: { outcome: word, version: answer.version } }
    case "applied": {
      const { plan, pauseMs, checkpoint } = answer
      const details = { version: answer.version, checkpoint, ...verdictsOf(plan), ...warmUpOf(answer) }
      const body = { outcome: word, version: answer.version, plan, pauseSeconds: pauseMs / 1000, checkpoint }
      return { word, details, code: 200, body }
    }
  }
}

/** Rules that are as they were say nothing. */
function verdictsOf(plan: ReloadPlan | undefined): Details {
  if (plan === undefined) return {}
  const verdicts = plan.rules.filter(({ verdict }) => verdict !== "unchanged")
  return { verdicts, params: plan.params, warnings: plan.warnings }
}

function addOperations(server: FastifyInstance, parts: ActionParts): void {
  const { host, changes } = parts
  const options = (schema: object) => ({ schema, ...forChange("operate") })
  server.put<{ Body: { readonly values: Readonly<Record<string, unknown>> } }>(
    "/params",
    options(schemas.setParamsSchema),
    async (request, reply) => {
      const { values } = request.body
      actionsOf(host)
      const change: Change = {
        action: "params",
        details: () => ({
          version: actionsOf(host).rules().version,
          before: valuesNow(actionsOf(host), values),
          values,
        }),
        act: async () => {
          const params = await actionsOf(host).setParams(values)
          return { word: "applied", code: 200, body: { params } }
        },
      }
      return changes.make(change, request, reply)
    },
  )
  server.post<{ Body: { readonly dir?: string } }>(
    "/savepoint",
    options(schemas.savepointSchema),
    async (request, reply) => {
      const { dir } = request.body
      actionsOf(host)
      const change: Change = {
        action: "savepoint",
        details: () => ({ version: host.version, to: dir ?? null }),
        act: async () => {
          const { place, checkpoint } = await actionsOf(host).savepoint(dir)
          return { word: "made", details: { place, checkpoint }, code: 200, body: { place, checkpoint } }
        },
      }
      return changes.make(change, request, reply)
    },
  )
  server.post<{ Body: { readonly savepoint?: boolean } }>(
    "/stop",
    options(schemas.stopSchema),
    async (request, reply) => {
      const wantsSavepoint = request.body.savepoint === true
      actionsOf(host)
      const change: Change = {
        action: "stop",
        details: () => ({ version: host.version, savepoint: wantsSavepoint }),
        act: async () => {
          // Where the savepoint cannot be made the job goes on.
          const savepoint = wantsSavepoint ? await actionsOf(host).savepoint(undefined) : null
          await actionsOf(host).stop()
          return { word: "stopping", details: { savepoint }, code: 200, body: { stopping: true, savepoint } }
        },
      }
      return changes.make(change, request, reply)
    },
  )
}

/** Of the parameters that are set, what they are now. */
function valuesNow(actions: ControlActions, values: Readonly<Record<string, unknown>>): Details {
  const changed = actions.params().filter(({ name }) => Object.hasOwn(values, name))
  return Object.fromEntries(changed.map(({ name, value }) => [name, value]))
}

/** Throws `ControlError` where nothing can be done to the job. */
function actionsOf({ actions, phase }: ControlHost): ControlActions {
  if (actions !== undefined) return actions
  if (phase === "starting")
    throw new ControlError(503, "starting", "the job is starting: try again when GET /ready says 200")
  if (phase === "stopping") throw new ControlError(503, "stopping", "the job is stopping: nothing is changed any more")
  throw new ControlError(
    501,
    "impossible",
    "the rules of this job cannot be looked at or changed while it runs: stop it and start it with other rules",
  )
}

function forRole(role: Role): RouteShorthandOptions {
  return { config: { role, changes: false } }
}

/** Changes are counted for themselves: whoever asks for too many can still look. */
function forChange(role: Role): RouteShorthandOptions {
  return { config: { role, changes: true, rateLimit: false } }
}
