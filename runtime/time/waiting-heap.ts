import type { EventRecord } from "../abi/event.ts"
import { type Column, type Table, Unreadable } from "../state/contract.ts"
import { type Place, PlaceColumns } from "./place.ts"

/** Waiting events that did not arrive in order: a binary heap over a table whose rows are its slots (only the last is ever freed). */
export class WaitingHeap {
  private readonly table: Table
  private readonly places: PlaceColumns
  private readonly event: Column<EventRecord>

  constructor(table: Table, onUnreadable: (stored: unknown) => void) {
    this.table = table
    this.places = new PlaceColumns(table)
    this.event = this.table.value("event") as Column<EventRecord>
    this.dropUnreadable(onUnreadable)
  }

  get size(): number {
    return this.table.size
  }

  /** The time of the first event; Infinity when none waits. */
  next(): number {
    return this.table.size === 0 ? Number.POSITIVE_INFINITY : this.places.at.get(0)
  }

  /** The place of the first event; only when one waits. */
  first(): Place {
    return this.places.get(0)
  }

  /** Takes out the first event; only when one waits. */
  poll(): EventRecord {
    const event = this.event.get(0)
    const last = this.table.size - 1
    if (last > 0) this.sink(last)
    this.table.free(last)
    return event
  }

  insert(event: EventRecord, source: number, partition: number, arrival: number): void {
    let slot = this.table.allocate()
    while (slot > 0) {
      const parent = (slot - 1) >>> 1
      if (!this.before(event.at, source, partition, arrival, parent)) break
      this.move(parent, slot)
      slot = parent
    }
    this.places.set(slot, event.at, source, partition, arrival)
    this.event.set(slot, event)
  }

  /** Puts the event in slot `last` at the root and moves it down. */
  private sink(last: number): void {
    const at = this.places.at.get(last)
    const source = this.places.source.get(last)
    const partition = this.places.partition.get(last)
    const arrival = this.places.arrival.get(last)
    const event = this.event.get(last)
    let slot = 0
    for (let child = 1; child < last; child = 2 * slot + 1) {
      if (child + 1 < last && this.slotBefore(child + 1, child)) child++
      if (this.before(at, source, partition, arrival, child)) break
      this.move(child, slot)
      slot = child
    }
    this.places.set(slot, at, source, partition, arrival)
    this.event.set(slot, event)
  }

  private slotBefore(left: number, right: number): boolean {
    return this.before(
      this.places.at.get(left),
      this.places.source.get(left),
      this.places.partition.get(left),
      this.places.arrival.get(left),
      right,
    )
  }

  private before(at: number, source: number, partition: number, arrival: number, slot: number): boolean {
    const difference =
      at - this.places.at.get(slot) ||
      source - this.places.source.get(slot) ||
      partition - this.places.partition.get(slot) ||
      arrival - this.places.arrival.get(slot)
    return difference < 0
  }

  private move(from: number, to: number): void {
    this.places.set(
      to,
      this.places.at.get(from),
      this.places.source.get(from),
      this.places.partition.get(from),
      this.places.arrival.get(from),
    )
    this.event.set(to, this.event.get(from))
  }

  private dropUnreadable(onUnreadable: (stored: unknown) => void): void {
    const rows = [...this.table.rows()]
    if (!rows.some((row) => this.event.get(row) instanceof Unreadable)) return
    const kept: Parameters<WaitingHeap["insert"]>[] = []
    for (const row of rows) {
      const event: unknown = this.event.get(row)
      if (event instanceof Unreadable) onUnreadable(event.stored)
      else
        kept.push([
          this.event.get(row),
          this.places.source.get(row),
          this.places.partition.get(row),
          this.places.arrival.get(row),
        ])
    }
    for (const row of rows.reverse()) this.table.free(row)
    for (const entry of kept) this.insert(...entry)
  }
}
