const step = "  "

/** Lines of code with indentation. What it is given holds no line breaks inside of texts, but for `exactly`. */
export class CodeWriter {
  private readonly lines: string[] = []
  private indentation = ""

  /** Lines, each of them indented; without a line break at the end. */
  writeLine(text: string): this {
    for (const line of text.split("\n")) this.lines.push(line === "" ? "" : this.indentation + line)
    return this
  }

  /** Lines as they are: line breaks inside of texts stay what they are. */
  exactly(text: string): this {
    this.lines.push(text)
    return this
  }

  /** What `body` writes stands further to the right. */
  indent(body: () => void): this {
    const before = this.indentation
    this.indentation += step
    body()
    this.indentation = before
    return this
  }

  /** An empty line, unless there is one before. */
  blankLine(): this {
    if (this.lines.length > 0 && this.lines.at(-1) !== "") this.lines.push("")
    return this
  }

  /** All lines, each with its line break. */
  toString(): string {
    return this.lines.map((line) => `${line}\n`).join("")
  }
}
