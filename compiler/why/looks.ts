/**
 * What events were asked for partial matches and did not do. There are as many such looks as events times partial matches, so they are not all kept: where no answer depends on
 * the partial match, all in one state share one look; of each partial match the first, the last and the nearest ones are kept, and the others are counted.
 */
import type { Asked, Look, SeenEvent } from "./model.ts"
import type { TracedStory } from "./story.ts"

/** Looks of one partial match: the oldest that are kept, and the newest. */
const oldestKept = 16
const newestKept = 48
/** Looks with answers of their own: so many are made in one run for whichever partial match; then so many for each event, of the oldest partial matches. */
const mostOwn = 100_000
const ownOfEvent = 100

/** How far an event was from being taken in a state: the less, the nearer; undefined: it could not have been. */
export type Rate = (look: Look, state: number) => number | undefined

/** Looks of one partial match, in the order of events. */
export class KeptLooks {
  private kept: Look[] = []
  /** Of those that are kept no more. */
  private nearest: Look | undefined
  private nearestDistance = Number.POSITIVE_INFINITY
  /** All there were. */
  count = 0

  get all(): readonly Look[] {
    if (this.nearest === undefined) return this.kept
    return [...this.kept.slice(0, oldestKept), this.nearest, ...this.kept.slice(oldestKept)]
  }

  /** Some were counted and not kept. */
  get isPartial(): boolean {
    return this.count > this.kept.length
  }

  /** undefined: it is only counted. */
  add(look: Look | undefined, state: number, rate: Rate): void {
    this.count++
    if (look === undefined) return
    this.kept.push(look)
    if (this.kept.length <= oldestKept + 2 * newestKept) return
    for (const gone of this.kept.splice(oldestKept, newestKept)) {
      const distance = rate(gone, state)
      if (distance === undefined || distance > this.nearestDistance) continue
      this.nearest = gone
      this.nearestDistance = distance
    }
  }

  /** The look of an event that came last; undefined: there is none. */
  lastOf(event: SeenEvent): Look | undefined {
    const last = this.kept.at(-1)
    return last?.event === event ? last : undefined
  }

  /** Takes it back. */
  takeBack(event: SeenEvent): Look | undefined {
    if (this.lastOf(event) === undefined) return undefined
    this.count--
    return this.kept.pop()
  }

  copy(): KeptLooks {
    const other = new KeptLooks()
    other.kept = [...this.kept]
    other.nearest = this.nearest
    other.nearestDistance = this.nearestDistance
    other.count = this.count
    return other
  }
}

interface Draft {
  readonly look: { readonly event: SeenEvent; readonly asked: Asked[]; readonly tooLate: number[] }
  /** What was said depends on the partial match. */
  isOwn: boolean
}

/** What one event is asked, from the first partial match to the last. */
export class EventLooks {
  /** By number of the look: the partial match (undefined: none yet), and what was asked for it (undefined: it is only counted). */
  readonly stories: (TracedStory | undefined)[] = []
  readonly looks: (Look | undefined)[] = []
  private event: SeenEvent | undefined
  /** By state, from -1 for those that would begin: what was asked first. */
  private readonly ofState: (Draft | undefined)[] = []
  private open: Draft | undefined
  private own = 0
  private ownNow = 0

  begin(event: SeenEvent): void {
    this.event = event
    this.stories.length = 0
    this.looks.length = 0
    this.ofState.length = 0
    this.open = undefined
    this.ownNow = 0
  }

  add(story: TracedStory | undefined): void {
    const place = 1 + (story?.state ?? -1)
    const known = this.ofState[place]
    this.stories.push(story)
    this.open = undefined
    if (known !== undefined && !known.isOwn) this.looks.push(known.look)
    else if (known !== undefined && this.own >= mostOwn && this.ownNow >= ownOfEvent) this.looks.push(undefined)
    else {
      this.open = { look: { event: this.event!, asked: [], tooLate: [] }, isOwn: false }
      this.ofState[place] ??= this.open
      this.looks.push(this.open.look)
      if (known === undefined) return
      this.own++
      this.ownNow++
    }
  }

  /** Whether what is asked now is to be noted. */
  get isOpen(): boolean {
    return this.open !== undefined
  }

  asked(asked: Asked, readsMatch: boolean): void {
    if (this.open === undefined) return
    this.open.look.asked.push(asked)
    if (readsMatch) this.open.isOwn = true
  }

  askedSoon(duration: number, holds: boolean): void {
    if (this.open === undefined) return
    this.open.isOwn = true
    if (!holds) this.open.look.tooLate.push(duration)
  }
}
