/** Functions that read the declared fields of events from lines of JSON, field by field as they stand there. */
import type { EventSchema } from "../../runtime/abi/rule-set.ts"
import type { FieldSchema } from "../../runtime/abi/value.ts"
import { whyNotFlat } from "../4-optimize/flat-event.ts"
import type { ModuleContext } from "./context.ts"
import { literalKey, quote } from "./text.ts"

/** The lines of a reader; undefined where the event has fields that only `JSON.parse` reads, or is no input. */
export function readerLines(event: EventSchema, module: ModuleContext): readonly string[] | undefined {
  if (whyNotFlat(event) !== undefined) return undefined
  const { fields } = event
  // First what they name in the module, which no local may hide.
  const codes = fields.map((field) => scanCode(field, module))
  const names = module.names.inner()
  for (const own of ["scan", "field"]) names.take(own)
  const locals = fields.map(({ name }) => names.take(name))
  const required = fields.flatMap(({ optional }, i) => (optional ? [] : [`${locals[i]!} === undefined`]))
  return [
    "(scan) => {",
    ...(locals.length === 0 ? [] : [`  let ${locals.join(", ")}`]),
    "  for (let field = scan.next(); field >= 0; field = scan.next()) {",
    "    switch (field) {",
    ...codes.flatMap((code, i) => [`      case ${i}:`, `        ${locals[i]!} = ${code}`, "        break"]),
    "    }",
    "  }",
    `  if (${["scan.odd", ...required].join(" || ")}) return undefined`,
    `  return { ${fields.map(({ name }, i) => entry(name, locals[i]!)).join(", ")} }`,
    "}",
  ]
}

function entry(name: string, local: string): string {
  const key = literalKey(name)
  return key === local ? local : `${key}: ${local}`
}

function scanCode({ type }: FieldSchema, module: ModuleContext): string {
  switch (type.kind) {
    case "integer":
    case "duration":
      return "scan.integer()"
    case "decimal":
      return `scan.decimal(${type.scale})`
    case "time":
      return `scan.time(${type.seconds === true})`
    case "enum":
      return `scan.oneOf(${module.constant("values", `new Set([${type.values.map(quote).join(", ")}])`)})`
    default:
      return `scan.${type.kind}()`
  }
}
