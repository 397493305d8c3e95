/**
 * Seven weeks of card payments: `node generate.ts [payments] [seed]`. Customers have habits; three kinds of fraud are hidden
 * among them, each with its label and its number. Written as CSV, as payment histories are handed over.
 *
 * 1. A stolen card: within the hour three payments far above the habit, at terminals where the customer never was.
 * 2. A skimmed terminal: for some days most payments at it are made with copied cards.
 * 3. A stolen number: a few tiny payments to see whether it works, then a large one.
 */
import { between, cents, pick, type Random, seeded } from "../seeded.ts"
import { mainWritesText } from "../write-lines.ts"

interface Payment {
  readonly customer: number
  readonly terminal: number
  readonly amount: number
  readonly at: number
  readonly scenario: 0 | 1 | 2 | 3
}

interface Customer {
  readonly id: number
  /** What an ordinary payment is about. */
  readonly habit: number
  readonly terminals: readonly number[]
  /** Days without any payment, from and to. */
  readonly away: readonly [number, number]
}

/** A terminal and its bad days, from and to. */
type Skimmed = readonly [terminal: number, from: number, to: number]

const start = Date.UTC(2026, 0, 5)
const days = 49
const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const terminals = 200

function makeCustomer(random: Random, id: number): Customer {
  const leaves = between(random, 2, days)
  return {
    id,
    habit: 6 + 70 * random() ** 2,
    terminals: Array.from({ length: between(random, 3, 8) }, () => between(random, 1, terminals)),
    away: random() < 0.3 ? [leaves, leaves + between(random, 4, 9)] : [0, 0],
  }
}

const momentOf = (random: Random, of: number): number =>
  start + of * day + between(random, 7 * 3600, 22 * 3600) * second

const isAway = ({ away: [from, to] }: Customer, of: number): boolean => of >= from && of < to

/** One purchase, and now and then more of them on the same walk. Now and then something expensive, before a journey for sure. */
function shopping(random: Random, customer: Customer, of: number): Payment[] {
  const payments: Payment[] = []
  let at = momentOf(random, of)
  do {
    const large = of + 1 === customer.away[0] || random() < 0.01
    const amount = cents(customer.habit * (large ? 4 * random() : 0.2 + 1.5 * random()) + (large ? 40 : 0.5))
    payments.push({ customer: customer.id, terminal: pick(random, customer.terminals), amount, at, scenario: 0 })
    at += between(random, 120, 2400) * second
  } while (random() < 0.3)
  return payments
}

function stolenCard(random: Random, { id, habit }: Customer, of: number): Payment[] {
  const at = momentOf(random, of)
  return [0, 1, 2].map((i) => ({
    customer: id,
    terminal: between(random, 1, terminals),
    amount: cents(habit * 5 + 200 * random()),
    at: at + i * between(random, 5, 20) * minute,
    scenario: 1,
  }))
}

function copiedCards(random: Random, customers: readonly Customer[], terminal: number, of: number): Payment[] {
  return Array.from({ length: between(random, 1, 4) }, () => {
    const { id, habit } = pick(random, customers)
    return { customer: id, terminal, amount: cents(habit * (0.5 + random())), at: momentOf(random, of), scenario: 2 }
  })
}

function stolenNumber(random: Random, { id }: Customer, of: number): Payment[] {
  const at = momentOf(random, of)
  const probes = Array.from({ length: between(random, 2, 4) }, () => cents(0.5 + random()))
  const amounts = [...probes, cents(110 + 60 * random())]
  return amounts.map((amount, i) => ({
    customer: id,
    terminal: between(random, 1, terminals),
    amount,
    at: at + i * between(random, 40, 90) * second,
    scenario: 3,
  }))
}

/** The payments of one day, the ordinary and the fraudulent. */
function payDay(random: Random, customers: readonly Customer[], skimmed: readonly Skimmed[], of: number): Payment[] {
  const payments: Payment[] = []
  for (const customer of customers) {
    if (!isAway(customer, of) && random() < 0.6) payments.push(...shopping(random, customer, of))
  }
  if (random() < 0.5) payments.push(...stolenCard(random, pick(random, customers), of))
  if (random() < 0.5) payments.push(...stolenNumber(random, pick(random, customers), of))
  for (const [terminal, from, to] of skimmed) {
    if (of >= from && of < to) payments.push(...copiedCards(random, customers, terminal, of))
  }
  return payments
}

/** The CSV text: about `count` payments in order of time, of as many customers as that takes. */
export function generate(count: number, seed: number): string {
  const random = seeded(seed)
  const customers = Array.from({ length: Math.ceil(count / 41) }, (_, i) => makeCustomer(random, i + 1))
  const skimmed = Array.from({ length: 4 }, (): Skimmed => {
    const from = between(random, 5, 25)
    return [between(random, 1, terminals), from, from + between(random, 8, 16)]
  })
  const payments = Array.from({ length: days }, (_, of) => payDay(random, customers, skimmed, of)).flat()
  payments.sort((a, b) => a.at - b.at)
  const rows = payments.map(({ customer, terminal, amount, at, scenario }, id) =>
    [id, customer, terminal, amount.toFixed(2), at, scenario === 0 ? 0 : 1, scenario].join(","),
  )
  return `id,customer,terminal,amount,at,fraud,scenario\n${rows.join("\n")}\n`
}

mainWritesText(import.meta.url, { count: 2_500, seed: 12 }, generate)
