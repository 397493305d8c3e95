import type { EventRecord } from "../abi/event.ts"
import type { Column, OperatorState, Table } from "../state/contract.ts"
import { none } from "./layout.ts"

/** So many partial matches are looked at to tell their states: whoever asks must not hold up events. */
const mostLooked = 1 << 14

/** Partial matches, chains of events and events, over an operator's tables. Holds nothing but the columns. */
export class MatchStore {
  readonly state: Column<number>
  readonly node: Column<number>
  readonly next: Column<number>
  readonly startAt: Column<number>
  readonly startSequence: Column<number>
  readonly lastAt: Column<number>
  readonly step: Column<number>
  readonly parent: Column<number>
  readonly length: Column<number>
  private readonly partials: Table
  private readonly nodes: Table
  private readonly events: Table
  private readonly nodeEvent: Column<number>
  private readonly nodeReferences: Column<number>
  private readonly record: Column<EventRecord>
  private readonly eventReferences: Column<number>

  constructor(state: OperatorState) {
    this.partials = state.table("partials")
    this.state = this.partials.number("state")
    this.node = this.partials.number("node")
    this.next = this.partials.number("next")
    this.startAt = this.partials.number("startAt")
    this.startSequence = this.partials.number("startSequence")
    this.lastAt = this.partials.number("lastAt")
    this.nodes = state.table("nodes")
    this.step = this.nodes.number("step")
    this.parent = this.nodes.number("parent")
    this.length = this.nodes.number("length")
    this.nodeEvent = this.nodes.number("event")
    this.nodeReferences = this.nodes.number("references")
    this.events = state.table("events")
    this.record = this.events.value("event") as Column<EventRecord>
    this.eventReferences = this.events.number("references")
  }

  get partialMatches(): number {
    return this.partials.size
  }

  /** How many partial matches are in each of so many states; of very many about how many: some of them are looked at. */
  byState(states: number): number[] {
    const counts = new Array<number>(states).fill(0)
    let looked = 0
    for (const row of this.partials.rows()) {
      if (looked === mostLooked) break
      looked++
      counts[this.state.get(row)]!++
    }
    return looked < mostLooked ? counts : counts.map((count) => Math.round((count * this.partialMatches) / looked))
  }

  /** The event of a node. */
  eventOf(node: number): EventRecord {
    return this.record.get(this.nodeEvent.get(node))
  }

  /** A row for an event, held by one reference of the caller. */
  addEvent(event: EventRecord): number {
    const row = this.events.allocate()
    this.record.set(row, event)
    this.eventReferences.set(row, 1)
    return row
  }

  releaseEvent(row: number): void {
    const references = this.eventReferences.get(row) - 1
    this.eventReferences.set(row, references)
    if (references === 0) this.events.free(row)
  }

  /** A chain one longer than `parent`, held by one reference of the caller. */
  addNode(step: number, event: number, parent: number): number {
    const row = this.nodes.allocate()
    this.step.set(row, step)
    this.nodeEvent.set(row, event)
    this.eventReferences.set(event, this.eventReferences.get(event) + 1)
    this.parent.set(row, parent)
    this.length.set(row, parent === none ? 1 : this.length.get(parent) + 1)
    this.nodeReferences.set(row, 1)
    if (parent !== none) this.holdNode(parent)
    return row
  }

  holdNode(node: number): void {
    this.nodeReferences.set(node, this.nodeReferences.get(node) + 1)
  }

  /** Lets go of a chain: what nobody else holds is freed, from the last event towards the first. */
  releaseNode(node: number): void {
    while (node !== none) {
      const references = this.nodeReferences.get(node) - 1
      this.nodeReferences.set(node, references)
      if (references > 0) return
      const parent = this.parent.get(node)
      this.releaseEvent(this.nodeEvent.get(node))
      this.nodes.free(node)
      node = parent
    }
  }

  /** A partial match; takes over the caller's reference to `node`. */
  addPartial(state: number, node: number, startAt: number, startSequence: number, lastAt: number): number {
    const row = this.partials.allocate()
    this.state.set(row, state)
    this.node.set(row, node)
    this.next.set(row, none)
    this.startAt.set(row, startAt)
    this.startSequence.set(row, startSequence)
    this.lastAt.set(row, lastAt)
    return row
  }

  /** Frees the row only: its node is the caller's now. */
  freePartial(row: number): void {
    this.partials.free(row)
  }

  dropPartial(row: number): void {
    const node = this.node.get(row)
    this.partials.free(row)
    this.releaseNode(node)
  }
}
