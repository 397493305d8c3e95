import { builtin, finite, parameter, type } from "./declare.ts"

const x = parameter("x", type.number, "the number")
const optionalNumber = { kind: "optional", of: type.number } as const

export const numbers = [
  builtin("number", "sqrt", (value: number) => finite(Math.sqrt(value)), {
    doc: "The square root; missing for a negative number.",
    parameters: [x],
    returns: optionalNumber,
    examples: [
      { call: "sqrt(9)", gives: 3 },
      { call: "sqrt(-1)", gives: null },
    ],
  }),
  builtin("number", "pow", (base: number, exponent: number) => finite(base ** exponent), {
    doc: "The base to the power of the exponent; missing where that is no number (`pow(-1, 0.5)`) or too large.",
    parameters: [parameter("base", type.number, "the base"), parameter("exponent", type.number, "the exponent")],
    returns: optionalNumber,
    examples: [
      { call: "pow(2, 10)", gives: 1024 },
      { call: "pow(10, 400)", gives: null },
    ],
  }),
  builtin("number", "exp", (value: number) => finite(Math.exp(value)), {
    doc: "e to the power of the number; missing where that is too large.",
    parameters: [x],
    returns: optionalNumber,
    examples: [
      { call: "exp(0)", gives: 1 },
      { call: "exp(1000)", gives: null },
    ],
  }),
  builtin("number", "log", logarithm, {
    doc: "The logarithm: the natural one, or to the given base. Missing for numbers that are not above 0.",
    parameters: [x, parameter("base", type.number, "the base; e, if not given", { optional: true })],
    returns: optionalNumber,
    examples: [
      { call: "log(1)", gives: 0 },
      { call: "log(1000, 10)", gives: 3 },
      { call: "log(0)", gives: null },
    ],
  }),
  builtin(
    "number",
    "sign",
    (value: number) => finite(Math.sign(value)),
    {
      doc: "1 for a positive number, −1 for a negative one, 0 for zero.",
      parameters: [x],
      returns: type.integer,
      examples: [
        { call: "sign(-3.5)", gives: -1 },
        { call: "sign(0)", gives: 0 },
      ],
    },
    {
      doc: "1 for a positive duration, −1 for a negative one, 0 for none.",
      parameters: [parameter("d", type.duration, "the duration")],
      returns: type.integer,
      examples: [
        { call: "sign(5 minutes)", gives: 1 },
        { call: "sign(2026-01-01 - 2026-01-02)", gives: -1 },
      ],
    },
  ),
]

function logarithm(value: number, base?: number): number | undefined {
  if (base === undefined) return finite(Math.log(value))
  if (base === 10) return finite(Math.log10(value))
  if (base === 2) return finite(Math.log2(value))
  return finite(Math.log(value) / Math.log(base))
}
