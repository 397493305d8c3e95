import { builtin, finite, parameter, type } from "./declare.ts"

const optionalNumber = { kind: "optional", of: type.number } as const

export const conversion = [
  builtin("number", "number", numberOf, {
    doc:
      "The number that a text writes, with an optional sign, point and exponent; white space at the ends does not matter. " +
      "Missing if it writes anything else.",
    parameters: [parameter("text", type.string, "the text")],
    returns: optionalNumber,
    examples: [
      { call: 'number(" 12.50 ")', gives: 12.5 },
      { call: 'number("1e3")', gives: 1000 },
      { call: 'number("12 EUR")', gives: null },
    ],
  }),
  builtin(
    "text",
    "text",
    String,
    {
      doc: 'The number as a text, in its shortest form. For other types write an interpolation: `"{at}"`.',
      parameters: [parameter("x", type.number, "the number")],
      returns: type.string,
      examples: [
        { call: "text(66.40)", gives: "66.4" },
        { call: "text(1_000)", gives: "1000" },
      ],
    },
    {
      doc: "`true` or `false` as a text.",
      parameters: [parameter("x", type.boolean, "the truth value")],
      returns: type.string,
      examples: [
        { call: "text(true)", gives: "true" },
        { call: "text(1 > 2)", gives: "false" },
      ],
    },
  ),
]

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/

function numberOf(text: string): number | undefined {
  const written = text.trim()
  return decimal.test(written) ? finite(Number(written)) : undefined
}
