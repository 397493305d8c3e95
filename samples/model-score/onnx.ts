/**
 * Writes small models in the ONNX format: a protocol buffer of a graph, its weights, its inputs and outputs.
 * The field numbers are those of onnx.proto3, version 8 of the format.
 */

/** A tensor of 32-bit floats: `n` stands for any number of rows. */
export interface Tensor {
  readonly name: string
  readonly shape: readonly (number | "n")[]
}

export interface Graph {
  readonly inputs: readonly Tensor[]
  readonly outputs: readonly Tensor[]
  /** The operators in order: `Gemm`, `Sigmoid` and the like, without attributes. */
  readonly nodes: readonly {
    readonly op: string
    readonly from: readonly string[]
    readonly to: readonly string[]
  }[]
  readonly weights: readonly (Tensor & { readonly values: readonly number[] })[]
}

type Bytes = readonly number[]

const float = 1
const utf8 = new TextEncoder()

function varint(value: number): Bytes {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]
}

const int = (field: number, value: number): Bytes => [...varint(field * 8), ...varint(value)]
const message = (field: number, bytes: Bytes): Bytes => [...varint(field * 8 + 2), ...varint(bytes.length), ...bytes]
const text = (field: number, value: string): Bytes => message(field, [...utf8.encode(value)])

function typed({ name, shape }: Tensor): Bytes {
  const sizes = shape.flatMap((size) => message(1, size === "n" ? text(2, size) : int(1, size)))
  return [...text(1, name), ...message(2, message(1, [...int(1, float), ...message(2, sizes)]))]
}

function weight({ name, shape, values }: Graph["weights"][number]): Bytes {
  const raw = [...new Uint8Array(new Float32Array(values).buffer)]
  return [...shape.flatMap((size) => int(1, Number(size))), ...int(2, float), ...text(8, name), ...message(9, raw)]
}

/** The bytes of a model. */
export function writeOnnx({ inputs, outputs, nodes, weights }: Graph): Uint8Array {
  const graph = [
    ...nodes.flatMap(({ op, from, to }) =>
      message(1, [...from.flatMap((name) => text(1, name)), ...to.flatMap((name) => text(2, name)), ...text(4, op)]),
    ),
    ...text(2, "graph"),
    ...weights.flatMap((each) => message(5, weight(each))),
    ...inputs.flatMap((each) => message(11, typed(each))),
    ...outputs.flatMap((each) => message(12, typed(each))),
  ]
  const operators = message(8, [...text(1, ""), ...int(2, 13)])
  return Uint8Array.from([...int(1, 8), ...text(2, "cepheus"), ...message(7, graph), ...operators])
}
