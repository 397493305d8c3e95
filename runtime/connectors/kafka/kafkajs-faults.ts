import { KafkaFault } from "./client.ts"
import { RecordFormatError } from "./format-error.ts"

/** Names of kafkajs that the protocol has changed since. */
const renamed: Readonly<Record<string, string>> = {
  GROUP_LOAD_IN_PROGRESS: "COORDINATOR_LOAD_IN_PROGRESS",
  GROUP_COORDINATOR_NOT_AVAILABLE: "COORDINATOR_NOT_AVAILABLE",
  NOT_COORDINATOR_FOR_GROUP: "NOT_COORDINATOR",
  NOT_LEADER_FOR_PARTITION: "NOT_LEADER_OR_FOLLOWER",
}

/** Codes of OpenSSL and of Node's TLS. */
const ofTls = /^(ERR_SSL|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO)/
const tlsWords = /certificate|TLS|SSL|self.signed/i

/** What kafkajs says where it finds nobody to ask. */
const nobody: ReadonlySet<string> = new Set([
  "KafkaJSBrokerNotFound",
  "KafkaJSNoBrokerAvailableError",
  "KafkaJSGroupCoordinatorNotFound",
  "KafkaJSMetadataNotLoaded",
  "KafkaJSTopicMetadataNotLoaded",
])
const late: ReadonlySet<string> = new Set(["KafkaJSRequestTimeoutError", "KafkaJSTimeout"])

interface JsError extends Error {
  /** The protocol's name. */
  readonly type?: string
  readonly code?: unknown
  readonly broker?: string
}

/** An error of kafkajs, which wraps others, as one of ours. `place`: which broker. */
export function faultOf(error: unknown, place?: string): KafkaFault {
  if (error instanceof KafkaFault) return error
  const chain = causesOf(error)
  const words = chain.at(-1)?.message ?? String(error)
  const at = place ?? chain.find(({ broker }) => broker !== undefined)?.broker
  const where = at === undefined || words.includes(at) ? "" : `${at}: `
  return new KafkaFault(codeOf(chain), `${where}${words}`, error)
}

function codeOf(chain: readonly JsError[]): string {
  const type = chain.find((each) => typeof each.type === "string")?.type
  if (type !== undefined) return renamed[type] ?? type
  if (chain.some(({ name }) => name === "KafkaJSSASLAuthenticationError")) return "AUTHENTICATION"
  if (chain.some(({ name }) => late.has(name))) return "TIMEOUT"
  if (chain.some(({ name }) => nobody.has(name))) return "BROKER_NOT_AVAILABLE"
  if (chain.some(({ code, message }) => ofTls.test(String(code ?? "")) || tlsWords.test(message))) return "TLS"
  if (chain.some(({ name }) => name.startsWith("KafkaJSConnection") || name === "KafkaJSLockTimeout"))
    return "CONNECTION"
  if (chain.some((each) => each instanceof RangeError || each instanceof RecordFormatError)) return "PROTOCOL"
  return "UNKNOWN"
}

function causesOf(error: unknown): JsError[] {
  const chain: JsError[] = []
  for (let each = error; each instanceof Error && chain.length < 10; each = each.cause) chain.push(each)
  return chain
}
