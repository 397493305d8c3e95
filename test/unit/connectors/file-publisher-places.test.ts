import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gunzipSync, gzipSync } from "node:zlib"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import type { Facts, Publisher, Settings, StoredOutputs } from "../../../runtime/connectors/contract.ts"
import { fileConnector } from "../../../runtime/connectors/file/index.ts"
import { systemOutputFiles } from "../../../runtime/connectors/file/output-files.ts"
import { openFilePublisher } from "../../../runtime/connectors/file/publisher.ts"
import { systemProcesses } from "../../../runtime/platform/processes.ts"
import { TestProcesses } from "../../support/processes.ts"
import { storedOutputs } from "../../support/stored-outputs.ts"

let folder: string
let machine: TestProcesses
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cep-places-"))
  machine = new TestProcesses()
})
let opened: Publisher[] = []
afterEach(async () => {
  await Promise.allSettled(opened.map((publisher) => publisher.close()))
  opened = []
  rmSync(folder, { recursive: true, force: true })
})

const at = (name: string) => join(folder, name)
const text = (name: string) => readFileSync(at(name), "utf8")
const mark = { lineage: "l", checkpoint: 1 }

async function open(settings: Settings, attempt = "a", job = "fraud", from = machine): Promise<Publisher> {
  const identity = { job, slice: "0", attempt }
  const publisher = await openFilePublisher(
    [settings],
    identity,
    { folder },
    { files: systemOutputFiles, processes: from.of(attempt) },
  )
  opened.push(publisher)
  return publisher
}

const outputs = (checkpoint: number, lines: readonly string[], offset = 0, attempt = "a"): StoredOutputs =>
  storedOutputs({ checkpoint, attempt, offset, records: lines.map((line) => ({ line, kind: "alert", sink: 0 })) })

async function started(settings: Settings, facts?: Facts, attempt?: string): Promise<Publisher> {
  const publisher = await open(settings, attempt)
  await publisher.claim()
  await publisher.begin!(facts, true)
  return publisher
}

const why = (doing: Promise<unknown>): Promise<string> =>
  doing.then(
    () => "nothing was wrong",
    (error) => `${error.kind}: ${error.message.replaceAll(`${folder}/`, "")}`,
  )

const first = outputs(1, ['{"n":1}', '{"n":2}'])
const second = outputs(2, ['{"n":3}', '{"n":4}'], first.bytes)
const both = '{"n":1}\n{"n":2}\n{"n":3}\n{"n":4}\n'

test.each(["x/y/out.jsonl", "x/y/out/"])("the folders made for %s last, and those above them", async (path) => {
  const synced: string[] = []
  const syncFolder = (folder: string) => {
    synced.push(folder)
    return systemOutputFiles.syncFolder(folder)
  }
  const files = { ...systemOutputFiles, syncFolder }
  const identity = { job: "fraud", slice: "0", attempt: "a" }
  const publisher = await openFilePublisher([{ path }], identity, { folder }, { files, processes: machine.of("a") })
  opened.push(publisher)
  await publisher.claim()
  await publisher.begin!(undefined, false)
  expect(synced).toEqual(expect.arrayContaining([at("x/y"), at("x"), folder]))
})

describe("one file", () => {
  const file = { path: "a.jsonl" }

  test("is completed wherever a crash cut it, and where the machine went down before its bytes were written", async () => {
    for (let length = first.bytes; length <= both.length; length++) {
      for (const lost of [0, 5]) {
        const kept = Math.max(first.bytes, length - lost)
        writeFileSync(at("a.jsonl"), both.slice(0, kept) + "\0".repeat(length - kept))
        const publisher = await started(file, { base: 0 })
        await publisher.publish(second, mark)
        await publisher.close()
        expect(text("a.jsonl")).toBe(both)
      }
    }
  })

  test("publishes a checkpoint again while the next one's outputs stand behind it", async () => {
    writeFileSync(at("a.jsonl"), both.slice(0, -3))
    const publisher = await started(file, { base: 0 })
    await publisher.publish(first, mark)
    expect(text("a.jsonl")).toBe(both.slice(0, -3))
    await publisher.publish(second, mark)
    expect(text("a.jsonl")).toBe(both)
  })

  test("is written anew when a job begins, or kept, behind whole lines", async () => {
    for (const [there, append, keep, wanted] of [
      ["old\n", false, false, ""],
      ["old\n", true, false, "old\n"],
      ["old\n", false, true, "old\n"],
      ["ol", true, false, "ol\n"],
      ["", true, false, ""],
    ] as const) {
      writeFileSync(at("a.jsonl"), there)
      const publisher = await open({ ...file, append })
      await publisher.claim()
      const facts = await publisher.begin!(undefined, keep)
      // A process that dies before the first checkpoint begins again.
      expect(await publisher.begin!(undefined, keep)).toEqual(facts)
      await publisher.publish(first, mark)
      await publisher.begin!(facts, true)
      await publisher.publish(first, mark)
      await publisher.publish(second, mark)
      await publisher.close()
      expect(text("a.jsonl")).toBe(wanted + both)
    }
  })

  test("that was cut, written by somebody else or replaced is said, and left as it is", async () => {
    writeFileSync(at("a.jsonl"), both.slice(0, 10))
    let publisher = await started(file, { base: 0 })
    expect(await why(publisher.publish(second, mark))).toBe(
      "fenced: cannot write a.jsonl: it has 10 bytes of the 16 published before: it was cut or replaced; put the whole file back, or begin anew with --fresh",
    )
    await publisher.close()
    writeFileSync(at("a.jsonl"), `${both.slice(0, 16)}{"m":3}`)
    publisher = await started(file, { base: 0 })
    expect(await why(publisher.publish(second, mark))).toBe(
      "fenced: cannot write a.jsonl: from byte 16 on it holds something else than the outputs of checkpoint 2; find out who writes there, keep a copy, cut the file to 16 bytes (`truncate`) and start again",
    )
    expect(text("a.jsonl")).toBe(`${both.slice(0, 16)}{"m":3}`)
    truncateSync(at("a.jsonl"), 16)
    renameSync(at("a.jsonl"), at("a.jsonl.1"))
    const moved =
      "fenced: cannot write a.jsonl: it was taken away or replaced; put it back and start again; where files are to be taken away, give a folder, as in file:alerts/"
    expect(await why(publisher.publish(second, mark))).toBe(moved)
    writeFileSync(at("a.jsonl"), "")
    expect(await why(publisher.publish(second, mark))).toBe(moved)
    expect(text("a.jsonl.1")).toBe(both)
    await publisher.close()
  })

  test("has outputs as long as was said", async () => {
    const publisher = await started(file)
    expect(await why(publisher.publish({ ...first, bytes: 17 }, mark))).toContain("have 16 bytes in place of 17")
    await publisher.close()
  })

  test("is taken over from a dead process, not from one that lives", async () => {
    const older = await started(file, undefined, "a")
    const younger = await open(file, "b")
    expect(await why(younger.claim())).toBe(
      "usage: a.jsonl is written by the process 0 of the job fraud on this machine: stop it, or give this job a file of its own",
    )
    // What it tried left nothing behind.
    await older.claim()
    machine.kill("a")
    await younger.claim()
    expect(readdirSync(folder).filter((name) => name.includes("lock"))).toHaveLength(1)
    await younger.close()
    expect(readdirSync(folder)).toEqual(["a.jsonl"])
  })

  test("is taken over from another machine by the same slice alone", async () => {
    await started(file, undefined, "a")
    const there = new TestProcesses("there")
    const stranger = await open(file, "c", "other", there)
    const lock = readdirSync(folder).find((name) => name.includes("lock"))
    expect(await why(stranger.claim())).toBe(
      `usage: a.jsonl is written by the process 0 of the job fraud on the machine here: stop it, or give this job a file of its own; if it is gone, delete ${lock}`,
    )
    const same = await open(file, "b", "fraud", there)
    await same.claim()
    // Whose lock is not complete says nothing of its job.
    await same.close()
    await started(file, undefined, "d")
    writeFileSync(at(readdirSync(folder).find((name) => name.includes("lock"))!), "{")
    expect(await why(same.claim())).toContain("on another machine: stop it")
  })

  test("of two sinks in one process is refused", async () => {
    await started(file)
    expect(await why((await open(file)).claim())).toContain("is written by this process already")
  })

  test("is no pipe or folder, and is JSON lines", async () => {
    mkdirSync(at("b.jsonl"))
    const publisher = await open({ path: "b.jsonl" })
    await publisher.claim()
    expect(await why(publisher.begin!(undefined, false))).toBe("usage: cannot write b.jsonl: it is a folder")
    const nothing = await open({ path: "/dev/null" })
      .then((it) => it.begin!(undefined, false))
      .catch((error) => error)
    expect(nothing.message).toContain("it is no file whose end can be found; give a file, or let outputs")
    expect(await why(open({ ...file, format: "csv" }))).toContain("a sink writes JSON lines")
  })

  test("is anything but standard output, which takes outputs at once", () => {
    expect(["-", "a"].map((path) => fileConnector.isImmediate!({ path }))).toEqual([true, false])
  })
})

describe("one compressed file", () => {
  const file = { path: "a.jsonl.gz" }
  const read = () => gunzipSync(readFileSync(at("a.jsonl.gz"))).toString()

  /** The file with both checkpoints, and where the second begins in it. */
  async function whole() {
    const publisher = await started(file)
    await publisher.publish(first, mark)
    const from = readFileSync(at("a.jsonl.gz")).length
    await publisher.publish(second, mark)
    await publisher.close()
    return { bytes: readFileSync(at("a.jsonl.gz")), from }
  }

  test("is completed wherever a crash cut it, and where the machine went down before its bytes were written", async () => {
    const { bytes, from } = await whole()
    for (let length = from; length <= bytes.length; length++) {
      for (const lost of [0, 1, 20, bytes.length]) {
        const kept = Math.max(from, length - lost)
        writeFileSync(at("a.jsonl.gz"), Buffer.concat([bytes.subarray(0, kept), Buffer.alloc(length - kept)]))
        const publisher = await started(file, { base: 0 })
        await publisher.publish(second, mark)
        await publisher.close()
        expect(read()).toBe(both)
      }
    }
  })

  test("publishes a checkpoint again, also one that was made good before the next one's outputs", async () => {
    const { bytes, from } = await whole()
    const publisher = await started(file, { base: 0 })
    await publisher.publish(first, mark)
    await publisher.publish(outputs(3, [], both.length), mark)
    expect(readFileSync(at("a.jsonl.gz"))).toEqual(bytes)
    // The first member is damaged: all behind it comes again.
    writeFileSync(at("a.jsonl.gz"), Buffer.concat([bytes.subarray(0, from - 5), Buffer.alloc(5), bytes.subarray(from)]))
    await publisher.publish(first, mark)
    await publisher.publish(second, mark)
    expect(readFileSync(at("a.jsonl.gz"))).toEqual(bytes)
  })

  test("keeps what is in it where that is asked for, and holds outputs of any size", async () => {
    writeFileSync(at("a.jsonl.gz"), gzipSync("old\n"))
    const publisher = await open({ ...file, append: true })
    await publisher.claim()
    await publisher.begin!(undefined, false)
    const lines = Array.from({ length: 200_000 }, (_, n) => `{"n":${n}}`)
    const many = outputs(1, lines)
    const last = outputs(2, ['{"last":1}'], many.bytes)
    for (const stored of [many, last, many, last]) await publisher.publish(stored, mark)
    expect(read()).toBe(`old\n${lines.join("\n")}\n{"last":1}\n`)
  })

  test("that was cut, damaged or written by somebody else is said, and left as it is", async () => {
    const { bytes, from } = await whole()
    const refused = async (content: Buffer) => {
      writeFileSync(at("a.jsonl.gz"), content)
      const publisher = await started(file, { base: 0 })
      const reason = await why(publisher.publish(second, mark))
      await publisher.close()
      expect(readFileSync(at("a.jsonl.gz"))).toEqual(content)
      return reason
    }
    expect(await refused(bytes.subarray(0, from - 1))).toBe(
      "fenced: cannot write a.jsonl.gz: behind byte 0 it has not what was published: 16 bytes of lines are missing or damaged; put the whole file back, or begin anew with --fresh",
    )
    expect(await refused(Buffer.alloc(0))).toContain("behind byte 0")
    const head = bytes.subarray(0, from)
    const another = `cannot write a.jsonl.gz: from byte ${from} on it holds something else than the outputs of checkpoint 2`
    expect(await refused(Buffer.concat([head, gzipSync("mine\n")]))).toContain(another)
    expect(await refused(Buffer.concat([head, Buffer.from("mine")]))).toContain(another)
    expect(await refused(Buffer.concat([head, head]))).toContain(another)
    const publisher = await started(file, { base: 0 })
    writeFileSync(at("a.jsonl.gz"), bytes)
    const different = outputs(2, ['{"n":3}', '{"n":5}'], first.bytes)
    expect(await why(publisher.publish(different, mark))).toContain(another)
    truncateSync(at("a.jsonl.gz"), from)
    expect(await why(publisher.publish({ ...second, bytes: 17 }, mark))).toContain("have 16 bytes in place of 17")
    expect(await why(publisher.publish({ ...second, bytes: 15 }, mark))).toContain("have 16 bytes in place of 15")
  })

  test("tells a member that holds more than the outputs at its place, and goes on when it was cut off", async () => {
    const publisher = await started(file)
    await publisher.publish(first, mark)
    const shorter = outputs(1, ['{"n":1}'])
    const another = "from byte 0 on it holds something else than the outputs of checkpoint 1"
    expect(await why(publisher.publish(shorter, mark))).toContain(another)
    truncateSync(at("a.jsonl.gz"), 0)
    await publisher.publish(shorter, mark)
    expect(read()).toBe('{"n":1}\n')
  })
})

describe("a folder", () => {
  const parts = { path: "out/" }
  const names = () => readdirSync(at("out")).sort()
  const part = (number: number) => `part-0-${String(number).padStart(12, "0")}.jsonl`

  const prepared = async (publisher: Publisher, stored: StoredOutputs) => {
    await publisher.prepare!(stored)
    return publisher
  }

  test("has a part for each checkpoint that has outputs", async () => {
    const publisher = await started(parts)
    for (const stored of [first, outputs(2, []), outputs(3, ['{"n":3}'])]) {
      await publisher.prepare!(stored)
      await publisher.publish(stored, mark)
    }
    expect(names()).toEqual([".owner-0", part(1), part(3)])
    expect(text(`out/${part(1)}`)).toBe('{"n":1}\n{"n":2}\n')
  })

  test("gives parts that a reader took away no second time", async () => {
    const publisher = await prepared(await started(parts), first)
    await publisher.publish(first, mark)
    unlinkSync(at(`out/${part(1)}`))
    await publisher.publish(first, mark)
    expect(names()).toEqual([".owner-0"])
  })

  test("loses hidden parts of which no checkpoint came, and no others", async () => {
    const facts = await (await started(parts)).begin!(undefined, false)
    const zombie = await started(parts, facts, "z")
    for (const number of [1, 2, 3]) await prepared(zombie, outputs(number, [`{"z":${number}}`], 0, "z"))
    const publisher = await prepared(await started(parts, facts), first)
    await publisher.prepare!(second)
    await publisher.publish(first, mark)
    expect(names()).toEqual([
      ".owner-0",
      ".part-0-000000000002-a",
      ".part-0-000000000002-z",
      ".part-0-000000000003-z",
      part(1),
    ])
    const next = await prepared(await started(parts, facts, "b"), outputs(3, ['{"n":5}'], 32, "b"))
    await next.publish(second, mark)
    await next.publish(outputs(3, ['{"n":5}'], 32, "b"), mark)
    expect(names().filter((name) => !name.startsWith("."))).toEqual([part(1), part(2), part(3)])
    expect(text(`out/${part(2)}`) + text(`out/${part(3)}`)).toBe('{"n":3}\n{"n":4}\n{"n":5}\n')
  })

  test("keeps the parts of a lineage before, and never writes over them", async () => {
    await (await prepared(await started(parts), first)).publish(first, mark)
    const again = outputs(1, ['{"again":1}'], 0, "b")
    const publisher = await prepared(await started(parts, undefined, "b"), again)
    await publisher.publish(again, mark)
    expect(names()).toEqual([".owner-0", part(1), part(2)])
    expect(text(`out/${part(2)}`)).toBe('{"again":1}\n')
    const third = outputs(2, ['{"again":2}'], 0, "b")
    await publisher.prepare!(third)
    writeFileSync(at(`out/${part(3)}`), "mine\n")
    expect(await why(publisher.publish(third, mark))).toContain(`out/${part(3)} is there already, and is not ours`)
    expect(text(`out/${part(3)}`)).toBe("mine\n")
  })

  test("takes outputs that a savepoint brought along, once", async () => {
    await (await prepared(await started(parts), first)).publish(first, mark)
    const publisher = await started(parts, undefined, "b")
    await publisher.publish(second, mark)
    await publisher.publish(second, mark)
    await (await prepared(publisher, outputs(3, ['{"n":5}'], 0, "b"))).publish(outputs(3, ['{"n":5}'], 0, "b"), mark)
    expect(names()).toEqual([".owner-0", part(1), part(3), part(4)])
    expect(text(`out/${part(3)}`)).toBe('{"n":3}\n{"n":4}\n')
    unlinkSync(at(`out/${part(3)}`))
    await publisher.publish(second, mark)
    expect(names()).toEqual([".owner-0", part(1), part(4)])
  })

  test("is one of this job's, and the one that it began with", async () => {
    const publisher = await prepared(await started(parts), first)
    const facts = { base: 0, token: "a" }
    expect(await why((await open(parts, "c", "other")).begin!(undefined, false))).toBe(
      "usage: out belongs to the job fraud: give each job its own; if that job is gone for good, delete out/.owner-0",
    )
    // Not mounted: that the hidden part is not there does not say that it was shown.
    renameSync(at("out"), at("away"))
    expect(await why(publisher.publish(first, mark))).toBe("fenced: out was taken away: put it back and start again")
    const gone =
      "failure: out is not the folder that this job began with; mount it or put it back, or begin anew with --fresh"
    expect(await why(started(parts, facts))).toBe(gone)
    mkdirSync(at("out"))
    expect(await why(started(parts, facts))).toBe(gone)
    writeFileSync(at("out/.owner-0"), "{")
    expect(await why(started(parts, facts))).toBe(gone)
    rmSync(at("out"), { recursive: true })
    renameSync(at("away"), at("out"))
    await (await started(parts, facts)).publish(first, mark)
    expect(existsSync(at(`out/${part(1)}`))).toBe(true)
  })

  test("has no part that is not complete", async () => {
    const publisher = await started(parts)
    const failing = storedOutputs({
      checkpoint: 1,
      attempt: "a",
      records: [{ line: "x".repeat(100), kind: "alert", sink: 0 }],
      piece: 10,
      after: async () => {
        throw new Error("no more")
      },
    })
    expect(await why(publisher.prepare!(failing))).toBe("failure: cannot write out: no more")
    expect(await why(publisher.prepare!({ ...first, bytes: 3 }))).toContain("16 bytes in place of 3")
    expect(names()).toEqual([".owner-0"])
    await publisher.prepare!(first)
    await publisher.prepare!(first)
    await publisher.publish(first, mark)
    expect(names()).toEqual([".owner-0", part(1)])
  })

  test("has the same facts for all processes that begin its slice at once, so that each can go on from what another stored", async () => {
    const [one, other] = [await open(parts, "a"), await open(parts, "b")]
    const [facts] = await Promise.all([one.begin!(undefined, false), other.begin!(undefined, false)])
    expect(await started(parts, facts, "c")).toBeDefined()
    expect(names()).toEqual([".owner-0"])
    expect(await (await open(parts, "d")).begin!(undefined, false)).toEqual(facts)
    expect(await (await open(parts, "e")).begin!(facts, true)).toEqual(facts)
  })

  test("needs checkpoints", async () => {
    expect(await why(fileConnector.openSink!(parts, { folder }))).toBe(
      "usage: out/ is a folder, in which each checkpoint makes a file; give --checkpoint-dir and leave `delivery` out, or name a file, as in file:out/alerts.jsonl",
    )
  })
})

test("the system knows which processes live", () => {
  const { self, isAlive } = systemProcesses()
  expect(isAlive(self)).toBe(true)
  expect(isAlive({ ...self, host: "another" })).toBeUndefined()
  // No process has a number that large.
  expect(isAlive({ ...self, pid: 2 ** 31 - 2 })).toBe(false)
  if (existsSync("/proc/self/stat")) expect(isAlive({ ...self, started: "before" })).toBe(false)
})
