/** Reads what an operator holds for one key, whatever its form: as a cut of the state would have it. */
import type { EventRecord } from "../../abi/event.ts"
import type { RuleManifest } from "../../abi/rule-set.ts"
import { ByteReader, ByteWriter } from "../../state/bytes.ts"
import type { KeyedState, Layout, OperatorState, Table } from "../../state/contract.ts"
import { MemoryTable } from "../../state/table.ts"
import { partialsOf } from "./derive.ts"
import type { HeldPartial } from "./held.ts"
import { readHeld, tablesOf } from "./read.ts"
import { storedForm } from "./stored-form.ts"
import { unfolding } from "./unfold.ts"

/** The partial matches of a key. */
export interface KeyPartials {
  readonly partials: readonly HeldPartial[]
  readonly completed: readonly HeldPartial[]
}

/**
 * The partial matches that a rule's operator holds for a key. `isOver`: whether the window of what began then is over: some forms let go of that only when the key
 * has its next event. undefined: what it keeps are no partial matches.
 */
export function partialsOfKey(
  rule: RuleManifest,
  layout: Layout,
  operator: KeyedState,
  key: number,
  limit: number,
  isOver: (startAt: number) => boolean,
): KeyPartials | undefined {
  const stored = storedForm(layout.fingerprint)
  if (stored === undefined) return undefined
  if (!operator.holdsAtCut(key)) return { partials: [], completed: [] }
  const { shape, kept } = stored
  const state = stateOfKey(operator, key, tablesOf(kept))
  const [held] = readHeld(stored, state, { numbers: rule.inputs, names: shape.inputs })
  if (held === undefined) return { partials: [], completed: [] }
  const unfold =
    kept.form === "ring" || kept.form === "combination"
      ? unfolding(rule.automaton, shape.steps, kept, limit)
      : () => ({ partials: [], dropped: 0, isOther: false })
  const { partials } = partialsOf(held, unfold, isOver)
  return {
    partials: partials.filter(({ startAt }) => !isOver(startAt)),
    completed: held.kind === "partials" ? held.completed : [],
  }
}

/** A state of which a cut has this key alone. */
function stateOfKey(operator: KeyedState, key: number, layouts: Layout["tables"]): OperatorState {
  const out = new ByteWriter()
  const numbers = new Map<EventRecord, number>()
  operator.write(key, out, (event) => {
    const number = numbers.get(event) ?? numbers.size
    numbers.set(event, number)
    return number
  })
  const written = { key: operator.valuesOf(key), entry: new ByteReader(out.taken()), events: [...numbers.keys()] }
  const tables = new Map<string, Table>(layouts.map((layout) => [layout.name, new MemoryTable(layout)]))
  return {
    table: (name) => tables.get(name)!,
    keep: () => {},
    keepIndex: () => {},
    restored: () => [written],
    lastLogs: () => [],
    logged: () => [],
  }
}
