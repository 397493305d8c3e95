import type { Automaton } from "../../runtime/abi/automaton.ts"

/** Where a state stands: columns from the start, rows within a column. */
export interface Cell {
  readonly column: number
  readonly row: number
}

/**
 * A layered layout: a state's column is the longest way to it from the start, edges that lead back left out; within a
 * column states keep the order of their first predecessor, which leaves few crossings in the narrow graphs of patterns.
 */
export function layout(automaton: Automaton): readonly Cell[] {
  const columns = longestWays(automaton)
  const order = breadthFirst(automaton)
  const filled: number[] = []
  const cells: Cell[] = automaton.states.map(() => ({ column: 0, row: 0 }))
  for (const state of order) {
    const column = columns[state]!
    const row = filled[column] ?? 0
    filled[column] = row + 1
    cells[state] = { column, row }
  }
  return cells
}

/** Depth-first; an edge into a state that is still open leads back and does not count. */
function longestWays({ states, start }: Automaton): readonly number[] {
  const order: number[] = []
  const seen = states.map(() => "new" as "new" | "open" | "done")
  const back = new Set<string>()
  const visit = (state: number): void => {
    seen[state] = "open"
    for (const { target } of states[state]!.edges) {
      if (seen[target] === "open") back.add(`${state} ${target}`)
      else if (seen[target] === "new") visit(target)
    }
    seen[state] = "done"
    order.unshift(state)
  }
  visit(start)
  for (const state of states.keys()) if (seen[state] === "new") visit(state)
  const columns = states.map(() => 0)
  for (const state of order) {
    for (const { target } of states[state]!.edges) {
      if (back.has(`${state} ${target}`)) continue
      columns[target] = Math.max(columns[target]!, columns[state]! + 1)
    }
  }
  return columns
}

function breadthFirst({ states, start }: Automaton): readonly number[] {
  const order = new Set([start])
  for (const state of order) for (const { target } of states[state]!.edges) order.add(target)
  for (const state of states.keys()) order.add(state)
  return [...order]
}
