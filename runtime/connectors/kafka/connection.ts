import { readFile } from "node:fs/promises"
import { resolve } from "node:path"
import process from "node:process"
import { type ConnectorContext, ConnectorError, type Settings } from "../contract.ts"
import { mechanisms } from "./declare.ts"

/** How a cluster is reached. Holds secrets: nothing of it goes into a message or a log. */
export interface KafkaConnection {
  /** `host:port`. */
  readonly brokers: readonly string[]
  /** PEM texts. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string }
  readonly sasl?: { readonly mechanism: Mechanism; readonly username: string; readonly password: string }
}

type Mechanism = (typeof mechanisms)[number]

/** What settings say about the cluster, with certificates and password read from where they are. Throws `ConnectorError` (usage). */
export async function connectionOf(settings: Settings, context: ConnectorContext): Promise<KafkaConnection> {
  const [tls, sasl] = [await tlsOf(settings, context), await saslOf(settings, context)]
  return { brokers: brokersOf(settings), ...(tls && { tls }), ...(sasl && { sasl }) }
}

/** The same for all settings that mean one cluster reached as one user. */
export function clusterOf(settings: Settings): string {
  const { tls, ca, cert, key, mechanism, username, passwordFile, passwordEnv } = settings
  return JSON.stringify([
    brokersOf(settings).sort(),
    tls,
    ca,
    cert,
    key,
    mechanism,
    username,
    passwordFile,
    passwordEnv,
  ])
}

/** `host:port`, each; an address of IPv6 needs a name. Throws `ConnectorError` (usage). */
export function brokersOf({ brokers }: Settings): string[] {
  const list = String(brokers)
    .split(",")
    .map((each) => each.trim())
  for (const each of list) {
    const port = Number(/^[^\s:/[\]]+:(\d+)$/.exec(each)?.[1])
    if (port > 0 && port < 65_536) continue
    throw new ConnectorError(
      "usage",
      `brokers must be host:port, several joined by commas, and has ${JSON.stringify(each)}`,
    )
  }
  return list
}

async function tlsOf(settings: Settings, context: ConnectorContext): Promise<KafkaConnection["tls"]> {
  const { tls, ca, cert, key } = settings
  const wanted = tls ?? (ca !== undefined || cert !== undefined || key !== undefined)
  if (wanted !== true) {
    if (ca === undefined && cert === undefined && key === undefined) return undefined
    throw new ConnectorError("usage", "`ca`, `cert` and `key` are for TLS, and tls=false turns it off")
  }
  if ((cert === undefined) !== (key === undefined)) {
    throw new ConnectorError(
      "usage",
      "`cert` and `key` belong together: a client shows its certificate and proves it with its key",
    )
  }
  const read = async (name: string, path: Settings[string] | undefined) =>
    path === undefined ? {} : { [name]: await readText(name, String(path), context) }
  return { ...(await read("ca", ca)), ...(await read("cert", cert)), ...(await read("key", key)) }
}

async function saslOf(settings: Settings, context: ConnectorContext): Promise<KafkaConnection["sasl"]> {
  const { mechanism: given, username, passwordFile, passwordEnv } = settings
  if (given === undefined && username === undefined && passwordFile === undefined && passwordEnv === undefined) {
    return undefined
  }
  const mechanism = mechanisms.find((each) => each === given)
  if (mechanism === undefined) {
    throw new ConnectorError("usage", `\`mechanism\` must be one of ${mechanisms.join(", ")}, and is missing`)
  }
  if (username === undefined) throw new ConnectorError("usage", `${mechanism} needs \`username\``)
  const password = await passwordOf("password", settings, context)
  return { mechanism, username: String(username), password }
}

/** A password from where `NAMEFile` or `NAMEEnv` says that it is. Throws `ConnectorError` (usage). */
export async function passwordOf(name: string, settings: Settings, context: ConnectorContext): Promise<string> {
  const [file, variable] = [settings[`${name}File`], settings[`${name}Env`]]
  if ((file === undefined) === (variable === undefined)) {
    throw new ConnectorError("usage", `give the password by \`${name}File\` or \`${name}Env\`, one of them`)
  }
  if (file !== undefined) return (await readText(`${name}File`, String(file), context)).replace(/\r?\n$/, "")
  const password = (context.environment ?? process.env)[String(variable)]
  if (password !== undefined && password !== "") return password
  throw new ConnectorError(
    "usage",
    `the environment has no variable ${variable}, where \`${name}Env\` says the password is`,
  )
}

/** The text of a file that an option names. Throws `ConnectorError` (usage). */
export async function readText(option: string, path: string, { folder }: ConnectorContext): Promise<string> {
  try {
    return await readFile(resolve(folder, path), "utf8")
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConnectorError("usage", `cannot read the file of \`${option}\`: ${reason}`, error)
  }
}
