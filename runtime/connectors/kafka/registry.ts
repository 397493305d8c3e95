import type { AvroToJson } from "../../formats/avro/json-writer.ts"
import type { Settings } from "../contract.ts"

/** Why messages with a schema cannot be read. */
export interface SchemaProblem {
  readonly code: "unknown-schema" | "unusable-schema"
  readonly reason: string
}

/** Schemas by their numbers, as far as they were loaded. */
export interface SchemaRegistry {
  /** What reads the values of a schema, or why nothing does; undefined: it must be loaded. */
  known(id: number): AvroToJson | SchemaProblem | undefined
  /** Resolves when `known` has an answer: waits for a registry that is away. Throws `ConnectorError`. */
  load(id: number): Promise<void>
  /** Ends loads that wait, with an error. Twice is harmless. */
  close(): void
}

/** Whether settings say anything about a registry. */
export function usesRegistry(settings: Settings): boolean {
  return Object.keys(settings).some((name) => name.startsWith("registry"))
}
