import { expect, test } from "vitest"
import { seeded } from "../../samples/seeded.ts"
import { SimulatedDisk } from "./files.ts"
import { Life, Scheduler } from "./scheduler.ts"

const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes)
const bytes = (of: string) => new TextEncoder().encode(of)

/** What is found after a loss of power, over many seeds. */
async function after(act: (disk: SimulatedDisk) => Promise<void>, look: (disk: SimulatedDisk) => Promise<unknown>) {
  const found = new Set<unknown>()
  for (let seed = 0; seed < 300; seed++) {
    const disk = new SimulatedDisk(new Scheduler(seeded(seed)), { slowMs: 0 })
    await act(disk)
    disk.losePower()
    found.add(await look(disk))
  }
  return [...found].sort()
}

async function write(disk: SimulatedDisk, path: string, of: string, sync: boolean): Promise<void> {
  const writer = await disk.diskFor().create(path)
  await writer.write(bytes(of))
  if (sync) await writer.sync()
  await writer.close()
}

test("what was synced, and its name, are there after a loss of power", async () => {
  const made = async (disk: SimulatedDisk) => {
    await disk.filesFor().makeFolder("/a")
    await disk.filesFor().syncFolder("/")
    await write(disk, "/a/x", "abc", true)
    await disk.filesFor().syncFolder("/a")
  }
  expect(await after(made, async (disk) => text(await disk.filesFor().read("/a/x")))).toEqual(["abc"])
})

test("what was not synced is lost, cut or full of zeros, behind what was", async () => {
  const made = async (disk: SimulatedDisk) => {
    const writer = await disk.diskFor().create("/x")
    await writer.write(bytes("ab"))
    await writer.sync()
    await writer.write(bytes("cd"))
    await disk.filesFor().syncFolder("/")
  }
  const found = await after(made, async (disk) => text(await disk.filesFor().read("/x")))
  expect(found).toEqual(["ab", "ab\0\0", "ab\0d", "abc", "abc\0", "abcd"])
})

test("names that were not synced are there or not, each for itself", async () => {
  const made = async (disk: SimulatedDisk) => {
    await write(disk, "/old", "1", true)
    await disk.filesFor().syncFolder("/")
    await write(disk, "/new", "2", true)
    await disk.filesFor().remove("/old")
  }
  const found = await after(made, async (disk) => (await disk.filesFor().list("/")).join(" "))
  expect(found).toEqual(["", "new", "new old", "old"])
})

test("a folder whose name was not synced is lost with all that was synced in it", async () => {
  const made = async (disk: SimulatedDisk) => {
    await disk.filesFor().makeFolder("/a/b")
    await write(disk, "/a/b/x", "1", true)
    await disk.filesFor().syncFolder("/a/b")
  }
  expect(await after(made, async (disk) => text(await disk.filesFor().read("/a/b/x")))).toEqual(["1", undefined])
})

test("of several links to one name one is made", async () => {
  const scheduler = new Scheduler(seeded(1))
  const disk = new SimulatedDisk(scheduler, { slowMs: 5 })
  await write(disk, "/from", "1", true)
  const made = Promise.all([1, 2, 3].map((each) => disk.diskFor(new Life(`${each}`)).link("/from", "/to")))
  while (await scheduler.step());
  expect((await made).filter((each) => each)).toHaveLength(1)
  expect(text(await disk.filesFor().read("/to"))).toBe("1")
})

test("errors are those of Node", async () => {
  const files = new SimulatedDisk(new Scheduler(seeded(1)), { slowMs: 0 }).filesFor()
  await expect(files.create("/none/x")).rejects.toMatchObject({ code: "ENOENT" })
  await files.create("/x")
  await expect(files.create("/x")).rejects.toMatchObject({ code: "EEXIST" })
  await expect(files.openRead("/y")).rejects.toMatchObject({ code: "ENOENT" })
  await expect(files.syncFolder("/y")).rejects.toMatchObject({ code: "ENOENT" })
  expect(await files.read("/y")).toBeUndefined()
  expect(await files.list("/y")).toEqual([])
})
