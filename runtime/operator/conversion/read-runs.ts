import type { EventRecord } from "../../abi/event.ts"
import type { Fields } from "../../abi/value.ts"
import type { ByteReader } from "../../state/bytes.ts"
import type { OperatorState } from "../../state/contract.ts"
import { fieldsFrom, readFields } from "./cells.ts"
import { type HeldEvent, type HeldKey, type HeldRun, madeUp } from "./held.ts"
import type { CombinationState, Kept, RingState } from "./stored-form.ts"

const none = -1

/** By key; keys that hold nothing are left out by whoever goes on. */
class KeyLists<T> {
  private readonly lists = new Map<string, { readonly key: readonly unknown[]; readonly list: T[] }>()

  add(key: readonly unknown[], one: T): void {
    const name = JSON.stringify(key)
    const known = this.lists.get(name)
    if (known === undefined) this.lists.set(name, { key, list: [one] })
    else known.list.push(one)
  }

  all(): Iterable<{ readonly key: readonly unknown[]; readonly list: readonly T[] }> {
    return this.lists.values()
  }
}

/** What is stored of a ring, from tables or by key. `inputs`: the rule's, by their numbers now and by their names. */
export function readRing(form: RingState, state: OperatorState, inputs: Inputs): Iterable<HeldKey> {
  return form.over === "events" ? readEventRing(state, inputs) : readRowRing(form, state, inputs)
}

/** The event types that a rule reads: places in these lists are inputs. */
export interface Inputs {
  readonly numbers: readonly number[]
  readonly names: readonly string[]
}

function* readEventRing(state: OperatorState, inputs: Inputs): Iterable<HeldKey> {
  for (const { key, entry, events } of state.restored()) {
    const run = Array.from({ length: entry.count() }, () => runOf(events[entry.count()]!, inputs))
    yield { key, kind: "runs", runs: run }
  }
  const keys = state.table("keys")
  const held = state.table("held")
  for (const row of keys.rows()) {
    const runs: HeldRun[] = []
    for (let each = keys.number("oldest").get(row); each !== none; each = held.number("next").get(each)) {
      runs.push(runOf(held.value("event").get(each) as EventRecord, inputs))
    }
    yield { key: keys.value("key").get(row) as readonly unknown[], kind: "runs", runs }
  }
}

function runOf(event: EventRecord, inputs: Inputs): HeldRun {
  return { event: wholeEvent(event, inputs), levels: [0] }
}

function* readRowRing({ events: kept }: RingState, state: OperatorState, inputs: Inputs): Iterable<HeldKey> {
  for (const { key, entry, events } of state.restored()) {
    const runs: HeldRun[] = []
    for (let left = entry.count(); left > 0; left--) {
      const at = entry.number()
      const place = runs.length
      const event =
        kept === "whole"
          ? wholeEvent(events[entry.count()]!, inputs)
          : partialEvent(at, madeUp(at, place), readFields(kept.fields, entry), kept, inputs)
      runs.push({ event, levels: [0] })
    }
    yield { key, kind: "runs", runs }
  }
  const table = state.table("held")
  const lists = new KeyLists<number>()
  for (const row of table.rows()) lists.add(table.value("key").get(row) as readonly unknown[], row)
  for (const { key, list } of lists.all()) {
    const runs = list.map((row, place): HeldRun => {
      if (kept === "whole") return runOf(table.value("event").get(row) as EventRecord, inputs)
      const at = table.number("at").get(row)
      const [numbers, texts] = table.value("kept").get(row) as [(number | null)[], (string | null)[]]
      const fields = fieldsFrom(kept.fields, numbers, texts)
      return { event: partialEvent(at, madeUp(at, place), fields, kept, inputs), levels: [0] }
    })
    yield { key, kind: "runs", runs }
  }
}

/** What is stored of a combination, from tables or by key. */
export function* readCombination(form: CombinationState, state: OperatorState, inputs: Inputs): Iterable<HeldKey> {
  const { events: kept } = form
  for (const { key, entry, events } of state.restored()) {
    const runs = new Runs()
    for (const [level, one] of kept.entries()) {
      for (let left = entry.count(); left > 0; left--) runs.add(level, readLevel(one, entry, events, inputs))
    }
    yield { key, kind: "runs", runs: runs.all() }
  }
  const table = state.table("held")
  const lists = new KeyLists<number>()
  for (const row of table.rows()) lists.add(table.value("key").get(row) as readonly unknown[], row)
  for (const { key, list } of lists.all()) {
    const runs = new Runs()
    for (const row of list) {
      const level = table.number("level").get(row)
      const one = kept[level]!
      const event = table.value(one === "whole" ? "event" : "kept").get(row) as EventRecord
      runs.add(
        level,
        one === "whole" ? wholeEvent(event, inputs) : partialEvent(event.at, event.sequence, event.fields, one, inputs),
      )
    }
    yield { key, kind: "runs", runs: runs.all() }
  }
}

function readLevel(kept: Kept, entry: ByteReader, events: readonly EventRecord[], inputs: Inputs): HeldEvent {
  entry.number()
  const at = entry.number()
  if (kept === "whole") return wholeEvent(events[entry.count()]!, inputs)
  return partialEvent(at, entry.number(), entry.value() as Fields, kept, inputs)
}

/** Events of several levels, each once: they are told apart by their sequence numbers. */
class Runs {
  private readonly runs = new Map<number, { event: HeldEvent; readonly levels: number[] }>()

  add(level: number, event: HeldEvent): void {
    const known = this.runs.get(event.sequence)
    if (known === undefined) this.runs.set(event.sequence, { event, levels: [level] })
    else {
      known.levels.push(level)
      // Levels may have kept other fields of it.
      const { whole = event.whole, fields } = known.event
      known.event = { ...known.event, whole, fields: { ...event.fields, ...fields } }
    }
  }

  all(): HeldRun[] {
    return [...this.runs.values()].sort((a, b) => a.event.at - b.event.at || a.event.sequence - b.event.sequence)
  }
}

/** An event that was kept as it arrived. */
export function wholeEvent(event: EventRecord, { numbers }: Inputs): HeldEvent {
  const { at, sequence, type, fields } = event
  return { at, sequence, input: numbers.indexOf(type), whole: event, fields }
}

function partialEvent(
  at: number,
  sequence: number,
  fields: Fields,
  { type }: Exclude<Kept, "whole">,
  { names }: Inputs,
): HeldEvent {
  return { at, sequence, input: type === null ? none : names.indexOf(type), whole: undefined, fields }
}
