import type { ConnectorDeclaration } from "../../lang/catalog.ts"

/** What holds where nothing else is given. */
export const onnxDefaults = { index: 0 } as const

export const onnxDeclaration: ConnectorDeclaration = {
  name: "onnx",
  doc: "A model in a file of the ONNX format, run by the package `onnxruntime-node`, which is installed beside this one.",
  use: ["model"],
  options: [
    {
      name: "path",
      type: "text",
      required: true,
      positional: true,
      doc: "The file. A path that begins with `./` or `../` leads from the file with the rules, any other from the folder where the job is started.",
    },
    {
      name: "output",
      type: "text",
      doc: "The output that holds the result, where the model has several, as classifiers have; without it the first.",
    },
    {
      name: "index",
      type: "number",
      default: onnxDefaults.index,
      doc: "Where the output has several values a row: which of them, from 0. Of `probabilities` 1 is that of the second class.",
    },
  ],
  examples: ['onnx("risk.onnx")', 'onnx("risk.onnx", output: "probabilities", index: 1)'],
}
