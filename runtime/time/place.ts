import type { Column, Table } from "../state/contract.ts"

/** What orders waiting events. */
export interface Place {
  readonly at: number
  readonly source: number
  readonly partition: number
  readonly arrival: number
}

/** The places of waiting events, as columns of their table. */
export class PlaceColumns {
  readonly at: Column<number>
  readonly source: Column<number>
  readonly partition: Column<number>
  readonly arrival: Column<number>

  constructor(table: Table) {
    this.at = table.number("at")
    this.source = table.number("source")
    this.partition = table.number("partition")
    this.arrival = table.number("arrival")
  }

  get(row: number): Place {
    const { at, source, partition, arrival } = this
    return { at: at.get(row), source: source.get(row), partition: partition.get(row), arrival: arrival.get(row) }
  }

  set(row: number, at: number, source: number, partition: number, arrival: number): void {
    this.at.set(row, at)
    this.source.set(row, source)
    this.partition.set(row, partition)
    this.arrival.set(row, arrival)
  }
}

/** Less than 0: `left` comes first. Arrivals differ, so two events are never equal. */
export function comparePlaces(left: Place, right: Place): number {
  return (
    left.at - right.at || left.source - right.source || left.partition - right.partition || left.arrival - right.arrival
  )
}
