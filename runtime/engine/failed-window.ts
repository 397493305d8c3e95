import type { Manifest, RuleManifest } from "../abi/rule-set.ts"
import type { Result } from "../operator/contract.ts"
import { formatIso } from "../time/iso.ts"
import { messageOf } from "./refusal.ts"

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
