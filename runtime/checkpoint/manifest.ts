/**
 * What a checkpoint consists of. A checkpoint exists from the moment its manifest does: one line with format, version and checksum,
 * then JSON.
 */
import type { Facts, Mark, Position } from "../connectors/contract.ts"
import { type Seal, seal, unseal } from "./sealed.ts"

const manifestSeal: Seal = { format: "cepheus-checkpoint", version: 1, what: "a manifest" }

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
  /** `Manifest.version`: all before the checkpoint was judged by it, and workers were given the events that these rules need. */
  readonly version?: string
  /** The version that judges what comes behind the checkpoint, where that is another one: the rules were changed at its barrier. */
  readonly next?: string
  /** The version of the files that the command was given when a person last chose them: it tells a start whether they were touched since. */
  readonly base?: string
}

/** The version that judges what comes behind a checkpoint; undefined: it was made before versions were noted. */
export function judgesBehind({ version, next }: CheckpointRules): string | undefined {
  return next ?? version
}

/** Parameters by who has chosen their values, which are in JSON form. */
export interface ParamsBy {
  /** Whoever started the process that made the checkpoint: `--param`. */
  readonly start: Readonly<Record<string, unknown>>
  /** Whoever has set some while the job ran, also in processes before: as they were at the barrier. */
  readonly set: Readonly<Record<string, unknown>>
}

/** State that a change of the rules has dropped. Its files do not change, and are those of checkpoints until the next change. */
export interface StoredFrozen {
  /** Of the rules that had it. */
  readonly version: string
  /** The names of what was dropped, and of what was taken over in another form. The files may have more. */
  readonly operators: readonly string[]
  readonly converted: readonly string[]
  /** Epoch ms of event time: up to there those rules had judged all. null: nothing. */
  readonly after: number | null
  /** For each worker that had it, in order. */
  readonly files: readonly (readonly StoredFile[])[]
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
  /** What became of parameters while the job ran; absent: made before that was noted. */
  readonly paramsBy?: ParamsBy
  readonly sources: readonly StoredPartition[]
  /** Of the watermark tracker. */
  readonly watermarks: unknown
  /** All state, for each worker: a whole one and what changed since, in order. */
  readonly state: readonly (readonly StoredFile[])[]
  /** For each worker the files of keys that were not in memory; absent: all were. They do not change, and later checkpoints have them, too. */
  readonly cold?: readonly (readonly StoredFile[])[]
  /** What the last change of the rules has dropped: for a return to the rules before. */
  readonly frozen?: StoredFrozen
  /** Of this checkpoint and of those before that not every sink has confirmed; empty ones are left out. */
  readonly outboxes: readonly StoredOutbox[]
  readonly publishers: readonly StoredPublisher[]
}

/** The bytes of a manifest's file. */
export function encodeManifest(manifest: CheckpointManifest): Uint8Array {
  return seal(manifestSeal, manifest)
}

/** Reads what `encodeManifest` made. Throws `SealError` that says what is wrong. */
export function decodeManifest(bytes: Uint8Array): CheckpointManifest {
  return unseal(manifestSeal, bytes) as CheckpointManifest
}

/** Every file that a checkpoint refers to. */
export function filesOf(manifest: CheckpointManifest): StoredFile[] {
  return [...neededFiles(manifest), ...(manifest.frozen?.files.flat() ?? [])]
}

/** Every file that is needed to go on from a checkpoint. */
export function neededFiles({ state, cold = [], outboxes }: CheckpointManifest): StoredFile[] {
  return [...state.flat(), ...cold.flat(), ...outboxes.map(({ contents }) => contents)]
}
