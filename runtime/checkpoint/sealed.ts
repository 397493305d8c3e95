/** Small files that say by themselves whether they are whole: a line with format, version and checksum, then JSON. */
import { createHash } from "node:crypto"

/** What a kind of files is called. */
export interface Seal {
  readonly format: string
  /** Rises when older files can be read no more. */
  readonly version: number
  /** In messages, as in "that of a manifest". */
  readonly what: string
}

/** A file that cannot be used: torn, damaged, foreign or of another version. */
export class SealError extends Error {}

/** The bytes of a file. */
export function seal({ format, version }: Seal, value: unknown): Uint8Array {
  const body = `${JSON.stringify(value, undefined, 1)}\n`
  return new TextEncoder().encode(`${format} ${version} sha256 ${sha256(body)}\n${body}`)
}

/** Reads what `seal` made. Throws `SealError` that says what is wrong. */
export function unseal({ format, version, what }: Seal, bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes)
  const end = text.indexOf("\n")
  const [found, written, , checksum] = text.slice(0, Math.max(end, 0)).split(" ")
  if (found !== format) throw new SealError(`its first line is not that of ${what}: it is torn or foreign`)
  if (Number(written) !== version) {
    throw new SealError(`it has version ${written} of the format, and this program reads ${version}`)
  }
  const body = text.slice(end + 1)
  if (sha256(body) !== checksum) throw new SealError("its checksum does not agree with its contents")
  return JSON.parse(body)
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex")
}
