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
  return new ConnectorError("failure", `cannot read from ${place}: ${reason}; ${advice}`, error)
}

/** Several addresses of one host are tried: their errors come together, without words of their own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  return error instanceof Error && error.message !== "" ? error.message : String(error)
}
