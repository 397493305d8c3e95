import type { LinePlaces, Position } from "../connectors/contract.ts"

/** The position of a line of a block, given its number and the offset of its first byte. */
export function positionAt({ common, runs }: LinePlaces, line: number, byte: number): Position {
  if (runs === undefined) return { ...common, line, byte }
  const { lines, offsets } = runs
  let low = 0
  for (let high = lines.length - 1; low < high; ) {
    const middle = (low + high + 1) >> 1
    if (lines[middle]! <= line) low = middle
    else high = middle - 1
  }
  return { ...common, offset: offsets[low]! + line - lines[low]! }
}
