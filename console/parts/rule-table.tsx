import { useState } from "preact/hooks"
import type { RuleReport } from "../api.ts"
import { useShared } from "../context.ts"
import { bytes, shortNumber } from "../format.ts"
import { hashOf } from "../route.ts"
import { Sparkline } from "./plot.tsx"
import { Scroll } from "./scroll.tsx"

const sparkMoments = 120
/** So many rows are drawn at once: each has a curve. */
const rowsAtOnce = 50

/** What a column is sorted by; names rise, numbers fall. */
const columns = {
  rule: undefined,
  outputs: ({ outputs }: RuleReport) => outputs,
  "last 2 minutes": undefined,
  "partial matches": ({ partialMatches }: RuleReport) => partialMatches,
  keys: ({ keys }: RuleReport) => keys,
  state: ({ stateBytes }: RuleReport) => stateBytes,
} as const

type Column = keyof typeof columns

export interface RuleTableProps {
  /** Of the names; empty: all. */
  readonly filter?: string
  /** So many rows, those that put out most of late; undefined: all, which can be sorted. */
  readonly most?: number
}

/** The rules with what they count, and what came of each in the last two minutes. */
export function RuleTable({ filter = "", most }: RuleTableProps) {
  const { live } = useShared()
  const [by, setBy] = useState<Column>()
  const [shown, setShown] = useState(rowsAtOnce)
  const wanted = filter.toLowerCase()
  const fitting = live.rules.value.filter(({ name }) => name.toLowerCase().includes(wanted))
  const recent = recentOutputs(live.moments.value)
  const isTop = most !== undefined && fitting.length > most
  const order = isTop ? "last 2 minutes" : by
  const rules = order === undefined ? fitting : fitting.toSorted(orderOf(order, recent))
  const rows = rules.slice(0, most ?? shown)
  const left = rules.length - rows.length
  if (live.rules.value.length === 0) return <p class="muted">The job has no rules.</p>
  if (rules.length === 0) return <p class="muted">No rule has a name with “{filter}” in it.</p>
  return (
    <>
      <Scroll label="Rules with their counts">
        <table class="rules">
          <thead>
            <tr>
              {(Object.keys(columns) as Column[]).map((column) => (
                <Heading key={column} column={column} by={by} onSort={most === undefined ? setBy : undefined} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((rule) => (
              <Row key={rule.name} rule={rule} recent={recent} />
            ))}
          </tbody>
        </table>
      </Scroll>
      {left > 0 && (
        <p class="muted rest">
          {rows.length} of {rules.length.toLocaleString("en")} rules
          {isTop ? (
            <>
              : those that put out most in the last two minutes. <a href={hashOf("rules")}>All rules</a>
            </>
          ) : (
            <>
              {". "}
              <button type="button" onClick={() => setShown(shown + rowsAtOnce)}>
                Show {Math.min(left, rowsAtOnce)} more
              </button>
            </>
          )}
        </p>
      )}
    </>
  )
}

/** By rule: its outputs by moment, as far as there were some, and how many they are. */
type Recent = ReadonlyMap<string, { readonly values: readonly number[]; readonly sum: number }>

function recentOutputs(moments: readonly { readonly outputs: ReadonlyMap<string, number> }[]): Recent {
  const last = moments.slice(-sparkMoments)
  const found = new Map<string, { values: number[]; sum: number }>()
  for (const [at, { outputs }] of last.entries()) {
    for (const [rule, count] of outputs) {
      const own = found.get(rule) ?? { values: new Array<number>(last.length).fill(0), sum: 0 }
      own.values[at] = count
      own.sum += count
      found.set(rule, own)
    }
  }
  return found
}

function orderOf(column: Column, recent: Recent): (left: RuleReport, right: RuleReport) => number {
  const of = columns[column]
  if (of !== undefined) return (left, right) => of(right) - of(left)
  if (column === "rule") return (left, right) => left.name.localeCompare(right.name, "en")
  return (left, right) =>
    (recent.get(right.name)?.sum ?? 0) - (recent.get(left.name)?.sum ?? 0) || right.outputs - left.outputs
}

interface HeadingProps {
  readonly column: Column
  readonly by: Column | undefined
  /** undefined: it cannot be sorted. */
  readonly onSort: ((column: Column) => void) | undefined
}

function Heading({ column, by, onSort }: HeadingProps) {
  const isNumber = column !== "rule" && column !== "last 2 minutes"
  const direction = column === "rule" ? "ascending" : "descending"
  return (
    <th class={isNumber ? "number" : ""} aria-sort={by === column ? direction : undefined}>
      {onSort === undefined ? (
        column
      ) : (
        <button type="button" class="sort" onClick={() => onSort(column)}>
          {column}
          {by === column && <span aria-hidden="true">{column === "rule" ? " ▴" : " ▾"}</span>}
        </button>
      )}
    </th>
  )
}

const nothing: readonly number[] = [0, 0]

function Row({ rule, recent }: { rule: RuleReport; recent: Recent }) {
  const { theme } = useShared()
  const { values, sum } = recent.get(rule.name) ?? { values: nothing, sum: 0 }
  return (
    <tr data-rule={rule.name}>
      <td class="rule-name">
        <a href={hashOf("rules", rule.name)}>{rule.name}</a>
        {rule.shadow && <span class="chip">shadow</span>}
        {rule.failed > 0 && <span class="chip bad">{shortNumber(rule.failed)} failed</span>}
        {rule.incomplete && <span class="chip bad">dropped {shortNumber(rule.dropped)}</span>}
      </td>
      <td class="number" data-outputs>
        {shortNumber(rule.outputs)}
      </td>
      <td>
        <Sparkline values={values} dark={theme.dark.value} label={`${sum} in the last two minutes`} />
      </td>
      <td class="number">{shortNumber(rule.partialMatches)}</td>
      <td class="number">{shortNumber(rule.keys)}</td>
      <td class="number">{bytes(rule.stateBytes)}</td>
    </tr>
  )
}
