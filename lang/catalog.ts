/**
 * What a built-in function or a connector must declare to be usable in a rule. Types only: the compiler is handed the
 * catalogue by value, so the language knows no function by name.
 */
import type { Type } from "./check/types.ts"

export interface ParameterDeclaration {
  readonly name: string
  /** The type it takes; `any`: every type. A `number` parameter takes integers, and decimals (converted) too. */
  readonly type: Type | "any"
  /** May be left out. */
  readonly optional?: boolean
  /** Takes all further arguments. Last parameter only. */
  readonly rest?: boolean
  /**
   * What is wrong with a value (a phrase such as "`Europe/Londn` is no time zone"); nothing where it is right. Asked by the compiler for
   * literal arguments; a wrong value that comes at run time gives a missing result.
   */
  readonly check?: (value: string | number | boolean) => string | undefined
  readonly doc: string
}

/**
 * One way to call a function. By default a missing argument gives a missing result without calling it;
 * `takesMissing` functions are called all the same and see `undefined`.
 */
export interface FunctionDeclaration {
  readonly name: string
  readonly group: "text" | "number" | "time" | "geography" | "network" | "hash" | "list"
  readonly doc: string
  readonly parameters: readonly ParameterDeclaration[]
  /** The result's type; `{ sameAs: i }`: that of argument i (min, max, abs …: integer stays integer). */
  readonly returns: Type | { readonly sameAs: number }
  readonly takesMissing?: boolean
  /** Executed by the tests and shown in the docs: `call` is `.cep` text, `gives` the JSON value of its result. */
  readonly examples: readonly { readonly call: string; readonly gives: unknown }[]
}

/** What stands before `from` or `to`. */
export type ConnectorUse = "source" | "sink" | "table" | "model"

export interface ConnectorOption {
  readonly name: string
  readonly type: "text" | "number" | "boolean"
  readonly required?: boolean
  /** Given as the first unnamed argument. */
  readonly positional?: boolean
  /** Where it can be given; default: wherever the connector can be used. */
  readonly use?: readonly ConnectorUse[]
  /** What holds where it is not given. The connector reads it from here. */
  readonly default?: string | number | boolean
  /** The only values that it can have, in lower case; they may be given in capitals. */
  readonly choices?: readonly string[]
  /** Of numbers: what they count. */
  readonly unit?: "seconds" | "bytes"
  readonly doc: string
}

export interface ConnectorDeclaration {
  readonly name: string
  readonly doc: string
  readonly use: readonly ConnectorUse[]
  readonly options: readonly ConnectorOption[]
  /** As the command line writes them; of connectors that it does not name, as rules do. */
  readonly examples: readonly string[]
  /** What it promises where, beside what its page says of all connectors: whether events and outputs can come twice, or be lost. */
  readonly promises?: Readonly<Partial<Record<ConnectorUse, string>>>
  /** Its sources can be `partitioned by` a field: a partition can be read by itself, and there are as many in every run. */
  readonly partitioned?: true
}

export interface Catalog {
  readonly functions: readonly FunctionDeclaration[]
  readonly connectors: readonly ConnectorDeclaration[]
}
