import type { Client } from "pg"
import {
  ConnectorError,
  type Mark,
  type OutboxRecord,
  type Publisher,
  type Settings,
  type SliceIdentity,
  type StoredOutputs,
} from "../contract.ts"
import { connect, type Database, databaseOf } from "./connect.ts"
import { writeFailure } from "./failure.ts"
import {
  claimMark,
  endOlder,
  type MarkRow,
  marksTable,
  moveMark,
  prepareMarks,
  readMark,
  sessionName,
} from "./marks.ts"
import { inserts } from "./rows.ts"
import { type TableShape, tableShape } from "./shape.ts"

/** A process that holds the mark and does not go on lets go of it after so long, and who wants it waits a little longer. */
const holdMs = 30_000
const waitMs = 35_000

/**
 * Opens tables of one database for the outputs of a job with checkpoints, and looks at them. Throws `ConnectorError`.
 */
export async function openPostgresPublisher(sinks: readonly Settings[], identity: SliceIdentity): Promise<Publisher> {
  const [first] = sinks
  if (first === undefined) throw new Error("a publisher has at least one sink")
  const other = sinks.find(({ url, timeoutSeconds }) => url !== first.url || timeoutSeconds !== first.timeoutSeconds)
  if (other !== undefined) {
    const reason = `the sinks ${first.table} and ${other.table} are published to one database together`
    throw new ConnectorError("usage", `${reason}: give both the same \`url\` and \`timeoutSeconds\``)
  }
  const tables = sinks.map(({ table }) => String(table))
  const database = databaseOf(first)
  const statementMs = Math.max(database.timeoutMs, waitMs)
  const config = { ...database.config, query_timeout: statementMs + 5000 }
  const publisher = new PostgresPublisher({ ...database, config, timeoutMs: statementMs }, tables, identity)
  await publisher.look()
  return publisher
}

/** The session of a claim. */
interface Claim {
  readonly client: Client
  readonly epoch: number
  readonly shapes: readonly TableShape[]
}

/**
 * Publishes in one transaction for each checkpoint: the rows, then the mark. Its row has an epoch that rises with every claim, so that of an older
 * process nothing is committed. After any error the connection is given up, and with it the transaction; what became of it is what the next
 * claim finds.
 */
class PostgresPublisher implements Publisher {
  readonly kind = "marked"
  readonly form = "records"
  readonly #database: Database
  readonly #tables: readonly string[]
  readonly #identity: SliceIdentity
  #claim: Claim | undefined
  #closed = false
  /** Another process has taken over. */
  #fenced: ConnectorError | undefined

  constructor(database: Database, tables: readonly string[], identity: SliceIdentity) {
    this.#database = database
    this.#tables = tables
    this.#identity = identity
  }

  /** Fails where the tables cannot take outputs. */
  async look(): Promise<void> {
    await this.#doing("look at the tables", async () => {
      const client = await connect(this.#database.config)
      try {
        await this.#shapes(client)
      } finally {
        await client.end().catch(() => {})
      }
    })
  }

  claim(): Promise<Mark | undefined> {
    return this.#doing(`use the table ${marksTable}`, async () => {
      if (this.#closed) throw new ConnectorError("closed", "the publisher was closed")
      this.#drop()
      const client = await connect(this.#database.config)
      try {
        await prepareMarks(client, this.#database.place)
        const shapes = await this.#shapes(client)
        await endOlder(client, this.#identity)
        await client.query(this.#begin())
        const { epoch, mark } = await claimMark(client, this.#identity)
        await client.query("commit")
        this.#claim = { client, epoch, shapes }
        return mark
      } catch (error) {
        void client.end().catch(() => {})
        throw error
      }
    })
  }

  publish(outputs: StoredOutputs, mark: Mark): Promise<void> {
    return this.#doing(`write into ${this.#tables.join(", ")}`, async () => {
      const claim = this.#claim
      if (claim === undefined) throw this.#fenced ?? new Error("its outcome before is not known; claim first")
      const { client, epoch } = claim
      await client.query(this.#begin())
      // Looked at first, so that what is out already, or would be refused, is not written for nothing.
      if (this.#isOut(await readMark(client, this.#identity), epoch, mark)) {
        await client.query("rollback")
        return
      }
      for await (const records of outputs.records()) await this.#write(claim, records)
      if (await moveMark(client, this.#identity, epoch, mark)) {
        await client.query("commit")
        return
      }
      await client.query("rollback")
      this.#isOut(await readMark(client, this.#identity), epoch, mark)
      throw new Error("the mark did not move")
    })
  }

  async #write({ client, shapes }: Claim, records: readonly OutboxRecord[]): Promise<void> {
    for (const [place, shape] of shapes.entries()) {
      const lines = records.flatMap(({ sink, line }) => (sink === place ? [line] : []))
      for (const { text, values } of inserts(shape, lines)) await client.query(text, [...values])
    }
  }

  /** Whether the checkpoint's outputs are in the database. Throws where another process has claimed. */
  #isOut(row: MarkRow | undefined, epoch: number, { lineage, checkpoint }: Mark): boolean {
    const { job, slice, attempt } = this.#identity
    const { place } = this.#database
    if (row === undefined) {
      throw new Error(`the row of the job ${job}, slice ${slice}, was taken out of ${marksTable}`)
    }
    if (row.epoch !== epoch && row.attempt === attempt) {
      const advice = "write their `url`s in the same way, so that they are published together"
      throw new ConnectorError("usage", `two sinks of this job reach ${place} by different \`url\`s: ${advice}`)
    }
    // The attempt counts, too: epochs begin anew where somebody has taken the row away.
    if (row.epoch !== epoch || row.attempt !== attempt) {
      const reason = `another process of the job ${job}, slice ${slice}, has taken over ${place}`
      this.#fenced = new ConnectorError("fenced", `${reason}: this one must not go on; give another job another --job`)
      throw this.#fenced
    }
    if (row.mark === undefined || row.mark.checkpoint < checkpoint) return false
    if (row.mark.lineage === lineage) return true
    const held = `${place} holds checkpoint ${row.mark.checkpoint} of another run of the job ${job}`
    throw new ConnectorError(
      "usage",
      `${held}: checkpoint ${checkpoint} of this one cannot follow; give it another --job`,
    )
  }

  /**
   * A transaction whose settings hold for it alone, so that connections can be shared by a pooler. Where commits do not wait for the disk, this one
   * does: its outputs are not kept elsewhere.
   */
  #begin(): string {
    return `begin isolation level read committed read write;
      set local application_name = '${sessionName(this.#identity.attempt)}';
      set local idle_in_transaction_session_timeout = ${holdMs};
      set local lock_timeout = ${waitMs};
      set local statement_timeout = ${this.#database.timeoutMs};
      select set_config('synchronous_commit', 'on', true) where current_setting('synchronous_commit') = 'off'`
  }

  async #shapes(client: Client): Promise<TableShape[]> {
    const shapes: TableShape[] = []
    for (const table of this.#tables) shapes.push(await tableShape(client, table, this.#database.place))
    return shapes
  }

  async #doing<T>(doing: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act()
    } catch (error) {
      this.#drop()
      throw writeFailure(this.#database.place, doing, error)
    }
  }

  /** Not waited for: where nothing answers, the end does not either. */
  #drop(): void {
    void this.#claim?.client.end().catch(() => {})
    this.#claim = undefined
  }

  async close(): Promise<void> {
    this.#closed = true
    const claim = this.#claim
    this.#claim = undefined
    await claim?.client.end().catch(() => {})
  }
}
