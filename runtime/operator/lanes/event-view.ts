import type { EventRecord } from "../../abi/event.ts"
import type { Fields } from "../../abi/value.ts"
import type { ResultView } from "../contract.ts"

/** A match of one event. */
export class EventView implements ResultView {
  private readonly step: number
  private readonly event: EventRecord

  constructor(step: number, event: EventRecord) {
    this.step = step
    this.event = event
  }

  count(step: number): number {
    return step === this.step ? 1 : 0
  }

  first(step: number): Fields | undefined {
    return step === this.step ? this.event.fields : undefined
  }

  last(step: number): Fields | undefined {
    return this.first(step)
  }

  at(step: number, index: number): Fields | undefined {
    return index === 0 ? this.first(step) : undefined
  }

  list(step: number): readonly Fields[] {
    return step === this.step ? [this.event.fields] : []
  }

  previous(): Fields | undefined {
    return this.event.fields
  }

  record(step: number, index: number): EventRecord | undefined {
    return step === this.step && (index === 0 || index === -1) ? this.event : undefined
  }

  previousRecord(): EventRecord | undefined {
    return this.event
  }

  records(step: number): readonly EventRecord[] {
    return step === this.step ? [this.event] : []
  }
}
