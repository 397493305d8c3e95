/** Two hours of orders from six countries, in one of which there is a rush: `node generate.ts [orders] [seed]`. */
import { cents, type Random, seeded } from "../seeded.ts"
import { mainWritesLines } from "../write-lines.ts"

interface Order {
  readonly id: string
  readonly country: string
  readonly amount: number
  readonly at: number
}

const start = Date.UTC(2026, 10, 27, 9)
const second = 1000
const minute = 60 * second
const minutes = 120

/** Share of the orders, and when in the two hours the country is most awake. */
const countries = [
  { code: "DE", share: 0.28, peak: 20 },
  { code: "ES", share: 0.12, peak: 70 },
  { code: "FR", share: 0.22, peak: 40 },
  { code: "GB", share: 0.26, peak: 95 },
  { code: "IT", share: 0.08, peak: 60 },
  { code: "PT", share: 0.04, peak: 90 },
] as const

/** Most orders are small, a few are many times as large. */
const amountOf = (random: Random): number => cents(25 * 400 ** (random() * 0.97))

/** A minute of the two hours: towards the peak there are more of them. */
function minuteOf(random: Random, peak: number): number {
  for (;;) {
    const drawn = random() * minutes
    if (random() < 0.35 + 0.65 * Math.exp(-(((drawn - peak) / 30) ** 2))) return drawn
  }
}

function drawCountry(random: Random): (typeof countries)[number] {
  let left = random()
  return countries.find(({ share }) => (left -= share) < 0) ?? countries[0]
}

/** Orders as they arrive, at most 20 seconds late; equal times keep their order. */
export function generate(count: number, seed: number): Order[] {
  const random = seeded(seed)
  const drawn = Array.from({ length: count }, (_, i) => {
    const rush = i % 60 === 0
    const { code, peak } = rush ? countries[4] : drawCountry(random)
    const within = rush ? 80 + 4 * random() : minuteOf(random, peak)
    const at = start + Math.floor((within * minute) / second) * second
    return { country: code, amount: rush ? cents(1000 + 400 * random()) : amountOf(random), at }
  })
  const orders = drawn
    .sort((a, b) => a.at - b.at)
    .map((order, i) => ({ id: `order-${String(i + 1).padStart(5, "0")}`, ...order }))
  const delays = new Map(orders.map(({ at }) => [at, Math.floor(random() * 20 * second)]))
  return orders.sort((a, b) => a.at + delays.get(a.at)! - b.at - delays.get(b.at)!)
}

mainWritesLines(import.meta.url, { count: 4_000, seed: 3 }, generate)
