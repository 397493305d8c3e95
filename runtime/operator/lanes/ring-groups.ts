import type { RingLane } from "./ring-lane.ts"
import type { HeldEvent, Ring } from "./ring-members.ts"

/** So many rings have logs of events of one type at most. */
const mostLogs = 4

/** Events of keys, each list in order. */
type Held = ReadonlyMap<number, readonly HeldEvent[]>

interface Group {
  readonly lanes: RingLane[]
  readonly restored: Held[]
  /** Of each key the longest list that a lane has. */
  readonly held: Map<number, readonly HeldEvent[]>
  /** The ring of the engine before that all of them go on with. */
  readonly former: Ring | undefined
}

/** Gives lanes their rings: those that hold the same events share one. */
export class RingGroups {
  private readonly groups = new Map<string, Group[]>()
  private readonly mayShare: (one: string, other: string) => boolean

  /** `mayShare`: whether what two operators have of keys that are not in memory would stand together. */
  constructor(mayShare: (one: string, other: string) => boolean) {
    this.mayShare = mayShare
  }

  /** A lane that wants a ring. `among`: it shares one only with lanes that were added with the same. */
  add(lane: RingLane, among: string): void {
    const former = lane.formerRing
    const restored: Held = former === undefined ? lane.restored() : new Map()
    const sharing = `${among} ${lane.sharing}`
    const alike = this.groups.get(sharing) ?? []
    this.groups.set(sharing, alike)
    const { mayShare } = this
    let group = alike.find(
      ({ lanes, held, former: before }) =>
        before === former && lanes.every(({ operator }) => mayShare(operator, lane.operator)) && agree(held, restored),
    )
    if (group === undefined) {
      group = { lanes: [], restored: [], held: new Map(), former }
      alike.push(group)
    }
    group.lanes.push(lane)
    group.restored.push(restored)
    for (const [key, events] of restored) {
      if (events.length > (group.held.get(key)?.length ?? 0)) group.held.set(key, events)
    }
  }

  /** Opens the rings, when all lanes were added. */
  open(): void {
    const gone = new Set<Ring>()
    const groups = [...this.groups.values()].flat()
    for (const group of groups) {
      const { former } = group
      open(group, former !== undefined && gone.has(former), areFew(groups, group))
      if (former !== undefined) gone.add(former)
    }
    this.groups.clear()
  }
}

/** `isCopied`: another group goes on with the ring of before, too. */
function open({ lanes, restored, held }: Group, isCopied: boolean, isLogged: boolean): void {
  const [first] = lanes
  const ring = first!.openRing(lanes, isCopied, isLogged)
  for (const [number, lane] of lanes.entries()) lane.join(ring, number)
  const all = [...held].flatMap(([key, events]) => events.map((event) => ({ key, event })))
  // Each key's events stay in their order.
  for (const { key, event } of all.sort((a, b) => a.event.at - b.event.at)) first!.restore(key, event)
  for (const key of held.keys()) {
    for (const [number, own] of restored.entries()) ring.setHeld(number, key, own.get(key)?.length ?? 0)
  }
}

/** Whether so few rings hold whole events of the type which one does that each may have the bytes of its own: objects are there once for all of them. */
function areFew(groups: readonly Group[], { lanes }: Group): boolean {
  const type = lanes[0]!.wholeType
  return groups.filter((other) => other.lanes[0]!.wholeType === type).length <= mostLogs
}

/**
 * Whether a rule's events are the last ones of those that others hold, or the other way round. They are not where a rule held them under another
 * condition than it has now: it has a ring of its own then, until it is opened the next time.
 */
function agree(held: Held, restored: Held): boolean {
  for (const [key, own] of restored) {
    const others = held.get(key) ?? []
    for (let i = 1; i <= own.length && i <= others.length; i++) {
      if (!isSame(own.at(-i)!, others.at(-i)!)) return false
    }
  }
  return true
}

function isSame(a: HeldEvent, b: HeldEvent): boolean {
  return a.at === b.at && a.event?.text === b.event?.text && JSON.stringify(a.kept) === JSON.stringify(b.kept)
}
