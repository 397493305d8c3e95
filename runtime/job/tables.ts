/** The lookup tables of a job: read before the first event, read again by the clock, replaced between two events. */
import type { TableLoad } from "../abi/engine.ts"
import { ConnectorError, type TableRows, type TableSource } from "../connectors/contract.ts"
import type { Log } from "../observe/log.ts"
import type { Clock } from "../platform/clock.ts"
import { JobError } from "./error.ts"
import { noPatience, type Patience } from "./patience.ts"

/** A table and where its rows come from. */
export interface JobTable {
  readonly name: string
  readonly source: TableSource
  /** The fields that may be missing: a column that is lacking altogether is said. */
  readonly optional?: readonly string[]
  /** How often it is read again; absent: never. */
  readonly refreshMs?: number | undefined
}

/** How a table stands. */
export interface TableStatus {
  readonly name: string
  /** Rows that can be looked up. */
  readonly rows: number
  /** Rows and records of the last reading that were left out. */
  readonly refused: number
  /** Rows of the last reading whose key came again: the last one counts. */
  readonly repeated: number
  /** Epoch ms: when the source was last asked with success; null: never. */
  readonly loadedAt: number | null
  /** Epoch ms: since when the source cannot be read; null: it can. The rows are those of `loadedAt`. */
  readonly staleSince: number | null
  /** Why it cannot be read; null: it can. */
  readonly error: string | null
}

/** What tables need of the job. */
export interface TableHost {
  readonly set: (name: string, rows: readonly unknown[], values: "json" | "text") => TableLoad
  readonly clock: Clock
  readonly log: Log
}

export class JobTables {
  readonly #tables: readonly RunningTable[]

  constructor(tables: readonly JobTable[]) {
    this.#tables = tables.map((table) => new RunningTable(table))
  }

  /** Reads all tables for the first time. Throws `ConnectorError`. */
  async read(patience: Patience = noPatience): Promise<void> {
    for (const table of this.#tables) await patience.attempt(() => table.readFirst())
  }

  /** Hands over what was read. Throws `JobError` where no row of a table fits. */
  attach(host: TableHost): void {
    for (const table of this.#tables) table.attach(host)
  }

  /** Hands over again what the tables have now: other rules judge from here on. `has`: whether they have the rows of a table already. */
  handOver(has: (table: string) => boolean): void {
    for (const table of this.#tables) if (!has(table.table.name)) table.handOver()
  }

  /** Begins to read the tables again at their times; returns how to end it. */
  watch(clock: Clock): () => void {
    const ends = this.#tables.flatMap((table) => {
      const { refreshMs } = table.table
      return refreshMs === undefined ? [] : [every(clock, refreshMs, () => void table.refresh())]
    })
    return () => {
      for (const end of ends) end()
    }
  }

  status(): TableStatus[] {
    return this.#tables.map((table) => table.status())
  }

  /** Why rules may not see what they should: tables that were not read, or not lately. Empty: all is well. */
  reasons(): string[] {
    return this.status().flatMap(({ name, loadedAt, staleSince, error }) => {
      if (loadedAt === null) return [`table ${name} was not read yet`]
      return staleSince === null ? [] : [`table ${name} cannot be read since ${timeText(staleSince)}: ${error}`]
    })
  }
}

/** The longest time that Node's timers can wait. */
const longestTimer = 2 ** 31 - 1

/** As the clock's `every`; a longer time than timers know is counted in steps. */
function every(clock: Clock, milliseconds: number, act: () => void): () => void {
  if (milliseconds <= longestTimer) return clock.every(milliseconds, act)
  let due = clock.now() + milliseconds
  return clock.every(longestTimer, () => {
    if (clock.now() < due) return
    due += milliseconds
    act()
  })
}

class RunningTable {
  readonly table: JobTable
  /** Read, and not handed over yet. */
  #pending: TableRows | undefined
  /** Those that can be looked up. */
  #rows: TableRows | undefined
  #host: TableHost | undefined
  #load: TableLoad = { rows: 0, refused: 0, repeated: 0, replaced: true, problems: [] }
  #unreadable = 0
  #loadedAt: number | null = null
  #staleSince: number | null = null
  #error: string | null = null
  /** Why nothing of what was read last can be used: it holds until something else is read. */
  #unusable: string | undefined
  /** The problems that were said last: the same ones are not said at each refresh. */
  #said = ""
  #saidLacking = "[]"
  #reading = false

  constructor(table: JobTable) {
    this.table = table
  }

  async readFirst(): Promise<void> {
    const { name, source } = this.table
    try {
      this.#pending = await source.read()
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error
      const advice = `the job begins when the table can be read; --table ${name}=SPEC reads another source`
      throw new ConnectorError(error.kind, `table ${name}: ${error.message} (${advice})`, error)
    }
  }

  attach(host: TableHost): void {
    this.#host = host
    const rows = this.#pending
    this.#pending = undefined
    if (rows === undefined) return
    const problem = this.#apply(rows)
    if (problem !== undefined) throw new JobError("usage", `table ${this.table.name}: ${problem}`)
    this.#loadedAt = host.clock.now()
  }

  /** Never throws: where other rules cannot use the rows, that is said. */
  handOver(): void {
    if (this.#rows === undefined) return
    this.#unusable = this.#apply(this.#rows)
    if (this.#unusable !== undefined) this.#failed(this.#unusable)
  }

  /** Never throws: what goes wrong is said, and the rows stay. */
  async refresh(): Promise<void> {
    if (this.#reading) return
    this.#reading = true
    try {
      const rows = await this.table.source.read()
      if (rows !== undefined) this.#unusable = this.#apply(rows)
      if (this.#unusable === undefined) this.#succeeded()
      else this.#failed(this.#unusable)
    } catch (error) {
      if (!(error instanceof ConnectorError && error.kind === "closed")) this.#failed(messageOf(error))
    } finally {
      this.#reading = false
    }
  }

  status(): TableStatus {
    const { rows, refused, repeated } = this.#load
    return {
      name: this.table.name,
      rows,
      refused: refused + this.#unreadable,
      repeated,
      loadedAt: this.#loadedAt,
      staleSince: this.#staleSince,
      error: this.#error,
    }
  }

  /** What is wrong where none of the rows can be used; then the former ones stay. */
  #apply(table: TableRows): string | undefined {
    const { rows, columns, values, problems } = table
    const load = this.#host!.set(this.table.name, rows, values)
    const problem = load.problems.find(({ code }) => code !== "repeated-key")
    const first = problem?.reason ?? problems[0]?.problem.reason
    const refused = load.refused + problems.length
    if (!load.replaced) {
      const known =
        problem?.code === "missing-field" && columns !== undefined ? `; there are ${columns.join(", ")}` : ""
      return `${refused === 1 ? "its only row does not fit" : `none of its ${refused} rows fits`}: ${first}${known}`
    }
    if (rows.length === 0 && problems.length > 0) return `none of its ${plural(refused)} can be read: ${first}`
    if (load.rows === 0 && this.#load.rows > 0) this.#sayEmptied()
    this.#load = load
    this.#rows = table
    this.#unreadable = problems.length
    this.#say(load, problems)
    this.#sayLacking(columns)
    return undefined
  }

  /** It may be meant, and it may be a query or a file that went wrong. */
  #sayEmptied(): void {
    const { name } = this.table
    const { rows } = this.#load
    this.#host!.log("warn", `table ${name}: there are no rows any more; it had ${rows}`, {
      table: name,
      code: "emptied",
    })
  }

  #say({ refused, repeated, problems }: TableLoad, unreadable: TableRows["problems"]): void {
    const kinds = new Map(unreadable.map((each) => [each.problem.code, each]))
    const lines = [
      ...problems.map(({ code, reason, count }) => ({ code, reason, count })),
      ...[...kinds].map(([code, { problem, position }]) => ({
        code,
        reason: `${problem.reason} (${JSON.stringify(position)})`,
        count: unreadable.filter((each) => each.problem.code === code).length,
      })),
    ]
    const said = JSON.stringify([refused, repeated, lines])
    if (said === this.#said) return
    this.#said = said
    const { name } = this.table
    for (const { code, reason, count } of lines) {
      const what = code === "repeated-key" ? "takes another one's place" : "is left out"
      const more = count === 1 ? `a row ${what}` : `${count} rows: each ${what}; the first`
      this.#host!.log("warn", `table ${name}: ${more}: ${reason}`, { table: name, code, count })
    }
  }

  /** A field that no column is called after is missing in all rows, which is seldom meant. */
  #sayLacking(columns: readonly string[] | undefined): void {
    const { name, optional = [] } = this.table
    const lacking = columns === undefined ? [] : optional.filter((field) => !columns.includes(field))
    const said = JSON.stringify(lacking)
    if (said === this.#saidLacking) return
    this.#saidLacking = said
    for (const field of lacking) {
      const known = columns!.join(", ")
      const reason = `no column is called \`${field}\`, so that it is missing in every row; there are ${known}`
      this.#host!.log("warn", `table ${name}: ${reason}`, { table: name, code: "missing-column", field })
    }
  }

  #succeeded(): void {
    const { log, clock } = this.#host!
    const { name } = this.table
    if (this.#staleSince !== null) {
      const fields = { table: name, rows: this.#load.rows, staleSince: timeText(this.#staleSince) }
      log("info", `table ${name} can be read again: ${plural(this.#load.rows)}`, fields)
    }
    this.#loadedAt = clock.now()
    this.#staleSince = null
    this.#error = null
  }

  #failed(reason: string): void {
    const { log, clock } = this.#host!
    const { name } = this.table
    this.#error = reason
    if (this.#staleSince !== null) return
    this.#staleSince = clock.now()
    const kept = `the rows of ${timeText(this.#loadedAt ?? 0)} stay in use (${this.#load.rows}), and it is tried again at each refresh`
    log("warn", `table ${name}: ${reason}; ${kept}`, { table: name, rows: this.#load.rows, error: reason })
  }
}

function plural(rows: number): string {
  return rows === 1 ? "1 row" : `${rows} rows`
}

function timeText(time: number): string {
  return new Date(time).toISOString()
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
