import type { EventRecord } from "../abi/event.ts"
import type { Fields } from "../abi/value.ts"
import type { ResultView } from "./contract.ts"

/** A match whose events stand in lists, one for each step. */
export class ListView implements ResultView {
  private steps: readonly (readonly EventRecord[])[] = []
  private newest: EventRecord | undefined

  /** `newest`: the event accepted last. */
  show(steps: readonly (readonly EventRecord[])[], newest: EventRecord | undefined): void {
    this.steps = steps
    this.newest = newest
  }

  count(step: number): number {
    return this.records(step).length
  }

  first(step: number): Fields | undefined {
    return this.records(step)[0]?.fields
  }

  last(step: number): Fields | undefined {
    return this.records(step).at(-1)?.fields
  }

  at(step: number, index: number): Fields | undefined {
    return Number.isInteger(index) && index >= 0 ? this.records(step)[index]?.fields : undefined
  }

  list(step: number): readonly Fields[] {
    return this.records(step).map(({ fields }) => fields)
  }

  previous(): Fields | undefined {
    return this.newest?.fields
  }

  record(step: number, index: number): EventRecord | undefined {
    return Number.isInteger(index) ? this.records(step).at(index) : undefined
  }

  previousRecord(): EventRecord | undefined {
    return this.newest
  }

  records(step: number): readonly EventRecord[] {
    return this.steps[step] ?? []
  }
}
