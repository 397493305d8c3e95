import type { Batch, Partition, ReadOptions, Source } from "../../../runtime/connectors/contract.ts"
import { kafkaConnector } from "../../../runtime/connectors/kafka/index.ts"

export interface ReadLine {
  readonly text: string
  readonly offset: number
  readonly problem?: string
}

/** What a batch hands out, in order. */
export function linesOf({ records, block }: Batch): ReadLine[] {
  const lines: ReadLine[] = records.map(({ text, position, problem }) => {
    const offset = Number(position.offset)
    return problem === undefined ? { text, offset } : { text, offset, problem: problem.code }
  })
  if (block === undefined) return lines
  const { bytes, from, to, line } = block.lines
  bytes
    .toString("utf8", from, to)
    .split("\n")
    .forEach((text, at) => {
      lines.push({ text, offset: Number(block.position(line + at, 0).offset) })
    })
  return lines
}

/** All of a bounded partition. */
export async function readToEnd(partition: Partition, options?: ReadOptions): Promise<ReadLine[]> {
  const lines: ReadLine[] = []
  for (let batch = await partition.read(options); batch !== null; batch = await partition.read(options)) {
    lines.push(...linesOf(batch))
    batch.block?.release?.()
  }
  return lines
}

/** So many lines of a live partition, or a few more. */
export async function readSome(partition: Partition, count: number, options?: ReadOptions): Promise<ReadLine[]> {
  const lines: ReadLine[] = []
  while (lines.length < count) {
    const batch = await partition.read(options)
    if (batch === null) break
    lines.push(...linesOf(batch))
    batch.block?.release?.()
  }
  return lines
}

/** The texts of a bounded source, by partition. */
export async function textsOf(source: Source, options?: ReadOptions): Promise<string[][]> {
  const all = await Promise.all(source.partitions.map((partition) => readToEnd(partition, options)))
  return all.map((lines) => lines.map(({ text }) => text))
}

/** What readers see of a topic, sorted. */
export async function sortedTexts(brokers: string, topic: string): Promise<string[]> {
  const source = await kafkaConnector.openSource!({ topic, brokers, until: "end" }, { folder: "." })
  try {
    return (await textsOf(source)).flat().sort()
  } finally {
    await source.close()
  }
}
