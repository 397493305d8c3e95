import type { EventRecord } from "../abi/event.ts"
import { type Column, type Table, Unreadable } from "../state/contract.ts"
import { comparePlaces, type Place, PlaceColumns } from "./place.ts"

const none = -1

/** Waiting events that arrived in order: a list over a table, its first event first. */
export class WaitingRun {
  private readonly table: Table
  private readonly places: PlaceColumns
  private readonly event: Column<EventRecord>
  private readonly following: Column<number>
  private head = none
  private tail = none

  constructor(table: Table, onUnreadable: (stored: unknown) => void) {
    this.table = table
    this.places = new PlaceColumns(table)
    this.event = table.value("event") as Column<EventRecord>
    this.following = table.number("next")
    this.relink(onUnreadable)
  }

  get size(): number {
    return this.table.size
  }

  /** The time of the first event; Infinity when none waits. */
  next(): number {
    return this.head === none ? Number.POSITIVE_INFINITY : this.places.at.get(this.head)
  }

  /** The place of the first event; only when one waits. */
  first(): Place {
    return this.places.get(this.head)
  }

  /** False: the event belongs before one that is here. */
  append(event: EventRecord, source: number, partition: number, arrival: number): boolean {
    const { tail } = this
    if (tail !== none) {
      // What is later than the last event needs no second look.
      const last = this.places.at.get(tail)
      if (event.at < last) return false
      if (event.at === last && !this.isAfter(tail, source, partition)) return false
    }
    const row = this.table.allocate()
    this.places.set(row, event.at, source, partition, arrival)
    this.event.set(row, event)
    this.following.set(row, none)
    if (tail === none) this.head = row
    else this.following.set(tail, row)
    this.tail = row
    return true
  }

  /** Takes out the first event; only when one waits. */
  poll(): EventRecord {
    const row = this.head
    const event = this.event.get(row)
    this.head = this.following.get(row)
    if (this.head === none) this.tail = none
    this.table.free(row)
    return event
  }

  /** Of equal time, and arriving later. */
  private isAfter(row: number, source: number, partition: number): boolean {
    return (source - this.places.source.get(row) || partition - this.places.partition.get(row)) >= 0
  }

  /** The list is made anew from the rows: their places tell the order. */
  private relink(onUnreadable: (stored: unknown) => void): void {
    const rows = [...this.table.rows()].filter((row) => {
      const event: unknown = this.event.get(row)
      if (!(event instanceof Unreadable)) return true
      onUnreadable(event.stored)
      this.table.free(row)
      return false
    })
    rows.sort((left, right) => comparePlaces(this.places.get(left), this.places.get(right)))
    for (const [i, row] of rows.entries()) this.following.set(row, rows[i + 1] ?? none)
    this.head = rows[0] ?? none
    this.tail = rows.at(-1) ?? none
  }
}
