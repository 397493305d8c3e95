/**
 * Text of JavaScript: everything that comes from a rule's author goes through here before it becomes code, so that no
 * name and no string can end a literal or reach a prototype.
 */

/** The characters that mark places in code before the source map is made; never left in a literal. */
export const placeOpens = "\uE000"
export const placeNumberEnds = "\uE001"
export const placeCloses = "\uE002"

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u
/** Most names; the tables of Unicode are only asked about the others. */
const asciiIdentifier = /^[A-Za-z_][A-Za-z0-9_]*$/

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

/** Code without the marks of places. */
export function withoutPlaces(code: string): string {
  return code.replace(/\uE000\d+\uE001|\uE002/g, "")
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
  return (asciiIdentifier.test(name) || identifier.test(name)) && name !== "__proto__"
}

/** A number literal; a negative one in a form that stands after any operator. */
export function number(value: number): string {
  if (Object.is(value, -0)) return "0"
  return value < 0 ? `(${value})` : `${value}`
}

/** Plain data as a literal over several lines where one of 100 columns is not enough. Undefined properties are left out. */
export function literal(value: unknown, indent = ""): string {
  if (typeof value !== "object" || value === null) return flatLiteral(value, Number.POSITIVE_INFINITY)!
  const flat = flatLiteral(value, 100 - indent.length)
  if (flat !== undefined) return flat
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => `${inner}${literal(item, inner)},\n`).join("")}${indent}]`
  }
  const lines = fields(value).map(([name, item]) => `${inner}${literalKey(name)}: ${literal(item, inner)},\n`)
  return `{\n${lines.join("")}${indent}}`
}

/** Plain data on one line; nothing where that takes more characters than there is room for: it stops there, so that deep data is not written once for each level. */
function flatLiteral(value: unknown, room: number): string | undefined {
  if (typeof value === "object" && value !== null) return flatParts(value, room)
  const text = typeof value === "string" ? quote(value) : typeof value === "number" ? number(value) : String(value)
  return text.length > room ? undefined : text
}

function flatParts(value: object, room: number): string | undefined {
  const isList = Array.isArray(value)
  const items: [string, unknown][] = isList ? value.map((item) => ["", item]) : fields(value)
  if (!isList && items.length === 0) return room < 2 ? undefined : "{}"
  // The brackets, with blanks inside those of an object.
  let left = room - (isList ? 2 : 4)
  const parts: string[] = []
  for (const [name, item] of items) {
    const key = isList ? "" : `${literalKey(name)}: `
    const separator = parts.length === 0 ? 0 : 2
    const text = flatLiteral(item, left - key.length - separator)
    if (text === undefined) return undefined
    left -= separator + key.length + text.length
    parts.push(key + text)
  }
  if (left < 0) return undefined
  return isList ? `[${parts.join(", ")}]` : `{ ${parts.join(", ")} }`
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
  readonly #outer: Names | undefined
  /** By name: the number to try next. Where thousands want the same one, trying from the start would take long. */
  readonly #next = new Map<string, number>()

  /** `outer`: names that must not be hidden; of a scope also those that it takes later. */
  constructor(outer: Iterable<string> | Names = reserved) {
    const isScope = outer instanceof Names
    this.#taken = new Set(isScope ? [] : outer)
    this.#outer = isScope ? outer : undefined
  }

  /** A scope inside this one: what is taken here is taken there. */
  inner(): Names {
    return new Names(this)
  }

  #isTaken(name: string): boolean {
    if (this.#outer === undefined) return this.#taken.has(name)
    return this.#taken.has(name) || this.#outer.#isTaken(name)
  }

  /** The wanted name, made valid (never with a `$`), with a number behind it where it is taken. */
  take(wanted: string): string {
    const valid = asciiIdentifier.test(wanted) ? wanted : madeValid(wanted)
    let name = valid
    let count = this.#next.get(valid) ?? 2
    for (; this.#isTaken(name); count++) name = `${valid}_${count}`
    this.#next.set(valid, count)
    this.#taken.add(name)
    return name
  }
}

function madeValid(wanted: string): string {
  const plain = wanted.replace(/[^\p{ID_Continue}]/gu, "_")
  return identifier.test(plain) ? plain : `_${plain}`
}

/** `RapidFire` → `rapidFire` */
export function lowerFirst(name: string): string {
  const [first = ""] = name
  return first.toLowerCase() + name.slice(first.length)
}
