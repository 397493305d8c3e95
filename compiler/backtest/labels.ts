import type { Ingest } from "../../runtime/abi/engine.ts"

/** What the label of an event says, and where the event stands among all. */
export interface LabelledEvent {
  /** Its number in the input: events are told apart by it, never by what they hold. */
  readonly ordinal: number
  readonly type: string
  /** undefined: it has no label, or one that cannot be read. */
  readonly label: boolean | undefined
  /** The value of the class field; undefined where there is none. */
  readonly group: string | undefined
}

/** How many events of a type hold which label. */
export interface LabelCounts {
  positives: number
  negatives: number
  /** Positive ones by the class field's value. */
  readonly groups: Map<string, number>
}

const words: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  [1, true],
  ["1", true],
  ["true", true],
  [false, false],
  [0, false],
  ["0", false],
  ["false", false],
])

/** The names of fields that are kept for a hint. */
const keptNames = 40
/** Values of the class field that are counted apart; all further ones are `other`. */
const keptGroups = 50

/** Reads the label of each event of the input, and counts them by event type. */
export class Labels {
  readonly field: string
  readonly classField: string | undefined
  readonly byType = new Map<string, LabelCounts>()
  /** Events whose label is neither true, false, 1 nor 0, and the first of these values. */
  unreadable = 0
  firstUnreadable: string | undefined
  /** Whether an event with a true label had the class field. */
  classFound = false
  /** Fields of the input, for a hint where none has the label or the class. */
  readonly fieldNames = new Set<string>()
  readonly #groups = new Set<string>()
  #next = 0

  constructor(field: string, classField: string | undefined) {
    this.field = field
    this.classField = classField
  }

  /** Whether any event had a label. */
  get found(): boolean {
    return this.byType.size > 0
  }

  /** Reads and counts an event. */
  read({ type, raw }: Ingest): LabelledEvent {
    const ordinal = this.#next++
    const label = this.#label(raw)
    if (label === undefined) return { ordinal, type, label, group: undefined }
    const group = label && this.classField !== undefined ? this.#group(raw, this.classField) : undefined
    const counts = this.byType.get(type) ?? { positives: 0, negatives: 0, groups: new Map<string, number>() }
    this.byType.set(type, counts)
    if (label) counts.positives++
    else counts.negatives++
    if (group !== undefined) counts.groups.set(group, (counts.groups.get(group) ?? 0) + 1)
    return { ordinal, type, label, group }
  }

  #label(raw: unknown): boolean | undefined {
    const value = own(raw, this.field)
    if (value === undefined || value === null || value === "") {
      if (!this.found) this.#noteNames(raw)
      return undefined
    }
    const label = words.get(typeof value === "string" ? value.trim().toLowerCase() : value)
    if (label === undefined) {
      this.unreadable++
      this.firstUnreadable ??= shown(value)
    }
    return label
  }

  #noteNames(raw: unknown): void {
    if (this.fieldNames.size >= keptNames || typeof raw !== "object" || raw === null) return
    for (const name of Object.keys(raw).slice(0, keptNames)) this.fieldNames.add(name)
  }

  #group(raw: unknown, field: string): string {
    const value = own(raw, field)
    const given = value !== undefined && value !== null && value !== ""
    if (given) this.classFound = true
    else if (!this.classFound) this.#noteNames(raw)
    const name = given ? shown(value) : "none"
    if (!this.#groups.has(name) && this.#groups.size >= keptGroups) return "other"
    this.#groups.add(name)
    return name
  }
}

function own(raw: unknown, field: string): unknown {
  if (typeof raw !== "object" || raw === null || !Object.hasOwn(raw, field)) return undefined
  return (raw as Record<string, unknown>)[field]
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value))
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
