import type { EventSchema, Manifest } from "../abi/rule-set.ts"
import type { FieldSchema, ValueType } from "../abi/value.ts"
import { typeText } from "./reload-differences.ts"

/** How the declaration of an event type changed. */
export interface EventChange {
  readonly event: string
  /** In words, one for each field. */
  readonly changes: readonly string[]
  /** Events that were right by the old declaration may be wrong by the new one. */
  readonly mayBreak: boolean
}

/** The event types of both rule sets whose fields are others. Those that rules make are among them: what another rule holds of them is read again, too. */
export function eventChanges(running: Manifest, next: Manifest): EventChange[] {
  return next.events.flatMap((now): EventChange[] => {
    const old = running.events.find(({ name }) => name === now.name)
    if (old === undefined) return []
    const found = fieldChanges(old, now)
    if (found.length === 0) return []
    return [{ event: now.name, changes: found.map(({ text }) => text), mayBreak: found.some((each) => each.mayBreak) }]
  })
}

/** What an event type's change means for the events that are held, as a warning. */
export function eventWarning({ event, changes, mayBreak }: EventChange): string {
  const held = "events that are held are read again by the new declaration"
  const broken =
    "one that waits and does not fit it becomes a dead letter (`unreadable`), and a rule that holds one begins empty"
  return `event ${event}: ${changes.join("; ")}. ${capital(held)}${mayBreak ? `: ${broken}` : ""}`
}

interface FieldChange {
  readonly text: string
  readonly mayBreak: boolean
}

function fieldChanges(old: EventSchema, now: EventSchema): FieldChange[] {
  const present = now.fields.flatMap((field): FieldChange[] => {
    const former = old.fields.find(({ name }) => name === field.name)
    if (former === undefined) {
      const text = `the field \`${field.name}\` is new, and ${field.optional ? "may be missing" : "must be there"}`
      return [{ text, mayBreak: !field.optional }]
    }
    return [...typeChange(former, field), ...presenceChange(former, field)]
  })
  const gone = old.fields.filter(({ name }) => !now.fields.some((each) => each.name === name))
  return [...present, ...gone.map(({ name }) => ({ text: `the field \`${name}\` is gone`, mayBreak: false }))]
}

function typeChange(former: FieldSchema, { name, type }: FieldSchema): FieldChange[] {
  if (JSON.stringify(former.type) === JSON.stringify(type)) return []
  const text = `the field \`${name}\` was ${typeText(former.type)} and is now ${typeText(type)}`
  return [{ text, mayBreak: !takesAll(former.type, type) }]
}

function presenceChange(former: FieldSchema, { name, optional }: FieldSchema): FieldChange[] {
  if (former.optional === optional) return []
  return [
    optional
      ? { text: `the field \`${name}\` may be missing now`, mayBreak: false }
      : { text: `the field \`${name}\` must be there now`, mayBreak: true },
  ]
}

/** Whether what was right for a type is right for another one, as far as that is certain. */
function takesAll(former: ValueType, type: ValueType): boolean {
  if (former.kind === "integer" && type.kind === "number") return true
  if (former.kind !== "enum") return false
  return type.kind === "string" || (type.kind === "enum" && former.values.every((value) => type.values.includes(value)))
}

function capital(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}`
}
