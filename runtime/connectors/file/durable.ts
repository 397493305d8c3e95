import { Buffer } from "node:buffer"
import type { FileHandle } from "node:fs/promises"

/** Writes all bytes at a place. Throws Node's errors. */
export async function writeAt(file: FileHandle, bytes: Uint8Array, place: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await file.write(bytes, at, bytes.length - at, place + at)).bytesWritten
  }
}

/** Up to `length` bytes from a place; fewer only at the end. Throws Node's errors. */
export async function readAt(file: FileHandle, place: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length)
  let read = 0
  while (read < length) {
    const { bytesRead } = await file.read(bytes, read, length - read, place + read)
    if (bytesRead === 0) break
    read += bytesRead
  }
  return bytes.subarray(0, read)
}
