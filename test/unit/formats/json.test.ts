import { describe, expect, test } from "vitest"
import { decodeJson } from "../../../runtime/formats/json.ts"

describe("JSON texts", () => {
  test("give their value, whatever its kind", () => {
    for (const text of ["{}", "[1]", "null", '"x"', " 5 "]) expect(decodeJson(text).value).toEqual(JSON.parse(text))
    expect(decodeJson("null").problem).toBeUndefined()
  })

  test("that are none say so and do not throw", () => {
    for (const text of ["{", "NaN", "{'a':1}", "undefined", "\u0000", '{"a":1}x', ""]) {
      expect(decodeJson(text).problem).toMatchObject({ code: "not-json", reason: expect.stringMatching(/^not JSON: /) })
    }
    expect(decodeJson(`{"a":${"9x".repeat(9999)}}`).problem!.reason.length).toBeLessThan(250)
  })

  test("may be deep, not bottomless", () => {
    const deep = (levels: number) => `{"a":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`
    expect(decodeJson(deep(1000)).problem).toBeUndefined()
    expect(decodeJson(deep(1001)).problem?.code).toBe("too-deep")
    expect(decodeJson("[".repeat(100_000)).problem?.code).toBe("too-deep")
    expect(decodeJson('{"a":'.repeat(100_000)).problem?.code).toBe("too-deep")
  })

  test("may hold brackets in strings", () => {
    const text = JSON.stringify({ a: `${"[{".repeat(5000)}\\"`, b: '\\"[' })
    expect(decodeJson(text).value).toEqual(JSON.parse(text))
  })

  test("change no prototype", () => {
    const { value } = decodeJson('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}')
    expect(Object.keys(value as object)).toEqual(["__proto__", "constructor"])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})
