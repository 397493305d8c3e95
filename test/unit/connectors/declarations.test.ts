/** What connectors declare is what they read, what wrong values are told, and what the reference page shows. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { generateConnectors } from "../../../docs/generate-connectors.ts"
import { parseS3Address } from "../../../runtime/checkpoint/s3/address.ts"
import { s3Options } from "../../../runtime/checkpoint/s3/declare.ts"
import { connectorDeclarations } from "../../../runtime/connectors/catalog.ts"
import { declarationFor, parseSpec, specSettings } from "../../../runtime/connectors/index.ts"
import { onnxDeclaration } from "../../../runtime/models/declare.ts"
import { root } from "../../tidy/source-files.ts"

const all = [...connectorDeclarations, onnxDeclaration]
const options = [...all.flatMap(({ name, options }) => options.map((option) => ({ connector: name, ...option })))]

describe("a declaration", () => {
  test("names each option once for each use", () => {
    for (const declaration of all) {
      for (const use of declaration.use) {
        const names = declarationFor(declaration, use).options.map(({ name }) => name)
        expect(names).toEqual([...new Set(names)])
      }
    }
  })

  test("says defaults and choices as such, and not in words alone", () => {
    for (const { connector, name, doc, type, choices, default: usual } of options) {
      const place = `${connector}.${name}`
      expect(doc, place).not.toMatch(/\(default|default:/i)
      if (usual !== undefined) expect(typeof usual, place).toBe(type === "text" ? "string" : type)
      if (choices !== undefined && usual !== undefined) expect(choices, place).toContain(usual)
    }
  })
})

test.each([
  ["kafka:t?brokers=h:1&compression=lz4", "sink", "`compression` can be none or gzip, and is lz4"],
  ["kafka:t?brokers=h:1&delivery=often", "sink", "`delivery` can be exactly-once or at-least-once, and is often"],
  ["kafka:t?brokers=h:1&until=now", "source", "`until` can be end, and is now"],
  ["kafka:t?brokers=h:1&format=xml", "source", "`format` can be json or avro, and is xml"],
  ["kafka:t?brokers=h:1&keyFormat=json", "table", "`keyFormat` can be text or avro, and is json"],
  [
    "kafka:t?brokers=h:1&mechanism=gssapi",
    "source",
    "`mechanism` can be plain, scram-sha-256 or scram-sha-512, and is gssapi",
  ],
  ["file:a?format=xml", "table", "`format` can be jsonl or csv, and is xml"],
  ["webhook:http://h?delivery=x", "sink", "`delivery` can be exactly-once or at-least-once, and is x"],
] as const)("a value that an option cannot have is refused: %s", (spec, use, message) => {
  const parsed = parseSpec(spec)
  const declaration = connectorDeclarations.find(({ name }) => name === parsed.connector)!
  expect(() => specSettings(parsed, declarationFor(declaration, use))).toThrow(message)
})

test("choices may be given in capitals, and are read as they are declared", () => {
  const kafka = connectorDeclarations.find(({ name }) => name === "kafka")!
  const settings = specSettings(parseSpec("kafka:t?brokers=h:1&mechanism=SCRAM-SHA-512"), declarationFor(kafka, "sink"))
  expect(settings.mechanism).toBe("scram-sha-512")
})

test("an address in S3 takes the options that are declared, and no other", () => {
  const values = { endpoint: "https://h:9000", region: "eu-1", forcePathStyle: "true" }
  expect(Object.keys(values)).toEqual(s3Options.map(({ name }) => name))
  const address = parseS3Address(`s3://bucket/prefix?${new URLSearchParams(values)}`)
  expect(address).toEqual({ bucket: "bucket", prefix: "prefix", ...values, forcePathStyle: true })
  expect(() => parseS3Address("s3://bucket?acl=x")).toThrow("no option acl: there are endpoint, region, forcePathStyle")
})

test("the reference page has every option, with its default", () => {
  const page = readFileSync(join(root, "docs/reference/connectors.md"), "utf8")
  expect([...generateConnectors().files.values()]).toEqual([page])
  for (const { name, default: usual } of [...options, ...s3Options.map((each) => ({ default: undefined, ...each }))]) {
    const row = page.split("\n").find((line) => line.startsWith(`| \`${name}\` |`))
    expect(row, name).toBeDefined()
    if (usual !== undefined) expect(page).toMatch(new RegExp(`\\| \`${name}\` \\|.*Default: \`${usual}\``))
  }
})
