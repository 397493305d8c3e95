/** The log of events is a list of them, however their bytes lie. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { EventLog } from "../../../runtime/engine/event-log.ts"
import type { RowEvents } from "../../../runtime/engine/row-events.ts"
import { StoredEvent } from "../../../runtime/engine/stored-event.ts"
import type { Batch } from "../../../runtime/operator/lanes/contract.ts"
import type { HeldLog } from "../../../runtime/operator/lanes/held-log.ts"

const withinMs = 100

/** An event as the log should know it. */
interface Model {
  readonly number: number
  readonly at: number
  readonly text: string
  readonly sequence: number
  readonly position: unknown
}

const lengths = fc.oneof(fc.integer({ min: 2, max: 300 }), fc.constantFrom(2, 20_000, 70_000))
const steps = fc.array(
  fc.record({
    /** How long time goes on before the batch, and between its events. */
    after: fc.constantFrom(0, 1, 10, 99, 100, 101, 250),
    each: fc.constantFrom(0, 0, 1, 7),
    lengths: fc.array(lengths, { minLength: 1, maxLength: 40 }),
    /** Events come in the order of their bytes, but for some. */
    swaps: fc.array(fc.tuple(fc.nat(39), fc.nat(39)), { maxLength: 3 }),
    /** Bytes between two lines. */
    between: fc.constantFrom(1, 2, 500),
    isObject: fc.constantFrom(false, false, false, true),
    oneByOne: fc.boolean(),
    /** Of so many events one goes at once. */
    lost: fc.constantFrom(0, 2, 3),
    next: fc.constantFrom("nothing", "nothing", "kept", "let go", "copied", "taken over"),
  }),
  { minLength: 1, maxLength: 25 },
)
type Step = typeof steps extends fc.Arbitrary<readonly (infer S)[]> ? S : never

/** A batch of events, each in a row of its own; `events` knows them. */
class Rows {
  events = {} as RowEvents
  batch = {} as Batch
  readonly models: Omit<Model, "number">[] = []

  constructor({ each, lengths: own, swaps, between, isObject }: Step, first: number, at: number) {
    const order = own.map((_, place) => place)
    for (const [a, b] of swaps) {
      if (a < own.length && b < own.length) [order[a], order[b]] = [order[b]!, order[a]!]
    }
    const from: number[] = []
    const texts = own.map((length, row) => `${first + row}`.padEnd(length, "é"))
    let bytes = Buffer.alloc(0)
    for (const text of texts) {
      from.push(bytes.length)
      bytes = Buffer.concat([bytes, Buffer.from(text), Buffer.alloc(between, 0x20)])
    }
    const times = new Float64Array(own.length)
    for (const [place, row] of order.entries()) times[row] = at + place * each
    const position = (line: number, byte: number) => ({ line, byte })
    const lines = { bytes, from: 0, line: first, byte: 1000 * first, position }
    const rowsOf = {
      at: times,
      capacity: 64,
      from,
      to: texts.map((text, row) => from[row]! + Buffer.byteLength(text)),
      numberAt: (row: number) => row,
      blocks: { of: () => ({ lines, line: first, number: 0 }) },
    }
    this.batch = { order: Int32Array.from(order), rows: rowsOf } as unknown as Batch
    this.events = {
      isOfBytes: (row: number) => !(isObject && row % 3 === 0),
      eventOf: (row: number) =>
        StoredEvent.of({ type: 0, at: times[row]!, fields: {}, text: texts[row]!, mode: "json", position: "object" }),
      readsOf: () => () => ({}),
    } as unknown as RowEvents
    for (const [place, row] of order.entries()) {
      const isOfBytes = !(isObject && row % 3 === 0)
      this.models.push({
        at: times[row]!,
        text: texts[row]!,
        sequence: first + place,
        position: isOfBytes ? { line: first + row, byte: 1000 * first + from[row]! } : "object",
      })
    }
  }
}

/** The log, whose rows and sequence numbers are those of a batch after the other. */
class Tried {
  private rows: Rows | undefined
  private first = 0
  private isKept = false
  private held: Model[] = []
  private log: HeldLog
  private others: { log: HeldLog; held: Model[] }[] = []
  private readonly open: ReturnType<typeof EventLog.opener>

  constructor() {
    const events = {
      isOfBytes: (row: number) => this.rows!.events.isOfBytes(row),
      eventOf: (row: number) => this.rows!.events.eventOf(row),
      readsOf: () => () => ({}),
    } as unknown as RowEvents
    this.open = EventLog.opener(0, events, { sequenceAt: (place) => this.first + place })
    this.log = this.open(withinMs)
  }

  step(step: Step, first: number, at: number): void {
    this.first = first
    this.rows = new Rows(step, first, at)
    const { batch, models } = this.rows
    const cells = Float64Array.from(this.held, ({ number }) => number)
    const asked = this.held.map(({ number }) => this.log.event(number) as StoredEvent)
    this.log.begin(at, (each) => {
      for (let cell = 0; cell < cells.length; cell++) each(cells, cell)
    })
    // What was asked for before says so, rather than another event's text.
    for (const [i, event] of asked.entries()) {
      if (this.held[i]!.position !== "object") expect(() => event.giveBytes(noReceiver)).toThrow("too late")
    }
    this.held = this.held.map((one, i) => ({ ...one, number: cells[i]! }))
    if (!this.isKept) this.held = this.held.filter((one) => one.at + withinMs > at)
    const places = Int32Array.from(models, (_, place) => place)
    const numbers = step.oneByOne
      ? models.map((_, place) => this.log.add(batch, place))
      : [this.log.addAll(batch, places, 0, models.length)].flatMap((byRow) =>
          [...batch.order].map((row) => byRow[row]!),
        )
    const added = models.map((one, place) => ({ ...one, number: numbers[place]! }))
    this.check([...this.held, ...added], this.log)
    this.held.push(...added.filter((_, place) => step.lost === 0 || place % step.lost === 0))
    this.goOn(step)
    for (const { log, held } of this.others) this.check(held, log)
  }

  private goOn({ next }: Step): void {
    if (next === "kept" || next === "let go") {
      this.isKept = next === "kept"
      this.log.keep(this.isKept)
    } else if (next === "copied" || next === "taken over") {
      const former = this.log
      this.log = this.open(withinMs, former, next === "copied")
      this.isKept = false
      if (next === "copied") this.others.push({ log: former, held: [...this.held] })
    }
  }

  private check(held: readonly Model[], log: HeldLog): void {
    for (const one of held) {
      const event = log.event(one.number) as StoredEvent
      expect([event.at, event.sequence, event.text, event.position]).toEqual([
        one.at,
        one.sequence,
        one.text,
        one.position,
      ])
      expect(log.ownEvent(one.number).text).toBe(one.text)
    }
  }
}

const noReceiver = { bytes: () => {}, text: () => {}, object: () => {} }

test("what it was given is what it has, until time lets go of it", () => {
  fc.assert(
    fc.property(steps, (drawn) => {
      const tried = new Tried()
      let first = 0
      let at = 0
      for (const step of drawn) {
        at += step.after
        tried.step(step, first, at)
        first += step.lengths.length
        at += step.each * (step.lengths.length - 1)
      }
    }),
    { numRuns: 150 },
  )
})
