/** The partial matches that a snapshot of the general form holds, for those who look at them. */

/** A partial match. */
export interface Held {
  /** The parts of its key. */
  readonly key: readonly unknown[]
  /** Number of the automaton's state. */
  readonly state: number
  /** Its events from the first to the last; `step`: number of the rule's step. */
  readonly events: readonly { readonly step: number; readonly text: string }[]
}

type Column = readonly unknown[]

interface Table {
  readonly name: string
  /** Rows that hold nothing. */
  readonly free: readonly number[]
  readonly columns: Readonly<Record<string, Column>>
}

interface Snapshot {
  readonly operators: readonly { readonly operator: string; readonly tables: readonly Table[] }[]
}

const none = -1

/** Of a rule that steps an automaton. The tables are those of `runtime/match/layout.ts`. */
export function heldBy(snapshot: unknown, rule: string): readonly Held[] {
  const operator = (snapshot as Snapshot).operators.find((one) => one.operator === `pattern ${rule}`)
  if (operator === undefined) return []
  const column = (table: string, name: string): Column =>
    operator.tables.find((one) => one.name === table)?.columns[name] ?? []
  const numbers = (table: string, name: string) => column(table, name) as readonly number[]
  const values = (table: string, name: string) => column(table, name) as readonly (readonly unknown[] | null)[]
  const three = (table: string, [a, b, c]: readonly [string, string, string]) =>
    [numbers(table, a), numbers(table, b), numbers(table, c)] as const
  const [states, nodes, nexts] = three("partials", ["state", "node", "next"])
  const [steps, events, parents] = three("nodes", ["step", "event", "parent"])
  const records = values("events", "event")
  const chain = (last: number): Held["events"] => {
    const found: { step: number; text: string }[] = []
    for (let node = last; node !== none; node = parents[node]!) {
      const [record] = records[events[node]!] as readonly [{ readonly text: string }]
      found.unshift({ step: steps[node]!, text: record.text })
    }
    return found
  }
  const free = new Set(operator.tables.find(({ name }) => name === "keys")?.free)
  return numbers("keys", "head").flatMap((head, row) => {
    if (free.has(row)) return []
    const [key] = (values("keys", "key")[row] ?? [[]]) as readonly [readonly unknown[]]
    const held: Held[] = []
    for (let at = head; at !== none && at !== undefined; at = nexts[at]!) {
      held.push({ key, state: states[at]!, events: chain(nodes[at]!) })
    }
    return held
  })
}
