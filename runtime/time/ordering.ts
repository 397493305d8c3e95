import type { EventRecord } from "../abi/event.ts"
import { type Column, type Layout, type OperatorState, type Table, Unreadable } from "../state/contract.ts"

/** Events that wait for the watermark. Their order: time, then source, then partition, then arrival. */
export const orderingLayout: Layout = {
  operator: "ordering",
  fingerprint: "1",
  partial: true,
  tables: [
    { name: "waiting", columns: { at: "f64", source: "i32", partition: "i32", arrival: "f64", event: "event" } },
    { name: "arrivals", columns: { count: "f64" } },
  ],
}

/** A binary heap over a table whose rows are the heap's slots (only the last is ever freed). */
export class OrderingBuffer {
  private readonly table: Table
  private readonly at: Column<number>
  private readonly source: Column<number>
  private readonly partition: Column<number>
  private readonly arrival: Column<number>
  private readonly event: Column<EventRecord>
  private readonly arrivals: Column<number>

  /** `onUnreadable`: gets the stored form of events that the present rules cannot read; they are left out. */
  constructor(state: OperatorState, onUnreadable: (stored: unknown) => void) {
    this.table = state.table("waiting")
    this.at = this.table.number("at")
    this.source = this.table.number("source")
    this.partition = this.table.number("partition")
    this.arrival = this.table.number("arrival")
    this.event = this.table.value("event") as Column<EventRecord>
    const arrivals = state.table("arrivals")
    if (arrivals.size === 0) arrivals.allocate()
    this.arrivals = arrivals.number("count")
    this.dropUnreadable(onUnreadable)
  }

  get size(): number {
    return this.table.size
  }

  /** The time of the first event; Infinity when none waits. */
  next(): number {
    return this.table.size === 0 ? Number.POSITIVE_INFINITY : this.at.get(0)
  }

  add(event: EventRecord, source: number, partition: number): void {
    const arrival = this.arrivals.get(0)
    this.arrivals.set(0, arrival + 1)
    this.insert(event, source, partition, arrival)
  }

  /** Takes out the first event; only when one waits. */
  poll(): EventRecord {
    const event = this.event.get(0)
    const last = this.table.size - 1
    if (last > 0) this.sink(last)
    this.table.free(last)
    return event
  }

  private insert(event: EventRecord, source: number, partition: number, arrival: number): void {
    let slot = this.table.allocate()
    while (slot > 0) {
      const parent = (slot - 1) >>> 1
      if (!this.before(event.at, source, partition, arrival, parent)) break
      this.move(parent, slot)
      slot = parent
    }
    this.at.set(slot, event.at)
    this.source.set(slot, source)
    this.partition.set(slot, partition)
    this.arrival.set(slot, arrival)
    this.event.set(slot, event)
  }

  /** Puts the event in slot `last` at the root and moves it down. */
  private sink(last: number): void {
    const at = this.at.get(last)
    const source = this.source.get(last)
    const partition = this.partition.get(last)
    const arrival = this.arrival.get(last)
    const event = this.event.get(last)
    let slot = 0
    for (let child = 1; child < last; child = 2 * slot + 1) {
      if (child + 1 < last && this.slotBefore(child + 1, child)) child++
      if (this.before(at, source, partition, arrival, child)) break
      this.move(child, slot)
      slot = child
    }
    this.at.set(slot, at)
    this.source.set(slot, source)
    this.partition.set(slot, partition)
    this.arrival.set(slot, arrival)
    this.event.set(slot, event)
  }

  private slotBefore(left: number, right: number): boolean {
    return this.before(
      this.at.get(left),
      this.source.get(left),
      this.partition.get(left),
      this.arrival.get(left),
      right,
    )
  }

  private before(at: number, source: number, partition: number, arrival: number, slot: number): boolean {
    const difference =
      at - this.at.get(slot) ||
      source - this.source.get(slot) ||
      partition - this.partition.get(slot) ||
      arrival - this.arrival.get(slot)
    return difference < 0
  }

  private move(from: number, to: number): void {
    this.at.set(to, this.at.get(from))
    this.source.set(to, this.source.get(from))
    this.partition.set(to, this.partition.get(from))
    this.arrival.set(to, this.arrival.get(from))
    this.event.set(to, this.event.get(from))
  }

  private dropUnreadable(onUnreadable: (stored: unknown) => void): void {
    const rows = [...this.table.rows()]
    if (!rows.some((row) => this.event.get(row) instanceof Unreadable)) return
    const kept: Parameters<OrderingBuffer["insert"]>[] = []
    for (const row of rows) {
      const event: unknown = this.event.get(row)
      if (event instanceof Unreadable) onUnreadable(event.stored)
      else kept.push([this.event.get(row), this.source.get(row), this.partition.get(row), this.arrival.get(row)])
    }
    for (const row of rows.reverse()) this.table.free(row)
    for (const entry of kept) this.insert(...entry)
  }
}
