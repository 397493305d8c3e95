import type { ColumnSchema, RowsSchema } from "../abi/rows.ts"
import type { Manifest, RuleManifest } from "../abi/rule-set.ts"
import { divisionOf } from "./shares.ts"

/** Which workers need the events of a type. */
export interface TypeRoute {
  /** Each of them: a rule that they divide asks for aggregates over such events, of whichever key. */
  readonly all: boolean
  /** The first one: a rule that is not divided reads them, or asks for such aggregates. */
  readonly first: boolean
  /** One for each key that rules have which they divide: the worker whose the event's key is. */
  readonly keyed: readonly RuleManifest[]
}

/** The workers that need the events of a type, given by its number: whatever they do with them, no other one does anything with them. */
export function routeOf(type: number, manifest: Manifest): TypeRoute {
  const { rules, series, measures } = manifest
  const readers = rules.filter(({ inputs }) => inputs.includes(type))
  const divided = (rule: RuleManifest): boolean => divisionOf(rule, manifest) === "by-key"
  const kept = series.filter(({ event }) => event === type)
  const askers = rules.filter(({ asks }) => asks?.some((one) => kept.includes(series[measures[one]!.series]!)))
  const all = askers.some(divided)
  const byPaths = new Map(readers.filter(divided).map((rule) => [pathsText(rule, type), rule]))
  return {
    all,
    // What nobody asks for is kept somewhere.
    first: readers.some((rule) => !divided(rule)) || (kept.length > 0 && !all),
    keyed: [...byPaths.values()],
  }
}

function pathsText({ keys }: RuleManifest, type: number): string {
  return JSON.stringify(keys.map(({ paths }) => paths[type]))
}

/** By list of paths the columns that hold the key parts at the ends of them; undefined: some part is in none. */
function columnsAt(
  paths: readonly (readonly string[] | undefined)[],
  type: number,
  { events }: Pick<Manifest, "events">,
  { events: columns }: RowsSchema,
): readonly ColumnSchema[] | undefined {
  const { fields } = events[type]!
  const found = paths.map((path) => {
    if (path?.length !== 1) return undefined
    return columns[type]?.find(({ field, kind }) => kind !== "text" && fields[field]!.name === path[0])
  })
  return found.every((column) => column !== undefined) ? found : undefined
}

/** The columns of a rule's key in events of a type; undefined: not all of it stands in columns. */
export function keyColumns(rule: RuleManifest, type: number, manifest: Manifest): readonly ColumnSchema[] | undefined {
  const { columns } = manifest
  return (
    columns &&
    columnsAt(
      rule.keys.map(({ paths }) => paths[type]),
      type,
      manifest,
      columns,
    )
  )
}

/**
 * Which columns hold the keys of all rules and aggregates that read a type, as `RowReader.keys` has them. `none`: some of them are in no column, so that it is
 * the event that says whether anybody can use it.
 */
export function usableBy(type: number, manifest: Manifest): readonly (readonly ColumnSchema[])[] | undefined | "none" {
  const { rules, series, events, columns } = manifest
  if (columns === undefined) return "none"
  const ofRules = rules
    .filter(({ inputs }) => inputs.includes(type))
    .map(({ keys }) => keys.map(({ paths }) => paths[type]))
  const ofSeries = series.filter(({ event }) => event === type).map(({ keys }) => keys.map(({ path }) => path))
  const paths = [...ofRules, ...ofSeries]
  if (paths.some(({ length }) => length === 0)) return undefined
  const found = paths.map((each) => columnsAt(each, type, manifest, columns))
  if (!found.every((each) => each !== undefined)) return "none"
  const { fields } = events[type]!
  return found.some((parts) => parts.every(({ field }) => !fields[field]!.optional)) ? undefined : found
}
