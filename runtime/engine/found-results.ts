const none = -1
const firstRoom = 64

/** What came of a deadline before the event at a place. */
interface Due<R> {
  readonly place: number
  readonly time: number
  readonly result: R
}

/** What the rules found in a batch, rule by rule, to be handed out in the order of the events. */
export class FoundResults<R> {
  /** By number; undefined: the rule makes it when its turn comes. None is longer than what was made. */
  private readonly results: (R | undefined)[] = []
  private count = 0
  private places = new Int32Array(firstRoom)
  private rules = new Int32Array(firstRoom)
  /** Numbers of results in the order of the rules, then in that of the places. */
  private byRule = new Int32Array(firstRoom)
  private order = new Int32Array(firstRoom)
  /** By rule or place: how many there are, then where they begin. */
  private starts = new Int32Array(firstRoom)
  private lastRule = none
  private lastPlace = none
  /** They were added in the order in which they are handed out: where nothing but hits of an index is found they often are. */
  private inOrder = true
  /** They were added in the order of the rules: of most batches all are. */
  private inRuleOrder = true
  private mostRule = 0
  private readonly dues: Due<R>[] = []

  /**
   * The event at that place of the batch completed a match of a rule; `result`: left out where the rule makes it when its turn comes. Those of one
   * event and one rule come in their order.
   */
  add(place: number, rule: number, result?: R): void {
    const number = this.count++
    if (number === this.places.length) this.grow(number * 2)
    if (result !== undefined) this.put(number, result)
    this.places[number] = place
    this.rules[number] = rule
    if (place < this.lastPlace || (place === this.lastPlace && rule < this.lastRule)) this.inOrder = false
    if (rule < this.lastRule) this.inRuleOrder = false
    else if (rule > this.mostRule) this.mostRule = rule
    this.lastRule = rule
    this.lastPlace = place
  }

  /** A deadline brought it; `place`: of the first event that is not before it. */
  addDue(place: number, time: number, result: R): void {
    this.dues.push({ place, time, result })
  }

  /** Hands out all, with their places and rules (-1: of a deadline), and is empty again. `count`: how many events the batch has. */
  handOut(count: number, visit: (result: R | undefined, place: number, rule: number) => void): void {
    const { results, dues, places, rules, count: total } = this
    if (total === 0 && dues.length === 0) return
    // Of one time they stay in the order in which they were added: that of the rules.
    if (dues.length > 1) dues.sort((left, right) => left.place - right.place || left.time - right.time)
    const order = this.inOrder ? undefined : this.orderOf(count)
    let due = 0
    for (let i = 0; i < total; i++) {
      const number = order === undefined ? i : order[i]!
      const place = places[number]!
      for (; due < dues.length && dues[due]!.place <= place; due++) visit(dues[due]!.result, none, none)
      visit(number < results.length ? results[number] : undefined, place, rules[number]!)
    }
    for (; due < dues.length; due++) visit(dues[due]!.result, none, none)
    results.length = 0
    dues.length = 0
    this.count = 0
    this.lastRule = none
    this.lastPlace = none
    this.inOrder = true
    this.inRuleOrder = true
    this.mostRule = 0
  }

  /** The numbers of the results by place, those of one place by rule: sorted by counting, which keeps the order of equal ones. */
  private orderOf(count: number): Int32Array {
    const { places, rules, byRule, order } = this
    const total = this.count
    if (this.inRuleOrder) {
      for (let i = 0; i < total; i++) byRule[i] = i
      this.sort(places, count, byRule, order)
      return order
    }
    for (let i = 0; i < total; i++) order[i] = i
    this.sort(rules, this.mostRule + 1, order, byRule)
    this.sort(places, count, byRule, order)
    return order
  }

  /** Puts the numbers that stand in `from` into `to`, by their values, which are less than `bound`. */
  private sort(values: Int32Array, bound: number, from: Int32Array, to: Int32Array): void {
    const total = this.count
    if (this.starts.length < bound) this.starts = new Int32Array(bound * 2)
    const { starts } = this
    starts.fill(0, 0, bound)
    for (let i = 0; i < total; i++) starts[values[i]!]!++
    for (let value = 0, start = 0; value < bound; value++) {
      const behind = start + starts[value]!
      starts[value] = start
      start = behind
    }
    for (let i = 0; i < total; i++) to[starts[values[from[i]!]!]!++] = from[i]!
  }

  private put(number: number, result: R): void {
    const { results } = this
    while (results.length < number) results.push(undefined)
    results.push(result)
  }

  private grow(room: number): void {
    const { places, rules } = this
    this.places = new Int32Array(room)
    this.places.set(places)
    this.rules = new Int32Array(room)
    this.rules.set(rules)
    this.byRule = new Int32Array(room)
    this.order = new Int32Array(room)
  }
}
