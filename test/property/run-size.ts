/** How much the property tests draw: `PAIRS` pairs of a rule and a stream (1,000), from `SEED`. */
export interface RunSize {
  readonly pairs: number
  readonly seed: number
  /** For a test, in ms: a long run takes as long as it takes. */
  readonly timeout: number
}

/** Reads the environment; throws on what is no whole number. */
export function runSize(): RunSize {
  const pairs = wholeNumber("PAIRS", 1000)
  return { pairs, seed: wholeNumber("SEED", 20_260_131), timeout: 120_000 + pairs * 50 }
}

function wholeNumber(name: string, byDefault: number): number {
  const text = process.env[name]
  if (text === undefined || text === "") return byDefault
  if (!/^-?\d+$/.test(text)) throw new Error(`${name}=${text}: a whole number is needed`)
  return Number(text)
}
