import type { KeySchema } from "../../runtime/abi/rule-set.ts"
import { isKeyText, isSameText } from "../../runtime/library/key-text.ts"
import { show } from "../../runtime/library/show.ts"

/** Compares keys with the one that is asked for, which is given as text. */
export class AskedKey {
  readonly schemas: readonly KeySchema[]
  private readonly asked: readonly string[]

  constructor(schemas: readonly KeySchema[], asked: readonly string[]) {
    this.schemas = schemas
    this.asked = asked
  }

  /** Whether a key, in the inside form, is the one. */
  is(key: readonly unknown[]): boolean {
    return isKeyText(key, this.schemas, this.asked)
  }

  /** Whether an event as it was delivered has it; undefined: it is no object, or a part is missing. */
  isOfRaw(raw: unknown, type: number): boolean | undefined {
    const parts = this.schemas.map(({ paths }) => readPath(raw, paths[type]))
    if (parts.some((part) => part === undefined || part === null || part === "")) return undefined
    return parts.every((part, at) => isSameText(String(part), this.asked[at]!))
  }

  /** The parts of the key of an event as it was delivered, as they are asked for; undefined: it is no object, or one is missing. */
  partsOfRaw(raw: unknown, type: number): readonly string[] | undefined {
    const parts = this.schemas.map(({ paths }) => readPath(raw, paths[type]))
    if (parts.some((part) => part === undefined || part === null || part === "")) return undefined
    return parts.map(String)
  }

  /** The names of the key's fields that an event as it was delivered lacks. */
  missingIn(raw: unknown, type: number): readonly string[] {
    return this.schemas.filter(({ paths }) => readPath(raw, paths[type]) === undefined).map(({ name }) => name)
  }

  /** A key as text, as it is asked for. */
  textOf(key: readonly unknown[]): string {
    return this.partsOf(key).join(",")
  }

  /** Likewise, part by part. */
  partsOf(key: readonly unknown[]): readonly string[] {
    return key.map((part, at) => show(this.schemas[at]!.type, part))
  }

  /** The asked key by the names of its parts. */
  get named(): Record<string, string> {
    return Object.fromEntries(this.schemas.map(({ name }, part) => [name, this.asked[part]!]))
  }

  /** `card c1`; `account a1, country NL`. */
  get words(): string {
    // Where no key is known, it is about all.
    return this.asked.length === 0 ? "" : this.schemas.map(({ name }, part) => `${name} ${this.asked[part]}`).join(", ")
  }

  get text(): string {
    return this.asked.join(",")
  }
}

function readPath(raw: unknown, path: readonly string[] | undefined): unknown {
  if (path === undefined) return undefined
  let value = raw
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}
