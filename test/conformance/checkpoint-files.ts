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

/** What the tests of a suite share. */
class Bench {
  /** Of this machine. */
  readonly local = mkdtempSync(join(tmpdir(), "cep-adopt-"))
  #opened: FilesUnderTest | undefined

  async open(open: FilesSuite["open"]): Promise<void> {
    this.#opened = await open()
    await this.files.makeFolder(this.folder)
  }

  get files(): Files {
    return this.#opened!.files
  }

  get folder(): string {
    return this.#opened!.folder
  }

  at(path: string): string {
    return `${this.folder}/${path}`
  }
}

/** Declares the tests. */
export function testCheckpointFiles(name: string, suite: FilesSuite): void {
  describe(`files of checkpoints: ${name}`, () => {
    const it = new Bench()
    beforeAll(() => it.open(suite.open))
    afterAll(() => rmSync(it.local, { recursive: true, force: true }))
    testNames(it)
    testContents(it, suite)
    testMadeOnce(it, suite)
    if (suite.adopts) testAdoption(it, suite)
  })
}

function testNames(it: Bench): void {
  test("what is finished can be read, and is listed with the folders beside it", async () => {
    await it.files.makeFolder(it.at("listed/deeper"))
    await writeFile(it.files, it.at("listed/b"), encode("first "), encode("second"))
    await writeFile(it.files, it.at("listed/a"))
    await writeFile(it.files, it.at("listed/deeper/c"), encode("below"))
    await it.files.syncFolder(it.at("listed"))
    expect(decode(await it.files.read(it.at("listed/b")))).toBe("first second")
    expect(decode(await it.files.read(it.at("listed/a")))).toBe("")
    expect(await it.files.list(it.at("listed"))).toEqual(["a", "b", "deeper"])
    expect(await it.files.folders(it.at("listed"))).toEqual(["deeper"])
    await it.files.makeFolder(it.at("listed/deeper/still"))
    await writeFile(it.files, it.at("listed/deeper/still/d"), encode("further below"))
    await it.files.makeFolder(it.at("listed/another"))
    await writeFile(it.files, it.at("listed/another/e"), encode("beside"))
    expect(await it.files.listBelow(it.at("listed"))).toEqual(["another/e", "deeper/c"])
    expect(await it.files.listBelow(it.at("listed/none"))).toEqual([])
  })

  test("what is not there is nothing, or ENOENT", async () => {
    expect(await it.files.read(it.at("none"))).toBeUndefined()
    expect(await it.files.list(it.at("none"))).toEqual([])
    expect(await it.files.folders(it.at("none"))).toEqual([])
    await expect(it.files.openRead(it.at("none"))).rejects.toMatchObject({ code: "ENOENT" })
    await it.files.remove(it.at("none"))
    await it.files.removeFolder(it.at("none"))
  })

  test("names that begin alike have nothing to do with each other", async () => {
    await it.files.makeFolder(it.at("alike/one"))
    await it.files.makeFolder(it.at("alike/one-more"))
    await writeFile(it.files, it.at("alike/one/x"), encode("1"))
    await writeFile(it.files, it.at("alike/one-more/x"), encode("2"))
    await it.files.removeFolder(it.at("alike/one"))
    expect(await it.files.list(it.at("alike"))).toEqual(["one-more"])
    expect(decode(await it.files.read(it.at("alike/one-more/x")))).toBe("2")
  })

  test("a caller's bytes are its own again when they are written", async () => {
    const buffer = encode("aaaa")
    const writer = await it.files.create(it.at("buffer"))
    await writer.write(buffer)
    buffer.fill(98)
    await writer.write(buffer)
    buffer.fill(99)
    await writer.finish()
    await writer.close()
    expect(decode(await it.files.read(it.at("buffer")))).toBe("aaaabbbb")
  })
}

function testContents(it: Bench, { large, reads }: FilesSuite): void {
  test("a large file has all its bytes, whatever the pieces, and drawn parts of it are what they are in it", async () => {
    const bytes = pattern(large)
    const sizes = [1, 1000, (1 << 20) + 1, 3 << 20, 1 << 16]
    const writer = await it.files.create(it.at("large"))
    for (let from = 0, number = 0; from < large; number++) {
      const size = sizes[number % sizes.length]!
      await writer.write(bytes.subarray(from, from + size))
      from += size
    }
    await writer.finish()
    await writer.close()
    const reader = await it.files.openRead(it.at("large"))
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
      const writer = await it.files.create(it.at(`given-up-${size}`))
      await writer.write(pattern(size))
      await writer.close()
      await writer.close()
      await it.files.remove(it.at(`given-up-${size}`))
      await writeFile(it.files, it.at(`given-up-${size}`), encode("whole"))
      expect(decode(await it.files.read(it.at(`given-up-${size}`)))).toBe("whole")
    }
  })
}

function testMadeOnce(it: Bench, { races }: FilesSuite): void {
  test("of several who make a file at once one does, and all see its bytes", async () => {
    const writers = ["a", "b", "c"]
    for (let race = 0; race < races; race++) {
      const path = it.at(`once-${race}`)
      const made = await Promise.all(writers.map((by) => it.files.makeOnce(path, encode(`${by} `.repeat(500)), by)))
      expect(made.filter(Boolean)).toHaveLength(1)
      expect(decode(await it.files.read(path))).toBe(`${writers[made.indexOf(true)]} `.repeat(500))
      expect(await it.files.makeOnce(path, encode("later"), "d")).toBe(false)
    }
    // What was made is there, and nothing else is.
    expect((await it.files.list(it.folder)).filter((name) => name.startsWith("once-"))).toHaveLength(races)
  })

  test("a name that was removed can be made again", async () => {
    expect(await it.files.makeOnce(it.at("again"), encode("1"), "a")).toBe(true)
    await it.files.remove(it.at("again"))
    expect(await it.files.read(it.at("again"))).toBeUndefined()
    expect(await it.files.makeOnce(it.at("again"), encode("2"), "a")).toBe(true)
    expect(decode(await it.files.read(it.at("again")))).toBe("2")
  })
}

function testAdoption(it: Bench, { large }: FilesSuite): void {
  test.each([0, 5, large])("one of %d bytes is adopted whole", async (size) => {
    const path = join(it.local, `cold-${size}`)
    writeFileSync(path, pattern(size))
    await it.files.adopt(path, it.at(`cold-${size}`))
    await it.files.syncFolder(it.folder)
    const found = await it.files.read(it.at(`cold-${size}`))
    expect(Buffer.compare(found!, pattern(size))).toBe(0)
    rmSync(path)
    expect((await it.files.read(it.at(`cold-${size}`)))?.length).toBe(size)
  })

  test("one that is not there is ENOENT", async () => {
    await expect(it.files.adopt(join(it.local, "none"), it.at("adopted"))).rejects.toMatchObject({ code: "ENOENT" })
  })
}
