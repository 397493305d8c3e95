import type { DroppedCut } from "../abi/frozen.ts"
import type { StateCut } from "../abi/state-cut.ts"
import type { Changes } from "./changes.ts"
import type { Conversion, KeyedState, Layout, OperatorState, StateBackend, TableLayout, Takes } from "./contract.ts"
import { Cut, type CutOperatorName, type CutPart, fetched } from "./cut.ts"
import { type KeyedHolder, KeyedPart, LogPart, TablePart } from "./cut-parts.ts"
import { CutOperator, type CutState, readCuts } from "./cut-reader.ts"
import { LeftCut } from "./left-cut.ts"
import { fingerprintOf, MemoryOperatorState } from "./memory-operator.ts"
import { type Regrouping, readParts, regrouped } from "./regroup.ts"
import { readSnapshot, type StoredOperator, writeSnapshot } from "./snapshot.ts"
import type { EventCodec } from "./table.ts"

/** Why an operator began empty although a snapshot was given. */
export type Dropped = "other-shape" | "unreadable-events"

/** What an operator keeps by key. */
export interface KeptOperator {
  readonly operator: string
  readonly fingerprint: string
  /** As in its layout. */
  readonly dividedBy: string | null
  readonly state: KeyedState
  /** Its state is that of what was restored. */
  readonly isRestored: boolean
}

function hasCounters({ rows }: TableLayout): boolean {
  return rows?.kind === "single" && rows.sums.length > 0
}

function namesOf(opened: readonly { readonly layout: Layout }[]): CutOperatorName[] {
  return opened.map(({ layout }) => ({ operator: layout.operator, fingerprint: fingerprintOf(layout) }))
}

/** State that was worked out of past events, and which operators do not begin with it. */
export interface Warmed {
  readonly regrouping: Regrouping
  readonly isLeftOut: (operator: string) => boolean
}

/**
 * State in memory. Restoring takes a snapshot as `snapshot()` gave it (also through JSON text) and throws an error that says
 * what is wrong with one that is damaged or foreign.
 */
export class MemoryBackend implements StateBackend {
  /** Whether there was something to restore. */
  readonly isRestored: boolean
  private readonly codec: EventCodec
  /** What was not opened yet: what was is let go of. */
  private readonly stored: Map<string, StoredOperator | CutOperator>
  /** Of several engines: by operator what each has, in their order. */
  private readonly parts: Map<string, readonly CutOperator[]>
  private regrouping: Regrouping | undefined
  private readonly restoredNames: Set<string>
  private readonly open_ = new Map<string, { layout: Layout; state: MemoryOperatorState }>()
  private readonly dropped_ = new Map<string, Dropped>()
  private readonly reasons = new Map<string, string>()
  /** By operator that is not open yet: what it takes over in another way than it was kept. */
  private readonly prepared = new Map<string, MemoryOperatorState>()

  private cut_: Cut | undefined = undefined
  /** The one before: what is not taken over as it lies is cut from it when it is asked for. */
  private former: MemoryBackend | undefined
  /** Its operators that were cut, or taken over. */
  private readonly gone = new Set<string>()
  private readonly warmedNames = new Set<string>()
  private warmth: (Warmed & { readonly parts: Map<string, readonly CutOperator[]> }) | undefined
  /** What there was at the start, by name, and what of it came to nothing: it did not fit, or something thawed has its place. */
  private readonly begun: ReadonlySet<string>
  private readonly lost = new Set<string>()
  private readonly converted = new Set<string>()
  private readonly thawed = new Set<string>()
  private left: LeftCut | undefined
  /** Cuts of parts have shown some of what changed: the next one has all. */
  private isPartlyCut = false

  /** What is restored: a snapshot, the pieces of cuts, those of several engines, of which it takes over a share, or what another backend has. */
  constructor(
    codec: EventCodec,
    restore?: unknown,
    restoreCut?: Iterable<Uint8Array>,
    regrouping?: Regrouping,
    former?: MemoryBackend,
  ) {
    const given = [restore, restoreCut, regrouping, former].filter((each) => each !== undefined)
    if (given.length > 1) throw new Error("restore a snapshot or a cut, not both")
    if (former?.isCutting === true) throw new Error("a cut of the state before is under way: fetch it to its end")
    this.codec = codec
    this.regrouping = regrouping
    this.former = former
    this.isRestored = given.length > 0
    if (restoreCut !== undefined) this.stored = readCuts(restoreCut)
    else this.stored = restore === undefined ? new Map() : readSnapshot(restore)
    this.parts = regrouping === undefined ? new Map() : readParts(regrouping.parts)
    this.restoredNames = new Set([...this.stored.keys(), ...this.parts.keys(), ...(former?.open_.keys() ?? [])])
    this.begun = new Set(this.restoredNames)
  }

  /** Before these are opened: operators go on with what cuts have of them (of several engines: their share). `insteadOf`: what comes to nothing by that. */
  thaw(
    operators: ReadonlyMap<string, CutOperator | readonly CutOperator[]>,
    insteadOf: Iterable<string>,
    regrouping: Regrouping | undefined,
  ): void {
    for (const each of insteadOf) {
      this.stored.delete(each)
      this.parts.delete(each)
      this.gone.add(each)
      this.lost.add(each)
    }
    this.regrouping ??= regrouping
    for (const [name, operator] of operators) {
      if (operator instanceof CutOperator) this.stored.set(name, operator)
      else this.parts.set(name, operator)
      this.thawed.add(name)
      this.restoredNames.add(name)
    }
  }

  /** Whether an operator went on with what was thawed for it. */
  isThawed(operator: string): boolean {
    return this.thawed.has(operator) && !this.dropped_.has(operator)
  }

  /** When all operators are open: which ones there were at the start of which nothing was taken over, or in another form, and where the backend before has them a full cut of them, to be fetched or abandoned. */
  frozen(): Omit<DroppedCut, "after"> {
    const { former, lost, gone, stored, parts } = this
    const isLeft = (name: string): boolean =>
      lost.has(name) || (former === undefined ? stored.has(name) || parts.has(name) : !gone.has(name))
    const operators = [...this.begun].filter(isLeft)
    const converted = [...this.converted].filter((name) => this.begun.has(name) && !lost.has(name))
    const all = [...operators, ...converted]
    if (former !== undefined && all.length > 0) this.left = former.leave(all, this)
    return { operators, converted, cut: this.left }
  }

  /** What would begin empty begins with this. Before anything is opened. Throws where pieces are missing or damaged. */
  warm(warmed: Warmed): void {
    this.warmth = { ...warmed, parts: readParts(warmed.regrouping.parts) }
  }

  open(layout: Layout, takes?: Takes): OperatorState {
    if (this.open_.has(layout.operator)) throw new Error(`operator ${layout.operator} is open already`)
    const state =
      this.prepared.get(layout.operator) ??
      this.handedOver(layout, takes) ??
      this.takenOver(layout) ??
      this.restored(layout) ??
      this.warmed(layout) ??
      new MemoryOperatorState(layout)
    this.prepared.delete(layout.operator)
    this.open_.set(layout.operator, { layout, state })
    return state
  }

  anew(layout: Layout): OperatorState | undefined {
    const state = this.warmed(layout)
    if (state !== undefined) this.open_.set(layout.operator, { layout, state })
    return state
  }

  fits(layout: Layout): boolean {
    const operator = layout.takesOver?.operators.find((each) => this.fingerprintOf(each) !== undefined)
    if (operator === undefined) return true
    const stored = this.stored.get(operator)
    const parts = this.parts.get(operator)
    const state = this.takenOver(layout)
    if (state !== undefined) this.prepared.set(layout.operator, state)
    if (state !== undefined || !this.dropped_.delete(layout.operator)) return true
    this.reasons.delete(layout.operator)
    if (stored !== undefined) this.stored.set(operator, stored)
    if (parts !== undefined) this.parts.set(operator, parts)
    if (!this.thawed.has(operator)) {
      this.gone.delete(operator)
      this.lost.delete(operator)
    }
    return false
  }

  /** All operators are open: what nobody asked for is let go of, also by the one before, which is not used any more. */
  isWhole(): void {
    this.former = undefined
    this.warmth = undefined
    for (const { state } of this.open_.values()) state.former = undefined
  }

  /** It is used on although another one was opened with what it has. */
  goOn(): void {
    this.isPartlyCut = true
  }

  /** Whether what was restored, or was worked out of past events, has state of an operator. */
  holds(operator: string): boolean {
    return this.restoredNames.has(operator) || this.warmedNames.has(operator)
  }

  /** The operators that keep something by key. */
  kept(): KeptOperator[] {
    return [...this.open_.values()].flatMap(({ layout, state: { kept } }) => {
      if (kept === undefined || !("changes" in kept)) return []
      const { operator, dividedBy } = layout
      const isRestored = this.restoredNames.has(operator) && !this.dropped_.has(operator)
      return [{ operator, fingerprint: fingerprintOf(layout), dividedBy, state: kept, isRestored }]
    })
  }

  /** The operators that keep nothing by key outside of tables, as they would stand in a layout of keys. */
  unkept(): Pick<KeptOperator, "operator" | "fingerprint">[] {
    return [...this.open_.values()].flatMap(({ layout, state: { kept } }) =>
      kept === undefined ? { operator: layout.operator, fingerprint: fingerprintOf(layout) } : [],
    )
  }

  /** Operators of the snapshot that began empty, and why. */
  dropped(): ReadonlyMap<string, Dropped> {
    return this.dropped_
  }

  /** Of those that did so because what was kept did not say enough, or something else: in words. */
  get droppedBecause(): ReadonlyMap<string, string> {
    return this.reasons
  }

  snapshot(): unknown {
    this.forget()
    const operators = [...this.open_.values()].map(({ layout, state }) => state.store(layout, this.codec))
    return writeSnapshot(operators)
  }

  /** Of all operators that were opened. */
  layouts(): readonly Layout[] {
    return [...this.open_.values()].map(({ layout }) => layout)
  }

  /** About how many bytes of memory the state takes of those operators that are asked for. Looks at some of it only, so that it takes little time. */
  memoryBytes(isAsked: (layout: Layout) => boolean): number {
    let bytes = 0
    for (const { layout, state } of this.open_.values()) if (isAsked(layout)) bytes += state.memoryBytes(layout)
    return bytes
  }

  /** Whether a cut was begun of which pieces are still to be fetched. */
  get isCutting(): boolean {
    return this.cut_?.isUnderWay === true || this.left?.isUnderWay === true
  }

  /** Throws where the cut before is under way. The first one is full, and so is one behind a full one that was abandoned. */
  cut(full: boolean): StateCut {
    const before = this.cut_
    if (before?.isUnderWay === true) {
      throw new Error("the cut before is under way: fetch it to its end, or abandon it")
    }
    const isFull = full || before === undefined || this.isPartlyCut || (before.full && before.isAbandoned)
    this.isPartlyCut = false
    before?.follow()
    this.forget()
    const opened = [...this.open_.values()]
    this.cut_ = new Cut(isFull, namesOf(opened), this.cutParts(opened))
    return this.cut_
  }

  /** All that one operator has, as a cut would restore it. */
  private wholeOf(operator: string): CutOperator {
    const opened = [this.open_.get(operator)!]
    const cut = new Cut(true, namesOf(opened), this.cutParts(opened))
    this.isPartlyCut = true
    return readCuts(fetched(cut)).get(operator)!
  }

  /** The cut of operators that `next` does not go on with. Keys that they share with others of which it does are written at once. */
  private leave(operators: readonly string[], next: MemoryBackend): LeftCut {
    const opened = operators.map((operator) => this.open_.get(operator)!)
    const used = new Set(next.kept().map(({ state }) => state.changes))
    const isUsed = (part: CutPart): boolean => part instanceof KeyedPart && used.has(part.changes)
    this.isPartlyCut = true
    return new LeftCut(namesOf(opened), this.cutParts(opened), isUsed)
  }

  /** What nobody has asked for. */
  private forget(): void {
    this.stored.clear()
    this.parts.clear()
    this.regrouping = undefined
    this.former = undefined
  }

  private cutParts(opened: readonly { readonly layout: Layout; readonly state: MemoryOperatorState }[]): CutPart[] {
    const parts: CutPart[] = []
    const keyed = new Map<Changes, KeyedHolder[]>()
    for (const [operator, { layout, state }] of opened.entries()) {
      const { kept } = state
      for (const [part, { name }] of layout.tables.entries()) {
        if (kept?.leavesOut.includes(name) === true) continue
        parts.push(new TablePart(state.find(name), this.codec, operator, part))
      }
      if (kept === undefined) continue
      if (!("changes" in kept)) {
        parts.push(new LogPart(kept, operator))
        continue
      }
      const holders = keyed.get(kept.changes) ?? []
      keyed.set(kept.changes, holders)
      holders.push({ operator, state: kept })
    }
    return [...parts, ...[...keyed].map(([changes, holders]) => new KeyedPart(changes, holders, this.codec))]
  }

  /** What was restored of an operator; whoever asks has it. */
  private taken(layout: Layout): StoredOperator | CutState | undefined {
    const { operator } = layout
    if (this.hasFormer(operator)) {
      this.gone.add(operator)
      return this.former!.wholeOf(operator)
    }
    const stored = this.stored.get(operator)
    const parts = this.parts.get(operator)
    this.stored.delete(operator)
    this.parts.delete(operator)
    return parts === undefined ? stored : regrouped(parts, layout, this.regrouping!)
  }

  /** Whether the backend before has state of an operator that nobody asked for yet. */
  private hasFormer(operator: string): boolean {
    return this.former?.open_.has(operator) === true && !this.gone.has(operator)
  }

  /** What the backend before has of the same operator, as it lies; undefined: nothing, or it is not taken over like that. */
  private handedOver(layout: Layout, takes: Takes | undefined): MemoryOperatorState | undefined {
    const { takesOver } = layout
    const operator = (takesOver?.operators ?? [layout.operator]).find((each) => this.hasFormer(each))
    if (takes === undefined || operator === undefined) return undefined
    const before = this.former!.open_.get(operator)!
    const fingerprint = fingerprintOf(before.layout)
    if (fingerprint !== fingerprintOf(layout)) return undefined
    if (takesOver !== undefined && takesOver.from({ operator, fingerprint }).kind !== "same") return undefined
    if (!takes(before.state.kept ?? before.state.index)) return undefined
    this.gone.add(operator)
    return new MemoryOperatorState(layout, before.state)
  }

  private fingerprintOf(operator: string): string | undefined {
    if (this.hasFormer(operator)) return fingerprintOf(this.former!.open_.get(operator)!.layout)
    return (this.stored.get(operator) ?? this.parts.get(operator)?.[0])?.fingerprint
  }

  /** What was kept in another way; undefined: there is nothing, or it is as it is kept now, or it does not fit. */
  private takenOver(layout: Layout): MemoryOperatorState | undefined {
    const { takesOver } = layout
    const operator = takesOver?.operators.find((each) => this.fingerprintOf(each) !== undefined)
    if (takesOver === undefined || operator === undefined) return undefined
    const fingerprint = this.fingerprintOf(operator)!
    if (operator === layout.operator && fingerprint === fingerprintOf(layout)) return undefined
    const conversion = takesOver.from({ operator, fingerprint })
    if (conversion.kind === "same") return undefined
    const made = conversion.kind === "dropped" ? conversion : this.convert(layout, conversion)
    if (made instanceof MemoryOperatorState) {
      this.converted.add(operator)
      return made
    }
    this.taken({ ...layout, operator })
    this.lost.add(operator)
    if (made === undefined) return undefined
    this.dropped_.set(layout.operator, "other-shape")
    this.reasons.set(layout.operator, made.why)
    return undefined
  }

  private convert(
    layout: Layout,
    { layout: former, convert }: Extract<Conversion, { kind: "converted" }>,
  ): MemoryOperatorState | { readonly why: string } | undefined {
    const before = this.restored(former)
    if (before === undefined) {
      // It could not be read.
      const reason = this.dropped_.get(former.operator)
      this.dropped_.delete(former.operator)
      if (reason !== undefined) this.dropped_.set(layout.operator, reason)
      return undefined
    }
    const made = convert(before)
    if (made.kind === "dropped") return made
    const state = new MemoryOperatorState(layout)
    state.takeOver(before, former, layout, made.keys, this.codec)
    return state
  }

  /** What was worked out of past events, in place of a beginning without anything. */
  private warmed(layout: Layout): MemoryOperatorState | undefined {
    const { warmth } = this
    const { operator } = layout
    const parts = warmth?.parts.get(operator)
    if (warmth === undefined || parts === undefined || warmth.isLeftOut(operator)) return undefined
    const before = this.dropped_.get(operator)
    // What comes to pass from now on is counted.
    const state = this.loaded(layout, regrouped(parts, layout, warmth.regrouping), (table) => !hasCounters(table))
    if (state !== undefined) {
      this.warmedNames.add(operator)
      this.dropped_.delete(operator)
      this.reasons.delete(operator)
    } else if (before !== undefined) this.dropped_.set(operator, before)
    else this.dropped_.delete(operator)
    return state
  }

  private restored(layout: Layout): MemoryOperatorState | undefined {
    const stored = this.taken(layout)
    if (stored === undefined) return undefined
    this.lost.add(layout.operator)
    const state = this.loaded(layout, stored)
    if (state !== undefined && !this.thawed.has(layout.operator)) this.lost.delete(layout.operator)
    return state
  }

  /** `takes`: the tables that are loaded. */
  private loaded(
    layout: Layout,
    stored: StoredOperator | CutState,
    takes: (table: TableLayout) => boolean = () => true,
  ): MemoryOperatorState | undefined {
    if (stored.fingerprint !== fingerprintOf(layout)) {
      this.dropped_.set(layout.operator, "other-shape")
      return undefined
    }
    const state = new MemoryOperatorState(layout)
    const isCut = "storedTables" in stored
    const isReadable = !isCut || state.take(stored, this.codec)
    const all = isCut ? stored.storedTables(layout.tables) : stored.tables
    const tables = all.filter(({ name }) => takes(layout.tables.find((each) => each.name === name)!))
    if ((isReadable && state.load(tables, this.codec) === 0) || layout.partial === true) return state
    this.dropped_.set(layout.operator, "unreadable-events")
    return undefined
  }
}
