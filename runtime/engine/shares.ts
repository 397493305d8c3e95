import type { Manifest, RuleManifest } from "../abi/rule-set.ts"
import { type KeyReader, keyReader } from "../operator/key.ts"
import { owns, type Share } from "../rows/key-groups.ts"
import type { Regrouping } from "../state/regroup.ts"
import { isRead } from "./derived.ts"

/** How the keys of a rule are divided among workers. `all`: one worker has them all. */
export type Division = "by-key" | "all"

/**
 * Whether each worker can run a rule for its own keys. Not where the rule has none, nor where derived events go from one rule to another:
 * they may have other keys. Nor does a rule that asks for aggregates as of events that are past: they are found by the order of all events, and each worker numbers
 * those that it is given. Such rules run in the first worker for all keys.
 */
export function divisionOf(rule: RuleManifest, manifest: Manifest): Division {
  const { events, series, measures } = manifest
  if (rule.keys.length === 0) return "all"
  const asked = (rule.asks ?? []).map((measure) => series[measures[measure]!.series]!)
  if ([...rule.inputs, ...asked.map(({ event }) => event)].some((event) => events[event]!.derived)) return "all"
  if (rule.outputs.some(({ event }) => event !== undefined && isRead(event, manifest))) return "all"
  return asked.some(({ lookback }) => lookback !== null) ? "all" : "by-key"
}

/** The names of the rules that workers divide by their keys. */
export function dividedRules(manifest: Manifest): string[] {
  return manifest.rules.flatMap((rule) => (divisionOf(rule, manifest) === "by-key" ? rule.name : []))
}

/** What an engine takes over of the states of several; undefined: there are none. */
export function regroupingOf(
  manifest: Manifest,
  parts: Regrouping["parts"] | undefined,
  share: Share | undefined,
): Regrouping | undefined {
  if (parts === undefined) return undefined
  const isFirst = (share?.worker ?? 0) === 0
  const divided = new Set(dividedRules(manifest))
  return {
    parts,
    isFirst,
    owns: (rule, key) => share === undefined || (divided.has(rule) ? owns(share, key) : isFirst),
  }
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
