const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const

/** A length of time in the largest unit that needs no fraction: `1 minute`, `90 seconds`, `500 ms`. `ms`: milliseconds. */
export function durationWords(ms: number): string {
  const [name, length] = units.find(([, each]) => ms >= each && ms % each === 0) ?? ["ms", 1]
  const amount = ms / length
  return `${amount} ${name === "ms" || amount === 1 ? name : `${name}s`}`
}
