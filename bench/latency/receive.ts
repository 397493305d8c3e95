/**
 * Reads alerts from standard input and says of each when its line was there: `{"at": …, "arrived": …, "match": …}`, in ns of the machine's
 * steady clock. Lines are read when all have come, so that nothing is done between two reads.
 *
 *   node bench/latency/receive.ts OUTPUT
 */
import { writeFileSync } from "node:fs"
import process from "node:process"
import { matchOf } from "../workloads/index.ts"

interface Chunk {
  readonly text: string
  readonly arrived: number
}

async function readAll(): Promise<Chunk[]> {
  const chunks: Chunk[] = []
  for await (const bytes of process.stdin as AsyncIterable<Buffer>) {
    const arrived = Number(process.hrtime.bigint())
    chunks.push({ text: bytes.toString("latin1"), arrived })
  }
  return chunks
}

function linesOf(chunks: readonly Chunk[]): string[] {
  let rest = ""
  return chunks.flatMap(({ text, arrived }) => {
    const lines = (rest + text).split("\n")
    rest = lines.pop()!
    return lines.map((line) => {
      const alert = JSON.parse(line)
      return `${JSON.stringify({ at: Date.parse(alert.at), arrived, match: matchOf(alert) })}\n`
    })
  })
}

const [output] = process.argv.slice(2)
if (output === undefined) throw new Error("node bench/latency/receive.ts OUTPUT")
writeFileSync(output, linesOf(await readAll()).join(""))
