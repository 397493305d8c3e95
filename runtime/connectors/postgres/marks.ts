import { createHash } from "node:crypto"
import type { Client } from "pg"
import { ConnectorError, type Mark, type SliceIdentity } from "../contract.ts"

/** Where a database keeps up to where each slice has published. */
export const marksTable = "cep_marks"

const columns =
  "job text, slice text, epoch bigint not null, attempt text not null, lineage text, checkpoint bigint, claimed timestamptz not null default now(), published timestamptz, primary key (job, slice)"

/** A row of it. */
export interface MarkRow {
  /** Rises with every claim: what an older process writes does not count. */
  readonly epoch: number
  /** Who has claimed last. */
  readonly attempt: string
  readonly mark: Mark | undefined
}

interface RawRow {
  readonly epoch: string
  readonly attempt: string
  readonly lineage: string | null
  readonly checkpoint: string | null
}

const returned = "epoch, attempt, lineage, checkpoint"

/** duplicate_table, duplicate_object, unique_violation (of the system's own tables). */
const taken: ReadonlySet<string> = new Set(["42P07", "42710", "23505"])

/** Makes the table where it is missing. Throws `ConnectorError` (usage) where that is not allowed, and the database's errors. */
export async function prepareMarks(client: Client, place: string): Promise<void> {
  const statement = `create table if not exists ${marksTable} (${columns})`
  const { rows } = await client.query(
    `select current_user as user, to_regclass('${marksTable}') is not null as there,
       has_table_privilege(to_regclass('${marksTable}'), 'select') and has_table_privilege(to_regclass('${marksTable}'), 'insert')
       and has_table_privilege(to_regclass('${marksTable}'), 'update') as may`,
  )
  const { user, there, may } = rows[0] as { user: string; there: boolean; may: boolean }
  if (there && !may) {
    const advice = `grant select, insert, update on ${marksTable} to ${user}`
    throw new ConnectorError("usage", `the user ${user} may not use the table ${marksTable} of ${place}; ${advice}`)
  }
  if (there) return
  try {
    await client.query(statement)
  } catch (error) {
    const code = (error as { readonly code?: unknown }).code
    // Two at once: the other one has made it. Which name is found taken, the table's or its type's, is chance.
    if (typeof code === "string" && taken.has(code)) return
    if (code !== "42501" && code !== "3F000") throw error
    const rights = `${statement}; grant select, insert, update on ${marksTable} to ${user}`
    const why = `it holds up to which checkpoint outputs are in the database, and the user ${user} may not make it`
    throw new ConnectorError("usage", `${place} has no table ${marksTable}: ${why}; have the owner run: ${rights}`)
  }
}

/** What a session is called while it publishes, and only then: connections may be shared by a pooler. */
export function sessionName(attempt: string): string {
  return `cepheus ${createHash("sha256").update(attempt).digest("hex").slice(0, 32)}`
}

/**
 * Ends what the process that claimed last has left open: rows that it has not committed would keep others waiting. Where that is not allowed,
 * its transaction ends by itself.
 */
export async function endOlder(client: Client, identity: SliceIdentity): Promise<void> {
  const older = await readMark(client, identity)
  if (older === undefined) return
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = $1 and datname = current_database() and usename = current_user and pid <> pg_backend_pid()`,
    [sessionName(older.attempt)],
  )
}

/** From now on what older processes of the slice publish is refused. Waits for one that is just ending its transaction. */
export async function claimMark(client: Client, { job, slice, attempt }: SliceIdentity): Promise<MarkRow> {
  const { rows } = await client.query<RawRow>(
    `insert into ${marksTable} as mark (job, slice, epoch, attempt) values ($1, $2, 1, $3)
     on conflict (job, slice) do update set epoch = mark.epoch + 1, attempt = $3, claimed = now()
     returning ${returned}`,
    [job, slice, attempt],
  )
  return readRow(rows[0]!)
}

/** The row as it is; undefined: somebody has taken it away. */
export async function readMark(client: Client, { job, slice }: SliceIdentity): Promise<MarkRow | undefined> {
  const { rows } = await client.query<RawRow>(`select ${returned} from ${marksTable} where job = $1 and slice = $2`, [
    job,
    slice,
  ])
  return rows[0] && readRow(rows[0])
}

/** Whether the mark was moved: neither has another process claimed, nor is it there or beyond already. */
export async function moveMark(client: Client, identity: SliceIdentity, epoch: number, mark: Mark): Promise<boolean> {
  const { rowCount } = await client.query(
    `update ${marksTable} set lineage = $4, checkpoint = $5, published = now()
     where job = $1 and slice = $2 and epoch = $3 and attempt = $6 and coalesce(checkpoint, 0) < $5`,
    [identity.job, identity.slice, epoch, mark.lineage, mark.checkpoint, identity.attempt],
  )
  return rowCount === 1
}

function readRow({ epoch, attempt, lineage, checkpoint }: RawRow): MarkRow {
  const mark = lineage === null || checkpoint === null ? undefined : { lineage, checkpoint: Number(checkpoint) }
  return { epoch: Number(epoch), attempt, mark }
}
