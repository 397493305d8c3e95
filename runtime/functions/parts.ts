import { characterCount, unitOffset } from "./characters.ts"
import { builtin, longestText, parameter, type } from "./declare.ts"

const text = parameter("text", type.string, "the text")
const start = parameter("start", type.integer, "the first character, from 0; a negative number counts from the end")
const end = parameter("end", type.integer, "the character before which it ends; without it, the end of the text", {
  optional: true,
})
const separator = parameter("separator", type.string, "what stands between")

export const parts = [
  builtin("text", "trim", (value: string) => value.trim(), {
    doc: "The text without the white space at its ends.",
    parameters: [text],
    returns: type.string,
    examples: [
      { call: 'trim("  a b ")', gives: "a b" },
      { call: 'trim("")', gives: "" },
    ],
  }),
  builtin("text", "substring", substring, {
    doc: "The characters from one place up to, not including, another. Places outside the text count as its nearest end.",
    parameters: [text, start, end],
    returns: type.string,
    examples: [
      { call: 'substring("4111111111111111", 0, 6)', gives: "411111" },
      { call: 'substring("4111111111111234", -4)', gives: "1234" },
      { call: 'substring("abc", 5)', gives: "" },
    ],
  }),
  builtin("text", "split", split, {
    doc: "The parts of the text between separators. An empty separator gives the characters.",
    parameters: [text, separator],
    returns: type.strings,
    examples: [
      { call: 'split("a,b,,c", ",")', gives: ["a", "b", "", "c"] },
      { call: 'split("né🙂", "")', gives: ["n", "é", "🙂"] },
      { call: 'length(split("10.0.0.1", "."))', gives: 4 },
    ],
  }),
  builtin("text", "join", join, {
    doc: "The texts of a list as one. Missing ones are left out.",
    parameters: [parameter("list", type.strings, "the texts"), separator],
    returns: type.string,
    examples: [
      { call: 'join(["GB", "FR"], ", ")', gives: "GB, FR" },
      { call: 'join([], ", ")', gives: "" },
    ],
  }),
  builtin("text", "replace", replace, {
    doc: "The text with every occurrence of one text replaced by another. An empty `part` changes nothing.",
    parameters: [
      text,
      parameter("part", type.string, "what is replaced, letter by letter (no regular expression)"),
      parameter("with", type.string, "what takes its place"),
    ],
    returns: type.string,
    examples: [
      { call: 'replace("GB-12-34", "-", "")', gives: "GB1234" },
      { call: 'replace("a.b", ".", "$&")', gives: "a$&b" },
    ],
  }),
  builtin("text", "digits", (value: string) => value.replace(/[^0-9]/g, ""), {
    doc: "The digits 0 to 9 of the text, without everything else: telephone and card numbers in one form.",
    parameters: [text],
    returns: type.string,
    examples: [
      { call: 'digits("+44 (0)20 7946-0958")', gives: "4402079460958" },
      { call: 'digits("none")', gives: "" },
    ],
  }),
]

function substring(text: string, start: number, end?: number): string {
  if (start >= 0 && (end === undefined || end >= 0)) {
    const from = unitOffset(text, start)
    return text.slice(from, end === undefined ? undefined : Math.max(from, unitOffset(text, end)))
  }
  const count = characterCount(text)
  const fromStart = (place: number) => (place < 0 ? Math.max(0, count + place) : place)
  return substring(text, fromStart(start), end === undefined ? undefined : fromStart(end))
}

function split(text: string, separator: string): string[] {
  return separator === "" ? Array.from(text) : text.split(separator)
}

function join(list: readonly (string | undefined)[], separator: string): string {
  const present = list.filter((part) => part !== undefined)
  const length = present.reduce((sum, part) => sum + part.length, separator.length * Math.max(0, present.length - 1))
  return length > longestText ? joinStart(present, separator) : present.join(separator)
}

/** The beginning of a join that would become too long. */
function joinStart(list: readonly string[], separator: string): string {
  let text = ""
  for (const [at, part] of list.entries()) {
    text += at === 0 ? part : separator + part
    if (text.length >= longestText) break
  }
  return text.slice(0, longestText)
}

function replace(text: string, part: string, by: string): string {
  return part === "" ? text : join(text.split(part), by)
}
