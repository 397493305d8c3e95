/** What orders waiting events. */
export interface Place {
  readonly at: number
  readonly source: number
  readonly partition: number
  readonly arrival: number
}

/** Less than 0: `left` comes first. Arrivals differ, so two events are never equal. */
export function comparePlaces(left: Place, right: Place): number {
  return (
    left.at - right.at || left.source - right.source || left.partition - right.partition || left.arrival - right.arrival
  )
}
