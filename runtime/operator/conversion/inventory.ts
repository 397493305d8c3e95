/**
 * What of the state of one form another form can go on with. All forms of a rule with one automaton are told in partial matches with their events; which of them hold what is needed:
 *
 * | from \ to | general | ring | combination | chain |
 * | --- | --- | --- | --- | --- |
 * | general | other fields | first events (if exact) | events by step (if exact) | fields, counts, links |
 * | ring | all its runs | other fields | – | fields, counts, links |
 * | combination | all its chains | – | other fields | fields, counts, links |
 * | chain with events | its links | first events (if exact) | events by step (if exact) | anything |
 * | chain of fields | where its state says which events there were | first events (if exact) | likewise | fewer fields |
 *
 * `if exact`: a ring and a combination hold events, and all partial matches follow from them. Where those that were kept are not these (a condition
 * compared events), they cannot be told so. A rule is never a ring and a combination with one automaton: what follows what differs. In each
 * case fields are taken over that were kept, or follow from events as a whole.
 */
import type { Layout } from "../../state/contract.ts"
import { type Paths, pathsOf } from "./paths.ts"
import {
  type ChainState,
  type Kept,
  type KeptField,
  type KeptFields,
  type KeptRegister,
  type KeptState,
  type PatternShape,
  type StoredForm,
  storedForm,
} from "./stored-form.ts"

/** Whether a rule goes on with the state of another form, and in words how, or why not. */
export type Convertible =
  | { readonly kind: "same"; readonly how: string }
  /** `unless`: what only the state itself can tell. */
  | { readonly kind: "converted"; readonly how: string; readonly unless?: string }
  | { readonly kind: "dropped"; readonly why: string }

/** What a layout or stored state says of itself. */
export type StoredAs = Pick<Layout, "operator" | "fingerprint">

/** What a ring or a combination cannot tell. */
export const inexact =
  "its partial matches are not all those that its events make, as the changed rule would have them: conditions had compared events with one another"

/** Whether the state of a rule in one form can be taken over by another one. The fingerprints may be as they are stored. */
export function canConvert(from: StoredAs, to: StoredAs): Convertible {
  const after = storedForm(to.fingerprint)
  const before = storedForm(from.fingerprint, after)
  if (kindOf(from) === "filter") {
    return { kind: kindOf(to) === "filter" ? "same" : "converted", how: "it kept nothing but counts" }
  }
  if (before === undefined || after === undefined) return otherKind(from, to)
  const other = otherShape(before.shape, after.shape)
  if (other !== undefined) return dropped(other)
  if (JSON.stringify(before.kept) === JSON.stringify(after.kept))
    return { kind: "same", how: "it is kept in the same way" }
  const lack = lackOf(before, after.kept)
  if (lack !== undefined) return dropped(lack)
  const how = howOf(before.kept, after.kept)
  const isExact = before.kept.form === after.kept.form || !/ring|combination/.test(after.kept.form)
  if (isExact) return { kind: "converted", how }
  if (!keepsWhole(before.kept)) return { kind: "converted", how, unless: inexact }
  const otherwise =
    "; where they do not follow from these, the rule is matched in the general form until the next start"
  return { kind: "converted", how: `${how}${otherwise}`, unless: `${inexact}, and it asks for aggregates` }
}

function dropped(why: string): Convertible {
  return { kind: "dropped", why }
}

/** The first word of an operator's name. */
function kindOf({ operator }: StoredAs): string {
  return operator.split(" ", 1)[0]!
}

/** Windows, and what is no pattern. */
function otherKind(from: StoredAs, to: StoredAs): Convertible {
  const [before, after] = [kindOf(from), kindOf(to)]
  if (before !== after) return dropped(`it was a rule with ${kindWords(before)}, and is one with ${kindWords(after)}`)
  const isSame = to.fingerprint.startsWith(from.fingerprint) || from.fingerprint.startsWith(to.fingerprint)
  if (isSame) return { kind: "same", how: "it is kept in the same way" }
  return dropped(`its ${kindWords(before)}, or what is worked out of their events, were others`)
}

function kindWords(kind: string): string {
  return kind === "window" ? "windows" : kind === "filter" ? "one event" : "steps"
}

function keepsWhole(kept: KeptState): boolean {
  return kept.form === "chain" ? kept.events : kept.form === "general" && kept.events === "whole"
}

function otherShape(before: PatternShape, after: PatternShape): string | undefined {
  const differs = (part: keyof PatternShape): boolean => JSON.stringify(before[part]) !== JSON.stringify(after[part])
  if (differs("inputs")) return "it read events of other types"
  if (differs("keys")) return "its key was another one"
  if (differs("automaton") || differs("steps")) return "its steps, or what may follow them, were others"
  return differs("within") ? "its window was of another kind" : undefined
}

function howOf(before: KeptState, after: KeptState): string {
  if (before.form === after.form) return "what it keeps of its events is another selection of them"
  const words = {
    general: "partial matches with their events",
    ring: "the events of its window",
    combination: "the events of each step",
    chain: "partial matches with what is asked of their events",
  }
  return `${words[before.form]} become ${words[after.form]}`
}

/** What is missing for a form, in words; undefined: nothing. */
function lackOf({ shape, kept }: StoredForm, after: KeptState): string | undefined {
  const paths = pathsOf(shape.automaton)
  const forms = [kept.form, after.form]
  if (forms.includes("ring") && forms.includes("combination")) {
    return "its steps, or what may follow them, were others"
  }
  if (kept.form === "chain" && !kept.events && after.form === "chain") return lackOfRegisters(shape, kept, after, paths)
  if (kept.form === "chain" && !kept.events && !tellsEvents(kept, after, paths)) {
    return "it kept only fields of the first and the last events of its steps, and the changed rule needs all its events"
  }
  for (const { step, needed } of needsOf(shape, after)) {
    const steps = step < 0 ? heldSteps(kept, paths) : [step]
    for (const each of steps) {
      if (!heldSteps(kept, paths).includes(each)) continue
      const lack = missing(knownAt(shape, kept, each, paths, after.form === "ring"), needed)
      if (lack !== undefined) return lack
    }
  }
  return undefined
}

/** Whether all events of partial matches that are kept as fields are known. */
function tellsEvents(kept: ChainState, after: KeptState, paths: Paths): boolean {
  if (paths.areUnique) return true
  // A ring needs the first events, and how many others there are.
  return after.form === "ring" && kept.counts.includes(after.first)
}

function lackOfRegisters(shape: PatternShape, kept: ChainState, after: ChainState, paths: Paths): string | undefined {
  if (after.events) return wholeMissing(fieldsIn(kept))
  if (!paths.areUnique && after.counts.some((step) => !kept.counts.includes(step))) {
    return "it did not count the events of its steps, and the changed rule asks how many there are"
  }
  for (const { of, step, fields } of after.registers) {
    const same = kept.registers.filter((one) => one.of === of && one.step === step)
    const own = missing([{ type: null, fields: same.flatMap((one) => one.fields) }], { type: null, fields })
    if (own === undefined) continue
    if (!paths.areUnique || of === "previous") return own
    const lack = missing(knownAt(shape, kept, step, paths), { type: shape.inputs[0]!, fields })
    if (paths.held.has(step) && lack !== undefined) return lack
  }
  return undefined
}

/** Steps of which events are held. */
function heldSteps(kept: KeptState, paths: Paths): readonly number[] {
  if (kept.form === "ring") return [kept.first]
  if (kept.form === "combination") return kept.steps.slice(0, -1)
  return [...paths.held]
}

/** What is known of all events of a step, or of those with which partial matches begin; by type. */
function knownAt(
  { inputs }: PatternShape,
  kept: KeptState,
  step: number,
  paths: Paths,
  ofFirst = false,
): readonly Kept[] {
  switch (kept.form) {
    case "general":
      return kept.events === "whole" ? ["whole"] : kept.events
    case "ring":
      return [kept.events]
    case "combination":
      return [kept.events[kept.steps.indexOf(step)] ?? "whole"]
    case "chain":
      return kept.events
        ? ["whole"]
        : [{ type: inputs[0]!, fields: registerFields(kept.registers, step, paths, ofFirst) }]
  }
}

/** Where a step holds one event alone, what is known of its first one and of its last one is known of it. */
function registerFields(
  registers: readonly KeptRegister[],
  step: number,
  { single }: Paths,
  ofFirst: boolean,
): KeptField[] {
  const known = registers.filter((one) => one.step === step && (single.has(step) || (ofFirst && one.of === "first")))
  const byName = new Map(known.flatMap(({ fields }) => fields).map((field) => [field.name, field]))
  return [...byName.values()]
}

/** What a form keeps: of the events of a step, or (-1) of all. */
function needsOf({ inputs }: PatternShape, after: KeptState): { readonly step: number; readonly needed: Kept }[] {
  switch (after.form) {
    case "general": {
      const all: readonly Kept[] = after.events === "whole" ? ["whole"] : after.events
      return all.map((needed) => ({ step: -1, needed }))
    }
    case "ring":
      return [{ step: after.first, needed: after.events }]
    case "combination":
      return after.events.map((needed, at) => ({ step: after.steps[at]!, needed }))
    case "chain": {
      const fields = after.registers.map(({ step, fields }) => ({ step, needed: { type: inputs[0]!, fields } }))
      return after.events ? [...fields, { step: -1, needed: "whole" }] : fields
    }
  }
}

/** What of it is not known, in words. */
function missing(known: readonly Kept[], needed: Kept): string | undefined {
  if (known.includes("whole")) return undefined
  const kept = known as readonly KeptFields[]
  if (needed === "whole") return wholeMissing(kept.flatMap(({ fields }) => fields))
  if (needed.fields.length === 0) return undefined
  const own = needed.type === null ? kept : kept.filter(({ type }) => type === null || type === needed.type)
  // Of a type that no event of the step is of nothing is needed.
  if (own.length === 0) return undefined
  const lacks = needed.fields.filter(({ name, type, kind }) => {
    const isKept = ({ fields }: KeptFields): boolean =>
      fields.some((one) => JSON.stringify([one.name, one.type, one.kind]) === JSON.stringify([name, type, kind]))
    return !own.every(isKept)
  })
  if (lacks.length === 0) return undefined
  return `it kept only ${fieldWords(own.flatMap(({ fields }) => fields))} of its events, and the changed rule reads ${fieldWords(lacks)}`
}

function wholeMissing(kept: readonly KeptField[]): string {
  return `it kept only ${fieldWords(kept)} of its events, and the changed rule shows or needs them whole`
}

function fieldsIn({ registers }: ChainState): KeptField[] {
  return registers.flatMap(({ fields }) => fields)
}

function fieldWords(fields: readonly KeptField[]): string {
  const names = [...new Set(fields.map(({ name }) => `\`${name}\``))]
  if (names.length === 0) return "the times"
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(", ")} and ${names.at(-1)!}`
}
