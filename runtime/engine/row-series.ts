import type { EngineOptions } from "../abi/engine.ts"
import type { Manifest, Program } from "../abi/rule-set.ts"
import type { SeriesOfRows } from "../aggregate/history.ts"
import type { RowSource } from "../aggregate/rows/contract.ts"
import type { RowEvents } from "./row-events.ts"

/** The series that take rows; undefined: none does, and rules that ask for aggregates judge events as objects. */
export function seriesOfRows(
  { series, measures }: Manifest,
  { rowValues }: Program,
  events: RowEvents,
  { forms, features = {} }: EngineOptions,
): SeriesOfRows | undefined {
  const { schema, spaces, rows } = events
  // What a test gives instead of an aggregate is known where rules ask, not in columns.
  const isGiven = measures.some(({ feature }) => feature !== undefined && Object.hasOwn(features, feature))
  if (forms === "general" || isGiven || schema.series === undefined) return undefined
  const sources = new Map(
    schema.series.map((one): [number, RowSource] => {
      const space = one.space ?? events.unkeyed
      const values = one.values.map((place) => rowValues![place]!)
      const columns = new Map(one.measures.map(({ measure, column }) => [measure, column]))
      return [one.series, { select: one.select, whole: one.whole, space, keys: spaces[space]!, values, columns }]
    }),
  )
  return { sources: series.map((_, place) => sources.get(place)), rows }
}
