import { KeptLooks } from "./looks.ts"
import type { Look, SeenEvent, Story, StoryEnd, Taken } from "./model.ts"

/** An event of a partial match and those before it: partial matches share them. */
export interface Link {
  readonly taken: Taken
  readonly before: Link | undefined
}

/** A partial match while it is told of. There may be very many: what most of them do not need is made when they do. */
export class TracedStory implements Story {
  readonly first: Taken
  readonly last: Taken
  readonly length: number
  readonly since: number
  until: number | undefined = undefined
  state: number
  isComplete: boolean
  isMoved = false
  endedAt: number | undefined = undefined
  end: StoryEnd | undefined = undefined
  readonly chain: Link
  private kept: KeptLooks | undefined = undefined
  private hasHandedOver = false

  private constructor(link: Link, first: Taken, length: number, since: number, state: number, isComplete: boolean) {
    this.chain = link
    this.first = first
    this.last = link.taken
    this.length = length
    this.since = since
    this.state = state
    this.isComplete = isComplete
  }

  /** One that takes an event behind those of another one, or as its first. `number`: of the event among those of the key, from 1. */
  static taking(
    taken: Taken,
    parent: TracedStory | undefined,
    number: number,
    state: number,
    isComplete: boolean,
  ): TracedStory {
    const link = { taken, before: parent?.chain }
    return new TracedStory(link, parent?.first ?? taken, (parent?.length ?? 0) + 1, number, state, isComplete)
  }

  /** The same partial match, which passed over an event and is in another state now. */
  passedOver(state: number, isComplete: boolean): TracedStory {
    const story = new TracedStory(this.chain, this.first, this.length, this.since, state, isComplete)
    // The looks go over to the first one that goes on: this one is told of no more. To copy them for each event would cost more than all else.
    story.kept = this.hasHandedOver ? this.kept?.copy() : this.kept
    this.hasHandedOver = true
    return story
  }

  get looks(): readonly Look[] {
    return this.kept?.all ?? []
  }

  get lookCount(): number {
    return this.kept?.count ?? 0
  }

  get isPartlyKept(): boolean {
    return this.kept?.isPartial === true
  }

  /** Where looks go. */
  get list(): KeptLooks {
    this.kept ??= new KeptLooks()
    return this.kept
  }

  /** Takes back the look of an event that did something after all. Of one that goes on as another it stays there: that one passed over the event. */
  takeBack(event: SeenEvent): Look | undefined {
    return this.hasHandedOver ? this.kept?.lastOf(event) : this.kept?.takeBack(event)
  }

  get taken(): readonly Taken[] {
    const all: Taken[] = []
    for (let link: Link | undefined = this.chain; link !== undefined; link = link.before) all.push(link.taken)
    return all.reverse()
  }
}
