import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"

/**
 * The name of an output: the first 128 bits of the SHA-256 of a JSON array, in hex. JSON keeps the parts apart, so that no two
 * lists of parts have the same text. The parts, in order: the rule's name (its former one where it has one), the key's values,
 * the output's place in the rule, `match` or `timeout`, then either the time, bytes and ordinal of the event that completed
 * the match or the deadline that did, and the match's place among those that the same event or deadline completed.
 */
export function idOf(parts: readonly unknown[]): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(parts))).subarray(0, 16))
}
