/** The control interface of a running job: HTTP with JSON, on the loopback unless there is a token. */
import type { AddressInfo } from "node:net"
import swagger from "@fastify/swagger"
import fastify, { type FastifyInstance } from "fastify"
import type { Clock } from "../platform/clock.ts"
import { Access, type Token } from "./access.ts"
import { addActionRoutes } from "./action-routes.ts"
import { type Audit, noAudit } from "./audit.ts"
import { Changes } from "./changes.ts"
import { addConsole, addSession, type ConsoleFiles } from "./console.ts"
import { addGuards, addTokenGuards, answerError, answerErrors, takeOnlyJson } from "./guards.ts"
import type { ControlHost } from "./host.ts"
import { MetricsPage } from "./metrics.ts"
import { readiness, shadowsReport, statusReport } from "./report.ts"
import { errorSchema } from "./schema-parts.ts"
import { healthSchema, readySchema, shadowsSchema, statusSchema } from "./schemas.ts"

export interface ControlSettings {
  readonly host: ControlHost
  readonly address: string
  /** 0: any that is free. */
  readonly port: number
  /** Who knows one may ask; undefined: everyone who reaches the address. */
  readonly tokens: readonly Token[] | undefined
  /** From one address, or with one token; default: 600. */
  readonly requestsPerMinute?: number
  /** Changes, which do not count among those; default: 60. */
  readonly changesPerMinute?: number
  readonly clock: Pick<Clock, "now" | "after">
  /** Where changes are written down; default: nowhere. */
  readonly audit?: Audit | undefined
  /** After so long a change is answered that is still under way, and so long one waits for its turn; default: 240 and 30 seconds. */
  readonly answerWithinMs?: number
  readonly waitMs?: number
  /** The files of the web page, by name; undefined: there is none. */
  readonly console?: ConsoleFiles | undefined
  /** Of this program, for the description of the interface. */
  readonly programVersion: string
}

export interface Control {
  /** Where it listens. */
  readonly url: string
  /** Others than those with which it began, from the next request on. Only where it began with some. */
  replaceTokens(tokens: readonly Token[]): void
  /** Twice is harmless. */
  close(): Promise<void>
}

/** Nothing else that is asked for is larger; rules have more room. */
const mostBodyBytes = 1 << 20
const usualRequestsPerMinute = 600
const usualChangesPerMinute = 60
/** Further connections are closed at once: files and sinks of the job need their descriptors. */
const mostConnections = 2048
/** Until a request has come as a whole. */
const requestTimeoutMs = 10_000

/** Begins to listen. Rejects with Node's errors where the address cannot be had. */
export async function openControl(settings: ControlSettings): Promise<Control> {
  const { host, tokens, audit = noAudit, clock, answerWithinMs, waitMs } = settings
  const { requestsPerMinute = usualRequestsPerMinute, changesPerMinute = usualChangesPerMinute } = settings
  const server = fastify({
    bodyLimit: mostBodyBytes,
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: true,
    logger: false,
    frameworkErrors: answerError,
    routerOptions: { maxParamLength: 200 },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
  })
  const access = tokens && new Access(tokens)
  const guards = { access, audit, requestsPerMinute, changesPerMinute }
  const changes = new Changes({ audit, clock, ...(answerWithinMs && { answerWithinMs }), ...(waitMs && { waitMs }) })
  answerErrors(server)
  takeOnlyJson(server)
  await addGuards(server, guards)
  await server.register(swagger, { openapi: description(settings) })
  if (settings.console !== undefined) addConsole(server, settings.console)
  server.get("/health", { schema: healthSchema }, async () => ({ alive: true }))
  await server.register(async (guarded) => {
    await addTokenGuards(guarded, guards, changes)
    addRoutes(guarded, host)
    addSession(guarded, { open: tokens === undefined, programVersion: settings.programVersion, host })
    addActionRoutes(guarded, { host, audit, changes, open: tokens === undefined })
  })
  server.server.maxConnections = mostConnections
  await server.listen({ host: settings.address, port: settings.port })
  const { address, port, family } = server.server.address() as AddressInfo
  const name = family === "IPv6" ? `[${address}]` : address
  const close = async () => {
    await changes.close()
    await server.close()
    await audit.close()
  }
  return { url: `http://${name}:${port}`, replaceTokens: (others) => access?.replace(others), close }
}

function addRoutes(server: FastifyInstance, host: ControlHost): void {
  const page = new MetricsPage(host)
  server.get("/status", { schema: statusSchema }, () => statusReport(host))
  server.get("/shadows", { schema: shadowsSchema }, async () => shadowsReport(await host.statuses()))
  server.get("/ready", { schema: readySchema }, async (_, reply) => {
    const { ready, reasons } = readiness(host, host.phase === "running" ? await host.statuses() : [])
    return reply.code(ready ? 200 : 503).send({ ready, reasons })
  })
  server.get("/metrics", { schema: { summary: "What Prometheus scrapes", tags: ["metrics"] } }, async (_, reply) =>
    reply.type(page.contentType).send(await page.text()),
  )
  server.get("/openapi.json", { schema: { hide: true } }, async () => server.swagger())
}

function description({ tokens, programVersion }: ControlSettings) {
  const security = tokens === undefined ? {} : { security: [{ token: [] }] }
  return {
    openapi: "3.1.0",
    info: {
      title: "Cepheus: a running job",
      description:
        "How a job stands, and what can be done to it. All times are ISO 8601 in UTC, all durations are seconds. Whatever is no success has `error`, a stable word, and `message`: what is wrong and what to do.",
      version: programVersion,
    },
    components: {
      securitySchemes: { token: { type: "http" as const, scheme: "bearer" } },
      schemas: { Error: errorSchema },
    },
    ...security,
  }
}
