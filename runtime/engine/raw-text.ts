import type { EventRecord } from "../abi/event.ts"

/** An event as it arrived, as JSON text on one line. */
export function rawText(event: EventRecord): string {
  try {
    return JSON.stringify(event.raw) ?? "null"
  } catch {
    // Nested too deeply to be written again: its text is what arrived.
    return event.text ?? "null"
  }
}
