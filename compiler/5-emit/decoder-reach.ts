/** How decoders foresee where the next field of a line begins: by the length that a field had in lines before. */

/**
 * The place of the next comma is foreseen as the longest that was seen lately; a field may be some bytes shorter. Which field follows, and how
 * many bytes it stands before that place, both tell the word there: `keys[slot]` of `slot = imul(word, factor) >>> shift` is the word, where it stands
 * for one.
 */
export interface ReachTable {
  /** From the foreseen comma to the word. */
  readonly offset: number
  readonly factor: number
  readonly shift: number
  readonly entries: readonly ReachEntry[]
  /** By field and, for each, by bytes: the slot; `size` where there is none. */
  readonly slots: readonly number[]
  readonly size: number
}

interface ReachEntry {
  readonly slot: number
  readonly word: number
  readonly field: number
  /** So many bytes before the foreseen place. */
  readonly slip: number
}

/** Values may be up to three bytes shorter than foreseen. */
export const slips = 4
/** The word lies within the padding. */
const mostOffset = 24
const tries = 64

/** A table for members as they begin, with their commas; undefined: no four bytes tell all fields apart. */
export function reachTable(members: readonly Uint8Array[]): ReachTable | undefined {
  const shortest = Math.min(mostOffset, ...members.map(({ length }) => length - 4))
  for (let offset = 0; offset <= shortest; offset++) {
    const words = members.map((member) => wordAt(member, offset))
    if (new Set(words).size === members.length) return bestTable(members, offset)
  }
  return undefined
}

function wordAt(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getInt32(at, true)
}

/** Of several factors the one that leaves out the fewest entries; none of those without a slip is left out. */
function bestTable(members: readonly Uint8Array[], offset: number): ReachTable | undefined {
  const wanted = wantedEntries(members, offset)
  for (let bits = Math.ceil(Math.log2(wanted.length)) + 2; bits <= 16; bits++) {
    let best: { factor: number; entries: ReachEntry[] } | undefined
    for (let attempt = 0, factor = 0x9e3779b1; attempt < tries; attempt++) {
      factor = (Math.imul(factor, 0x915f77f5) + 2) | 1
      const entries = placed(wanted, factor, 32 - bits)
      const all = members.every((_, field) => entries[field]?.field === field)
      if (all && entries.length > (best?.entries.length ?? 0)) best = { factor, entries }
    }
    if (best !== undefined) return { offset, shift: 32 - bits, ...best, ...slotsOf(best.entries, members.length, bits) }
  }
  return undefined
}

/** Those of all fields without a slip first. */
function wantedEntries(members: readonly Uint8Array[], offset: number): Omit<ReachEntry, "slot">[] {
  return Array.from({ length: slips }, (_, slip) =>
    members.flatMap((member, field) => {
      const at = offset + slip
      return at + 4 > member.length ? [] : [{ word: wordAt(member, at), field, slip }]
    }),
  ).flat()
}

function placed(wanted: readonly Omit<ReachEntry, "slot">[], factor: number, shift: number): ReachEntry[] {
  const taken = new Set<number>()
  return wanted.flatMap((entry) => {
    const slot = Math.imul(entry.word, factor) >>> shift
    if (taken.has(slot)) return []
    taken.add(slot)
    return [{ slot, ...entry }]
  })
}

function slotsOf(entries: readonly ReachEntry[], fields: number, bits: number): { slots: number[]; size: number } {
  const size = 1 << bits
  const slots = new Array<number>(fields * slips).fill(size)
  for (const { slot, field, slip } of entries) slots[field * slips + slip] = slot
  return { slots, size }
}
