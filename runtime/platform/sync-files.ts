/**
 * Files that are read and written while nothing else goes on: of who cannot wait, since it answers at once. One real, others in tests. Errors are
 * Node's (`code`).
 */
export interface SyncFiles {
  /** Makes the folder and those above it. */
  makeFolder(path: string): void
  /** A new file; fails where there is one (`EEXIST`). */
  create(path: string): SyncFile
  /** An existing one, for reading. */
  open(path: string): SyncFile
  /** A file, or a folder with all that is in it; nothing where there is none. */
  remove(path: string): void
}

export interface SyncFile {
  /** When it was opened. */
  readonly size: number
  append(bytes: Uint8Array): void
  /** Reads into all of `into` from an offset; how many bytes there were. */
  read(into: Uint8Array, offset: number): number
  /** Twice is harmless. */
  close(): void
}
