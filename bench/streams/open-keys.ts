/**
 * A stream for measuring what is kept for a key: each of many accounts has three small transactions, all within the windows of W2, W3 and W6 when
 * the stream ends, and none that lets anything go. One more account makes the rules' only matches, so that it can be told that all before
 * was judged.
 */
import type { Transaction } from "./transactions.ts"

/** Transactions of each account. */
export const eventsPerKey = 3

const start = Date.UTC(2026, 0, 31)
/** All accounts have theirs within this time, the windows being a minute and ten. */
const spanMs = 40_000
/** With the lateness of five seconds, an event dated so much later lets out the matches but not what it does itself. */
const lastAfterMs = spanMs + 7000

/** What the one account does that has matches: six in a minute, three small ones and a large one, more than 5,000 in a minute. */
export function closing(firstId: number): Transaction[] {
  const amounts = [1.5, 1.5, 1.5, 6000, 6000, 6000]
  return amounts.map((amount, i) => event(firstId + i, "closing", amount, start + spanMs + 1000))
}

/** The whole stream, in the order of time. */
export function* openKeys(keys: number): Generator<Transaction> {
  const count = keys * eventsPerKey
  for (let id = 0; id < count; id++) {
    const account = `acc-${String(id % keys).padStart(7, "0")}`
    yield event(id, account, 1.5, start + Math.floor((id / count) * spanMs))
  }
  yield* closing(count)
  yield event(count + 6, "closing", 1.5, start + lastAfterMs)
}

function event(id: number, account: string, amount: number, at: number): Transaction {
  return { id, account, card: "c-00001", merchant: "m-0001", device: "d-0001", country: "GB", amount, at }
}
