/**
 * Text of JavaScript: everything that comes from a rule's author goes through here before it becomes code, so that no
 * name and no string can end a literal or reach a prototype.
 */

/** The characters that mark places in code before the source map is made; never left in a literal. */
export const placeOpens = "\uE000"
export const placeNumberEnds = "\uE001"
export const placeCloses = "\uE002"

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u

/** A string literal in double quotes. */
export function quote(text: string): string {
  return JSON.stringify(text).replace(/[\u2028\u2029\uE000-\uE002\u007F-\u009F\uFEFF]/g, escapeUnit)
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`
}

/** Code of others, with the marks' characters as escapes: they can only stand in its strings. */
export function escapePlaces(code: string): string {
  return code.replace(/[\uE000-\uE002]/g, escapeUnit)
}

/** Text for the inside of a template literal. */
export function templateText(text: string): string {
  return quote(text).slice(1, -1).replaceAll('\\"', '"').replace(/[`$]/g, "\\$&")
}

/** Text for the inside of a comment. */
export function commentText(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\uE000-\uE002]+/gu, " ").replaceAll("*/", "* /")
}

/** `.name`, or `["na me"]` where the name is no identifier. */
export function property(name: string): string {
  return isPlainName(name) ? `.${name}` : `[${quote(name)}]`
}

/** A key of an object literal; `__proto__` as a computed key, since the plain one would set the prototype. */
export function literalKey(name: string): string {
  if (name === "__proto__") return '["__proto__"]'
  return isPlainName(name) ? name : quote(name)
}

function isPlainName(name: string): boolean {
  return identifier.test(name) && name !== "__proto__"
}

/** A number literal; a negative one in a form that stands after any operator. */
export function number(value: number): string {
  if (Object.is(value, -0)) return "0"
  return value < 0 ? `(${value})` : `${value}`
}

/** Plain data as a literal over several lines where one of 100 columns is not enough. Undefined properties are left out. */
export function literal(value: unknown, indent = ""): string {
  const flat = flatLiteral(value)
  if (flat.length + indent.length <= 100 || typeof value !== "object" || value === null) return flat
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => `${inner}${literal(item, inner)},\n`).join("")}${indent}]`
  }
  const lines = fields(value).map(([name, item]) => `${inner}${literalKey(name)}: ${literal(item, inner)},\n`)
  return `{\n${lines.join("")}${indent}}`
}

function flatLiteral(value: unknown): string {
  if (typeof value === "string") return quote(value)
  if (typeof value === "number") return number(value)
  if (Array.isArray(value)) return `[${value.map(flatLiteral).join(", ")}]`
  if (typeof value === "object" && value !== null) {
    const parts = fields(value).map(([name, item]) => `${literalKey(name)}: ${flatLiteral(item)}`)
    return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`
  }
  return String(value)
}

function fields(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined)
}

const reserved = [
  "await break case catch class const continue debugger default delete do else enum export extends false finally for",
  "function if implements import in instanceof interface let new null package private protected public return static",
  "super switch this throw true try typeof var void while with yield async of arguments eval undefined NaN Infinity",
  "Array Date Error Map Math Number Object RegExp Set String TypeError globalThis",
]
  .join(" ")
  .split(" ")

/** Gives out identifiers that are valid, not reserved and not yet taken. */
export class Names {
  readonly #taken: Set<string>

  /** `outer`: names that must not be hidden. */
  constructor(outer: Iterable<string> = reserved) {
    this.#taken = new Set(outer)
  }

  /** A scope inside this one: what is taken here is taken there. */
  inner(): Names {
    return new Names(this.#taken)
  }

  /** The wanted name, made valid (never with a `$`), with a number behind it where it is taken. */
  take(wanted: string): string {
    const plain = wanted.replace(/[^\p{ID_Continue}]/gu, "_")
    const valid = identifier.test(plain) ? plain : `_${plain}`
    let name = valid
    for (let count = 2; this.#taken.has(name); count++) name = `${valid}_${count}`
    this.#taken.add(name)
    return name
  }
}

/** `RapidFire` → `rapidFire` */
export function lowerFirst(name: string): string {
  const [first = ""] = name
  return first.toLowerCase() + name.slice(first.length)
}
