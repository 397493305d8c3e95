import type { EventRecord } from "../abi/event.ts"
import type { Rows } from "../abi/rows.ts"
import type { Manifest, Program } from "../abi/rule-set.ts"
import type { SeriesSchema } from "../abi/series.ts"
import type { Layout, OperatorState, StateBackend, TableLayout, Takes } from "../state/contract.ts"
import { About, aboutTable } from "./about.ts"
import { columnTypeOf } from "./capture.ts"
import type { AggregateMeasure, Measure, Select, Series, SeriesOptions } from "./contract.ts"
import { type Identity, identityOfParts, textOf } from "./identity.ts"
import { LogSeries, logTables } from "./log.ts"
import { RecentSeries, recentTables } from "./recent.ts"
import type { RowSeries, RowSource, RowsAtHand } from "./rows/contract.ts"
import { type RowLog, RowLogCut, RowLogs } from "./rows/log.ts"
import { tablesOfLog } from "./rows/log-cut.ts"
import { RowTotal, tablesOfTotals } from "./rows/total.ts"
import { type TotalKind, TotalSeries, totalKindOf, totalTables } from "./total.ts"
import { usesDuration } from "./windows.ts"

export interface HistoryOptions {
  readonly manifest: Pick<Manifest, "events" | "series" | "measures">
  readonly program: Pick<Program, "series">
  readonly backend: StateBackend
  /** Live: a changed value is seen at once. */
  readonly params: Readonly<Record<string, unknown>>
  /** The filter or a value of a series threw: the event does not count there. */
  readonly onFailure: (event: EventRecord, series: string, thrown: unknown) => void
  /** By operator: up to when it may lack events although it was restored; undefined: it does not, or says so itself. */
  readonly lacksUpTo?: (operator: string) => number | undefined
  /** Up to when a series that the restored state does not have lacks events; -Infinity where nothing was restored. */
  readonly after: number
  /** Absent: all series take events as objects. */
  readonly ofRows?: SeriesOfRows
  /** Whether keys of rows have the numbers that they had in the engine before, by the places of their spaces; undefined: nothing is taken over as it lies. */
  readonly keepsKeys?: ((before: number, now: number) => boolean) | undefined
}

/** Series that take rows. */
export interface SeriesOfRows {
  /** By place in the manifest: how a series reads rows; undefined: it takes events as objects. */
  readonly sources: readonly (RowSource | undefined)[]
  /** The columns that measures of rows stand in. */
  readonly rows: Rows
}

/** What is known of one series, for whoever watches the engine. */
export interface SeriesFacts {
  readonly name: string
  readonly keys: number
  /** Events, values or totals that are kept. */
  readonly entries: number
  /** Events later than this are all in it (or were let go because no window holds them); -Infinity: since the beginning. */
  readonly completeAfter: number
}

/** A series as it is kept: a schema has one, or for totals one for each kind of aggregate. */
interface Kept {
  readonly schema: SeriesSchema
  readonly operator: string
  readonly about: About
  readonly series: Series | RowSeries
}

interface Asked {
  readonly measure: Measure
  readonly kept: Kept
  /** Of a series that takes events as objects. */
  readonly series: Series | undefined
  /** Else the column of rows that holds the measure. */
  readonly column: number | undefined
}

/** A series of events as objects. */
interface Reader {
  readonly name: string
  readonly series: Series
}

/** All that is kept of past events, and the aggregates over it. */
export class History {
  /** Series that began anew because a parameter in them is another than when the restored state was made: their places in the manifest. */
  readonly outdated: readonly number[]
  private readonly schemas: readonly SeriesSchema[]
  private readonly onFailure: HistoryOptions["onFailure"]
  private readonly kept: readonly Kept[]
  private readonly byType: readonly (readonly Reader[])[]
  private readonly measures: readonly Asked[]
  private readonly ofRows: SeriesOfRows | undefined
  private readonly takers: readonly RowSeries[]
  /** Which event is at hand. */
  private sequence = -1
  /** Its row, where it stands in one. */
  private row = 0

  constructor(options: HistoryOptions) {
    const { manifest } = options
    this.schemas = manifest.series
    this.onFailure = options.onFailure
    const byName = new Map<string, Kept>()
    this.ofRows = options.ofRows
    const logs = new RowLogs(options.after)
    this.measures = manifest.measures.map((schema, number) => {
      const measure = { ...schema, number }
      const kept = openOnce(options, measure, byName, logs)
      const column = options.ofRows?.sources[measure.series]?.columns.get(number)
      return { measure, kept, series: isOfRows(kept.series) ? undefined : kept.series, column }
    })
    this.kept = [...byName.values()]
    this.takers = this.kept.flatMap(({ series }) => (isOfRows(series) ? [series] : []))
    logs.open()
    this.byType = manifest.events.map((_, type) =>
      this.kept.flatMap(({ schema: { event, name }, series }) =>
        event === type && !isOfRows(series) ? [{ name, series }] : [],
      ),
    )
    const outdated = this.kept.filter(({ about }) => !about.upToDate)
    for (const kept of outdated) restart(kept, options.after)
    this.outdated = this.placesOf(outdated)
  }

  /** The names under which the state of a series is kept. */
  operatorsOf(series: number): string[] {
    return this.kept.filter(({ schema }) => schema === this.schemas[series]).map(({ operator }) => operator)
  }

  /** Whether a series takes rows, by its place in the manifest. */
  isOfRows(series: number): boolean {
    return this.ofRows?.sources[series] !== undefined
  }

  /** Whether something of rows is kept for a key of a space. */
  holds(space: number, key: number): boolean {
    return this.takers.some((taker) => taker.space === space && taker.holds(key))
  }

  /** The series whose keys do not leave memory, in words. */
  staying(): string[] {
    return this.kept.flatMap(({ schema, series }) => ("stays" in series && series.stays === false ? [] : schema.name))
  }

  /** Takes in the rows that are judged next, before any rule judges one; the measures of these series are then columns. */
  take(batch: RowsAtHand): void {
    for (const series of this.takers) series.take(batch)
  }

  /** The sequence numbers that the events of these rows got, by place. */
  number(sequences: Int32Array): void {
    for (const series of this.takers) series.number(sequences)
  }

  /** The event at hand stands in this row: what is asked of series that take rows is read there. */
  attend(row: number): void {
    this.row = row
  }

  /** Writes what is not in the state yet, for a snapshot. */
  store(): void {
    for (const series of this.takers) series.store()
  }

  /** Takes in the event at hand, before any rule judges it. */
  update(event: EventRecord): void {
    this.sequence = event.sequence
    const readers = this.byType[event.type]!
    for (let i = 0; i < readers.length; i++) {
      try {
        readers[i]!.series.update(event)
      } catch (thrown) {
        this.onFailure(event, readers[i]!.name, thrown)
      }
    }
  }

  /** As `Host.history`. */
  ask(number: number, at: EventRecord | undefined, key: readonly unknown[], select?: Select): unknown {
    const { measure, kept, series, column } = this.measures[number]!
    if (series === undefined) return this.readRow(column!)
    const identity = keyOf(key)
    if (at === undefined || identity === undefined) return undefined
    return series.ask(measure as AggregateMeasure, identity, at, this.isCurrent(at, kept.schema), select)
  }

  /** As `Host.isNew`. */
  isNew(number: number, at: EventRecord | undefined, key: readonly unknown[], value: readonly unknown[]): boolean {
    const { measure, kept, series } = this.measures[number]!
    const identity = keyOf(key)
    if (at === undefined || identity === undefined || value.some((part) => part === undefined)) return false
    return series!.isNew(measure, identity, at, this.isCurrent(at, kept.schema), value)
  }

  /** Frees what no event after `time` can ask for. */
  forget(time: number): void {
    for (const { series } of this.kept) series.forget(time)
  }

  /** After a parameter was set, at `time`. Returns the places of the series that begin anew. */
  paramChanged(name: string, time: number): number[] {
    const restarted = this.kept.filter(({ about }) => !about.upToDate)
    for (const kept of restarted) restart(kept, time)
    for (const { schema, series } of this.kept) if (usesDuration(schema, name)) series.resize()
    return this.placesOf(restarted)
  }

  facts(): SeriesFacts[] {
    return this.schemas.map((series) => {
      const kept = this.kept.filter(({ schema }) => schema === series)
      return {
        name: series.name,
        keys: Math.max(0, ...kept.map((each) => each.series.keys)),
        entries: kept.reduce((sum, each) => sum + each.series.entries, 0),
        completeAfter: Math.max(Number.NEGATIVE_INFINITY, ...kept.map(({ about }) => about.completeAfter)),
      }
    })
  }

  /** Under which names of operators the state of each series stands, in the order of the series. */
  operators(): readonly { readonly name: string; readonly operators: readonly string[] }[] {
    return this.schemas.map((schema) => {
      const own = this.kept.filter((each) => each.schema === schema)
      return { name: schema.name, operators: own.map(({ operator }) => operator) }
    })
  }

  private readRow(column: number): number | undefined {
    const value = this.ofRows!.rows.numbers[column]![this.row]!
    return Number.isNaN(value) ? undefined : value
  }

  private placesOf(kept: readonly Kept[]): number[] {
    return this.schemas.flatMap((series, i) => (kept.some(({ schema }) => schema === series) ? [i] : []))
  }

  private isCurrent(at: EventRecord, schema: SeriesSchema): boolean {
    if (at.sequence === this.sequence) return true
    if (schema.lookback === null) throw new Error(`${schema.name} was asked for as of an event that is past`)
    return false
  }
}

function isOfRows(series: Series | RowSeries): series is RowSeries {
  return "take" in series
}

function keyOf(parts: readonly unknown[]): Identity | undefined {
  for (let i = 0; i < parts.length; i++) if (parts[i] === undefined) return undefined
  return identityOfParts(parts)
}

function restart({ series, about }: Kept, after: number): void {
  series.clear()
  about.begin(after)
}

interface Opened {
  readonly state: OperatorState
  readonly about: About
}

function openOnce(options: HistoryOptions, measure: Measure, byName: Map<string, Kept>, logs: RowLogs): Kept {
  const schema = options.manifest.series[measure.series]!
  const total = schema.kind === "total" ? totalOf(schema, measure) : undefined
  const operator =
    total === undefined
      ? `series ${schema.name}`
      : `series ${schema.name} | ${textOf([total.kind, total.column ?? null])}`
  const before = byName.get(operator)
  if (before !== undefined) return before
  const layout = layoutOf(options, schema, operator, total)
  const source = options.ofRows?.sources[measure.series]
  const ready = (state: OperatorState): Opened => {
    // Where cuts have them otherwise than tables do.
    if (total !== undefined) tablesOfTotals(state, total.kind)
    else if (schema.kind === "log") tablesOfLog(state, schema)
    return { state, about: new About(schema, options.params, state, options.after) }
  }
  const found = ready(options.backend.open(layout, handedTo(options, schema, source)))
  const anew = found.about.upToDate ? undefined : options.backend.anew?.(layout)
  const { state, about } = anew === undefined ? found : ready(anew)
  // What was rebuilt has seen all.
  if (anew === undefined) about.lost(options.lacksUpTo?.(operator) ?? Number.NEGATIVE_INFINITY)
  const common = {
    schema,
    program: options.program.series[measure.series]!,
    state,
    measures: options.manifest.measures.flatMap((each, number) =>
      each.series === measure.series ? [{ ...each, number }] : [],
    ),
    params: options.params,
    about,
  }
  const series = openSeries(common, total, source, logs)
  const kept = { schema, operator, about, series }
  byName.set(operator, kept)
  return kept
}

/** Whether a series goes on with what one of the same kind has as it lies. One that begins anew does not: parameters in it have other values. */
function handedTo(
  { keepsKeys, params }: HistoryOptions,
  schema: SeriesSchema,
  source: RowSource | undefined,
): Takes | undefined {
  if (keepsKeys === undefined) return undefined
  const isSame = ({ about }: Pick<RowLog, "about">): boolean => about.wasMadeWith(schema, params)
  if (source === undefined) return (former) => isOfObjects(former) && isSame(former)
  const fits = (series: RowLog | RowTotal): boolean => isSame(series) && keepsKeys(series.space, source.space)
  return (former) =>
    former instanceof RowLogCut ? fits(former.series) : former instanceof RowTotal ? fits(former) : false
}

function isOfObjects(state: unknown): state is LogSeries | RecentSeries | TotalSeries {
  return state instanceof LogSeries || state instanceof RecentSeries || state instanceof TotalSeries
}

function openSeries(
  options: SeriesOptions,
  total: TotalPart | undefined,
  source: RowSource | undefined,
  logs: RowLogs,
): Series | RowSeries {
  if (total !== undefined) {
    const { kind, column } = total
    if (source === undefined) return new TotalSeries(options, kind, column)
    const own = options.measures.filter((each) => sameTotal(totalOf(options.schema, each), total))
    return new RowTotal({ ...options, measures: own }, kind, column, source)
  }
  if (source !== undefined) return logs.add(options, source)
  return options.schema.kind === "log" ? new LogSeries(options) : new RecentSeries(options)
}

function sameTotal(left: TotalPart, right: TotalPart): boolean {
  return left.kind === right.kind && left.column === right.column
}

interface TotalPart {
  readonly kind: TotalKind
  readonly column: number | undefined
}

function totalOf({ name }: SeriesSchema, { op, column }: Measure): TotalPart {
  const kind = op === "new" ? undefined : totalKindOf(op)
  if (kind === undefined) throw new Error(`${name}: ${op} has no constant size, it cannot be kept for ever`)
  return { kind, column }
}

/** Windows, and which aggregates are asked, are not part of it: they may change and the state is kept. */
function layoutOf(
  { manifest }: HistoryOptions,
  schema: SeriesSchema,
  operator: string,
  total: TotalPart | undefined,
): Layout {
  const { keys, columns, counted, kind, code } = schema
  const event = manifest.events[schema.event]!.name
  const types = columns.map(({ type, optional }) => [type, optional])
  const made = code === undefined ? [] : [code]
  const fingerprint = textOf([kind, event, keys.map(({ type, path }) => [type, path]), types, counted, ...made])
  return { operator, fingerprint, dividedBy: null, tables: [aboutTable, ...tablesOf(schema, total)] }
}

function tablesOf(schema: SeriesSchema, total: TotalPart | undefined): readonly TableLayout[] {
  if (total !== undefined) {
    const type = total.column === undefined ? "value" : columnTypeOf(schema.columns[total.column]!.type)
    return totalTables(total.kind, type)
  }
  return schema.kind === "log" ? logTables(schema) : recentTables
}
