import { expect, test } from "vitest"
import { fileConnector } from "../../../../runtime/connectors/file/index.ts"
import { KeyPlaces } from "../../../../runtime/job/slices/key-places.ts"
import { makeFolder } from "../../../integration/cep.ts"
import { record, source, TestPartition } from "../../../support/job.ts"

const of = { field: "account", space: "Pay" }

function input(...batches: unknown[][]) {
  const partition = new TestPartition(
    "p",
    batches.map((batch) => batch.map((raw) => record(raw))),
  )
  return { name: "Pay", source: source([partition]), typeField: "type" }
}

test("a key in two slices stops the job, with both places", async () => {
  const places = new KeyPlaces()
  const [first] = places.watch(input([{ account: "a" }], [{ account: "b" }]), of, 0).source.partitions
  const [second] = places.watch(input([{ account: "c" }], [{ account: "b" }]), of, 1).source.partitions
  await first!.read()
  await first!.read()
  await second!.read()
  await expect(second!.read()).rejects.toThrow(
    /the key "b" is in two partitions: Pay at \{"line":1\} and Pay at .*account/,
  )
})

test("the same key may come again in its slice, in another field, and in sources that have nothing in common", async () => {
  const places = new KeyPlaces()
  const read = async (slice: number, space: string, raw: unknown) => {
    const [partition] = places.watch(input([raw]), { ...of, space }, slice).source.partitions
    expect((await partition!.read())?.records).toHaveLength(1)
  }
  await read(0, "Pay", { account: "a" })
  await read(0, "Pay", { account: "a" })
  await read(1, "Pay", { other: "a" })
  await read(1, "Pay", { account: { a: 1 } })
  await read(1, "Pay", null)
  await read(1, "Login", { account: "a" })
})

test("a partition that is held up says so to who looks whether it is silent", () => {
  const given = input()
  const [partition] = given.source.partitions
  const held = Object.assign(partition!, { isHeldUp: true })
  const [watched] = new KeyPlaces().watch(given, of, 0).source.partitions
  expect(watched!.isHeldUp).toBe(true)
  held.isHeldUp = false
  expect(watched!.isHeldUp).toBe(false)
})

test("lines that were not read are looked into as well", async () => {
  const { folder, remove } = makeFolder({ "a.jsonl": '{"account":"x","__proto__":1}\n{"account":"y"}\n' })
  try {
    const places = new KeyPlaces()
    const open = async (slice: number) => {
      const opened = await fileConnector.openSource!({ path: "a.jsonl" }, { folder })
      const watched = places.watch({ name: "Pay", source: opened, typeField: "type" }, of, slice).source
      try {
        const batch = await watched.partitions[0]!.read({ lines: true })
        expect(batch?.block).toBeDefined()
      } finally {
        await watched.close()
      }
    }
    await open(0)
    await open(0)
    await expect(open(3)).rejects.toThrow(/the key "x" is in two partitions/)
  } finally {
    remove()
  }
})
