import type { EventRecord } from "../../abi/event.ts"
import type { Fields } from "../../abi/value.ts"
import type { ResultView } from "../contract.ts"
import { type Capture, CapturedEvent } from "./capture.ts"

/** The events of a ring that completed a match, as they were kept: records are made of those that are asked for. */
export interface Run {
  /** Of the step that holds them. */
  readonly step: number
  readonly type: number
  readonly capture: Capture | null
  readonly count: number
  /** `stride` numbers for each event, its time first. */
  readonly cells: readonly number[]
  readonly stride: number
  /** Its strings, or the event as a whole where nothing is captured. */
  readonly objects: readonly unknown[] | undefined
}

/** A match of events that were held, and the one that completed it. */
export class RunView implements ResultView {
  private readonly run: Run
  private readonly lastStep: number
  private readonly event: EventRecord
  private readonly made: (EventRecord | undefined)[] = []

  /** `lastStep`: that of the last event; the run's own where that goes on. */
  constructor(run: Run, lastStep: number, event: EventRecord) {
    this.run = run
    this.lastStep = lastStep
    this.event = event
  }

  count(step: number): number {
    const { run, lastStep } = this
    return (step === run.step ? run.count : 0) + (step === lastStep ? 1 : 0)
  }

  first(step: number): Fields | undefined {
    return this.recordAt(step, 0)?.fields
  }

  last(step: number): Fields | undefined {
    return this.recordAt(step, this.count(step) - 1)?.fields
  }

  at(step: number, index: number): Fields | undefined {
    return Number.isInteger(index) && index >= 0 ? this.recordAt(step, index)?.fields : undefined
  }

  list(step: number): readonly Fields[] {
    return this.records(step).map(({ fields }) => fields)
  }

  previous(): Fields | undefined {
    return this.event.fields
  }

  record(step: number, index: number): EventRecord | undefined {
    return Number.isInteger(index) ? this.recordAt(step, index < 0 ? this.count(step) + index : index) : undefined
  }

  previousRecord(): EventRecord | undefined {
    return this.event
  }

  records(step: number): readonly EventRecord[] {
    const records: EventRecord[] = []
    for (let i = 0; i < this.count(step); i++) records.push(this.recordAt(step, i)!)
    return records
  }

  private recordAt(step: number, index: number): EventRecord | undefined {
    const { run } = this
    const held = step === run.step ? run.count : 0
    if (index >= 0 && index < held) {
      this.made[index] ??= this.make(index)
      return this.made[index]
    }
    return index === held && step === this.lastStep ? this.event : undefined
  }

  private make(index: number): EventRecord {
    const { capture, cells, stride, objects, type } = this.run
    if (capture === null) return objects![index] as EventRecord
    const cell = index * stride
    return new CapturedEvent(type, cells[cell]!, capture.fieldsKept(cells, cell + 1, objects?.[index]))
  }
}
