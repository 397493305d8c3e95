/** A week of card payments, a few of them with a stolen card: `node generate.ts [events] [seed]`. */
import { between, cents, pick, type Random, seeded } from "../seeded.ts"
import { mainWritesLines } from "../write-lines.ts"

interface Payment {
  id: string
  card: string
  amount: number
  country: string
  home: string
  at: string
}

const start = Date.UTC(2026, 3, 6)
const week = 7 * 86_400_000
const countries = ["GB", "DE", "FR", "US"]

/** What a thief does: a burst of large payments, mostly abroad. */
function theft(random: Random, card: string, usual: number, home: string): Omit<Payment, "id">[] {
  let at = start + between(random, 2, 6) * 86_400_000
  return Array.from({ length: between(random, 2, 5) }, () => {
    at += between(random, 20, 150) * 1000
    const country = random() < 0.7 ? pick(random, countries) : home
    return { card, amount: cents(usual * (3 + random() * 7)), country, home, at: new Date(at).toISOString() }
  })
}

function payments(random: Random, card: string, count: number): Omit<Payment, "id">[] {
  const usual = 15 + random() * 60
  const home = pick(random, countries)
  const ordinary = Array.from({ length: count }, () => {
    const country = random() < 0.05 ? pick(random, countries) : home
    const at = new Date(start + Math.floor(random() * week)).toISOString()
    return { card, amount: cents(usual * (0.4 + random() * 1.4)), country, home, at }
  })
  return random() < 0.1 ? [...ordinary, ...theft(random, card, usual, home)] : ordinary
}

/** About `count` payments in order of time. */
export function generate(count: number, seed: number): Payment[] {
  const random = seeded(seed)
  const each = 20
  const cards = Array.from({ length: Math.ceil(count / each) }, (_, at) => `card-${at + 1}`)
  const all = cards.flatMap((card) => payments(random, card, each))
  all.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  return all.map((payment, at) => ({ id: `p${at + 1}`, ...payment }))
}

mainWritesLines(import.meta.url, { count: 2_000, seed: 9 }, generate)
