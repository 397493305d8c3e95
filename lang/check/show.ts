import type { Type } from "./types.ts"

/** A type as its author would write it (`number?`, `string[]`), or a few words where it has no written form. */
export function showType(type: Type): string {
  switch (type.kind) {
    case "decimal":
      return `decimal(${type.scale})`
    case "enum":
      return shorten(type.values.map((value) => JSON.stringify(value)))
    case "list": {
      const inner = showType(type.of)
      return type.of.kind === "enum" ? `(${inner})[]` : `${inner}[]`
    }
    case "record":
      return `{ ${type.fields.map((field) => `${field.name}: ${showType(field.type)}`).join(", ")} }`
    case "optional":
      return type.of.kind === "enum" && type.of.values.length > 1 ? `(${showType(type.of)})?` : `${showType(type.of)}?`
    case "event":
      return type.events.join(" | ")
    default:
      return type.kind
  }
}

function shorten(values: readonly string[]): string {
  return values.length > 6 ? [...values.slice(0, 5), "…"].join(" | ") : values.join(" | ")
}

/** A type in a sentence: "a number", "text (string)", "an event `Transaction`", "a number that may be missing". */
export function describe(type: Type): string {
  switch (type.kind) {
    case "optional":
      return `${describe(type.of)} that may be missing`
    case "integer":
      return "an integer"
    case "event":
      return type.events.length === 0 ? "a whole event" : `a whole event (${type.events.join(" | ")})`
    case "list":
      return `a list (${showType(type)})`
    case "record":
      return "a record"
    case "enum":
      return `one of ${showType(type)}`
    case "missing":
    case "unknown":
      return type.kind
    default:
      return `a ${showType(type)}`
  }
}

/** "`a`, `b` and `c`" */
export function listNames(names: readonly string[], last = "and"): string {
  const quoted = names.map((name) => `\`${name}\``)
  if (quoted.length < 2) return quoted.join("")
  return `${quoted.slice(0, -1).join(", ")} ${last} ${quoted.at(-1)}`
}
