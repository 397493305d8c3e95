/**
 * Files as checkpoints need them: what is durable when, and what is made once. One real, one in simulations, where a crash loses
 * or tears whatever was not synced. Paths are absolute; errors are Node's (`code`).
 */
export interface Files {
  /** Makes the folder and those above it. */
  makeFolder(path: string): Promise<void>
  /** Names in a folder, sorted; empty where there is none. */
  list(path: string): Promise<string[]>
  /** The whole file; undefined: there is none. */
  read(path: string): Promise<Uint8Array | undefined>
  /** Opens an existing file for reading in pieces. */
  openRead(path: string): Promise<FileReader>
  /** A new file; fails where there is one (`EEXIST`). */
  create(path: string): Promise<FileWriter>
  /** A second name for a file. False: the name is taken already. Of several who try at once one succeeds. */
  link(from: string, to: string): Promise<boolean>
  /** What was written to a file lasts. */
  syncFile(path: string): Promise<void>
  /** Replaces what is there. */
  rename(from: string, to: string): Promise<void>
  /** A file, or a folder with all that is in it; nothing where there is none. */
  remove(path: string): Promise<void>
  /** What was made, renamed or removed in the folder lasts. */
  syncFolder(path: string): Promise<void>
}

export interface FileWriter {
  /** Appends. One call at a time. */
  write(bytes: Uint8Array): Promise<void>
  /** What was written lasts. The name lasts with `syncFolder`. */
  sync(): Promise<void>
  /** Twice is harmless. */
  close(): Promise<void>
}

export interface FileReader {
  readonly size: number
  /** Up to `length` bytes from an offset; fewer only at the end. */
  read(offset: number, length: number): Promise<Uint8Array>
  close(): Promise<void>
}
