import { sha1 } from "@noble/hashes/legacy.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex } from "@noble/hashes/utils.js"
import { builtin, parameter, type } from "./declare.ts"

const text = [parameter("text", type.string, "the text; its UTF-8 bytes are hashed")]

export const hashes = [
  builtin("hash", "sha256", (value: string) => bytesToHex(sha256(bytes(value))), {
    doc: "The SHA-256 hash of the text, as 64 hexadecimal digits.",
    parameters: text,
    returns: type.string,
    examples: [
      { call: 'sha256("abc")', gives: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
      { call: 'sha256("")', gives: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
    ],
  }),
  builtin("hash", "sha1", (value: string) => bytesToHex(sha1(bytes(value))), {
    doc: "The SHA-1 hash of the text, as 40 hexadecimal digits: for lists that were made with it. No protection against forgery.",
    parameters: text,
    returns: type.string,
    examples: [
      { call: 'sha1("abc")', gives: "a9993e364706816aba3e25717850c26c9cd0d89d" },
      { call: 'sha1("")', gives: "da39a3ee5e6b4b0d3255bfef95601890afd80709" },
    ],
  }),
  builtin("hash", "crc32", (value: string) => crc32(bytes(value)), {
    doc: "The CRC-32 checksum of the text (as in zip and gzip), 0 to 4294967295.",
    parameters: text,
    returns: type.integer,
    examples: [
      { call: 'crc32("123456789")', gives: 3421780262 },
      { call: 'crc32("")', gives: 0 },
    ],
  }),
  builtin("hash", "bucket", bucket, {
    doc:
      "A number from 0 to `buckets` − 1 that depends on the text alone, evenly spread: for samples and trials that are the same " +
      "on every run (`bucket(account, 100) < 5` is true for about 5 % of the accounts). Missing for less than one bucket.",
    parameters: [
      parameter("text", type.string, "the text"),
      parameter("buckets", type.integer, "how many, up to 1,000,000,000", {
        check: (value) =>
          typeof value !== "number" || isCount(value) ? undefined : `${value} is no number of buckets`,
      }),
    ],
    returns: { kind: "optional", of: type.integer },
    examples: [
      { call: 'bucket("account-1", 1)', gives: 0 },
      { call: 'bucket("account-1", 100) == bucket("account-1", 100)', gives: true },
      { call: 'bucket("abc", 10)', gives: 3 },
    ],
  }),
]

/** UTF-8; a lone surrogate counts as U+FFFD. */
function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

function crc32(data: Uint8Array): number {
  let value = 0xffffffff
  for (const byte of data) value = (value >>> 8) ^ table[(value ^ byte) & 255]!
  return (value ^ 0xffffffff) >>> 0
}

function isCount(buckets: number): boolean {
  return buckets >= 1 && buckets <= 1e9
}

/** Of the first 48 bits of SHA-256: the error of the remainder is below 10⁻⁵. */
function bucket(text: string, buckets: number): number | undefined {
  if (!isCount(buckets)) return undefined
  const number = sha256(bytes(text))
    .subarray(0, 6)
    .reduce((sum, byte) => sum * 256 + byte, 0)
  return number % Math.floor(buckets)
}
