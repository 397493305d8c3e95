/** A few days of orders and what became of them: `node generate.ts [events] [seed]`. */
import { between, cents, pick, type Random, seeded } from "../seeded.ts"
import { mainWritesLines } from "../write-lines.ts"

type Event = Record<string, unknown> & { type: string; at: number }

const start = Date.UTC(2026, 4, 4)
const minute = 60_000
const hour = 60 * minute

/** One order's way, from start to wherever it got stuck. */
function order(random: Random, index: number): Event[] {
  const id = `o-${index}`
  const customer = `customer-${between(random, 0, 60)}`
  const at = start + Math.floor(random() * 72 * hour)
  const total = cents(10 + 190 * random())
  const events: Event[] = [{ type: "Order", order: id, customer, total, at }]
  const pay = (amount: number, after: number) =>
    events.push({
      type: "Payment",
      order: id,
      amount: cents(amount),
      method: pick(random, ["card", "transfer"]),
      at: at + after,
    })
  const ship = (after: number) =>
    events.push({ type: "Shipment", order: id, carrier: pick(random, ["north", "south"]), at: at + after })
  const fate = random()
  if (fate < 0.08) return events
  if (fate < 0.14) {
    pay(total * 0.4, hour)
    pay(total * (random() < 0.5 ? 0.5 : 0.6), 3 * hour)
    ship(9 * hour)
    return events
  }
  pay(total, between(random, 1, 300) * minute)
  if (fate < 0.19) return events
  if (fate < 0.25) events.push({ type: "Cancellation", order: id, at: at + 8 * hour })
  else ship(between(random, 6, 40) * hour)
  return events
}

/** Events in order of time, about `count` of them. */
export function generate(count: number, seed: number): Event[] {
  const random = seeded(seed)
  const events: Event[] = []
  for (let i = 1; events.length < count; i++) events.push(...order(random, i))
  return events.sort((a, b) => a.at - b.at)
}

mainWritesLines(import.meta.url, { count: 2_000, seed: 9 }, generate)
