/**
 * Makes `risk.onnx`: `node make-model.ts FILE`. A logistic regression, fitted by gradient descent to drawn payments of which it is
 * known whether they were fraud. Always the same bytes.
 */
import { writeFileSync } from "node:fs"
import { between, type Random, seeded } from "../seeded.ts"
import { isProgram } from "../write-lines.ts"
import { writeOnnx } from "./onnx.ts"

/** Amount, ratio to what is usual, payments in ten minutes, abroad; and whether it was fraud. */
type Example = readonly [features: readonly number[], fraud: boolean]

function example(random: Random): Example {
  const fraud = random() < 0.2
  const ratio = fraud ? 2 + random() * 10 : 0.3 + random() * 2.2
  const recent = fraud ? between(random, 1, 6) : between(random, 1, 2)
  const abroad = random() < (fraud ? 0.6 : 0.1)
  return [[ratio * (20 + random() * 60), ratio, recent, abroad ? 1 : 0], fraud]
}

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value))
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Weights and bias over features as they are: they are brought to one scale for the fitting alone. */
function trained(examples: readonly Example[], rounds: number): { weights: readonly number[]; bias: number } {
  const columns = examples[0]![0].map((_, at) => examples.map(([features]) => features[at]!))
  const means = columns.map(mean)
  const spreads = columns.map((values, at) => Math.sqrt(mean(values.map((value) => (value - means[at]!) ** 2))))
  const rows = examples.map(([features]) => features.map((value, at) => (value - means[at]!) / spreads[at]!))
  const weights = means.map(() => 0)
  let bias = 0
  for (let round = 0; round < rounds; round++) {
    const errors = rows.map((row, i) => {
      const said = sigmoid(row.reduce((sum, value, at) => sum + value * weights[at]!, bias))
      return said - (examples[i]![1] ? 1 : 0)
    })
    for (const at of weights.keys()) weights[at]! -= mean(rows.map((row, i) => row[at]! * errors[i]!))
    bias -= mean(errors)
  }
  const scaled = weights.map((weight, at) => weight / spreads[at]!)
  return { weights: scaled, bias: scaled.reduce((sum, weight, at) => sum - weight * means[at]!, bias) }
}

/** The bytes of the model. */
export function makeModel(): Uint8Array {
  const random = seeded(11)
  const { weights, bias } = trained(
    Array.from({ length: 1000 }, () => example(random)),
    200,
  )
  return writeOnnx({
    inputs: [{ name: "payment", shape: ["n", weights.length] }],
    outputs: [{ name: "risk", shape: ["n", 1] }],
    nodes: [
      { op: "Gemm", from: ["payment", "weights", "bias"], to: ["sum"] },
      { op: "Sigmoid", from: ["sum"], to: ["risk"] },
    ],
    weights: [
      // Rounded, so that the last digits of a machine's arithmetic make no other model.
      { name: "weights", shape: [weights.length, 1], values: weights.map(rounded) },
      { name: "bias", shape: [1], values: [rounded(bias)] },
    ],
  })
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4

if (isProgram(import.meta.url)) writeFileSync(process.argv[2] ?? "risk.onnx", makeModel())
