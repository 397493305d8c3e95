import { CsvDecoder, CsvHeaderError, cellsReader, type Row } from "../../formats/csv.ts"
import { decodeJson, isBlank } from "../../formats/json.ts"
import type { Line } from "../../formats/lines.ts"
import { ConnectorError, type CsvRecords, type Position, type SourceRecord } from "../contract.ts"

/** Makes records of the lines of one file. */
export interface Decoder {
  decode(lines: readonly Line[]): SourceRecord[]
  /** What was held back until the end. */
  finish(): SourceRecord[]
  /** The first line that was taken and not yet handed out. */
  readonly openLine: Line | undefined
  /** What stands at the start of a file was read: what comes may be handed out as lines. */
  readonly isReady: boolean
  /** Lines of CSV: how they are read. */
  readonly csv: CsvRecords | undefined
}

/** JSON lines: one value a line; lines of white space alone are passed over. */
export class JsonLines implements Decoder {
  readonly #file: string
  readonly openLine = undefined
  readonly isReady = true
  readonly csv = undefined

  constructor(file: string) {
    this.#file = file
  }

  decode(lines: readonly Line[]): SourceRecord[] {
    const records: SourceRecord[] = []
    for (const { text, line, byte, problem } of lines) {
      const position: Position = { file: this.#file, line, byte }
      if (problem !== undefined) {
        records.push({ raw: undefined, text, position, problem })
        continue
      }
      if (isBlank(text)) continue
      const decoded = decodeJson(text)
      records.push({ raw: decoded.value, text, position, problem: decoded.problem })
    }
    return records
  }

  finish(): SourceRecord[] {
    return []
  }
}

/** CSV with a first line that names the columns. */
export class CsvLines implements Decoder {
  readonly #file: string
  readonly #csv: CsvDecoder
  readonly #delimiter: string
  #asLines: CsvRecords | undefined

  constructor(file: string, delimiter: string) {
    this.#file = file
    this.#csv = new CsvDecoder(delimiter)
    this.#delimiter = delimiter
  }

  get isReady(): boolean {
    return this.#csv.columns !== undefined
  }

  get csv(): CsvRecords | undefined {
    const { columns } = this.#csv
    if (columns === undefined) return undefined
    this.#asLines ??= {
      delimiter: this.#delimiter,
      columns,
      row: cellsReader(columns, this.#delimiter),
      records: (line, byte, text) => this.decode([{ text, line, byte, problem: undefined }]),
      isOpen: () => this.openLine !== undefined,
    }
    return this.#asLines
  }

  get openLine(): Line | undefined {
    return this.#csv.openLine
  }

  decode(lines: readonly Line[]): SourceRecord[] {
    return this.#records((rows) => this.#csv.decode(lines, rows))
  }

  finish(): SourceRecord[] {
    return this.#records((rows) => this.#csv.finish(rows))
  }

  #records(fill: (rows: Row[]) => void): SourceRecord[] {
    const rows: Row[] = []
    try {
      fill(rows)
    } catch (error) {
      if (!(error instanceof CsvHeaderError)) throw error
      throw new ConnectorError("failure", `cannot read ${this.#file} as CSV: ${error.message}`, error)
    }
    return rows.map(({ value, text, line, byte, problem }) => ({
      raw: value,
      text,
      position: { file: this.#file, line, byte },
      problem,
    }))
  }
}
