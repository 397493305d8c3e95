/** Who runs which slice: decided by the leader of a group, for all members, from what they hold. */

/** A member as it describes itself. */
export interface Claimant {
  readonly member: string
  /** What it runs, is to run or is ending. */
  readonly held: readonly number[]
  /** In which generation of the group it was told so; whoever was told later is right. */
  readonly generation: number
}

export interface Assignment {
  readonly run: readonly number[]
  /** Of what it holds: run by another one since. */
  readonly taken: readonly number[]
}

/**
 * Shares slices of several kinds, so that each member gets as much of each as the others. `kinds`: how many there are of each; their numbers follow each other.
 */
export function assignKinds(kinds: readonly number[], members: readonly Claimant[]): Map<string, Assignment> {
  const all = new Map(members.map(({ member }): [string, Assignment] => [member, { run: [], taken: [] }]))
  let first = 0
  for (const count of kinds) {
    const from = first
    const own = (slices: readonly number[]) => slices.map((slice) => slice - from).filter((n) => n >= 0 && n < count)
    const assigned = assignSlices(
      count,
      members.map((each) => ({ ...each, held: own(each.held) })),
    )
    for (const [member, { run, taken }] of assigned) {
      const before = all.get(member)!
      const numbered = (slices: readonly number[]) => slices.map((slice) => slice + from)
      all.set(member, { run: [...before.run, ...numbered(run)], taken: [...before.taken, ...numbered(taken)] })
    }
    first += count
  }
  return all
}

/**
 * Shares slices among members: as evenly as can be once all have given up what they are to give up, and each keeps what it has where that allows
 * it. A slice that moves is given to nobody as long as its holder has it; when that has let go of it, the group decides again.
 */
export function assignSlices(slices: number, members: readonly Claimant[]): Map<string, Assignment> {
  const holders = holdersOf(slices, members)
  const heldBy = new Map(members.map(({ member }): [string, number[]] => [member, []]))
  for (const [slice, holder] of [...holders].sort(([a], [b]) => a - b)) heldBy.get(holder)!.push(slice)
  // Those that hold most get one more where it does not come out even: so the fewest slices move.
  const ranked = [...heldBy].sort(([a, left], [b, right]) => right.length - left.length || (a < b ? -1 : 1))
  const least = Math.floor(slices / Math.max(members.length, 1))
  const extra = slices - least * members.length
  const room = new Map(ranked.map(([member], rank) => [member, least + (rank < extra ? 1 : 0)]))
  const runs = new Map(ranked.map(([member, held]) => [member, held.slice(0, room.get(member))]))
  for (let slice = 0; slice < slices; slice++) {
    if (!holders.has(slice)) takeUp(slice, runs, room)
  }
  return new Map(
    members.map(({ member, held }) => {
      const taken = held.filter((slice) => holders.get(slice) !== undefined && holders.get(slice) !== member)
      return [member, { run: runs.get(member)!.sort((a, b) => a - b), taken }]
    }),
  )
}

/** Of several that hold a slice the one that was told so last: the others were away when it was given to that. */
function holdersOf(slices: number, members: readonly Claimant[]): Map<number, string> {
  const holders = new Map<number, Claimant>()
  for (const claimant of members) {
    for (const slice of claimant.held) {
      if (!Number.isInteger(slice) || slice < 0 || slice >= slices) continue
      const known = holders.get(slice)
      if (known === undefined || isLater(claimant, known)) holders.set(slice, claimant)
    }
  }
  return new Map([...holders].map(([slice, { member }]) => [slice, member]))
}

function isLater(a: Claimant, b: Claimant): boolean {
  return a.generation > b.generation || (a.generation === b.generation && a.member < b.member)
}

/** The member with the most room left gets it. */
function takeUp(slice: number, runs: Map<string, number[]>, room: ReadonlyMap<string, number>): void {
  let chosen: string | undefined
  const left = (member: string) => room.get(member)! - runs.get(member)!.length
  for (const member of runs.keys()) if (chosen === undefined || left(member) > left(chosen)) chosen = member
  if (chosen !== undefined && left(chosen) > 0) runs.get(chosen)!.push(slice)
}
