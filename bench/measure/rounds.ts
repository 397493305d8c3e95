/** Variants measured side by side: in every round each runs once, so that what else the machine does hits all of them alike. */
import { createReadStream } from "node:fs"
import { createInterface } from "node:readline"
import type { Usage } from "./child.ts"

/** Rules and a stream. */
export interface Case {
  readonly workload: string
  readonly stream: string
  readonly events: number
  /** How late events may be, in milliseconds. Undefined where that differs from type to type. */
  readonly latenessMs?: number
  /** The path of the `.cep` file. */
  readonly rules: string
  /** The event type of the stream, `*` where its events name theirs. */
  readonly type: string
  readonly input: string
  /** A file without events: what a run of it uses is spent before the first event. */
  readonly empty: string
  /** What is to be found, sorted; left out where it is not known: then variants are held to the first one. */
  readonly expected?: readonly string[]
}

/** A way to run a case. */
export interface Variant {
  readonly name: string
  /** Whether it can run the case: if not, why. */
  readonly refuses?: (one: Case) => string | undefined
  /** Runs the rules over the input; a variant that has a file for its matches writes it there. */
  readonly run: (one: Case, input: string, output: string) => Promise<Usage>
  /** The matches in such a file, in no order; without it, matches are not compared. */
  readonly matches?: (output: string) => Promise<readonly string[]>
  /** How many matches there are, where the file does not tell which. */
  readonly count?: (output: string) => Promise<number>
}

export interface Result {
  readonly workload: string
  readonly stream: string
  readonly variant: string
  readonly events: number
  /** One for each round. */
  readonly samples: readonly Usage[]
  /** The same without events, one for each round. */
  readonly starts: readonly Usage[]
  readonly matches?: number
  /** What was found and what was expected: "equal", or how they differ. */
  readonly agreement?: string
  /** Why there are no figures. */
  readonly failure?: string
}

/** Runs a case with all variants, `rounds` times each. A variant that fails once is not run again. */
export async function measureCase(
  one: Case,
  variants: readonly Variant[],
  rounds: number,
  output: string,
): Promise<Result[]> {
  const rows = variants.map((variant) => ({ variant, row: newRow(one, variant) }))
  let expected = one.expected
  for (let round = 0; round < rounds; round++) {
    for (const { variant, row } of rows) {
      const found = row.failure === undefined ? await measureOnce(one, variant, row, output) : undefined
      if (found === undefined) continue
      row.matches = found.length
      if (expected !== undefined) row.agreement = compareMatches(found, expected)
      else expected = found
    }
  }
  return rows.map(({ row }) => row)
}

type Row = { -readonly [name in keyof Result]: Result[name] } & { samples: Usage[]; starts: Usage[] }

function newRow(one: Case, variant: Variant): Row {
  const { workload, stream, events } = one
  const failure = variant.refuses?.(one)
  const row: Row = { workload, stream, variant: variant.name, events, samples: [], starts: [] }
  return failure === undefined ? row : { ...row, failure }
}

/** Gives the matches, sorted, the first time that they can be read. */
async function measureOnce(
  one: Case,
  variant: Variant,
  row: Row,
  output: string,
): Promise<readonly string[] | undefined> {
  try {
    row.starts.push(await variant.run(one, one.empty, output))
    row.samples.push(await variant.run(one, one.input, output))
    if (row.matches !== undefined) return undefined
    if (variant.count !== undefined) row.matches = await variant.count(output)
    if (variant.matches === undefined) return undefined
    return (await variant.matches(output)).toSorted()
  } catch (error) {
    row.failure = error instanceof Error ? error.message : String(error)
    return undefined
  }
}

/** "equal", or how many of the expected matches are missing and how many were not expected. Both rows are sorted. */
export function compareMatches(found: readonly string[], expected: readonly string[]): string {
  let common = 0
  for (let i = 0, k = 0; i < found.length && k < expected.length; ) {
    if (found[i] === expected[k]) {
      common++
      i++
      k++
    } else if (found[i]! < expected[k]!) i++
    else k++
  }
  const missing = expected.length - common
  const more = found.length - common
  if (missing === 0 && more === 0) return "equal"
  return `${missing} missing, ${more} more`
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

/** Calls back for each line of a file. */
export async function eachLine(path: string, take: (line: string) => void): Promise<void> {
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line !== "") take(line)
  }
}
