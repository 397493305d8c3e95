import { builtin, finite, parameter, type } from "./declare.ts"

const x = parameter("x", type.number, "the number")
const digits = parameter("digits", type.integer, "digits after the point; negative ones before it (−3: thousands)")

export const rounding = [
  builtin(
    "number",
    "round",
    (value: number, places = 0) => rounded(value, places),
    {
      doc: "The nearest integer; a half goes away from zero.",
      parameters: [x],
      returns: type.integer,
      examples: [
        { call: "round(2.5)", gives: 3 },
        { call: "round(-2.5)", gives: -3 },
      ],
    },
    {
      doc: "The number rounded to digits, as one would do with its written form: a half goes away from zero.",
      parameters: [x, digits],
      returns: type.number,
      examples: [
        { call: "round(1.005, 2)", gives: 1.01 },
        { call: "round(1234.5, -2)", gives: 1200 },
      ],
    },
  ),
  builtin("number", "floor", (value: number) => finite(Math.floor(value) + 0), {
    doc: "The largest integer that is not above the number.",
    parameters: [x],
    returns: type.integer,
    examples: [
      { call: "floor(2.9)", gives: 2 },
      { call: "floor(-2.1)", gives: -3 },
    ],
  }),
  builtin("number", "ceil", (value: number) => finite(Math.ceil(value) + 0), {
    doc: "The smallest integer that is not below the number.",
    parameters: [x],
    returns: type.integer,
    examples: [
      { call: "ceil(2.1)", gives: 3 },
      { call: "ceil(-2.9)", gives: -2 },
    ],
  }),
]

/**
 * Rounds the shortest decimal form of the number: 1.005 is rounded as the text says, although the double is a little less.
 * The decimal point is moved by the exponent in the text, which is exact; multiplying would not be.
 */
function rounded(value: number, digits: number): number | undefined {
  const moved = shifted(Math.abs(value), digits)
  if (!Number.isFinite(moved)) return finite(value)
  const whole = shifted(Math.round(moved), -digits)
  return (value < 0 ? -whole : whole) + 0
}

function shifted(value: number, places: number): number {
  const [mantissa, exponent = "0"] = String(value).split("e")
  return Number(`${mantissa}e${Number(exponent) + places}`)
}
