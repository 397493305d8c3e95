import { describe, expect, test } from "vitest"
import type { Output } from "../../../runtime/abi/engine.ts"
import type { Sink, SinkRecord } from "../../../runtime/connectors/contract.ts"
import { SinkQueue } from "../../../runtime/job/sink-queue.ts"
import { appendText } from "../../../runtime/library/growing-bytes.ts"
import { settle } from "../../support/job.ts"

/** An alert whose line is that text; a number of characters: that many. */
function output(text: string, fails = false): Output {
  const value = { rule: "R", severity: "low", key: {}, at: "", id: `id of ${text}` } as const
  return {
    kind: "alert",
    rule: "R",
    sink: null,
    shadow: false,
    value,
    id: value.id,
    line: () => text,
    appendLine(to) {
      appendText(to, text)
      if (fails) throw new Error("no line")
    },
  }
}

/** Takes lines as bytes; each write waits until `open` is called. */
class LinesSink implements Sink {
  readonly written: string[] = []
  failure: Error | undefined
  readonly #waiting: (() => void)[] = []

  async write(_records: readonly SinkRecord[]): Promise<void> {
    throw new Error("takes lines")
  }

  async writeLines(lines: Uint8Array): Promise<void> {
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
    if (this.failure !== undefined) throw this.failure
    // What the bytes are when it is done with them, not when it got them.
    this.written.push(new TextDecoder().decode(lines))
  }

  async open(): Promise<void> {
    this.#waiting.shift()?.()
    await settle()
  }

  async flush() {}
  async close() {}
}

describe("a sink that takes lines as bytes", () => {
  test("has lines appended by those who write them themselves, counted each", async () => {
    const sink = new LinesSink()
    const queue = new SinkQueue(sink, "v")
    const tally = { rule: "R", kind: "alert" as const, count: 0 }
    const target = queue.lineTarget(tally)!
    queue.addOutput(output("first"))
    for (const line of ["second", "third"]) {
      appendText(target.bytes, `${line}\n`)
      target.added()
      await queue.send()
    }
    const flushed = queue.flush()
    for (let i = 0; i < 3; i++) await sink.open()
    await flushed
    expect(sink.written.join("")).toBe("first\nsecond\nthird\n")
    expect(tally.count).toBe(2)
  })

  test("gets all of them in their order, while others are gathered", async () => {
    const sink = new LinesSink()
    const queue = new SinkQueue(sink, "v")
    queue.addOutput(output("first"))
    queue.add({ line: "zwölf", kind: "late" })
    await queue.send()
    for (let i = 0; i < 3; i++) {
      queue.addOutput(output(`${i}`.repeat(1000)))
      await queue.send()
    }
    await sink.open()
    queue.addOutput(output("last"))
    const flushed = queue.flush()
    await sink.open()
    await sink.open()
    await flushed
    const middle = [0, 1, 2].map((i) => `${`${i}`.repeat(1000)}\n`).join("")
    expect(sink.written).toEqual(["first\nzwölf\n", middle, "last\n"])
  })

  test.each([
    ["lines", 4096, "x"],
    ["bytes", 9, "x".repeat(1 << 21)],
  ])("is waited for when there are too many %s", async (_, count, text) => {
    const sink = new LinesSink()
    const queue = new SinkQueue(sink, "v")
    queue.addOutput(output("first"))
    await queue.send()
    for (let i = 0; i < count; i++) {
      expect(queue.full).toBe(i * text.length >= 1 << 24)
      queue.addOutput(output(text))
    }
    expect(queue.full).toBe(true)
    let sent = false
    const sending = queue.send().then(() => {
      sent = true
    })
    await settle()
    expect(sent).toBe(false)
    await sink.open()
    await sending
    expect(queue.full).toBe(false)
  })

  test("gets no part of a line that could not be made", async () => {
    const sink = new LinesSink()
    const queue = new SinkQueue(sink, "v")
    queue.addOutput(output("whole"))
    expect(() => queue.addOutput(output("half", true))).toThrow("no line")
    queue.addOutput(output("after"))
    const flushed = queue.flush()
    await sink.open()
    await flushed
    expect(sink.written).toEqual(["whole\nafter\n"])
  })

  test("that fails is told of with the next call, and gets nothing more", async () => {
    const sink = new LinesSink()
    sink.failure = new Error("gone")
    const queue = new SinkQueue(sink, "v")
    queue.addOutput(output("one"))
    await queue.send()
    queue.addOutput(output("two"))
    await sink.open()
    await expect(queue.send()).rejects.toThrow("gone")
    await expect(queue.flush()).rejects.toThrow("gone")
    expect(sink.written).toEqual([])
  })
})

test("a sink that takes records gets the line, the kind, the rule and the id", async () => {
  const records: SinkRecord[] = []
  const write = async (some: readonly SinkRecord[]) => void records.push(...some)
  const queue = new SinkQueue({ write, flush: async () => {}, close: async () => {} }, "v")
  expect(queue.lineTarget({ rule: "R", kind: "alert", count: 0 })).toBeUndefined()
  queue.addOutput(output("text"))
  queue.add({ line: "{}", kind: "late" })
  await queue.flush()
  expect(records).toEqual([
    { line: "text", kind: "alert", rule: "R", id: "id of text", version: "v" },
    { line: "{}", kind: "late", version: "v" },
  ])
})
