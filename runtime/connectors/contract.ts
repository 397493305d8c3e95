/**
 * What a source or a sink is to a job. A connector is a value of type `Connector`; jobs are handed a list of them, so a
 * package of a user's can bring its own. Everything is pulled: who reads slowly is served slowly.
 */
import type { ConnectorDeclaration } from "../../lang/catalog.ts"
import type { LineBlock } from "../formats/lines.ts"

/** Options by name, checked against the connector's declaration: text, number or boolean as declared. */
export type Settings = Readonly<Record<string, string | number | boolean>>

/** Where a record stands in its partition, in the connector's own terms (file, line and byte; topic and offset). Plain data. */
export type Position = Readonly<Record<string, string | number>>

/** Why a record is no event. */
export interface Problem {
  /** A stable word: `not-json`, `invalid-utf8`, `line-too-long`, … */
  readonly code: string
  /** For people. */
  readonly reason: string
  /** The record as delivered, where it is no text. */
  readonly bytes?: Uint8Array
}

/** One record as delivered. With a problem it has no value, and goes to the dead letters. */
export interface SourceRecord {
  /** The JSON value, or the row as an object of texts. */
  readonly raw: unknown
  /** As delivered: what ids are made of, and what a dead letter shows. */
  readonly text: string
  readonly position: Position
  readonly problem: Problem | undefined
}

export interface Batch {
  readonly records: readonly SourceRecord[]
  /** Where they were asked for: lines that come after the records and were not read yet. */
  readonly block?: RecordBlock
  /** `text`: the values are texts from which numbers, booleans and times are read; an empty one is missing. */
  readonly values: "json" | "text"
}

export interface ReadOptions {
  /** The reader can take lines of JSON that were not read. */
  readonly lines?: boolean
  /** The reader can take lines of CSV that were not read. */
  readonly csv?: boolean
}

/** Lines of CSV behind the first one of their file. The next `read` comes when all were gone through. */
export interface CsvRecords {
  readonly delimiter: string
  readonly columns: readonly string[]
  /** The cells of a row by column, given its text. Keeps nothing large. */
  row(text: string): Readonly<Record<string, string>>
  /** The records that end with this line, which comes behind those that were asked for before. */
  records(line: number, byte: number, text: string): SourceRecord[]
  /** Such lines belong to a row that is not complete: the next line must be asked for, too. */
  isOpen(): boolean
}

/** Where the lines of a block stand. */
export interface LinePlaces {
  /** What their positions have in common. */
  readonly common: Position
  /** The lines at which offsets begin that rise by one, and those offsets; left out: the rest of a position is line and byte. */
  readonly runs?: { readonly lines: readonly number[]; readonly offsets: readonly number[] }
}

/** Records as lines of JSON or CSV, blank ones among them. */
export interface RecordBlock {
  readonly lines: LineBlock
  /** Where they are CSV. */
  readonly csv?: CsvRecords | undefined
  /** The position of a line, given its number and the offset of its first byte. */
  position(line: number, byte: number): Position
  /** The same as plain data, for other threads; without it they get records. */
  readonly places?: LinePlaces
  /** The bytes are looked at no more: they may become others. */
  release?: (() => void) | undefined
}

/** A part of a source that is in order in itself and has its own positions. */
export interface Partition {
  /** The same in every run: positions are stored under it. */
  readonly name: string
  /**
   * The next records, in order; null: the end (bounded sources alone). Waits until there is something. One call at a time.
   * A batch may be empty, and is bounded by bytes. Throws `ConnectorError`.
   */
  read(options?: ReadOptions): Promise<Batch | null>
  /** There is something that it cannot hand out yet (it waits for a schema): it is not silent. */
  readonly isHeldUp?: boolean
  /** The place after the last record handed out: where a later run goes on. */
  position(): Position
  /** About how many records there are behind that place, as it was told last; undefined: it was not. Absent: it cannot tell. */
  behind?(): number | undefined
  /** Goes to a place that `position` gave. Only before the first `read`. */
  seek(position: Position): Promise<void>
}

export interface Source {
  readonly partitions: readonly Partition[]
  /** false: live, it waits for more and ends only when it is stopped. */
  readonly bounded: boolean
  /** false: what was read is gone for good (standard input, a pipe), so that no later run can go on from a position. */
  readonly replays?: boolean
  /** What it reads, in the connector's own terms: no sink of the same connector may write it. */
  readonly resources?: readonly string[]
  /**
   * In jobs with checkpoints (`ConnectorContext.hasCheckpoints`): all before these positions, by partition, is in a checkpoint whose outputs all sinks have.
   * For tools that show how far the job is; nothing goes on from there.
   */
  finished?(positions: ReadonlyMap<string, Position>): void
  /** Also ends a `read` that waits (it may never resolve then). Twice is harmless. */
  close(): Promise<void>
}

/** The rows of a lookup table as they stood at one moment. */
export interface TableRows {
  readonly rows: readonly unknown[]
  /** The names of the columns, where all rows have the same. */
  readonly columns?: readonly string[]
  /** As in a batch. */
  readonly values: Batch["values"]
  /** Records that are no rows. */
  readonly problems: readonly { readonly problem: Problem; readonly position: Position }[]
}

/** Where a lookup table's rows come from. */
export interface TableSource {
  /**
   * All rows as they are now; undefined: they are those that were handed out last. May be called again after an error. One call at a time.
   * Throws `ConnectorError`.
   */
  read(): Promise<TableRows | undefined>
  /** What it reads, in the connector's own terms: no sink of the same connector may write it. */
  readonly resources?: readonly string[]
  /** Also ends a `read` that waits. Twice is harmless. */
  close(): Promise<void>
}

/** One line for a sink, and what stands beside it. */
export interface SinkRecord {
  /** JSON without the line break. */
  readonly line: string
  readonly kind: "alert" | "emit" | "dead-letter" | "late"
  readonly rule?: string
  /** The alert's own id: equal for a repeat. */
  readonly id?: string
  /** Of the rule set that judged: `Manifest.version`. Not in the line, and no part of the id. */
  readonly version?: string
}

export interface Sink {
  /** Resolves when there is room for more. One call at a time, in order. Throws `ConnectorError`. */
  write(records: readonly SinkRecord[]): Promise<void>
  /**
   * Where a sink needs nothing but the lines: called instead of `write`, with UTF-8 and a line feed behind each line. The bytes
   * stay as they are until it resolves.
   */
  writeLines?(lines: Uint8Array): Promise<void>
  /** Resolves when all that was written has left this process. */
  flush(): Promise<void>
  /** Flushes first. Twice is harmless. */
  close(): Promise<void>
}

/** What a sink says of what it holds: all outputs up to a checkpoint of a lineage. */
export interface Mark {
  /** The random name that a job's state got when it began empty. */
  readonly lineage: string
  readonly checkpoint: number
}

/** Plain data: survives JSON.stringify. */
export type Facts = Readonly<Record<string, string | number | boolean>>

/** Who publishes. The same in every run but for `attempt`. */
export interface SliceIdentity {
  readonly job: string
  /** The part of the job that has checkpoints of its own; `0` where the job is not divided. */
  readonly slice: string
  /** Random for each process. */
  readonly attempt: string
}

/** An output in an outbox. */
export interface OutboxRecord extends SinkRecord {
  /** The place of its sink among those of the publisher. */
  readonly sink: number
}

/** All that a publisher has to publish for one checkpoint. Read as often as needed, from where it is durable. */
export interface StoredOutputs {
  readonly checkpoint: number
  /** Of the process that made the checkpoint. */
  readonly attempt: string
  readonly count: number
  /** Of the publisher's form `lines`: how many bytes there are, and how many there were before since the lineage began. */
  readonly bytes: number
  readonly offset: number
  /** Form `records`: in order, some at a time. */
  records(): AsyncIterable<readonly OutboxRecord[]>
  /** Form `lines`: in order, some at a time. */
  chunks(): AsyncIterable<Uint8Array>
}

/**
 * Takes outputs to a sink after the checkpoint that holds them is durable, so that each appears exactly once (or, without a mark, again but
 * unchanged). One call at a time. All reject with `ConnectorError`; of kind `fenced`: another process has claimed since.
 */
export interface Publisher {
  /**
   * `marked`: records the checkpoint's number together with the outputs, in one step. `repeatable`: publishing a checkpoint again changes
   * nothing (the place in the file, the outputs' ids).
   */
  readonly kind: "marked" | "repeatable"
  /** Whether it needs the lines alone, as bytes, or each record. */
  readonly form: "records" | "lines"
  /** Shuts out every process that claimed before, ends what it left open, and says what the sink holds. Again after an error of unknown outcome. */
  claim(): Promise<Mark | undefined>
  /**
   * After recovery has decided, before anything is published. `facts`: what was returned when the lineage began; undefined: it begins now. `keep`: what the
   * sink holds stays in any case (the job begins with a savepoint). What it returns is stored with each checkpoint.
   */
  begin?(facts: Facts | undefined, keep: boolean): Promise<Facts | undefined>
  /** Before the checkpoint is made: what must be durable by then in a form of the sink's own. May come to nothing: the checkpoint may never be. */
  prepare?(outputs: StoredOutputs): Promise<void>
  /** After the checkpoint was made; also without outputs, for the mark alone. Resolves when outputs and mark are durable. */
  publish(outputs: StoredOutputs, mark: Mark): Promise<void>
  /** Twice is harmless. */
  close(): Promise<void>
}

/** What connectors get of the world. */
export interface ConnectorContext {
  /** Relative paths begin here. */
  readonly folder: string
  /** Where a source has dropped what was not read yet, go on without it. */
  readonly acceptLoss?: boolean
  /** Of a source that is `partitioned by` a field: only this of its partitions, counted from 0. */
  readonly partition?: number
  /** The job stores positions in checkpoints. */
  readonly hasCheckpoints?: boolean
  /** What people should know while it runs: a server that is away, and that it is back. Left out: nobody listens. */
  readonly log?: (level: "info" | "warn" | "error", message: string) => void
  /** Variables of the environment, where secrets may stand; left out: those of the process. */
  readonly environment?: Readonly<Record<string, string | undefined>>
}

/** What a process of a job should run, as those that share the job have agreed. Numbers of slices. */
export interface SliceAdvice {
  readonly run: ReadonlySet<number>
  /** Of those that this process holds: another one has taken them over meanwhile, so that there is nothing left to do for them. */
  readonly taken: ReadonlySet<number>
}

/** The processes of one job that share its slices. */
export interface GroupIdentity {
  readonly job: string
  readonly slices: number
  /** Where they are not alike: how many there are of each kind, one behind the other. Each process gets of all kinds. */
  readonly kinds?: readonly number[]
  /** Of the job's store: processes that do not share one must not share slices. */
  readonly store: string
}

/** A topic of a job's own: between those who read its sources and the slices. */
export interface ExchangeIdentity {
  readonly job: string
  readonly partitions: number
  /** What `Exchange.facts` was when the job began; undefined: it begins now. */
  readonly known: Facts | undefined
}

/** How far a reader is: where it goes on, and a text of its own beside that. */
export interface ExchangePlace {
  readonly offset: number
  readonly note: string
}

/** Sends for one reader. After a rejection it is not known what has arrived; another one must be opened then. */
export interface ExchangeWriter {
  /** Resolves when all of it is durable. One call at a time. Nothing is sent twice, and texts for one partition arrive in order. */
  send(messages: readonly { readonly partition: number; readonly text: string }[]): Promise<void>
  committed(): Promise<ExchangePlace | undefined>
  commit(place: ExchangePlace): Promise<void>
  /** Twice is harmless. */
  close(): Promise<void>
}

/** Throws `ConnectorError`, all of it. */
export interface Exchange {
  readonly name: string
  /** Which one it is: one that was deleted and made again is another. */
  readonly facts: Facts
  /** `reader`: the same in every run. Throws also where the exchange is not what it was when it was opened. */
  openWriter(reader: string): Promise<ExchangeWriter>
  /** A live source of what was sent to one partition, each text a record of JSON. */
  openPartition(partition: number, context: ConnectorContext): Promise<Source>
  /** Whether waiting can help after an error of a writer. */
  isPassing(error: unknown): boolean
}

/** A process among those that share a job. All it says is advice: what keeps two of them apart is a sink's claim, and that a checkpoint is made once. */
export interface GroupMember {
  /** Joins, and calls `advise` each time the advice may have changed. Resolves after `leave`. Rejects with `ConnectorError` where it cannot be a member. */
  run(advise: (advice: SliceAdvice) => void): Promise<void>
  /** What this process runs, is to run or is ending: nobody else is told to run it. What it does not hold any more is given out anew. */
  hold(slices: ReadonlySet<number>): void
  /** The others get what it holds. Twice is harmless. */
  leave(): Promise<void>
}

/** What of a source is read once more. */
export interface PastRange {
  /** Epoch ms: records that came to it before may be left out. -Infinity: none is. */
  readonly since: number
  /** By partition: the place at which it ends, as `position` gave it to another reader of the same source. */
  readonly ends: ReadonlyMap<string, Position>
}

export interface Connector {
  readonly declaration: ConnectorDeclaration
  openSource?(settings: Settings, context: ConnectorContext): Promise<Source>
  /**
   * What a source with these settings has handed out, for a second reader, which ends and leaves no traces; undefined: it is gone for good. `isCut`: some of what came since then is
   * gone, or may be. Absent: nothing can be read again. Throws `ConnectorError`.
   */
  openPast?(
    settings: Settings,
    context: ConnectorContext,
    range: PastRange,
  ): Promise<{ readonly source: Source; isCut(partition: string): boolean } | undefined>
  /** How many partitions a source has that is `partitioned by` a field: connectors that declare `partitioned`. Throws `ConnectorError`. */
  countPartitions?(settings: Settings, context: ConnectorContext): Promise<number>
  /** Finds the other processes of a job by what a source with these settings reads from. Throws `ConnectorError`. */
  joinGroup?(settings: Settings, group: GroupIdentity, context: ConnectorContext): Promise<GroupMember>
  /** Reads nothing yet, so that what is away for a while can be opened. Throws `ConnectorError` (usage). */
  openTable?(settings: Settings, context: ConnectorContext): Promise<TableSource>
  /** Makes or finds the exchange of a job, where a source with these settings is. Throws `ConnectorError`. */
  openExchange?(settings: Settings, identity: ExchangeIdentity, context: ConnectorContext): Promise<Exchange>
  openSink?(settings: Settings, context: ConnectorContext): Promise<Sink>
  /** What a sink with these settings writes, in the connector's own terms: sinks that write the same share one. */
  resource?(settings: Settings, context: ConnectorContext): string
  /** For jobs with checkpoints; without it their outputs go through `openSink` after each checkpoint, and may come again. */
  openPublisher?(sinks: readonly Settings[], identity: SliceIdentity, context: ConnectorContext): Promise<Publisher>
  /** Sinks with the same answer have one publisher (a Kafka cluster, a database). Without it each sink has its own. */
  publisherOf?(settings: Settings, context: ConnectorContext): string
  /** Whether the slices of a job can write such a sink side by side; absent: they can. */
  isDivisible?(settings: Settings): boolean
  /** Whether outputs go to such a sink as they are made, also in jobs with checkpoints (standard output). */
  isImmediate?(settings: Settings): boolean
}

/**
 * `usage`: the job is set up wrongly (a file that is not there); `failure`: the world outside failed; `closed`: the reader of a sink went away;
 * `fenced`: another process of the same job has taken over, or somebody has changed what a sink holds; trying again does not help.
 */
export type ConnectorErrorKind = "usage" | "failure" | "closed" | "fenced"

/** Something outside the rules went wrong. The message says what, where, and what to do next. */
export class ConnectorError extends Error {
  readonly kind: ConnectorErrorKind
  /** What was asked is away, or not ready: in a moment it may be there. */
  readonly passes: boolean

  constructor(kind: ConnectorErrorKind, message: string, cause?: unknown, passes = false) {
    super(message, cause === undefined ? {} : { cause })
    this.name = "ConnectorError"
    this.kind = kind
    this.passes = passes
  }
}
