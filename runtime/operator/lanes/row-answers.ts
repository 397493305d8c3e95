import type { Automaton } from "../../abi/automaton.ts"
import { beginsNothing, changesNothing, conditionsAfter, tellingOf } from "../../match/idle.ts"
import { programOf } from "../../match/program.ts"
import type { Batch } from "./contract.ts"

/** Bits for conditions; the highest but the sign says that the rule reads the event's type. */
const mostBits = 30
const isInput = 1 << mostBits

/**
 * The conditions of a rule that are known for all events of a batch, as bits by place; and which bits an event must have one of to be worth a
 * look.
 */
export class RowAnswers {
  /** By condition; 0: it is evaluated for each event. */
  readonly bits: readonly number[]
  /** One of these where the key has no partial match. */
  readonly begins: number
  /** Likewise where it has some. */
  readonly moves: number
  /** By place in the batch; made by `read`. */
  answers = new Int32Array(0)
  /** The conditions that are looked up. */
  readonly asked: readonly number[]
  /** Those of which an event must fulfil one; undefined: others are worth a look too. */
  readonly needed: readonly number[] | undefined
  /** As those of a lane. */
  readonly tells: readonly number[] | undefined
  private readonly selects: readonly (number | null)[]
  /** By event type; undefined: all events are of the rule's only type. */
  private readonly inputs: readonly boolean[] | undefined

  /** `selects`: by condition; `types`: of all events. */
  constructor(automaton: Automaton, selects: readonly (number | null)[], inputs: readonly number[], types: number) {
    let next = 0
    this.bits = selects.map((select) => (select === null || next === mostBits ? 0 : 1 << next++))
    this.selects = selects.map((select, condition) => (this.bits[condition] === 0 ? null : select))
    this.inputs = types === 1 ? undefined : Array.from({ length: types }, (_, type) => inputs.includes(type))
    const states = programOf(automaton)
    const first = this.known(conditionsAfter(states, automaton.start))
    const all = this.known(new Set(this.bits.keys()))
    this.begins = beginsNothing(states, automaton.start, first) ? this.bitsOf(first) : isInput
    this.moves = changesNothing(states, all) && beginsNothing(states, automaton.start, all) ? this.bitsOf(all) : isInput
    this.asked = this.selects.filter((select) => select !== null)
    const telling = tellingOf(states, all)
    this.tells =
      telling && (this.selects.filter((select, condition) => select !== null && telling.has(condition)) as number[])
    this.needed = ((this.begins | this.moves) & isInput) === 0 ? this.asked : undefined
  }

  /** Reads the answers for a batch. */
  read(batch: Batch): void {
    const { count, order, rows } = batch
    if (this.answers.length < count) this.answers = new Int32Array(order.length)
    const { answers, inputs } = this
    let all = ((this.begins | this.moves) & isInput) === 0 || inputs !== undefined ? 0 : isInput
    // What all events fulfil is filled in, not added to each.
    const some: number[] = []
    for (const [condition, select] of this.selects.entries()) {
      if (select === null) continue
      if (batch.chosen(select).count === count) all |= this.bits[condition]!
      else some.push(condition)
    }
    answers.fill(all, 0, count)
    if (inputs !== undefined && ((this.begins | this.moves) & isInput) !== 0) {
      for (let place = 0; place < count; place++) if (inputs[rows.type[order[place]!]!]) answers[place]! |= isInput
    }
    for (const condition of some) add(answers, this.bits[condition]!, batch.chosen(this.selects[condition]!))
  }

  private known(conditions: ReadonlySet<number>): ReadonlySet<number> {
    return new Set([...conditions].filter((condition) => this.bits[condition] !== 0))
  }

  private bitsOf(conditions: ReadonlySet<number>): number {
    let bits = 0
    for (const condition of conditions) bits |= this.bits[condition]!
    return bits
  }
}

function add(
  answers: Int32Array,
  bit: number,
  { items, count }: { readonly items: Int32Array; readonly count: number },
): void {
  for (let i = 0; i < count; i++) answers[items[i]!]! |= bit
}
