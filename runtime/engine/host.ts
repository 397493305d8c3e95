import type { EngineOptions, GivenFeature } from "../abi/engine.ts"
import type { EventRecord } from "../abi/event.ts"
import type { Host } from "../abi/host.ts"
import type { MeasureSchema } from "../abi/series.ts"
import type { Fields } from "../abi/value.ts"
import type { History } from "../aggregate/history.ts"
import type { LookupTables } from "../tables/lookup-tables.ts"
import type { Scorer } from "./scorer.ts"

/** Answers what generated code asks for: aggregates over past events, tables, models, awaited results. */
export class EngineHost implements Host {
  private readonly scorer: Scorer

  private readonly tables: LookupTables

  /** As `code`. */
  private readonly codeOf: (domain: number, constant: number) => number

  constructor(scorer: Scorer, tables: LookupTables, codeOf: (domain: number, constant: number) => number) {
    this.scorer = scorer
    this.tables = tables
    this.codeOf = codeOf
  }

  code(domain: number, constant: number): number {
    return this.codeOf(domain, constant)
  }

  private past: History | undefined
  /** By number of the measure: the value that a test gave the feature. */
  private given: readonly (GivenFeature | undefined)[] = []

  /** Where aggregates come from; `features`: values that tests give them instead. */
  attach(history: History, measures: readonly MeasureSchema[], features: EngineOptions["features"] = {}): void {
    const byName = new Map(Object.entries(features))
    this.past = history
    this.given = measures.map(({ feature }) => (feature === undefined ? undefined : byName.get(feature)))
  }

  history(
    measure: number,
    at: EventRecord | undefined,
    key: readonly unknown[],
    select?: (element: Fields) => unknown,
  ): unknown {
    const given = givenFor(this.given[measure], key)
    return given === undefined ? this.past!.ask(measure, at, key, select) : given.value
  }

  isNew(measure: number, at: EventRecord | undefined, key: readonly unknown[], value: readonly unknown[]): boolean {
    return this.past!.isNew(measure, at, key, value)
  }

  row(table: number, key: readonly unknown[], at: number | undefined): Fields | undefined {
    return this.tables.row(table, key, at)
  }

  score(model: number, args: readonly unknown[]): unknown {
    return this.scorer.score(model, args)
  }

  awaited(call: number, at: EventRecord | undefined): unknown {
    return at?.awaited?.get(call)
  }
}

/** What a test gave a feature for a key; undefined: nothing. A missing part of the key gives a missing value, as without tests. */
function givenFor(given: GivenFeature | undefined, key: readonly unknown[]): { readonly value?: unknown } | undefined {
  if (given === undefined || key.some((part) => part === undefined)) return undefined
  const own = given.keys?.find((each) => each.key.every((part, i) => part === key[i]))
  return own ?? (Object.hasOwn(given, "value") ? given : undefined)
}
