import type { Library } from "../abi/library.ts"
import type { Fields } from "../abi/value.ts"
import { createDecoding } from "./decoding.ts"
import { show } from "./show.ts"

/** The helpers that generated code calls, with the built-in functions by name. */
export function createLibrary(functions: Library["functions"]): Library {
  return { functions, show, sum, avg, min, max, stddev, distinct, list, equal, decimal, decoding: createDecoding() }
}

function sum(events: readonly Fields[], value: (element: Fields) => number | undefined): number {
  let total = 0
  for (const event of events) total += value(event) ?? 0
  return total
}

function avg(events: readonly Fields[], value: (element: Fields) => number | undefined): number | undefined {
  let total = 0
  let count = 0
  for (const event of events) {
    const element = value(event)
    if (element === undefined) continue
    total += element
    count++
  }
  return count === 0 ? undefined : total / count
}

function min<T extends number | string>(
  events: readonly Fields[],
  value: (element: Fields) => T | undefined,
): T | undefined {
  let least: T | undefined
  for (const event of events) {
    const element = value(event)
    if (element !== undefined && (least === undefined || element < least)) least = element
  }
  return least
}

function max<T extends number | string>(
  events: readonly Fields[],
  value: (element: Fields) => T | undefined,
): T | undefined {
  let greatest: T | undefined
  for (const event of events) {
    const element = value(event)
    if (element !== undefined && (greatest === undefined || element > greatest)) greatest = element
  }
  return greatest
}

/** Welford's method: one pass, no loss by subtracting large squares. */
function stddev(events: readonly Fields[], value: (element: Fields) => number | undefined): number | undefined {
  let count = 0
  let mean = 0
  let squares = 0
  for (const event of events) {
    const element = value(event)
    if (element === undefined) continue
    count++
    const delta = element - mean
    mean += delta / count
    squares += delta * (element - mean)
  }
  return count < 2 ? undefined : Math.sqrt(squares / (count - 1))
}

function list(events: readonly Fields[], value: (element: Fields) => unknown): unknown[] {
  return events.map(value).filter((element) => element !== undefined)
}

function distinct(events: readonly Fields[], value: (element: Fields) => unknown): number {
  const simple = new Set<unknown>()
  const composed: unknown[] = []
  for (const element of list(events, value)) {
    if (typeof element !== "object" || element === null) simple.add(element)
    else if (!composed.some((other) => equal(other, element))) composed.push(element)
  }
  return simple.size + composed.length
}

function equal(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false
    return left.every((element, i) => equal(element, right[i]))
  }
  const names = Object.keys(left)
  if (names.length !== Object.keys(right).length) return false
  return names.every((name) => Object.hasOwn(right, name) && equal((left as Fields)[name], (right as Fields)[name]))
}

function decimal(scaled: number): number {
  if (Number.isSafeInteger(scaled)) return scaled + 0
  throw new RangeError(`the decimal ${scaled} (in its smallest unit) is too large to be exact`)
}
