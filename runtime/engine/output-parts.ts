import type { EventRecord } from "../abi/event.ts"
import type { Fields } from "../abi/value.ts"
import type { Occasion } from "./identity.ts"
import type { EventFinder } from "./json.ts"
import type { StoredEvent } from "./stored-event.ts"

export const noValues: readonly unknown[] = Object.freeze([])
export const noSteps: readonly (readonly EventRecord[])[] = Object.freeze([])

/** What the outputs of a result have in common: taken out of the match, which is gone when they are handed out. */
export class ResultParts implements Occasion, EventFinder {
  key: readonly unknown[] = noValues
  event: StoredEvent | null = null
  ordinal = 0
  time = 0
  until: number | undefined = undefined
  index = 0
  at = 0
  /** How many of the key were kept silent since its last output. */
  suppressed = 0
  /** The match's events by step; none where no output shows them. */
  steps: readonly (readonly EventRecord[])[] = noSteps
  /** The event that came last among them. */
  last: StoredEvent | undefined = undefined

  eventOf(fields: Fields): EventRecord | undefined {
    for (const events of this.steps) {
      for (const event of events) if (event.fields === fields) return event
    }
    return undefined
  }
}

/** What one output shows beside that. */
export interface OutputValues {
  readonly message: string | undefined
  readonly score: number | undefined
  /** Inside values in the order of the schema's `data`. */
  readonly data: readonly unknown[] | undefined
}

/** The values of a record, and behind them those of the key that stand at these places in it. */
export function dataValues(
  keyPlaces: readonly number[],
  { key }: ResultParts,
  data: OutputValues["data"] = noValues,
): readonly unknown[] {
  return keyPlaces.length === 0 ? data : [...data, ...keyPlaces.map((place) => key[place])]
}

/** null: missing, or no number that JSON knows. */
export function scoreOf({ score }: OutputValues): number | null {
  return score !== undefined && Number.isFinite(score) ? score : null
}
