import type { AggregateOp } from "../abi/series.ts"
import type { ValueType } from "../abi/value.ts"
import { addExactly, fromUnits, intoDoubles, toUnits } from "./exact-sum.ts"
import { identityOf } from "./identity.ts"
import { addDeviation, type Deviation, deviationOf, medianOf, percentileOf } from "./statistics.ts"

/** Plain data: what an accumulator keeps can stand in a `value` column of a table. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

/**
 * An aggregate to which values are only added. `add` changes the state that it is given and returns it. A value that is missing, or a
 * number that is not finite, is passed over; `count` counts what is not passed over (`true` for an event).
 */
export interface Accumulator {
  start(): Json
  add(state: Json, value: unknown): Json
  /** 0 for `count`, `sum` and `distinct` of nothing, [] for `list`, undefined for the others. */
  result(state: Json): unknown
}

/** What decides an aggregate's result beside its values. */
export interface AccumulatorOptions {
  /** Of the values. */
  readonly type?: ValueType | undefined
  /** Of `percentile`: from 0 to 1. */
  readonly fraction?: number | undefined
  /** Of decimals: what is no decimal any more (`avg`, `stddev`, `median`, `percentile`) is divided by 10^scale. */
  readonly scale?: number | undefined
}

/** A sum is `hi + lo`, or in units where that does not hold it. */
interface Sum {
  count: number
  parts: number[]
  units?: string
}

interface Seen {
  count: number
  seen: Record<string, 1>
}

type Make = (options: AccumulatorOptions) => Step

/** As Accumulator, for values that are there; each knows the form of its own state. */
interface Step {
  start(): unknown
  add(state: never, value: never): unknown
  result(state: never): unknown
}

/** Makes the accumulator of an aggregate. Sums are exact, and rounded once, when they are read. */
export function accumulator(op: AggregateOp, options: AccumulatorOptions = {}): Accumulator {
  const step = steps[op](options)
  return {
    start: () => step.start() as Json,
    add: (state, value) => (isPresent(value) ? (step.add(state as never, value as never) as Json) : state),
    result: (state) => step.result(state as never),
  }
}

/** Whether a value counts: it is there and, if a number, finite. */
export function isPresent(value: unknown): boolean {
  return typeof value === "number" ? value - value === 0 : value !== undefined && value !== null
}

/** What values that are no decimals any more are divided by. */
export function unitOf({ scale }: AccumulatorOptions): number {
  return scale === undefined ? 1 : 10 ** scale
}

const steps: Readonly<Record<AggregateOp, Make>> = {
  count: () => ({ start: () => 0, add: (count: number) => count + 1, result: (count: number) => count }),
  sum: () => ({ start: startSum, add: addToSum, result: sumOf }),
  avg: (options) => ({
    start: startSum,
    add: addToSum,
    result: (sum: Sum) => (sum.count === 0 ? undefined : sumOf(sum) / sum.count / unitOf(options)),
  }),
  min: () => best((value, least) => value < least),
  max: () => best((value, greatest) => value > greatest),
  first: () => best(() => false),
  last: () => best(() => true),
  stddev: (options) => ({
    start: () => ({ count: 0, mean: 0, squares: 0 }),
    add: addDeviation,
    result: (state: Deviation) => divided(deviationOf(state), options),
  }),
  distinct: () => ({ start: (): Seen => ({ count: 0, seen: {} }), add: see, result: ({ count }: Seen) => count }),
  list: () => ({ start: () => [], add: collect, result: (values: unknown[]) => values.slice() }),
  median: (options) => ({
    start: () => [],
    add: collect,
    result: (values: number[]) => divided(medianOf(Float64Array.from(values).sort()), options),
  }),
  percentile: (options) => ({
    start: () => [],
    add: collect,
    result: (values: number[]) =>
      divided(percentileOf(Float64Array.from(values).sort(), options.fraction ?? 0.5), options),
  }),
}

function divided(value: number | undefined, options: AccumulatorOptions): number | undefined {
  return value === undefined ? undefined : value / unitOf(options)
}

function startSum(): Sum {
  return { count: 0, parts: [0, 0] }
}

function addToSum(sum: Sum, value: number): Sum {
  sum.count++
  if (sum.units === undefined && addExactly(sum.parts, 0, value)) return sum
  const units = unitsOf(sum) + toUnits(value)
  if (intoDoubles(units, sum.parts, 0)) delete sum.units
  else sum.units = units.toString()
  return sum
}

function unitsOf({ parts, units }: Sum): bigint {
  return units === undefined ? toUnits(parts[0]!) + toUnits(parts[1]!) : BigInt(units)
}

function sumOf({ parts, units }: Sum): number {
  return units === undefined ? parts[0]! : fromUnits(BigInt(units))
}

/** Keeps the value that replaced the one before; the state is a list of none or one. */
function best(replaces: (value: number, kept: number) => boolean): Step {
  return {
    start: () => [],
    add: (state: number[], value: number) => {
      if (state.length === 0 || replaces(value, state[0]!)) state[0] = normal(value)
      return state
    },
    result: ([value]: number[]) => value,
  }
}

function collect(values: unknown[], value: unknown): unknown[] {
  values.push(normal(value))
  return values
}

/** JSON has no −0: without it values are the same after a restart. */
function normal<T>(value: T): T {
  return value === 0 ? (0 as T) : value
}

/** The names begin with a mark: no value reaches a name that objects have by nature, and none is taken for a place in a list. */
function see(state: Seen, value: unknown): Seen {
  const name = `=${identityOf(value)}`
  if (state.seen[name] === 1) return state
  state.seen[name] = 1
  state.count++
  return state
}
