/** What the simulated job reads and judges. */
import { between, pick, type Random } from "../../samples/seeded.ts"
import type { PartitionLog } from "./source.ts"

export const rulesText = `
event Payment { id: string, card: string, amount: decimal(2), at: time } timed by at, up to 5 seconds late

rule Each { when Payment as payment alert { id: payment.id } }

rule Probing {
  when 2+ Payment as probes where amount < 5
       then Payment as drain where amount > 50
  within 10 seconds
  per card
  alert high "{count(probes)} probes" to audit { drain: drain.id }
  on timeout alert to audit { probes: count(probes) }
}

rule Quiet {
  when Payment as payment where amount > 50
       then no Payment where amount < 5
  within 4 seconds
  per card
  emit Suspicion { reason: payment.id }
}

rule Strong {
  when 2 Suspicion as signs
  within 20 seconds
  per card
  alert critical { first: first(signs).reason }
}

rule Often {
  when Payment as payment
       where count() over previous 3 seconds > 2
  per card
  once per 5 seconds
  alert to audit { total: sum(amount) over previous 10 seconds }
}

rule Minute {
  each 15 seconds of Payment
  per card
  alert to audit { payments: count(), total: sum(amount) }
}

sink alerts to file("alerts.jsonl")
sink audit to file("audit.jsonl")
`

/** Rules that keep nothing of a key in memory but what they need, and one that does. */
export const leavingText = `
event Payment { id: string, card: string, amount: decimal(2), at: time } timed by at, up to 5 seconds late

rule Each { when Payment as payment alert { id: payment.id } }

rule Twice {
  when Payment as one where amount > 50
       then Payment as two where amount < 5
  within 15 seconds
  per card
  alert "{one.id} {two.id}"
}

rule Few {
  when 2 Payment as few where amount < 5
       then Payment as drain where amount > 50
  within 20 seconds
  per card
  alert to audit
}

rule Burst {
  when 3 Payment as payments within 20 seconds
  per card
  alert to audit
}

rule Much {
  when Payment as payment where sum(amount) over forever > 100
  per card
  alert to audit { total: sum(amount) over forever }
}

rule Quiet {
  when Payment as payment where amount > 50
       then no Payment where amount < 5
  within 4 seconds
  per card
  alert { quiet: payment.id }
}

sink alerts to file("alerts.jsonl")
sink audit to file("audit.jsonl")
`

export interface Workload {
  readonly logs: readonly PartitionLog[]
  /** Some payments come behind the watermark: what is late depends on which partition is read when. */
  readonly hasLate: boolean
  /** The ids of all payments that can be read. */
  readonly ids: readonly string[]
}

const partitions = 2

/** Payments of some cards, a little out of order, and lines that are none. */
export function drawWorkload(random: Random): Workload {
  const hasLate = random() < 0.3
  const ids: string[] = []
  const logs = Array.from({ length: partitions }, (_, partition) => {
    let at = 1_700_000_000_000
    return Array.from({ length: between(random, 10, 40) }, (_, offset) => {
      at += pick(random, [0, 0, 100, 500, 1000, 4000])
      if (random() < 0.03) return pick(random, ["{", "[]", `{"id":"x","card":"c","at":${at}}`])
      const behind = hasLate && random() < 0.1 ? 60_000 : between(random, 0, 4_999)
      const id = `${partition}-${offset}`
      ids.push(id)
      const card = `c${between(random, 0, 1) * partitions + partition}`
      return JSON.stringify({ id, card, amount: pick(random, [1, 2.5, 4.99, 60, 70]), at: at - behind })
    })
  })
  return { logs, hasLate, ids }
}
