/** Rules and events as a link: they stand behind the `#`, which browsers send to nobody. */

export interface Shared {
  readonly rules: string
  readonly events: string
}

/** Longer addresses are cut by mail programs and chats. */
export const longestLink = 30_000
/** A short link may hold much that is the same: nobody's browser is filled by one. */
const mostBytes = 4 << 20

/** What stands behind the `#`. */
export async function fragmentOf({ rules, events }: Shared): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify([rules, events]))
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"))
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer())
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")
  return `v1=${btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`
}

/** Reads it; undefined: it is none. Rejects where it was cut or changed. */
export async function readFragment(fragment: string): Promise<Shared | undefined> {
  const given = /^#?v1=([\w-]+)$/.exec(fragment)?.[1]
  if (given === undefined) return undefined
  const letters = atob(given.replaceAll("-", "+").replaceAll("_", "/"))
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
  const text = await inflated(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")))
  const [rules, events] = JSON.parse(text) as readonly unknown[]
  if (typeof rules !== "string" || typeof events !== "string") throw new Error("it holds no rules and events")
  return { rules, events }
}

async function inflated(stream: ReadableStream<Uint8Array>): Promise<string> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read()
    if (done) return new Blob(parts).text()
    length += value.length
    if (length > mostBytes) throw new Error("it holds more than the playground takes")
    parts.push(value as Uint8Array<ArrayBuffer>)
  }
}
