/** The outputs that were made last, for who looks at a running job. Costs the job one copy of their bytes, and a place to look at; they are read when somebody asks. */
import type { SinkRecord } from "../connectors/contract.ts"
import type { OutputTap } from "../job/gathered.ts"

const mostOutputs = 1000
const mostBytes = 1 << 20
const lineFeed = 0x0a

/** Gathers what goes to the sinks of outputs, at most 1,000 of them and 1 MiB. */
export class RecentOutputs implements OutputTap {
  /** The last bytes; where the end is reached it goes on at the beginning. Whole lines were put in, and the oldest may be cut. */
  readonly #ring = new Uint8Array(mostBytes)
  /** Where the next byte goes, and how many were ever put in. */
  #at = 0
  #total = 0
  readonly #encoder = new TextEncoder()

  /** Whole lines with their line feeds; the bytes are the caller's again at once. */
  lines(lines: Uint8Array): void {
    const ring = this.#ring
    // Of more than there is room for the end counts.
    const last = lines.length > ring.length ? lines.subarray(lines.length - ring.length) : lines
    const first = Math.min(last.length, ring.length - this.#at)
    ring.set(last.subarray(0, first), this.#at)
    ring.set(last.subarray(first), 0)
    this.#at = (this.#at + last.length) % ring.length
    this.#total += lines.length
  }

  /** Likewise of sinks that want more than lines. */
  records(records: readonly SinkRecord[]): void {
    for (const { line, kind } of records.slice(-mostOutputs)) {
      if (kind !== "alert" && kind !== "emit") continue
      this.lines(this.#encoder.encode(`${line}\n`))
    }
  }

  /** The last outputs as their sinks get them, oldest first. */
  last(limit: number): unknown[] {
    const lines = linesOf(this.#bytes(), this.#total > this.#ring.length)
    const found: unknown[] = []
    for (let i = lines.length - 1; i >= 0 && found.length < Math.min(limit, mostOutputs); i--) {
      const output = outputOf(lines[i]!)
      if (output !== undefined) found.push(output)
    }
    return found.reverse()
  }

  /** In order. */
  #bytes(): Uint8Array {
    const ring = this.#ring
    if (this.#total <= ring.length) return ring.subarray(0, this.#total)
    const bytes = new Uint8Array(ring.length)
    bytes.set(ring.subarray(this.#at))
    bytes.set(ring.subarray(0, this.#at), ring.length - this.#at)
    return bytes
  }
}

/** `isCut`: the first one may lack its beginning. */
function linesOf(bytes: Uint8Array, isCut: boolean): string[] {
  const from = isCut ? bytes.indexOf(lineFeed) + 1 : 0
  const lines = new TextDecoder().decode(bytes.subarray(from)).split("\n")
  lines.pop()
  return lines
}

/** Dead letters and late events may share a sink with outputs: they have a code, and outputs an id. */
function outputOf(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === "object" && value !== null && Object.hasOwn(value, "id") ? value : undefined
  } catch {
    return undefined
  }
}
