import type { FunctionDeclaration, ParameterDeclaration } from "../../lang/catalog.ts"

/** The code of a built-in. It gets values in their inside form, all of the declared types, and gives `undefined` for missing. */
export type Code = (...values: never[]) => unknown

/** A function as the language sees it: all ways to call it, and the one code behind them. */
export interface Builtin {
  readonly declarations: readonly FunctionDeclaration[]
  readonly code: Code
}

type Overload = Omit<FunctionDeclaration, "name" | "group">

/** A built-in with its ways to be called; the first one whose parameters fit is taken, so the narrower types stand first. */
export function builtin(
  group: FunctionDeclaration["group"],
  name: string,
  code: Code,
  ...overloads: readonly Overload[]
): Builtin {
  return { declarations: overloads.map((overload) => ({ name, group, ...overload })), code }
}

/** The types that declarations name often. */
export const type = {
  string: { kind: "string" },
  number: { kind: "number" },
  integer: { kind: "integer" },
  boolean: { kind: "boolean" },
  time: { kind: "time" },
  duration: { kind: "duration" },
  strings: { kind: "list", of: { kind: "string" } },
  /** A list of anything. */
  list: { kind: "list", of: { kind: "unknown" } },
} as const

/** A parameter; further properties (optional, rest, check) are added by `more`. */
export function parameter(
  name: string,
  type: ParameterDeclaration["type"],
  doc: string,
  more: Partial<ParameterDeclaration> = {},
): ParameterDeclaration {
  return { name, type, doc, ...more }
}

/** Results longer than this many UTF-16 units are cut off: one event must not be able to fill the memory. */
export const longestText = 1 << 24

/** A number as a result: what is not finite is missing. */
export function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined
}
