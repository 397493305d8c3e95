import { characterCount, unitOffset } from "./characters.ts"
import { builtin, longestText, parameter, type } from "./declare.ts"

const text = parameter("text", type.string, "the text")
const length = parameter("length", type.integer, "how many characters the result has at least")
const fill = parameter("fill", type.string, "what it is filled with; a blank, if not given", { optional: true })

export const padding = [
  builtin("text", "repeat", repeat, {
    doc: "The text, that many times.",
    parameters: [text, parameter("times", type.integer, "how often; less than one gives the empty text")],
    returns: type.string,
    examples: [
      { call: 'repeat("ab", 3)', gives: "ababab" },
      { call: 'repeat("ab", -1)', gives: "" },
    ],
  }),
  builtin("text", "padStart", (value: string, to: number, by = " ") => padded(value, to, by, (pad) => pad + value), {
    doc: "The text filled up at its beginning. A longer text stays as it is.",
    parameters: [text, length, fill],
    returns: type.string,
    examples: [
      { call: 'padStart("42", 5, "0")', gives: "00042" },
      { call: 'padStart("abc", 2)', gives: "abc" },
    ],
  }),
  builtin("text", "padEnd", (value: string, to: number, by = " ") => padded(value, to, by, (pad) => value + pad), {
    doc: "The text filled up at its end. A longer text stays as it is.",
    parameters: [text, length, fill],
    returns: type.string,
    examples: [
      { call: 'padEnd("ab", 4)', gives: "ab  " },
      { call: 'padEnd("ab", 5, "xy")', gives: "abxyx" },
    ],
  }),
  builtin("text", "mask", mask, {
    doc: "The text with a `*` for each character but the last ones: for messages that must not show a whole number.",
    parameters: [
      text,
      parameter("visible", type.integer, "how many characters stay; 4, if not given", { optional: true }),
    ],
    returns: type.string,
    examples: [
      { call: 'mask("4111111111111234")', gives: "************1234" },
      { call: 'mask("secret", 0)', gives: "******" },
    ],
  }),
]

function repeat(text: string, times: number): string {
  if (text === "") return ""
  const most = Math.ceil(longestText / text.length)
  return text.repeat(Math.max(0, Math.min(most, Math.floor(times)))).slice(0, longestText)
}

function padded(text: string, to: number, by: string, put: (pad: string) => string): string {
  const missing = to - characterCount(text)
  const width = characterCount(by)
  if (!(missing > 0) || width === 0) return text
  const pad = repeat(by, Math.ceil(missing / width))
  return put(pad.slice(0, unitOffset(pad, missing)))
}

function mask(text: string, visible = 4): string {
  const hidden = Math.max(0, characterCount(text) - Math.max(0, visible))
  return repeat("*", hidden) + text.slice(unitOffset(text, hidden))
}
