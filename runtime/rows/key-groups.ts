/**
 * Which worker a key belongs to. Keys fall into groups by a hash of their values, and each worker has a range of groups: so that where a key
 * goes depends on nothing but the key and the number of workers.
 */

/** How many groups there are: the most workers a job can have. */
export const keyGroups = 128

/** One of several engines that share the keys of their rules. */
export interface Share {
  /** From 0. */
  readonly worker: number
  readonly of: number
}

/** The group of a key, given its inside values. */
export function groupOf(values: readonly unknown[]): number {
  const [only] = values
  return hash(values.length === 1 && typeof only === "string" ? only : JSON.stringify(values)) % keyGroups
}

/** Which of so many workers a key belongs to, given its inside values. */
export function ownerOf(values: readonly unknown[], of: number): number {
  return Math.floor((groupOf(values) * of) / keyGroups)
}

/** Whether a key is that worker's. */
export function owns({ worker, of }: Share, values: readonly unknown[]): boolean {
  return ownerOf(values, of) === worker
}

/** FNV-1a over the UTF-16 units, then the last step of MurmurHash3, so that the low bits depend on all of them. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
