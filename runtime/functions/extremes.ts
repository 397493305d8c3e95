import type { ParameterDeclaration } from "../../lang/catalog.ts"
import { builtin, finite, parameter, type } from "./declare.ts"

type Ordered = "integer" | "number" | "time" | "duration"

/** How each type is spoken of, with an example of two values and the results. The narrower type first. */
const kinds = ["integer", "number", "time", "duration"] as const

const examples = {
  integer: ["3", "7", 3, 7],
  number: ["2.5", "7", 2.5, 7],
  time: ["2026-01-01", "2026-01-02", "2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z"],
  duration: ["1 minute", "90 seconds", 60_000, 90_000],
} as const

export const extremes = [
  builtin(
    "number",
    "abs",
    (value: number) => finite(Math.abs(value)),
    ...(["integer", "number", "duration"] as const).map(absolute),
  ),
  builtin("number", "min", (...values: readonly number[]) => pick(values, (a, b) => a < b), ...kinds.map(minimum)),
  builtin("number", "max", (...values: readonly number[]) => pick(values, (a, b) => a > b), ...kinds.map(maximum)),
  builtin("number", "clamp", clamp, ...kinds.map(clamped)),
]

function absolute(kind: "integer" | "number" | "duration") {
  const example = { integer: ["-7", 7], number: ["-2.5", 2.5], duration: ["2026-01-01 - 2026-01-02", 86_400_000] }
  const [value, gives] = example[kind]
  return {
    doc: `The ${kind} without its sign.`,
    parameters: [parameter("x", type[kind], `the ${kind}`)],
    returns: type[kind],
    examples: [
      { call: `abs(${value})`, gives },
      { call: `abs(${examples[kind][0]})`, gives: examples[kind][2] },
    ],
  }
}

function several(kind: Ordered): ParameterDeclaration[] {
  return [
    parameter("first", type[kind], `a ${kind}`),
    parameter("second", type[kind], `a ${kind}`),
    parameter("more", type[kind], "further ones", { rest: true, optional: true }),
  ]
}

function minimum(kind: Ordered) {
  const [low, high, lowValue] = examples[kind]
  return {
    doc: `The ${kind === "time" ? "earliest" : "smallest"} of two or more values. (Over the events of a step: the aggregate \`min(step.field)\`.)`,
    parameters: several(kind),
    returns: type[kind],
    examples: [
      { call: `min(${high}, ${low})`, gives: lowValue },
      { call: `min(${low}, ${low}, ${high})`, gives: lowValue },
    ],
  }
}

function maximum(kind: Ordered) {
  const [low, high, , highValue] = examples[kind]
  return {
    doc: `The ${kind === "time" ? "latest" : "largest"} of two or more values. (Over the events of a step: the aggregate \`max(step.field)\`.)`,
    parameters: several(kind),
    returns: type[kind],
    examples: [
      { call: `max(${high}, ${low})`, gives: highValue },
      { call: `max(${low}, ${low}, ${high})`, gives: highValue },
    ],
  }
}

function clamped(kind: Ordered) {
  const [low, high, lowValue, highValue] = examples[kind]
  return {
    doc: `The ${kind}, or the bound that it is beyond. If \`low\` is above \`high\`, \`low\`.`,
    parameters: [
      parameter("x", type[kind], `the ${kind}`),
      parameter("low", type[kind], "the lower bound"),
      parameter("high", type[kind], "the upper bound"),
    ],
    returns: type[kind],
    examples: [
      { call: `clamp(${low}, ${high}, ${high})`, gives: highValue },
      { call: `clamp(${high}, ${low}, ${low})`, gives: lowValue },
      { call: `clamp(${high}, ${low}, ${high})`, gives: highValue },
    ],
  }
}

function pick(values: readonly number[], better: (a: number, b: number) => boolean): number | undefined {
  let found = values[0]
  for (const value of values) if (found === undefined || better(value, found)) found = value
  return found === undefined ? undefined : finite(found)
}

function clamp(x: number, low: number, high: number): number | undefined {
  return finite(Math.max(low, Math.min(high, x)))
}
