/** The workloads: rules over the stream of transactions, and what they find. */
import { readFileSync } from "node:fs"
import type { Transaction } from "../streams/transactions.ts"
import * as expected from "./expected.ts"

export interface Workload {
  readonly name: string
  /** What it is about, in a few words. */
  readonly about: string
  /** The whole text of its `.cep` file. */
  readonly text: string
  /** How late events may be, in milliseconds; later ones are dropped. */
  readonly latenessMs: number
  /** What its rules find in events that are in time order; in no order. */
  readonly expected: (events: readonly Transaction[]) => expected.Match[]
}

/** Bursts of 4 to 13 transactions in 30 to 70 seconds. */
export const burstRules = Array.from({ length: 50 }, (_, i) => ({
  rule: `Burst${i}`,
  count: 4 + (i % 10),
  seconds: 30 + 10 * Math.floor(i / 10),
}))

/** Two to six small transactions and a big one, with other limits each. */
export const drainRules = Array.from({ length: 50 }, (_, i) => ({
  rule: `Drain${i}`,
  least: 2 + (i % 5),
  small: 1 + 0.5 * (i % 3),
  big: 300 + 50 * Math.floor(i / 5),
}))

const countries = ["GB", "DE", "FR", "US", "IE", "ES", "NL", "PL", "IT", "BR"]

/** A country and an amount each. */
export const filterRules = Array.from({ length: 1000 }, (_, i) => ({
  rule: `Filter${i}`,
  country: countries[i % countries.length]!,
  amount: 500 + 15 * Math.floor(i / countries.length),
}))

const declaration = read("transaction")
/** What the declaration says, in milliseconds. */
const declaredLateness = 5000
const { above, bursts, busyMinutes, combinations, drains, perAccount, rises, silences } = expected

/** All workloads, in order. */
export const workloads: readonly Workload[] = [
  fromFile("W1", "filter: one large payment", (events) => above("Big", 10_000, events)),
  fromFile("W2", "count: six in a minute", perAccountOf(bursts.bind(null, "Burst", 6, 60_000))),
  fromFile(
    "W3",
    "sequence: small ones, then a large one",
    perAccountOf(drains.bind(null, "Drain", { least: 3, small: 2, big: 500 })),
  ),
  fromFile("W4", "chain: rising amounts, then a drop", perAccountOf(rises.bind(null, "Rise", 1))),
  fromFile("W4b", "chain: at least four rises", perAccountOf(rises.bind(null, "LongRise", 4))),
  fromFile("W5", "absence: a large one, then silence", perAccountOf(silences.bind(null, "Silence"))),
  fromFile("W6", "window: sum and count of a minute", perAccountOf(busyMinutes.bind(null, "Much"))),
  fromFile("W7", "all combinations", perAccountOf(combinations.bind(null, "Combination"))),
  {
    name: "W8",
    about: "100 rules per account",
    latenessMs: declaredLateness,
    text: declaration + manyTexts(burstRules, drainRules),
    expected: expectedOfMany(burstRules, drainRules),
  },
  {
    name: "W9",
    about: "1,000 filters",
    latenessMs: declaredLateness,
    text: declaration + manyFilters(),
    expected: expectedOfFilters,
  },
]

/** Twelve rules of all kinds at once: W1 to W7, and two bursts and two drains of W8. */
export const together: Workload = twelve()

/** The workload of that name; throws where there is none. */
export function workloadOf(name: string): Workload {
  const found = workloads.find((one) => one.name.toLowerCase() === name.toLowerCase())
  if (found === undefined)
    throw new Error(`no workload ${name}: there are ${workloads.map((one) => one.name).join(", ")}`)
  return found
}

/** The same rules with the whole events in their alerts, as they come where nothing else is said. */
export function withEvents(workload: Workload): Workload {
  return { ...workload, name: `${workload.name}+events`, text: workload.text.replaceAll(" without events", "") }
}

/** The same rules without declared lateness: an event is judged as soon as a later one comes, and what is late is dropped. */
export function onTime(workload: Workload): Workload {
  const text = workload.text.replace(", up to 5 seconds late", "")
  if (text === workload.text) throw new Error(`${workload.name} declares no lateness of 5 seconds`)
  return { ...workload, name: `${workload.name}+on-time`, text, latenessMs: 0 }
}

/** The match that an alert tells of. */
export function matchOf(alert: { readonly rule: string; readonly data?: Readonly<Record<string, unknown>> }): string {
  return [alert.rule, ...Object.values(alert.data ?? {})].join(" ")
}

function twelve(): Workload {
  const single = workloads.filter(({ name }) => !/^W[89]/.test(name))
  const [someBursts, someDrains] = [burstRules.slice(0, 2), drainRules.slice(0, 2)]
  const more = expectedOfMany(someBursts, someDrains)
  return {
    name: "12 rules",
    about: "twelve rules of all kinds",
    latenessMs: declaredLateness,
    text: declaration + single.map(({ name }) => read(name)).join("") + manyTexts(someBursts, someDrains),
    expected: (events) => [...single.flatMap((one) => one.expected(events)), ...more(events)],
  }
}

function fromFile(name: string, about: string, found: Workload["expected"]): Workload {
  return { name, about, latenessMs: declaredLateness, text: declaration + read(name), expected: found }
}

function perAccountOf(found: (own: readonly Transaction[]) => string[]): Workload["expected"] {
  return (events) => perAccount(events, found)
}

function read(name: string): string {
  return readFileSync(new URL(`${name}.cep`, import.meta.url), "utf8")
}

function burstText({ rule, count, seconds }: (typeof burstRules)[number]): string {
  return `
rule ${rule} {
  when ${count} Transaction as burst
  within ${seconds} seconds
  per account
  alert { first: first(burst).id, last: last(burst).id } without events
}
`
}

function drainText({ rule, least, small, big }: (typeof drainRules)[number]): string {
  return `
rule ${rule} {
  when ${least}+ Transaction as small where amount < ${small}
       then Transaction as big where amount > ${big}
  within 10 minutes
  per account
  alert { first: first(small).id, last: big.id } without events
}
`
}

function manyTexts(someBursts: typeof burstRules, someDrains: typeof drainRules): string {
  return [...someBursts.map(burstText), ...someDrains.map(drainText)].join("")
}

function expectedOfMany(someBursts: typeof burstRules, someDrains: typeof drainRules): Workload["expected"] {
  return perAccountOf((own) => [
    ...someBursts.flatMap(({ rule, count, seconds }) => bursts(rule, count, seconds * 1000, own)),
    ...someDrains.flatMap((one) => drains(one.rule, one, own)),
  ])
}

function manyFilters(): string {
  return filterRules
    .map(
      ({ rule, country, amount }) => `
rule ${rule} {
  when Transaction as one where country == "${country}" and amount > ${amount}
  alert { id: one.id } without events
}
`,
    )
    .join("")
}

function expectedOfFilters(events: readonly Transaction[]): expected.Match[] {
  return filterRules.flatMap(({ rule, country, amount }) => above(rule, amount, events, country))
}
