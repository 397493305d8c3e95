/** Whether two values of one type are the same: lists and records by content, missing equal to missing. */
export function equal(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false
  if (Array.isArray(left) !== Array.isArray(right)) return false
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, at) => equal(item, right[at]))
  }
  const names = new Set([...Object.keys(left), ...Object.keys(right)])
  for (const name of names) if (!equal(own(left, name), own(right, name))) return false
  return true
}

function own(record: object, name: string): unknown {
  return Object.hasOwn(record, name) ? (record as Record<string, unknown>)[name] : undefined
}
