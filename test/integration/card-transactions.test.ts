/**
 * The sample `payment-history` over 575,755 labelled card transactions: each of its rules gives, line for line, a list that two
 * programs of another kind agree on. The data stands outside the repository: without it this is skipped.
 *
 * `CARD_TRANSACTIONS_DAYS=14 npx vitest run test/integration/card-transactions.test.ts` reads the first days alone.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import process from "node:process"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { codeBlocks } from "../documents/blocks.ts"
import {
  compileSample,
  dayFiles,
  expectedList,
  present,
  type Ran,
  type Row,
  readRows,
  runOver,
  shuffleWithin,
  writeRows,
} from "../support/card-transactions.ts"
import { samplesFolder } from "../support/samples.ts"

const days = Number(process.env.CARD_TRANSACTIONS_DAYS ?? 60)
const whole = days >= 60
const minute = 60_000
const hour = 60 * minute
const dayMs = 24 * hour

interface List {
  readonly name: string
  readonly rule: string
  /** When a line is decided, of its values: for rules that wait. Other lines are decided by a transaction, the last that they name. */
  readonly decidedAt?: (values: readonly number[]) => number
  /** Places of the values that give the order of lines which time leaves open. */
  readonly order?: readonly number[]
}

const silence: List = {
  name: "large-then-silence-3d",
  rule: "LargeThenSilence",
  decidedAt: ([, deadline]) => deadline!,
}
/** Also the silences that only the end of the input lets out. */
const finalSilence: List = { name: "large-then-silence-3d.final", rule: "LargeThenSilence" }

const lists: readonly List[] = [
  { name: "amount-over-220", rule: "LargeAmount" },
  { name: "customer-spike-3x-30d", rule: "Spike" },
  { name: "customer-spike-4x-30d", rule: "SteepSpike" },
  { name: "customer-spike-3x-7d", rule: "WeekSpike" },
  { name: "terminal-fraud-rate-28d-delay-7d", rule: "BadTerminal" },
  { name: "terminal-fraud-rate-7d-delay-7d", rule: "BadTerminalLately" },
  { name: "terminal-known-fraud-28d-delay-7d", rule: "TouchedTerminal" },
  { name: "customer-velocity-4-in-1h", rule: "FourInAnHour" },
  { name: "customer-velocity-2-in-1h", rule: "TwoInAnHour" },
  { name: "terminal-velocity-3-in-1h", rule: "BusyTerminal" },
  { name: "customer-distinct-terminals-5-in-3h", rule: "ManyTerminals" },
  { name: "small-then-large-24h.next", rule: "SmallNextLarge" },
  { name: "small-then-large-24h.followed-by", rule: "SmallThenLarge" },
  { name: "small-then-large-24h.followed-by-any", rule: "SmallThenAnyLarge" },
  { name: "card-testing-2-small-then-large-24h", rule: "CardTesting" },
  { name: "doubling-3-consecutive-24h.skip-to-next", rule: "Doubling" },
  { name: "doubling-3-consecutive-24h.skip-past-last", rule: "DoublingApart" },
  silence,
  finalSilence,
  {
    name: "customer-day-total-over-800",
    rule: "ExpensiveDay",
    decidedAt: ([start]) => start! + dayMs,
    order: [0, 1],
  },
  {
    name: "customer-session-30min-4",
    rule: "LongSession",
    decidedAt: ([, last]) => last! + 30 * minute,
    order: [1, 2],
  },
  { name: "any-of-three", rule: "Suspicious" },
]

const numbers = (line: string) => line.split(",").map(Number)
const scratch = mkdtempSync(join(tmpdir(), "cepheus-card-transactions-"))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

describe.skipIf(!present)("the card transactions (skipped where the data is absent)", () => {
  let header = ""
  let rows: Row[] = []
  const files = present ? dayFiles(days) : []
  /** All days where they are; the first ones are copied, since a job reads a pattern of names. */
  let glob = whole && present ? join(dirname(files[0]!), "*.csv.gz") : ""

  beforeAll(() => {
    const read = readRows(files)
    header = read.header
    rows = read.rows
    if (!whole) glob = writeRows(join(scratch, "first-days"), header, rows, days)
  })

  /** Whether a line is decided by what these days hold. */
  const isDecided = ({ decidedAt }: List, columns: readonly string[]) => {
    if (decidedAt !== undefined) return (line: string) => decidedAt(numbers(line)) <= rows.at(-1)!.at
    const last = columns.includes("last") ? columns.indexOf("last") : columns.indexOf("id")
    return (line: string) => numbers(line)[last]! < rows.length
  }

  function expectedOf(list: List): string[] {
    const { columns, lines } = expectedList(list.name)
    return whole && list !== silence ? lines : lines.filter(isDecided(list, columns))
  }

  /** What the rule gave, as far as the list goes. */
  function givenOf(list: List, { rowsOf }: Ran): string[] {
    const { order } = list
    const given = [...(rowsOf.get(list.rule) ?? [])]
    if (order !== undefined) given.sort((a, b) => compareAt(order, numbers(a), numbers(b)))
    return whole && list !== silence ? given : given.filter(isDecided(list, expectedList(list.name).columns))
  }

  describe.each(["in order", "shuffled within 10 minutes, and declared so late"])("%s", (order) => {
    let ran: Ran
    beforeAll(async () => {
      if (order === "in order") ran = await runOver(await compileSample(), glob, "close")
      else {
        const shuffled = writeRows(join(scratch, "shuffled"), header, shuffleWithin(rows, 10 * minute, 1), 8)
        ran = await runOver(await compileSample("rules.cep", "10 minutes"), shuffled, "close")
      }
    })

    test("every transaction is judged", () => {
      expect(ran.result.read).toBe(rows.length)
      expect([ran.result.late, ran.result.deadLetters]).toEqual([0, 0])
    })

    test.for(lists.filter((list) => whole || list !== finalSilence))("$name", (list) => {
      expect(differences(givenOf(list, ran), expectedOf(list))).toEqual([])
    })
  })

  test("a silence that is not over when the input ends is not told with `--at-end stop`", async () => {
    const { rowsOf } = await runOver(await compileSample("sequences.cep"), glob, "stop")
    expect(differences(rowsOf.get(silence.rule) ?? [], expectedOf(silence))).toEqual([])
  })

  test.runIf(whole)("the scores in samples/payment-history/README.md are those of the lists", () => {
    const readme = readFileSync(join(samplesFolder, "payment-history/README.md"), "utf8")
    const shown = codeBlocks(readme)
      .find(({ words }) => words.by !== undefined)!
      .text.split("\n")
    const labels = rows.map(({ text }) => text.split(",").slice(-2).map(Number))
    const ofRules = lists.filter((list) => list !== silence).flatMap((list) => hitsOf(list) ?? [])
    const all = new Set(ofRules.flatMap(([, hits]) => [...hits]))
    const scored = [...ofRules, ["all rules", all] as const].map(([rule, hits]) => scoreOf(rule, hits, labels))
    const table = shown.flatMap((line) => (/\d\.\d{4}/.test(line) ? [line.trim().split(/\s{2,}/)] : []))
    expect(table.toSorted()).toEqual(scored.toSorted())
    const frauds = labels.filter(([fraud]) => fraud === 1).length
    expect(shown[0]).toBe(`label fraud: ${show(frauds)} of ${show(rows.length)} Transaction`)
  })
})

/** Of a rule whose alerts name a transaction: those that decided them, by their numbers. */
function hitsOf({ name, rule }: List): [rule: string, hits: ReadonlySet<number>][] | undefined {
  const { columns, lines } = expectedList(name)
  const at = columns.includes("last") ? columns.indexOf("last") : columns.indexOf("id")
  return at < 0 ? undefined : [[rule, new Set(lines.map((line) => numbers(line)[at]!))]]
}

const show = (count: number): string => count.toLocaleString("en")

/** A row of a backtest's scores by a plain count. `labels`: of each transaction whether it is fraud, and its scenario. */
function scoreOf(rule: string, hits: ReadonlySet<number>, labels: readonly (readonly number[])[]): string[] {
  const frauds = labels.filter(([fraud]) => fraud === 1).length
  const scenarios = [...hits].flatMap((id) => (labels[id]![0] === 1 ? [labels[id]![1]] : []))
  const right = scenarios.length
  const precision = right / hits.size
  const recall = right / frauds
  const f1 = right === 0 ? 0 : (2 * precision * recall) / (precision + recall)
  const rates = [precision, recall, f1].map((rate) => rate.toFixed(4))
  const byScenario = [1, 2, 3].map((each) => show(scenarios.filter((scenario) => scenario === each).length))
  return [rule, show(hits.size), show(right), show(hits.size - right), ...rates, ...byScenario]
}

/** The first few places at which two lists differ: these are too long to be shown whole. */
function differences(given: readonly string[], expected: readonly string[]): string[] {
  const found = given.length === expected.length ? [] : [`${given.length} lines, expected ${expected.length}`]
  for (let i = 0; i < Math.max(given.length, expected.length) && found.length < 5; i++) {
    if (given[i] !== expected[i]) found.push(`line ${i + 1}: ${given[i]}, expected ${expected[i]}`)
  }
  return found
}

function compareAt(places: readonly number[], a: readonly number[], b: readonly number[]): number {
  const place = places.find((each) => a[each] !== b[each])
  return place === undefined ? 0 : a[place]! - b[place]!
}
