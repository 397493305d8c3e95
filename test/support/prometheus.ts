import { execFileSync, spawn, spawnSync } from "node:child_process"
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { endServer, untilAnswers } from "./http-server.ts"
import { keptFolder } from "./jars.ts"
import { freePorts } from "./ports.ts"

/** Prometheus and its tool, as paths. */
export interface PrometheusPrograms {
  readonly prometheus: string
  readonly promtool: string
}

/** A Prometheus of a test's own, on this machine. */
export interface Prometheus {
  /** What an expression says now, one entry for each series. Rejects where Prometheus cannot read it. */
  query(expression: string): Promise<readonly Sampled[]>
  /** The answer of its HTTP interface under `/api/v1/`. */
  ask(path: string): Promise<unknown>
  /** Ends it and takes its files away. */
  remove(): Promise<void>
}

/** A series and its value. */
export interface Sampled {
  readonly metric: Readonly<Record<string, string>>
  readonly value: number
}

/**
 * Debian's package, unpacked into the user's cache: apt fetches it with lists and folders of its own, so that it takes no rights, and checks it against Debian's
 * signatures. Where there is no apt, those that are on the path. Throws when there are none.
 */
export async function prometheusPrograms(): Promise<PrometheusPrograms> {
  if (spawnSync("apt-get", ["--version"]).error === undefined) {
    const folder = await keptFolder("prometheus-debian", fetchPackage)
    return { prometheus: join(folder, "prometheus"), promtool: join(folder, "promtool") }
  }
  for (const name of ["prometheus", "promtool"]) {
    if (spawnSync(name, ["--version"]).error === undefined) continue
    throw new Error(`no ${name} for the tests: apt brings it on Debian; elsewhere install Prometheus 2.42 or newer`)
  }
  return { prometheus: "prometheus", promtool: "promtool" }
}

function fetchPackage(unfinished: string): void {
  const own = join(unfinished, "apt")
  for (const folder of ["state", "lists/partial", "archives/partial"]) {
    mkdirSync(join(own, folder), { recursive: true })
  }
  const settings = [
    ...[`Dir::State=${own}/state`, `Dir::State::lists=${own}/lists`, "Dir::State::status=/dev/null"],
    ...[`Dir::Cache=${own}`, "APT::Sandbox::User=", "Acquire::Retries=3"],
  ].flatMap((each) => ["-o", each])
  try {
    for (const words of [["update"], ["download", "prometheus"]]) {
      execFileSync("apt-get", ["-qq", ...settings, ...words], { cwd: own, stdio: "pipe" })
    }
    const file = readdirSync(own).find((name) => name.endsWith(".deb"))!
    execFileSync("dpkg-deb", ["-x", join(own, file), join(own, "files")], { stdio: "pipe" })
    for (const name of ["prometheus", "promtool"]) {
      execFileSync("mv", [join(own, "files/usr/bin", name), join(unfinished, name)])
    }
  } catch (error) {
    const { stderr = "" } = error as { readonly stderr?: Buffer | string }
    throw new Error(`no Prometheus for the tests: apt-get could not fetch Debian's package. ${stderr}`, {
      cause: error,
    })
  }
  rmSync(own, { recursive: true, force: true })
}

/** Runs promtool; what it says, and its exit code. `input`: its standard input. */
export async function promtool(args: readonly string[], input = ""): Promise<{ code: number | null; text: string }> {
  const { promtool: program } = await prometheusPrograms()
  const { status, stdout, stderr, error } = spawnSync(program, args, { input, encoding: "utf8" })
  if (error !== undefined) throw error
  return { code: status, text: stdout + stderr }
}

/** Brings up a Prometheus on a free port with a configuration (YAML). Throws when it cannot: a test that needs one fails then. */
export async function startPrometheus(configuration: string): Promise<Prometheus> {
  const { prometheus } = await prometheusPrograms()
  const folder = mkdtempSync(join(tmpdir(), "cepheus-prometheus-"))
  writeFileSync(join(folder, "prometheus.yml"), configuration)
  const [port] = await freePorts(1)
  const url = `http://127.0.0.1:${port}`
  const log = join(folder, "log")
  const output = openSync(log, "w")
  const args = [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`]
  const server = spawn(prometheus, [...args, `--web.listen-address=127.0.0.1:${port}`, "--log.level=warn"], {
    cwd: folder,
    stdio: ["ignore", output, output],
  })
  closeSync(output)
  const remove = async () => {
    await endServer(server)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await untilAnswers("Prometheus", `${url}/-/ready`, server, () => readFileSync(log, "utf8"))
  } catch (error) {
    await remove()
    throw error
  }
  const ask = (path: string): Promise<unknown> => answerOf(`${url}/api/v1/${path}`)
  const query = async (expression: string): Promise<readonly Sampled[]> => {
    const { result } = (await ask(`query?query=${encodeURIComponent(expression)}`)) as { readonly result: unknown }
    // A plain number is a pair, anything else a list of series.
    const series = result as readonly { readonly metric?: Sampled["metric"]; readonly value?: [number, string] }[]
    return series.flatMap(({ metric = {}, value }) =>
      value === undefined ? [] : [{ metric, value: Number(value[1]) }],
    )
  }
  return { ask, query, remove }
}

async function answerOf(url: string): Promise<unknown> {
  const response = await fetch(url)
  const { status, data, error } = (await response.json()) as { status: string; data?: unknown; error?: string }
  if (status !== "success") throw new Error(`Prometheus: ${error} (${decodeURIComponent(url)})`)
  return data
}
