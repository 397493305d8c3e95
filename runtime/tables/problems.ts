import type { TableLoad } from "../abi/engine.ts"

/** What a row is refused for. */
export interface RowProblem {
  /** A stable word: as in a dead letter. */
  readonly code: string
  /** For people. */
  readonly reason: string
}

/** More kinds of problems than this are counted and not told one by one. */
const mostKinds = 20

/** Gathers what was wrong with the rows of a table: the first of each kind, and how many there were. */
export class LoadProblems {
  #refused = 0
  #repeated = 0
  readonly #kinds = new Map<string, { code: string; reason: string; row: unknown; count: number }>()

  /** A row that is left out. */
  refuse({ code, reason }: RowProblem, row: unknown): void {
    this.#refused++
    this.#add(code, reason, row)
  }

  /** A row that takes the place of another one of its key. */
  repeat(reason: string, row: unknown): void {
    this.#repeated++
    this.#add("repeated-key", reason, row)
  }

  /** `rows`: how many can be looked up; `replaced`: whether they are new. */
  load(rows: number, replaced: boolean): TableLoad {
    const problems = [...this.#kinds.values()]
    return { rows, replaced, refused: this.#refused, repeated: this.#repeated, problems }
  }

  #add(code: string, reason: string, row: unknown): void {
    const kind = `${code} ${fieldIn(reason)}`
    const known = this.#kinds.get(kind)
    if (known !== undefined) known.count++
    else if (this.#kinds.size < mostKinds) this.#kinds.set(kind, { code, reason, row, count: 1 })
  }
}

/** The field that a refusal is about: refusals of one field and code are of one kind. */
function fieldIn(reason: string): string {
  return /^field `([^`]*)`/.exec(reason)?.[1]?.replace(/\[\d+\]/g, "[]") ?? ""
}
