/** A text to be compiled and the path by which its author knows it. */
export interface Source {
  path: string
  text: string
}

/** A place in a source: UTF-16 offsets, `end` exclusive. `start === end` is a place between two characters. */
export interface Span {
  path: string
  start: number
  end: number
}

/** A place as people count it: both from 1, columns in UTF-16 units (as editors do). */
export interface Position {
  line: number
  column: number
}

/**
 * The offsets at which the lines of a text begin. `\n`, `\r\n` and a lone `\r` end a line, as in editors.
 * Always has at least one entry (0).
 */
function lineStarts(text: string): number[] {
  const starts = [0]
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit === 10) starts.push(index + 1)
    else if (unit === 13 && text.charCodeAt(index + 1) !== 10) starts.push(index + 1)
  }
  return starts
}

/** Line and column of an offset. Offsets outside the text are moved to its nearest end. */
function positionAt(starts: readonly number[], textLength: number, offset: number): Position {
  const place = Math.max(0, Math.min(offset, textLength))
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= place) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: place - starts[low]! + 1 }
}

/** Line and column of the start of a span in its text; for many places of one text use `Lines`. */
export function position(text: string, offset: number): Position {
  return positionAt(lineStarts(text), text.length, offset)
}

/** The lines of one text, with places in both directions. The table is made once. */
export class Lines {
  readonly text: string
  readonly #starts: number[]

  constructor(text: string) {
    this.text = text
    this.#starts = lineStarts(text)
  }

  /** How many lines there are; a text that ends with a line break has an empty last line. */
  get count(): number {
    return this.#starts.length
  }

  /** The place of an offset; an offset outside the text counts as its nearest end. */
  position(offset: number): Position {
    return positionAt(this.#starts, this.text.length, offset)
  }

  /** The offset of a place; a place outside the text counts as the nearest one inside it. */
  offset(place: Position): number {
    if (place.line > this.count) return this.text.length
    const line = Math.max(1, place.line)
    const start = this.start(line)
    return Math.max(start, Math.min(start + place.column - 1, start + this.line(line).length))
  }

  /** The offset at which a line (from 1) begins. */
  start(line: number): number {
    return this.#starts[line - 1] ?? this.text.length
  }

  /** The text of a line (from 1) without its line break; empty where there is no such line. */
  line(line: number): string {
    return this.text.slice(this.start(line), this.#starts[line] ?? this.text.length).replace(/\r?\n$|\r$/, "")
  }
}

/** The smallest span that holds both; both must be in one source. */
export function cover(first: Span, last: Span): Span {
  return { path: first.path, start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) }
}
