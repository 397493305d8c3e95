import type { Manifest } from "../abi/rule-set.ts"
import type { CheckpointRules } from "../checkpoint/manifest.ts"
import { dividedRules } from "../engine/shares.ts"

/** What checkpoints say of the rules that ran. */
export function checkpointRules(manifest: Manifest): CheckpointRules {
  const { format, version, rules } = manifest
  return { format, names: rules.map(({ name }) => name), divided: dividedRules(manifest), version }
}
