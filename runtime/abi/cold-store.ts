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

/** A record with its key. */
export interface ColdKey extends ColdRecord {
  /** Of its layout, and which one that is now. */
  readonly space: number
  readonly now: number
  readonly name: Uint8Array
  readonly lastsTo: number
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
  /** Of former layouts, as they are now: operators that begin empty are left out. By their spaces which space that is now; others are let go of. */
  readonly former: readonly { readonly layout: ColdLayout; readonly spaces: ReadonlyMap<number, number> }[]
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
  /** Takes a key that it does not have. `lastsTo`: the record can be let go of when time has come there. False: the entry is too large for it. */
  put(space: number, name: Uint8Array, entry: Uint8Array, lastsTo: number): boolean
  /** Takes a key of another store, whose layout is one of the former ones. */
  bring(key: ColdKey): void
  /** Takes a key out; undefined: it does not have it. */
  take(space: number, name: Uint8Array): ColdRecord | undefined
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
