import type { StoredTable } from "./table.ts"

const format = "cepheus-state"
const version = 1

/** The tables of one operator as plain data. */
export interface StoredOperator {
  readonly operator: string
  readonly fingerprint: string
  readonly tables: readonly StoredTable[]
}

interface Snapshot {
  readonly format: typeof format
  readonly version: number
  /** Over everything in `operators`. */
  readonly checksum: string
  readonly operators: readonly StoredOperator[]
}

/** Puts the operators' tables into one piece of plain data that survives JSON.stringify. */
export function writeSnapshot(operators: readonly StoredOperator[]): Snapshot {
  return { format, version, checksum: checksum(operators), operators }
}

/** The operators of a snapshot by name. Throws when it is not one, of another version or damaged. */
export function readSnapshot(snapshot: unknown): Map<string, StoredOperator> {
  if (!isObject(snapshot) || snapshot.format !== format) {
    throw new Error("cannot restore: this is not the snapshot of an engine (give what `snapshot()` returned)")
  }
  if (snapshot.version !== version) {
    throw new Error(
      `cannot restore: the snapshot has version ${String(snapshot.version)} of the format, this engine reads ${version}`,
    )
  }
  const { operators } = snapshot
  if (!Array.isArray(operators) || !operators.every(isOperator)) throw damaged("its tables are incomplete")
  if (snapshot.checksum !== checksum(operators)) throw damaged("its checksum does not agree with its contents")
  return new Map(operators.map((operator) => [operator.operator, operator]))
}

function damaged(what: string): Error {
  return new Error(`cannot restore: the snapshot is damaged (${what})`)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function isOperator(value: unknown): value is StoredOperator {
  if (!isObject(value) || typeof value.operator !== "string" || typeof value.fingerprint !== "string") return false
  return Array.isArray(value.tables) && value.tables.every(isTable)
}

function isTable(value: unknown): value is StoredTable {
  if (!isObject(value) || typeof value.name !== "string" || !isObject(value.columns)) return false
  const { top, free } = value
  if (typeof top !== "number" || !Number.isInteger(top) || top < 0 || !Array.isArray(free) || free.length > top)
    return false
  if (new Set(free).size !== free.length) return false
  if (!free.every((row) => Number.isInteger(row) && row >= 0 && row < top)) return false
  return Object.values(value.columns).every((column) => Array.isArray(column) && column.length === top - free.length)
}

/**
 * Finds accidental damage (not an attack): two 32-bit multiplicative hashes over the JSON text, column by column so that no
 * text grows with the whole state.
 */
function checksum(operators: readonly StoredOperator[]): string {
  let high = 0x9e3779b9
  let low = 0x85ebca6b
  const add = (part: unknown): void => {
    const text = JSON.stringify(part) ?? ""
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      high = Math.imul(high ^ unit, 2654435761)
      low = Math.imul(low ^ unit, 1597334677)
    }
  }
  for (const { operator, fingerprint, tables } of operators) {
    add([operator, fingerprint])
    for (const { name, top, free, columns } of tables) {
      add([name, top, free])
      for (const [column, cells] of Object.entries(columns)) {
        add(column)
        add(cells)
      }
    }
  }
  return (high >>> 0).toString(16).padStart(8, "0") + (low >>> 0).toString(16).padStart(8, "0")
}
