import type { ConnectorDeclaration } from "../../lang/catalog.ts"

type Option = ConnectorDeclaration["options"][number]

/** What all sinks take, beside what their connector declares. */
const delivery: Option = {
  name: "delivery",
  type: "text",
  use: ["sink"],
  doc: "A sink of a job with checkpoints: `exactly-once` (default) publishes with each checkpoint, `at-least-once` at once.",
}

/** What a connector declares, with the options that all sinks have. */
export function withSinkOptions(declaration: ConnectorDeclaration): ConnectorDeclaration {
  if (!declaration.use.includes("sink")) return declaration
  return { ...declaration, options: [...declaration.options, delivery] }
}

/** What all sources take whose partitions can be those of a key: rules write it `partitioned by FIELD`. */
const partitionedBy: Option = {
  name: "partitionedBy",
  type: "text",
  use: ["source"],
  doc: "The field whose value decides in which partition an event is: a job with checkpoints can be run by several processes then.",
}

/** What a connector declares, with the options that all sources have. */
export function withSourceOptions(declaration: ConnectorDeclaration): ConnectorDeclaration {
  if (declaration.partitioned !== true) return declaration
  return { ...declaration, options: [...declaration.options, partitionedBy] }
}
