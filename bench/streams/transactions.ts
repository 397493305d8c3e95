/**
 * The stream of the workloads: card transactions of many accounts, in the order of arrival. Between ordinary payments lie
 * episodes of what the workloads look for, so that each has something to find. A share of them arrives up to two seconds late. The same options
 * give the same events.
 */
import { between, cents, pick, type Random, seeded } from "../../samples/seeded.ts"

/** One event; `at` is in epoch milliseconds. */
export interface Transaction {
  readonly id: number
  readonly account: string
  readonly card: string
  readonly merchant: string
  readonly device: string
  readonly country: string
  readonly amount: number
  readonly at: number
}

export interface StreamOptions {
  readonly count: number
  readonly accounts: number
  /** The mean time between two events. */
  readonly gapMs: number
  readonly seed: number
  /** The share of events that arrive up to two seconds late; one in a hundred where nothing is said. */
  readonly lateShare?: number
}

interface Planned {
  readonly at: number
  readonly account: number
  readonly amount: number
}

interface Cast {
  readonly random: Random
  /** An account as often as it is used: few have most of the payments. */
  readonly popular: () => number
  /** Any account that is in use. */
  readonly anyone: () => number
  /** One of the accounts that have nothing but episodes, in turn. */
  readonly quiet: () => number
}

const start = Date.UTC(2026, 0, 31)
const homes = ["GB", "GB", "GB", "GB", "DE", "FR", "US", "NL", "ES", "IT"]
/** Episodes of each kind per event. */
const rate = 0.001
const mostLateMs = 2000

/** Yields the events. */
export function* transactions({
  count,
  accounts,
  gapMs,
  seed,
  lateShare = 0.01,
}: StreamOptions): Generator<Transaction> {
  const random = seeded(seed)
  const cast = castOf(random, accounts)
  const planned: Planned[] = []
  let clock = 0
  let begun = 0
  for (let id = 0; id < count; id++) {
    clock -= Math.log(1 - random()) * gapMs
    if (random() < rate * episodes.length) {
      for (const one of episodes[begun++ % episodes.length]!(cast, Math.floor(clock))) insert(planned, one)
    }
    const next = planned.at(-1)
    const due = next !== undefined && next.at <= clock ? planned.pop() : undefined
    const { account, amount } = due ?? { account: cast.popular(), amount: ordinary(random) }
    const late = random() < lateShare ? between(random, 1, mostLateMs) : 0
    yield describe(random, id, account, amount, start + Math.max(0, Math.floor(clock) - late))
  }
}

function describe(random: Random, id: number, account: number, amount: number, at: number): Transaction {
  const own = account * 7
  return {
    id,
    account: name("acc-", account, 6),
    card: name("c-", (own + between(random, 0, 1)) % 99_991, 5),
    merchant: name("m-", Math.floor(random() * random() * 5000), 4),
    device: name("d-", (own + (random() < 0.02 ? between(random, 0, 999) : 0)) % 9973, 4),
    country: random() < 0.97 ? homes[account % homes.length]! : pick(random, homes),
    amount,
    at,
  }
}

const name = (prefix: string, index: number, width: number): string => prefix + String(index).padStart(width, "0")

/** A fifth of the accounts is quiet. Of the others the one at place i is used in proportion to 1 / (i + 20). */
function castOf(random: Random, accounts: number): Cast {
  const used = Math.max(1, Math.floor(accounts * 0.8))
  const shares = new Float64Array(used)
  let sum = 0
  for (let i = 0; i < used; i++) shares[i] = sum += 1 / (i + 20)
  const order = shuffled(random, used)
  let turn = 0
  return {
    random,
    popular: () => order[firstAbove(shares, random() * sum)]!,
    anyone: () => Math.floor(random() * used),
    quiet: () => used + (turn++ % Math.max(1, accounts - used)),
  }
}

function shuffled(random: Random, count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  for (let i = count - 1; i > 0; i--) {
    const other = between(random, 0, i)
    const kept = order[i]!
    order[i] = order[other]!
    order[other] = kept
  }
  return order
}

/** The first place of a rising row whose number is not below the wanted one. */
function firstAbove(row: Float64Array, wanted: number): number {
  let low = 0
  let high = row.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (row[middle]! < wanted) low = middle + 1
    else high = middle
  }
  return low
}

/** Around 30; one in a hundred is below 1.8 and one in a hundred above 500. */
function ordinary(random: Random): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Math.min(4900, cents(Math.exp(3.4 + 1.21 * normal)))
}

/** Keeps the row so that the next in time is the last. */
function insert(planned: Planned[], one: Planned): void {
  let low = 0
  let high = planned.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (planned[middle]!.at >= one.at) low = middle + 1
    else high = middle
  }
  planned.splice(low, 0, one)
}

/** What one kind of workload looks for, each as the events that it puts into the stream from a moment on. */
const episodes: readonly ((cast: Cast, from: number) => readonly Planned[])[] = [
  function veryLarge({ random, popular }, at) {
    return [{ at, account: popular(), amount: cents(10_001 + random() * 20_000) }]
  },
  function burst({ random, anyone }, from) {
    const account = anyone()
    const count = between(random, 6, 8)
    return Array.from({ length: count }, (_, i) => {
      return { at: from + Math.floor((i * 40_000) / count), account, amount: ordinary(random) }
    })
  },
  function probesAndDrain({ random, anyone }, from) {
    const account = anyone()
    let at = from
    const probes = Array.from({ length: between(random, 3, 6) }, () => {
      const probe = { at, account, amount: cents(0.1 + random() * 1.8) }
      at += between(random, 1000, 60_000)
      return probe
    })
    return [...probes, { at, account, amount: cents(501 + random() * 2000) }]
  },
  function riseAndDrop({ random, quiet }, from) {
    const account = quiet()
    const first = 20 + random() * 20
    let amount = first
    const rise = Array.from({ length: 6 }, (_, i) => {
      const step = { at: from + i * 15_000, account, amount: cents(amount) }
      amount *= 1.1 + random() * 0.3
      return step
    })
    return [...rise, { at: from + 90_000, account, amount: cents(first / 2) }]
  },
  function largeThenSilent({ random, quiet }, at) {
    return [{ at, account: quiet(), amount: cents(5001 + random() * 4000) }]
  },
  function threeBands({ random, anyone }, from) {
    const account = anyone()
    return [
      { at: from, account, amount: 1 },
      { at: from + between(random, 500, 9000), account, amount: cents(201 + random() * 98) },
      { at: from + between(random, 9500, 20_000), account, amount: cents(501 + random() * 500) },
    ]
  },
]
