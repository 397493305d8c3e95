import type { RingForm } from "../../abi/form.ts"
import type { Capture } from "../../abi/rows.ts"
import type { RuleManifest } from "../../abi/rule-set.ts"

/**
 * What a ring keeps of its events; null: nothing. Where outputs show single fields of the first and the last event alone, and the last one is that which completes the match, that is read
 * from its row, and only what the first one shows is kept.
 */
export function heldCapture({ rows }: RuleManifest, { first, last }: RingForm): Capture | null {
  const capture = rows?.captures[first.step] ?? null
  if (capture?.whole === true) return { ...capture, columns: [] }
  if (capture === null || rows?.shown === undefined || last !== null) return capture
  const fields = new Set(rows.shown.flat().flatMap((one) => (one.of === "first" ? one.column.field : [])))
  return { ...capture, columns: capture.columns.filter(({ field }) => fields.has(field)) }
}

/** The numbers that are read of whole events which a ring holds, and kept beside them; null: none, or not all of what is read is numbers. */
export function besideCapture({ rows }: RuleManifest, { first }: RingForm): Capture | null {
  const capture = rows?.captures[first.step] ?? null
  if (capture?.whole !== true || capture.columns.length === 0) return null
  return capture.columns.every(({ kind }) => kind === "number") ? capture : null
}
