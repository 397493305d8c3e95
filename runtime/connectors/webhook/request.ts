import type { Agent, ClientRequest, IncomingMessage } from "node:http"

/** What was answered. */
export interface Answer {
  readonly status: number
  /** The first characters of the body. */
  readonly text: string
  /** How long it asks to wait; undefined: it does not say. */
  readonly retryAfterMs: number | undefined
}

/** Of an answer no more is kept. */
const keptBytes = 300

/** Sends bodies to one place over connections that are kept. */
export interface Poster {
  /** Rejects where no answer came, or `signal` was aborted. */
  post(body: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Answer>
  close(): void
}

/** Opens nothing yet. `now`: epoch milliseconds. */
export async function makePoster(url: URL, now: () => number): Promise<Poster> {
  const { Agent: KeptAgent, request } =
    url.protocol === "https:" ? await import("node:https") : await import("node:http")
  const agent: Agent = new KeptAgent({ keepAlive: true, maxSockets: 1 })
  return {
    post: (body, headers, signal) =>
      new Promise((resolve, reject) => {
        const bytes = Buffer.from(body)
        const all = { ...headers, "content-length": String(bytes.length) }
        const asked: ClientRequest = request(url, { method: "POST", agent, headers: all, signal })
        asked.on("error", reject)
        asked.on("response", (response) => {
          read(response, now).then(resolve, reject)
        })
        asked.end(bytes)
      }),
    close: () => agent.destroy(),
  }
}

async function read(response: IncomingMessage, now: () => number): Promise<Answer> {
  let kept = Buffer.alloc(0)
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (kept.length < keptBytes) kept = Buffer.concat([kept, chunk.subarray(0, keptBytes - kept.length)])
  }
  const text = kept.toString().replaceAll(/\s+/g, " ").trim()
  return { status: response.statusCode ?? 0, text, retryAfterMs: waitOf(response.headers["retry-after"], now) }
}

/** Seconds, or a date (RFC 9110, 10.2.3). */
function waitOf(header: string | undefined, now: () => number): number | undefined {
  if (header === undefined) return undefined
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now()
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined
}
