import { Buffer } from "node:buffer"
import type { SourceRecord } from "../connectors/contract.ts"
import { CsvDecoder, type Row } from "../formats/csv.ts"
import { recordsOf } from "./lines.ts"

/** Lines that were kept apart from the source that brought them, each with its line feed. */
export interface KeptLines {
  readonly bytes: Uint8Array
  /** Where they are rows of CSV; else they are JSON. */
  readonly csv?: { readonly delimiter: string; readonly columns: readonly string[] } | undefined
}

/** The records of kept lines. Where they stood at their source is not known. */
export function keptRecords({ bytes, csv }: KeptLines): SourceRecord[] {
  const texts = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8").split("\n").slice(0, -1)
  if (csv === undefined) return texts.flatMap((text) => recordsOf(text, () => ({})))
  const decoder = new CsvDecoder(csv.delimiter)
  const header = csv.columns.map((name) => `"${name.replaceAll('"', '""')}"`).join(csv.delimiter)
  const rows: Row[] = []
  decoder.decode(
    [header, ...texts].map((text, line) => ({ text: text.replace(/\r$/, ""), line, byte: 0, problem: undefined })),
    rows,
  )
  decoder.finish(rows)
  return rows.map(({ value, text, problem }) => ({ raw: value, text, position: {}, problem }))
}
