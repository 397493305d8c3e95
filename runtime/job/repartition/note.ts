import type { ExchangePlace, Position } from "../../connectors/contract.ts"

/** How far a reader is. */
export interface ReaderPlace {
  /** Behind all that was sent. */
  readonly position: Position
  /** The greatest time of an event before, epoch ms; null: there was none. */
  readonly highest: number | null
  /** Which exchange it was sent to: of one that is gone nothing is left to go on from. */
  readonly exchange: string
}

/** The text beside a committed offset. */
export function noteOf(place: ReaderPlace): string {
  return JSON.stringify(place)
}

/** A committed place; undefined: there is none of the exchange that `first` names, so that reading begins there. */
export function placeOf(committed: ExchangePlace | undefined, first: ReaderPlace): ReaderPlace | undefined {
  if (committed === undefined) return undefined
  try {
    const found = Object(JSON.parse(committed.note)) as Partial<ReaderPlace>
    const { position, highest, exchange } = found
    if (exchange !== first.exchange || typeof position !== "object" || position === null) return undefined
    return { position, highest: typeof highest === "number" ? highest : null, exchange }
  } catch {
    // A note that nobody can read is none of a reader.
    return undefined
  }
}
