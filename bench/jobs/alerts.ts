/** What jobs found, held against each other. Nobody keeps order between keys, so alerts are compared as a heap of lines. */
import { matchOf } from "../workloads/index.ts"

/** Alerts in brief. */
export interface Alerts {
  readonly count: number
  /** A sum over their matches, whatever their order: the rule, and the ids that the alert shows. */
  readonly matches: string
  /** The same over their whole lines, which are comparable between jobs of one engine. */
  readonly lines: string
}

/** Reads alerts with a function that calls back for each line. Throws where a line is no JSON. */
export async function alertsOf(eachLine: (take: (line: string) => void) => Promise<void>): Promise<Alerts> {
  const sums = { matches: 0, lines: 0 }
  let count = 0
  await eachLine((line) => {
    count++
    sums.matches = (sums.matches + hashOf(matchOf(JSON.parse(line)))) % 2 ** 48
    sums.lines = (sums.lines + hashOf(line)) % 2 ** 48
  })
  return { count, matches: `${count} ${sums.matches}`, lines: `${count} ${sums.lines}` }
}

/** 48 bits of two FNV-1a hashes that begin differently: few enough that sums are exact, and so the same in every order. */
function hashOf(text: string): number {
  let low = 0x811c9dc5
  let high = 0x01234567
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x01000193)
  }
  return (high >>> 16) * 2 ** 32 + (low >>> 0)
}

/** The alerts of one run. */
export interface Found {
  readonly variant: string
  /** Whole lines are compared between runs of the same engine. */
  readonly engine: string
  readonly alerts: Alerts
}

/** A line for each variant whose alerts are others than those of the first run, or whose lines are others than those of its engine's first one. */
export function disagreements(runs: readonly Found[]): string[] {
  const [first] = runs
  if (first === undefined) return []
  const said = runs.flatMap(({ variant, engine, alerts }) => {
    const { count } = first.alerts
    if (alerts.matches !== first.alerts.matches) {
      const what =
        alerts.count === count ? `${count} alerts, but others than` : `${alerts.count} alerts, not the ${count} of`
      return [`${variant}: ${what} ${first.variant}`]
    }
    const own = runs.find((one) => one.engine === engine)!
    return alerts.lines === own.alerts.lines ? [] : [`${variant}: the matches of ${own.variant}, in other lines`]
  })
  return [...new Set(said)]
}
