import type { ConnectorDeclaration } from "../../../lang/catalog.ts"

export const kafkaDeclaration: ConnectorDeclaration = {
  name: "kafka",
  doc: "A topic of Apache Kafka (3.1 and later; exactly once needs 3.9.1 or 4.0): messages whose values are JSON objects. As a table: of each key the latest value.",
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
      doc: "For a stream of several event types: the field that names the type (default `type`).",
    },
    {
      name: "from",
      type: "text",
      use: ["source"],
      doc: "The first start: `earliest` (default), `latest`, or a time such as `2026-01-31T10:00:00Z`. Later starts go on from the checkpoint.",
    },
    {
      name: "until",
      type: "text",
      use: ["source"],
      doc: "`end` reads to the end as of the start, and ends; without it the source is live.",
    },
    {
      name: "group",
      type: "text",
      use: ["source"],
      doc: "What was read is committed to this consumer group every five seconds, for tools that show lag. Nothing is read from it.",
    },
    {
      name: "keyField",
      type: "text",
      use: ["sink"],
      doc: "The field whose value is the message's key (default: the alert's key).",
    },
    { name: "compression", type: "text", use: ["sink"], doc: "`none` (default) or `gzip`." },
    {
      name: "delivery",
      type: "text",
      use: ["sink"],
      doc: "In a job with checkpoints: `exactly-once` (default), or `at-least-once` for messages that are seen at once and may come again after a crash.",
    },
    {
      name: "timeoutSeconds",
      type: "number",
      use: ["sink"],
      doc: "Without checkpoints: how long a broker that is away is waited for (default 120).",
    },
    { name: "tls", type: "boolean", doc: "Encrypted connections (default: where `ca`, `cert` or `key` is given)." },
    {
      name: "ca",
      type: "text",
      doc: "A file with the certificates (PEM) of who may sign the brokers' (default: those known to Node).",
    },
    { name: "cert", type: "text", doc: "A file with the client's certificate (PEM), for brokers that ask for one." },
    { name: "key", type: "text", doc: "A file with the key (PEM) of that certificate, not encrypted." },
    { name: "mechanism", type: "text", doc: "Login: `plain`, `scram-sha-256` or `scram-sha-512`." },
    { name: "username", type: "text", doc: "Login: the user." },
    { name: "passwordFile", type: "text", doc: "Login: a file with the password." },
    { name: "passwordEnv", type: "text", doc: "Login: the variable of the environment that holds the password." },
  ],
  examples: [
    "kafka:payments?brokers=localhost:9092",
    "kafka:alerts?brokers=k1:9093,k2:9093&ca=ca.pem&mechanism=scram-sha-512&username=cep&passwordFile=kafka.password",
    "kafka:payments?brokers=localhost:9092&from=2026-01-31T10:00:00Z&until=end",
  ],
}
