/**
 * What a checkpoint consists of. A checkpoint exists from the moment its manifest does: one line with format, version and checksum,
 * then JSON.
 */
import { createHash } from "node:crypto"
import type { Facts, Mark, Position } from "../connectors/contract.ts"

const format = "cepheus-checkpoint"
/** Rises when older checkpoints can be read no more. */
export const checkpointVersion = 1

/** A file of the store. */
export interface StoredFile {
  /** Below the slice's folder. */
  readonly file: string
  readonly bytes: number
  readonly crc32: number
}

/** The outputs of one interval for one publisher. */
export interface StoredOutbox {
  readonly publisher: string
  /** The checkpoint that ended the interval, and its lineage. */
  readonly checkpoint: number
  readonly lineage: string
  /** Of the process that made it. */
  readonly attempt: string
  readonly form: "records" | "lines"
  readonly count: number
  /** Of lines: how many bytes came before since the lineage began. */
  readonly offset: number
  readonly contents: StoredFile
}

export interface StoredPublisher {
  readonly name: string
  /** What it writes, in its connector's own terms. */
  readonly resource: string
  /** The last checkpoint with outputs that its sink was known to hold; 0: none yet. */
  readonly confirmed: number
  /** Epoch ms when that was known. */
  readonly confirmedAt: number
  /** Bytes of lines since it began, with this checkpoint's. */
  readonly total: number
  /** What the publisher said when the lineage began. */
  readonly facts?: Facts
}

export interface StoredPartition {
  readonly input: string
  readonly partition: string
  /** Where a later run goes on. */
  readonly position: Position
}

/** The rules that ran. */
export interface CheckpointRules {
  /** The form of rule sets. */
  readonly format: number
  readonly names: readonly string[]
  /** Those that workers divide by their keys. */
  readonly divided?: readonly string[]
  /** `Manifest.version`: workers were given the events that these rules need. */
  readonly version?: string
}

export interface CheckpointManifest {
  readonly job: string
  readonly slice: string
  /** The random name that the job's state got when it began empty. */
  readonly lineage: string
  /** Lineages whose place this one took, each with the greatest number that it can have reached. */
  readonly earlier: readonly Mark[]
  /** The savepoint with which the lineage began. */
  readonly from?: { readonly lineage: string; readonly number: number }
  readonly number: number
  /** Random for each process: who made it. */
  readonly attempt: string
  /** Epoch ms. */
  readonly madeAt: number
  readonly rules: CheckpointRules
  readonly params: Readonly<Record<string, unknown>>
  readonly sources: readonly StoredPartition[]
  /** Of the watermark tracker. */
  readonly watermarks: unknown
  /** All state, for each worker: a whole one and what changed since, in order. */
  readonly state: readonly (readonly StoredFile[])[]
  /** For each worker the files of keys that were not in memory; absent: all were. They do not change, and later checkpoints have them, too. */
  readonly cold?: readonly (readonly StoredFile[])[]
  /** Of this checkpoint and of those before that not every sink has confirmed; empty ones are left out. */
  readonly outboxes: readonly StoredOutbox[]
  readonly publishers: readonly StoredPublisher[]
}

/** A manifest that cannot be used: torn, damaged or of another version. */
export class ManifestError extends Error {}

/** The bytes of a manifest's file. */
export function encodeManifest(manifest: CheckpointManifest): Uint8Array {
  const body = `${JSON.stringify(manifest, undefined, 1)}\n`
  return new TextEncoder().encode(`${format} ${checkpointVersion} sha256 ${sha256(body)}\n${body}`)
}

/** Reads what `encodeManifest` made. Throws `ManifestError` that says what is wrong. */
export function decodeManifest(bytes: Uint8Array): CheckpointManifest {
  const text = new TextDecoder().decode(bytes)
  const end = text.indexOf("\n")
  const [found, version, , checksum] = text.slice(0, Math.max(end, 0)).split(" ")
  if (found !== format) throw new ManifestError("its first line is not that of a manifest: it is torn or foreign")
  if (Number(version) !== checkpointVersion) {
    throw new ManifestError(`it has version ${version} of the format, and this program reads ${checkpointVersion}`)
  }
  const body = text.slice(end + 1)
  if (sha256(body) !== checksum) throw new ManifestError("its checksum does not agree with its contents")
  return JSON.parse(body) as CheckpointManifest
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex")
}

/** Every file that a checkpoint needs. */
export function filesOf({ state, cold = [], outboxes }: CheckpointManifest): StoredFile[] {
  return [...state.flat(), ...cold.flat(), ...outboxes.map(({ contents }) => contents)]
}
