import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gunzipSync, gzipSync } from "node:zlib"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import type { Position, Settings, SinkRecord, Source, SourceRecord } from "../../../runtime/connectors/contract.ts"
import { openFileSink } from "../../../runtime/connectors/file/sink.ts"
import { openFileSource } from "../../../runtime/connectors/file/source.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cep-file-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const write = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content)
const open = (settings: Settings) => openFileSource(settings, { folder })

async function readAll(source: Source): Promise<SourceRecord[]> {
  const [partition] = source.partitions
  const records: SourceRecord[] = []
  try {
    for (let batch = await partition!.read(); batch !== null; batch = await partition!.read())
      records.push(...batch.records)
  } finally {
    await source.close()
  }
  return records
}

const raws = async (settings: Settings) => (await readAll(await open(settings))).map(({ raw }) => raw)

describe("a file as a source", () => {
  test("is JSON lines with their places", async () => {
    write("a.jsonl", '{"n":1}\r\n\n  \n{"n":2}\n{"n"')
    const records = await readAll(await open({ path: "a.jsonl" }))
    expect(records.map(({ raw, position, problem }) => [raw, position, problem?.code])).toEqual([
      [{ n: 1 }, { file: "a.jsonl", line: 1, byte: 0 }, undefined],
      [{ n: 2 }, { file: "a.jsonl", line: 4, byte: 13 }, undefined],
      [undefined, { file: "a.jsonl", line: 5, byte: 21 }, "not-json"],
    ])
  })

  test("is larger than one read", async () => {
    const lines = Array.from({ length: 30_000 }, (_, n) => JSON.stringify({ n, text: "é".repeat(n % 50) }))
    write("big.jsonl", lines.join("\n"))
    write("big.jsonl.gz", gzipSync(lines.join("\n")))
    const wanted = lines.map((line) => JSON.parse(line))
    expect(await raws({ path: "big.jsonl" })).toEqual(wanted)
    expect(await raws({ path: "big.jsonl.gz" })).toEqual(wanted)
  })

  test("hands over lines that were not read, where they are asked for, and knows its place all the same", async () => {
    const lines = Array.from({ length: 30_000 }, (_, n) => JSON.stringify({ n, text: "é".repeat(n % 50) }))
    write("big.jsonl", lines.join("\n"))
    const [partition] = (await open({ path: "big.jsonl" })).partitions
    const texts: string[] = []
    const places: unknown[] = []
    for (
      let batch = await partition!.read({ lines: true });
      batch !== null;
      batch = await partition!.read({ lines: true })
    ) {
      texts.push(...batch.records.map(({ text }) => text))
      if (batch.block === undefined) continue
      const { bytes, from, to, line, byte } = batch.block.lines
      places.push([line, byte, batch.block.position(line, byte)])
      texts.push(...bytes.toString("utf8", from, to).split("\n"))
      expect(partition!.position().line).toBe(texts.length + 1)
    }
    expect(texts).toEqual(lines)
    const byte = Buffer.byteLength(texts.slice(0, (places[1] as [number])[0] - 1).join("\n")) + 1
    expect(places[1]).toEqual([expect.any(Number), byte, { file: "big.jsonl", line: (places[1] as [number])[0], byte }])
    write("a.csv", "n\n1\n")
    expect((await (await open({ path: "a.csv" })).partitions[0]!.read({ lines: true }))?.block).toBeUndefined()
  })

  test("hands over lines of CSV behind the first one, and knows where a row began that is not complete", async () => {
    const rows = Array.from({ length: 80_000 }, (_, n) => `${n},${n % 7 === 0 ? `"two\nlines ${n}"` : `é ${n}`}`)
    const text = `\n"n",s\r\n${rows.join("\n")}`
    write("a.csv", text)
    write("a.csv.gz", gzipSync(text))
    for (const path of ["a.csv", "a.csv.gz"]) {
      const wanted = await readAll(await open({ path }))
      expect(wanted).toHaveLength(rows.length)
      const [partition] = (await open({ path })).partitions
      const records: SourceRecord[] = []
      let blocks = 0
      for (
        let batch = await partition!.read({ csv: true });
        batch !== null;
        batch = await partition!.read({ csv: true })
      ) {
        records.push(...batch.records)
        if (batch.block === undefined) continue
        blocks++
        const { lines, csv } = batch.block
        expect(csv).toMatchObject({ delimiter: ",", columns: ["n", "s"] })
        for (let { from, line, byte } = lines; from <= lines.to; line++) {
          const end = lines.bytes.indexOf(10, from)
          records.push(...csv!.records(line, byte, lines.bytes.toString("utf8", from, end)))
          byte += end + 1 - from
          from = end + 1
        }
        const next = wanted[records.length]
        if (csv!.isOpen()) expect(partition!.position()).toEqual(next!.position)
      }
      expect(blocks).toBeGreaterThan(1)
      expect(records).toEqual(wanted)
    }
  })

  test("is CSV by its ending or by word", async () => {
    write("a.csv", "n,s\n1,x\n")
    write("a.tsv", "n\ts\n1\tx\n")
    write("a.txt", "n;s\n1;x\n")
    write("a.csv.gz", gzipSync("n,s\n1,x\n"))
    const row = [{ n: "1", s: "x" }]
    expect(await raws({ path: "a.csv" })).toEqual(row)
    expect(await raws({ path: "a.tsv" })).toEqual(row)
    expect(await raws({ path: "a.csv.gz" })).toEqual(row)
    expect(await raws({ path: "a.txt", format: "csv", delimiter: ";" })).toEqual(row)
    const source = await open({ path: "a.csv" })
    expect((await source.partitions[0]!.read())!.values).toBe("text")
    await source.close()
  })

  test("may be many, in name order, as one partition", async () => {
    mkdirSync(join(folder, "deep/er"), { recursive: true })
    write("b10.jsonl", '{"n":10}')
    write("b2.jsonl", '{"n":2}')
    write("a.jsonl.gz", gzipSync('{"n":0}\n'))
    write(".hidden.jsonl", '{"n":"hidden"}')
    write("deep/x.jsonl", '{"n":20}')
    write("deep/er/y.jsonl", '{"n":21}')
    const source = await open({ path: "b*.jsonl" })
    expect(source.partitions).toHaveLength(1)
    expect((await readAll(source)).map(({ raw, position }) => [raw, position.file])).toEqual([
      [{ n: 10 }, "b10.jsonl"],
      [{ n: 2 }, "b2.jsonl"],
    ])
    expect(await raws({ path: "b?.jsonl" })).toEqual([{ n: 2 }])
    expect(await raws({ path: "*.gz" })).toEqual([{ n: 0 }])
    expect(await raws({ path: "deep/**/*.jsonl" })).toEqual([{ n: 21 }, { n: 20 }])
  })

  test("that is not there, is a folder, or matches nothing is wrong use", async () => {
    await expect(open({ path: "none.jsonl" })).rejects.toMatchObject({
      kind: "usage",
      message: /none\.jsonl: there is no such file/,
    })
    await expect(open({ path: "." })).rejects.toMatchObject({
      kind: "usage",
      message: /it is a folder; name its files/,
    })
    await expect(open({ path: "*.nothing" })).rejects.toMatchObject({
      kind: "usage",
      message: "no file matches *.nothing",
    })
    await expect(open({ path: "x", format: "xml" })).rejects.toMatchObject({ kind: "usage" })
    write("x.jsonl", "")
    await expect(open({ path: "x.jsonl", delimiter: ";" })).rejects.toThrow(/add format=csv/)
    await expect(open({ path: "x.jsonl", format: "csv", delimiter: "ab" })).rejects.toThrow(/one character/)
    await expect(open({ path: "x.jsonl", maxLineBytes: 0 })).rejects.toThrow(/above 0/)
  })

  test("of compressed data that stops in the middle is an error after its whole lines", async () => {
    const lines = Array.from({ length: 20_000 }, (_, n) => JSON.stringify({ n, salt: (n * 7919) % 10007 })).join("\n")
    const whole = gzipSync(lines)
    write("cut.jsonl.gz", whole.subarray(0, whole.length - 2000))
    const source = await open({ path: "cut.jsonl.gz" })
    const [partition] = source.partitions
    const seen: unknown[] = []
    const reading = (async () => {
      for (let batch = await partition!.read(); batch !== null; batch = await partition!.read()) {
        seen.push(...batch.records.map(({ raw }) => raw))
      }
    })()
    await expect(reading).rejects.toMatchObject({
      kind: "failure",
      message: new RegExp(`cut\\.jsonl\\.gz: .*at byte ${whole.length - 2000}: the file is cut off`),
    })
    await source.close()
    expect(seen.length).toBeGreaterThan(0)
    expect(seen).toEqual(seen.map((_, n) => ({ n, salt: (n * 7919) % 10007 })))

    write("noise.jsonl.gz", "this is not compressed")
    const noise = await open({ path: "noise.jsonl.gz" })
    await expect(noise.partitions[0]!.read()).rejects.toMatchObject({ kind: "failure", message: /damaged/ })
    await noise.close()
  })

  test.each([
    ["a.jsonl", Array.from({ length: 9000 }, (_, n) => `{"n":${n},"pad":"${"x".repeat(30)}"}`).join("\n"), {}],
    ["a.csv", `n,s\n${Array.from({ length: 9000 }, (_, n) => `${n},"two\nlines ${n}"`).join("\n")}`, {}],
  ])("goes on at any position it has given: %s", async (name, content) => {
    for (const [path, bytes] of [
      [name, Buffer.from(content)],
      [`${name}.gz`, gzipSync(content)],
    ] as const) {
      write(path, bytes)
      const all = await readAll(await open({ path }))
      const source = await open({ path })
      const places: { position: Position; done: number }[] = []
      let done = 0
      for (;;) {
        const batch = await source.partitions[0]!.read()
        if (batch === null) break
        done += batch.records.length
        places.push({ position: source.partitions[0]!.position(), done })
      }
      await source.close()
      expect(places.length).toBeGreaterThan(2)
      for (const place of places) {
        const again = await open({ path })
        await again.partitions[0]!.seek(place.position)
        expect(await readAll(again)).toEqual(all.slice(place.done))
      }
    }
  })
})

const record = (line: string): SinkRecord => ({ line, kind: "alert" })

describe("a file as a sink", () => {
  test("is written anew, or appended to when asked", async () => {
    for (const [settings, wanted] of [
      [{ path: "out/a.jsonl" }, "1\n2\n"],
      [{ path: "out/a.jsonl" }, "1\n2\n"],
      [{ path: "out/a.jsonl", append: true }, "1\n2\n1\n2\n"],
    ] as const) {
      const sink = await openFileSink(settings, { folder })
      await sink.write([record("1")])
      await sink.write([record("2")])
      await sink.close()
      await sink.close()
      expect(readFileSync(join(folder, "out/a.jsonl"), "utf8")).toBe(wanted)
    }
  })

  test("is compressed by its ending", async () => {
    const sink = await openFileSink({ path: "a.jsonl.gz" }, { folder })
    const lines = Array.from({ length: 5000 }, (_, n) => `{"n":${n}}`)
    for (const line of lines) await sink.write([record(line)])
    await sink.close()
    expect(gunzipSync(readFileSync(join(folder, "a.jsonl.gz"))).toString()).toBe(`${lines.join("\n")}\n`)
  })

  test.each(["lines.jsonl", "lines.jsonl.gz"])("takes lines as bytes: %s", async (path) => {
    const sink = await openFileSink({ path }, { folder })
    const bytes = new TextEncoder().encode('before{}\n{"ü":1}\nbehind')
    await sink.writeLines!(bytes.subarray(6, bytes.length - 6))
    bytes.fill(0)
    await sink.write([record("3")])
    await sink.close()
    const written = readFileSync(join(folder, path))
    expect((path.endsWith(".gz") ? gunzipSync(written) : written).toString()).toBe('{}\n{"ü":1}\n3\n')
  })

  test("that cannot be written is an error with the file's name", async () => {
    await expect(openFileSink({ path: "." }, { folder })).rejects.toMatchObject({
      kind: "usage",
      message: /cannot write \./,
    })
    await expect(openFileSink({ path: "a", format: "csv" }, { folder })).rejects.toThrow(/JSON lines/)
    const full = await openFileSink({ path: "/dev/full" }, { folder })
    await expect(full.write([record("x".repeat(100))])).rejects.toMatchObject({
      kind: "failure",
      message: /the disk is full/,
    })
    await expect(full.writeLines!(new Uint8Array(100))).rejects.toThrow(/the disk is full/)
    await full.close()
  })
})

test("many sinks on standard output, one after the other or at once, leave one listener at most", async () => {
  const before = process.stdout.listenerCount("error")
  for (let round = 0; round < 3; round++) {
    const sinks = await Promise.all(Array.from({ length: 15 }, () => openFileSink({ path: "-" }, { folder })))
    expect(process.stdout.getMaxListeners()).toBeGreaterThan(process.stdout.listenerCount("error"))
    for (const sink of sinks) await sink.close()
  }
  expect(process.stdout.listenerCount("error")).toBeLessThanOrEqual(Math.max(before, 1))
})
