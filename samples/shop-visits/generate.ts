/** An afternoon in a web shop: `node generate.ts [events] [seed]`. */
import { between, cents, pick, type Random, seeded } from "../seeded.ts"
import { mainWritesLines } from "../write-lines.ts"

type Event = Record<string, unknown> & { type: string; at: number }

const start = Date.UTC(2026, 5, 6, 12)
const minute = 60_000
const items = ["lamp", "chair", "desk", "rug", "shelf"]
const pages = ["home", "product", "product", "product", "cart", "cart", "pay", "help"]

/** One visitor's way through the shop; some buy, and some of them again. */
function visit(random: Random, visitor: string): Event[] {
  let at = start + between(random, 0, 180) * minute
  const events: Event[] = []
  for (let clicks = between(random, 3, 18); clicks > 0; clicks--) {
    const page = pick(random, pages)
    const item = page === "product" ? { item: pick(random, items), price: cents(10 + 190 * random()) } : {}
    events.push({ type: "Click", visitor, page, ...item, at })
    at += between(random, 2, random() < 0.1 ? 600 : 90) * 1000
    if (random() < 0.12) events.push({ type: "Purchase", visitor, total: cents(10 + 190 * random()), at })
    at += 1000
  }
  return events
}

/** Events in order of time, about `count` of them. */
export function generate(count: number, seed: number): Event[] {
  const random = seeded(seed)
  const events: Event[] = []
  for (let i = 1; events.length < count; i++) events.push(...visit(random, `visitor-${i}`))
  return events.sort((a, b) => a.at - b.at)
}

mainWritesLines(import.meta.url, { count: 600, seed: 6 }, generate)
