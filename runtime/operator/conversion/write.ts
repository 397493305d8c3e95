/** Writes what a key holds as the operators of a form take it over: what their `write` would have written for a cut. */
import type { EventRecord } from "../../abi/event.ts"
import type { Fields } from "../../abi/value.ts"
import { ByteReader, ByteWriter } from "../../state/bytes.ts"
import type { RestoredKey } from "../../state/contract.ts"
import { numberOfValue, selected, writeFields } from "./cells.ts"
import { type HeldEvent, type HeldNode, type HeldPartial, type HeldRun, nodesOf } from "./held.ts"
import { type ChainCells, chainCells } from "./read-chain.ts"
import type { ChainState, CombinationState, GeneralState, KeptRegister, RingState } from "./stored-form.ts"

/** The entry of a key on its way into bytes. */
class Entry {
  readonly out = new ByteWriter()
  private readonly events: EventRecord[] = []

  /** Writes the number of an event that is kept as it arrived. */
  whole({ whole }: HeldEvent): void {
    const known = this.events.indexOf(whole!)
    this.out.count(known >= 0 ? known : this.events.push(whole!) - 1)
  }

  of(key: readonly unknown[]): RestoredKey {
    return { key, entry: new ByteReader(this.out.taken()), events: this.events }
  }
}

/** Partial matches and completed ones that are held back. `types`: of the rule's inputs, by their numbers now. */
export function writeGeneral(
  key: readonly unknown[],
  partials: readonly HeldPartial[],
  completed: readonly HeldPartial[],
  { events: kept }: GeneralState,
  types: readonly number[],
): RestoredKey {
  const entry = new Entry()
  const { out } = entry
  const nodes = new Map<HeldNode, number>()
  for (const { node } of [...partials, ...completed]) {
    for (const each of nodesOf(node)) if (!nodes.has(each)) nodes.set(each, nodes.size)
  }
  const written = new Map<HeldEvent, number>()
  out.count(nodes.size)
  for (const { step, event, before } of nodes.keys()) {
    out.count(step)
    out.count(before === undefined ? 0 : nodes.get(before)! + 1)
    const number = written.get(event) ?? written.size
    out.count(number)
    if (number < written.size) continue
    written.set(event, number)
    if (kept === "whole") entry.whole(event)
    else {
      const { at, sequence, input, fields } = event
      out.value({ type: types[input] ?? types[0]!, at, fields: selected(kept[input]?.fields ?? [], fields), sequence })
    }
  }
  // What has not begun comes last.
  out.count(partials.length)
  for (const list of [partials, completed]) {
    out.count(list.length)
    for (const { state, node, startAt, startSequence, lastAt } of list) {
      out.count(state)
      out.count(nodes.get(node!)!)
      out.number(startAt)
      out.number(startSequence)
      out.number(lastAt)
    }
  }
  return entry.of(key)
}

/** The events of a ring, once each in their order; whole ones must be kept whole. */
export function writeRing(
  key: readonly unknown[],
  runs: readonly HeldRun[],
  { over, events: kept }: RingState,
): RestoredKey {
  const entry = new Entry()
  const { out } = entry
  out.count(runs.length)
  for (const { event } of runs) {
    if (over === "rows") out.number(event.at)
    if (kept === "whole") entry.whole(event)
    else writeFields(kept.fields, event.fields, out)
  }
  return entry.of(key)
}

/** Likewise those of a combination, by the steps that they fulfil. */
export function writeCombination(
  key: readonly unknown[],
  runs: readonly HeldRun[],
  { events: kept }: CombinationState,
): RestoredKey {
  const entry = new Entry()
  const { out } = entry
  const levels = kept.map((): { readonly event: HeldEvent; readonly before: number }[] => [])
  for (const { event, levels: own } of runs) {
    // An event does not follow itself.
    for (const level of [...own].sort((a, b) => b - a)) {
      levels[level]!.push({ event, before: level === 0 ? 0 : levels[level - 1]!.length })
    }
  }
  for (const [level, one] of kept.entries()) {
    out.count(levels[level]!.length)
    for (const { event, before } of levels[level]!) {
      out.number(before)
      out.number(event.at)
      if (one === "whole") entry.whole(event)
      else {
        out.number(event.sequence)
        out.value(selected(one.fields, event.fields))
      }
    }
  }
  return entry.of(key)
}

/** Partial matches as chains, in the order in which they began. */
export function writeChains(key: readonly unknown[], partials: readonly HeldPartial[], after: ChainState): RestoredKey {
  const entry = new Entry()
  const cells = chainCells(after)
  entry.out.count(partials.length)
  for (const partial of partials) writeChain(partial, cells, entry)
  return entry.of(key)
}

function writeChain(partial: HeldPartial, cells: ChainCells, entry: Entry): void {
  const { state, startAt, lastAt, registers } = partial
  const { counts, link, stride, hasObjects } = cells
  const { out } = entry
  const nodes = nodesOf(partial.node)
  const numbers = new Array<number>(stride).fill(0)
  const texts = new Array<unknown>(stride).fill(undefined)
  const seen = registers?.seen ?? nodes.reduce((bits, { step }) => bits | (1 << step), 0)
  for (const [at, one] of [state, startAt, lastAt, seen].entries()) numbers[at] = one
  for (const { step, cell } of counts) {
    numbers[cell] = registers?.counts.get(step) ?? nodes.filter((node) => node.step === step).length
  }
  for (const register of cells.registers) {
    const fields = registerOf(partial, nodes, register)
    for (const [at, { name, kind }] of register.fields.entries()) {
      const cell = register.cells[at]!
      if (kind === "number") numbers[cell] = numberOfValue(fields[name])
      else texts[cell] = fields[name]
    }
  }
  for (const number of numbers) out.number(number)
  if (!hasObjects) return
  for (let at = 0; at < stride; at++) if (at !== link) out.value(texts[at])
  if (link < 0) return
  out.count(nodes.length)
  for (const { step, event } of nodes.reverse()) {
    out.count(step)
    entry.whole(event)
  }
}

/** What is known of the first or last event of a step, or of the last one of all. */
function registerOf({ registers }: HeldPartial, nodes: readonly HeldNode[], { of, step }: KeptRegister): Fields {
  const kept = of === "first" ? registers?.first.get(step) : registers?.last.get(step)
  const own = of === "previous" ? nodes : nodes.filter((node) => node.step === step)
  return { ...(of === "first" ? own[0] : own.at(-1))?.event.fields, ...kept }
}
