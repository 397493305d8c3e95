/** Where keys go that are not in memory: what an engine and a store of them agree on. */

/** State that some records have something of. */
export interface ColdOperator {
  /** In records; the same for as long as the layout has its id. */
  readonly number: number
  /** Its name and fingerprint, as a backend has them. */
  readonly operator: string
  readonly fingerprint: string
  /** Operators with the same one hold the same events. */
  readonly group: number
  /** With which lengths of time the times of its records are worked out; null: with parameters, which change. Absent: no length has a part in it. */
  readonly timing?: string | null
  /** Which keys they are: operators of one space have theirs in one record. The same for all workers, and for any number of them. */
  readonly space: number
}

/** What the numbers in records mean. */
export interface ColdLayout {
  /** No other layout has it. */
  readonly id: string
  readonly operators: readonly ColdOperator[]
}

/** What a store has of a key. */
export interface ColdRecord {
  readonly layout: ColdLayout
  /** As it was put there; valid until the next call. */
  readonly entry: Uint8Array
}

/** What is known of when a record is needed. */
export interface ColdTimes {
  /** The record can be let go of when time has come there; Infinity: never. */
  readonly lastsTo: number
  /** Something comes of the key by itself then: it has to be in memory. Infinity: nothing does. */
  readonly dueAt: number
}

/** A record with its key. */
export interface ColdKey extends ColdRecord, ColdTimes {
  /** Of its layout, and which one that is now. */
  readonly space: number
  readonly now: number
  readonly name: Uint8Array
}

/** A file that a checkpoint needs: it does not change any more, and stays until the call of `seal` behind this one. */
export interface ColdFile {
  readonly path: string
  readonly bytes: number
  readonly crc32: number
}

/** What a store is asked to hold from now on. */
export interface ColdBeginning {
  readonly operators: readonly ColdOperator[]
  /**
   * Of former layouts, as they are now: operators that begin empty are left out. By their spaces which space that is now; others are let go of. `isRetimed`: the times of their
   * records are not those of now: all of them are due at once, and are taken out before `tidy` is called.
   */
  readonly former: readonly {
    readonly layout: ColdLayout
    readonly spaces: ReadonlyMap<number, number>
    readonly isRetimed: boolean
  }[]
}

/**
 * Keys that are not in memory, each with the bytes of what it holds: put there once, taken out at most once. Synchronous, since a batch cannot
 * be judged without them. Its methods throw an error that names the file where one cannot be written or read, or is damaged.
 */
export interface ColdStore {
  /** Of what was restored, before `begin`. */
  readonly layouts: readonly ColdLayout[]
  /** How many keys it has. */
  readonly keys: number
  /** Before all else. Gives the layout in which entries are put there. */
  begin(beginning: ColdBeginning): ColdLayout
  /** Takes a key that it does not have. False: the entry is too large for it. */
  put(space: number, name: Uint8Array, entry: Uint8Array, times: ColdTimes): boolean
  /** Takes a key of another store, whose layout is one of the former ones. */
  bring(key: ColdKey): void
  /** Takes a key out; undefined: it does not have it. */
  take(space: number, name: Uint8Array): ColdRecord | undefined
  /** When the next key has to come back; Infinity: none has. */
  readonly nextDue: number
  /** A time, `to` at most, up to which about `most` keys have to come back: more where many have at that time. Some have to up to `to`. */
  dueSoon(to: number, most: number): number
  /** Takes out a key that has to come back at that time or before; undefined: none is left. */
  takeDue(time: number): ColdKey | undefined
  /** All that have to come back at some time have to now. */
  allDue(): void
  /** Some work on what is put or taken later, as much as was put since; time has come to `time`. */
  tidy(time: number): void
  /** All keys, in no order. Nothing is put or taken meanwhile. */
  all(): Iterable<ColdKey>
  /** The files that hold it as it is now. */
  seal(): readonly ColdFile[]
}

/** What one of several workers had that shared the keys, in their order: an engine takes over what is its own by now. */
export interface ColdPart {
  readonly store: Pick<ColdStore, "layouts" | "begin" | "all">
  /** It is not needed any more. */
  close(): void
}

/** Where an engine keeps the state of keys that are used rarely. */
export interface ColdOptions {
  readonly store: ColdStore
  /** About so many bytes of state stay in memory. May change while the engine runs, between finite numbers. */
  readonly memoryBytes: number
  /** The store is empty, and begins with these. */
  readonly parts?: readonly ColdPart[]
  /** Told once what stays in memory whatever its size, in words. */
  readonly onStays?: (what: readonly string[]) => void
}
