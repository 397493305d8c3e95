import { describe, expect, test } from "vitest"
import { fileDeclaration } from "../../../runtime/connectors/file/declare.ts"
import {
  bindingSettings,
  ConnectorError,
  declarationFor,
  parseSpec,
  specSettings,
} from "../../../runtime/connectors/index.ts"
import { postgresDeclaration } from "../../../runtime/connectors/postgres/declare.ts"

const settings = (text: string) => ({ ...specSettings(parseSpec(text), fileDeclaration) })

describe("a SPEC", () => {
  test.each([
    ["file:events.jsonl", "file", "events.jsonl", {}],
    ["events.csv", "file", "events.csv", {}],
    ["-", "file", "-", {}],
    ["-?live=true", "file", "-", { live: "true" }],
    ["file:*.csv.gz?type=kind&delimiter=%3B", "file", "*.csv.gz", { type: "kind", delimiter: ";" }],
    ["file:a?.jsonl", "file", "a?.jsonl", {}],
    ["file:a?.jsonl?type=kind", "file", "a?.jsonl", { type: "kind" }],
    ["C:\\data\\x.jsonl", "file", "C:\\data\\x.jsonl", {}],
    ["kafka:topic?brokers=host:9092&group=g", "kafka", "topic", { brokers: "host:9092", group: "g" }],
    ["file:a.csv?delimiter=%", "file", "a.csv", { delimiter: "%" }],
  ])("%s", (text, connector, target, options) => {
    expect(parseSpec(text)).toEqual({ connector, target, options })
  })

  test("is checked against what the connector declares", () => {
    expect(settings("file:a.jsonl?live=true&maxLineBytes=100")).toEqual({
      path: "a.jsonl",
      live: true,
      maxLineBytes: 100,
    })
    expect(() => settings("file:a?tpye=kind")).toThrow(/no option `tpye`; it has path, format, type/)
    expect(() => settings("file:a?live=yes")).toThrow(/`live`.*true or false.*"yes"/)
    expect(() => settings("file:a?maxLineBytes=ten")).toThrow(ConnectorError)
    expect(() => settings("file:")).toThrow(/needs `path`/)
  })
})

test("a declaration in the rules has settings too", () => {
  const binding = { name: "T", connector: "file", args: ["t.csv"], options: { delimiter: ";" } }
  expect({ ...bindingSettings(binding, fileDeclaration) }).toEqual({ path: "t.csv", delimiter: ";" })
  expect(() => bindingSettings({ ...binding, args: ["a", "b"] }, fileDeclaration)).toThrow(/too many arguments/)
  expect(() => bindingSettings({ ...binding, options: { live: "yes" } }, fileDeclaration)).toThrow(/true or false/)
})

test("options belong to a use of their connector", () => {
  const sink = declarationFor(postgresDeclaration, "sink")
  const table = declarationFor(postgresDeclaration, "table")
  expect({ ...specSettings(parseSpec("postgres:alerts?url=u"), sink) }).toEqual({ table: "alerts", url: "u" })
  expect({ ...specSettings(parseSpec("postgres:select 1"), table) }).toEqual({ query: "select 1" })
  expect(() => specSettings(parseSpec("postgres:alerts?query=x"), sink)).toThrow(
    /has no option `query`; it has table, url/,
  )
  expect(() => specSettings(parseSpec("postgres:?url=u"), sink)).toThrow(/needs `table`/)
})
