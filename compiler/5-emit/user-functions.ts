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

const fromUser = `const fromUser = (name, type, optional, value) => {
  if ((value === undefined || value === null) && optional) return undefined
  switch (type.kind) {
    case "number":
      if (Number.isFinite(value)) return value
      break
    case "string":
    case "boolean":
      if (typeof value === type.kind) return value
      break
    case "enum":
      if (type.values.includes(value)) return value
      break
    case "time":
      if (Object.prototype.toString.call(value) === "[object Date]" && !Number.isNaN(value.getTime())) return value.getTime()
      break
    case "list":
      if (Array.isArray(value)) return Array.from(value, (item) => fromUser("an item of " + name, type.of, false, item))
      break
    case "record":
      if (typeof value !== "object" || value === null || Array.isArray(value)) break
      return Object.fromEntries(type.fields.map((field) => [field.name, fromUser("field " + field.name + " of " + name, field.type, field.optional, value[field.name])]))
  }
  const found = typeof value === "string" ? JSON.stringify(value.slice(0, 80)) : typeof value === "object" && value !== null ? "an object" : String(value)
  const wanted = type.kind === "enum" ? "one of " + JSON.stringify(type.values) : "a value of type " + type.kind
  throw new TypeError(name + " is " + found + " where " + wanted + " was declared")
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
  const made = `user[${quote(use.path)}]${property(use.exported)}(${args.join(", ")})`
  const what = quote(`the result of ${use.name}`)
  const type = module.type(valueType(use.returns, module.eventIds))
  const result = (given: string) => `fromUser(${what}, ${type}, ${isOptional(use.returns)}, ${given})`
  // What a promise gives is read when it is there.
  if (use.async === true) module.userResults.set(use.name, result("given"))
  return module.places.mark(
    use.span,
    `const ${code} = (${names.join(", ")}) => ${use.async === true ? made : result(made)}`,
  )
}

/** The code that reads what an asynchronous function gave, called `given`. */
export function resultCode(name: string, module: ModuleContext): string {
  const code = module.userResults.get(name)
  if (code === undefined) throw new Error(`${name} is no asynchronous function`)
  return code
}

function argument(type: Type, name: string, module: ModuleContext): string {
  const isCopied = ["time", "list", "record", "event"].includes(bare(type).kind)
  return isCopied ? `toUser(${module.type(valueType(type, module.eventIds))}, ${name})` : name
}
