import type { SyncFile, SyncFiles } from "../../runtime/platform/sync-files.ts"

/** Files in memory, by their paths. */
export class MemorySyncFiles implements SyncFiles {
  readonly contents = new Map<string, Uint8Array>()

  makeFolder(): void {}

  create(path: string): SyncFile {
    if (this.contents.has(path)) throw Object.assign(new Error(`EEXIST: ${path}`), { code: "EEXIST" })
    this.contents.set(path, new Uint8Array(0))
    return this.open(path)
  }

  open(path: string): SyncFile {
    const { contents } = this
    const first = contents.get(path)
    if (first === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" })
    // Who has opened a file still has it when it is removed.
    let last = first
    const now = (): Uint8Array => (last = contents.get(path) ?? last)
    return {
      size: first.length,
      append: (bytes) => void contents.set(path, Buffer.concat([now(), bytes])),
      read: (into, offset) => {
        const found = now().subarray(offset, offset + into.length)
        into.set(found)
        return found.length
      },
      close: () => {},
    }
  }

  remove(path: string): void {
    this.contents.delete(path)
  }
}
