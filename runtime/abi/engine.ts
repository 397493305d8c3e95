/** The library interface of the engine (runtime contract §8) and what a job uses beside it. */
import type { GrowingBytes } from "./bytes.ts"
import type { ColdOptions } from "./cold-store.ts"
import type { DroppedCut, Thawing } from "./frozen.ts"
import type { Lines, LinesTaken } from "./lines.ts"
import type { KeyLook } from "./look.ts"
import type { ArrivalCounts, RoutedLines, RoutedRecord, WaitingEvent } from "./routed.ts"
import type { StateCut } from "./state-cut.ts"
import type { RuleTrace } from "./trace.ts"
import type { WarmedState } from "./warmed.ts"

export interface Alert {
  readonly rule: string
  readonly severity: "info" | "low" | "medium" | "high" | "critical"
  /** Where the output has a `score`; null: its value is missing. */
  readonly score?: number | null
  /** Where the rule has `tags`. */
  readonly tags?: readonly string[]
  /** How many matches (or timeouts) of the key `once per` kept silent since its alert before; left out when none. */
  readonly suppressed?: number
  /** true for an `on timeout` output; left out otherwise. */
  readonly timeout?: true
  readonly key: Readonly<Record<string, unknown>>
  /** Event time, ISO 8601. */
  readonly at: string
  readonly message?: string
  readonly data?: Readonly<Record<string, unknown>>
  readonly events?: Readonly<Record<string, unknown>>
  readonly id: string
}

export interface Emitted {
  readonly event: string
  readonly at: string
  readonly data: Readonly<Record<string, unknown>>
  readonly id: string
}

/** One output for a sink, in the order in which outputs leave. */
export interface Output {
  readonly kind: "alert" | "emit"
  readonly rule: string
  /** The sink named by `to`; null: the sink called `alerts`, else standard output. `shadow` for all outputs of a shadow rule. */
  readonly sink: string | null
  /** Of a shadow rule. */
  readonly shadow: boolean
  /** The object form (decimals are numbers). Made when asked for, with the values of all events that it shows. */
  readonly value: Alert | Emitted
  /** The id that `value` and `line` have, without making either. */
  readonly id: string
  /** The event that came last among those of the match; missing where it holds none (windows). */
  readonly lastEvent?: LastEvent | undefined
  /** The JSON line without the newline: keys in the contract's order, decimals with their exact digits. Made when asked for. */
  line(): string
  /** Appends the same as UTF-8: for those who write many. */
  appendLine(to: GrowingBytes): void
}

/** Where lines go as bytes. */
export interface LineTarget {
  /** A line is appended here, with its line break. */
  readonly bytes: GrowingBytes
  /** A line was appended. */
  added(): void
}

/** Which event ended a match. */
export interface LastEvent {
  /** The event type's name. */
  readonly type: string
  readonly at: number
  /** As given to `ingest`; of an event that a rule made, the position of the last event that it was made of. */
  readonly position?: unknown
}

export interface DeadLetter {
  /** The event type's name, as given. */
  readonly type: string
  readonly event: unknown
  /** A stable word: `unknown-type`, `not-an-object`, `wrong-type`, `missing-field`, `missing-key`, `no-time`, `too-far-ahead`, `not-json`, `unreadable`, `condition-failed`, `output-failed`, `aggregate-failed`. */
  readonly code: string
  /** What is wrong, for people: names the field, the value and the rule where there is one. */
  readonly reason: string
  /** The rule, where one failed on the event. */
  readonly rule?: string
  /** As given to `ingest`. */
  readonly position?: unknown
}

export interface LateEvent {
  readonly type: string
  readonly event: unknown
  readonly at: number
  readonly watermark: number
  /** The rules that would have read it. */
  readonly rules: readonly string[]
  readonly position?: unknown
}

export interface EngineOptions {
  /** Alerts and derived events of all rules but shadow rules. */
  readonly onAlert?: (alert: Alert) => void
  readonly onEmit?: (event: Emitted) => void
  /** Every output with its rule, also derived events that only other rules read and those of shadow rules: for tests of rules. */
  readonly onResult?: (output: Output) => void
  /** The outputs that a sink gets, for jobs; those of shadow rules are for the sink `shadow`. */
  readonly onOutput?: (output: Output) => void
  /**
   * Where the lines of outputs may be written at once, without an `Output` for each: asked once for each output of each rule, when the engine
   * is made. undefined: they are handed out. Those that another callback or another rule wants, too, and those behind something that
   * was not handed out yet, come to `onOutput` nevertheless, so that the order stays.
   */
  readonly linesOf?: (output: Pick<Output, "kind" | "rule" | "sink" | "shadow">) => LineTarget | undefined
  readonly onLate?: (late: LateEvent) => void
  readonly onDeadLetter?: (letter: DeadLetter) => void
  /** Values for `param`s, in their JSON form. An unknown name or wrong type throws. */
  readonly params?: Readonly<Record<string, unknown>>
  /** From `snapshot()`. Throws when it is damaged or not one. */
  readonly restore?: unknown
  /** In place of `restore`: the pieces of a full `cut()`, then those of the later cuts. Throws when one is missing or damaged. */
  readonly restoreCut?: Iterable<Uint8Array>
  /**
   * In place of `restore`: an engine of other rules, made by `createEngine`, with whose state this one goes on. What is kept in the same way is taken over as it lies in memory, so that it takes no time; all
   * else goes over as in a restore. Only one of the two is used from then on: this one, or the former one after its `takeBack`. `limits`, `share` and `forms` are those of the former one; not with `cold`.
   */
  readonly former?: Engine
  /**
   * Besides `former`, `restoreCut` or `restoreParts`: what these rules had when others took their place, and those did not take over. It counts before what the others have made under the same names. Where
   * events were judged since then, what such an event may have made wrong stays away.
   */
  readonly thaws?: Thawing
  /** When the engine is made with the state of other rules: what it did not take over of that. */
  readonly onFrozen?: (dropped: DroppedCut) => void
  /**
   * In place of `restore`: of one engine, or of several that shared the keys of the rules, in the order of their numbers, the pieces of each as in `restoreCut`. The engine takes
   * over what is its own: all of it, or under `share` its part, whatever the number of those that kept it.
   */
  readonly restoreParts?: readonly Iterable<Uint8Array>[]
  /** Beside what is restored: what would begin empty begins with this, where it has something of the same kind. Throws where it is of another moment, or damaged. Not with `cold`. */
  readonly warmed?: WarmedState
  /** Where nothing is restored: events up to this time may lack in what is kept of past events. Default: none does. */
  readonly beginsAfter?: number
  /** After a restore: rules whose state did not fit, so that they begin empty. */
  readonly onDropped?: (dropped: DroppedState) => void
  /** After `setParam`: aggregates that begin anew because the parameter is in their filter or value. */
  readonly onRestarted?: (restarted: RestartedSeries) => void
  readonly limits?: Partial<Limits>
  /** Keys that were not used lately leave memory; snapshots cannot be taken then. Absent: all state stays in memory. */
  readonly cold?: ColdOptions
  /**
   * The engine is one of several that share the keys of the rules: it makes the outputs for its own. All get the same events, by `ingest`; or each gets those that it
   * needs, by `ingestRouted`. The first one also has the rules that cannot be divided, and says what is wrong with events. `apart`: each gets the events that it has a
   * key of and no others, its state is its own, and it says what is wrong with them itself.
   */
  readonly share?: { readonly worker: number; readonly of: number; readonly apart?: boolean }
  /**
   * How time moves for rules with a skip strategy of Flink's (`skip past last`, `to next`, `to first`, `to last`). `watermark`
   * (default): as in Flink, all windows that one step of the watermark ends end together, so which of overlapping matches
   * survive can depend on those steps. `deadline`: one deadline after the other; answers depend on the events alone. All
   * other rules always move from deadline to deadline.
   */
  readonly timeSteps?: "watermark" | "deadline"
  /**
   * `chosen` (default): each rule in the form that the compiler chose for it. `general`: all patterns in the general form; the answers are
   * the same ones. What was kept in one form is taken over by another as far as it says what that needs.
   */
  readonly forms?: "chosen" | "general"
  /** Is told what events and time do to the partial matches of one rule and key. Other keys of the rule are not judged then. Goes with `forms: "general"`, which alone can tell it. */
  readonly trace?: RuleTrace
  /**
   * Is told where time ended a partial match: the rule's number, the state of its automaton, and whether that completed it. All patterns run in the general form then, which alone
   * can tell it.
   */
  readonly onEnded?: (rule: number, state: number, complete: boolean) => void
  /**
   * The rows of tables, as JSON objects, by the table's name; a table that is not here is empty until `setTable`. A row that does not fit
   * throws (`setTable` leaves it out and says so).
   */
  readonly tables?: Readonly<Record<string, readonly unknown[]>>
  /** What runs the models, by their names. A rule set with a model that is not here is refused. */
  readonly models?: Readonly<Record<string, ModelRunner>>
  /** For tests of rules: values (the inside form) that features have instead of their own, by name; `keys`: for these keys alone. */
  readonly features?: Readonly<Record<string, GivenFeature>>
  /** The clock for `timed by arrival`, epoch ms. Without it such events take their time from `ingest`'s `arrivedAt`. */
  readonly now?: () => number
}

/**
 * Scores rows of arguments (numbers and booleans, in the order of the model's parameters), one result a row: what is no number
 * is missing. The same row gives the same result. May throw.
 */
export type ModelRunner = (rows: readonly (readonly unknown[])[]) => readonly unknown[]

export interface GivenFeature {
  /** For every other key; undefined: missing. Left out: they are worked out as ever. */
  readonly value?: unknown
  readonly keys?: readonly { readonly key: readonly unknown[]; readonly value: unknown }[]
}

/** How rows that were handed over for a table were taken. */
export interface TableLoad {
  /** Rows that can be looked up now; of those handed over when `replaced`. */
  readonly rows: number
  /** false: rows were handed over and none fits, so that the former ones stay. */
  readonly replaced: boolean
  /** Rows that do not fit the declaration: they are left out. */
  readonly refused: number
  /** Rows whose key (and time) came again: the last one counts. */
  readonly repeated: number
  /** The first of each kind of both, and how many there were. `code`: as in a dead letter; `repeated-key`. */
  readonly problems: readonly {
    readonly code: string
    readonly reason: string
    readonly row: unknown
    readonly count: number
  }[]
}

/** A rule that began empty although the snapshot held state for it, or one of whose aggregates did begin so. */
export interface DroppedState {
  readonly rule: string
  /** What is kept for the aggregate, in words; left out where the rule's own state began empty. */
  readonly series?: string
  /**
   * `other-shape`: its pattern, inputs or keys changed. `unreadable-events`: events that it kept break their type by now.
   * `other-parameters`: of an aggregate, a parameter in its filter or value has another value than when the snapshot was taken.
   * `not-kept`: of an aggregate, the snapshot has nothing for it; it is new in the rule, or its filter, value or key is another. It
   * goes over the events that come from now on.
   */
  readonly reason: "other-shape" | "unreadable-events" | "other-parameters" | "not-kept"
  /** In words: what was another one, or what was kept too little of. Left out where no more is known than the reason. */
  readonly why?: string
}

/** What is kept for an aggregate, and began anew. */
export interface RestartedSeries {
  /** In words. */
  readonly series: string
  readonly param: string
  /** The rules that ask for it. */
  readonly rules: readonly string[]
}

export interface Limits {
  /** Per key and rule (default 10,000): the oldest is dropped, counted, and said once. */
  readonly partialMatchesPerKey: number
}

/** What a source hands over. */
export interface Ingest {
  readonly type: string
  /** The JSON value, or a row of texts. */
  readonly raw: unknown
  /** The record's text as delivered (ids are made of it). */
  readonly text?: string
  /** `text`: every value is text (CSV); numbers, booleans and times are read from it, an empty one is missing. */
  readonly values?: "json" | "text"
  /** Order of equal times between partitions: source name's rank, then partition; then arrival. Default 0. */
  readonly source?: number
  readonly partition?: number
  readonly arrivedAt?: number
  /** Epoch ms; an event dated later is a dead letter (`too-far-ahead`): a wrong clock must not carry the watermark off. */
  readonly latest?: number
  /** Handed back in dead letters and late events. */
  readonly position?: unknown
  /** What asynchronous functions said of it, from an enricher. */
  readonly awaited?: AwaitedValues
}

/** Results of asynchronous calls for one event, by number of the call; a result that is missing is not in it. */
export type AwaitedValues = ReadonlyMap<number, unknown>

/** What an engine knows of itself at any time, whatever it keeps. */
export interface EngineCounts {
  /** Events accepted (neither late nor dead letters). */
  readonly events: number
  readonly late: number
  readonly deadLetters: number
  /** The current watermark; -Infinity before the first event. */
  readonly watermark: number
  /** Events that wait for the watermark. */
  readonly waiting: number
}

export interface EngineStats extends EngineCounts {
  readonly rules: readonly RuleStats[]
  /** What is kept of past events, for aggregates. */
  readonly series: readonly SeriesStats[]
}

export interface SeriesStats {
  /** What is kept, in words. */
  readonly name: string
  readonly keys: number
  /** Events, values or totals that are kept, of all keys. */
  readonly entries: number
  /**
   * Every later event that belongs to it is in it: events up to this time may be missing, because no window needed them when they were let go,
   * or the series is newer than they are. -Infinity: none is missing.
   */
  readonly completeAfter: number
}

export interface RuleStats {
  readonly name: string
  readonly matches: number
  readonly timeouts: number
  /** Filtered by `having`. */
  readonly filtered: number
  /** Matches and timeouts that `once per` kept silent. */
  readonly suppressed: number
  readonly shadow: boolean
  readonly late: number
  /** Dropped by the guard: a wrong answer is possible. */
  readonly dropped: number
  readonly failed: number
  /** Of an `each` rule its open windows. Of rules with many thousand keys about how many: some of them are looked at. */
  readonly partialMatches: number
  /**
   * How many partial matches are in each state of its automaton, by number of the state. A ring and a combination keep events: what follows from these is counted in the state in which it took its last one; of a combination
   * that may be more than `partialMatches`. Absent: there are none (a filter keeps nothing, `each` windows).
   */
  readonly states?: readonly number[]
  /** That hold something; likewise. */
  readonly keys: number
  /** Keys that `once per` keeps something for. */
  readonly silences: number
}

/** What a rule's counters count. */
export type RuleTallies = Pick<
  RuleStats,
  "matches" | "timeouts" | "filtered" | "suppressed" | "late" | "dropped" | "failed"
>

/** What of an engine is no part of its state, for those who watch a process. */
export interface EngineUsage {
  /** What its counters said when it began, because they were restored. */
  readonly began: Pick<EngineCounts, "events" | "late" | "deadLetters">
  /** In the order of the rules. */
  readonly rules: readonly RuleUsage[]
  /** In the order of the series. */
  readonly series: readonly SeriesUsage[]
}

export interface RuleUsage {
  readonly name: string
  /** Events in time of the types that it reads, since the engine began. */
  readonly evaluations: number
  /** About how much memory what it remembers takes. */
  readonly stateBytes: number
  /** What its counters said when the engine began. */
  readonly began: RuleTallies
}

export interface SeriesUsage {
  /** What is kept, in words. */
  readonly name: string
  /** About how much memory it takes. */
  readonly stateBytes: number
}

export interface Engine {
  /**
   * One source: the event is judged once the watermark (highest time seen − lateness − 1) reaches it. `awaited`: what the
   * asynchronous functions of the rules say of it; throws where the rules call some for this type and it is not given.
   */
  push(type: string, event: unknown, awaited?: AwaitedValues): void
  /**
   * As `push` for each, with less work for each: their alerts come before the call returns, in the same order. A callback that throws ends
   * it: events behind that place are not taken.
   */
  pushAll(type: string, events: Iterable<unknown>): void
  /** As `push`, but the watermark stays: the job moves it. Returns the event's time, or null when it was refused. */
  ingest(record: Ingest): number | null
  /**
   * Whether `ingestLines` can read lines of that type: the rules have a reader for it, call no asynchronous function, and none of them
   * depends on how far the watermark moves at once.
   */
  takesLines(type: string, format?: "json" | "csv"): boolean
  /**
   * Takes events as lines of JSON or CSV, with the same results as `ingest` for each and `advanceTo` after each that moves the watermark; but what
   * the watermark has reached is judged by the next `advanceTo`.
   */
  ingestLines(lines: Lines): LinesTaken
  /** For some rule it matters how far the watermark moves at once: it must see each step. */
  readonly stepsMatter: boolean
  /** Of a worker: takes an event that was found to be in time by whoever reads for all workers, as `ingest` does. */
  ingestRouted(routed: RoutedRecord): void
  /** Likewise as `ingestLines` does. */
  ingestRoutedLines(routed: RoutedLines): void
  /** Of a worker: the events of these types that wait here. */
  waitingEvents(types: readonly string[]): WaitingEvent[]
  /** Likewise takes events that have waited with others. Each comes to the place among those that wait here which it would have if it had come to both. Throws where one cannot be read. */
  takeWaiting(events: readonly WaitingEvent[]): void
  /** Likewise what was counted there. */
  tell(counts: ArrivalCounts): void
  /** Moves the watermark: never back. */
  advanceTo(time: number): void
  /** The watermark to infinity: absences and windows close. */
  end(): void
  /** Plain data, survives JSON.stringify; waiting events included. */
  snapshot(): unknown
  /** Another engine was opened with this one as its `former`, and is not used: this one goes on. */
  takeBack(): void
  /**
   * The same state for checkpoints: quickly, as bytes that are fetched while the engine goes on; with `full` false what changed since the cut before. The first
   * cut is full in any case. Throws while another one is under way.
   */
  cut(full: boolean): StateCut
  /** Costs nothing: may be asked for after every event. */
  counts(): EngineCounts
  /** Goes over all keys that hold something. */
  stats(): EngineStats
  /** Sizes are estimates, for which a little of the state is looked at: it may be asked for every few seconds. */
  usage(): EngineUsage
  /**
   * What a rule holds for a key, whose parts are given as text in the rule's order; undefined: nothing, or no such rule. `limit`: how many partial matches are told. Goes over the rule's keys;
   * those that are not in memory are not looked at, and where there are some an answer that found nothing says so.
   */
  look(rule: string, key: readonly string[], limit: number): KeyLook | undefined
  /** Changes a `param` (JSON form) from the next event on. */
  setParam(name: string, value: unknown): void
  /** Changes several (JSON form) at once. Throws where one is wrong, or they do not go together: then none has changed. */
  setParams(values: Readonly<Record<string, unknown>>): void
  /** The values of all, in their JSON form. */
  params(): Readonly<Record<string, unknown>>
  /**
   * Replaces all rows of a table at once, from the next event on; where none of them fits the former ones stay. Throws for an unknown
   * table. `text`: rows of texts (CSV).
   */
  setTable(name: string, rows: readonly unknown[], values?: "json" | "text"): TableLoad
}
