import type { Span } from "../source.ts"
import type { FieldType, Type } from "./types.ts"

/** Why a function or an interface of a TypeScript file cannot be used in rules, in a sentence without a full stop. */
export interface TypeScriptProblem {
  readonly problem: string
  readonly span?: Span
}

/** An exported function whose types have a `.cep` form. */
export interface TypeScriptFunction {
  readonly parameters: readonly { readonly name: string; readonly type: Type }[]
  /** Of an asynchronous function: what its promise gives. */
  readonly returns: Type
  readonly async?: true
  readonly span?: Span
}

/**
 * What the checker asks about TypeScript sources. `path` is one of the compilation's paths (imports are resolved already);
 * `undefined`: there is no such file.
 */
export interface TypeScriptTypes {
  functions(path: string): ReadonlyMap<string, TypeScriptFunction | TypeScriptProblem> | undefined
  interfaces(path: string): ReadonlyMap<string, readonly FieldType[] | TypeScriptProblem> | undefined
}
