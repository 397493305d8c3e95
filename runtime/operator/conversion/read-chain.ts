import type { EventRecord } from "../../abi/event.ts"
import { firstRegister, seenCell } from "../../abi/rows.ts"
import type { Fields } from "../../abi/value.ts"
import type { OperatorState } from "../../state/contract.ts"
import { lastAtCell, startAtCell, stateCell } from "../lanes/registers.ts"
import { valueOfNumber } from "./cells.ts"
import { type HeldEvent, type HeldKey, type HeldNode, type HeldPartial, type HeldRegisters, madeUp } from "./held.ts"
import { type Paths, pathsOf } from "./paths.ts"
import { type Inputs, wholeEvent } from "./read-runs.ts"
import type { ChainState, KeptField, KeptRegister, PatternShape } from "./stored-form.ts"

/** Where what a chain keeps stands among the cells of a partial match. */
export interface ChainCells {
  readonly counts: readonly { readonly step: number; readonly cell: number }[]
  readonly registers: readonly (KeptRegister & { readonly cells: readonly number[] })[]
  /** -1: events are not kept. */
  readonly link: number
  readonly stride: number
  /** Some cells are no numbers. */
  readonly hasObjects: boolean
}

/** As `RegisterLayout` lays them out. */
export function chainCells({ registers, counts, events }: ChainState): ChainCells {
  let next = firstRegister
  const counted = counts.map((step) => ({ step, cell: next++ }))
  const placed = registers.map((register) => ({ ...register, cells: register.fields.map(() => next++) }))
  const link = events ? next++ : -1
  const hasTexts = registers.some(({ fields }) => fields.some(({ kind }) => kind === "text"))
  return { counts: counted, registers: placed, link, stride: next, hasObjects: events || hasTexts }
}

/** A partial match as it is stored: numbers and other values by cell, its events from the first to the last. */
interface StoredChain {
  readonly numbers: readonly number[]
  readonly objects: readonly unknown[]
  readonly links: readonly { readonly step: number; readonly event: EventRecord }[]
}

/** What is stored of chains, from tables or by key. */
export function* readChains(
  form: ChainState,
  { automaton }: PatternShape,
  state: OperatorState,
  inputs: Inputs,
): Iterable<HeldKey> {
  const cells = chainCells(form)
  const paths = pathsOf(automaton)
  const make = (key: readonly unknown[], chains: readonly StoredChain[]): HeldKey => {
    const held = new LinkedEvents(inputs)
    const partials = chains.map((chain, place) => partialOf(chain, place, { cells, paths, held }))
    return { key, kind: "partials", partials, completed: [] }
  }
  for (const { key, entry, events } of state.restored()) {
    const chains: StoredChain[] = []
    for (let left = entry.count(); left > 0; left--) {
      const numbers = Array.from({ length: cells.stride }, () => entry.number())
      const objects: unknown[] = []
      const links: { step: number; event: EventRecord }[] = []
      if (cells.hasObjects) {
        for (let at = 0; at < cells.stride; at++) if (at !== cells.link) objects[at] = entry.value()
      }
      if (cells.link >= 0) {
        for (let more = entry.count(); more > 0; more--)
          links.push({ step: entry.count(), event: events[entry.count()]! })
      }
      chains.push({ numbers, objects, links: links.reverse() })
    }
    yield make(key, chains)
  }
  for (const { key, chains } of chainsInTables(form, state)) yield make(key, chains)
}

function chainsInTables(
  { events: keepsEvents }: ChainState,
  state: OperatorState,
): Iterable<{ readonly key: readonly unknown[]; readonly chains: StoredChain[] }> {
  const table = state.table("partials")
  const record = keepsEvents ? state.table("events").value("event") : undefined
  const byKey = new Map<string, { readonly key: readonly unknown[]; readonly chains: StoredChain[] }>()
  for (const row of table.rows()) {
    const key = table.value("key").get(row) as readonly unknown[]
    const numbers = (table.value("cells").get(row) as (number | null)[]).map((one) => one ?? Number.NaN)
    const texts = (table.value("texts").get(row) ?? []) as (string | null)[]
    const links = (table.value("links").get(row) ?? []) as [step: number, row: number][]
    const name = JSON.stringify(key)
    const known = byKey.get(name) ?? { key, chains: [] }
    byKey.set(name, known)
    known.chains.push({
      numbers,
      objects: texts.map((one) => one ?? undefined),
      links: links.map(([step, event]) => ({ step, event: record!.get(event) as EventRecord })),
    })
  }
  return byKey.values()
}

/** The events of a key's partial matches, which share them. */
class LinkedEvents {
  readonly inputs: Inputs
  private readonly events = new Map<EventRecord, HeldEvent>()

  constructor(inputs: Inputs) {
    this.inputs = inputs
  }

  of(event: EventRecord): HeldEvent {
    let held = this.events.get(event)
    if (held === undefined) {
      held = wholeEvent(event, this.inputs)
      this.events.set(event, held)
    }
    return held
  }
}

interface Reading {
  readonly cells: ChainCells
  readonly paths: Paths
  readonly held: LinkedEvents
}

function partialOf({ numbers, objects, links }: StoredChain, place: number, reading: Reading): HeldPartial {
  const { cells, paths, held } = reading
  const state = numbers[stateCell]!
  const startAt = numbers[startAtCell]!
  const lastAt = numbers[lastAtCell]!
  const startSequence = madeUp(startAt, place)
  let node: HeldNode | undefined
  for (const { step, event } of links) node = { step, event: held.of(event), before: node }
  if (node !== undefined) {
    return { state, startAt, startSequence: links[0]!.event.sequence, lastAt, node }
  }
  const registers = registersOf(numbers, objects, cells)
  const path = paths.areUnique ? paths.steps[state] : undefined
  for (const [at, step] of (path ?? []).entries()) {
    // Between the first and the last one times were not kept; nobody asks for them.
    const when = at === 0 ? startAt : lastAt
    const isFirst = path!.indexOf(step) === at
    const isLast = path!.lastIndexOf(step) === at
    const fields = { ...(isFirst && registers.first.get(step)), ...(isLast && registers.last.get(step)) }
    const event = { at: when, sequence: startSequence, input: 0, whole: undefined, fields }
    node = { step, event, before: node }
  }
  return { state, startAt, startSequence, lastAt, node, registers }
}

function registersOf(
  numbers: readonly number[],
  objects: readonly unknown[],
  { counts, registers }: ChainCells,
): HeldRegisters {
  const first = new Map<number, Fields>()
  const last = new Map<number, Fields>()
  for (const { of, step, fields, cells } of registers) {
    const values: Record<string, unknown> = {}
    for (const [at, field] of fields.entries()) values[field.name] = valueAt(field, cells[at]!, numbers, objects)
    const target = of === "first" ? first : last
    target.set(step, values)
  }
  return {
    first,
    last,
    counts: new Map(counts.map(({ step, cell }) => [step, numbers[cell]!])),
    seen: numbers[seenCell]!,
  }
}

function valueAt(field: KeptField, cell: number, numbers: readonly number[], objects: readonly unknown[]): unknown {
  return field.kind === "number" ? valueOfNumber(field, numbers[cell]!) : (objects[cell] ?? undefined)
}
