/**
 * How answers to a golden case are judged. Per key, matches are compared in the order of their first event, and those with
 * one first event as a set; where the times of matches are not held to Flink's, all matches of a key are one set. Timeouts
 * are a set per key, and always with their times. Keys have no order among each other.
 */

/** Event indexes under each step's name; a step without events may be left out or empty. */
export type GoldenMatch = Readonly<Record<string, readonly number[]>>

/** A match or a timed-out partial match. `at` is in milliseconds, or "max" for the end of the input. */
export type GoldenResult = { readonly key: string; readonly at: number | "max"; readonly match: GoldenMatch }

export type GoldenAnswer = {
  readonly matches: readonly GoldenResult[]
  readonly timeouts: readonly GoldenResult[]
  /** The indexes of late events. */
  readonly late: readonly number[]
}

export type GoldenEvent = {
  readonly type: string
  readonly k: string
  readonly v: number
  readonly w: number
  readonly at: number
}

/** What is held to Flink's answer; `excluded` gives the reason why nothing is. */
export type Judge = { readonly excluded: string | null; readonly at: boolean; readonly distinct: boolean }

/** A case, with its pattern in the form `P`. */
export type GoldenCase<P = { readonly within: unknown }> = {
  readonly id: string
  readonly note?: string
  readonly features: readonly string[]
  readonly pattern: P
  readonly outOfOrderMs: number
  readonly events: readonly GoldenEvent[]
  readonly expected: GoldenAnswer | { readonly rejected: string } | { readonly crashed: string }
  /** The pattern as a rule of the language. */
  readonly cep: string
  readonly judge: Judge
}

/** How two lists of results are compared. */
export type Comparing = {
  /** Times count. */
  readonly at: boolean
  /** A repeated result counts once. */
  readonly distinct: boolean
  /** The order of (time, first event) counts. */
  readonly ordered: boolean
}

/**
 * Compares the results of a run with those expected.
 *
 * @returns null when they agree, else a sentence that names the first key where they do not
 */
export function resultsDifference(
  expected: readonly GoldenResult[],
  actual: readonly GoldenResult[],
  events: readonly { readonly at: number }[],
  how: Comparing,
): string | null {
  const [wanted, found] = [canonical(expected, events, how), canonical(actual, events, how)]
  for (const key of new Set([...wanted.keys(), ...found.keys()].sort())) {
    const [want, have] = [wanted.get(key) ?? [], found.get(key) ?? []]
    if (want.join("\n") !== have.join("\n")) {
      return `key ${key}: expected ${want.join("  ") || "nothing"}, found ${have.join("  ") || "nothing"}`
    }
  }
  return null
}

/**
 * Judges an answer to a case.
 *
 * @returns null when it agrees with Flink's, or when the case is not compared; else a sentence
 */
export function goldenDifference(golden: GoldenCase, actual: GoldenAnswer): string | null {
  const { judge, expected, events } = golden
  if (judge.excluded !== null || !("matches" in expected)) return null
  const { at, distinct } = judge
  const matches = resultsDifference(expected.matches, actual.matches, events, { at, distinct, ordered: at })
  if (matches !== null) return `matches: ${matches}`
  if (golden.pattern.within !== null) {
    const how = { at: true, distinct, ordered: false }
    const timeouts = resultsDifference(expected.timeouts, actual.timeouts, events, how)
    if (timeouts !== null) return `timeouts: ${timeouts}`
  }
  const [wanted, found] = [expected.late.join(), actual.late.join()]
  return wanted === found ? null : `late: expected ${wanted || "none"}, found ${found || "none"}`
}

/** Per key, the results as text, with what may come in any order put in one order. */
function canonical(
  results: readonly GoldenResult[],
  events: readonly { readonly at: number }[],
  how: Comparing,
): Map<string, string[]> {
  const keys = new Map<string, { text: string; rank: string }[]>()
  for (const { key, at, match } of results) {
    const list = keys.get(key) ?? []
    keys.set(key, list)
    const text = (how.at ? `@${at} ` : "") + membersText(match)
    list.push({ text, rank: how.ordered ? `${at} ${firstEvent(match, events)}` : "" })
  }
  return new Map([...keys].map(([key, list]) => [key, sortRuns(list, how.distinct)]))
}

function sortRuns(list: readonly { text: string; rank: string }[], distinct: boolean): string[] {
  const sorted: string[] = []
  let run: string[] = []
  for (const [i, { text, rank }] of list.entries()) {
    run.push(text)
    if (list[i + 1]?.rank === rank) continue
    sorted.push(...(distinct ? new Set(run.sort()) : run.sort()))
    run = []
  }
  return sorted
}

function membersText(match: GoldenMatch): string {
  const steps = Object.entries(match).filter(([, events]) => events.length > 0)
  return `{${steps
    .map(([step, events]) => `${step}: ${events.join(" ")}`)
    .sort()
    .join(", ")}}`
}

function firstEvent(match: GoldenMatch, events: readonly { readonly at: number }[]): number | undefined {
  const members = Object.values(match).flat()
  return members.sort((a, b) => events[a]!.at - events[b]!.at || a - b)[0]
}
