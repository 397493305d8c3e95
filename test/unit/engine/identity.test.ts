import { blake3 } from "@noble/hashes/blake3.js"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type IdBase, Ids, type Occasion } from "../../../runtime/engine/identity.ts"
import { StoredEvent } from "../../../runtime/engine/stored-event.ts"
import { ByteBuffer } from "../../../runtime/library/growing-bytes.ts"

const ids = new Ids()
const base = ids.baseOf("Rule", 0, false)

function event(text: string): StoredEvent {
  return StoredEvent.of({ type: 0, at: 0, fields: {}, text, mode: "json" })
}

function occasion(more: Partial<Occasion> = {}): Occasion {
  return { key: ["k"], event: event("text"), ordinal: 0, time: 1000, until: undefined, index: 0, ...more }
}

/** The same id by another implementation of the hash, from the documented layout. */
function expectedId(text: string, key: string, time: number): string {
  const encode = (part: string) => [...new TextEncoder().encode(part)]
  const word = (value: number) => [value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255]
  const float = new Uint8Array(Float64Array.of(time).buffer)
  const keyPart = [1, ...word(key.length), ...encode(key)]
  const message = [...encode(text), ...keyPart, ...float, ...word(0), ...word(0), ...word(keyPart.length), 0]
  const own = blake3(Uint8Array.from(encode(JSON.stringify(["output", "Rule", 0, "match"]))))
  const key_ = blake3(Uint8Array.from(encode(JSON.stringify(["digest"]))))
  const digest = blake3(Uint8Array.from(message), { key: key_, dkLen: 16 })
  return [...digest].map((byte, i) => (byte ^ own[i]!).toString(16).padStart(2, "0")).join("")
}

/** A line among other bytes, as a source hands it over. */
function lineEvent(text: string): StoredEvent {
  const bytes = new TextEncoder().encode(`before\n${text}\n`)
  const lines = {
    type: "E",
    bytes,
    from: 7,
    to: bytes.length - 1,
    ascii: false,
    line: 2,
    byte: 7,
    text: (from: number, to: number) => new TextDecoder().decode(bytes.subarray(from, to)),
    position: () => undefined,
    slow: () => [],
    source: 0,
    partition: 0,
    arrivedAt: 0,
    highest: 0,
    latenessMs: 0,
    ceiling: 0,
  }
  return StoredEvent.ofLine(0, 0, {}, lines, 7, bytes.length - 1, 2, 7)
}

describe("an id", () => {
  test("is the documented hash, for texts of any length", () => {
    for (const length of [0, 1, 63, 64, 130, 200, 1023, 1024, 5000, 70_000]) {
      const text = "é€x".repeat(length).slice(0, length)
      expect(ids.idOf(base, occasion({ event: event(text) }))).toBe(expectedId(text, "k", 1000))
    }
  })

  test("is the same for a line among bytes, before and after it lets go of them, and appended", () => {
    const text = `{"name":"${"ü".repeat(300)}"}`
    const line = lineEvent(text)
    const expected = ids.idOf(base, occasion({ event: event(text) }))
    expect(ids.idOf(base, occasion({ event: line }))).toBe(expected)
    line.settle()
    expect(ids.idOf(base, occasion({ event: line }))).toBe(expected)
    const to = new ByteBuffer()
    ids.append(to, base, 0, occasion({ event: line }))
    expect(new TextDecoder().decode(to.bytes.subarray(0, to.length))).toBe(expected)
  })

  test("is another one when any part is another", () => {
    const bases = [base, ids.baseOf("Rule2", 0, false), ids.baseOf("Rule", 1, false), ids.baseOf("Rule", 0, true)]
    const same = occasion()
    const occasions: Occasion[] = [
      same,
      { ...same, key: [] },
      { ...same, key: ["k", "k"] },
      { ...same, key: ["kk"] },
      { ...same, event: event("text2") },
      { ...same, event: event("") },
      { ...same, ordinal: 1 },
      { ...same, time: 1001 },
      { ...same, index: 1 },
      { ...same, event: null },
      { ...same, event: null, until: 1001 },
      { ...same, event: null, until: 1002 },
    ]
    const all = bases.flatMap((each) => occasions.map((one) => ids.idOf(each, one)))
    expect(new Set(all).size).toBe(all.length)
    for (const id of all) expect(id).toMatch(/^[0-9a-f]{32}$/)
  })

  test("is the same for keys that are the same, and tells others apart", () => {
    const idOf = (key: readonly unknown[]) => ids.idOf(base, occasion({ key }))
    expect(idOf([-0])).toBe(idOf([0]))
    const keys = [
      [0],
      ["0"],
      [false],
      [true],
      [undefined],
      [""],
      [[0]],
      [["0"]],
      [{ a: 1 }],
      [{ a: "1" }],
      ["a", ""],
      ["", "a"],
    ]
    const odd = [["\ud800"], ["\ud801"], ["\ufffd"], ["\ud83d\ude00"], ["\ude00\ud83d"], [1e300], [0.5], [1]]
    expect(new Set([...keys, ...odd].map(idOf)).size).toBe(keys.length + odd.length)
  })

  /** What one part ends with may not pass for what the next one begins with. */
  test("cannot be had by moving bytes from one part to another", () => {
    const short = fc.string({ unit: fc.constantFrom("\u0000", "\u0001", "a", "\u0002"), maxLength: 8 })
    const drawn = fc.record({
      text: fc.option(short),
      key: fc.array(short, { maxLength: 2 }),
      time: fc.nat(2),
      until: fc.option(fc.nat(2)),
    })
    const of = ({
      text,
      key,
      time,
      until,
    }: {
      text: string | null
      key: string[]
      time: number
      until: number | null
    }) => {
      const about = text === null ? { event: null, until: until ?? undefined } : { event: event(text) }
      return {
        parts: JSON.stringify([text, key, time, text === null ? until : null]),
        id: ids.idOf(base, occasion({ ...about, key, time })),
      }
    }
    fc.assert(
      fc.property(drawn, drawn, (left, right) => {
        const [one, other] = [of(left), of(right)]
        expect(one.id === other.id).toBe(one.parts === other.parts)
      }),
      { seed: 1, numRuns: 3000 },
    )
  })

  test("has bits that are set as often as not, and no two of many are equal", () => {
    const count = 20_000
    const all = Array.from({ length: count }, (_, i) => ids.idOf(base, occasion({ event: event(`{"id":${i}}`) })))
    expect(new Set(all).size).toBe(count)
    expect(new Set(all.map((id) => id.slice(0, 16))).size).toBe(count)
    for (let bit = 0; bit < 128; bit++) {
      const set = all.filter((id) => (Number.parseInt(id[bit >> 2]!, 16) >> (bit & 3)) & 1).length
      // Five standard deviations.
      expect(Math.abs(set - count / 2)).toBeLessThan(5 * Math.sqrt(count / 4))
    }
  })

  test("is not spoilt by one that could not be made", () => {
    const good = ids.idOf(base, occasion())
    const cyclic: unknown[] = []
    cyclic.push(cyclic)
    expect(() => ids.idOf(base, occasion({ key: ["x", cyclic] }))).toThrow(TypeError)
    expect(ids.idOf(base, occasion())).toBe(good)
  })

  test("of a rule has a base of its own", () => {
    const bases: IdBase[] = [ids.baseOf('a",0', 0, false), ids.baseOf("a", 0, false)]
    expect(bases[0]).not.toEqual(bases[1])
  })
})
