/**
 * The hop between readers and slices as a model: readers of one source partition send its events, each to the slices that have a key of it, and commit
 * how far they are; slices drop what they have seen. Readers crash between any two steps, go on although others have taken over, and what they sent
 * arrives late, or never; slices crash and go on from their checkpoints.
 */
import type { Model, Step } from "./checker.ts"

/** What of the protocol is left out or turned round. */
export interface WrongHop {
  /** A reader takes a failed send for one that went well. */
  readonly skipsFailed?: boolean
  /** A checkpoint does not hold what its slice has seen. */
  readonly forgetsSeen?: boolean
  /** A reader's position is committed before all it sent has arrived. */
  readonly commitsEarly?: boolean
  /** A reader sends before all that it sent before has arrived. */
  readonly sendsAhead?: boolean
  /** A slice takes whatever comes. */
  readonly takesAll?: boolean
  /** A marker speaks for events that are sent behind it. */
  readonly marksAhead?: boolean
  /** A new reader begins at the end of what is there, not at what was committed. */
  readonly startsAtEnd?: boolean
}

export interface HopShape {
  /** By event, in the order of offsets: the slices that have a key of it. */
  readonly routes: readonly (readonly number[])[]
  readonly slices: number
  /** So many readers may be alive at once, and so many are started in all. */
  readonly readers: number
  readonly starts: number
  /** At most so many events are sent at once. */
  readonly batch: number
  /** Slices crash and make checkpoints so often in all. */
  readonly sliceFaults: number
  readonly wrong?: WrongHop
}

/** An event is twice its offset, a marker behind it that and one. */
type Entry = number

/** A request to one partition, which waits to be carried out. */
interface Request {
  readonly slice: number
  readonly entries: readonly Entry[]
}

interface Reader {
  /** Behind all that has arrived. */
  readonly acked: number
  /** Behind all that was sent. */
  readonly sent: number
  readonly waiting: readonly Request[]
}

/** What a slice knows. `counts`: how often it has judged each event. */
interface SliceState {
  readonly seen: number
  readonly counts: readonly number[]
}

/** A slice takes what arrives at once: nothing else can change what becomes of it. `since`: what it took after its checkpoint, and takes again after a crash. */
interface Slice {
  readonly now: SliceState
  readonly stored: SliceState
  readonly since: readonly Entry[]
}

interface Hop {
  readonly committed: number
  readonly readers: readonly Reader[]
  readonly starts: number
  /** Of readers that have died or given up. */
  readonly delayed: readonly Request[]
  readonly slices: readonly Slice[]
  readonly sliceFaults: number
  /** A marker told a slice that nothing before it comes any more, and something did not come. */
  readonly early: string
}

const mostDelayed = 2

export class Repartition implements Model<Hop> {
  readonly initial: Hop
  readonly #shape: HopShape
  readonly #wrong: WrongHop

  constructor(shape: HopShape) {
    this.#shape = shape
    this.#wrong = shape.wrong ?? {}
    const empty: SliceState = { seen: -1, counts: shape.routes.map(() => 0) }
    const slices = Array.from({ length: shape.slices }, () => ({ now: empty, stored: empty, since: [] }))
    this.initial = { committed: 0, readers: [], starts: 0, delayed: [], slices, sliceFaults: 0, early: "" }
  }

  key(hop: Hop): string {
    return JSON.stringify(hop)
  }

  wrong({ slices, early, readers, delayed, committed }: Hop): string | undefined {
    if (early !== "") return early
    const { routes } = this.#shape
    for (const [slice, { now }] of slices.entries()) {
      const twice = now.counts.findIndex((count) => count > 1)
      if (twice >= 0) return `slice ${slice} judges event ${twice} twice`
      const isQuiet = readers.length === 0 && delayed.length === 0 && committed >= routes.length
      if (!isQuiet) continue
      const lacks = routes.findIndex((route, event) => route.includes(slice) && now.counts[event] === 0)
      if (lacks >= 0) return `slice ${slice} never gets event ${lacks}`
    }
    return undefined
  }

  isEnd({ committed, readers, delayed }: Hop): boolean {
    const isDone = committed >= this.#shape.routes.length && delayed.length === 0
    return isDone && readers.every(({ waiting }) => waiting.length === 0)
  }

  steps(hop: Hop): Step<Hop>[] {
    const steps: Step<Hop>[] = []
    const { readers, starts } = this.#shape
    if (hop.readers.length < readers && hop.starts < starts) {
      const at = this.#wrong.startsAtEnd === true && hop.starts > 0 ? this.#shape.routes.length : hop.committed
      const reader: Reader = { acked: at, sent: at, waiting: [] }
      const to = { ...hop, readers: sorted([...hop.readers, reader]), starts: hop.starts + 1 }
      // The last one that may be started must be there for the end.
      steps.push({ label: `a reader starts at ${at}`, to })
    }
    for (const [at, reader] of hop.readers.entries()) this.#ofReader(hop, at, reader, steps)
    for (const [at, request] of hop.delayed.entries()) {
      const rest = { ...hop, delayed: hop.delayed.filter((_, each) => each !== at) }
      steps.push({ label: `a late request reaches slice ${request.slice}`, to: this.#arrive(rest, request) })
      steps.push({ label: `a late request for slice ${request.slice} is lost`, to: rest })
    }
    for (const slice of hop.slices.keys()) this.#ofSlice(hop, slice, steps)
    return steps
  }

  #ofReader(hop: Hop, at: number, reader: Reader, steps: Step<Hop>[]): void {
    const change = (to: Reader | undefined, more: Partial<Hop> = {}): Hop => {
      const others = hop.readers.filter((_, each) => each !== at)
      return { ...hop, ...more, readers: to === undefined ? others : sorted([...others, to]) }
    }
    const { acked, sent, waiting } = reader
    const mayCommit = waiting.length === 0 || this.#wrong.commitsEarly === true
    const position = this.#wrong.commitsEarly === true ? sent : acked
    if (mayCommit && position !== hop.committed) {
      steps.push({ label: `a reader commits ${position}`, to: change(reader, { committed: position }) })
    }
    const maySend = waiting.length === 0 || (this.#wrong.sendsAhead === true && waiting.length < 3)
    for (let to = sent + 1; maySend && to <= Math.min(sent + this.#shape.batch, this.#shape.routes.length); to++) {
      for (const marks of [false, true]) {
        const requests = this.#requests(sent, to, marks)
        const acknowledged = requests.length === 0 ? to : acked
        steps.push({
          label: `a reader sends ${sent} to ${to - 1}${marks ? " and a marker" : ""}`,
          to: change({ acked: acknowledged, sent: to, waiting: [...waiting, ...requests] }),
        })
      }
    }
    for (const [place, request] of waiting.entries()) {
      const rest = waiting.filter((_, each) => each !== place)
      const done = { ...reader, waiting: rest, acked: rest.length === 0 ? sent : acked }
      steps.push({ label: `a request reaches slice ${request.slice}`, to: this.#arrive(change(done), request) })
      if (this.#wrong.skipsFailed === true) {
        steps.push({ label: `a request for slice ${request.slice} fails`, to: change(done), fault: true })
      }
    }
    this.#end(hop, reader, change, steps)
  }

  /** A reader that crashes, or whose send fails, is gone: what it sent and was not answered arrives late, or never. */
  #end(hop: Hop, { waiting }: Reader, change: (to: undefined, more: Partial<Hop>) => Hop, steps: Step<Hop>[]): void {
    if (hop.starts >= this.#shape.starts && hop.readers.length === 1 && hop.committed < this.#shape.routes.length)
      return
    const late = waiting.filter((request, at) => waiting.findIndex((each) => each.slice === request.slice) === at)
    const delayed = [...hop.delayed, ...late].slice(-mostDelayed)
    steps.push({ label: "a reader crashes", to: change(undefined, { delayed }), fault: true })
  }

  #requests(from: number, to: number, marks: boolean): Request[] {
    const requests: Request[] = []
    for (let slice = 0; slice < this.#shape.slices; slice++) {
      const entries: Entry[] = []
      for (let event = from; event < to; event++) {
        if (this.#shape.routes[event]!.includes(slice)) entries.push(2 * event)
      }
      const marked = this.#wrong.marksAhead === true ? Math.min(to, this.#shape.routes.length - 1) : to - 1
      if (marks) entries.push(2 * marked + 1)
      if (entries.length > 0) requests.push({ slice, entries })
    }
    return requests
  }

  #ofSlice(hop: Hop, slice: number, steps: Step<Hop>[]): void {
    const each = hop.slices[slice]!
    if (hop.sliceFaults >= this.#shape.sliceFaults || each.since.length === 0) return
    const more = { ...hop, sliceFaults: hop.sliceFaults + 1 }
    const stored = this.#wrong.forgetsSeen === true ? { ...each.now, seen: -1 } : each.now
    steps.push({ label: `slice ${slice} makes a checkpoint`, to: put(more, slice, { ...each, stored, since: [] }) })
    const restored = put(more, slice, { now: each.stored, stored: each.stored, since: [] })
    const to = this.#arrive(restored, { slice, entries: each.since })
    steps.push({ label: `slice ${slice} crashes`, to, fault: true })
  }

  #arrive(hop: Hop, { slice, entries }: Request): Hop {
    const each = hop.slices[slice]!
    let { now } = each
    let { early } = hop
    for (const entry of entries) {
      const taken = this.#take(slice, now, entry)
      now = taken.state
      if (early === "") early = taken.early
    }
    // Where no slice crashes any more nothing is taken again.
    const since = hop.sliceFaults < this.#shape.sliceFaults ? [...each.since, ...entries] : []
    const stored = since.length === 0 ? now : each.stored
    return { ...put(hop, slice, { now, stored, since }), early }
  }

  #take(slice: number, now: SliceState, entry: Entry): { readonly state: SliceState; readonly early: string } {
    const offset = Math.floor(entry / 2)
    if (entry % 2 === 0) {
      if (offset <= now.seen && this.#wrong.takesAll !== true) return { state: now, early: "" }
      const counts = now.counts.map((count, event) => (event === offset ? count + 1 : count))
      return { state: { seen: Math.max(offset, now.seen), counts }, early: "" }
    }
    if (offset < now.seen) return { state: now, early: "" }
    const { routes } = this.#shape
    const lacks = routes.findIndex(
      (route, event) => event <= offset && route.includes(slice) && now.counts[event] === 0,
    )
    const early = lacks < 0 ? "" : `a marker tells slice ${slice} that event ${lacks} has come, and it has not`
    return { state: { ...now, seen: offset }, early }
  }
}

function put(hop: Hop, slice: number, to: Slice): Hop {
  return { ...hop, slices: hop.slices.map((each, at) => (at === slice ? to : each)) }
}

/** Equal worlds look equal whoever started first. */
function sorted(readers: readonly Reader[]): readonly Reader[] {
  return [...readers].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}
