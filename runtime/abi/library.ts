import type { Fields, ValueType } from "./value.ts"

/**
 * Helpers that generated code calls: missing-aware arithmetic is inlined by the compiler, what is longer lives here.
 * `functions` holds the built-ins by name (a null-prototype object).
 */
export interface Library {
  readonly functions: Readonly<Record<string, (...args: never[]) => unknown>>
  /** A value as messages show it: time as ISO 8601, decimal with its digits, duration in words, missing as `missing`. */
  show(type: ValueType, value: unknown): string
  /** Aggregates over a step's events; elements whose value is missing are passed over. */
  sum(events: readonly Fields[], value: (element: Fields) => number | undefined): number
  avg(events: readonly Fields[], value: (element: Fields) => number | undefined): number | undefined
  min(events: readonly Fields[], value: (element: Fields) => number | string | undefined): number | string | undefined
  max(events: readonly Fields[], value: (element: Fields) => number | string | undefined): number | string | undefined
  /** Sample standard deviation (n − 1); missing for fewer than two. */
  stddev(events: readonly Fields[], value: (element: Fields) => number | undefined): number | undefined
  distinct(events: readonly Fields[], value: (element: Fields) => unknown): number
  list(events: readonly Fields[], value: (element: Fields) => unknown): unknown[]
  /** Equality of any two values of one type (lists and records by content). */
  equal(left: unknown, right: unknown): boolean
  /** Throws when the result is no safe integer: a decimal never becomes inexact in silence. */
  decimal(scaled: number): number
}
