import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Settings } from "../../../../runtime/connectors/contract.ts"
import type { SchemaRegistry } from "../../../../runtime/connectors/kafka/registry.ts"
import { openRegistry } from "../../../../runtime/connectors/kafka/registry-client.ts"
import { AvroToJson } from "../../../../runtime/formats/avro/json-writer.ts"
import { JsonOutput } from "../../../../runtime/formats/avro/output.ts"
import { eventually } from "../../../support/eventually.ts"
import { makeCertificates } from "../../../support/kafka/certificates.ts"
import { register, startRegistry, type TestRegistry } from "../../../support/schema-registry.ts"

let folder: string
let registry: TestRegistry
const open: { close(): void }[] = []
const logged: string[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cep-registry-"))
  writeFileSync(join(folder, "password"), "secret\n")
  registry = await startRegistry()
})
afterAll(async () => {
  for (const each of open) each.close()
  await registry.stop()
  rmSync(folder, { recursive: true })
})

async function connect(settings: Settings = {}): Promise<SchemaRegistry> {
  const log = (_: string, message: string) => logged.push(message)
  const opened = await openRegistry({ registry: registry.url, ...settings }, { folder, log })
  open.push(opened)
  return opened
}

const refused = (settings: Settings) =>
  connect(settings).then(
    () => expect.unreachable(),
    (error) => error,
  )

async function loaded(client: SchemaRegistry, id: number) {
  await client.load(id)
  return client.known(id)
}

function shown(known: ReturnType<SchemaRegistry["known"]>, bytes: readonly number[]): string {
  if (!(known instanceof AvroToJson)) return expect.unreachable(JSON.stringify(known))
  const output = new JsonOutput()
  known.append(output, Buffer.from(bytes), 0, bytes.length)
  return output.bytes.toString("utf8", 0, output.length)
}

describe("a schema registry", () => {
  test("gives schemas, with those that they refer to", async () => {
    const money = { type: "record", name: "bank.Money", fields: [{ name: "cents", type: "long" }] }
    const price = { type: "record", name: "bank.Price", fields: [{ name: "net", type: "bank.Money" }] }
    const order = {
      type: "record",
      name: "bank.Order",
      fields: [
        { name: "a", type: "Price" },
        { name: "b", type: "Money" },
      ],
    }
    await register(registry.url, "Money / x", money)
    const toMoney = { name: "bank.Money", subject: "Money / x", version: 1 }
    await register(registry.url, "Price", price, { references: [toMoney] })
    const references = [{ name: "bank.Price", subject: "Price", version: 1 }, toMoney]
    const id = await register(registry.url, "Order", order, { references })
    const client = await connect()
    expect(client.known(id)).toBeUndefined()
    expect(shown(await loaded(client, id), [2, 4])).toBe('{"a":{"net":{"cents":1}},"b":{"cents":2}}')
    const lacking = await register(registry.url, "Lacking", price, {
      references: [{ name: "bank.Money", subject: "Money", version: 7 }],
    })
    expect(await loaded(client, lacking)).toEqual({
      code: "unusable-schema",
      reason: `schema ${lacking}: it refers to version 7 of Money, which the registry does not have`,
    })
  })

  test("says why a schema cannot be used", async () => {
    const client = await connect()
    const json = await register(registry.url, "json", { type: "object" }, { schemaType: "JSON" })
    expect(await loaded(client, json)).toMatchObject({ reason: expect.stringContaining("one of JSON") })
    const broken = await register(registry.url, "broken", { type: "record", name: "R" })
    expect(await loaded(client, broken)).toMatchObject({ code: "unusable-schema" })
    registry.asked.length = 0
    expect(await loaded(client, 4711)).toEqual({
      code: "unknown-schema",
      reason: `the schema registry at ${registry.url} has no schema 4711`,
    })
    // A copy that lags is given a second chance, but not for each of many numbers that nobody knows.
    expect(await loaded(client, 4712)).toMatchObject({ code: "unknown-schema" })
    expect(registry.asked).toEqual(["GET /schemas/ids/4711", "GET /schemas/ids/4711", "GET /schemas/ids/4712"])
  })

  test("is asked once where several partitions want one schema", async () => {
    const id = await register(registry.url, "once", "int")
    const client = await connect()
    registry.asked.length = 0
    await Promise.all([client.load(id), client.load(id), client.load(id)])
    expect(registry.asked).toEqual([`GET /schemas/ids/${id}`])
  })

  test("that is away is waited for, and the log says so", async () => {
    const id = await register(registry.url, "later", "int")
    const client = await connect()
    await registry.stop()
    logged.length = 0
    const loading = client.load(id)
    await eventually(() => expect(logged).toHaveLength(1))
    expect(logged[0]).toMatch(/does not answer: .*ECONNREFUSED.*waiting for it/)
    await registry.start()
    await loading
    expect(shown(client.known(id), [4])).toBe("2")
    expect(logged[1]).toMatch(/answers again/)
  })

  test.each([
    "cut",
    { status: 503, body: "no leader" },
    { status: 200, body: "<html>" },
    { status: 200, body: "{}" },
  ] as const)("is asked again where what came is no answer: %o", async (answer) => {
    const id = await register(registry.url, "again", "int")
    const client = await connect()
    registry.answers.push(answer)
    expect(shown(await loaded(client, id), [4])).toBe("2")
  })

  test("has several places, of which one that answers is enough", async () => {
    const gone = await closedPort()
    const id = await register(registry.url, "places", "int")
    const client = await connect({ registry: `http://127.0.0.1:${gone}, ${registry.url}/` })
    expect(shown(await loaded(client, id), [4])).toBe("2")
  })

  test("must be there, and take the login, when a job begins", async () => {
    const gone = await closedPort()
    expect(await refused({ registry: `http://127.0.0.1:${gone}` })).toMatchObject({
      kind: "failure",
      message: expect.stringMatching(
        /cannot reach the schema registry at http:\/\/127.*ECONNREFUSED.*check `registry`/,
      ),
    })
    const guarded = await startRegistry({ login: "cep:secret" })
    try {
      const failure = await refused({ registry: guarded.url })
      expect(failure).toMatchObject({
        kind: "failure",
        message: expect.stringMatching(/status 401.*`registryUsername`/),
      })
      const login = { registry: guarded.url, registryUsername: "cep", registryPasswordFile: "password" }
      const client = await connect(login)
      expect(await loaded(client, 1)).toMatchObject({ code: "unknown-schema" })
      guarded.answers.push({ status: 403, body: "not yours" })
      await expect(client.load(2)).rejects.toThrow(/status 403 not yours/)
      const wrong = await refused({ ...login, registryUsername: "nobody" })
      expect(wrong.message).not.toContain("secret")
    } finally {
      await guarded.stop()
    }
  })

  test("is trusted where its certificate is signed by who the settings name", async () => {
    makeCertificates(folder)
    const pem = (name: string) => readFileSync(join(folder, name), "utf8")
    const safe = await startRegistry({ tls: { cert: pem("broker.pem"), key: pem("broker.key") } })
    try {
      const id = await loaded(await connect({ registry: safe.url, registryCa: "ca.pem" }), 1)
      expect(id).toMatchObject({ code: "unknown-schema" })
      for (const ca of [{}, { registryCa: "stranger.pem" }] as Settings[]) {
        expect(await refused({ registry: safe.url, ...ca })).toMatchObject({
          message: expect.stringMatching(/cannot reach .*certificate/),
        })
      }
    } finally {
      await safe.stop()
    }
  })

  test("that answers with nonsense ends the job, with its words", async () => {
    const client = await connect()
    registry.answers.push({ status: 302, body: "moved" })
    await expect(client.load(1)).rejects.toThrow(/\/schemas\/ids\/1 with status 302: moved; check `registry`/)
  })

  test("ends loads that wait when it is closed", async () => {
    const client = await connect()
    registry.answers.push("hang")
    const loading = client.load(1)
    await eventually(() => expect(registry.answers).toEqual([]))
    client.close()
    await expect(loading).rejects.toMatchObject({ kind: "closed" })
    client.close()
  })
})

/** A port where nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
