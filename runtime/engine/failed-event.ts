import type { DeadLetter } from "../abi/engine.ts"
import type { Manifest, RuleManifest } from "../abi/rule-set.ts"
import type { Result } from "../operator/contract.ts"
import { formatIso } from "../time/iso.ts"
import type { Intake } from "./intake.ts"
import { messageOf } from "./refusal.ts"
import type { StoredEvent } from "./stored-event.ts"

type Names = Pick<Intake, "nameOf">

/** What is said of an event on which a rule failed. */
export function failedEvent(
  { name }: RuleManifest,
  event: StoredEvent,
  names: Names,
  code: string,
  thrown: unknown,
): DeadLetter {
  const reason = `rule ${name} failed on this event: ${messageOf(thrown)}`
  return { type: names.nameOf(event), event: event.raw, code, reason, rule: name, position: event.position }
}

/** What is said of an event on which an aggregate failed. */
export function failedAggregate(series: string, event: StoredEvent, names: Names, thrown: unknown): DeadLetter {
  const reason = `the aggregate over ${series} failed on this event, which does not count there: ${messageOf(thrown)}`
  return { type: names.nameOf(event), event: event.raw, code: "aggregate-failed", reason, position: event.position }
}

/** What is said of an event as a snapshot has it that waited there. */
export function failedWaiting(stored: unknown): DeadLetter {
  const { type = "unknown", text, row, position } = (stored ?? {}) as Record<string, unknown>
  const reason = "the event waited in the snapshot and cannot be read by these rules any more"
  return { type: String(type), event: row ?? text, code: "unreadable", reason, position }
}

/** What is said of a window whose output failed. Its events are gone when it fires: its key and times stand for them. */
export function failedWindow(
  { name, keys, inputs }: RuleManifest,
  { events }: Manifest,
  { key, at, view }: Result,
  thrown: unknown,
) {
  const start = formatIso(view.window?.start ?? at)
  const event = {
    key: Object.fromEntries(keys.map((part, i) => [part.name, key[i]])),
    window: { start, end: formatIso(at) },
  }
  const reason = `rule ${name} failed on the window from ${start} to ${formatIso(at)}: ${messageOf(thrown)}`
  return { type: events[inputs[0]!]!.name, event, code: "output-failed", reason, rule: name }
}
