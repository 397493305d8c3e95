import type { AwaitedValues, Ingest } from "../abi/engine.ts"

export interface EnricherOptions {
  /** Calls that are under way at once (default 16). */
  readonly concurrency?: number
  /** A call that has not answered after so many milliseconds (default 1000) has no result; its place is free for another. */
  readonly timeoutMs?: number
  /** Functions that are not called: their results are missing, or come from elsewhere. */
  readonly except?: readonly string[]
  /** Is told of each call that has no result though it was made. */
  readonly onFailure?: (failure: CallFailure) => void
  /** Calls once after so many milliseconds, unless what it returns is called before. Default: the machine's timer. */
  readonly after?: (milliseconds: number, act: () => void) => () => void
}

/** A call without a result. */
export interface CallFailure {
  /** The function's name in the rules. */
  readonly function: string
  /** `timeout`: it did not answer in time; `error`: it threw; `wrong-type`: it gave something else than it declares. */
  readonly kind: "timeout" | "error" | "wrong-type"
  /** For people. */
  readonly reason: string
  /** The event's type. */
  readonly type: string
  /** Of the event, as given. */
  readonly position?: unknown
}

/** What was called so far. */
export interface EnricherStats {
  readonly calls: number
  readonly timeouts: number
  readonly errors: number
  readonly wrongTypes: number
  /** Calls under way. */
  readonly running: number
}

/** Calls the asynchronous functions of rules for events before the engine judges them. */
export interface Enricher {
  /** Whether the rules call any for events of this type. */
  calls(type: string): boolean
  /** What they say of one event; never rejects. */
  results(type: string, event: unknown): Promise<AwaitedValues>
  /** The record with its results. */
  enrich(record: Ingest): Promise<Ingest>
  /**
   * The records with their results, in their order, whichever call answers first. Takes only so many ahead that the calls are
   * busy: who asks slowly is served slowly.
   */
  inOrder(records: Iterable<Ingest>): AsyncGenerator<Ingest, void>
  stats(): EnricherStats
}
