import type { Story, StoryEnd } from "./model.ts"
import type { Link, TracedStory } from "./story.ts"

/** Partial matches that are over: beyond, those that came least far are only counted; of equally far ones the oldest. */
const mostOver = 1000
/** Likewise of those that became matches, and of those that the limit dropped. */
const mostOfEnd = 500
/** Of those that came furthest, so many that lived longest stay whatever their age. */
const mostLongest = 100

const second = 1000

/** A time that is given to the second means all of that second. */
export function grainOf(at: number | undefined): number {
  return at !== undefined && at % second === 0 ? second : 1
}

/** Whether a partial match lived at a time; undefined: at any. */
export function livedAt({ first, endedAt }: Pick<Story, "first" | "endedAt">, at: number | undefined): boolean {
  if (at === undefined) return true
  return first.event.at < at + grainOf(at) && at <= (endedAt ?? Number.POSITIVE_INFINITY)
}

/** Which partial matches are asked about, and how far they are. */
export interface StoryInterest {
  readonly lived: (story: Story) => boolean
  /** How many events a state lacks. */
  readonly remaining: (state: number) => number
}

/** All partial matches of a key: those that live, and of those that are over the ones that tell most. */
export class KeptStories {
  all: TracedStory[] = []
  /** Partial matches that are counted and not kept, by how they ended: of those that are asked about. */
  readonly forgotten = new Map<StoryEnd["kind"], number>()
  private readonly interest: StoryInterest
  private forgetAt = 4 * mostOver

  constructor(interest: StoryInterest) {
    this.interest = interest
  }

  add(story: TracedStory): void {
    this.all.push(story)
    if (this.all.length > this.forgetAt) this.forget()
  }

  get forgottenCount(): number {
    return [...this.forgotten.values()].reduce((sum, each) => sum + each, 0)
  }

  private forget(): void {
    const own = this.all.filter(({ isMoved }) => !isMoved)
    // Those that wait in two states at once are one: as long as one of them lives, it does.
    const alive = new Set(own.flatMap(({ end, chain }) => (end === undefined ? [chain] : [])))
    const over = own.filter(({ chain }) => !alive.has(chain))
    const stays = this.chosen(over)
    const gone = new Map<Link, StoryEnd["kind"]>()
    for (const { chain, end } of over) if (!stays.has(chain)) gone.set(chain, end!.kind)
    const lived = new Set(over.filter(this.interest.lived).map(({ chain }) => chain))
    for (const [chain, kind] of gone) {
      if (lived.has(chain)) this.forgotten.set(kind, (this.forgotten.get(kind) ?? 0) + 1)
    }
    this.all = own.filter(({ chain }) => alive.has(chain) || stays.has(chain))
    // Those that live stay: there may be more of them.
    this.forgetAt = 2 * Math.max(2 * mostOver, this.all.length)
  }

  /** The chains that stay. */
  private chosen(over: readonly TracedStory[]): ReadonlySet<Link> {
    const { lived, remaining } = this.interest
    const rank = ({ isComplete, state }: TracedStory): number => (isComplete ? 0 : remaining(state))
    const far = (story: TracedStory): number => (lived(story) ? 0 : 1_000_000) + rank(story)
    const ofEnd = (kind: StoryEnd["kind"]): TracedStory[] => over.filter(({ end }) => end?.kind === kind)
    const others = over.filter(({ end }) => end?.kind !== "reported" && end?.kind !== "dropped")
    const ranked = others.map((story) => ({ story, far: far(story) }))
    ranked.sort((left, right) => left.far - right.far || right.story.first.event.at - left.story.first.event.at)
    const best = ranked.filter((each) => each.far === ranked[0]?.far).map(({ story }) => story)
    const life = ({ endedAt, last }: TracedStory): number => (endedAt ?? 0) - last.event.at
    const stay = [
      ...ranked.slice(0, mostOver).map(({ story }) => story),
      ...best.toSorted((left, right) => life(right) - life(left)).slice(0, mostLongest),
      ...ofEnd("reported").slice(-mostOfEnd),
      ...ofEnd("dropped").slice(-mostOfEnd),
    ]
    return new Set(stay.map(({ chain }) => chain))
  }
}
