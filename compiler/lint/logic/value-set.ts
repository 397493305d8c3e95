import type { Type } from "../../../lang/check/types.ts"
import { required } from "../../../lang/check/unify.ts"

/** The numbers between two ends; an open end is not one of them. */
export interface Interval {
  readonly from: number
  readonly to: number
  readonly openFrom: boolean
  readonly openTo: boolean
}

/** What a value can be, apart from missing: some numbers, or some of the values that have no order (texts, `true` and `false`). */
export type Range =
  /** Apart from each other and in order. `whole`: nothing between the whole numbers is a value. */
  | { readonly kind: "numbers"; readonly whole: boolean; readonly intervals: readonly Interval[] }
  /** `except`: all but the items. */
  | { readonly kind: "names"; readonly except: boolean; readonly items: ReadonlySet<string | boolean> }

/** The values that something can have; `missing`: it may be missing too. */
export interface ValueSet {
  readonly missing: boolean
  readonly range: Range
}

/** The numbers from one end to another. */
export function interval(from: number, to: number, openFrom = false, openTo = false): Interval {
  return { from, to, openFrom, openTo }
}

const allNumbers: readonly Interval[] = [interval(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)]

/** All values of a type, without missing. */
export function rangeOf(type: Type): Range {
  const plain = required(type)
  switch (plain.kind) {
    case "number":
    case "time":
    case "duration":
      return { kind: "numbers", whole: false, intervals: allNumbers }
    case "integer":
    case "decimal":
      return { kind: "numbers", whole: true, intervals: allNumbers }
    case "boolean":
      return { kind: "names", except: false, items: new Set([true, false]) }
    case "enum":
      return { kind: "names", except: false, items: new Set(plain.values) }
    default:
      return { kind: "names", except: true, items: new Set() }
  }
}

/** The range that holds these values alone, which are of one type. */
export function rangeOfValues(values: readonly (string | number | boolean)[], like: Range): Range {
  if (like.kind === "names") return { kind: "names", except: false, items: new Set(values as (string | boolean)[]) }
  const points = [...new Set(values as number[])].sort((a, b) => a - b).map((value) => interval(value, value))
  return { ...like, intervals: points }
}

/** Whether nothing is in it, not even missing. */
export function isEmpty({ missing, range }: ValueSet): boolean {
  return !missing && isEmptyRange(range)
}

function isEmptyRange(range: Range): boolean {
  if (range.kind === "numbers") return range.intervals.length === 0
  return !range.except && range.items.size === 0
}

/** The values that are in both. Ranges of different kinds are never asked for: then all is possible. */
export function intersect(a: ValueSet, b: ValueSet): ValueSet {
  return { missing: a.missing && b.missing, range: intersectRanges(a.range, b.range) }
}

function intersectRanges(a: Range, b: Range): Range {
  if (a.kind === "numbers" && b.kind === "numbers") {
    const whole = a.whole || b.whole
    const intervals = a.intervals.flatMap((one) => b.intervals.flatMap((other) => overlap(one, other, whole)))
    return { kind: "numbers", whole, intervals }
  }
  if (a.kind === "names" && b.kind === "names") return intersectNames(a, b)
  return a
}

type Names = Range & { readonly kind: "names" }

function intersectNames(a: Names, b: Names): Names {
  if (a.except && b.except) return { kind: "names", except: true, items: new Set([...a.items, ...b.items]) }
  const [listed, other] = a.except ? [b, a] : [a, b]
  const items = [...listed.items].filter((item) => other.items.has(item) !== other.except)
  return { kind: "names", except: false, items: new Set(items) }
}

function overlap(a: Interval, b: Interval, whole: boolean): Interval[] {
  const from = Math.max(a.from, b.from)
  const to = Math.min(a.to, b.to)
  const openFrom = (a.from === from && a.openFrom) || (b.from === from && b.openFrom)
  const openTo = (a.to === to && a.openTo) || (b.to === to && b.openTo)
  const found = whole ? rounded(from, to, openFrom, openTo) : interval(from, to, openFrom, openTo)
  const some = found.from < found.to || (found.from === found.to && !found.openFrom && !found.openTo)
  return some ? [found] : []
}

/** The whole numbers of an interval, as a closed one. */
function rounded(from: number, to: number, openFrom: boolean, openTo: boolean): Interval {
  const first = Math.ceil(from)
  const last = Math.floor(to)
  return interval(first === from && openFrom ? first + 1 : first, last === to && openTo ? last - 1 : last)
}

/** All values of a range that are not in another. */
export function without(all: Range, range: Range): Range {
  if (all.kind === "names" && range.kind === "names") {
    return intersectNames(all, { ...range, except: !range.except })
  }
  if (all.kind === "numbers" && range.kind === "numbers") {
    const gaps = range.intervals.reduce<readonly Interval[]>(
      (left, { from, to, openFrom, openTo }) =>
        left.flatMap((each) => [
          ...overlap(each, interval(Number.NEGATIVE_INFINITY, from, false, !openFrom), false),
          ...overlap(each, interval(to, Number.POSITIVE_INFINITY, !openTo, false), false),
        ]),
      all.intervals,
    )
    return intersectRanges(all, { ...all, intervals: gaps })
  }
  return all
}

/** The one value of a set that holds one alone and is never missing. */
export function onlyValue({ missing, range }: ValueSet): { readonly value: string | number | boolean } | undefined {
  if (missing) return undefined
  if (range.kind === "names") {
    return range.except || range.items.size !== 1 ? undefined : { value: [...range.items][0]! }
  }
  const [only, ...others] = range.intervals
  return only !== undefined && others.length === 0 && only.from === only.to ? { value: only.from } : undefined
}

/** The numbers that are less than some number of a range; of other ranges all values. */
export function below(range: Range, orEqual: boolean): Range | undefined {
  if (range.kind !== "numbers") return undefined
  const last = range.intervals.reduce<Interval | undefined>(
    (most, each) => (most === undefined || each.to > most.to || (each.to === most.to && most.openTo) ? each : most),
    undefined,
  )
  if (last === undefined) return { ...range, intervals: [] }
  return {
    kind: "numbers",
    whole: false,
    intervals: [interval(Number.NEGATIVE_INFINITY, last.to, false, isOpen(last.to, last.openTo, orEqual))],
  }
}

/** Likewise those that are greater than some number of it. */
export function above(range: Range, orEqual: boolean): Range | undefined {
  if (range.kind !== "numbers") return undefined
  const first = range.intervals.reduce<Interval | undefined>(
    (least, each) =>
      least === undefined || each.from < least.from || (each.from === least.from && least.openFrom) ? each : least,
    undefined,
  )
  if (first === undefined) return { ...range, intervals: [] }
  return {
    kind: "numbers",
    whole: false,
    intervals: [interval(first.from, Number.POSITIVE_INFINITY, isOpen(first.from, first.openFrom, orEqual), false)],
  }
}

/** Nothing is beyond infinity; an event's number may be infinite all the same, so that end stays closed. */
function isOpen(end: number, open: boolean, orEqual: boolean): boolean {
  return Number.isFinite(end) && (open || !orEqual)
}
