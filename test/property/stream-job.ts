/** A job with several event types, keys and rules, some of which read what others emit, and streams for it. */
import fc from "fast-check"
import type { Delivery } from "../support/compiled.ts"

/** Milliseconds: the greatest lateness of the event types. */
export const jobLateness = 2000

const events = `
event Payment {
  id: string, card: string?, device: string?, merchant: string, amount: decimal(2), ok: boolean, at: time
} timed by at, up to 2 seconds late
event Login { user: string, device: string?, ok: boolean, at: time } timed by at, up to 1 second late
event Refund { card: string, merchant: string, amount: decimal(2), at: time } timed by at
`

/** The rule that reads what `Probing` and `Guessing` emit. */
const strong = `
rule Strong {
  when 2 Suspicion as signs
  within 20 seconds
  per card
  alert high "{card}: {sum(signs.weight)}" { weight: sum(signs.weight), reasons: list(signs.reason) }
  on timeout alert low "one sign on {card}"
  emit Alarm { weight: sum(signs.weight) }
}
`

/** `strong` alone, over what the job's rules emit. */
export const consumerText = `
event Suspicion { weight: integer, reason: string, card: string, at: time } timed by at
${strong}`

export const jobText = `${events}
param high: decimal(2) = 50.00
param patience = 4 seconds

rule Probing {
  when 2+ Payment as probes where amount < 5
       then Payment as drain where amount > high
  within 10 seconds
  per card
  alert high "{count(probes)} probes, then {drain.amount}" { total: sum(probes.amount) + drain.amount }
  on timeout alert info { probes: count(probes) }
  emit Suspicion { weight: 2, reason: drain.merchant }
}

rule Guessing {
  when 1+ consecutive Login as failed where not ok
       next Login as entered where ok
  within 8 seconds
  per card (Login.user)
  skip past last
  alert "{count(failed)} failures"
  emit Suspicion { weight: 1, reason: "guessed" }
}
${strong}
rule Unanswered {
  when Alarm as alarm
       then no Refund
  within 6 seconds
  per card
  alert critical "{alarm.weight}"
}

rule PaidAfterAlarm {
  when Alarm as alarm
       then optional Login as seen where ok
       then Payment as payment where ok
  within patience
  per card (Login.user)
  having payment.amount > 1
  alert
  on timeout alert
}

rule Unrefunded {
  when Payment as refused where not ok
       then no Refund as back where amount == refused.amount
  within patience
  per card, merchant
  alert { amount: refused.amount }
}

rule Device {
  when Login as login
       next no Login where not ok
       then any 1..2 Payment as payments where id != "p1"
  within 5 seconds between events
  per device
  skip none
  alert { total: sum(payments.amount), first: first(payments).id }
  on timeout alert
}

rule EveryLogin {
  when 3 Login as logins
  within 3 seconds
  skip to next
  alert { users: distinct(logins.user) }
}

rule Refunded {
  when Refund as back where amount >= 5
  per merchant
  having back.amount > 10
  alert "{back.amount}"
}
`

type Draft = {
  readonly kind: number
  readonly who: number
  readonly what: number
  readonly amount: number
  readonly ok: boolean
}

function deliver({ kind, who, what, amount, ok }: Draft, at: number): Delivery {
  const merchant = `m${what}`
  if (kind === 0) return ["Login", { user: `c${who}`, ...(what > 0 && { device: `d${what}` }), ok, at }]
  if (kind === 1) return ["Refund", { card: `c${who}`, merchant, amount, at, note: { undeclared: [what] } }]
  // Cards and devices are missing at times, never both: then no rule could use the payment.
  const card = who === 2 && what > 0 ? null : `c${who}`
  return ["Payment", { id: `p${who}`, card, ...(what > 0 && { device: `d${what}` }), merchant, amount, ok, at }]
}

/** A stream for the job in the order of time, with many equal times and equal events. */
export function jobStreams(maxLength = 60): fc.Arbitrary<readonly Delivery[]> {
  const draft = fc.record({
    kind: fc.nat(3),
    who: fc.nat(2),
    what: fc.nat(2),
    amount: fc.constantFrom(1, 1, 2.5, 4.99, 10, 60, 60, 120.75),
    ok: fc.boolean(),
    gap: fc.constantFrom(0, 0, 0, 1, 250, 500, 999, 1000, 1000, 3000),
  })
  const shape = fc.record({
    start: fc.constantFrom(0, 1_700_000_000_000),
    drafts: fc.array(draft, { maxLength, size: "max" }),
  })
  return shape.map(({ start, drafts }) => {
    let at = start
    return drafts.map((each) => {
      at += each.gap
      return deliver(each, at)
    })
  })
}

/** A delivery that is a dead letter, with a time that would disturb the others if it counted. */
export function deadDeliveries(): fc.Arbitrary<Delivery> {
  const at = 1_900_000_000_000
  return fc.constantFrom<Delivery>(
    ["Payment", null],
    ["Payment", [at]],
    ["Payment", "{}"],
    ["Payment", { id: "p1", card: "c1", merchant: "m1", amount: 60, ok: true }],
    ["Payment", { id: "p1", card: "c1", merchant: "m1", amount: 60, ok: true, at: "soon" }],
    ["Payment", { id: "p1", card: "c1", merchant: "m1", amount: "much", ok: true, at }],
    ["Payment", { id: "p1", card: "c1", merchant: "m1", amount: Number.NaN, ok: true, at }],
    ["Payment", { id: "p1", card: null, merchant: "m1", amount: 60, ok: true, at }],
    ["Payment", JSON.parse(`{"__proto__":{"id":"p1","card":"c1","merchant":"m1","amount":60,"ok":true,"at":${at}}}`)],
    ["Login", { user: 7, ok: false, at }],
    ["Refund", { card: "c1", merchant: "m1", at }],
    ["__proto__", { card: "c1", at }],
    ["Suspicion", { weight: 1, reason: "forged", card: "c1", at }],
  )
}
