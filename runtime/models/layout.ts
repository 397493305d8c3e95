import type { ModelSchema } from "../abi/table.ts"
import type { Layout, Port } from "./contract.ts"
import { onnxDefaults } from "./declare.ts"

const inputTypes: readonly string[] = ["float32", "float64", "int32", "int64", "bool"]
const outputTypes: readonly string[] = [...inputTypes, "int8", "uint8", "int16", "uint16", "uint32", "uint64"]

export interface Wanted {
  readonly output?: string | undefined
  readonly index?: number | undefined
}

/**
 * How the declared parameters go into a model that was loaded and where its result is. What does not fit is given as a text that
 * goes on from "the model m in m.onnx …".
 */
export function layoutOf(
  { parameters }: Pick<ModelSchema, "parameters">,
  inputs: readonly Port[],
  outputs: readonly Port[],
  wanted: Wanted,
): Layout | string {
  const unusable = inputs.find(({ type }) => !inputTypes.includes(type ?? ""))
  if (unusable !== undefined) return `has an input ${show(unusable)}: rules give numbers only`
  const named = inputs as readonly Required<Port>[]
  const taken = takes(parameters, named)
  if (typeof taken === "string") return taken
  const output = outputOf(outputs, wanted.output)
  if (typeof output === "string") return output
  const index = wanted.index ?? onnxDefaults.index
  const width = output.shape?.slice(1).reduce((size: number, each) => (typeof each === "number" ? size * each : NaN), 1)
  if (!Number.isInteger(index) || index < 0 || (width !== undefined && index >= width)) {
    return `gives ${show(output)}: there is no value at index ${index}`
  }
  const single = named.some(({ shape }) => shape[0] === 1)
  return { ...taken, output: output.name, index, single }
}

function takes(
  parameters: ModelSchema["parameters"],
  inputs: readonly Required<Port>[],
): Pick<Layout, "kind" | "inputs"> | string {
  const names = parameters.map(({ name }) => name)
  const declared = `the rules declare ${names.length === 1 ? "the parameter" : "the parameters"} ${names.join(", ")}`
  const [input, ...others] = inputs
  if (input !== undefined && others.length === 0) {
    const width = input.shape.length === 1 ? 1 : input.shape[1]
    const fits = input.shape.length <= 2 && (typeof width === "string" || width === names.length)
    if (fits) return { kind: "matrix", inputs }
    const many = typeof width === "number" && input.shape.length <= 2 ? `: rows of ${width} numbers` : ""
    return `takes ${show(input)}${many}, and ${declared}`
  }
  const ordered = names.map((name) => inputs.find((each) => each.name === name && isColumn(each)))
  const found = ordered.filter((each) => each !== undefined)
  if (inputs.length === names.length && found.length === names.length) return { kind: "columns", inputs: found }
  return `takes ${inputs.map(show).join(", ")}, and ${declared}: they must have the names of its inputs`
}

function isColumn({ shape }: Required<Port>): boolean {
  return shape.length < 2 || (shape.length === 2 && (shape[1] === 1 || typeof shape[1] === "string"))
}

function outputOf(outputs: readonly Port[], name: string | undefined): Port | string {
  const output = name === undefined ? outputs[0] : outputs.find((each) => each.name === name)
  const known = outputs.map((each) => each.name).join(", ")
  if (output === undefined) return `has no output ${name ?? ""}; it has ${known}`
  if (output.type === undefined) {
    return `gives ${output.name} as lists of names and numbers: export it with plain probabilities (in skl2onnx with the option zipmap=False)`
  }
  if (!outputTypes.includes(output.type)) {
    return `gives ${show(output)}, which is no number; name another with \`output:\` (it has ${known})`
  }
  return output
}

function show({ name, type, shape }: Port): string {
  return type === undefined ? name : `${name} (${type}[${(shape ?? []).join(", ")}])`
}
