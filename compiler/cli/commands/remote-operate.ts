/** A running job as whoever operates it sees it: `cep params`, `cep savepoint`, `cep stop`. */
import { CliError } from "../error.ts"
import { finish, openRemote, type RemoteAnswer, type RemoteOptions } from "../remote.ts"
import { tableOf } from "../text-table.ts"
import { readDuration, readPairs, showDuration } from "./run-options.ts"

interface Param {
  readonly name: string
  readonly type: string
  readonly value: unknown
  readonly default: unknown
}

/** `cep params`: shows the parameters of a running job, or sets some of them, all at one moment. */
export async function params(url: string, given: readonly string[], options: RemoteOptions): Promise<number> {
  const pairs = readPairs("cep params", given)
  const remote = await openRemote(url, options)
  const now = await remote.ask("GET", "/params")
  if (pairs.size === 0 || now.code >= 400) return finish(now, options, showParams)
  const types = new Map((now.body.params as readonly Param[]).map(({ name, type }) => [name, type]))
  const values = [...pairs].map(([name, text]) => [name, readValue(name, types.get(name), text)] as const)
  return finish(await remote.ask("PUT", "/params", { values: Object.fromEntries(values) }), options, showParams)
}

/** In JSON, as the type wants it; what is of no known type goes as it is, and the job says what is wrong. Throws `CliError`. */
function readValue(name: string, type: string | undefined, text: string): unknown {
  if (type === "duration") {
    const found = readDuration(text)
    if (found === undefined) throw new CliError(`${name} wants a duration such as "10 minutes", and got ${text}`)
    return found
  }
  const isNumber = type === "int" || type === "number" || type?.startsWith("decimal")
  if (isNumber || type === "boolean" || /^[[{]/.test(text)) {
    try {
      return JSON.parse(isNumber ? text.replaceAll("_", "") : text)
    } catch {
      throw new CliError(`${name} wants a value of type ${type ?? "JSON"}, and got ${JSON.stringify(text)}`)
    }
  }
  return text
}

function showParams({ params }: RemoteAnswer["body"]): string {
  const all = params as readonly Param[]
  if (all.length === 0) return "the rules have no parameters\n"
  return tableOf(
    all.map(({ name, type, value, default: usual }) => {
      const [shown, before] = [showValue(type, value), showValue(type, usual)]
      return [name, type, shown, shown === before ? "" : `(default: ${before})`]
    }),
  )
}

/** As it may be given. */
function showValue(type: string, value: unknown): string {
  if (typeof value === "string") return value
  return type === "duration" && typeof value === "number" ? showDuration(value) : JSON.stringify(value)
}

/** `cep savepoint URL`: a checkpoint of now, copied to a folder or address of the job's machine. */
export async function remoteSavepoint(url: string, to: string | undefined, options: RemoteOptions): Promise<number> {
  const remote = await openRemote(url, options)
  const answer = await remote.ask("POST", "/savepoint", to === undefined ? {} : { dir: to })
  return finish(answer, options, showSavepoint)
}

function showSavepoint({ place, checkpoint }: RemoteAnswer["body"]): string {
  return `checkpoint ${checkpoint} is in ${place}: cep run … --from-savepoint ${place}\n`
}

/** `cep stop`: the last checkpoint, then the end. */
export async function stop(url: string, options: RemoteOptions & { readonly savepoint?: boolean }): Promise<number> {
  const remote = await openRemote(url, options)
  const answer = await remote.ask("POST", "/stop", { savepoint: options.savepoint === true })
  return finish(answer, options, ({ savepoint }) => {
    const made = savepoint === null || savepoint === undefined ? "" : showSavepoint(savepoint as RemoteAnswer["body"])
    return `${made}the job is stopping\n`
  })
}
