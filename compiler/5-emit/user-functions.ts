import type { UseInfo } from "../../lang/check/model.ts"
import type { Type } from "../../lang/check/types.ts"
import { valueType } from "../2-plan/value-type.ts"
import type { ModuleContext } from "./context.ts"
import { bare, isOptional } from "./missing.ts"
import { property, quote } from "./text.ts"

const toUser = `const toUser = (type, value) => {
  if (value === undefined) return undefined
  if (type.kind === "time") return new Date(value)
  if (type.kind === "list") return value.map((item) => toUser(type.of, item))
  if (type.kind !== "record") return value
  return Object.fromEntries(type.fields.map((field) => [field.name, toUser(field.type, value[field.name])]))
}`

const fromUser = `const fromUser = (name, type, value) => {
  if (value === undefined || value === null || Number.isNaN(value)) return undefined
  switch (type.kind) {
    case "number":
    case "string":
    case "boolean":
      if (typeof value === type.kind) return value
      break
    case "integer":
      if (Number.isSafeInteger(value)) return value
      break
    case "enum":
      if (type.values.includes(value)) return value
      break
    case "time":
      if (value instanceof Date) return fromUser(name, { kind: "number" }, value.getTime())
      break
    case "list":
      if (Array.isArray(value)) return value.map((item) => fromUser(name, type.of, item))
      break
    case "record":
      if (typeof value !== "object") break
      return Object.fromEntries(type.fields.map((field) => [field.name, fromUser(name, field.type, value[field.name])]))
  }
  const found = typeof value === "object" ? "an object" : typeof value + " " + String(value)
  throw new TypeError(name + " gave " + found + ", which is not of type " + type.kind)
}`

/**
 * Declares the functions that rules take from TypeScript, as lines of the module. `user` holds their modules by path.
 * Arguments are copies, so that no function can change an event; results are checked against the declared type.
 */
export function declareUserFunctions(uses: readonly UseInfo[], module: ModuleContext): string[] {
  if (uses.length === 0) return []
  const lines = uses.map((use) => declareOne(use, module))
  const text = lines.join("\n")
  return [...(text.includes("toUser(") ? [toUser] : []), fromUser, ...lines]
}

function declareOne(use: UseInfo, module: ModuleContext): string {
  const code = module.names.take(use.name)
  module.userFunctions.set(use.name, { code, takesMissing: use.parameters.map(({ type }) => isOptional(type)) })
  const locals = module.names.inner()
  const names = use.parameters.map(({ name }) => locals.take(name))
  const args = use.parameters.map(({ type }, at) => argument(type, names[at]!, module))
  const target = `user[${quote(use.path)}]${property(use.exported)}`
  const type = module.type(valueType(use.returns, module.eventIds))
  const result = `fromUser(${quote(use.name)}, ${type}, ${target}(${args.join(", ")}))`
  return module.places.mark(use.span, `const ${code} = (${names.join(", ")}) => ${result}`)
}

function argument(type: Type, name: string, module: ModuleContext): string {
  const isCopied = ["time", "list", "record", "event"].includes(bare(type).kind)
  return isCopied ? `toUser(${module.type(valueType(type, module.eventIds))}, ${name})` : name
}
