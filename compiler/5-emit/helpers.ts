/**
 * Small functions that generated code uses; a module holds only those that it calls. Missing is `undefined`; inside
 * arithmetic it may also be NaN, which no event, parameter or result ever is.
 */
const helpers = {
  known: "const known = (number) => (number === number ? number : undefined)",
  flag: "const flag = (cell) => (cell === 1 ? true : cell === 0 ? false : undefined)",
  divide: "const divide = (left, right) => (right === 0 ? NaN : left / right)",
  huge: "const huge = (scaled) => scaled > Number.MAX_SAFE_INTEGER || scaled < Number.MIN_SAFE_INTEGER",
  exact: "const exact = (scaled) => (scaled === scaled ? decimal(scaled) : NaN)",
  same: "const same = (left, right) => left !== undefined && left === right",
  differ:
    "const differ = (left, right) => left !== undefined && right !== undefined && left === left && right === right && left !== right",
  alike: "const alike = (left, right) => left !== undefined && right !== undefined && equal(left, right)",
  unlike: "const unlike = (left, right) => left !== undefined && right !== undefined && !equal(left, right)",
  contains: "const contains = (list, value) => list !== undefined && value !== undefined && list.includes(value)",
  lacks: "const lacks = (list, value) => list !== undefined && value !== undefined && !list.includes(value)",
  containsAlike:
    "const containsAlike = (list, value) => list !== undefined && value !== undefined && list.some((item) => equal(item, value))",
  lacksAlike:
    "const lacksAlike = (list, value) => list !== undefined && value !== undefined && !list.some((item) => equal(item, value))",
  notInSet: "const notInSet = (set, value) => value !== undefined && !set.has(value)",
  between: "const between = (value, from, to) => value >= from && value <= to",
  notBetween:
    "const notBetween = (value, from, to) => value !== undefined && from !== undefined && to !== undefined && (value < from || value > to)",
  matching: "const matching = (pattern, text) => text !== undefined && pattern.test(text)",
  notMatching: "const notMatching = (pattern, text) => text !== undefined && !pattern.test(text)",
  given: "const given = (run, ...values) => (values.includes(undefined) ? undefined : run(...values))",
} as const

export type Helper = keyof typeof helpers

/** What of the library each helper needs. */
const needs: Partial<Record<Helper, LibraryName>> = {
  exact: "decimal",
  alike: "equal",
  unlike: "equal",
  containsAlike: "equal",
  lacksAlike: "equal",
}

const libraryNames = [
  "functions",
  "show",
  "sum",
  "avg",
  "min",
  "max",
  "stddev",
  "distinct",
  "list",
  "equal",
  "decimal",
  "decoding",
] as const

export type LibraryName = (typeof libraryNames)[number]

/** All names that generated code may use for helpers and library functions. */
export const helperNames: readonly string[] = [...Object.keys(helpers), ...libraryNames]

/** Remembers which helpers and library functions the code calls. */
export class Uses {
  readonly #helpers = new Set<Helper>()
  readonly #library = new Set<LibraryName>()

  helper(name: Helper): string {
    this.#helpers.add(name)
    const needed = needs[name]
    if (needed !== undefined) this.#library.add(needed)
    return name
  }

  library(name: LibraryName): string {
    this.#library.add(name)
    return name
  }

  /** The declarations of all that was used. */
  lines(): string[] {
    const names = libraryNames.filter((name) => this.#library.has(name))
    const imported = names.length === 0 ? [] : [`const { ${names.join(", ")} } = library`]
    const declared = Object.keys(helpers) as Helper[]
    return [...imported, ...declared.filter((name) => this.#helpers.has(name)).map((name) => helpers[name])]
  }
}
