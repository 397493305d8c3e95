/**
 * Makes a day of card payments: thousands of ordinary cards, and among them every kind of misuse that the rules look
 * for. The same seed gives the same bytes. One in a hundred events arrives up to two seconds out of order.
 *
 *   node samples/card-fraud/generate.ts [events=200000] [seed=1] > events.jsonl
 */
import { cents, pick, type Random, seeded } from "../seeded.ts"
import { isProgram } from "../write-lines.ts"

type Event = Record<string, unknown> & { type: string; at: number }

const dayStart = Date.UTC(2026, 0, 31)
const countries = [
  { code: "GB", lat: 51.5, lon: -0.1 },
  { code: "DE", lat: 52.5, lon: 13.4 },
  { code: "FR", lat: 48.9, lon: 2.4 },
  { code: "US", lat: 40.7, lon: -74.0 },
  { code: "SG", lat: 1.35, lon: 103.8 },
  { code: "BR", lat: -23.6, lon: -46.6 },
]

interface Card {
  card: string
  account: string
  home: (typeof countries)[number]
  device: string
}

function makeCard(random: Random, index: number): Card {
  return {
    card: `card-${String(index).padStart(5, "0")}`,
    account: `acc-${String(Math.floor(index / 2)).padStart(5, "0")}`,
    home: random() < 0.7 ? countries[0]! : pick(random, countries),
    device: `dev-${index}`,
  }
}

function payment(random: Random, owner: Card, at: number, change: Record<string, unknown> = {}): Event {
  const online = random() < 0.4
  return {
    type: "Transaction",
    id: "",
    card: owner.card,
    account: owner.account,
    merchant: `shop-${Math.floor(random() * random() * 900)}`,
    channel: online ? "online" : random() < 0.1 ? "atm" : "shop",
    country: owner.home.code,
    lat: cents(owner.home.lat + random() - 0.5),
    lon: cents(owner.home.lon + random() - 0.5),
    amount: cents(3 + 90 * random() ** 3),
    approved: random() < 0.985,
    ...(online ? { device: owner.device } : {}),
    at,
    ...change,
  }
}

/** Each kind of misuse (and its harmless twin) as the events that one card makes from a moment on. */
const stories: readonly ((random: Random, owner: Card, at: number) => Event[])[] = [
  function cardTesting(random, owner, at) {
    const online = { channel: "online", approved: true, device: "dev-unknown" }
    const probes = Array.from({ length: 3 + Math.floor(random() * 4) }, (_, i) =>
      payment(random, owner, at + i * 25_000, { ...online, amount: cents(0.5 + random()) }),
    )
    return [...probes, payment(random, owner, at + 240_000, { ...online, amount: cents(450 + 500 * random()) })]
  },
  function rapidFire(random, owner, at) {
    return Array.from({ length: 9 }, (_, i) => payment(random, owner, at + i * 5_000, { approved: true }))
  },
  function impossibleTravel(random, owner, at) {
    const away = pick(
      random,
      countries.filter((c) => c !== owner.home && c.code !== "DE" && c.code !== "FR"),
    )
    const there = { channel: "shop", country: away.code, lat: away.lat, lon: away.lon }
    return [payment(random, owner, at, { channel: "shop" }), payment(random, owner, at + 3_000_000, there)]
  },
  function guessedCode(random, owner, at) {
    const tries = Array.from({ length: 4 + Math.floor(random() * 6) }, (_, i) =>
      payment(random, owner, at + i * 15_000, { channel: "online", approved: false, amount: 89.9 }),
    )
    return [...tries, payment(random, owner, at + 200_000, { channel: "online", approved: true, amount: 89.9 })]
  },
  function feelingForTheLimit(random, owner, at) {
    return [25, 50, 110, 240, 600].map((amount, i) =>
      payment(random, owner, at + i * 120_000, { channel: "online", amount, approved: i < 4 }),
    )
  },
  function unconfirmed(random, owner, at) {
    return [payment(random, owner, at, { channel: "online", approved: true, amount: cents(1100 + 900 * random()) })]
  },
  function confirmed(random, owner, at) {
    const paid = payment(random, owner, at, { channel: "online", approved: true, amount: cents(1100 + 900 * random()) })
    return [paid, { type: "Confirmation", id: "", card: owner.card, transaction: paid, at: at + 600_000 }]
  },
  function refundAboveSale(random, owner, at) {
    const sale = payment(random, owner, at, { approved: true, amount: 30 })
    return [sale, { type: "Refund", id: "", card: owner.card, merchant: sale.merchant, amount: 95.5, at: at + 900_000 }]
  },
  function refundSpree(random, owner, at) {
    const merchant = `shop-${900 + Math.floor(random() * 100)}`
    return Array.from({ length: 7 }, (_, i) => ({
      type: "Refund",
      id: "",
      card: i === 0 ? owner.card : `card-${String(Math.floor(random() * 5000)).padStart(5, "0")}`,
      merchant,
      amount: cents(40 + 100 * random()),
      at: at + i * 120_000,
    }))
  },
  function nightCashOut(random, owner, at) {
    const night = dayStart + (at % 10_800_000)
    const cash = (i: number) => ({ channel: "atm", amount: 200 + 100 * i, approved: true, merchant: `atm-${i}` })
    const online = (device: string) => ({ channel: "online", device, amount: 320, approved: true })
    return [
      payment(random, owner, night, online(owner.device)),
      payment(random, owner, night + 60_000, online("dev-unknown")),
      payment(random, owner, night + 900_000, cash(1)),
      payment(random, owner, night + 1_200_000, cash(2)),
    ]
  },
  function largePayment(random, owner, at) {
    return [payment(random, owner, at, { channel: "shop", approved: true, amount: cents(2600 + 4000 * random()) })]
  },
]

/** Events in order of arrival. About one card event in 500 begins a story. */
export function generate(count: number, seed: number): Event[] {
  const random = seeded(seed)
  const cards = Array.from({ length: Math.max(20, Math.floor(count / 40)) }, (_, i) => makeCard(random, i))
  const events: Event[] = []
  while (events.length < count) {
    const at = dayStart + Math.floor(random() * 86_000_000)
    const owner = pick(random, cards)
    if (random() < 0.002) events.push(...pick(random, stories)(random, owner, at))
    else events.push(payment(random, owner, at))
  }
  events.length = count
  events.sort((a, b) => a.at - b.at)
  events.forEach((event, i) => {
    event.id = `e${String(i + 1).padStart(7, "0")}`
  })
  for (const event of events) {
    if (event.type === "Confirmation") event.transaction = (event.transaction as Event).id
  }
  return arrive(random, events)
}

/** One event in a hundred is overtaken by what happened up to two seconds after it; equal times keep their order. */
function arrive(random: Random, events: readonly Event[]): Event[] {
  return events
    .map((event, i) => ({ event, i, arrival: event.at + (random() < 0.01 ? Math.floor(random() * 2000) : 0) }))
    .sort((a, b) => a.arrival - b.arrival || a.i - b.i)
    .map(({ event }) => event)
}

if (isProgram(import.meta.url)) {
  const [count = 200_000, seed = 1] = process.argv.slice(2).map(Number)
  let chunk = ""
  process.stdout.on("error", () => process.exit(0))
  for (const event of generate(count, seed)) {
    chunk += `${JSON.stringify(event)}\n`
    if (chunk.length > 1 << 16) {
      process.stdout.write(chunk)
      chunk = ""
    }
  }
  process.stdout.write(chunk)
}
