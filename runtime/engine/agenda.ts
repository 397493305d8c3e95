import type { Batch, Lane } from "../operator/lanes/contract.ts"
import { laneOf, type RunningRule } from "./rules.ts"

/**
 * Which lanes have something to do in a batch: of many rules most have nothing, and they cost nothing. Found by the conditions that chose
 * something.
 */
export class Agenda {
  /** Lanes with something to do, in file order; the first `count`. */
  readonly lanes: Lane[] = []
  count = 0
  private readonly rules: readonly RunningRule[]
  /** By condition: places of the rules whose lanes ask for it. */
  private readonly askers: number[][] = []
  /** By condition of which every row is a match: the rules, whose lanes are not run. */
  private readonly hitAskers: readonly (readonly number[])[]
  /** By condition: the only one of those rules; -1: there are several. */
  private readonly onlyAsker: Int32Array
  /** Conditions that some lane asks for, rising. */
  private readonly asked: readonly number[]
  /** Lanes that are run on every batch. */
  private readonly always: readonly number[]
  /** By event type: rules that judge every event, in file order. */
  private readonly every: readonly (readonly RunningRule[])[]
  /** By rule: the batch that it was found for. */
  private readonly marks: Int32Array
  private number = 0
  /** Places of the rules of `lanes`. */
  private readonly due: Int32Array
  /** By place of the batch: where its part of `items` begins; made when it is first asked for. */
  private starts = new Int32Array(0)
  private items = new Int32Array(0)
  private placed = 0

  /** The rules whose lanes ask for a condition have something to do. */
  private readonly take = (select: number): void => {
    const { due, marks } = this
    const askers = this.askers[select]
    if (askers === undefined) return
    for (const rule of askers) {
      if (marks[rule] === this.number) continue
      marks[rule] = this.number
      due[this.count++] = rule
    }
  }

  /** `types`: how many event types there are. `hits`: the batch, where it is judged as a whole. */
  constructor(rules: readonly RunningRule[], types: number, hits?: Batch) {
    this.rules = rules
    const always: number[] = []
    for (const { operator, index } of rules) {
      const lane = laneOf(operator)
      if (lane === undefined) continue
      if (lane.selects === undefined) always.push(index)
      for (const select of lane.selects ?? []) {
        this.askers[select] ??= []
        this.askers[select].push(index)
      }
    }
    this.always = always
    this.hitAskers = hits === undefined ? [] : this.takeHits(hits)
    this.onlyAsker = Int32Array.from(this.hitAskers, (askers) => (askers?.length === 1 ? askers[0]! : -1))
    this.asked = Object.keys(this.askers).map(Number)
    this.every = Array.from({ length: types }, (_, type) =>
      rules.filter(
        ({ operator, manifest }) => manifest.inputs.includes(type) && laneOf(operator)?.selects === undefined,
      ),
    )
    this.marks = new Int32Array(rules.length)
    this.due = new Int32Array(rules.length)
  }

  /** Finds the lanes that have something to do in a batch, and begins it with them. */
  begin(batch: Batch): void {
    const { due, always } = this
    this.number++
    this.count = 0
    for (const rule of always) due[this.count++] = rule
    batch.eachChosen(this.asked, this.take)
    if (this.count > 1) due.subarray(0, this.count).sort()
    for (let i = 0; i < this.count; i++) {
      const lane = laneOf(this.rules[due[i]!]!.operator)!
      this.lanes[i] = lane
      lane.begin(batch)
    }
  }

  /** Calls `visit` with the matches of rules that one row completes and whose lanes are not run. */
  eachHit(batch: Batch, visit: (place: number, rule: number) => void): void {
    const { hitAskers, onlyAsker } = this
    if (hitAskers.length === 0) return
    batch.eachHit((place, select) => {
      const only = onlyAsker[select]!
      if (only >= 0) visit(place, only)
      else for (const rule of hitAskers[select]!) visit(place, rule)
    })
  }

  /** The conditions that nothing asks for but rules of which every row that fulfils it is a match. */
  private takeHits(batch: Batch): readonly (readonly number[])[] {
    const taken: (readonly number[])[] = []
    const lookedAt = new Set(this.rules.flatMap(({ operator }) => laneOf(operator)?.looksAt ?? []))
    for (const [select, askers] of Object.entries(this.askers)) {
      if (lookedAt.has(Number(select))) continue
      if (!askers.every((rule) => laneOf(this.rules[rule]!.operator)?.isOfRows) || !batch.askHits(Number(select)))
        continue
      taken[Number(select)] = askers
      delete this.askers[Number(select)]
    }
    return taken
  }

  /** The rules that judge the event at a place of the batch, in file order: lanes only where a condition of theirs chose it. */
  rulesAt(batch: Batch, place: number): readonly RunningRule[] {
    const { rules, starts } = this.placedIn(batch)
    const every = this.every[batch.rows.type[batch.order[place]!]!]!
    const from = starts[place]!
    const to = starts[place + 1]!
    if (from === to) return every
    const chosen = new Set(this.items.subarray(from, to))
    for (const { index } of every) chosen.add(index)
    return [...chosen].sort((a, b) => a - b).map((rule) => rules[rule]!)
  }

  /** Counts, then fills: the lanes of all places in one list. */
  private placedIn(batch: Batch): this {
    if (this.placed === this.number) return this
    this.placed = this.number
    const { count } = batch
    if (this.starts.length < count + 1) this.starts = new Int32Array(batch.order.length + 1)
    const { starts } = this
    starts.fill(0, 0, count + 1)
    let total = 0
    this.eachChoice(batch, (place) => {
      starts[place]!++
      total++
    })
    if (this.items.length < total) this.items = new Int32Array(total * 2)
    // Where each part ends, which going down to its first one makes where it begins.
    for (let place = 0, end = 0; place <= count; place++) {
      end += starts[place]!
      starts[place] = end
    }
    this.eachChoice(batch, (place, rule) => {
      this.items[--starts[place]!] = rule
    })
    return this
  }

  private eachChoice(batch: Batch, visit: (place: number, rule: number) => void): void {
    batch.eachChosen(this.asked, (select) => {
      const askers = this.askers[select]
      if (askers === undefined) return
      const { items, count } = batch.chosen(select)
      for (const rule of askers) {
        for (let i = 0; i < count; i++) visit(items[i]!, rule)
      }
    })
  }
}
