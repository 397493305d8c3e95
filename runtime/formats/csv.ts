import { parse } from "csv-parse/sync"
import type { Line } from "./lines.ts"

/** A row of a CSV text; `text` is the row as delivered, over one line or several. */
export interface Row {
  /** The cells by column name; undefined where there is a problem. */
  readonly value: Readonly<Record<string, string>> | undefined
  readonly text: string
  readonly line: number
  readonly byte: number
  readonly problem: { readonly code: string; readonly reason: string; readonly bytes?: Uint8Array } | undefined
}

/** A quoted cell that spans more lines, or more text, is taken for a quote that was never closed. */
const maxCellLines = 1000
const maxCellLength = 1 << 20

/** What else separates columns. No field is called so: one column whose name holds one of these was split at the wrong one. */
const otherDelimiters = [
  { text: ";", name: "`;`", option: ";" },
  { text: "\t", name: "tabs", option: "tab" },
  { text: "|", name: "`|`", option: "|" },
  { text: ",", name: "`,`", option: "," },
]

/** The first line cannot be used: nothing of the file can be read. */
export class CsvHeaderError extends Error {}

/**
 * Makes rows of lines. The first line names the columns. A cell in quotes may hold delimiters, quotes (doubled) and line
 * breaks. A row that cannot be read is a problem of its own and takes no other row with it: a quote that is never closed costs its
 * line only.
 */
export class CsvDecoder {
  readonly #delimiter: string
  #columns: readonly string[] | undefined
  /** Lines of a row that is not complete yet. */
  #open: Line[] = []
  #openLength = 0

  constructor(delimiter: string) {
    this.#delimiter = delimiter
  }

  /** The column names, once the first line was read. */
  get columns(): readonly string[] | undefined {
    return this.#columns
  }

  /** The first line of a row that is not complete: a later run must begin there. */
  get openLine(): Line | undefined {
    return this.#open[0]
  }

  /** Adds the rows that end in these lines. Throws `CsvHeaderError`. */
  decode(lines: readonly Line[], rows: Row[]): void {
    const complete: Line[] = []
    for (const line of lines) {
      this.#take(line, complete)
      // How many cells a row has decides which lines are one: it is known for all rows, wherever the lines are cut into pieces.
      this.#takeHeader(complete)
    }
    this.#parse(complete, rows)
  }

  /** Adds what is left at the end of the text. */
  finish(rows: Row[]): void {
    while (this.#open.length > 0) {
      const complete: Line[] = []
      this.#giveUp(complete)
      this.#takeHeader(complete)
      this.#parse(complete, rows)
    }
  }

  #takeHeader(complete: Line[]): void {
    if (this.#columns === undefined && complete.length > 0) this.#columns = this.#header(complete.shift()!)
  }

  /** Joins the lines of one row; complete rows go to `complete` as one line each. */
  #take(line: Line, complete: Line[]): void {
    if (line.problem !== undefined) {
      while (this.#open.length > 0) this.#giveUp(complete)
      complete.push(line)
      return
    }
    const opens = this.#open.length > 0 || line.text.includes('"')
    if (!opens) {
      if (line.text !== "") complete.push(line)
      return
    }
    this.#open.push(line)
    this.#openLength += line.text.length + 1
    // Only a line with a quote can close the cell.
    if (this.#open.length > 1 && !line.text.includes('"')) {
      if (this.#open.length > maxCellLines || this.#openLength > maxCellLength) this.#giveUp(complete)
      return
    }
    const text = this.#open.map((each) => each.text).join("\n")
    if (!endsInQuotes(text, this.#delimiter)) {
      if (this.#open.length > 1 && !this.#isRow(text)) {
        this.#giveUp(complete)
        return
      }
      complete.push({ ...this.#open[0]!, text })
      this.#open = []
      this.#openLength = 0
    } else if (this.#open.length > maxCellLines || this.#openLength > maxCellLength) this.#giveUp(complete)
  }

  /** Whether lines that were joined make one row; else the quote that joined them was a mistake. */
  #isRow(text: string): boolean {
    const rows = this.#parseText(text)
    if (typeof rows === "string" || rows.length !== 1) return false
    return this.#columns === undefined || rows[0]!.length === this.#columns.length
  }

  /** The first open line has a quote that is never closed; the lines after it are read again on their own. */
  #giveUp(complete: Line[]): void {
    const [first, ...rest] = this.#open
    this.#open = []
    this.#openLength = 0
    complete.push(first!)
    for (const line of rest) this.#take(line, complete)
  }

  #parse(lines: readonly Line[], rows: Row[]): void {
    const columns = this.#columns
    if (columns === undefined) return
    const quoted = this.#quotedCells(lines.filter((line) => line.text.includes('"')))
    for (const line of lines) rows.push(this.#row(line, columns, quoted.get(line)))
  }

  #header(line: Line): readonly string[] {
    if (line.problem !== undefined)
      throw new CsvHeaderError(`its first line, which names the columns, is unusable: ${line.problem.reason}`)
    const cells = line.text.includes('"') ? this.#quotedCells([line]).get(line) : line.text.split(this.#delimiter)
    if (cells === undefined || typeof cells === "string") {
      throw new CsvHeaderError(`its first line, which names the columns, is unusable: ${cells ?? "no cells"}`)
    }
    const names = cells.map((cell) => cell.trim())
    const meant = names.length === 1 ? otherDelimiters.find((each) => names[0]!.includes(each.text)) : undefined
    if (meant !== undefined) {
      const found = names[0]!.length > 60 ? `${names[0]!.slice(0, 60)}…` : names[0]!
      throw new CsvHeaderError(
        `its first line is one column, \`${found}\`: it seems to be separated by ${meant.name}, where \`${this.#delimiter}\` was expected; the option delimiter says so, as in '….csv?delimiter=${meant.option}'`,
      )
    }
    const twice = names.find((name, at) => names.indexOf(name) !== at)
    if (twice !== undefined) throw new CsvHeaderError(`its first line names the column \`${twice}\` twice`)
    return names
  }

  /** The cells of rows with quotes, or in words why a row has none; all in one go where they are all right. */
  #quotedCells(lines: readonly Line[]): Map<Line, string[] | string> {
    const good = lines.filter((line) => line.problem === undefined)
    const found = new Map<Line, string[] | string>()
    if (good.length === 0) return found
    const all = this.#parseText(good.map((line) => line.text).join("\n"))
    if (typeof all !== "string" && all.length === good.length) {
      good.forEach((line, at) => {
        found.set(line, all[at]!)
      })
      return found
    }
    for (const line of good) {
      const rows = this.#parseText(line.text)
      found.set(line, typeof rows === "string" ? rows : rows.length === 1 ? rows[0]! : `reads as ${rows.length} rows`)
    }
    return found
  }

  #parseText(text: string): string[][] | string {
    try {
      return parseCells(text, this.#delimiter)
    } catch (error) {
      return (error instanceof Error ? error.message : String(error)).replace(/\s+at line \d+.*$/s, "")
    }
  }

  #row(line: Line, columns: readonly string[], quoted: string[] | string | undefined): Row {
    const { text, byte, problem } = line
    const at = { text, line: line.line, byte }
    if (problem !== undefined) return { ...at, value: undefined, problem }
    const cells = quoted ?? text.split(this.#delimiter)
    if (typeof cells === "string") {
      return { ...at, value: undefined, problem: { code: "not-csv", reason: `not CSV: ${cells}` } }
    }
    if (cells.length !== columns.length) {
      const reason = `the row has ${cells.length} ${cells.length === 1 ? "cell" : "cells"}, the first line names ${columns.length} columns`
      return { ...at, value: undefined, problem: { code: "wrong-columns", reason } }
    }
    return { ...at, value: object(columns, cells), problem: undefined }
  }
}

/** How the cells of a text that is one row are read, by column. Keeps nothing of the file. */
export function cellsReader(columns: readonly string[], delimiter: string): (text: string) => Record<string, string> {
  return (text) => {
    const cells = text.includes('"') ? parseCells(text, delimiter)[0]! : text.split(delimiter)
    return object(columns, cells)
  }
}

function parseCells(text: string, delimiter: string): string[][] {
  return parse(text, { delimiter, relax_column_count: true, record_delimiter: "\n" })
}

/** An object with an own property per column, whatever the column is called. */
function object(columns: readonly string[], cells: readonly string[]): Record<string, string> {
  const value: Record<string, string> = {}
  for (let at = 0; at < columns.length; at++) {
    const name = columns[at]!
    if (name === "__proto__")
      Object.defineProperty(value, name, { value: cells[at], enumerable: true, writable: true, configurable: true })
    else value[name] = cells[at]!
  }
  return value
}

/** Whether a text ends within a cell that a quote opened: only a quote at a cell's start opens one. */
function endsInQuotes(text: string, delimiter: string): boolean {
  let at = 0
  for (;;) {
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1)
      if (end < 0) return true
      at = end + 1
    }
    const next = text.indexOf(delimiter, at)
    if (next < 0) return false
    at = next + delimiter.length
  }
}

function closingQuote(text: string, from: number): number {
  for (let end = text.indexOf('"', from); end >= 0; end = text.indexOf('"', end + 2)) {
    if (text[end + 1] !== '"') return end
  }
  return -1
}
