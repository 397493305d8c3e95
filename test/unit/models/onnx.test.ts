/** Models in files, run by the real package. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, test } from "vitest"
import type { ModelSchema } from "../../../runtime/abi/table.ts"
import type { ValueType } from "../../../runtime/abi/value.ts"
import { ModelError, openModels } from "../../../runtime/models/onnx.ts"
import { makeModel } from "../../../samples/model-score/make-model.ts"
import { type Graph, writeOnnx } from "../../../samples/model-score/onnx.ts"

const folder = mkdtempSync(join(tmpdir(), "cepheus-models-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const opened: { close(): Promise<void> }[] = []
afterAll(() => Promise.all(opened.map((each) => each.close())))

/** Adds 2a + 3b: one input of rows of two. */
const matrix: Graph = {
  inputs: [{ name: "row", shape: ["n", 2] }],
  outputs: [{ name: "sum", shape: ["n", 1] }],
  nodes: [{ op: "MatMul", from: ["row", "w"], to: ["sum"] }],
  weights: [{ name: "w", shape: [2, 1], values: [2, 3] }],
}
/** The same with an input for each, by name and in another order; the second output is the difference. */
const columns: Graph = {
  inputs: [
    { name: "b", shape: ["n", 1] },
    { name: "a", shape: ["n", 1] },
  ],
  outputs: [
    { name: "sum", shape: ["n", 1] },
    { name: "both", shape: ["n", 2] },
  ],
  nodes: [
    { op: "Mul", from: ["a", "two"], to: ["a2"] },
    { op: "Mul", from: ["b", "three"], to: ["b3"] },
    { op: "Add", from: ["a2", "b3"], to: ["sum"] },
    { op: "MatMul", from: ["sum", "wide"], to: ["both"] },
  ],
  weights: [
    { name: "two", shape: [1], values: [2] },
    { name: "three", shape: [1], values: [3] },
    { name: "wide", shape: [1, 2], values: [1, -1] },
  ],
}
const single: Graph = {
  ...matrix,
  inputs: [{ name: "row", shape: [1, 2] }],
  outputs: [{ name: "sum", shape: [1, 1] }],
}
const logarithm: Graph = {
  inputs: [{ name: "x", shape: ["n", 1] }],
  outputs: [{ name: "y", shape: ["n", 1] }],
  nodes: [{ op: "Log", from: ["x"], to: ["y"] }],
  weights: [],
}

for (const [name, graph] of Object.entries({ matrix, columns, single, logarithm })) {
  writeFileSync(join(folder, `${name}.onnx`), writeOnnx(graph))
}

const number: ValueType = { kind: "number" }

function schema(file: string, names: string, options: Record<string, unknown> = {}): ModelSchema {
  const parameters = names.split(" ").map((name) => ({ name, type: number, optional: false }))
  return { name: "m", parameters, returns: number, from: { name: "m", connector: "onnx", args: [file], options } }
}

async function open(model: ModelSchema) {
  const models = await openModels([model], { folder })
  opened.push(models)
  return models.runners.m!
}

describe("a model", () => {
  test("takes whole rows", async () => {
    const run = await open(schema("matrix.onnx", "a b"))
    expect(run([[1, 2]])).toEqual([8])
    expect(
      run([
        [1, 0],
        [0, 1],
        [10, true],
      ]),
    ).toEqual([2, 3, 23])
  })

  test("takes an input for each parameter, by name", async () => {
    const run = await open(schema("columns.onnx", "a b"))
    expect(
      run([
        [1, 2],
        [10, 1],
      ]),
    ).toEqual([8, 23])
  })

  test("gives the value of another output that is asked for", async () => {
    const run = await open(schema("columns.onnx", "a b", { output: "both", index: 1 }))
    expect(run([[1, 2]])).toEqual([-8])
  })

  test("that takes one row at a time is asked row by row", async () => {
    const run = await open(schema("single.onnx", "a b"))
    expect(
      run([
        [1, 2],
        [3, 4],
      ]),
    ).toEqual([8, 18])
  })

  test("is asked for more rows than fit at once", async () => {
    const run = await open(schema("matrix.onnx", "a b"))
    const rows = Array.from({ length: 20_001 }, (_, at) => [at, 1])
    expect(run(rows)).toEqual(rows.map(([a]) => 2 * a! + 3))
  })

  test("gives what is no number as it is", async () => {
    const run = await open(schema("logarithm.onnx", "x"))
    expect(run([[-1], [1], [0]])).toEqual([Number.NaN, 0, Number.NEGATIVE_INFINITY])
  })
})

describe("what cannot be run is said", () => {
  test.each<[string, ModelSchema, string]>([
    ["no file", schema("none.onnx", "a"), "there is no file none.onnx for the model m (looked for /"],
    [
      "too few parameters",
      schema("matrix.onnx", "a"),
      "takes row (float32[n, 2]): rows of 2 numbers, and the rules declare the parameter a",
    ],
    [
      "other names",
      schema("columns.onnx", "a c"),
      "takes b (float32[n, 1]), a (float32[n, 1]), and the rules declare the parameters a, c: they must have the names of its inputs",
    ],
    ["no such output", schema("matrix.onnx", "a b", { output: "odds" }), "has no output odds; it has sum"],
    [
      "no such value",
      schema("matrix.onnx", "a b", { index: 1 }),
      "gives sum (float32[n, 1]): there is no value at index 1",
    ],
  ])("%s", async (_, model, reason) => {
    const error = await openModels([model], { folder }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ModelError)
    expect((error as Error).message.replace(folder, "/…")).toContain(reason)
  })

  test("a damaged file", async () => {
    writeFileSync(join(folder, "damaged.onnx"), writeOnnx(matrix).subarray(0, 60))
    await expect(openModels([schema("damaged.onnx", "a b")], { folder })).rejects.toThrow(
      /the model m in damaged\.onnx cannot be loaded: .+/,
    )
  })

  test("the package that runs models is not installed", async () => {
    await expect(openModels([schema("matrix.onnx", "a b")], { folder, runtime: "onnxruntime-absent" })).rejects.toThrow(
      "the model m needs the package onnxruntime-absent, which is not installed: npm install onnxruntime-absent",
    )
  })

  test("no models need no package", async () => {
    const models = await openModels([], { runtime: "onnxruntime-absent" })
    expect(Object.keys(models.runners)).toEqual([])
    await models.close()
  })
})

test("the sample's model is what its program makes", () => {
  const kept = readFileSync(fileURLToPath(new URL("../../../samples/model-score/risk.onnx", import.meta.url)))
  expect([...makeModel()]).toEqual([...kept])
})
