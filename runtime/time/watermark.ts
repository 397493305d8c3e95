/**
 * The watermark of several partitions: for each the highest time seen, less its lateness, less one; of all those that are not
 * idle the least. It never moves back. Pure: it knows neither clocks nor events.
 */
export interface WatermarkTracker {
  /** An event of a partition. Makes an idle partition active again. */
  observe(partition: string, time: number): void
  /** A partition that is silent for long, or has ended, holds the others back no longer. */
  setIdle(partition: string): void
  /** How far the others let the watermark go, whatever this partition brings; Infinity where none holds it back. */
  ceiling(partition: string): number
  /** The highest time seen of a partition. */
  highest(partition: string): number
  /** -Infinity before the first event. */
  current(): number
  /** Plain data for a checkpoint. */
  snapshot(): unknown
}

interface PartitionState {
  highest: number
  readonly latenessMs: number
  idle: boolean
}

/**
 * Makes a tracker for partitions known beforehand (name → lateness in ms): before each of them has been seen or is idle there
 * is no watermark. `restore`: what `snapshot` gave.
 */
export function trackWatermark(latenessMs: ReadonlyMap<string, number>, restore?: unknown): WatermarkTracker {
  const partitions = new Map<string, PartitionState>()
  for (const [name, lateness] of latenessMs) {
    partitions.set(name, { highest: Number.NEGATIVE_INFINITY, latenessMs: lateness, idle: false })
  }
  let watermark = Number.NEGATIVE_INFINITY
  const find = (name: string): PartitionState => {
    const partition = partitions.get(name)
    if (partition === undefined) throw new Error(`no partition ${name}`)
    return partition
  }
  const update = (): void => {
    const active = [...partitions.values()].filter(({ idle }) => !idle)
    if (active.length === 0) return
    watermark = Math.max(watermark, Math.min(...active.map((each) => each.highest - each.latenessMs - 1)))
  }
  if (restore !== undefined) {
    const stored = restore as { watermark: number | null; partitions: [string, number | null, boolean][] }
    watermark = stored.watermark ?? Number.NEGATIVE_INFINITY
    for (const [name, highest, idle] of stored.partitions) {
      const partition = partitions.get(name)
      if (partition) Object.assign(partition, { highest: highest ?? Number.NEGATIVE_INFINITY, idle })
    }
  }
  return {
    observe(name, time) {
      const partition = find(name)
      const woken = partition.idle
      partition.idle = false
      if (time <= partition.highest && !woken) return
      partition.highest = Math.max(partition.highest, time)
      update()
    },
    setIdle(name) {
      find(name).idle = true
      update()
    },
    ceiling(name) {
      let lowest = Number.POSITIVE_INFINITY
      for (const [other, { highest, latenessMs: lateness, idle }] of partitions) {
        if (other !== name && !idle) lowest = Math.min(lowest, highest - lateness - 1)
      }
      return lowest
    },
    highest: (name) => find(name).highest,
    current: () => watermark,
    snapshot: () => ({
      watermark: finite(watermark),
      partitions: [...partitions].map(([name, { highest, idle }]) => [name, finite(highest), idle]),
    }),
  }
}

function finite(time: number): number | null {
  return Number.isFinite(time) ? time : null
}
