import { characterCount, characterOffset } from "./characters.ts"
import { builtin, parameter, type } from "./declare.ts"
import { equal } from "./equal.ts"

const text = parameter("text", type.string, "the text to look in")
const list = parameter("list", type.list, "the list to look in")
const item = parameter("item", "any", "what to look for; lists and records are compared by content")

export const search = [
  builtin(
    "text",
    "length",
    (value: string | readonly unknown[]) => (typeof value === "string" ? characterCount(value) : value.length),
    {
      doc: "How many characters the text has. An emoji of one code point counts as one.",
      parameters: [parameter("text", type.string, "the text")],
      returns: type.integer,
      examples: [
        { call: 'length("abc")', gives: 3 },
        { call: 'length("né🙂")', gives: 3 },
      ],
    },
    {
      doc: "How many items the list has.",
      parameters: [parameter("list", type.list, "the list")],
      returns: type.integer,
      examples: [
        { call: "length([3, 1, 2])", gives: 3 },
        { call: "length([])", gives: 0 },
      ],
    },
  ),
  builtin(
    "text",
    "contains",
    (where: string | readonly unknown[], what: unknown) =>
      typeof where === "string" ? where.includes(what as string) : where.some((each) => equal(each, what)),
    {
      doc: "Whether one text stands in the other. Small and capital letters are different; see `fold`.",
      parameters: [text, parameter("part", type.string, "what to look for")],
      returns: type.boolean,
      examples: [
        { call: 'contains("gift card shop", "gift")', gives: true },
        { call: 'contains("gift card shop", "Gift")', gives: false },
      ],
    },
    {
      doc: "Whether an item stands in the list.",
      parameters: [list, item],
      returns: type.boolean,
      examples: [
        { call: 'contains(["NG", "RU"], "RU")', gives: true },
        { call: "contains([1, 2], 3)", gives: false },
      ],
    },
  ),
  builtin(
    "text",
    "indexOf",
    (where: string | readonly unknown[], what: unknown) =>
      typeof where === "string" ? indexOfText(where, what as string) : placeOf(where, what),
    {
      doc: "The place (from 0, in characters) at which one text first stands in the other; missing if it does not.",
      parameters: [text, parameter("part", type.string, "what to look for")],
      returns: { kind: "optional", of: type.integer },
      examples: [
        { call: 'indexOf("user@example.com", "@")', gives: 4 },
        { call: 'indexOf("abc", "x")', gives: null },
      ],
    },
    {
      doc: "The place (from 0) at which an item first stands in the list; missing if it does not.",
      parameters: [list, item],
      returns: { kind: "optional", of: type.integer },
      examples: [
        { call: 'indexOf(["a", "b"], "b")', gives: 1 },
        { call: 'indexOf(["a", "b"], "c")', gives: null },
      ],
    },
  ),
  builtin("text", "startsWith", (value: string, start: string) => value.startsWith(start), {
    doc: "Whether the text begins with the other.",
    parameters: [text, parameter("start", type.string, "the beginning")],
    returns: type.boolean,
    examples: [
      { call: 'startsWith("4111111111111111", "4111")', gives: true },
      { call: 'startsWith("abc", "b")', gives: false },
    ],
  }),
  builtin("text", "endsWith", (value: string, end: string) => value.endsWith(end), {
    doc: "Whether the text ends with the other.",
    parameters: [text, parameter("end", type.string, "the end")],
    returns: type.boolean,
    examples: [
      { call: 'endsWith("jane@mail.example", ".example")', gives: true },
      { call: 'endsWith("abc", "")', gives: true },
    ],
  }),
]

function indexOfText(text: string, part: string): number | undefined {
  const at = text.indexOf(part)
  return at < 0 ? undefined : characterOffset(text, at)
}

function placeOf(list: readonly unknown[], item: unknown): number | undefined {
  const at = list.findIndex((each) => equal(each, item))
  return at < 0 ? undefined : at
}
