import fc from "fast-check"
import { expect, test } from "vitest"
import { isPlainText, TextWords } from "../../../runtime/rows/text-words.ts"

const words = new TextWords()

function isPlain(text: string): boolean {
  words.encode(text)
  // It does not stand at the beginning, and something is behind it.
  return isPlainText(Int32Array.of(0, ...words.words), 1, words.length)
}

test("a text is plain where JSON shows it as it is, in ASCII", () => {
  for (let unit = 0; unit < 300; unit++) {
    const one = String.fromCharCode(unit)
    for (const text of [one, `abc${one}`, `abcd${one}`, `${one}bcdef`, `ab${one}def`]) {
      expect([text, isPlain(text)]).toEqual([text, unit < 128 && JSON.stringify(one) === `"${one}"`])
    }
  }
  expect(isPlain("")).toBe(true)
})

test("whatever the text", () => {
  const isAscii = /^[\0-\x7f]*$/
  fc.assert(
    fc.property(
      fc.string({ unit: fc.oneof(fc.string({ maxLength: 1 }), fc.constantFrom('"', "\\", "é", " ", "~")) }),
      (text) => {
        expect(isPlain(text)).toBe(isAscii.test(text) && JSON.stringify(text) === `"${text}"`)
      },
    ),
  )
})
