import type { Manifest } from "../../runtime/abi/rule-set.ts"

/** What the rules would write to is not opened, so that whoever only tries rules cannot deliver by mistake; tables are read once. */
export function withoutSinks(manifest: Manifest): Manifest {
  const rules = manifest.rules.map((rule) => ({
    ...rule,
    outputs: rule.outputs.map(({ sink: _, ...output }) => output),
  }))
  const tables = manifest.tables.map(({ refreshMs: _, ...table }) => table)
  return { ...manifest, rules, tables, sinks: [] }
}
