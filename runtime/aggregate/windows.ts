import type { DurationRef } from "../abi/rule-set.ts"
import type { SeriesSchema } from "../abi/series.ts"

type Params = Readonly<Record<string, unknown>>

/** A window with its durations as they are now, in ms. `over forever` is a time window without a beginning. */
export interface Window {
  readonly kind: "time" | "count"
  /** Without the event at hand. */
  readonly previous: boolean
  /** Events at most this old are too young; 0 where the window ends now. */
  readonly ending: number
  /** Events of at least this age are too old: `ending` and the length. Infinity: none is. */
  readonly reach: number
  /** How many events; 0 for time windows. */
  readonly count: number
}

/** The windows of a series, with the present values of parameters. */
export function windowsOf({ windows }: SeriesSchema, params: Params): Window[] {
  return windows.map((window) => {
    if (window.kind === "count") {
      return {
        kind: "count",
        previous: window.previous,
        ending: 0,
        reach: Number.POSITIVE_INFINITY,
        count: window.count,
      }
    }
    if (window.kind === "forever") {
      return { kind: "time", previous: false, ending: 0, reach: Number.POSITIVE_INFINITY, count: 0 }
    }
    const ending = window.ending === undefined ? 0 : lengthOf(window.ending, params)
    const reach = ending + lengthOf(window.length, params)
    return { kind: "time", previous: window.previous, ending, reach, count: 0 }
  })
}

/** What a series keeps for its windows. */
export interface Retention {
  /** An event of at least this age is in no time window, as of no event that can be asked about. Infinity: kept for ever. */
  readonly age: number
  /** How many of the newest events, not counting those younger than `lookback`, windows by count can hold. 0: there are no such windows. */
  readonly count: number
  /** How long after an event it may still be asked as of that event. */
  readonly lookback: number
}

/** The retention of a series, with the present values of parameters. */
export function retentionOf(schema: SeriesSchema, windows: readonly Window[], params: Params): Retention {
  const lookback = (schema.lookback ?? []).reduce((sum, duration) => sum + lengthOf(duration, params), 0)
  const reaches = windows.filter(({ kind }) => kind === "time").map(({ reach }) => reach)
  const counts = windows.filter(({ kind }) => kind === "count").map(({ count, previous }) => count + (previous ? 1 : 0))
  return { age: Math.max(0, ...reaches) + lookback, count: Math.max(0, ...counts), lookback }
}

function lengthOf(duration: DurationRef, params: Params): number {
  return duration.kind === "fixed" ? duration.ms : Number(params[duration.name])
}

/** Whether a duration of the series is that parameter. */
export function usesDuration(schema: SeriesSchema, param: string): boolean {
  const all = [...windowDurations(schema), ...(schema.lookback ?? [])]
  return all.some((each) => each.kind === "param" && each.name === param)
}

/** The durations of a series' windows. */
export function windowDurations({ windows }: Pick<SeriesSchema, "windows">): readonly DurationRef[] {
  return windows.flatMap((window) =>
    window.kind === "time" ? [window.length, ...(window.ending === undefined ? [] : [window.ending])] : [],
  )
}
