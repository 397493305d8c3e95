/** The aggregates over past events, as they are written. */
export const aggregateWords = [
  ...["count", "sum", "avg", "min", "max", "stddev", "median", "percentile", "distinct", "list", "first", "last"],
] as const

const known: ReadonlySet<string> = new Set(aggregateWords)

/** Whether a word is the name of an aggregate over past events. */
export function isAggregateWord(word: string): boolean {
  return known.has(word)
}

/** Their names in other languages. */
const others: ReadonlyMap<string, string> = new Map([
  ...["average", "mean"].map((word) => [word, "avg"] as const),
  ...["countdistinct", "distinctcount", "unique", "uniq", "nunique"].map((word) => [word, "distinct"] as const),
  ...["stdev", "std"].map((word) => [word, "stddev"] as const),
  ...["total"].map((word) => [word, "sum"] as const),
])

/** How the aggregate is written that other languages call so: its brackets hold `inside`. Undefined for other words. */
export function meantAggregate(word: string, inside: string): string | undefined {
  const share = /^p(\d\d)$/.exec(word)?.[1]
  if (share !== undefined) return `percentile(${inside}, 0.${share})`
  const meant = others.get(word.replaceAll("_", "").toLowerCase())
  return meant === undefined ? undefined : `${meant}(${inside})`
}
