import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Settings } from "../../runtime/connectors/contract.ts"
import { kafkaConnector } from "../../runtime/connectors/kafka/index.ts"
import { eventually } from "../support/eventually.ts"
import { makeCertificates, tlsSettings } from "../support/kafka/certificates.ts"
import { textsOf } from "../support/kafka/reading.ts"
import { openTopics, type Topics } from "../support/kafka/topics.ts"
import { type Kafka, startKafka } from "../support/kafka.ts"

let folder: string
let kafka: Kafka
let topics: Topics

const login = (name: string, module: string) => `listener.name.${name}=org.apache.kafka.common.security.${module}`

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cepheus-kafka-tls-"))
  makeCertificates(folder)
  writeFileSync(join(folder, "password"), "secret-1\n")
  kafka = await startKafka({
    listeners: { TLS: "SSL", MUTUAL: "SSL", PLAIN: "SASL_PLAINTEXT", SCRAM: "SASL_SSL" },
    scram: ["SCRAM-SHA-512=[name=reader,password=secret-1]", "SCRAM-SHA-256=[name=reader,password=secret-1]"],
    settings: [
      ...tlsSettings(folder, "TLS", "none"),
      ...tlsSettings(folder, "MUTUAL", "required"),
      ...tlsSettings(folder, "SCRAM", "none"),
      "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
      login("plain.plain.sasl.jaas.config", 'plain.PlainLoginModule required user_reader="secret-1";'),
      login("scram.scram-sha-256.sasl.jaas.config", "scram.ScramLoginModule required;"),
      login("scram.scram-sha-512.sasl.jaas.config", "scram.ScramLoginModule required;"),
      "listener.name.plain.sasl.enabled.mechanisms=PLAIN",
      "listener.name.scram.sasl.enabled.mechanisms=SCRAM-SHA-256,SCRAM-SHA-512",
      "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
      // Who comes without encryption may do all, and so may who shows a certificate; a reader what rights allow.
      "super.users=User:ANONYMOUS;User:CN=client",
    ],
  })
  topics = await openTopics(kafka.brokers)
  await topics.create("open")
  await topics.send("open", [{ value: '{"n":1}' }])
})
afterAll(async () => {
  await topics?.close()
  await kafka?.remove()
  rmSync(folder, { recursive: true, force: true })
})

const settings = (listener: string, more: Settings): Settings => ({
  topic: "open",
  brokers: kafka.listeners[listener]!,
  until: "end",
  ...more,
})

async function read(listener: string, more: Settings): Promise<string[]> {
  const source = await kafkaConnector.openSource!(settings(listener, more), context())
  try {
    return (await textsOf(source)).flat()
  } finally {
    await source.close()
  }
}
const context = () => ({ folder, environment: { WORD: "secret-1", WRONG: "secret-2" } })
const fails = (listener: string, more: Settings) =>
  read(listener, more).then(
    (lines) => expect.unreachable(`read ${lines.length} lines`),
    (error: Error) => error,
  )

const reader = { username: "reader", passwordEnv: "WORD" }

describe("TLS", () => {
  test("checks the broker's certificate", async () => {
    expect(await read("TLS", { ca: "ca.pem" })).toEqual(['{"n":1}'])
    const wrong: Settings[] = [{ ca: "stranger.pem" }, { tls: true }]
    for (const more of wrong) {
      expect(await fails("TLS", more)).toMatchObject({
        kind: "failure",
        message: expect.stringMatching(/cannot read topic open .*certificate.*check `tls` and `ca`/),
      })
    }
  })

  test("shows a certificate of its own where the broker wants one", async () => {
    const own = { ca: "ca.pem", cert: "client.pem", key: "client.key" }
    expect(await read("MUTUAL", own)).toEqual(['{"n":1}'])
    expect(await fails("MUTUAL", { ca: "ca.pem" })).toMatchObject({ kind: "failure" })
  })

  test("that one side expects and the other does not is said", async () => {
    expect(await fails("TLS", {})).toMatchObject({
      kind: "failure",
      message: expect.stringContaining(kafka.listeners.TLS!),
    })
    const noTls = { brokers: kafka.brokers, ca: "ca.pem" }
    expect(await fails("TLS", noTls)).toMatchObject({
      kind: "failure",
      message: expect.stringMatching(/check `tls`|broker runs/),
    })
  })
})

describe("login", () => {
  test.each(["plain", "scram-sha-256", "scram-sha-512"])("by %s", async (mechanism) => {
    await topics.allow("reader", "open", ["READ", "DESCRIBE"])
    const [listener, more] = mechanism === "plain" ? ["PLAIN", {}] : ["SCRAM", { ca: "ca.pem" }]
    await eventually(async () => expect(await read(listener, { ...more, mechanism, ...reader })).toEqual(['{"n":1}']))
    const fromFile = { username: "reader", passwordFile: "password" }
    expect(await read(listener, { ...more, mechanism, ...fromFile })).toEqual(['{"n":1}'])
    const error = await fails(listener, { ...more, mechanism, username: "reader", passwordEnv: "WRONG" })
    expect(error).toMatchObject({
      kind: "failure",
      message: expect.stringMatching(/check `mechanism`, `username` and the password/),
    })
    expect(error.message).not.toContain("secret")
  })

  test("with a mechanism that the broker does not offer", async () => {
    const error = await fails("PLAIN", { mechanism: "scram-sha-256", ...reader })
    expect(error).toMatchObject({ kind: "failure", message: expect.stringMatching(/`mechanism`/) })
  })
})

describe("a right that lacks", () => {
  const scram = { mechanism: "scram-sha-512", ...reader, ca: "ca.pem" }

  test("is named when a source is opened", async () => {
    await topics.create("hidden")
    expect(await fails("SCRAM", { ...scram, topic: "hidden" })).toMatchObject({
      message: expect.stringMatching(/the right: a source needs Read and Describe|may not see it/),
    })
    await topics.allow("reader", "hidden", ["DESCRIBE"])
    await eventually(async () => {
      expect(await fails("SCRAM", { ...scram, topic: "hidden" })).toMatchObject({
        kind: "failure",
        message: `the user lacks rights in Kafka at ${kafka.listeners.SCRAM}: Read on topic hidden`,
      })
    })
  })

  test("is named when a slice opens its topics, all at once, and when it claims its transactional id", async () => {
    await topics.create("other")
    await topics.allow("reader", "other", ["DESCRIBE"])
    await topics.allow("reader", "hidden", ["DESCRIBE"])
    const sinks = ["hidden", "other"].map((topic) => ({ topic, brokers: kafka.listeners.SCRAM!, ...scram }))
    const identity = { job: "j", slice: "0", attempt: "x" }
    const open = () => kafkaConnector.openPublisher!(sinks, identity, context())
    await eventually(async () => {
      await expect(open()).rejects.toThrow(": Read on topic hidden, Write on topic hidden, Write on topic other")
    })
    await topics.allow("reader", "hidden", ["READ", "WRITE"])
    await topics.allow("reader", "other", ["WRITE"])
    const publisher = await eventually(open)
    await expect(publisher.claim()).rejects.toMatchObject({
      kind: "failure",
      message: expect.stringMatching(/cannot claim topics hidden, other .*Write and Describe on the transactional id/),
    })
    await publisher.close()
  })
})
