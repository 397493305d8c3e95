/** A rule's automaton for those who draw it: plain data. */
export interface RuleAutomaton {
  readonly rule: string
  /** How it is matched: `filter`, `ring`, `combination`, `windows` or `general`. */
  readonly form: string
  readonly states: readonly StateView[]
  readonly edges: readonly EdgeView[]
  /** The names of its key's parts. */
  readonly keys: readonly string[]
  /** The fields of the events that it reads which hold their times; `seconds`: as numbers of seconds, not milliseconds. */
  readonly timeFields: readonly { readonly field: string; readonly seconds: boolean }[]
  /** The conditions by number, in words. */
  readonly conditions: readonly string[]
}

export interface StateView {
  readonly kind: string
  /** The step whose event is taken out of this state. */
  readonly step: string | null
  /** Where it is drawn: columns from the start, rows within a column. */
  readonly column: number
  readonly row: number
}

export interface EdgeView {
  /** Numbers of states. */
  readonly from: number
  readonly to: number
  readonly action: "take" | "ignore" | "proceed"
  /** Over `c0`, `c1` …; empty: always. */
  readonly guard: string
}
