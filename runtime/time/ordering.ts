import type { EventRecord } from "../abi/event.ts"
import type { Layout, OperatorState } from "../state/contract.ts"
import { comparePlaces } from "./place.ts"
import { WaitingHeap } from "./waiting-heap.ts"
import { WaitingRun } from "./waiting-run.ts"

const waiting = { at: "f64", source: "i32", partition: "i32", arrival: "f64", event: "event" } as const

/** Events that wait for the watermark. Their order: time, then source, then partition, then arrival. */
export const orderingLayout: Layout = {
  operator: "ordering",
  fingerprint: "2",
  partial: true,
  tables: [
    { name: "run", passing: true, columns: { ...waiting, next: "i32" } },
    { name: "disorder", passing: true, columns: waiting },
    { name: "arrivals", columns: { count: "f64" } },
  ],
}

/**
 * Puts events in order. Most arrive in order: they are appended to a run and taken from its front, at the same cost however many
 * wait. What comes behind the run's last event waits in a heap, and the two are merged.
 */
export class OrderingBuffer {
  private readonly run: WaitingRun
  private readonly disorder: WaitingHeap
  private readonly arrivals: { get(row: number): number; set(row: number, value: number): void }

  /** `onUnreadable`: gets the stored form of events that the present rules cannot read; they are left out. */
  constructor(state: OperatorState, onUnreadable: (stored: unknown) => void) {
    this.run = new WaitingRun(state.table("run"), onUnreadable)
    this.disorder = new WaitingHeap(state.table("disorder"), onUnreadable)
    const arrivals = state.table("arrivals")
    if (arrivals.size === 0) arrivals.allocate()
    this.arrivals = arrivals.number("count")
  }

  get size(): number {
    return this.run.size + this.disorder.size
  }

  /** The time of the first event; Infinity when none waits. */
  next(): number {
    return Math.min(this.run.next(), this.disorder.next())
  }

  add(event: EventRecord, source: number, partition: number): void {
    const arrival = this.arrivals.get(0)
    this.arrivals.set(0, arrival + 1)
    if (!this.run.append(event, source, partition, arrival)) this.disorder.insert(event, source, partition, arrival)
  }

  /** Takes out the first event; only when one waits. */
  poll(): EventRecord {
    if (this.disorder.size === 0) return this.run.poll()
    if (this.run.size === 0) return this.disorder.poll()
    const first = this.run.next() - this.disorder.next() || comparePlaces(this.run.first(), this.disorder.first())
    return first < 0 ? this.run.poll() : this.disorder.poll()
  }
}
