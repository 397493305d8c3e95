const none = -1

/** What came of a deadline before the event at a place. */
interface Due<R> {
  readonly place: number
  readonly time: number
  readonly result: R
}

/** What the rules found in a batch, rule by rule, to be handed out in the order of the events. */
export class FoundResults<R> {
  private readonly results: R[] = []
  private places = new Int32Array(64)
  private rules = new Int32Array(64)
  /** By result: the next one of its event. */
  private next = new Int32Array(64)
  private readonly dues: Due<R>[] = []
  /** By place of the batch: its first result. */
  private first = new Int32Array(0)

  /** The event at that place of the batch completed a match of a rule. Those of one event and one rule come in their order. */
  add(place: number, rule: number, result: R): void {
    const number = this.results.push(result) - 1
    if (number === this.places.length) {
      const places = new Int32Array(number * 2)
      places.set(this.places)
      this.places = places
      this.next = new Int32Array(number * 2)
      const rules = new Int32Array(number * 2)
      rules.set(this.rules)
      this.rules = rules
    }
    this.places[number] = place
    this.rules[number] = rule
  }

  /** A deadline brought it; `place`: of the first event that is not before it. */
  addDue(place: number, time: number, result: R): void {
    this.dues.push({ place, time, result })
  }

  /** Hands out all, with their places (-1: of a deadline), and is empty again. `count`: how many events the batch has. */
  handOut(count: number, visit: (result: R, place: number) => void): void {
    const { results, next, dues } = this
    if (results.length === 0 && dues.length === 0) return
    // Of one time they stay in the order in which they were added: that of the rules.
    if (dues.length > 1) dues.sort((left, right) => left.place - right.place || left.time - right.time)
    let due = 0
    if (this.first.length < count) this.first = new Int32Array(count * 2).fill(none)
    const { first } = this
    for (let number = results.length - 1; number >= 0; number--) {
      this.insert(number, first)
    }
    for (let place = 0; place < count; place++) {
      for (; due < dues.length && dues[due]!.place === place; due++) visit(dues[due]!.result, none)
      for (let number = first[place]!; number !== none; number = next[number]!) visit(results[number]!, place)
      first[place] = none
    }
    for (; due < dues.length; due++) visit(dues[due]!.result, none)
    results.length = 0
    dues.length = 0
  }

  /** Before those of its event that come later. Most are added in the order of the rules, and come first. */
  private insert(number: number, first: Int32Array): void {
    const { places, rules, next } = this
    const place = places[number]!
    const rule = rules[number]!
    let behind = first[place]!
    if (behind === none || rules[behind]! >= rule) {
      next[number] = behind
      first[place] = number
      return
    }
    let before = behind
    for (behind = next[before]!; behind !== none && rules[behind]! < rule; behind = next[before]!) before = behind
    next[before] = number
    next[number] = behind
  }
}
