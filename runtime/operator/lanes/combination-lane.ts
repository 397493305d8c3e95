import type { EventRecord } from "../../abi/event.ts"
import type { CombinationForm } from "../../abi/form.ts"
import type { EventSchema, RuleManifest } from "../../abi/rule-set.ts"
import type { Fields } from "../../abi/value.ts"
import { noKey } from "../../rows/key-space.ts"
import type { ByteWriter } from "../../state/bytes.ts"
import { Changes } from "../../state/changes.ts"
import type {
  Column,
  KeyedState,
  Layout,
  OperatorState,
  RestoredKey,
  Table,
  TableLayout,
  Timing,
} from "../../state/contract.ts"
import { patternTiming } from "../../state/timing.ts"
import type { RuleCounts } from "../contract.ts"
import { formFingerprint, keptOf } from "../conversion/stored-form.ts"
import { countsTable, ruleCounts } from "../counts.ts"
import { ListView } from "../list-view.ts"
import { statesAfter } from "../run-states.ts"
import { type Capture, CapturedEvent } from "./capture.ts"
import { Combinations } from "./combination-store.ts"
import type { Batch, Lane, LaneHost } from "./contract.ts"
import { countHeld, stepOver } from "./counted.ts"

/** The tables of a combination. */
export const combinationTables: readonly TableLayout[] = [
  {
    name: "held",
    columns: { key: "value", level: "i32", before: "i32", at: "f64", kept: "value", event: "event" },
    rows: { kind: "snapshots" },
    integers: { level: "number", before: "number" },
  },
  countsTable,
]

/** The layout of a rule in the form of a combination: one row of the table for each event that is held. Of the last step none is. */
export function combinationLayout(rule: RuleManifest, form: CombinationForm, events: readonly EventSchema[]): Layout {
  const steps = form.steps.map(({ step }) => step)
  const kept = steps.slice(0, -1).map((step) => keptOf(rule.rows!.captures[step], events))
  return {
    operator: `combination ${rule.was ?? rule.name}`,
    fingerprint: formFingerprint(rule, events, { form: "combination", steps, events: kept }),
    dividedBy: rule.name,
    tables: combinationTables,
  }
}

export interface CombinationLaneOptions {
  readonly index: number
  readonly rule: RuleManifest
  readonly form: CombinationForm
  readonly space: number
  /** By step of the form: its condition over rows, the type of its events, and what is kept of them; null: events as a whole. */
  readonly selects: readonly number[]
  readonly types: readonly number[]
  readonly captures: readonly (Capture | null)[]
  readonly state: OperatorState
  /** Most events of one key, and most matches that one event completes; the oldest is dropped beyond. */
  readonly limit: number
  readonly host: LaneHost
  /** Keys by their ids. */
  readonly keys: { readonly limit: number; values(id: number): unknown[]; idOf(values: readonly unknown[]): number }
}

/** Every match of `A then any B then any C` within a time, over rows. */
export class CombinationLane implements Lane, KeyedState {
  readonly counts: RuleCounts
  readonly isKept = true
  readonly timing: Timing
  readonly leavesOut = ["held"]
  readonly changes: Changes
  readonly space: number
  readonly selects: readonly number[]
  readonly tells: readonly number[]
  private readonly options: CombinationLaneOptions
  /** By key. */
  private readonly held: (Combinations<EventRecord> | undefined)[]
  private open = 0
  /** By step: where the batch at hand goes on among the chosen rows. */
  private readonly cursors: number[]
  /** When a key's oldest event may go, in order of time: those from `due` on are to come. */
  private readonly begun: { readonly key: number; readonly at: number }[]
  private due = 0

  constructor(options: CombinationLaneOptions) {
    const { state, space, selects } = options
    this.options = options
    this.timing = patternTiming(options.rule)
    this.space = space
    this.selects = selects
    this.tells = selects.slice(-1)
    this.counts = ruleCounts(state)
    this.cursors = selects.map(() => 0)
    const former = state.former instanceof CombinationLane ? state.former : undefined
    this.changes = former?.changes ?? new Changes()
    this.held = former?.held ?? []
    this.begun = former?.begun ?? []
    this.open = former?.open ?? 0
    this.due = former?.due ?? 0
    if (former === undefined) this.restore()
    state.keep(this)
  }

  private restore(): void {
    const { state, keys } = this.options
    this.load(state.table("held"))
    for (const { key, ...written } of state.restored()) {
      const id = keys.idOf(key)
      this.readKey(id, written, (at) => this.begun.push({ key: id, at }))
    }
    this.begun.sort((left, right) => left.at - right.at)
  }

  begin(batch: Batch): void {
    this.cursors.fill(0)
    batch.keysOf(this.space)
    while (this.held.length < this.options.keys.limit) this.held.push(undefined)
    this.changes.reserve(this.options.keys.limit)
  }

  run(batch: Batch, to: number): void {
    const { selects } = this.options
    const chosen = selects.map((select) => batch.chosen(select))
    const keys = batch.keysOf(this.space)
    const { cursors } = this
    const steps = selects.length
    for (;;) {
      let place = to
      for (let step = 0; step < steps; step++) {
        const { items, count } = chosen[step]!
        const cursor = cursors[step]!
        if (cursor < count && items[cursor]! < place) place = items[cursor]!
      }
      if (place >= to) return
      const key = keys[place]!
      const begins = chosen[0]!.items[cursors[0]!] === place && cursors[0]! < chosen[0]!.count
      const isConcerned = key !== noKey && (begins || this.held[key] !== undefined)
      if (isConcerned) {
        this.changes.touch(key)
        this.held[key]?.expire(batch.rows.at[batch.order[place]!]!, this.options.form.withinMs)
      }
      // The later steps first: an event does not follow itself.
      for (let step = steps - 1; step >= 0; step--) {
        const { items, count } = chosen[step]!
        const cursor = cursors[step]!
        if (cursor >= count || items[cursor] !== place) continue
        cursors[step] = cursor + 1
        if (isConcerned) this.take(batch, place, key, step)
      }
    }
  }

  /** An event fulfils a step. */
  private take(batch: Batch, place: number, key: number, step: number): void {
    const { captures, limit, types, host } = this.options
    const { rows, order } = batch
    if (this.held[key]?.reaches(step) !== true && step > 0) return
    if (step === captures.length - 1) {
      this.complete(batch, place, key, this.held[key]!)
      return
    }
    const held = this.opened(key)
    const row = order[place]!
    const at = rows.at[row]!
    const capture = captures[step]!
    const event =
      capture === null
        ? host.kept(batch, place)
        : new CapturedEvent(types[step]!, at, capture.fieldsOf(rows, row), host.sequenceAt(place))
    held.add(step, at, event)
    if (step === 0) this.begun.push({ key, at })
    if (held.size > limit) this.drop(held)
  }

  private opened(key: number): Combinations<EventRecord> {
    const { form } = this.options
    const known = this.held[key]
    if (known !== undefined) return known
    const held = new Combinations<EventRecord>(form.steps.length)
    this.held[key] = held
    this.open++
    return held
  }

  private drop(held: Combinations<EventRecord>): void {
    held.removeOldest()
    this.counts.add("dropped", 1)
  }

  private complete(batch: Batch, place: number, keyId: number, held: Combinations<EventRecord>): void {
    const { index: rule, form, captures, host, limit, keys } = this.options
    const { rows, order } = batch
    if (held.levels.reduce((most, { size }) => most * size, 1) > limit) while (held.count() > limit) this.drop(held)
    const event = host.event(batch, place, captures.at(-1)?.fieldsOf(rows, order[place]!))
    const key = keys.values(keyId)
    let index = 0
    held.each((events) => {
      const steps: EventRecord[][] = []
      for (const [at, { step }] of form.steps.entries()) steps[step] = [events[at] ?? event]
      const view = new ListView()
      view.show(steps, event)
      host.found(this, place, { rule, timeout: false, view, key, at: event.at, event, index: index++ })
    })
    this.counts.add("matches", index)
  }

  holds(key: number): boolean {
    return this.held[key] !== undefined || this.changes.isChanged(key)
  }

  get limit(): number {
    return this.options.keys.limit
  }

  valuesOf(key: number): readonly unknown[] {
    return this.options.keys.values(key)
  }

  holdsAtCut(key: number): boolean {
    return this.held[key] !== undefined
  }

  write(key: number, out: ByteWriter, numberOf: (event: EventRecord) => number): void {
    const { captures } = this.options
    const { levels } = this.held[key]!
    for (const [step, level] of levels.entries()) {
      const first = levels[step - 1]?.first ?? 0
      out.count(level.size)
      for (let number = level.first; number < level.next; number++) {
        const event = level.eventOf(number)
        out.number(level.beforeOf(number) - first)
        out.number(level.atOf(number))
        if (captures[step] === null) out.count(numberOf(event))
        else {
          out.number(event.sequence)
          out.value(event.fields)
        }
      }
    }
  }

  readonly stays = false

  lastsTo(key: number): number {
    const [level] = this.held[key]!.levels
    return level!.atOf(level!.next - 1) + this.options.form.withinMs
  }

  dropKey(key: number): void {
    if (this.held[key] === undefined) return
    this.changes.touch(key)
    this.held[key] = undefined
    this.open--
  }

  loadKey(key: number, written: Omit<RestoredKey, "key">): void {
    while (this.held.length <= key) this.held.push(undefined)
    this.changes.touch(key)
    this.readKey(key, written, () => {})
    // All its events have gone when one of now would have: times in the list do not fall.
    this.begun.push({
      key,
      at: Math.max(this.begun.at(-1)?.at ?? Number.NEGATIVE_INFINITY, this.options.host.judged()),
    })
  }

  private readKey(id: number, { entry, events }: Omit<RestoredKey, "key">, begins: (at: number) => void): void {
    const { captures, types } = this.options
    for (const [step, level] of this.opened(id).levels.entries()) {
      for (let left = entry.count(); left > 0; left--) {
        const before = entry.number()
        const at = entry.number()
        const event =
          captures[step] === null
            ? events[entry.count()]!
            : captured(types[step]!, at, entry.number(), entry.value() as Fields)
        level.add(at, before, event)
        if (step === 0) begins(at)
      }
    }
  }

  passed(watermark: number): void {
    const { begun, held } = this
    const { withinMs } = this.options.form
    while (this.due < begun.length && begun[this.due]!.at + withinMs <= watermark) {
      const { key } = begun[this.due++]!
      const combinations = held[key]
      if (combinations === undefined) continue
      this.changes.touch(key)
      combinations.expire(watermark, withinMs)
      if (!combinations.isEmpty) continue
      held[key] = undefined
      this.open--
    }
    if (this.due < 1024 || this.due * 2 < begun.length) return
    begun.splice(0, this.due)
    this.due = 0
  }

  nextDeadline(): number {
    return Number.POSITIVE_INFINITY
  }

  fire(): void {}

  /** The window is no parameter. */
  resetTimers(): void {}

  /** Each event that is held ends one at least. */
  partialMatches(): number {
    return countHeld(this.held.length, (key) => this.held[key]?.size ?? 0).held
  }

  /** Of the chains that the events are: each is in the state in which it took its last event. */
  byState(): readonly number[] {
    const { automaton } = this.options.rule
    const path = statesAfter(automaton, this.options.form.steps, false)
    const counts = new Array<number>(automaton.states.length).fill(0)
    const step = stepOver(this.held.length)
    for (let key = 0; key < this.held.length; key += step) {
      for (const [level, chains] of (this.held[key]?.chains() ?? []).entries()) counts[path[level]!]! += chains * step
    }
    return counts.map((count) => Math.min(count, Number.MAX_SAFE_INTEGER))
  }

  keys(): number {
    return this.open
  }

  store(): void {
    const { state, keys } = this.options
    const table = state.table("held")
    table.clear()
    const columns = columnsOf(table)
    for (const [id, held] of this.held.entries()) {
      if (held === undefined) continue
      const key = keys.values(id)
      for (const [step, level] of held.levels.entries()) {
        const first = held.levels[step - 1]?.first ?? 0
        for (let number = level.first; number < level.next; number++) {
          const row = table.allocate()
          columns.key.set(row, key)
          columns.level.set(row, step)
          columns.before.set(row, level.beforeOf(number) - first)
          columns.at.set(row, level.atOf(number))
          const event = level.eventOf(number)
          if (event instanceof CapturedEvent) columns.kept.set(row, event)
          else columns.event.set(row, event)
        }
      }
    }
  }

  private load(table: Table): void {
    const { keys } = this.options
    const columns = columnsOf(table)
    for (const row of table.rows()) {
      const key = keys.idOf(columns.key.get(row) as unknown[])
      const step = columns.level.get(row)
      const at = columns.at.get(row)
      const kept = columns.kept.get(row) as EventRecord | undefined
      const event =
        kept === undefined ? columns.event.get(row) : new CapturedEvent(kept.type, kept.at, kept.fields, kept.sequence)
      this.opened(key).levels[step]!.add(at, columns.before.get(row), event)
      if (step === 0) this.begun.push({ key, at })
    }
    table.clear()
  }
}

function captured(type: number, at: number, sequence: number, fields: Fields): CapturedEvent {
  return new CapturedEvent(type, at, fields, sequence)
}

function columnsOf(table: Table): {
  readonly key: Column<unknown>
  readonly level: Column<number>
  readonly before: Column<number>
  readonly at: Column<number>
  readonly kept: Column<unknown>
  readonly event: Column<EventRecord>
} {
  return {
    key: table.value("key"),
    level: table.number("level"),
    before: table.number("before"),
    at: table.number("at"),
    kept: table.value("kept"),
    event: table.value("event") as Column<EventRecord>,
  }
}
