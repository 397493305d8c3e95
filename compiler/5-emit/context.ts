import type { Expression } from "../../lang/check/model.ts"
import type { ValueType } from "../../runtime/abi/value.ts"
import type { AskPlace } from "../1-analyze/asks.ts"
import type { Plan } from "../2-plan/plan.ts"
import type { EventIds } from "../2-plan/value-type.ts"
import { type Code, Places } from "./code.ts"
import { helperNames, Uses } from "./helpers.ts"
import type { Probes } from "./probes.ts"
import { literal, Names, quote } from "./text.ts"

/** How a function of the rules or of TypeScript is called in the module. */
export interface Callable {
  readonly code: string
  /** By parameter: whether a missing argument is passed on; else it makes the result missing. */
  readonly takesMissing: readonly boolean[]
}

/** What all functions of one generated module share. */
export class ModuleContext {
  readonly names = new Names()
  readonly uses = new Uses()
  readonly places = new Places()
  /** By name of the `let`: the code of its value. */
  readonly lets = new Map<string, string>()
  readonly letValues = new Map<string, Expression>()
  readonly functions = new Map<string, Callable>()
  readonly userFunctions = new Map<string, Callable>()
  /** Names of the functions of matches and their keys, by their code. */
  readonly sharedFunctions = new Map<string, string>()
  /** Numbers of the tables by name. */
  readonly tables: ReadonlyMap<string, number>
  /** By name of an asynchronous function: the code that reads what it gave. */
  readonly userResults = new Map<string, string>()
  readonly eventIds: EventIds
  /** Built-ins that are called even with missing arguments. */
  readonly takesMissing: ReadonlySet<string>
  /** Numbers of the aggregates over past events, by `historyText`. */
  readonly measures: ReadonlyMap<string, number>
  /** Numbers of the calls of asynchronous functions, by `awaitedText`, and of the models, by name. */
  readonly awaited: ReadonlyMap<string, number>
  readonly models: ReadonlyMap<string, number>
  /** Where tests are told what conditions said; absent in what runs in production. */
  readonly probes: Probes | undefined
  readonly #constants = new Map<string, { name: string; code: string }>()

  constructor({ events, takesMissing, measures, tables, awaited, models }: Plan, probes?: Probes) {
    this.probes = probes
    this.eventIds = new Map(events.map((event, id) => [event.name, id]))
    this.takesMissing = new Set(takesMissing)
    this.tables = new Map(tables.map(({ name }, number) => [name, number]))
    this.measures = new Map(measures.map((measure, number) => [measure.history, number]))
    this.awaited = new Map(awaited.map((one, number) => [one.call, number]))
    this.models = new Map(models.map((one, number) => [one.name, number]))
    for (const name of [
      ...helperNames,
      "library",
      "params",
      "host",
      "manifest",
      "create",
      "rules",
      "event",
      "match",
      "key",
      "it",
      "each",
      "user",
      "toUser",
      "fromUser",
    ])
      this.names.take(name)
  }

  /** A constant of the module: the same code is declared once. */
  constant(name: string, code: string): string {
    const known = this.#constants.get(code)
    if (known !== undefined) return known.name
    const taken = this.names.take(name)
    this.#constants.set(code, { name: taken, code })
    return taken
  }

  pattern(source: string, flags: string): string {
    const plain = flags.replace(/[gy]/g, "")
    const code = plain === "" ? `new RegExp(${quote(source)})` : `new RegExp(${quote(source)}, ${quote(plain)})`
    return this.constant("pattern", code)
  }

  type(type: ValueType): string {
    return this.constant(`${type.kind}Type`, literal(type))
  }

  /** The declarations of all constants, in the order in which they were first asked for. */
  constants(): string[] {
    return [...this.#constants.values()].map(({ name, code }) => `const ${name} = ${code}`)
  }
}

/** What is wanted of an expression: its value, one in which NaN may stand for missing, or whether it is true. */
export type Reading = "value" | "raw" | "truth"

/** Where an expression stands. */
export interface Scope {
  readonly module: ModuleContext
  /** Parameters of the function around it, by name in the rules. */
  readonly locals: ReadonlyMap<string, string>
  /** Places of the rule's keys in the `key` argument. */
  readonly keys: readonly string[]
  /** The code of the element inside an aggregate, and whether it may be missing. */
  readonly element?: { readonly code: string; readonly optional: boolean }
  /** In rules: where aggregates over past events stand. */
  readonly place?: AskPlace
  /** Other code for some expressions, where values are read otherwise; undefined: the usual. */
  readonly instead?: Instead
}

/** `scope`: the one in which the expression stands, inside an aggregate that of its elements. */
export type Instead = (expression: Expression, how: Reading, scope: Scope) => Code | undefined

export type Of<K extends Expression["kind"]> = Extract<Expression, { kind: K }>
