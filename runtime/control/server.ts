/** The control interface of a running job: HTTP with JSON, on the loopback unless there is a token. */
import type { AddressInfo } from "node:net"
import bearerAuth from "@fastify/bearer-auth"
import rateLimit from "@fastify/rate-limit"
import swagger from "@fastify/swagger"
import fastify, { type FastifyError, type FastifyInstance } from "fastify"
import type { ControlHost } from "./host.ts"
import { MetricsPage } from "./metrics.ts"
import { readiness, statusReport } from "./report.ts"
import { errorSchema, healthSchema, readySchema, statusSchema } from "./schemas.ts"

export interface ControlSettings {
  readonly host: ControlHost
  readonly address: string
  /** 0: any that is free. */
  readonly port: number
  /** Who knows it may ask; undefined: everyone who reaches the address. */
  readonly token: string | undefined
  /** From one address; default: 600. */
  readonly requestsPerMinute?: number
  /** Of this program, for the description of the interface. */
  readonly programVersion: string
}

export interface Control {
  /** Where it listens. */
  readonly url: string
  /** Twice is harmless. */
  close(): Promise<void>
}

/** Nothing that is asked for is larger. */
const mostBodyBytes = 1 << 20
const usualRequestsPerMinute = 600
const requestTimeoutMs = 10_000

/** Begins to listen. Rejects with Node's errors where the address cannot be had. */
export async function openControl(settings: ControlSettings): Promise<Control> {
  const server = fastify({
    bodyLimit: mostBodyBytes,
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: true,
    logger: false,
    routerOptions: { maxParamLength: 200 },
  })
  answerErrors(server)
  refuseForeignNames(server, settings)
  await server.register(rateLimit, {
    max: settings.requestsPerMinute ?? usualRequestsPerMinute,
    timeWindow: "1 minute",
  })
  await server.register(swagger, { openapi: description(settings) })
  server.get("/health", { schema: healthSchema }, async () => ({ alive: true }))
  await server.register(async (guarded) => {
    if (settings.token !== undefined) await guarded.register(bearerAuth, authOf(settings.token))
    addRoutes(guarded, settings.host)
  })
  await server.listen({ host: settings.address, port: settings.port })
  const { address, port, family } = server.server.address() as AddressInfo
  const name = family === "IPv6" ? `[${address}]` : address
  return { url: `http://${name}:${port}`, close: () => server.close() }
}

function addRoutes(server: FastifyInstance, host: ControlHost): void {
  const page = new MetricsPage(host)
  server.get("/status", { schema: statusSchema }, () => statusReport(host))
  server.get("/ready", { schema: readySchema }, async (_, reply) => {
    const { ready, reasons } = readiness(host, host.phase === "running" ? await host.statuses() : [])
    return reply.code(ready ? 200 : 503).send({ ready, reasons })
  })
  server.get("/metrics", { schema: { summary: "What Prometheus scrapes", tags: ["metrics"] } }, async (_, reply) =>
    reply.type(page.contentType).send(await page.text()),
  )
  server.get("/openapi.json", { schema: { hide: true } }, async () => server.swagger())
}

/** The plugin compares tokens in constant time. */
function authOf(token: string) {
  const refusal = (error: Error) => ({
    error: "unauthorized",
    message: `${error.message}; send the token of --token-file as "Authorization: Bearer TOKEN"`,
  })
  return { keys: new Set([token]), errorResponse: refusal }
}

/** Every answer that is no success has one form. */
function answerErrors(server: FastifyInstance): void {
  server.setErrorHandler((error: FastifyError, _, reply) => {
    const code = error.statusCode ?? 503
    const name =
      code === 429 ? "too-many-requests" : code === 413 ? "too-large" : code >= 500 ? "failed" : "wrong-request"
    return reply.code(code).send({ error: name, message: error.message })
  })
  server.setNotFoundHandler((request, reply) =>
    reply.code(404).send({
      error: "not-found",
      message: `there is no ${request.method} ${request.url.split("?")[0]}; GET /openapi.json lists what there is`,
    }),
  )
}

const loopbackNames: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"])

/** A page in a browser on this machine can be made to ask under a name of its own: without a token the loopback answers to its own names alone. */
function refuseForeignNames(server: FastifyInstance, { token }: ControlSettings): void {
  if (token !== undefined) return
  server.addHook("onRequest", async (request, reply) => {
    if (loopbackNames.has(request.hostname) || /^127\.\d+\.\d+\.\d+$/.test(request.hostname)) return
    await reply.code(421).send({
      error: "wrong-host",
      message: `without a token this interface answers to localhost alone, not to ${JSON.stringify(request.hostname)}`,
    })
  })
}

function description({ token, programVersion }: ControlSettings) {
  const security = token === undefined ? {} : { security: [{ token: [] }] }
  return {
    openapi: "3.1.0",
    info: {
      title: "Cepheus: a running job",
      description: "How a job stands. All times are ISO 8601 in UTC, all durations are seconds.",
      version: programVersion,
    },
    components: {
      securitySchemes: { token: { type: "http" as const, scheme: "bearer" } },
      schemas: { Error: errorSchema },
    },
    ...security,
  }
}
