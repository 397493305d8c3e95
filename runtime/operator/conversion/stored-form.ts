/** What a rule's stored state is and says, as its fingerprint has it: the same text, the same form. Plain data. */
import type { Automaton, Guard } from "../../abi/automaton.ts"
import type { RingForm } from "../../abi/form.ts"
import type { Capture, ColumnSchema, RegisterFields } from "../../abi/rows.ts"
import type { EventSchema, RuleManifest } from "../../abi/rule-set.ts"
import type { ValueType } from "../../abi/value.ts"
import { keyShape } from "../key.ts"

/** What all forms of a rule have in common: state of one form says something about another one while this is the same. */
export interface PatternShape {
  /** Without the numbers of its conditions: which of them are the same may change. */
  readonly automaton: Automaton
  /** Names of event types. */
  readonly inputs: readonly string[]
  readonly keys: readonly unknown[]
  readonly steps: number
  readonly within: RuleManifest["within"]["kind"]
}

/** A field that is kept of events: as a number, or as a text. */
export interface KeptField {
  readonly name: string
  readonly type: ValueType
  readonly kind: "number" | "text"
}

/** Fields of events of one type; null: whatever the type, since there are none. */
export interface KeptFields {
  readonly type: string | null
  readonly fields: readonly KeptField[]
}

/** `id`: the type's number, which stands with the events. */
export interface KeptInput extends KeptFields {
  readonly id: number
}

/** What is kept of an event: all of it, as it arrived, or fields. */
export type Kept = "whole" | KeptFields

/** Fields of the first or last event of a step, or of the event accepted last. */
export interface KeptRegister {
  readonly of: RegisterFields["of"]
  readonly step: number
  readonly fields: readonly KeptField[]
}

/** Partial matches with their events. Of fields: by input type. */
export interface GeneralState {
  readonly form: "general"
  readonly events: "whole" | readonly KeptInput[]
}

/** The events of the window; `over`: how they stand in tables. */
export interface RingState {
  readonly form: "ring"
  readonly over: "events" | "rows"
  /** Steps. */
  readonly first: number
  readonly last: number | null
  readonly min: number
  readonly max: number | null
  readonly events: Kept
}

/** By step, but for the last, the events of the window. */
export interface CombinationState {
  readonly form: "combination"
  readonly steps: readonly number[]
  readonly events: readonly Kept[]
}

/** Of each partial match what it must know of its events. */
export interface ChainState {
  readonly form: "chain"
  readonly registers: readonly KeptRegister[]
  /** Steps of which it is counted how many events they hold. */
  readonly counts: readonly number[]
  /** The events are kept as a whole. */
  readonly events: boolean
}

export type KeptState = GeneralState | RingState | CombinationState | ChainState

export interface StoredForm {
  readonly shape: PatternShape
  readonly kept: KeptState
}

/** The fingerprint of a rule's state in a form. */
export function formFingerprint(rule: RuleManifest, events: readonly EventSchema[], kept: KeptState): string {
  const { inputs, keys } = keyShape(rule, events)
  const { steps, within } = rule
  const automaton = withoutConditions(rule.automaton)
  const shape: PatternShape = { automaton, inputs, keys, steps: steps.length, within: within.kind }
  return JSON.stringify({ shape, kept } satisfies StoredForm)
}

/**
 * An automaton as partial matches depend on it: its states and the ways between them. They do not know conditions, and equal ones have one number, so that a changed one can give all others
 * another number.
 */
export function withoutConditions(automaton: Automaton): Automaton {
  const states = automaton.states.map((state) => ({
    ...state,
    edges: state.edges.map((edge) => ({ ...edge, guard: withoutNumbers(edge.guard) })),
  }))
  return { ...automaton, states }
}

function withoutNumbers(guard: Guard): Guard {
  if (guard.kind === "condition") return { kind: "condition", condition: 0 }
  if (guard.kind === "not") return { kind: "not", guard: withoutNumbers(guard.guard) }
  if (guard.kind !== "and" && guard.kind !== "or") return guard
  const parts = new Map(guard.guards.map(withoutNumbers).map((part) => [JSON.stringify(part), part]))
  return parts.size === 1 ? [...parts.values()][0]! : { kind: guard.kind, guards: [...parts.values()] }
}

/** A fingerprint as it is stored, without the tables behind it. */
export function withoutTables(fingerprint: string): string {
  return fingerprint.slice(0, fingerprint.lastIndexOf(fingerprint.startsWith("[") ? "]" : "}") + 1)
}

/**
 * What a fingerprint says, also as it is stored, with its tables behind it; undefined: it is of no such form. `like`: what it is compared with: rings of former
 * checkpoints do not say their automaton, which follows from their steps.
 */
export function storedForm(fingerprint: string, like?: StoredForm): StoredForm | undefined {
  try {
    const said: unknown = JSON.parse(withoutTables(fingerprint))
    if (Array.isArray(said)) return formerForm(said, like)
    const { shape, kept } = said as Partial<StoredForm>
    return shape === undefined || kept === undefined ? undefined : { shape, kept }
  } catch {
    return undefined
  }
}

/** Of rules that judge events as objects, as checkpoints had it before all forms said the same. */
function formerForm(
  [first, inputs, keys, steps, within]: readonly unknown[],
  like?: StoredForm,
): StoredForm | undefined {
  const common = { inputs: inputs as string[], keys: keys as unknown[], steps: Number(steps) }
  if (typeof within === "string") {
    const automaton = withoutConditions(first as Automaton)
    const shape: PatternShape = { automaton, ...common, within: within as PatternShape["within"] }
    return { shape, kept: { form: "general", events: "whole" } }
  }
  const { kind, first: begins, last, min, max } = first as RingForm
  if (kind !== "ring" || like?.kept.form !== "ring") return undefined
  const kept: RingState = {
    form: "ring",
    over: "events",
    first: begins.step,
    last: last?.step ?? null,
    min,
    max,
    events: "whole",
  }
  const isAlike = [kept, like.kept].map((one) => JSON.stringify([one.first, one.last, one.min, one.max]))
  if (isAlike[0] !== isAlike[1]) return undefined
  return { shape: { ...common, automaton: like.shape.automaton, within: like.shape.within }, kept }
}

/** What a capture keeps of events. */
export function keptOf(capture: Capture | null | undefined, events: readonly EventSchema[]): Kept {
  if (capture === null || capture === undefined) return { type: null, fields: [] }
  if (capture.whole) return "whole"
  const schema = events[capture.event]!
  return { type: schema.name, fields: keptFields(capture.columns, schema) }
}

/** Columns of an event type as fields that are kept. */
export function keptFields(columns: readonly ColumnSchema[], { fields }: EventSchema): KeptField[] {
  return columns.map(({ field, kind }) => {
    const { name, type } = fields[field]!
    return { name, type, kind: kind === "number" ? "number" : "text" }
  })
}

/** How many texts are kept of such an event. */
export function textsOf({ fields }: KeptFields): number {
  return fields.filter(({ kind }) => kind === "text").length
}
