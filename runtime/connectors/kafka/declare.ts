import type { ConnectorDeclaration } from "../../../lang/catalog.ts"

/** What holds where nothing else is given. */
export const kafkaDefaults = {
  type: "type",
  from: "earliest",
  format: "json",
  keyFormat: "text",
  compression: "none",
  delivery: "exactly-once",
  timeoutSeconds: 120,
} as const

/** How to log in. */
export const mechanisms = ["plain", "scram-sha-256", "scram-sha-512"] as const

export const kafkaDeclaration: ConnectorDeclaration = {
  name: "kafka",
  doc: "A topic of Apache Kafka (3.1 and later; exactly once needs 3.9.1 or 4.0): messages whose values are JSON objects or Avro. As a table: of each key the latest value.",
  use: ["source", "sink", "table"],
  partitioned: true,
  options: [
    {
      name: "topic",
      type: "text",
      required: true,
      positional: true,
      doc: "The topic. It must be there: none is made.",
    },
    {
      name: "brokers",
      type: "text",
      required: true,
      doc: "`host:port` of one broker or, joined by commas, of several: the others are learnt from them.",
    },
    {
      name: "type",
      type: "text",
      use: ["source"],
      default: kafkaDefaults.type,
      doc: "For a stream of several event types: the field that names the type.",
    },
    {
      name: "from",
      type: "text",
      use: ["source"],
      default: kafkaDefaults.from,
      doc: "The first start: `earliest`, `latest`, or a time such as `2026-01-31T10:00:00Z`. Later starts go on from the checkpoint.",
    },
    {
      name: "until",
      type: "text",
      use: ["source"],
      choices: ["end"],
      doc: "`end` reads to the end as of the start, and ends; without it the source is live.",
    },
    {
      name: "group",
      type: "text",
      use: ["source"],
      doc: "How far the job is, is committed to this consumer group every five seconds, for tools that show lag: what was read, with checkpoints what is published. Nothing is read from it.",
    },
    {
      name: "keyField",
      type: "text",
      doc: "Source and table: the field that gets the message's key. Sink: the field whose value becomes the message's key; without it the alert's key.",
    },
    {
      name: "headers",
      type: "text",
      use: ["source", "table"],
      doc: "Headers that become fields, as texts: `header=field`, several joined by commas; `=field` may be left out where it has the header's name.",
    },
    {
      name: "timestampField",
      type: "text",
      use: ["source", "table"],
      doc: "The field that gets the message's time, in epoch milliseconds.",
    },
    {
      name: "format",
      type: "text",
      use: ["source", "table"],
      default: kafkaDefaults.format,
      choices: ["json", "avro"],
      doc: "Of the values: `json`, or `avro` as Confluent's serializers write it, with the number of its schema in front.",
    },
    {
      name: "keyFormat",
      type: "text",
      use: ["source", "table"],
      default: kafkaDefaults.keyFormat,
      choices: ["text", "avro"],
      doc: "Of the keys, for `keyField`: `text`, or `avro` as for values.",
    },
    {
      name: "registry",
      type: "text",
      use: ["source", "table"],
      doc: "For Avro: the schema registry (Confluent's interface), as in `http://host:8081`; several places of it joined by commas.",
    },
    { name: "registryUsername", type: "text", use: ["source", "table"], doc: "Login at the registry: the user." },
    {
      name: "registryPasswordFile",
      type: "text",
      use: ["source", "table"],
      doc: "Login at the registry: a file with the password.",
    },
    {
      name: "registryPasswordEnv",
      type: "text",
      use: ["source", "table"],
      doc: "Login at the registry: the variable of the environment that holds the password.",
    },
    {
      name: "registryCa",
      type: "text",
      use: ["source", "table"],
      doc: "A file with the certificates (PEM) of who may sign the registry's. Without it those known to Node.",
    },
    {
      name: "compression",
      type: "text",
      use: ["sink"],
      default: kafkaDefaults.compression,
      choices: ["none", "gzip"],
      doc: "How batches of messages are packed.",
    },
    {
      name: "delivery",
      type: "text",
      use: ["sink"],
      default: kafkaDefaults.delivery,
      choices: ["exactly-once", "at-least-once"],
      doc: "In a job with checkpoints: `exactly-once`, or `at-least-once` for messages that are seen at once and may come again after a crash.",
    },
    {
      name: "timeoutSeconds",
      type: "number",
      use: ["sink"],
      default: kafkaDefaults.timeoutSeconds,
      unit: "seconds",
      doc: "Without checkpoints: how long a broker that is away is waited for.",
    },
    { name: "tls", type: "boolean", doc: "Encrypted connections (without it: where `ca`, `cert` or `key` is given)." },
    {
      name: "ca",
      type: "text",
      doc: "A file with the certificates (PEM) of who may sign the brokers'. Without it those known to Node.",
    },
    { name: "cert", type: "text", doc: "A file with the client's certificate (PEM), for brokers that ask for one." },
    { name: "key", type: "text", doc: "A file with the key (PEM) of that certificate, not encrypted." },
    { name: "mechanism", type: "text", choices: mechanisms, doc: "Login: how the user proves to be who it is." },
    { name: "username", type: "text", doc: "Login: the user." },
    { name: "passwordFile", type: "text", doc: "Login: a file with the password." },
    { name: "passwordEnv", type: "text", doc: "Login: the variable of the environment that holds the password." },
  ],
  examples: [
    "kafka:payments?brokers=localhost:9092",
    "kafka:alerts?brokers=k1:9093,k2:9093&ca=ca.pem&mechanism=scram-sha-512&username=cep&passwordFile=kafka.password",
    "kafka:payments?brokers=localhost:9092&format=avro&registry=http://localhost:8081&keyField=account",
    "kafka:payments?brokers=localhost:9092&from=2026-01-31T10:00:00Z&until=end",
  ],
  promises: {
    source:
      "With checkpoints each message is judged once: a restart goes on at the offsets of its checkpoint, and refuses to where messages were deleted before they were read.",
    sink: "With checkpoints each output comes exactly once for readers of what is committed (`isolation.level=read_committed`); with `delivery=at-least-once` at once, and perhaps again after a crash.",
    table: "The rows are those of the topic up to its end as of the reading.",
  },
}
