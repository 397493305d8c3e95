/** What stands before all routes: who asks, from where, what for, and how often. */
import bearerAuth from "@fastify/bearer-auth"
import rateLimit from "@fastify/rate-limit"
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { type Access, anyone, type Caller, nobody, type Role } from "./access.ts"
import { ActionRefused } from "./actions.ts"
import type { Audit } from "./audit.ts"
import { type Changes, refusalOf } from "./changes.ts"
import { ControlError } from "./error.ts"

declare module "fastify" {
  interface FastifyRequest {
    /** `nobody` without a valid token, where tokens are asked for. */
    caller: Caller
    /** Why it was not answered as it wished, for the audit log. */
    refusal: string | undefined
  }
  interface FastifyContextConfig {
    /** What the caller has to be allowed. */
    role?: Role
    /** Whether it counts as a change. */
    changes?: boolean
  }
}

export interface GuardSettings {
  /** Who knows one may ask; undefined: everyone who reaches the address. */
  readonly access: Access | undefined
  readonly requestsPerMinute: number
  readonly changesPerMinute: number
  readonly audit: Audit
}

const beforeToken = "Bearer "

/** For all routes that are added later. */
export async function addGuards(server: FastifyInstance, settings: GuardSettings): Promise<void> {
  const { access, requestsPerMinute: max } = settings
  server.decorateRequest("caller")
  server.decorateRequest("refusal", undefined)
  server.addHook("onRequest", async (request, reply) => {
    reply.headers({ "cache-control": "no-store", "x-content-type-options": "nosniff" })
    const { authorization = "" } = request.headers
    if (access === undefined) {
      request.caller = anyone
      refuseForeignNames(request)
    } else if (authorization.startsWith(beforeToken)) {
      request.caller = access.find(authorization.slice(beforeToken.length)) ?? nobody
    } else request.caller = nobody
    refuseForeignPages(request)
  })
  addAudit(server, settings.audit)
  // Whoever floods us without a token is counted by the address, and so hinders nobody who has one.
  await server.register(rateLimit, { max, timeWindow: "1 minute", keyGenerator: bucketOf })
}

/** For routes that ask for a token. The token is asked for behind the rate limit, and before the body is read. */
export async function addTokenGuards(
  server: FastifyInstance,
  settings: GuardSettings,
  changeRequests: Pick<Changes, "admit">,
): Promise<void> {
  const { access, changesPerMinute: max } = settings
  const limit = server.createRateLimit({ max, timeWindow: "1 minute", keyGenerator: bucketOf })
  server.addHook("onRequest", async (request) => {
    if (request.routeOptions.config.changes !== true) return
    const counted = await limit(request)
    if (counted.isAllowed || !counted.isExceeded) return
    const words = `more than ${max} changes were asked for within a minute`
    throw new ControlError(429, "too-many-requests", `${words}: try again in ${counted.ttlInSeconds} seconds`)
  })
  if (access !== undefined) {
    const auth = (_: string, request: FastifyRequest) => request.caller !== nobody
    await server.register(bearerAuth, { keys: [], auth, errorResponse: unauthorized, addHook: "preParsing" })
  }
  server.addHook("preParsing", async (request, reply) => {
    const { role, changes = false } = request.routeOptions.config
    if (role !== undefined && !request.caller.roles.has(role)) {
      const { name, roles } = request.caller
      const words = `the token of ${name} is for ${[...roles].join(", ")}, and this needs ${role}`
      throw new ControlError(403, "forbidden", `${words}: ask whoever writes the file of --token-file`)
    }
    if (!changes) return
    refuseForms(request)
    changeRequests.admit(reply)
  })
}

function bucketOf({ caller, ip }: FastifyRequest): string {
  return caller.name === null ? `address ${ip}` : `token ${caller.name}`
}

function unauthorized(error: Error) {
  return {
    error: "unauthorized",
    message: `${error.message}; send a token of --token-file as "Authorization: Bearer TOKEN"`,
  }
}

const loopbackNames: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"])

/** A page in a browser on this machine can be made to ask under a name of its own: without a token the loopback answers to its own names alone. */
function refuseForeignNames({ hostname }: FastifyRequest): void {
  if (loopbackNames.has(hostname) || /^127\.\d+\.\d+\.\d+$/.test(hostname)) return
  const words = `without a token this interface answers to localhost alone, not to ${JSON.stringify(hostname)}`
  throw new ControlError(421, "wrong-host", words)
}

/** Browsers say which site a page that asks is from. */
function refuseForeignPages({ headers: { origin }, host }: FastifyRequest): void {
  if (origin === undefined || origin === `http://${host}` || origin === `https://${host}`) return
  const words = `a page of ${JSON.stringify(origin)} may not ask this job`
  throw new ControlError(403, "foreign-origin", `${words}: only pages that it serves itself may`)
}

/** What a page of another site can send without being asked first is no JSON. */
function refuseForms({ headers }: FastifyRequest): void {
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase()
  if (type === "application/json") return
  throw new ControlError(
    415,
    "wrong-type",
    "send JSON, with the header Content-Type: application/json, also where there is nothing to say: {}",
  )
}

const words: Readonly<Record<number, string>> = {
  401: "unauthorized",
  404: "not-found",
  413: "too-large",
  415: "wrong-type",
  429: "too-many-requests",
}

/** Every answer that is no success has one form. */
export function answerError(thrown: FastifyError | Error, request: FastifyRequest, reply: FastifyReply) {
  const error: Error & { readonly statusCode?: number } = thrown instanceof ActionRefused ? refusalOf(thrown) : thrown
  const code = error.statusCode ?? 503
  request.refusal = error.message
  // The rest of a body that is too large is read and thrown away: who hung up on it would leave its sender without an answer.
  reply.removeHeader("connection")
  if (error instanceof ControlError) {
    return reply.code(code).send({ error: error.word, message: error.message, ...error.more })
  }
  const word = words[code] ?? (code >= 500 ? "failed" : "wrong-request")
  return reply.code(code).send({ error: word, message: error.message })
}

/** For all routes, and for paths that none has. */
export function answerErrors(server: FastifyInstance): void {
  server.setErrorHandler(answerError)
  server.setNotFoundHandler((request, reply) =>
    reply.code(404).send({
      error: "not-found",
      message: `there is no ${request.method} ${request.url.split("?")[0]}; GET /openapi.json lists what there is`,
    }),
  )
}

/** Who was refused, and what is wrong with a request for a change, stands in the log, behind the answer. */
function addAudit(server: FastifyInstance, audit: Audit): void {
  server.addHook("onResponse", async (request, reply) => {
    const { routeOptions, caller, method, url, ip, refusal } = request
    const { statusCode: code } = reply
    const isGuarded = code === 401 || code === 403 || code === 421
    const isRefusedChange = routeOptions.config?.changes === true && refusal !== undefined && code < 500
    if (!isGuarded && !isRefusedChange) return
    const reason = refusal ?? "no token, or one that nobody has"
    await audit.refused({ name: caller.name, address: ip }, `${method} ${shortPath(url)}`, {
      code,
      reason: reason.slice(0, longestReason),
    })
  })
}

const longestReason = 500
const longestPath = 100

/** What stands behind the path may hold anything. */
function shortPath(url: string): string {
  return url.split("?")[0]!.slice(0, longestPath)
}

/** Bodies are JSON and nothing else; an empty one says as much as `{}`. */
export function takeOnlyJson(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  const parse = server.getDefaultJsonParser("error", "error")
  server.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) =>
    body === "" ? done(null, {}) : parse(request, body as string, done),
  )
}
