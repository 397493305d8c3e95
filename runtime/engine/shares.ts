import type { Manifest, RuleManifest } from "../abi/rule-set.ts"
import { type KeyReader, keyReader } from "../operator/key.ts"
import { owns, type Share } from "../rows/key-groups.ts"

/** How the keys of a rule are divided among workers. `all`: one worker has them all. */
export type Division = "by-key" | "all"

/**
 * Whether each worker can run a rule for its own keys. Not where the rule has none, nor where derived events go from one rule to another:
 * they may have other keys. Such rules run in the first worker for all keys.
 */
export function divisionOf(rule: RuleManifest, manifest: Manifest): Division {
  const { events, rules, series, measures } = manifest
  if (rule.keys.length === 0) return "all"
  const asked = (rule.asks ?? []).map((measure) => series[measures[measure]!.series]!.event)
  if ([...rule.inputs, ...asked].some((event) => events[event]!.derived)) return "all"
  const isRead = (event: number): boolean =>
    rules.some(({ inputs }) => inputs.includes(event)) || series.some((each) => each.event === event)
  return rule.outputs.some(({ event }) => event !== undefined && isRead(event)) ? "all" : "by-key"
}

/** Reads a rule's keys as far as they are the worker's; the others are missing to it. */
export function sharedKeyReader(rule: RuleManifest, manifest: Manifest, share: Share | undefined): KeyReader {
  const reader = keyReader(rule.keys)
  if (share === undefined) return reader
  if (divisionOf(rule, manifest) === "all") return share.worker === 0 ? reader : { ...reader, read: () => undefined }
  return {
    read(event) {
      const id = reader.read(event)
      return id !== undefined && owns(share, reader.parts()) ? id : undefined
    },
    parts: () => reader.parts(),
    idOf: (parts) => reader.idOf(parts),
  }
}
