import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { RawWriter } from "../../../runtime/engine/raw-text.ts"
import { StoredEvent } from "../../../runtime/engine/stored-event.ts"
import { ByteBuffer } from "../../../runtime/library/growing-bytes.ts"

/** Writes the texts one after the other, as events of one type. */
function writtenAll(texts: readonly string[]): string[] {
  const writer = new RawWriter()
  return texts.map((text) => {
    const to = new ByteBuffer()
    writer.append(to, StoredEvent.of({ type: 0, at: 0, fields: {}, text, mode: "json" }))
    return new TextDecoder().decode(to.bytes.subarray(0, to.length))
  })
}

function plain(text: string): string {
  return JSON.stringify(JSON.parse(text))
}

describe("events as they arrived", () => {
  test.each([
    ['{"a":1}', '{"a":-0}'],
    ['{"a":1}', '{"a":-0.5}'],
    ['{"a":1}', '{"a":1.50}'],
    ['{"a":1}', '{"a":0.000001}'],
    ['{"a":1}', '{"a":0.0000001}'],
    ['{"a":1}', '{"a":0.0000012}'],
    ['{"a":1}', '{"a":0.00000012}'],
    ['{"a":1}', '{"a":10.00000012}'],
    ['{"a":1}', '{"a":1e2}'],
    ['{"a":1}', '{"a":1E400}'],
    ['{"a":1}', '{"a":123456789012345678}'],
    ['{"a":1}', '{"a":0.1234567890123456}'],
    ['{"a":1}', '{ "a":1}'],
    ['{"a":1}', '{"a":1 }'],
    ['{"a":1}', '{"a":1,"a":2}'],
    ['{"a":1,"b":2}', '{"b":1,"a":2}'],
    ['{"a":1}', '{"\\u0061":1}'],
    ['{"a":"x"}', '{"a":"\\u0078"}'],
    ['{"a":"x"}', '{"a":"\\/"}'],
    ['{"a":"x"}', '{"a":"\\ud800"}'],
    ['{"a":"x"}', '{"a":"\u{1f600} ü 한 ퟿ "}'],
    ['{"a":"x"}', '{"a":"\ud800"}'],
    ['{"a":"x"}', '{"a":{"b":"x"}}'],
    ['{"a":"x"}', '{"a":[]}'],
    ['{"a":[1,{"b":[]}],"c":{}}', '{"a":[2,{"b":[]}],"c":{}}'],
    ['{"a":[1,2]}', '{"a":[1,2,3]}'],
    ['{"a":true,"b":null}', '{"a":null,"b":false}'],
    ['{"b":1,"1":2}', '{"b":3,"1":4}'],
    ['{"__proto__":1}', '{"__proto__":2}'],
    ['"x"', '"yy"'],
    ["1", "[]"],
  ])("%s, then %s", (first, second) => {
    const texts = [first, second, first, second, first]
    expect(writtenAll(texts)).toEqual(texts.map(plain))
  })

  test("whatever the text is", () => {
    const spaces = fc.constantFrom(undefined, undefined, 1)
    const text = fc
      .tuple(fc.jsonValue({ maxDepth: 2 }), spaces)
      .map(([value, space]) => JSON.stringify(value, null, space))
    const number = fc
      .tuple(fc.constantFrom("", "-"), fc.stringMatching(/^[0-9]{1,17}(\.[0-9]{1,17})?(e-?[0-9]{1,2})?$/))
      .map((parts) => `{"n":${parts.join("")}}`)
      .filter((each) => !/:-?0[0-9]/.test(each))
    const one = fc.oneof(text, number)
    fc.assert(
      fc.property(fc.array(fc.tuple(one, fc.nat(2)), { minLength: 2, maxLength: 6 }), (drawn) => {
        const texts = drawn.flatMap(([each, more]) => Array.from({ length: more + 1 }, () => each))
        expect(writtenAll(texts)).toEqual(texts.map(plain))
      }),
      { seed: 1, numRuns: 3000 },
    )
  })

  test("one with the fields of another is copied, not parsed", () => {
    const writer = new RawWriter()
    const append = (text: string): boolean => {
      const event = StoredEvent.of({ type: 3, at: 0, fields: {}, text, mode: "json" })
      writer.append(new ByteBuffer(), event)
      return event.isItsText
    }
    expect([append('{"a":1,"b":"x"}'), append('{"a":-2.5,"b":"ü"}'), append('{"a":2.50,"b":"y"}')]).toEqual([
      false,
      true,
      false,
    ])
  })

  test("is copied as well when fields are there in some events only, but not when each has others", () => {
    const writer = new RawWriter()
    const copied = (text: string): boolean => {
      const event = StoredEvent.of({ type: 0, at: 0, fields: {}, text, mode: "json" })
      const to = new ByteBuffer()
      writer.append(to, event)
      expect(new TextDecoder().decode(to.bytes.subarray(0, to.length))).toBe(text)
      return event.isItsText
    }
    const some = ['{"a":1}', '{"a":1,"b":2}', '{"a":1,"c":2}', '{"a":[1]}']
    expect(some.map(copied)).toEqual(some.map(() => false))
    expect(some.map(copied)).toEqual(some.map(() => true))
    for (let i = 0; i < 300; i++) expect(copied(`{"f${i}":1}`)).toBe(false)
    expect([copied('{"f0":1}'), copied('{"f0":1}')]).toEqual([false, false])
  })

  test("what cannot be written again is written as it came", () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000)
    const texts = [deep, "no JSON", "half \ud800", deep]
    expect(writtenAll(texts)).toEqual([deep, "no JSON", "half \ufffd", deep])
  })

  test("what a source parsed counts, and not the text beside it", () => {
    const to = new ByteBuffer()
    const event = StoredEvent.of({ type: 0, at: 0, fields: {}, text: '{"a":1}', raw: { b: 2 }, mode: "json" })
    new RawWriter().append(to, event)
    expect(new TextDecoder().decode(to.bytes.subarray(0, to.length))).toBe('{"b":2}')
  })
})
