import { setTimeout as sleep } from "node:timers/promises"
import { AvroToJson } from "../../formats/avro/json-writer.ts"
import { AvroSchemaError, type NamedTypes, parseAvroSchema } from "../../formats/avro/schema.ts"
import { type ConnectorContext, ConnectorError, type Settings } from "../contract.ts"
import { passwordOf, readText } from "./connection.ts"
import type { SchemaProblem, SchemaRegistry } from "./registry.ts"
import { type Answer, RegistryHttp } from "./registry-http.ts"

/** So many are kept; of numbers in messages that no schema has, there may be any number. */
const mostSchemas = 5000
/** When a schema that was not there is asked for again. */
const unknownForMs = 30_000
/** Copies of a registry may lag a little behind: so long after an answer that a schema is unknown it is asked for once more. */
const secondLookMs = 250
const betweenSecondLooksMs = 10_000
const firstPauseMs = 100
const longestPauseMs = 5000
/** Failing attempts before the log says so. */
const quietAttempts = 2
/** Schemas that one schema refers to, with theirs. */
const mostReferences = 200

/** Opens the registry that `registry` names, and looks whether it is there. Throws `ConnectorError`. */
export async function openRegistry(settings: Settings, context: ConnectorContext): Promise<SchemaRegistry> {
  const places = placesOf(settings)
  const { registryUsername: username, registryCa: ca } = settings
  const hasPassword = settings.registryPasswordFile !== undefined || settings.registryPasswordEnv !== undefined
  if (username === undefined && hasPassword) {
    throw new ConnectorError("usage", "a password for the schema registry needs `registryUsername`")
  }
  const login =
    username === undefined ? undefined : `${username}:${await passwordOf("registryPassword", settings, context)}`
  const http = new RegistryHttp(places, {
    login,
    ca: ca === undefined ? undefined : await readText("registryCa", String(ca), context),
  })
  const client = new RegistryClient(http, context)
  try {
    await client.check()
    return client
  } catch (error) {
    client.close()
    throw error
  }
}

function placesOf({ registry }: Settings): readonly URL[] {
  if (registry === undefined) {
    throw new ConnectorError(
      "usage",
      "Avro needs the place of the schema registry: `registry`, as in registry=http://host:8081",
    )
  }
  return String(registry)
    .split(",")
    .map((each) => {
      const url = URL.canParse(each.trim()) ? new URL(each.trim()) : undefined
      const isHttp = url?.protocol === "http:" || url?.protocol === "https:"
      if (url === undefined || !isHttp || url.search !== "" || url.hash !== "") {
        throw new ConnectorError(
          "usage",
          `\`registry\` must be http://host:port or https://host:port, several joined by commas, and has ${JSON.stringify(each)}`,
        )
      }
      if (url.username === "" && url.password === "") return url
      throw new ConnectorError(
        "usage",
        "`registry` has a user or a password in it, where everybody sees them: give `registryUsername`, and `registryPasswordFile` or `registryPasswordEnv`",
      )
    })
}

type Loaded = AvroToJson | SchemaProblem

/** A schema as a registry of Confluent's interface describes it. */
interface Described {
  readonly schema: string
  readonly schemaType?: string
  readonly references?: readonly { readonly subject: string; readonly version: number }[]
}

/** The answer makes no sense, or the registry cannot answer now: it is asked again. */
class PassingError extends Error {}

class RegistryClient implements SchemaRegistry {
  readonly #http: RegistryHttp
  readonly #log: NonNullable<ConnectorContext["log"]>
  readonly #schemas = new Map<number, Loaded>()
  /** By number: when it was not there, by the monotonic clock. */
  readonly #unknownSince = new Map<number, number>()
  readonly #loading = new Map<number, Promise<void>>()
  #secondLookAt = Number.NEGATIVE_INFINITY
  readonly #closing = new AbortController()

  constructor(http: RegistryHttp, { log = () => {} }: ConnectorContext) {
    this.#http = http
    this.#log = log
  }

  /** Whether it answers, and takes the login. */
  async check(): Promise<void> {
    let answer: Answer
    try {
      // Which kinds of schemas it has: needs no right on any of them.
      answer = await this.#http.get("/schemas/types")
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new ConnectorError(
        "failure",
        `cannot reach the schema registry at ${this.#http.place}: ${reason}; check \`registry\`, and that it runs`,
        error,
      )
    }
    this.#refuseLogin(answer)
  }

  known(id: number): Loaded | undefined {
    const since = this.#unknownSince.get(id)
    if (since !== undefined && performance.now() - since > unknownForMs) return undefined
    return this.#schemas.get(id)
  }

  load(id: number): Promise<void> {
    const known = this.#loading.get(id)
    if (known !== undefined) return known
    const loading = this.#load(id).finally(() => this.#loading.delete(id))
    this.#loading.set(id, loading)
    return loading
  }

  async #load(id: number): Promise<void> {
    const found = await this.#patiently(() => this.#schemaOf(id))
    const oldest = this.#schemas.size < mostSchemas ? undefined : this.#schemas.keys().next().value
    if (oldest !== undefined) {
      this.#schemas.delete(oldest)
      this.#unknownSince.delete(oldest)
    }
    this.#schemas.set(id, found)
    if ("code" in found && found.code === "unknown-schema") this.#unknownSince.set(id, performance.now())
    else this.#unknownSince.delete(id)
  }

  /** Asks until there is an answer. */
  async #patiently<T>(ask: () => Promise<T>): Promise<T> {
    let pauseMs = firstPauseMs
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await ask()
        if (attempt > quietAttempts) this.#log("info", `the schema registry at ${this.#http.place} answers again`)
        return answer
      } catch (error) {
        if (this.#closing.signal.aborted) throw new ConnectorError("closed", "the schema registry was closed", error)
        if (error instanceof ConnectorError) throw error
        if (attempt === quietAttempts) {
          const reason = error instanceof Error ? error.message : String(error)
          const words = `the schema registry at ${this.#http.place} does not answer: ${reason}`
          this.#log("warn", `${words}; waiting for it, and messages whose schema is not known yet wait, too`)
        }
      }
      await this.#pause(pauseMs)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    }
  }

  async #schemaOf(id: number): Promise<Loaded> {
    let described = await this.#describe(`/schemas/ids/${id}`)
    if (described === undefined && performance.now() - this.#secondLookAt > betweenSecondLooksMs) {
      this.#secondLookAt = performance.now()
      await this.#pause(secondLookMs)
      described = await this.#describe(`/schemas/ids/${id}`)
    }
    if (described === undefined) {
      return { code: "unknown-schema", reason: `the schema registry at ${this.#http.place} has no schema ${id}` }
    }
    const { schemaType = "AVRO" } = described
    const unusable = (reason: string): SchemaProblem => ({ code: "unusable-schema", reason: `schema ${id}: ${reason}` })
    if (schemaType !== "AVRO") return unusable(`it is one of ${schemaType}, and only those of Avro can be read`)
    try {
      const named: NamedTypes = new Map()
      await this.#addReferences(described, named, new Set())
      return new AvroToJson(parseAvroSchema(described.schema, named))
    } catch (error) {
      if (error instanceof AvroSchemaError) return unusable(error.message)
      throw error
    }
  }

  /** Types of other schemas, which stand under their own names. */
  async #addReferences({ references = [] }: Described, named: NamedTypes, seen: Set<string>): Promise<void> {
    for (const { subject, version } of references) {
      const place = `/subjects/${encodeURIComponent(subject)}/versions/${version}`
      if (seen.has(place)) continue
      seen.add(place)
      if (seen.size > mostReferences) throw new AvroSchemaError(`it refers to more than ${mostReferences} others`)
      const described = await this.#describe(place)
      if (described === undefined) {
        throw new AvroSchemaError(`it refers to version ${version} of ${subject}, which the registry does not have`)
      }
      await this.#addReferences(described, named, seen)
      parseAvroSchema(described.schema, named)
    }
  }

  /** undefined: it is not there. */
  async #describe(path: string): Promise<Described | undefined> {
    const answer = await this.#http.get(path)
    this.#refuseLogin(answer)
    const { status, text } = answer
    if (status === 404) return undefined
    if (status === 429 || status >= 500) throw new PassingError(`status ${status} ${shortened(text)}`)
    if (status !== 200) {
      throw new ConnectorError(
        "failure",
        `the schema registry at ${this.#http.place} answers ${path} with status ${status}: ${shortened(text)}; check \`registry\``,
      )
    }
    return describedOf(text)
  }

  #refuseLogin({ status, text }: Answer): void {
    if (status !== 401 && status !== 403) return
    throw new ConnectorError(
      "failure",
      `the schema registry at ${this.#http.place} refuses (status ${status} ${shortened(text)}); check \`registryUsername\` and its password, and the user's rights`,
    )
  }

  async #pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#closing.signal }).catch(() => {})
  }

  close(): void {
    this.#closing.abort()
    this.#http.close()
  }
}

/** Throws `PassingError` where it is no description: a proxy may answer for a registry that is away. */
function describedOf(text: string): Described {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new PassingError(`its answer is no JSON: ${shortened(text)}`)
  }
  const { schema, schemaType, references } = (json ?? {}) as Partial<Record<keyof Described, unknown>>
  if (typeof schema !== "string") throw new PassingError(`its answer has no schema: ${shortened(text)}`)
  return {
    schema,
    ...(typeof schemaType === "string" && { schemaType }),
    ...(Array.isArray(references) && { references: references.map(referenceOf) }),
  }
}

function referenceOf(json: unknown): { subject: string; version: number } {
  const { subject, version } = (json ?? {}) as Readonly<Record<string, unknown>>
  if (typeof subject === "string" && Number.isSafeInteger(version)) return { subject, version: Number(version) }
  throw new PassingError(`its answer has a reference that is none: ${shortened(JSON.stringify(json))}`)
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ").trim()
  return line.length > 200 ? `${line.slice(0, 200)}…` : line
}
