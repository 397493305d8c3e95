/** The console: a web page that asks the routes beside it. Its files hold nothing of the job, so they are served to everyone who may reach the address. */
import { randomBytes } from "node:crypto"
import type { FastifyInstance } from "fastify"
import type { ControlHost } from "./host.ts"
import { failures, flag, listOf, object, orNull, text } from "./schema-parts.ts"

/** By name; `index.html` is the page. */
export type ConsoleFiles = ReadonlyMap<string, Uint8Array>

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
}

/** In the page, where the number stands that its own styles have to bring. */
const noncePlace = "{{nonce}}"

/** Serves the page under `/console/`, and leads there from `/`. */
export function addConsole(server: FastifyInstance, files: ConsoleFiles): void {
  const hidden = { schema: { hide: true } }
  server.get("/", hidden, (_, reply) => reply.redirect("/console/"))
  server.get("/console", hidden, (_, reply) => reply.redirect("/console/"))
  const page = new TextDecoder().decode(files.get("index.html"))
  server.get("/console/", hidden, async (_, reply) => {
    const nonce = randomBytes(16).toString("base64")
    return reply.headers(pageHeaders(nonce)).type(types.html!).send(page.replaceAll(noncePlace, nonce))
  })
  for (const [name, bytes] of files) {
    const type = types[name.split(".").at(-1)!]
    if (name === "index.html" || type === undefined) continue
    server.get(`/console/${name}`, hidden, async (_, reply) => reply.type(type).send(bytes))
  }
}

/** Nothing is loaded from elsewhere or asked of others, and no other page may show this one. The editor makes styles, which bring the nonce. */
function pageHeaders(nonce: string) {
  const policy = [
    "default-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    "content-security-policy": policy.join("; "),
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
  }
}

const sessionSchema = {
  summary: "Who asks, and what they may do",
  tags: ["status"],
  response: {
    200: object({
      name: orNull("string"),
      roles: listOf(text),
      open: flag,
      keptSeconds: orNull("number"),
      version: text,
    }),
    ...failures(401, 403, 429),
  },
}

/** Says who asks: what a page shows of what can be done. */
export function addSession(
  server: FastifyInstance,
  settings: { readonly open: boolean; readonly programVersion: string; readonly host: ControlHost },
): void {
  const { open, programVersion, host } = settings
  server.get("/session", { schema: sessionSchema, config: { role: "see" } }, async ({ caller }) => ({
    name: caller.name,
    roles: [...caller.roles],
    open,
    keptSeconds: host.keptMs === undefined ? null : host.keptMs / 1000,
    version: programVersion,
  }))
}
