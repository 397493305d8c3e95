import { distance } from "fastest-levenshtein"
import { ConnectorError, type ConnectorErrorKind } from "../contract.ts"
import { type KafkaClient, KafkaFault } from "./client.ts"
import { isPassing } from "./error-names.ts"
import { RecordFormatError } from "./format-error.ts"

/** What was tried, for the words of an error. */
export interface Attempt {
  /** As in "cannot read topic tx". */
  readonly doing: string
  /** The brokers as the settings have them. */
  readonly brokers: readonly string[]
}

/** What to do about an error, by its code. */
const advice: Readonly<Record<string, string>> = {
  CONNECTION: "check that the broker runs and that `brokers` names it as it can be reached from here",
  TIMEOUT: "the broker takes connections and does not answer: look at its log",
  TLS: "check `tls` and `ca` (the certificate of who signed the broker's), and `cert` and `key` if the broker asks for a certificate",
  AUTHENTICATION: "check `mechanism`, `username` and the password",
  SASL_AUTHENTICATION_FAILED: "check `mechanism`, `username` and the password",
  UNSUPPORTED_SASL_MECHANISM: "the broker offers other mechanisms: check `mechanism`",
  ILLEGAL_SASL_STATE: "the broker wants no login on this port: check `mechanism` and the port",
  TOPIC_AUTHORIZATION_FAILED:
    "the user lacks the right: a source needs Read and Describe on the topic, a sink Write and Describe",
  GROUP_AUTHORIZATION_FAILED: "the user needs Read on the group",
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: "the user needs Write and Describe on the transactional id",
  CLUSTER_AUTHORIZATION_FAILED:
    "the user needs IdempotentWrite on the cluster, or Write on the topic with Kafka 2.8 and later",
  MESSAGE_TOO_LARGE: "raise `max.message.bytes` of the topic",
  RECORD_LIST_TOO_LARGE: "raise `max.message.bytes` of the topic",
  NOT_ENOUGH_REPLICAS: "too few copies of the topic are in sync: look at the brokers",
}

const usageCodes: ReadonlySet<string> = new Set([
  "UNKNOWN_TOPIC_OR_PARTITION",
  "INVALID_TOPIC_EXCEPTION",
  "UNSUPPORTED_VERSION",
  "INVALID_TRANSACTION_TIMEOUT",
])
const fencedCodes: ReadonlySet<string> = new Set(["PRODUCER_FENCED", "INVALID_PRODUCER_EPOCH"])

/** An error of the client in words: what was tried, where, why not, what to do next. */
export function kafkaFailure({ doing, brokers }: Attempt, error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error
  const code = codeOf(error)
  const reason = error instanceof Error ? error.message : String(error)
  const what = `cannot ${doing} (Kafka at ${brokers.join(",")})`
  const next = advice[code] === undefined ? "" : `; ${advice[code]}`
  return new ConnectorError(kindOf(code), `${what}: ${reason}${next}`, error, isPassing(code))
}

/** The code of an error of the client; `UNKNOWN` where it is none. */
export function codeOf(error: unknown): string {
  if (error instanceof KafkaFault) return error.code
  return error instanceof RecordFormatError ? "FORMAT" : "UNKNOWN"
}

/** Whether another process has claimed since. */
export function isFenced(error: unknown): boolean {
  return fencedCodes.has(codeOf(error))
}

/** Whether a broker takes less at once. */
export function isTooLarge(error: unknown): boolean {
  return ["MESSAGE_TOO_LARGE", "RECORD_LIST_TOO_LARGE"].includes(codeOf(error))
}

function kindOf(code: string): ConnectorErrorKind {
  if (fencedCodes.has(code)) return "fenced"
  return usageCodes.has(code) ? "usage" : "failure"
}

/** Says that a topic is not there, with the name that was probably meant. */
export async function missingTopic(
  client: KafkaClient,
  topic: string,
  brokers: readonly string[],
): Promise<ConnectorError> {
  const names = await client.topicNames().catch(() => [])
  const limit = Math.max(1, Math.ceil(topic.length / 3))
  const near = names
    .map((name) => ({ name, far: distance(topic.toLowerCase(), name.toLowerCase()) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
  const meant = near.length === 0 ? "" : `; did you mean ${near.map(({ name }) => name).join(" or ")}?`
  const words = `Kafka at ${brokers.join(",")} has no topic ${topic}, or this user may not see it${meant}`
  return new ConnectorError("usage", meant === "" ? `${words}; make the topic first: Cepheus makes none` : words)
}
