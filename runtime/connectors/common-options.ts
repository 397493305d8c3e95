import type { ConnectorDeclaration, ConnectorOption } from "../../lang/catalog.ts"

/** What all sinks take, beside what their connector declares. */
const delivery: ConnectorOption = {
  name: "delivery",
  type: "text",
  use: ["sink"],
  default: "exactly-once",
  choices: ["exactly-once", "at-least-once"],
  doc: "A sink of a job with checkpoints: `exactly-once` publishes with each checkpoint, `at-least-once` at once.",
}

/** What a connector declares, with the options that all sinks have. */
export function withSinkOptions(declaration: ConnectorDeclaration): ConnectorDeclaration {
  const hasOwn = declaration.options.some(({ name }) => name === delivery.name)
  if (!declaration.use.includes("sink") || hasOwn) return declaration
  return { ...declaration, options: [...declaration.options, delivery] }
}

/** What all sources take whose partitions can be those of a key: rules write it `partitioned by FIELD`. */
const partitionedBy: ConnectorOption = {
  name: "partitionedBy",
  type: "text",
  use: ["source"],
  doc: "The field whose value decides in which partition an event is: a job with checkpoints can be run by several processes then. In rules: `partitioned by FIELD`, without quotes.",
}

/** What a connector declares, with the options that all sources have. */
export function withSourceOptions(declaration: ConnectorDeclaration): ConnectorDeclaration {
  if (declaration.partitioned !== true) return declaration
  return { ...declaration, options: [...declaration.options, partitionedBy] }
}
