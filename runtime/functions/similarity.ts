import { distance } from "fastest-levenshtein"
import { hasPairs } from "./characters.ts"
import { builtin, parameter, type } from "./declare.ts"

/** Both measures cost length × length: made for names, addresses and e-mail addresses, not for documents. */
const longestCompared = 1_000

const pair = [parameter("a", type.string, "a text"), parameter("b", type.string, "another text")]
const limit = `Missing where a text has more than ${longestCompared} characters.`

export const similarity = [
  builtin("text", "levenshtein", (a: string, b: string) => compared(a, b, distance), {
    doc: `How many characters must be put in, taken out or changed to make one text of the other. ${limit}`,
    parameters: pair,
    returns: { kind: "optional", of: type.integer },
    examples: [
      { call: 'levenshtein("kitten", "sitting")', gives: 3 },
      { call: 'levenshtein("paypal.com", "paypa1.com")', gives: 1 },
      { call: 'levenshtein("", "abc")', gives: 3 },
    ],
  }),
  builtin("text", "similarity", (a: string, b: string) => compared(a, b, jaroWinkler), {
    doc:
      "How alike two texts are, from 0 (nothing in common) to 1 (equal), as Jaro and Winkler measure it for names: " +
      `shared characters near each other count, a shared beginning counts more. Letter case counts; see \`fold\`. ${limit}`,
    parameters: pair,
    returns: { kind: "optional", of: type.number },
    examples: [
      { call: 'round(similarity("MARTHA", "MARHTA"), 4)', gives: 0.9611 },
      { call: 'round(similarity("DWAYNE", "DUANE"), 2)', gives: 0.84 },
      { call: 'similarity("abc", "xyz")', gives: 0 },
    ],
  }),
]

function compared(a: string, b: string, measure: (a: string, b: string) => number): number | undefined {
  if (a.length > 2 * longestCompared || b.length > 2 * longestCompared) return undefined
  const [left, right] = hasPairs(a) || hasPairs(b) ? oneUnitEach(a, b) : [a, b]
  return left.length > longestCompared || right.length > longestCompared ? undefined : measure(left, right)
}

/** The two texts with each different character replaced by a UTF-16 unit of its own, so that units are characters. */
function oneUnitEach(a: string, b: string): [string, string] {
  const units = new Map<string, string>()
  const recode = (text: string) =>
    Array.from(text, (character) => {
      const unit = units.get(character) ?? String.fromCharCode(units.size)
      units.set(character, unit)
      return unit
    }).join("")
  return [recode(a), recode(b)]
}

/**
 * Winkler (1990), "String Comparator Metrics and Enhanced Decision Rules in the Fellegi-Sunter Model of Record Linkage":
 * Jaro's measure plus a tenth of what is left for each of up to four equal first characters.
 */
function jaroWinkler(a: string, b: string): number {
  const jaro = jaroMeasure(a, b)
  let prefix = 0
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

function jaroMeasure(a: string, b: string): number {
  if (a === b) return 1
  const { inA, inB, count } = commonCharacters(a, b)
  if (count === 0) return 0
  let different = 0
  let at = 0
  for (let i = 0; i < a.length; i++) {
    if (!inA[i]) continue
    while (!inB[at]) at++
    if (a[i] !== b[at++]) different++
  }
  return (count / a.length + count / b.length + (count - different / 2) / count) / 3
}

/** Marks the characters that both have at most half the longer length apart, each used once, the earliest first. */
function commonCharacters(a: string, b: string): { inA: Uint8Array; inB: Uint8Array; count: number } {
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const inA = new Uint8Array(a.length)
  const inB = new Uint8Array(b.length)
  let count = 0
  for (let i = 0; i < a.length; i++) {
    const end = Math.min(b.length - 1, i + reach)
    for (let j = Math.max(0, i - reach); j <= end; j++) {
      if (inB[j] || a[i] !== b[j]) continue
      inA[i] = inB[j] = 1
      count++
      break
    }
  }
  return { inA, inB, count }
}
