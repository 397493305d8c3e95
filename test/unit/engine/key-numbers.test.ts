/** Numbers of keys that nothing uses any more are given to others: no form may take one key for another. */
import { expect, test } from "vitest"
import type { EngineOptions } from "../../../runtime/abi/engine.ts"
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import type { StateCut } from "../../../runtime/abi/state-cut.ts"
import { createEngine } from "../../../runtime/index.ts"
import { compileRules } from "../../support/job.ts"

const count = 240_000

/** A few events of each key, close to each other, and others long behind: more keys than are kept until unused ones are looked for. */
function* events(): Iterable<unknown> {
  for (let i = 0; i < count; i++) {
    const number = (i % 10 < 8 ? i : Math.max(0, i - 400)) >> 1
    yield { k: `key ${number}`, g: `group ${number % 7}`, n: Math.imul(i, 0x9e3779b1) >>> 28, at: i }
  }
}

function answers(rules: RuleSet, options: EngineOptions) {
  const lines: string[] = []
  const engine = createEngine(rules, { ...options, onOutput: (output) => lines.push(output.line()) })
  engine.pushAll("A", events())
  engine.end()
  return { lines, matches: engine.stats().rules.map(({ matches }) => matches) }
}

/** The same with cuts of the state all along, each fetched while events go on, and an engine restored from them in the middle. */
function answersOfCuts(rules: RuleSet) {
  const lines: string[] = []
  const options: EngineOptions = { onOutput: (output) => lines.push(output.line()) }
  const all = [...events()]
  let engine = createEngine(rules, options)
  let cut: StateCut | undefined
  let pieces: Uint8Array[] = []
  const fetch = (): void => {
    const piece = cut?.next()
    if (piece === undefined) cut = undefined
    else pieces.push(piece)
  }
  for (let from = 0; from < count; from += 500) {
    engine.pushAll("A", all.slice(from, from + 500))
    fetch()
    if (from % 10_000 !== 0) continue
    while (cut !== undefined) fetch()
    if (from % 50_000 === 0) pieces = []
    cut = engine.cut(from % 50_000 === 0)
    if (from !== 140_000) continue
    while (cut !== undefined) fetch()
    engine = createEngine(rules, { ...options, restoreCut: pieces })
    pieces = []
    cut = engine.cut(true)
  }
  engine.end()
  return { lines, matches: engine.stats().rules.map(({ matches }) => matches) }
}

/** The same with a cut that is fetched when most of its keys are long gone, and an engine restored from it. */
function answersOfLateCut(rules: RuleSet) {
  const lines: string[] = []
  const all = [...events()]
  const before = createEngine(rules, { onOutput: (output) => lines.push(output.line()) })
  before.pushAll("A", all.slice(0, 60_000))
  const cut = before.cut(true)
  const until = lines.length
  before.pushAll("A", all.slice(60_000))
  lines.length = until
  const pieces: Uint8Array[] = []
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece)
  const engine = createEngine(rules, { restoreCut: pieces, onOutput: (output) => lines.push(output.line()) })
  engine.pushAll("A", all.slice(60_000))
  engine.end()
  return { lines, matches: engine.stats().rules.map(({ matches }) => matches) }
}

const forms = {
  rings: `
    rule Ring { when 3 A as a within 1 second per k alert { k: first(a).k } without events }
    rule Count { when 3 A as a within 1 second per k alert { n: last(a).n } without events }
    rule Run { when 2+ A as a where n > 2 then A as b where n < 3 within 1 second per k, g alert { k: b.k } without events }
  `,
  aggregates: `
    rule Asks { when A as a where sum(n) over 20 seconds > 14 per k alert { k: a.k, n: sum(n) over 20 seconds } without events }
    rule Most { when A as a where count() over 20 seconds > 2 and max(n) over 20 seconds > 8 per k alert { k: a.k } without events }
  `,
  patterns: `
    rule Chain { when A as a where n == 1 then A as b where n > a.n within 1 second per k alert { k: b.k, a: a.n } without events }
    rule Every { when A as a where n < 3 then any A as b where n > 3 within 1 second per k skip none alert { k: b.k } without events }
    rule Silent { when A as a where n == 4 then no A as b within 700 ms per k alert { k: a.k } without events }
  `,
}

/** All keys are in use when unused ones are looked for. */
const long = `
  rule Sums { when A as a where sum(n) over 150 seconds > 14 per k alert { k: a.k, n: sum(n) over 150 seconds } without events }
`

test.each([
  ["long aggregates", long],
  ["rings", forms.rings],
  ["aggregates", forms.aggregates],
  ["patterns", forms.patterns],
  ["all of them", Object.values(forms).join("\n")],
])("keys are kept apart when their numbers go around: %s", async (_, text) => {
  const rules = await compileRules(`event A { k: string, g: string, n: integer, at: time } timed by at\n${text}`)
  expect(rules.manifest.rules.every(({ rows }) => rows !== undefined)).toBe(true)
  const overRows = answers(rules, {})
  for (const matches of overRows.matches) expect(matches).toBeGreaterThan(10)
  expect(overRows).toEqual(answers(rules, { forms: "general" }))
  expect(answersOfCuts(rules)).toEqual(overRows)
  expect(answersOfLateCut(rules)).toEqual(overRows)
})
