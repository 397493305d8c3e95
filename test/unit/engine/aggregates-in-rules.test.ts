/** From the text of a rule to its alerts: each aggregate is asked at the right event, for the right key, of the right series. */
import { expect, test } from "vitest"
import { compileText } from "../../support/compiled.ts"
import { collect } from "../../support/payments.ts"

const minute = 60_000
const declared = `
  event Payment {
    id: string, account: string, device: string?, merchant: string, amount: decimal(2), took: duration, n: number?, at: time
  } timed by at
  event Receipt { id: string, account: string, payment: string, at: time } timed by at
  event Login { user: string, ok: boolean, at: time } timed by at
`

type Row = readonly [id: string, minute: number, amount: number, merchant: string, device?: string, n?: number]

const payments: readonly Row[] = [
  ["p1", 2, 10, "x", "d1"],
  ["p2", 3, 20.5, "y", "d2", 3],
  ["p3", 3, 5, "x", "d1", 4],
  ["p4", 14, 1, "y"],
  ["p5", 70, 3, "x", "d2"],
]

/** The minute and message of each alert over three logins of "A", five payments of "A" and a receipt for p2 at minute 4. */
async function messages(rules: string): Promise<readonly string[]> {
  const { engine, alerts, dead } = collect(await compileText(declared + rules))
  const login = (ok: boolean, at: number) => engine.push("Login", { user: "A", ok, at: at * minute })
  const receipt = () => engine.push("Receipt", { id: "r", account: "A", payment: "p2", at: 4 * minute })
  for (const [ok, at] of [
    [false, 0],
    [true, 0],
    [false, 1],
  ] as const)
    login(ok, at)
  for (const [id, at, amount, merchant, device, n] of payments) {
    if (at === 14) receipt()
    engine.push("Payment", { id, account: "A", device, merchant, amount, took: 1000 * at, n, at: at * minute })
  }
  engine.end()
  expect(dead).toEqual([])
  return alerts.map(({ at, message }) => `${Date.parse(at) / minute}: ${message}`)
}

test("windows of time and by count are taken at the candidate and at the match's last event", async () => {
  const text = `rule R {
    when Payment as p where count() over 10 minutes >= 3
    per account
    alert "{sum(amount) over 10 minutes} {avg(amount) over previous 10 minutes} {max(n) over last 2 events} {count(n) over previous 2 events} {median(took) over 1 hour}"
  }`
  expect(await messages(text)).toEqual(["3: 35.50 15.25 4 1 3 seconds"])
})

test("a filter may compare past events with the candidate and with the match", async () => {
  const text = `rule R {
    when Payment as p where count(where merchant == p.merchant) over 1 hour >= 2
    per account
    alert "{list(id where merchant == p.merchant) over 1 hour} {sum(amount where device == p.device) over last 3 events}"
  }`
  expect(await messages(text)).toEqual(["3: [p1, p3] 15.00", "14: [p2, p4] 0.00"])
})

test("features are of other event types and keys", async () => {
  const text = `
    feature failed = count(Login where not ok) per user over 1 hour
    feature latest = last(Payment.merchant) per account over forever
    rule R { when Payment as p where failed[account] >= 2 per device alert "{p.id} {failed[p.account]} {latest[p.account]} {failed["B"]}" }`
  expect(await messages(text)).toEqual(["2: p1 2 x 0", "3: p2 2 y 0", "3: p3 2 x 0"])
})

test("a value is new where no event before had it; a missing one never is", async () => {
  const text = `rule R { when Payment as p where device is new over 1 hour per account alert "{p.id}" }`
  expect(await messages(text)).toEqual(["2: p1", "3: p2", "70: p5"])
})

test("what comes later is asked as of the event that it is about", async () => {
  const text = `rule R {
    when Payment as p then no Receipt where payment == p.id
    within 30 minutes
    per account
    alert "{p.id} {sum(amount) over 10 minutes} {distinct(device) over 1 hour} {device is new over 1 hour} {count() over last 2 events}"
  }`
  expect(await messages(text)).toEqual([
    "32: p1 10.00 1 true 1",
    "33: p3 35.50 2 false 2",
    "44: p4 1.00 2 false 2",
    "100: p5 3.00 1 true 2",
  ])
})

test("a match that a strategy of Flink's held back, too", async () => {
  const text = `rule R {
    when Payment as a then any Payment as b
    within 30 minutes
    per account
    skip past last
    alert "{a.id} {b.id} {count() over 10 minutes}"
  }`
  expect(await messages(text)).toEqual(["3: p1 p2 2", "14: p3 p4 1"])
})

test("a function takes its aggregates at the event that it is given", async () => {
  const text = `
    fn big(e: Payment): boolean = e.amount > avg(amount) over previous 1 hour
    rule R { when Payment as a then Payment as b where big(a) and b.n == 4 within 30 minutes per account alert "{a.id} {b.id}" }`
  expect(await messages(text)).toEqual(["3: p2 p3"])
})

test("a step's events can be filtered in its aggregates", async () => {
  const text = `rule R {
    when 3 Payment as p where count(p where n is present) < 2
    within 1 hour
    per account
    alert "{sum(p.amount where merchant == "x")} {count(p where n > 3)} {first(p.id where amount < 9)} {list(p.id where n is present)}"
  }`
  expect(await messages(text)).toEqual(["3: 15.00 1 p3 [p2, p3]"])
})
