/**
 * The processes that share a job, as something outside of them sees it: who is silent is given up, slices are moved now and then, and for a while it may say what
 * is not so. What it says is on its way for a while; a process that hangs hears of it when it wakes up.
 */
import type { GroupMember, SliceAdvice } from "../../runtime/connectors/contract.ts"
import { between, pick } from "../../samples/seeded.ts"
import type { Life, Scheduler } from "./scheduler.ts"

/** A slice is moved in so many rounds, of 1, for no reason. */
const restlessness = 0.15
/** Up to so much time passes between two rounds, and before a process hears of one. */
const roundMs = 80
const wayMs = 20

interface Member {
  readonly life: Life
  readonly advise: (advice: SliceAdvice) => void
  held: ReadonlySet<number>
  advice: SliceAdvice
  isTold: boolean
}

export class SimulatedGroup {
  readonly #scheduler: Scheduler
  readonly #slices: readonly number[]
  readonly #isCalm: () => boolean
  readonly #members = new Set<Member>()
  /** Who was given a slice last. */
  readonly #owners = new Map<number, Member>()
  #isRunning = false
  /** Until then it says anything. */
  confusedUntil = 0

  /** `isCalm`: asked in each round; then it gives each slice to one process and leaves it there. */
  constructor(scheduler: Scheduler, slices: number, isCalm: () => boolean) {
    this.#scheduler = scheduler
    this.#slices = Array.from({ length: slices }, (_, slice) => slice)
    this.#isCalm = isCalm
  }

  memberOf(life: Life): GroupMember {
    let member: Member | undefined
    let held: ReadonlySet<number> = new Set()
    let left = () => {}
    const gone = new Promise<void>((resolve) => {
      left = resolve
    })
    return {
      run: async (advise) => {
        await this.#scheduler.turn(life, wayMs)
        member = { life, advise, held, advice: { run: new Set(), taken: new Set() }, isTold: false }
        this.#members.add(member)
        this.#go()
        await gone
      },
      hold: (slices) => {
        held = slices
        if (member !== undefined) member.held = slices
      },
      leave: async () => {
        if (member !== undefined) this.#members.delete(member)
        left()
      },
    }
  }

  #go(): void {
    if (this.#isRunning) return
    this.#isRunning = true
    this.#scheduler.later(roundMs, () => {
      this.#isRunning = false
      this.#round()
      if (this.#members.size > 0) this.#go()
    })
  }

  #round(): void {
    const { random, time } = this.#scheduler
    for (const member of this.#members) if (member.life.dead) this.#members.delete(member)
    // Who hangs is given up sooner or later; it is a member again when it can be heard.
    const heard = [...this.#members].filter(({ life }) => life.frozenUntil <= time || random() < 0.3)
    if (heard.length === 0) return
    const isConfused = time < this.confusedUntil && !this.#isCalm()
    const decided = isConfused ? this.#anything(heard) : this.#decide(heard)
    for (const member of heard) {
      member.advice = decided.get(member) ?? { run: new Set(), taken: new Set() }
      this.#tell(member)
    }
  }

  /** Each slice to one or two, whoever has it; some are told that others have taken what they hold. */
  #anything(members: readonly Member[]): Map<Member, SliceAdvice> {
    const { random } = this.#scheduler
    const run = new Map(members.map((member) => [member, new Set<number>()]))
    for (const slice of this.#slices) {
      for (let owners = between(random, 1, 2); owners > 0; owners--) run.get(pick(random, members))!.add(slice)
    }
    return new Map(
      members.map((member) => {
        const own = run.get(member)!
        const lost = [...member.held].filter((slice) => !own.has(slice) && random() < 0.3)
        return [member, { run: own, taken: new Set(lost) }]
      }),
    )
  }

  /** A slice that is held stays, or is taken from its holder first; one that nobody holds is given to who has least. */
  #decide(members: readonly Member[]): Map<Member, SliceAdvice> {
    const { random } = this.#scheduler
    const run = new Map(members.map((member) => [member, new Set<number>()]))
    const taken = new Map(members.map((member) => [member, new Set<number>()]))
    for (const slice of this.#slices) {
      const holders = members.filter(({ held }) => held.has(slice))
      const known = members.find((member) => member === this.#owners.get(slice))
      // It is on its way to another.
      if (known !== undefined && holders.length > 0 && !holders.includes(known)) continue
      if (holders.length > 0 && !this.#isCalm() && random() < restlessness) {
        this.#owners.set(slice, pick(random, members))
        continue
      }
      // Of several who hold it the one that was told so last has it.
      const owner = known ?? holders[0] ?? least(run)
      for (const other of holders) if (other !== owner) taken.get(other)!.add(slice)
      run.get(owner)!.add(slice)
      this.#owners.set(slice, owner)
    }
    return new Map(members.map((member) => [member, { run: run.get(member)!, taken: taken.get(member)! }]))
  }

  #tell(member: Member): void {
    if (member.isTold) return
    member.isTold = true
    this.#scheduler.turn(member.life, wayMs).then(() => {
      member.isTold = false
      if (this.#members.has(member)) member.advise(member.advice)
    })
  }
}

function least(run: ReadonlyMap<Member, ReadonlySet<number>>): Member {
  const [[first]] = [...run].sort(([, a], [, b]) => a.size - b.size) as [[Member, ReadonlySet<number>]]
  return first
}

/** Of a job without a group: how many processes it has. */
export function membersOf(slices: number): number {
  return Math.min(2, slices)
}

export function membersUpTo(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at + 1)
}
