import type { Fields } from "../abi/value.ts"

/** What equal values have in common, and different ones of one type have not: a key for a Map. */
export type Identity = string | number | boolean

/** The identity of a value of a declared type, or of a key of one part. */
export function identityOf(value: unknown): Identity {
  return typeof value === "object" ? textOf(value) : (value as Identity)
}

/** The identity of a key or value of several parts. */
export function identityOfParts(parts: readonly unknown[]): Identity {
  return parts.length === 1 ? identityOf(parts[0]) : textOf(parts)
}

/** The parts that `identityOfParts` was given, where they are texts, numbers and booleans. */
export function partsOfIdentity(identity: Identity, parts: number): readonly unknown[] {
  return parts === 1 ? [identity] : (JSON.parse(String(identity)) as unknown[])
}

/** JSON with the fields of records in one order, so that it does not depend on who made them. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(",")}]`
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null"
  const fields = value as Fields
  const names = Object.keys(fields).filter((name) => fields[name] !== undefined)
  return `{${names
    .sort()
    .map((name) => `${JSON.stringify(name)}:${textOf(fields[name])}`)
    .join(",")}}`
}
