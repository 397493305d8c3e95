import process from "node:process"
import { ConnectorError } from "../contract.ts"

/** The database in words, without a password. */
export function describePlace(url: string | undefined): string {
  if (url === undefined) return "PostgreSQL"
  try {
    const { host, pathname } = new URL(url)
    return `PostgreSQL at ${host === "" ? "the default host" : host}${pathname}`
  } catch {
    return "PostgreSQL"
  }
}

/** Names a database, whoever uses it. */
export function databaseKey(url: string | undefined): string {
  const { PGHOST = "localhost", PGPORT = "5432", PGDATABASE = "" } = process.env
  try {
    const { hostname, port, pathname, searchParams } = new URL(url ?? "postgres:")
    const host = hostname || searchParams.get("host") || PGHOST
    return `${host}:${port || PGPORT}/${pathname.slice(1) || PGDATABASE}`
  } catch {
    return url ?? ""
  }
}

/** Classes and codes of PostgreSQL's errors (SQLSTATE) that mean a wrong query or wrong settings. */
const wrongUse = /^(42|22|0A|3D000|3F000|25006)/

/** An error of a query in words: which database, why, what to do. */
export function postgresFailure(place: string, query: string, error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error
  const code = error instanceof Error && "code" in error ? String(error.code) : ""
  const reason = reasonOf(error)
  if (wrongUse.test(code)) {
    const shown = query.length > 120 ? `${query.slice(0, 120)}…` : query
    return new ConnectorError("usage", `${place} refuses the query \`${shown}\`: ${reason}`, error)
  }
  if (code.startsWith("28")) {
    const advice = "check the user of `url` and the password (PGPASSWORD or ~/.pgpass)"
    return new ConnectorError("failure", `${place} does not let us in: ${reason}; ${advice}`, error)
  }
  const advice = "check that it runs, and `url` (or PGHOST and PGPORT)"
  return new ConnectorError("failure", `cannot read from ${place}: ${reason}; ${advice}`, error, isAway(error))
}

/** The table cannot take what it was given: wrong types, values that break its rules, columns or rights that are not there. */
const wrongTable = /^(42|22|23|44|0A|3D000|3F000)/

/** An error of writing into a table (or of what belongs to that) in words. What no trying again would repair is wrong use. */
export function writeFailure(place: string, doing: string, error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error
  const code = error instanceof Error && "code" in error ? String(error.code) : ""
  const reason = reasonOf(error)
  if (wrongTable.test(code)) {
    const shown = reason.length > 300 ? `${reason.slice(0, 300)}…` : reason
    const advice =
      "change the table, or the user's rights, and start again: outputs of a job with checkpoints wait there"
    return new ConnectorError("usage", `${place} refuses to ${doing}: ${shown}; ${advice}`, error)
  }
  if (code.startsWith("28")) return postgresFailure(place, "", error)
  const advice = "check that it runs, and `url` (or PGHOST and PGPORT)"
  return new ConnectorError("failure", `cannot ${doing} of ${place}: ${reason}; ${advice}`, error, isAway(error))
}

/** The server is not there, is just starting or ending, or has no room for another connection. */
const awayCodes =
  /^(08...|57P0[123]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENOTFOUND|EAI_AGAIN)$/
/** Errors of the client have no code. */
const awayWords = /^(Connection terminated|timeout expired|Query read timeout)/

function isAway(error: unknown): boolean {
  if (error instanceof AggregateError && error.errors.length > 0) return isAway(error.errors[0])
  if (!(error instanceof Error)) return false
  if (!("code" in error) || error.code === undefined) return awayWords.test(error.message)
  // A socket of this machine that nobody has made yet.
  return awayCodes.test(String(error.code)) || (error.code === "ENOENT" && error.message.startsWith("connect "))
}

/** Several addresses of one host are tried: their errors come together, without words of their own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  return error instanceof Error && error.message !== "" ? error.message : String(error)
}
