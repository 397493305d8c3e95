import type { EventRecord } from "../../abi/event.ts"
import { none } from "../../match/layout.ts"
import { MatchStore } from "../../match/store.ts"
import type { Column, OperatorState } from "../../state/contract.ts"
import { type EntryEvents, KeyEntries } from "../pattern-entry.ts"
import { type HeldEvent, type HeldKey, type HeldNode, type HeldPartial, inOrder } from "./held.ts"
import type { GeneralState } from "./stored-form.ts"

/** Reads partial matches out of tables. */
export class PartialReader {
  private readonly store: MatchStore
  private readonly heldOf: (event: EventRecord) => HeldEvent
  private readonly head: Column<number>
  private readonly completedHead: Column<number>
  private readonly events = new Map<EventRecord, HeldEvent>()
  private readonly nodes = new Map<number, HeldNode>()

  /** `heldOf`: asked once for each event. */
  constructor(state: OperatorState, heldOf: (event: EventRecord) => HeldEvent) {
    this.store = new MatchStore(state)
    this.heldOf = heldOf
    const keys = state.table("keys")
    this.head = keys.number("head")
    this.completedHead = keys.number("completedHead")
  }

  /** What a row of the keys holds. */
  read(key: number): { readonly partials: readonly HeldPartial[]; readonly completed: readonly HeldPartial[] } {
    // What partial matches share is of one key.
    this.events.clear()
    this.nodes.clear()
    return {
      partials: inOrder(this.list(this.head.get(key))),
      completed: this.list(this.completedHead.get(key)),
    }
  }

  private list(head: number): HeldPartial[] {
    const { store } = this
    const partials: HeldPartial[] = []
    for (let row = head; row !== none; row = store.next.get(row)) {
      partials.push({
        state: store.state.get(row),
        startAt: store.startAt.get(row),
        startSequence: store.startSequence.get(row),
        lastAt: store.lastAt.get(row),
        node: this.nodeOf(store.node.get(row)),
      })
    }
    return partials
  }

  private nodeOf(last: number): HeldNode | undefined {
    const { store, nodes } = this
    const chain: number[] = []
    let row = last
    for (; row !== none && !nodes.has(row); row = store.parent.get(row)) chain.push(row)
    let node = row === none ? undefined : nodes.get(row)
    for (const each of chain.reverse()) {
      node = { step: store.step.get(each), event: this.eventOf(store.eventOf(each)), before: node }
      nodes.set(each, node)
    }
    return node
  }

  private eventOf(record: EventRecord): HeldEvent {
    let held = this.events.get(record)
    if (held === undefined) {
      held = this.heldOf(record)
      this.events.set(record, held)
    }
    return held
  }
}

/** What is stored in the general form, from tables or by key. `inputs`: the rule's, by their numbers now. */
export function* readGeneral(
  { events: kept }: GeneralState,
  state: OperatorState,
  inputs: readonly number[],
): Iterable<HeldKey> {
  const table = state.table("keys")
  const key = table.value("key")
  const entries = new KeyEntries(state)
  for (const { key: values, entry, events } of state.restored()) {
    const row = table.allocate()
    table.number("head").set(row, none)
    table.number("completedHead").set(row, none)
    key.set(row, values)
    const ofEntry: EntryEvents = {
      write: () => {},
      read: (from) => (kept === "whole" ? events[from.count()]! : (from.value() as EventRecord)),
    }
    entries.read(row, entry, ofEntry)
  }
  const inputOf = ({ type }: EventRecord): number =>
    kept === "whole" ? inputs.indexOf(type) : kept.findIndex(({ id }) => id === type)
  const reader = new PartialReader(state, (record) => {
    const { at, sequence, fields } = record
    return { at, sequence, input: inputOf(record), whole: kept === "whole" ? record : undefined, fields }
  })
  for (const row of table.rows()) {
    yield { key: key.get(row) as readonly unknown[], kind: "partials", ...reader.read(row) }
  }
}
