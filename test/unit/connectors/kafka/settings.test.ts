import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Settings } from "../../../../runtime/connectors/contract.ts"
import { parseSpec, specSettings } from "../../../../runtime/connectors/index.ts"
import { clusterOf, connectionOf } from "../../../../runtime/connectors/kafka/connection.ts"
import { kafkaDeclaration } from "../../../../runtime/connectors/kafka/declare.ts"
import { kafkaConnector } from "../../../../runtime/connectors/kafka/index.ts"
import { admitPosition, readPosition } from "../../../../runtime/connectors/kafka/position.ts"
import { markText, readMark } from "../../../../runtime/connectors/kafka/publisher.ts"

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cep-kafka-"))
  for (const name of ["ca", "cert", "key"]) writeFileSync(join(folder, `${name}.pem`), `the ${name}`)
  writeFileSync(join(folder, "password"), "from a file\n")
})
afterAll(() => rmSync(folder, { recursive: true }))

const settings = (text: string): Settings => specSettings(parseSpec(`kafka:${text}`), kafkaDeclaration)
const connection = (text: string) =>
  connectionOf(settings(`t?brokers=h:1&${text}`), { folder, environment: { SECRET: "from a variable", EMPTY: "" } })

describe("the connection", () => {
  test("has brokers, certificates and a password from where they are kept", async () => {
    expect(await connectionOf(settings("t?brokers=a:1,%20b.example.org:9092"), { folder })).toEqual({
      brokers: ["a:1", "b.example.org:9092"],
    })
    expect(await connection("ca=ca.pem&cert=cert.pem&key=key.pem")).toEqual({
      brokers: ["h:1"],
      tls: { ca: "the ca", cert: "the cert", key: "the key" },
    })
    expect(await connection("tls=true")).toEqual({ brokers: ["h:1"], tls: {} })
    expect(await connection("mechanism=SCRAM-SHA-512&username=u&passwordFile=password")).toMatchObject({
      sasl: { mechanism: "scram-sha-512", username: "u", password: "from a file" },
    })
    expect(await connection("mechanism=plain&username=u&passwordEnv=SECRET")).toMatchObject({
      sasl: { password: "from a variable" },
    })
  })

  test.each([
    ["brokers=nowhere", /brokers must be host:port.*"nowhere"/],
    ["brokers=a:1,", /has ""/],
    ["brokers=a:99999", /host:port/],
    ["brokers=[::1]:9092", /host:port/],
    ["brokers=kafka://a:1", /host:port/],
    ["brokers=a:1&tls=false&ca=ca.pem", /tls=false/],
    ["brokers=a:1&cert=cert.pem", /`cert` and `key` belong together/],
    ["brokers=a:1&ca=nowhere.pem", /cannot read the file of `ca`.*nowhere\.pem/],
    [
      "brokers=a:1&username=u&passwordEnv=SECRET",
      /`mechanism` must be one of plain, scram-sha-256, scram-sha-512, and is missing/,
    ],
    ["brokers=a:1&mechanism=plain&passwordEnv=SECRET", /plain needs `username`/],
    ["brokers=a:1&mechanism=plain&username=u", /`passwordFile` or `passwordEnv`/],
    ["brokers=a:1&mechanism=plain&username=u&passwordEnv=EMPTY", /no variable EMPTY/],
  ])("that is wrong is refused with the reason: %s", async (text, reason) => {
    const opened = connectionOf(settings(`t?${text}`), { folder, environment: {} })
    await expect(opened).rejects.toMatchObject({ kind: "usage", message: expect.stringMatching(reason) })
  })

  test("has no option for a password, which would stand in a SPEC", () => {
    expect(() => settings("t?brokers=a:1&password=x")).toThrow(/no option `password`/)
  })

  test("is one cluster for all who name the same brokers and the same user", () => {
    expect(clusterOf(settings("t?brokers=b:1,a:1"))).toBe(clusterOf(settings("u?brokers=a:1,b:1&keyField=x")))
    expect(clusterOf(settings("t?brokers=a:1"))).not.toBe(clusterOf(settings("t?brokers=a:1&tls=true")))
    expect(kafkaConnector.resource!(settings("t?brokers=b:1,a:1"), { folder })).toBe("topic t of Kafka at a:1,b:1")
  })
})

test.each([
  ["t?brokers=a:1&from=yesterday", "openSource", /`from` must be earliest, latest or a time/],
  ["t?brokers=a:1&timeoutSeconds=0", "openSink", /timeoutSeconds must be above 0/],
] as const)("an option that is wrong is refused before anything is opened: %s", async (text, use, reason) => {
  const opened = kafkaConnector[use]!(settings(text), { folder })
  await expect(opened).rejects.toMatchObject({ kind: "usage", message: expect.stringMatching(reason) })
})

describe("a stored position", () => {
  const at = (offset: number, topicId = "id") => ({ topic: "t", topicId, partition: 0, offset })
  const held = { topicId: "id", earliest: 10, end: 20 }

  test("is taken where its records are there", () => {
    for (const offset of [10, 15, 20]) expect(admitPosition(at(offset), held, false)).toEqual({ offset, lost: 0 })
    expect(admitPosition(at(15, ""), held, false)).toEqual({ offset: 15, lost: 0 })
  })

  test("stops the job where records are gone, unless that is accepted", () => {
    expect(() => admitPosition(at(7), held, false)).toThrow(
      /partition 0: 3 offsets from 7 on were deleted .* 10.*--accept-loss/,
    )
    expect(admitPosition(at(7), held, true)).toEqual({ offset: 10, lost: 3 })
  })

  test("of another topic of the same name stops the job, whatever is accepted", () => {
    expect(() => admitPosition(at(15, "other"), held, true)).toThrow(/deleted and made again.*--fresh/)
    expect(() => admitPosition(at(21), held, true)).toThrow(/ends at offset 20, and the job had read it to 21/)
  })

  test("of something else is refused", () => {
    expect(readPosition(at(3), "t", 0)).toEqual(at(3))
    for (const wrong of [{ ...at(3), topic: "u" }, { ...at(3), partition: 1 }, at(-1), at(0.5), {}]) {
      expect(() => readPosition(wrong, "t", 0)).toThrow("is none of topic t, partition 0")
    }
  })
})

test("a mark stands in the metadata of an offset", () => {
  const mark = { lineage: "b2x", checkpoint: 41 }
  expect(markText(mark)).toBe("cep1 b2x 41")
  expect(readMark(markText(mark))).toEqual(mark)
  for (const other of ["", "cep2 b2x 41", "cep1 b2x", "cep1 b2x 4x", "cep1 b2x 99999999999999999999"]) {
    expect(readMark(other)).toBeUndefined()
  }
})
