/**
 * What a compiled rule set is: plain data (the manifest) and generated functions. The compiler makes it, the engine
 * runs it; neither knows more of the other than this folder.
 */
import type { Automaton } from "./automaton.ts"
import type { EventRecord } from "./event.ts"
import type { Form } from "./form.ts"
import type { Host } from "./host.ts"
import type { Library } from "./library.ts"
import type { LineReader } from "./lines.ts"
import type {
  LineDecoder,
  RegisterTest,
  RowObjectReader,
  RowSelect,
  RowsSchema,
  RowTest,
  RowValues,
  RuleRows,
} from "./rows.ts"
import type { AggregateOp, MeasureSchema, SeriesSchema, WindowMeasure, WindowShape } from "./series.ts"
import type { AwaitedSchema, ModelSchema, RowSchema, TableSchema } from "./table.ts"
import type { FieldSchema, Fields, ValueType } from "./value.ts"

/** The form of rule sets that this engine reads; it becomes another number when older ones can be run no more. */
export const RULE_SET_FORMAT = 4

export interface RuleSet {
  readonly manifest: Manifest
  /** Makes the functions; `params` is read at each evaluation, so a changed value takes effect at once. */
  readonly create: (library: Library, params: Readonly<Record<string, unknown>>, host: Host) => Program
}

/** Functions of the rules, in the order of `manifest.rules`. */
export interface Program {
  readonly rules: readonly RuleProgram[]
  /** In the order of `manifest.series`. */
  readonly series: readonly SeriesProgram[]
  /** In the order of `manifest.awaited`. */
  readonly awaited: readonly AwaitedProgram[]
  /** By event type id: for lines of JSON; null where there is no faster way than `JSON.parse`. */
  readonly readers?: readonly (LineReader | null)[]
  /** By event type id: from lines of JSON to rows; null where rows are made of objects. */
  readonly decoders?: readonly (LineDecoder | null)[]
  /** By event type id: from rows of CSV, whose cells `DecoderInput.fields` names; null as for `decoders`. */
  readonly cellDecoders?: readonly (LineDecoder | null)[]
  /** Likewise from objects; null where an object is made of each event. */
  readonly objectReaders?: readonly (RowObjectReader | null)[]
  /** Conditions over rows; rules name them by place. Equal ones stand here once. Where `manifest.columns` is there. */
  readonly selects?: readonly RowSelect[]
  /** What an index does not know of its conditions; they name them by place. */
  readonly rowTests?: readonly RowTest[]
  /** Conditions on a row and a partial match; registers of rules name them by place. */
  readonly registerTests?: readonly RegisterTest[]
  /** Expressions over rows; what is kept of rows for aggregates names them by place. */
  readonly rowValues?: readonly RowValues[]
  /** In the order of `manifest.rows`: the arguments for an event, in the inside form. */
  readonly rows?: readonly ((element: Fields) => readonly unknown[])[]
}

/** What is kept of an event for aggregates. */
export interface SeriesProgram {
  /** Absent: every event counts. */
  readonly filter?: (element: Fields) => boolean
  /** In the order of the series' columns. */
  readonly values: readonly ((element: Fields) => unknown)[]
}

/** A call of an asynchronous function, for events of one type. */
export interface AwaitedProgram {
  /** The call; undefined: an argument is missing, so that there is no call and no result. */
  readonly call: (element: Fields) => Promise<unknown> | undefined
  /** From what the function gave to the inside form. Throws when it has another type than declared. */
  readonly result: (given: unknown) => unknown
}

export interface Manifest {
  readonly format: number
  /** A hash over everything that decides the rules' meaning. */
  readonly version: string
  readonly events: readonly EventSchema[]
  readonly params: readonly ParamSchema[]
  readonly rules: readonly RuleManifest[]
  /** What is kept of past events, for aggregates. */
  readonly series: readonly SeriesSchema[]
  /** The aggregates over them; generated code asks for them by number. */
  readonly measures: readonly MeasureSchema[]
  readonly tables: readonly TableSchema[]
  readonly models: readonly ModelSchema[]
  readonly awaited: readonly AwaitedSchema[]
  /** Where the rules have some. */
  readonly rows?: readonly RowSchema[]
  /** What the rules that run over rows read; absent: there is none. */
  readonly columns?: RowsSchema
  readonly sources: readonly Binding[]
  readonly sinks: readonly Binding[]
}

export interface EventSchema {
  readonly name: string
  readonly fields: readonly FieldSchema[]
  /** null: processing time; for a derived event its field `at`. */
  readonly timeField: string | null
  readonly latenessMs: number
  readonly derived: boolean
}

export interface ParamSchema {
  readonly name: string
  readonly type: ValueType
  /** The inside form. */
  readonly value: unknown
}

export interface Binding {
  readonly name: string
  readonly connector: string
  readonly args: readonly unknown[]
  readonly options: Readonly<Record<string, unknown>>
  readonly partitionedBy?: string
}

/** A duration in ms, or the name of the parameter that holds it. */
export type DurationRef =
  | { readonly kind: "fixed"; readonly ms: number }
  | { readonly kind: "param"; readonly name: string }

export interface RuleManifest {
  readonly name: string
  readonly was?: string
  readonly title?: string
  readonly doc?: string
  /** A rule on trial: its outputs go to the sink `shadow` alone and reach no rule. */
  readonly shadow?: true
  /** Of a rule on trial: the one with whose alerts its own are compared. */
  readonly of?: string
  readonly tags?: readonly string[]
  /** After an output the same key is silent for so long. */
  readonly oncePer?: DurationRef
  /** Where the rule stands: for messages. */
  readonly path: string
  readonly line: number
  /** Event type ids of the rule's input. */
  readonly inputs: readonly number[]
  readonly keys: readonly KeySchema[]
  readonly steps: readonly StepSchema[]
  readonly automaton: Automaton
  /** What the automaton's duration numbers stand for. */
  readonly durations: readonly DurationRef[]
  readonly within:
    | { readonly kind: "none" }
    | { readonly kind: "whole" | "between-events"; readonly duration: DurationRef }
  readonly skip: SkipStrategy
  /** A cheaper way to match than the automaton, with the same answers. */
  readonly form?: Form
  /** It can run over rows of columns, in its form, with the same answers. */
  readonly rows?: RuleRows
  /** Of an `each` rule; its automaton is that of a filter. */
  readonly window?: { readonly shape: WindowShape; readonly measures: readonly WindowMeasure[] }
  readonly outputs: readonly OutputSchema[]
  /** Numbers of the measures that its conditions and outputs ask for. */
  readonly asks?: readonly number[]
  /** Those that are asked for another key than its own: by part of that key which of its own keys it is; null: none. */
  readonly asksOther?: readonly { readonly measure: number; readonly ownParts: readonly (number | null)[] }[]
  /** Some of its outputs ask for aggregates as of an event that is past by then. */
  readonly asksLater?: true
  /** The state that one key can hold, as a formula for people. */
  readonly bound: string
  /** What it says, for those who compare two versions of it. */
  readonly words?: RuleWords
}

/** What a rule says in words, with everything resolved. Nothing that the engine does depends on it. */
export interface RuleWords {
  /** Its steps and what lies between them, or its windows and what is worked out of them, without conditions. */
  readonly pattern: string
  /** By number; equal ones stand here once. */
  readonly conditions: readonly string[]
  /** Empty: there is none. */
  readonly having: string
  /** In the order of the rule's outputs. */
  readonly outputs: readonly string[]
  /** The named constants and functions that all this uses. */
  readonly definitions: string
}

export type SkipStrategy =
  | { readonly kind: "default" | "none" | "past-last" | "to-next" }
  | { readonly kind: "to-first" | "to-last"; readonly step: number }

export interface KeySchema {
  readonly name: string
  readonly type: ValueType
  /** The field's path for each input event type id. */
  readonly paths: Readonly<Record<number, readonly string[]>>
}

export interface StepSchema {
  readonly name: string
  /** In an alert's `events`: shown at all, and as a list. */
  readonly shown: boolean
  readonly several: boolean
}

export interface OutputSchema {
  readonly kind: "alert" | "emit"
  readonly onTimeout: boolean
  readonly severity: "info" | "low" | "medium" | "high" | "critical"
  readonly hasMessage: boolean
  readonly hasScore?: true
  /** The fields of `data`; null: the rule has no record. */
  readonly data: readonly FieldSchema[] | null
  /** Fields of `data` that are an aggregate as it stands: for those who show or add them up. The engine does not read it. */
  readonly aggregates?: Readonly<Record<string, AggregateOp>>
  /** The type id of the event that it makes: that of `emit`; `Alert` where rules read this alert. */
  readonly event?: number
  readonly sink?: string
  readonly withEvents: boolean
  /** Whether it writes a line: false for `emit` without `to` that a rule reads. */
  readonly writes: boolean
}

export interface RuleProgram {
  /** By condition number of the automaton. May throw (user code): then the rule is left unchanged by the event. */
  readonly conditions: readonly Condition[]
  /** Of an `each` rule, in the order of `window.measures`. */
  readonly measures?: readonly {
    readonly filter?: (element: Fields) => boolean
    readonly value?: (element: Fields) => unknown
  }[]
  readonly having?: (match: MatchView, key: readonly unknown[]) => boolean
  /** In the order of `outputs`. */
  readonly outputs: readonly OutputProgram[]
  /** Where the compiler was asked for them: by condition number, the values of the parts of its expression, in the compiler's order. They may throw. */
  readonly probes?: readonly (readonly Condition<unknown>[])[]
  /** Likewise of `having`. */
  readonly havingProbes?: readonly ((match: MatchView, key: readonly unknown[]) => unknown)[]
}

/** The event's type is tested in it too. `match` is what the partial match holds so far. */
export type Condition<T = boolean> = (event: EventRecord, match: MatchView) => T

export interface OutputProgram {
  readonly message?: (match: MatchView, key: readonly unknown[]) => string
  readonly score?: (match: MatchView, key: readonly unknown[]) => number | undefined
  /** The inside values in the order of the schema's `data`. */
  readonly data?: (match: MatchView, key: readonly unknown[]) => readonly unknown[]
  /** Of an alert that shows its key and data alone: makes the objects of both of their values, as they are shown. Absent: there are too many. */
  readonly keyObject?: ShownObject
  readonly dataObject?: ShownObject
}

/** An object of fields, whose values are given in their order. */
export type ShownObject = (...values: unknown[]) => Record<string, unknown>

/** What generated code sees of a (partial) match: events by step index, in the order accepted. */
export interface MatchView {
  count(step: number): number
  first(step: number): Fields | undefined
  last(step: number): Fields | undefined
  /** The i-th event of the step from 0; undefined when outside or not a whole number. */
  at(step: number, index: number): Fields | undefined
  /** All events of the step. */
  list(step: number): readonly Fields[]
  /** The event accepted last, of any step. */
  previous(): Fields | undefined
  /** An event of a step (`at(step, index)`, with -1 for the last) with its time and place in the order. */
  record(step: number, index: number): EventRecord | undefined
  /** Likewise the event accepted last. */
  previousRecord(): EventRecord | undefined
  /** Of `each` rules. */
  readonly window?: WindowValues
}

/** What outputs see of a window. */
export interface WindowValues {
  /** Epoch ms. */
  readonly start: number
  readonly end: number
  /** The value of a measure, by number. */
  measure(number: number): unknown
}
