import type { EventRecord } from "../abi/event.ts"
import { none } from "../match/layout.ts"
import { MatchStore } from "../match/store.ts"
import type { ByteReader, ByteWriter } from "../state/bytes.ts"
import type { Column, OperatorState, Table } from "../state/contract.ts"

/** How events of partial matches are written and read back. */
export interface EntryEvents {
  write(event: EventRecord, out: ByteWriter): void
  read(entry: ByteReader): EventRecord
}

/** What a key holds of partial matches as bytes, for cuts of the state: its lists in their order, and the chains of events that they share. */
export class KeyEntries {
  private readonly store: MatchStore
  private readonly table: Table
  private readonly head: Column<number>
  private readonly count: Column<number>
  private readonly start: Column<number>
  private readonly completedHead: Column<number>
  private readonly completedCount: Column<number>

  constructor(state: OperatorState) {
    this.store = new MatchStore(state)
    this.table = state.table("keys")
    this.head = this.table.number("head")
    this.count = this.table.number("count")
    this.start = this.table.number("start")
    this.completedHead = this.table.number("completedHead")
    this.completedCount = this.table.number("completedCount")
  }

  /** The sequence number of the event that the first partial match in a key's list began with: in their order what ends at one time comes. */
  firstOf(key: number): number {
    const head = this.head.get(key)
    return head === none ? Number.POSITIVE_INFINITY : this.store.startSequence.get(head)
  }

  /** Lets go of all that a key holds, and of its row. */
  drop(key: number): void {
    for (const head of [this.head.get(key), this.completedHead.get(key)]) {
      for (const row of this.rowsOf(head)) this.store.dropPartial(row)
    }
    this.table.free(key)
  }

  write(key: number, out: ByteWriter, events: EntryEvents): void {
    const { store } = this
    const lists = [this.head.get(key), this.completedHead.get(key)].map((head) => this.rowsOf(head))
    const nodes = this.nodesOf(lists.flat())
    const written = new Map<EventRecord, number>()
    out.count(nodes.size)
    for (const node of nodes.keys()) {
      const parent = store.parent.get(node)
      out.count(store.step.get(node))
      // A parent stands before what follows it.
      out.count(parent === none ? 0 : nodes.get(parent)! + 1)
      const event = store.eventOf(node)
      const number = written.get(event) ?? written.size
      out.count(number)
      if (number === written.size) events.write(event, out)
      written.set(event, number)
    }
    out.count(this.start.get(key))
    for (const rows of lists) {
      out.count(rows.length)
      for (const row of rows) {
        out.count(store.state.get(row))
        out.count(nodes.get(store.node.get(row))!)
        out.number(store.startAt.get(row))
        out.number(store.startSequence.get(row))
        out.number(store.lastAt.get(row))
      }
    }
  }

  /** Gives a row that holds nothing what `write` wrote. */
  read(key: number, entry: ByteReader, events: EntryEvents): void {
    const { store } = this
    const nodes: number[] = []
    const rows: number[] = []
    for (let left = entry.count(); left > 0; left--) {
      const step = entry.count()
      const parent = entry.count()
      const number = entry.count()
      if (number === rows.length) rows.push(store.addEvent(events.read(entry)))
      nodes.push(store.addNode(step, rows[number]!, parent === 0 ? none : nodes[parent - 1]!))
    }
    this.start.set(key, entry.count())
    for (const [head, count] of [
      [this.head, this.count],
      [this.completedHead, this.completedCount],
    ] as const) {
      const size = entry.count()
      count.set(key, size)
      head.set(key, this.readList(size, entry, nodes))
    }
    // They are held by those who refer to them.
    for (const node of nodes.reverse()) store.releaseNode(node)
    for (const row of rows) store.releaseEvent(row)
  }

  /** Its first row. */
  private readList(size: number, entry: ByteReader, nodes: readonly number[]): number {
    const { store } = this
    let first = none
    let last = none
    for (let i = 0; i < size; i++) {
      const state = entry.count()
      const node = nodes[entry.count()]!
      store.holdNode(node)
      const row = store.addPartial(state, node, entry.number(), entry.number(), entry.number())
      if (last === none) first = row
      else store.next.set(last, row)
      last = row
    }
    return first
  }

  private rowsOf(head: number): readonly number[] {
    const rows: number[] = []
    for (let row = head; row !== none; row = this.store.next.get(row)) rows.push(row)
    return rows
  }

  /** The nodes of chains, each behind its parent, with their places. */
  private nodesOf(partials: readonly number[]): Map<number, number> {
    const { store } = this
    const nodes = new Map<number, number>()
    const chain: number[] = []
    for (const row of partials) {
      chain.length = 0
      for (let node = store.node.get(row); node !== none && !nodes.has(node); node = store.parent.get(node)) {
        chain.push(node)
      }
      for (let i = chain.length - 1; i >= 0; i--) nodes.set(chain[i]!, nodes.size)
    }
    return nodes
  }
}
