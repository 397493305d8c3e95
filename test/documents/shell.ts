/** Runs the commands of a document in its folder: the real `cep`, against services of the tests where the document names others. */
import { type ChildProcess, type StdioOptions, spawn } from "node:child_process"
import { mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { setTimeout as pause } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { freePorts } from "../support/ports.ts"
import type { Replacement, Services } from "./services.ts"
import { standIns } from "./stand-ins.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))

/** What each shell knows: the commands of the documents. */
const preamble = [
  'cep() { "$NODE" "$ROOT/tools/cep.js" "$@"; }',
  'npx() { [ "$1" = cep ] || return 1; shift; cep "$@"; }',
  'node() { "$NODE" "$@"; }',
  ...standIns.map((name) => `${name}() { "$NODE" "$ROOT/test/documents/stand-ins.ts" ${name} "$@"; }`),
].join("\n")

/** Places of the documents' machine, which are below the document's folder here. */
const machine = ["/var/lib/cep", "/mnt/shared", "/backup"]

/** How long something may take that never comes: below the limit of a test, so that its place in the document is said. Nothing depends on being quick. */
const guardMs = 600_000
const pauseMs = 200

interface Running {
  readonly child: ChildProcess
  readonly command: string
  readonly port: number
  said: string
  hasEnded: boolean
}

/** How jobs of a block run: so many processes of each at once; they are waited for until their watermark stands at a time (ISO 8601), else until they have read something. */
export interface JobSettings {
  readonly times: number
  readonly watermark: string | undefined
}

/** The shell of one document. Whoever opens it closes it. */
export class Shell {
  readonly #folder: string
  readonly #services: Services
  /** The port for 8080. */
  #port = 0
  #jobs: Running[] = []

  constructor(folder: string, services: Services) {
    this.#folder = folder
    this.#services = services
  }

  /** A text of the document as it stands for this machine, and the environment that it needs. */
  async localize(text: string): Promise<{ readonly text: string; readonly env: Record<string, string> }> {
    this.#port ||= (await freePorts(1))[0]!
    const { replacements, env } = await this.#services.placesIn(text)
    const own: Replacement[] = machine.map((place) => [place, join(this.#folder, place)])
    const all: Replacement[] = [...replacements, ...own, [/:8080\b/g, `:${this.#port}`]]
    return { text: all.reduce((so, [from, to]) => so.replaceAll(from, to), text), env }
  }

  /** Runs commands; what they printed, with the document's places. Throws where one fails, with what it said. */
  async run(commands: string): Promise<string> {
    const { text, env } = await this.localize(commands)
    const child = this.#bash(`set -eo pipefail\n${text}`, env)
    let printed = ""
    let said = ""
    child.stdout!.setEncoding("utf8").on("data", (part) => (printed += part))
    child.stderr!.setEncoding("utf8").on("data", (part) => (said += part))
    const code = await endOf(child, () => `${printed}${said}`)
    if (code !== 0) {
      const jobs = this.#jobs.map((job) => job.said).join("")
      throw new Error(`exit code ${code}: mend the commands, or what they run\n${said}${printed}${jobs}`)
    }
    return this.#asShown(printed)
  }

  /**
   * Runs commands of which some are jobs that go on, one a line: `cep run`, also behind a pipe. A job has come to run, and has read something, before the next command;
   * it ends with the document, or where another job begins. What the others printed.
   */
  async runJobs(commands: string, settings: JobSettings): Promise<string> {
    let printed = ""
    let before = ""
    for (const command of commandsOf(commands)) {
      if (/^export /.test(command)) before += `${command}\n`
      else if (/(^|\| *)(npx )?cep run\b/.test(command)) {
        await this.endJobs()
        await Promise.all(Array.from({ length: settings.times }, () => this.#start(before + command, settings)))
      } else printed += await this.run(before + command)
    }
    return printed
  }

  /** SIGTERM to all jobs that still run, as the documents say; each has to end with exit code 0. */
  async endJobs(): Promise<void> {
    const jobs = this.#jobs
    this.#jobs = []
    for (const job of jobs) if (!job.hasEnded) signal(job.child, "SIGTERM")
    const codes = await Promise.all(
      jobs.map((job) => (job.hasEnded ? job.child.exitCode : endOf(job.child, () => job.said))),
    )
    for (const [at, { command, said }] of jobs.entries())
      if (codes[at] !== 0) throw new Error(`the job ended with exit code ${codes[at]}: ${command}\n${said}`)
    this.#port = 0
  }

  /** What still runs ends, whatever it is at: after a failure. */
  close(): void {
    for (const { child, hasEnded } of this.#jobs) if (!hasEnded) signal(child, "SIGKILL")
  }

  async #start(command: string, { watermark }: JobSettings): Promise<void> {
    const listens = /--listen \S+:(\d+)/.test(command)
    const local = await this.localize(command)
    const port = listens ? this.#port : (await freePorts(1))[0]!
    // A process that does not say how it stands is asked for it all the same.
    const text = listens ? local.text : `${local.text.replace(/\s+#.*$/, "")} --listen 127.0.0.1:${port}`
    // The shell waits for the job when it is told to end, also behind a pipe, and gives its exit code.
    const waits = 'cep() { trap : TERM; "$NODE" "$ROOT/tools/cep.js" "$@"; }\ntrap : TERM'
    const child = this.#bash(`${waits}\n${text}\nexit $?`, local.env)
    const job: Running = { child, command, port, said: "", hasEnded: false }
    child.once("close", () => (job.hasEnded = true))
    child.stdout!.resume()
    child.stderr!.setEncoding("utf8").on("data", (part) => (job.said += part))
    this.#jobs.push(job)
    const token = this.#tokenIn(/--token-file (\S+)/.exec(command)?.[1])
    await untilRead(job, watermark, token === undefined ? {} : { authorization: `Bearer ${token}` })
  }

  /** The secret that stands last in a file of tokens. */
  #tokenIn(file: string | undefined): string | undefined {
    if (file === undefined) return undefined
    return readFileSync(join(this.#folder, file), "utf8").trim().split(/\s+/).at(-1)
  }

  #bash(script: string, more: Readonly<Record<string, string>>): ChildProcess {
    for (const place of machine) mkdirSync(join(this.#folder, place), { recursive: true })
    const env = { ...process.env, NO_COLOR: "1", NODE: process.execPath, ROOT: root, ...more }
    const stdio: StdioOptions = ["ignore", "pipe", "pipe"]
    return spawn("bash", ["-c", `${preamble}\n${script}`], { cwd: this.#folder, env, detached: true, stdio })
  }

  #asShown(printed: string): string {
    return machine
      .reduce((so, place) => so.replaceAll(join(this.#folder, place), place), printed)
      .replaceAll(`:${this.#port}`, ":8080")
  }
}

interface Status {
  readonly phase?: string
  readonly parts?: readonly Part[]
}

interface Part {
  readonly watermark: string | null
  readonly events: number
  readonly waiting: number
  /** `behind`: how many events are not read yet; null: nobody knows. */
  readonly sources: readonly { readonly behind: number | null }[]
}

function hasRead({ events, waiting, sources }: Part): boolean {
  return events + waiting > 0 || (sources.length > 0 && sources.every(({ behind }) => behind === 0))
}

/** Until a job runs and has read an event, or all there are where it goes on from a checkpoint; of a watermark until it stands there. */
async function untilRead(job: Running, watermark: string | undefined, headers: Record<string, string>): Promise<void> {
  const { port, command } = job
  let said = ""
  // A job answers a limited number of requests a minute.
  for (let ms = 0; ms < guardMs; ms += pauseMs) {
    if (job.hasEnded) throw new Error(`the job ended at once: ${command}\n${job.said}`)
    const answer = await fetch(`http://127.0.0.1:${port}/status`, { headers }).catch(() => undefined)
    said = (await answer?.text().catch(() => undefined)) ?? said
    if (answer !== undefined && answer.status >= 400 && answer.status < 500)
      throw new Error(`${answer.status} from a job: ${said}`)
    const { phase, parts = [] } = answer?.ok ? (JSON.parse(said) as Status) : {}
    const isThere = (part: Part) => (watermark === undefined ? hasRead(part) : part.watermark === watermark)
    // Another process may have taken the port before it: then the job ends at once, perhaps not yet.
    const isOwn = job.said.includes(`:${port}`)
    if (isOwn && phase === "running" && parts.some(isThere)) return
    await pause(pauseMs)
  }
  const missing = watermark === undefined ? "has not read an event" : `has not come to the watermark ${watermark}`
  throw new Error(`the job ${missing}: ${command}\n${job.said}\n/status: ${said}`)
}

/** The exit code of a process. Throws for one that does not end, with what it said; it is killed then. */
function endOf(child: ChildProcess, said: () => string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const guard = setTimeout(() => {
      signal(child, "SIGKILL")
      reject(new Error(`it does not end\n${said()}`))
    }, guardMs)
    child.once("close", (code) => {
      clearTimeout(guard)
      resolve(code)
    })
  })
}

/** Lines that end with a backslash go on. */
function commandsOf(text: string): string[] {
  return text
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
}

/** To the process and all that it started. */
function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    process.kill(-child.pid!, name)
  } catch {
    // It has just ended.
  }
}
