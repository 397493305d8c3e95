/**
 * What the workloads' rules find, worked out in the plainest way: all events of an account in a list, sorted by time, and loops
 * over it. Nothing of the compiler or the engine takes part. The ends of windows are excluded, as everywhere in the language.
 */
import type { Transaction } from "../streams/transactions.ts"

/** A rule's name and the ids of the events that its alert shows, with spaces between. */
export type Match = string

const second = 1000
const minute = 60 * second

/** Without the events that arrive more than so many milliseconds after a younger one: those are late and are dropped. */
export function withoutLate(events: readonly Transaction[], latenessMs: number): Transaction[] {
  let newest = Number.NEGATIVE_INFINITY
  return events.filter(({ at }) => {
    if (at < newest - latenessMs) return false
    newest = Math.max(newest, at)
    return true
  })
}

/** Events in the order of their times, equal times in the order of arrival. */
export function inTimeOrder(events: readonly Transaction[]): Transaction[] {
  return events.toSorted((a, b) => a.at - b.at)
}

/** Asks of each account's events, which are in time order. */
export function perAccount(
  events: readonly Transaction[],
  found: (own: readonly Transaction[]) => readonly Match[],
): Match[] {
  return [...Map.groupBy(events, ({ account }) => account).values()].flatMap(found)
}

/** Every event of more than an amount, where it is wanted only of a country. */
export function above(rule: string, amount: number, events: readonly Transaction[], country?: string): Match[] {
  return events
    .filter((event) => event.amount > amount && (country === undefined || event.country === country))
    .map(({ id }) => `${rule} ${id}`)
}

/** So many events in less than `span` milliseconds; an event belongs to one burst at most. */
export function bursts(rule: string, count: number, span: number, own: readonly Transaction[]): Match[] {
  const found: Match[] = []
  let from = 0
  for (let last = count - 1; last < own.length; last++) {
    const first = last - count + 1
    if (first < from || own[last]!.at - own[first]!.at >= span) continue
    found.push(`${rule} ${own[first]!.id} ${own[last]!.id}`)
    from = last + 1
  }
  return found
}

export interface Drain {
  readonly least: number
  readonly small: number
  readonly big: number
}

/** At least so many small ones, then a big one, all in less than ten minutes. A match takes all that came before its end. */
export function drains(rule: string, { least, small, big }: Drain, own: readonly Transaction[]): Match[] {
  const found: Match[] = []
  let probes: Transaction[] = []
  for (const event of own) {
    probes = probes.filter(({ at }) => event.at - at < 10 * minute)
    if (event.amount < small) probes.push(event)
    else if (event.amount > big && probes.length >= least) {
      found.push(`${rule} ${probes[0]!.id} ${event.id}`)
      probes = []
    }
  }
  return found
}

/** A row of payments without a gap, each larger than the one before it, then one that is smaller than the first, in less than an hour. */
export function rises(rule: string, least: number, own: readonly Transaction[]): Match[] {
  const found: Match[] = []
  for (let start = 0; start < own.length; start++) {
    let end = start + 1
    while (end < own.length && own[end]!.amount > own[end - 1]!.amount) end++
    const first = own[start]!
    const drop = own[end]
    if (end - start - 1 < least || drop === undefined) continue
    if (drop.amount >= first.amount || drop.at - first.at >= 60 * minute) continue
    found.push(`${rule} ${first.id} ${drop.id}`)
    start = end
  }
  return found
}

/** A payment of more than 5,000 after which the account is silent for ten minutes. */
export function silences(rule: string, own: readonly Transaction[]): Match[] {
  return own.flatMap(({ id, amount, at }, i) => {
    const next = own[i + 1]
    return amount > 5000 && (next === undefined || next.at - at >= 10 * minute) ? [`${rule} ${id}`] : []
  })
}

/** An event with which the last minute has more than five payments, or more than 5,000 in all (counted in cents). */
export function busyMinutes(rule: string, own: readonly Transaction[]): Match[] {
  let first = 0
  let sum = 0
  return own.flatMap(({ id, amount, at }, i) => {
    sum += Math.round(amount * 100)
    while (at - own[first]!.at >= minute) sum -= Math.round(own[first++]!.amount * 100)
    return i - first + 1 > 5 || sum > 500_000 ? [`${rule} ${id}`] : []
  })
}

/** Every choice of one below 2, a later one between 200 and 300 and a still later one above 500 in less than 30 seconds. */
export function combinations(rule: string, own: readonly Transaction[]): Match[] {
  return own.flatMap((a, i) => {
    if (a.amount >= 2) return []
    const found: Match[] = []
    const middle: Transaction[] = []
    for (const event of own.slice(i + 1)) {
      if (event.at - a.at >= 30 * second) break
      if (event.amount > 200 && event.amount < 300) middle.push(event)
      if (event.amount > 500) found.push(...middle.map((b) => `${rule} ${a.id} ${b.id} ${event.id}`))
    }
    return found
  })
}
