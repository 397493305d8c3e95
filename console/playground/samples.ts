/** What the playground begins with. */
export interface PlaygroundSample {
  readonly name: string
  readonly rules: string
  readonly events: string
}

const noon = Date.UTC(2026, 0, 31, 12)

function lines(events: readonly (readonly [seconds: number, event: Readonly<Record<string, unknown>>])[]): string {
  return events
    .map(([seconds, event]) => JSON.stringify({ ...event, at: new Date(noon + seconds * 1000).toISOString() }))
    .join("\n")
}

const paid = (seconds: number, card: string, amount: number) => [seconds, { card, amount }] as const

const cardTesting: PlaygroundSample = {
  name: "Card testing: small probes, then a large charge",
  rules: `event Payment {
  card:   string
  amount: number
  at:     time
} timed by at

rule CardTesting "Small probes, then one large charge" {
  when 3+ Payment as probes where amount < 2
       then Payment as drain where amount > 500
  within 10 minutes
  per card
  alert high "Card {card} was probed {count(probes)} times, then charged {drain.amount}"
}
`,
  events: lines([
    paid(0, "c1", 1),
    paid(20, "c2", 40),
    paid(35, "c1", 1.5),
    paid(60, "c3", 1),
    paid(75, "c1", 0.9),
    paid(90, "c2", 700),
    paid(110, "c3", 1.2),
    paid(130, "c1", 900),
    paid(150, "c3", 650),
    paid(700, "c3", 1),
    paid(720, "c3", 800),
  ]),
}

const transfer = (seconds: number, account: string, id: string, amount: number) =>
  [seconds, { type: "Transfer", id, account, amount }] as const
const confirmed = (seconds: number, account: string, id: string) =>
  [seconds, { type: "Confirmation", transfer: id, account }] as const

const absence: PlaygroundSample = {
  name: "Absence: a transfer that nobody confirms",
  rules: `event Transfer {
  id:      string
  account: string
  amount:  number
  at:      time
} timed by at

event Confirmation {
  transfer: string
  account:  string
  at:       time
} timed by at

rule Unconfirmed "A large transfer must be confirmed" {
  when Transfer as sent where amount > 10_000
       then no Confirmation where transfer == sent.id
  within 30 minutes
  per account
  alert medium "Transfer {sent.id} of {sent.amount} was never confirmed"
}
`,
  events: lines([
    transfer(0, "a1", "x1", 20_000),
    transfer(300, "a2", "x2", 15_000),
    confirmed(600, "a1", "x1"),
    transfer(900, "a1", "x3", 500),
    transfer(1200, "a1", "x4", 80_000),
    confirmed(1500, "a1", "x4"),
    transfer(3000, "a2", "x5", 11_000),
  ]),
}

const rising: PlaygroundSample = {
  name: "Rising: each payment larger than the one before",
  rules: `event Payment {
  card:   string
  amount: number
  at:     time
} timed by at

rule Rising "Somebody feels for the limit" {
  when Payment as start where amount > 20
       next 2+ consecutive Payment as rise where amount > 1.5 * previous.amount
       next Payment as refused where amount > 1000
  within 1 hour
  per card
  alert medium "{card} rose from {start.amount} to {last(rise).amount}"
}
`,
  events: lines([
    paid(0, "c1", 30),
    paid(60, "c2", 100),
    paid(120, "c1", 50),
    paid(180, "c1", 90),
    paid(240, "c2", 160),
    paid(300, "c1", 300),
    paid(360, "c2", 90),
    paid(420, "c1", 1500),
    paid(480, "c2", 50),
  ]),
}

const guessed: PlaygroundSample = {
  name: "Logins: wrong passwords, then the right one (events as CSV)",
  rules: `event Login {
  user: string
  from: string
  ok:   boolean
  at:   time
} timed by at

rule Guessed "Wrong passwords, then the right one" {
  when 3+ Login as wrong where not ok
       then Login as entered where ok
  within 5 minutes
  per user
  alert high "{user} came in from {entered.from} after {count(wrong)} wrong passwords"
}
`,
  events: `user,from,ok,at
ann,10.1.1.7,false,2026-01-31T12:00:00Z
ben,10.1.4.2,false,2026-01-31T12:00:20Z
ann,10.1.1.7,false,2026-01-31T12:00:31Z
ben,10.1.4.2,true,2026-01-31T12:00:45Z
ann,10.9.9.9,false,2026-01-31T12:01:02Z
ann,10.9.9.9,true,2026-01-31T12:01:30Z
cat,10.1.2.3,false,2026-01-31T12:02:00Z
cat,10.1.2.3,false,2026-01-31T12:03:00Z
cat,10.1.2.3,false,2026-01-31T12:08:30Z
cat,10.1.2.3,true,2026-01-31T12:09:00Z`,
}

const drew = (seconds: number, card: string, country: string, amount: number) =>
  [seconds, { card, country, amount }] as const

const countries: PlaygroundSample = {
  name: "Two countries: every pair of withdrawals within an hour",
  rules: `event Withdrawal {
  card:    string
  country: string
  amount:  number
  at:      time
} timed by at

/// Nobody is in two countries within an hour. Every pair is reported: \`skip none\`.
rule TwoCountries {
  when Withdrawal as here
       then any Withdrawal as there where country != here.country
  within 1 hour
  per card
  skip none
  alert high "{card} was in {here.country}, then in {there.country}"
}
`,
  events: lines([
    drew(0, "c1", "NL", 50),
    drew(600, "c2", "DE", 200),
    drew(1200, "c1", "NL", 20),
    drew(2400, "c1", "BR", 900),
    drew(3000, "c2", "DE", 100),
    drew(4000, "c1", "BR", 900),
    drew(5400, "c2", "FR", 80),
  ]),
}

const read = (seconds: number, sensor: string, celsius: number) => [seconds, { sensor, celsius }] as const

const sensors: PlaygroundSample = {
  name: "Sensors: one falls silent, one is hot, one event comes late",
  rules: `event Reading {
  sensor:  string
  celsius: number
  at:      time
} timed by at, up to 30 seconds late

rule Silent "A sensor says nothing any more" {
  when no Reading for 5 minutes
  per sensor
  alert medium "{sensor} has been silent for 5 minutes"
}

rule Hot "The mean of five minutes is too high" {
  each 5 minutes of Reading
  per sensor
  having avg(celsius) > 70
  alert low "{sensor}: {avg(celsius)} degrees in the mean of {count()} readings"
}
`,
  events: lines([
    read(0, "s1", 61),
    read(30, "s2", 72),
    read(60, "s1", 64),
    read(150, "s2", 79),
    read(140, "s1", 63),
    read(240, "s2", 74),
    read(90, "s2", 20),
    read(330, "s2", 69),
    read(520, "s2", 66),
    read(700, "s2", 65),
  ]),
}

export const playgroundSamples: readonly PlaygroundSample[] = [
  cardTesting,
  absence,
  rising,
  guessed,
  countries,
  sensors,
]
