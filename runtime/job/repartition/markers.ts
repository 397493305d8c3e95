import type { Manifest } from "../../abi/rule-set.ts"
import { dividedRules } from "../../engine/shares.ts"
import type { WatermarkTracker } from "../../time/watermark.ts"
import { JobError } from "../error.ts"
import type { Marker } from "./parcel.ts"

interface PartitionState {
  /** Behind this offset nothing has come yet. */
  seen: number
  /** The last marker's; null: there was none with a time. */
  watermark: number | null
  /** A first marker has come. */
  isKnown: boolean
  /** Epoch ms; undefined: it is not silent. */
  idle: number | undefined
  /** The offset of the marker that ended it; undefined: it goes on. */
  end: number | undefined
}

/** As it stands in a checkpoint. */
interface Stored {
  readonly markers: 1
  readonly watermark: number | null
  /** By name: whether it is divided by its key. */
  readonly rules: readonly (readonly [name: string, divided: boolean])[]
  readonly partitions: readonly (readonly [key: string, state: Partial<PartitionState>])[]
}

/**
 * What a slice knows of the sources' partitions: what of each has come, and how far time is, which markers alone move. That is why the slice says the same of an
 * event whenever it reads it, also whether it is late. What was seen once is dropped when it comes again.
 */
export class Markers implements WatermarkTracker {
  readonly #partitions: ReadonlyMap<string, PartitionState>
  readonly #rules: Stored["rules"]
  #watermark = Number.NEGATIVE_INFINITY

  /** `keys`: of the partitions. `restored`: what `snapshot` gave. Throws `JobError` where rules were divided otherwise then. */
  constructor(keys: readonly string[], manifest: Manifest, restored: unknown) {
    const divided = new Set(dividedRules(manifest))
    this.#rules = manifest.rules.map(({ name }) => [name, divided.has(name)] as const)
    this.#partitions = new Map(
      keys.map((key) => [key, { seen: -1, watermark: null, isKnown: false, idle: undefined, end: undefined }]),
    )
    if (restored !== undefined) this.#restore(restored as Stored)
  }

  #restore({ watermark, rules, partitions }: Stored): void {
    const now = new Map(this.#rules)
    const [changed] = rules.find(([name, divided]) => now.has(name) && now.get(name) !== divided) ?? []
    if (changed !== undefined) {
      const ways =
        now.get(changed) === true ? "in one slice, and now by its key in all" : "by its key in all, and now in one"
      throw new JobError(
        "usage",
        `rule ${changed} was run ${ways}: its state cannot be moved between slices. Begin anew under another --job`,
      )
    }
    this.#watermark = watermark ?? Number.NEGATIVE_INFINITY
    for (const [key, state] of partitions) {
      const found = this.#partitions.get(key)
      if (found !== undefined) Object.assign(found, state)
    }
  }

  /** Whether an event is new; it is not from then on. */
  admit(key: string, offset: number): boolean {
    const state = this.#find(key)
    if (offset <= state.seen) return false
    state.seen = offset
    state.idle = undefined
    state.end = undefined
    return true
  }

  /** False: the marker is older than what has come. */
  mark(key: string, offset: number, { watermark, idle, ended }: Marker): boolean {
    const state = this.#find(key)
    if (offset < state.seen) return false
    state.seen = offset
    state.isKnown = true
    if (watermark !== null) state.watermark = Math.max(watermark, state.watermark ?? watermark)
    state.idle = idle
    state.end = ended === true ? offset : undefined
    this.#update()
    return true
  }

  /** Whether all partitions have ended at these offsets or behind them (by key, the offset behind the last one). */
  haveEnded(ends: ReadonlyMap<string, number>): boolean {
    return [...this.#partitions].every(([key, { end }]) => end !== undefined && end + 1 >= (ends.get(key) ?? 0))
  }

  #update(): void {
    const all = [...this.#partitions.values()]
    if (all.some(({ isKnown }) => !isKnown)) return
    const open = all.filter(({ end }) => end === undefined)
    const active = open.filter(({ idle }) => idle === undefined)
    const times =
      active.length > 0
        ? active.map((each) => each.watermark ?? Number.NEGATIVE_INFINITY)
        : open.map(({ idle }) => idle!)
    if (times.length > 0) this.#watermark = Math.max(this.#watermark, Math.min(...times))
  }

  #find(key: string): PartitionState {
    const state = this.#partitions.get(key)
    if (state === undefined) throw new Error(`no partition ${key}`)
    return state
  }

  /** How a partition stands: behind which offset nothing has come yet, and its time (-Infinity: none yet). */
  standing(key: string): { seen: number; watermark: number; idle: boolean; ended: boolean } {
    const { seen, watermark, idle, end } = this.#find(key)
    return {
      seen,
      watermark: watermark ?? Number.NEGATIVE_INFINITY,
      idle: idle !== undefined,
      ended: end !== undefined,
    }
  }

  /** Events move nothing. */
  observe(): void {}

  setIdle(): void {}

  ceiling(): number {
    return this.#watermark
  }

  highest(key: string): number {
    return this.#find(key).watermark ?? Number.NEGATIVE_INFINITY
  }

  current(): number {
    return this.#watermark
  }

  snapshot(): unknown {
    const stored: Stored = {
      markers: 1,
      watermark: Number.isFinite(this.#watermark) ? this.#watermark : null,
      rules: this.#rules,
      partitions: [...this.#partitions].map(([key, state]) => [key, { ...state }] as const),
    }
    return stored
  }
}
