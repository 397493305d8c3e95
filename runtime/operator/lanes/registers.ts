import type { EventRecord } from "../../abi/event.ts"
import {
  type ColumnSchema,
  firstRegister,
  mostRegisterSteps,
  type Registers,
  type Rows,
  seenCell,
} from "../../abi/rows.ts"
import type { EventSchema } from "../../abi/rule-set.ts"
import type { Fields } from "../../abi/value.ts"
import type { PartialView } from "../../match/program.ts"
import type { ResultView } from "../contract.ts"
import { type Capture, inside, isBoolean, type RowCursor } from "./capture.ts"
import type { ShownField } from "./contract.ts"

/** Cells of a partial match; what is known of its events comes behind. */
export const stateCell = 0
export const startAtCell = 1
export const lastAtCell = 2

interface Register {
  readonly name: string
  readonly column: ColumnSchema
  readonly isBoolean: boolean
  readonly offset: number
}

interface RegisterSet {
  readonly of: Registers["fields"][number]["of"]
  readonly step: number
  readonly registers: readonly Register[]
  readonly fieldsOf: (view: RegisterView) => Fields
}

/** Registers that are written together: of numbers the places of their columns and their cells in turn. */
export interface Written {
  readonly numbers: Int32Array
  readonly texts: readonly Register[]
}

function writtenOf(registers: readonly Register[]): Written {
  const isNumber = ({ column }: Register): boolean => column.kind === "number"
  return {
    numbers: Int32Array.from(registers.filter(isNumber).flatMap(({ column, offset }) => [column.place, offset])),
    texts: registers.filter((one) => !isNumber(one)),
  }
}

/** An event that a partial match holds, with those before it: partial matches that began together share them. */
export interface Link {
  readonly event: EventRecord
  readonly step: number
  readonly before: Link | undefined
}

/** Where what a partial match knows of its events stands among its cells. */
export class RegisterLayout {
  /** Cells of a partial match. */
  readonly stride: number
  /** Some registers are no numbers: they stand among the objects. */
  readonly hasObjects: boolean
  /** Among the objects: the link to its last event; -1: events are not kept. */
  readonly link: number
  readonly sets: readonly RegisterSet[]
  /** By step, and of the event accepted last: its place among the sets; -1: no field is asked for. */
  readonly first: readonly number[]
  readonly last: readonly number[]
  readonly previous: number
  /** By step: the cell that counts its events; undefined: nobody asks. */
  readonly counts: readonly (number | undefined)[]
  /** By step: what an event that it takes is kept in; those of its first event apart. */
  readonly written: readonly { readonly firsts: Written; readonly always: Written }[]
  private readonly capture: Capture

  /** `capture`: of the event type. Throws where there are too many steps. */
  constructor({ fields, counts, events }: Registers, steps: number, event: EventSchema, capture: Capture) {
    if (steps > mostRegisterSteps) throw new Error(`a pattern of ${steps} steps has no bits for them`)
    this.capture = capture
    let next = firstRegister
    const counted: number[] = []
    for (const step of counts) counted[step] = next++
    this.counts = counted
    this.sets = fields.map(({ of, step, columns }) => {
      const registers = columns.map((column) => {
        const { name, type } = event.fields[column.field]!
        return { name, column, isBoolean: isBoolean(type), offset: next++ }
      })
      return { of, step, registers, fieldsOf: fieldsOf(registers) }
    })
    const placeOf = (of: RegisterSet["of"], step: number): number =>
      this.sets.findIndex((set) => set.of === of && set.step === step)
    this.first = Array.from({ length: steps }, (_, step) => placeOf("first", step))
    this.last = Array.from({ length: steps }, (_, step) => placeOf("last", step))
    this.previous = placeOf("previous", -1)
    this.link = events ? next++ : -1
    this.stride = next
    const all = this.sets.flatMap(({ registers }) => registers)
    this.hasObjects = events || all.some(({ column }) => column.kind !== "number")
    this.written = Array.from({ length: steps }, (_, step) => {
      const of = (...kinds: readonly string[]) =>
        this.sets.filter((set) => kinds.includes(set.of) && (set.step === step || set.of === "previous"))
      return {
        firsts: writtenOf(of("first").flatMap(({ registers }) => registers)),
        always: writtenOf(of("last", "previous").flatMap(({ registers }) => registers)),
      }
    })
  }

  /** Which cell of a partial match holds a number of an event; undefined: none does. */
  numberOf({ of, step, column }: ShownField): number | undefined {
    const registers = this.sets[of === "first" ? this.first[step]! : this.last[step]!]?.registers
    return registers?.find((one) => one.column.kind === "number" && one.column.place === column.place)?.offset
  }

  /** Registers of steps that hold no event become NaN, as conditions over rows read them. */
  empty(cells: Float64Array, cell: number): void {
    const seen = cells[cell + seenCell]!
    for (const { step, registers } of this.sets) {
      const holds = step < 0 ? seen !== 0 : (seen & (1 << step)) !== 0
      if (!holds) for (const { offset } of registers) cells[cell + offset] = Number.NaN
    }
  }

  /** A step takes the event in a row; `event`: itself, where events are kept. */
  take(
    cells: Float64Array,
    objects: unknown[],
    cell: number,
    step: number,
    { rows, row }: RowCursor,
    event: EventRecord | undefined,
  ): void {
    const { firsts, always } = this.written[step]!
    const seen = cells[cell + seenCell]!
    if ((seen & (1 << step)) === 0) {
      cells[cell + seenCell] = seen | (1 << step)
      this.write(firsts, cells, objects, cell, rows, row)
    }
    this.write(always, cells, objects, cell, rows, row)
    const count = this.counts[step]
    if (count !== undefined) cells[cell + count] = cells[cell + count]! + 1
    cells[cell + lastAtCell] = rows.at[row]!
    if (this.link < 0) return
    const before = objects[cell + this.link] as Link | undefined
    objects[cell + this.link] = { event: event!, step, before } satisfies Link
  }

  private write(
    { numbers, texts }: Written,
    cells: Float64Array,
    objects: unknown[],
    cell: number,
    rows: Rows,
    row: number,
  ): void {
    for (let i = 0; i < numbers.length; i += 2) cells[cell + numbers[i + 1]!] = rows.numbers[numbers[i]!]![row]!
    for (let i = 0; i < texts.length; i++) {
      const { column, offset } = texts[i]!
      objects[cell + offset] = this.capture.textOf(rows, row, column)
    }
  }
}

/** What is known of the events of a partial match, as conditions and outputs see it: of the one at `cell`. */
export class RegisterView implements PartialView, ResultView {
  touched = false
  cells: Float64Array
  objects: readonly unknown[]
  cell = 0
  private readonly layout: RegisterLayout
  private readonly made: (Fields | undefined)[] = []
  private readonly event: EventRecord | undefined
  private readonly eventStep: number

  /** `event`: of a match the one that completed it, which `eventStep` took. */
  constructor(
    layout: RegisterLayout,
    cells: Float64Array,
    objects: readonly unknown[],
    event?: EventRecord,
    eventStep = -1,
  ) {
    this.layout = layout
    this.cells = cells
    this.objects = objects
    this.event = event
    this.eventStep = eventStep
  }

  count(step: number): number {
    this.touched = true
    return this.cells[this.cell + this.layout.counts[step]!]!
  }

  first(step: number): Fields | undefined {
    this.touched = true
    return this.holds(step) ? this.fields(this.layout.first[step]!) : undefined
  }

  last(step: number): Fields | undefined {
    this.touched = true
    return this.holds(step) ? this.fields(this.layout.last[step]!) : undefined
  }

  previous(): Fields | undefined {
    this.touched = true
    return this.cells[this.cell + seenCell] === 0 ? undefined : this.fields(this.layout.previous)
  }

  at(): never {
    throw notKept()
  }

  list(): never {
    throw notKept()
  }

  record(): never {
    throw notKept()
  }

  /** Of a match: the event that completed it. */
  previousRecord(): EventRecord | undefined {
    return this.event
  }

  /** Where events are not kept, only the one that completed the match is there. */
  records(step: number): readonly EventRecord[] {
    const { link } = this.layout
    if (link < 0) return step === this.eventStep ? [this.event!] : []
    const records: EventRecord[] = []
    for (let one = this.objects[this.cell + link] as Link | undefined; one !== undefined; one = one.before) {
      if (one.step === step) records.push(one.event)
    }
    return records.reverse()
  }

  private holds(step: number): boolean {
    return (this.cells[this.cell + seenCell]! & (1 << step)) !== 0
  }

  private fields(set: number): Fields | undefined {
    return set < 0 ? unasked : (this.made[set] ??= this.layout.sets[set]!.fieldsOf(this))
  }
}

/** An event of which it is asked only whether it is there. */
const unasked: Fields = {}

const viewOf = Symbol("view")

/** Makes objects whose properties are read from the partial match that a view shows: all of one kind, so that reading them is fast. */
function fieldsOf(registers: readonly Register[]): (view: RegisterView) => Fields {
  class RegisterFields {
    readonly [viewOf]: RegisterView

    constructor(view: RegisterView) {
      this[viewOf] = view
    }
  }
  for (const { name, column, isBoolean, offset } of registers) {
    const get =
      column.kind === "number"
        ? function (this: RegisterFields): unknown {
            const view = this[viewOf]
            return inside(view.cells[view.cell + offset]!, isBoolean)
          }
        : function (this: RegisterFields): unknown {
            const view = this[viewOf]
            return view.objects[view.cell + offset]
          }
    Object.defineProperty(RegisterFields.prototype, name, { get })
  }
  return (view) => new RegisterFields(view) as unknown as Fields
}

function notKept(): Error {
  return new Error("of the events of this match only some fields were kept")
}
