import type { GrowingBytes } from "../abi/bytes.ts"
import type { EventRecord } from "../abi/event.ts"
import { appendText } from "../library/growing-bytes.ts"

/** Appends an event as it arrived, as JSON text on one line. */
export function appendRaw(to: GrowingBytes, event: EventRecord): void {
  appendText(to, rawText(event))
}

function rawText(event: EventRecord): string {
  try {
    return JSON.stringify(event.raw) ?? "null"
  } catch {
    // Nested too deeply to be written again: its text is what arrived. Half a surrogate pair cannot be written as UTF-8.
    return event.text?.replaceAll(/\p{Surrogate}/gu, "\ufffd") ?? "null"
  }
}
