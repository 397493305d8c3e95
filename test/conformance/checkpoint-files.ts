/** What files must do to hold checkpoints. Run against each kind of them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Files } from "../../runtime/platform/files.ts"

/** Files under test, and a folder that is there for nothing else. */
export interface FilesUnderTest {
  readonly files: Files
  readonly folder: string
}

export interface FilesSuite {
  open(): Promise<FilesUnderTest>
  /** How often several want to make a file at once, and how often drawn pieces are read. */
  readonly races: number
  readonly reads: number
  /** Bytes of a large file: more than is held in memory at once. */
  readonly large: number
  /** Whether what `adopt` takes can lie on the machine's disk. */
  readonly adopts: boolean
}

const encode = (text: string) => new TextEncoder().encode(text)
const decode = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes)

/** Bytes that are different everywhere. */
export function pattern(size: number): Uint8Array {
  const bytes = new Uint8Array(size)
  let state = 1
  for (let at = 0; at < size; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    bytes[at] = state >>> 24
  }
  return bytes
}

/** Makes a file of some pieces. */
export async function writeFile(files: Files, path: string, ...pieces: readonly Uint8Array[]): Promise<void> {
  const writer = await files.create(path)
  try {
    for (const piece of pieces) await writer.write(piece)
    await writer.finish()
  } finally {
    await writer.close()
  }
}

/** Declares the tests. */
export function testCheckpointFiles(name: string, { open, races, reads, large, adopts }: FilesSuite): void {
  describe(`files of checkpoints: ${name}`, () => {
    let files: Files
    let folder: string
    const at = (path: string) => `${folder}/${path}`
    let local: string
    beforeAll(async () => {
      local = mkdtempSync(join(tmpdir(), "cep-adopt-"))
      const opened = await open()
      files = opened.files
      folder = opened.folder
      await files.makeFolder(folder)
    })
    afterAll(() => rmSync(local, { recursive: true, force: true }))

    test("what is finished can be read, and is listed with the folders beside it", async () => {
      await files.makeFolder(at("listed/deeper"))
      await writeFile(files, at("listed/b"), encode("first "), encode("second"))
      await writeFile(files, at("listed/a"))
      await writeFile(files, at("listed/deeper/c"), encode("below"))
      await files.syncFolder(at("listed"))
      expect(decode(await files.read(at("listed/b")))).toBe("first second")
      expect(decode(await files.read(at("listed/a")))).toBe("")
      expect(await files.list(at("listed"))).toEqual(["a", "b", "deeper"])
      expect(await files.folders(at("listed"))).toEqual(["deeper"])
    })

    test("what is not there is nothing, or ENOENT", async () => {
      expect(await files.read(at("none"))).toBeUndefined()
      expect(await files.list(at("none"))).toEqual([])
      expect(await files.folders(at("none"))).toEqual([])
      await expect(files.openRead(at("none"))).rejects.toMatchObject({ code: "ENOENT" })
      await files.remove(at("none"))
      await files.removeFolder(at("none"))
    })

    test("names that begin alike have nothing to do with each other", async () => {
      await files.makeFolder(at("alike/one"))
      await files.makeFolder(at("alike/one-more"))
      await writeFile(files, at("alike/one/x"), encode("1"))
      await writeFile(files, at("alike/one-more/x"), encode("2"))
      await files.removeFolder(at("alike/one"))
      expect(await files.list(at("alike"))).toEqual(["one-more"])
      expect(decode(await files.read(at("alike/one-more/x")))).toBe("2")
    })

    test("a caller's bytes are its own again when they are written", async () => {
      const buffer = encode("aaaa")
      const writer = await files.create(at("buffer"))
      await writer.write(buffer)
      buffer.fill(98)
      await writer.write(buffer)
      buffer.fill(99)
      await writer.finish()
      await writer.close()
      expect(decode(await files.read(at("buffer")))).toBe("aaaabbbb")
    })

    test("a large file has all its bytes, whatever the pieces, and drawn parts of it are what they are in it", async () => {
      const bytes = pattern(large)
      const sizes = [1, 1000, (1 << 20) + 1, 3 << 20, 1 << 16]
      const writer = await files.create(at("large"))
      for (let from = 0, number = 0; from < large; number++) {
        const size = sizes[number % sizes.length]!
        await writer.write(bytes.subarray(from, from + size))
        from += size
      }
      await writer.finish()
      await writer.close()
      const reader = await files.openRead(at("large"))
      expect(reader.size).toBe(large)
      for (let from = 0; from < large; from += 1 << 20) {
        const piece = await reader.read(from, 1 << 20)
        expect(Buffer.compare(piece, bytes.subarray(from, from + (1 << 20)))).toBe(0)
      }
      expect((await reader.read(large, 10)).length).toBe(0)
      const part = fc.record({ from: fc.nat(large + 10), length: fc.nat(2 << 20) })
      await fc.assert(
        fc.asyncProperty(part, async ({ from, length }) => {
          const piece = await reader.read(from, length)
          expect(Buffer.compare(piece, bytes.subarray(from, from + length))).toBe(0)
        }),
        { numRuns: reads },
      )
      await reader.close()
    })

    test("a file that is given up can be written anew", async () => {
      for (const size of [3, large]) {
        const writer = await files.create(at(`given-up-${size}`))
        await writer.write(pattern(size))
        await writer.close()
        await writer.close()
        await files.remove(at(`given-up-${size}`))
        await writeFile(files, at(`given-up-${size}`), encode("whole"))
        expect(decode(await files.read(at(`given-up-${size}`)))).toBe("whole")
      }
    })

    test("of several who make a file at once one does, and all see its bytes", async () => {
      const writers = ["a", "b", "c"]
      for (let race = 0; race < races; race++) {
        const path = at(`once-${race}`)
        const made = await Promise.all(writers.map((by) => files.makeOnce(path, encode(`${by} `.repeat(500)), by)))
        expect(made.filter(Boolean)).toHaveLength(1)
        expect(decode(await files.read(path))).toBe(`${writers[made.indexOf(true)]} `.repeat(500))
        expect(await files.makeOnce(path, encode("later"), "d")).toBe(false)
      }
      // What was made is there, and nothing else is.
      expect((await files.list(folder)).filter((name) => name.startsWith("once-"))).toHaveLength(races)
    })

    test("a name that was removed can be made again", async () => {
      expect(await files.makeOnce(at("again"), encode("1"), "a")).toBe(true)
      await files.remove(at("again"))
      expect(await files.read(at("again"))).toBeUndefined()
      expect(await files.makeOnce(at("again"), encode("2"), "a")).toBe(true)
      expect(decode(await files.read(at("again")))).toBe("2")
    })

    describe.runIf(adopts)("files of this machine", () => {
      test.each([0, 5, large])("one of %d bytes is adopted whole", async (size) => {
        const path = join(local, `cold-${size}`)
        writeFileSync(path, pattern(size))
        await files.adopt(path, at(`cold-${size}`))
        await files.syncFolder(folder)
        const found = await files.read(at(`cold-${size}`))
        expect(Buffer.compare(found!, pattern(size))).toBe(0)
        rmSync(path)
        expect((await files.read(at(`cold-${size}`)))?.length).toBe(size)
      })

      test("one that is not there is ENOENT", async () => {
        await expect(files.adopt(join(local, "none"), at("adopted"))).rejects.toMatchObject({ code: "ENOENT" })
      })
    })
  })
}
