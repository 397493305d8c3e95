/** Events that fulfilled one step, in their order. They are numbered as they come; those before `first` are gone. */
export class Level<E> {
  first = 0
  readonly at: number[] = []
  /** How many events had fulfilled the step before when it came: those numbers are less. */
  readonly before: number[] = []
  readonly events: E[] = []
  /** How many of the lists' entries are gone. */
  private gone = 0

  /** The number of the next event. */
  get next(): number {
    return this.first + this.size
  }

  get size(): number {
    return this.at.length - this.gone
  }

  add(at: number, before: number, event: E): void {
    this.at.push(at)
    this.before.push(before)
    this.events.push(event)
  }

  atOf(number: number): number {
    return this.at[this.gone + number - this.first]!
  }

  beforeOf(number: number): number {
    return this.before[this.gone + number - this.first]!
  }

  eventOf(number: number): E {
    return this.events[this.gone + number - this.first]!
  }

  /** The first event that came behind that one of the step before. */
  firstBehind(number: number): number {
    let low = this.first
    let high = this.next
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.beforeOf(middle) > number) high = middle
      else low = middle + 1
    }
    return low
  }

  removeFirst(): void {
    this.first++
    this.gone++
    if (this.gone < 32 || this.gone * 2 < this.at.length) return
    for (const list of [this.at, this.before, this.events]) list.splice(0, this.gone)
    this.gone = 0
  }
}

/**
 * What is held for a key: for each step but the last the events that fulfilled it, and of the step before at least one that still counts. So each
 * is part of a partial match, and what an event does to a key costs the same however many they are. After CORE (Bucchi, Grez, Quintana,
 * Riveros, Vansummeren: VLDB 2022, arXiv 2111.04635): levels are its graph for patterns without repetitions.
 */
export class Combinations<E> {
  readonly levels: readonly Level<E>[]

  constructor(steps: number) {
    this.levels = Array.from({ length: steps - 1 }, () => new Level<E>())
  }

  /** Lets go of what a window of that length holds no more at `time`. */
  expire(time: number, withinMs: number): void {
    const [level] = this.levels
    let changed = false
    while (level!.size > 0 && level!.atOf(level!.first) + withinMs <= time) {
      level!.removeFirst()
      changed = true
    }
    if (changed) this.follow()
  }

  get isEmpty(): boolean {
    return this.levels[0]!.size === 0
  }

  get size(): number {
    let size = 0
    for (const level of this.levels) size += level.size
    return size
  }

  /** Whether an event at that step comes behind others. */
  reaches(step: number): boolean {
    return step === 0 || this.levels[step - 1]!.size > 0
  }

  /** Adds an event; of one that fulfils several steps the later ones first. */
  add(step: number, at: number, event: E): void {
    this.levels[step]!.add(at, step === 0 ? 0 : this.levels[step - 1]!.next, event)
  }

  /** Lets go of the oldest event that begins something. */
  removeOldest(): void {
    this.levels[0]!.removeFirst()
    this.follow()
  }

  /**
   * How many partial matches reach the last level, counted up to a number; more than one pass over all events is never needed.
   * As many chains begin with an event as begin with those behind it at the next level.
   */
  count(): number {
    let behind: number[] = []
    for (let step = this.levels.length - 1; step >= 0; step--) {
      const level = this.levels[step]!
      const next = this.levels[step + 1]
      // Chains that begin at this event or a later one of the level.
      const sums = new Array<number>(level.size + 1).fill(0)
      for (let i = level.size - 1; i >= 0; i--) {
        const own = next === undefined ? 1 : behind[next.firstBehind(level.first + i) - next.first]!
        sums[i] = sums[i + 1]! + own
      }
      behind = sums
    }
    return behind[0]!
  }

  /** How many chains end at each level. As many end with an event as end with those of the level before that had come by then. */
  chains(): number[] {
    let before: number[] = []
    return this.levels.map((level, step) => {
      const first = this.levels[step - 1]?.first ?? 0
      // Chains that end at an event of the level less than this one.
      const sums = [0]
      for (let number = level.first; number < level.next; number++) {
        const own = step === 0 ? 1 : before[Math.max(0, level.beforeOf(number) - first)]!
        sums.push(sums.at(-1)! + own)
      }
      before = sums
      return sums.at(-1)!
    })
  }

  /** All chains of one event of each level, in the order of their first events, then their second ones … ; the array is used again. */
  each(visit: (events: readonly E[]) => void): void {
    this.from(0, this.levels[0]!.first, this.ends(), [], visit)
  }

  /** By level: behind its last event that others follow up to the last level. */
  private ends(): number[] {
    const ends = this.levels.map(({ next }) => next)
    for (let step = ends.length - 2; step >= 0; step--) {
      const end = ends[step + 1]!
      ends[step] =
        end > this.levels[step + 1]!.first ? this.levels[step + 1]!.beforeOf(end - 1) : this.levels[step]!.first
    }
    return ends
  }

  private from(
    step: number,
    first: number,
    ends: readonly number[],
    events: E[],
    visit: (events: readonly E[]) => void,
  ): void {
    const level = this.levels[step]!
    for (let number = first; number < ends[step]!; number++) {
      events[step] = level.eventOf(number)
      if (step === this.levels.length - 1) visit(events)
      else this.from(step + 1, this.levels[step + 1]!.firstBehind(number), ends, events, visit)
    }
  }

  /** What is left without any event before it goes too. */
  private follow(): void {
    for (let step = 1; step < this.levels.length; step++) {
      const level = this.levels[step]!
      const { first } = this.levels[step - 1]!
      while (level.size > 0 && level.beforeOf(level.first) <= first) level.removeFirst()
    }
  }
}
