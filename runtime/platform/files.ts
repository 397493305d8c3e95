/**
 * Files as checkpoints need them: what is durable when, and what is made once. A disk has them, an object store, and simulations, where a crash loses
 * or tears whatever was not made to last. Paths are absolute, with `/`. Where there is no such file the error has the code `ENOENT`, whoever it is from.
 */
export interface Files {
  /** A path as people name it, for messages. */
  show(path: string): string
  /** Where this machine's own calls find a file; undefined: nowhere, it has to be copied. */
  localPath(path: string): string | undefined
  /** Makes the folder and those above it. In object stores a folder is but how names begin, and nothing has to be made. */
  makeFolder(path: string): Promise<void>
  /** Names in a folder, of files and folders, sorted; empty where there is none. What was made or removed before is seen. */
  list(path: string): Promise<string[]>
  /** The folders among them. */
  folders(path: string): Promise<string[]>
  /** The whole file; undefined: there is none. */
  read(path: string): Promise<Uint8Array | undefined>
  /** Opens an existing file for reading in pieces. */
  openRead(path: string): Promise<FileReader>
  /** A new file in a folder that was made. Its name must be nobody else's; who makes one up puts something random into it. */
  create(path: string): Promise<FileWriter>
  /**
   * A file as a whole, which lasts with its name when this resolves; nobody ever sees a part of it. False: the name is taken, perhaps by ourselves, where an answer was
   * lost on the way. Of several who try at once one succeeds. `by`: of one's own, for a name beside it.
   */
  makeOnce(path: string, bytes: Uint8Array, by: string): Promise<boolean>
  /** A file of this machine's disk that does not change any more becomes one here, with all that is in it: its bytes last when this resolves, its name with `syncFolder`. */
  adopt(local: string, path: string): Promise<void>
  /** A file; nothing where there is none. */
  remove(path: string): Promise<void>
  /** A folder with all that is in it; nothing where there is none. */
  removeFolder(path: string): Promise<void>
  /** What was made or removed in the folder lasts. */
  syncFolder(path: string): Promise<void>
}

export interface FileWriter {
  /** Appends. One call at a time. The bytes are the caller's again when it resolves. */
  write(bytes: Uint8Array): Promise<void>
  /** What was written lasts; the name lasts with `syncFolder`. Nothing can be written any more. */
  finish(): Promise<void>
  /** Gives up a file that is not finished: whether something of it stays is open. Twice is harmless, and so it is behind `finish`. */
  close(): Promise<void>
}

export interface FileReader {
  readonly size: number
  /** Up to `length` bytes from an offset; fewer only at the end. */
  read(offset: number, length: number): Promise<Uint8Array>
  close(): Promise<void>
}
