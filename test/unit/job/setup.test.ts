import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { connectors } from "../../../runtime/connectors/index.ts"
import { openJob } from "../../../runtime/job/setup.ts"
import { compileRules, TestClock } from "../../support/job.ts"

const events = `
  event A { id: string, at: time } timed by at
  event B { id: string, at: time } timed by at
`
const rules = `${events} rule R { when A then B within 1 minute alert } `

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cep-setup-"))
  writeFileSync(join(folder, "a.jsonl"), "{}\n")
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function open(
  text: string,
  sources: Record<string, string>,
  sinks: Record<string, string> = {},
  deadLetters?: string,
  tables: Record<string, string> = {},
) {
  const { manifest } = await compileRules(text)
  const opened = await openJob(manifest, {
    sources: new Map(Object.entries(sources)),
    sinks: new Map(Object.entries(sinks)),
    tables: new Map(Object.entries(tables)),
    deadLetters,
    connectors,
    context: { folder },
  })
  await opened.close()
  return opened
}

test("says which types nobody brings", async () => {
  expect((await open(rules, { A: "a.jsonl" })).missing).toEqual(["B"])
  expect((await open(rules, { "*": "a.jsonl?type=kind" })).missing).toEqual([])
  expect((await open(rules, { "*": "a.jsonl?type=kind" })).inputs).toMatchObject([{ name: "*", typeField: "kind" }])
})

test.each<[string, Record<string, string>, Record<string, string>, string | undefined, RegExp]>([
  ["no source", {}, {}, undefined, /nothing to read.*--source/],
  ["an unknown type", { C: "a.jsonl" }, {}, undefined, /no event type is called C; the rules declare A, B/],
  ["an unknown sink", { A: "a.jsonl" }, { x: "-" }, undefined, /no output goes to a sink called x; there are alerts/],
  [
    "an unknown connector",
    { A: "pulsar:t" },
    {},
    undefined,
    /A: there is no connector pulsar in this version; there is file/,
  ],
  ["standard input twice", { A: "-", B: "-" }, {}, undefined, /source of A already/],
  ["a sink onto a source", { A: "a.jsonl" }, { alerts: "file:./a.jsonl" }, undefined, /would overwrite/],
  ["dead letters onto a source", { A: "*.jsonl" }, {}, "a.jsonl", /would overwrite/],
  ["one file written in two ways", { A: "a.jsonl" }, { alerts: "x.jsonl" }, "x.jsonl?append=true", /different options/],
  ["a missing file", { A: "none.jsonl" }, {}, undefined, /none\.jsonl: there is no such file/],
])("refuses %s", async (_, sources, sinks, deadLetters, message) => {
  await expect(open(rules, sources, sinks, deadLetters)).rejects.toMatchObject({ kind: "usage", message })
  expect(readFileSync(join(folder, "a.jsonl"), "utf8")).toBe("{}\n")
})

test("tells sources whether the job has checkpoints", async () => {
  const { manifest } = await compileRules(rules)
  const told: (boolean | undefined)[] = []
  const file = connectors.find(({ declaration }) => declaration.name === "file")!
  const spying: typeof file = {
    ...file,
    openSource: (settings, context) => {
      told.push(context.hasCheckpoints)
      return file.openSource!(settings, context)
    },
  }
  const request = {
    sources: new Map([["*", "a.jsonl"]]),
    sinks: new Map<string, string>(),
    connectors: [spying],
    context: { folder },
  }
  await (await openJob(manifest, request)).close()
  const identity = { job: "j", slice: "0", attempt: "x" }
  const open = () => Promise.reject(new Error("no checkpoints here"))
  await expect(openJob(manifest, { ...request, checkpoints: { identity, open } })).rejects.toThrow("no checkpoints")
  expect(told).toEqual([false, true])
})

test("shares a sink that two names stand for", async () => {
  const { sinks } = await open(rules, { A: "a.jsonl" }, { alerts: "file:x.jsonl" }, "./x.jsonl".replace("./", ""))
  expect(sinks.named.get("alerts")).toBe(sinks.deadLetters)
})

test("takes what the rules declare, unless the command line says otherwise", async () => {
  const declared = `${events} source A from file("a.jsonl") sink out to file("out.jsonl") rule R { when A alert to out }`
  const opened = await open(declared, {})
  expect(opened.inputs.map(({ name }) => name)).toEqual(["A"])
  expect([...opened.sinks.named.keys()]).toEqual(["out", "shadow"])
  writeFileSync(join(folder, "b.jsonl"), "")
  expect((await open(declared, { A: "b.jsonl" })).inputs[0]!.source.resources).toEqual([join(folder, "b.jsonl")])
  expect((await open(declared, { "*": "b.jsonl" })).inputs.map(({ name }) => name)).toEqual(["*"])
})

const withTable = `${events} table T key id { id: string } from file("t.csv") rule R { when A where id in T alert }`

test("reads tables from where the rules say, unless the command line says otherwise", async () => {
  writeFileSync(join(folder, "t.csv"), "id\n1\n2\n")
  writeFileSync(join(folder, "other.jsonl"), '{"id":"1"}\n')
  const rowsOf = async (given: Record<string, string>) => {
    const { tables } = await open(withTable, { A: "a.jsonl" }, {}, undefined, given)
    const rows: unknown[] = []
    const set = (_: string, all: readonly unknown[]) => {
      rows.push(...all)
      return { rows: all.length, replaced: true, refused: 0, repeated: 0, problems: [] }
    }
    tables.attach({ set, clock: new TestClock(), log: () => {} })
    return rows
  }
  expect(await rowsOf({})).toHaveLength(2)
  expect(await rowsOf({ T: "other.jsonl" })).toEqual([{ id: "1" }])
})

test.each<[string, Record<string, string>, Record<string, string>, RegExp]>([
  ["an unknown table", { U: "t.csv" }, {}, /--table U: no table is called U; there are T/],
  [
    "a missing file",
    { T: "none.csv" },
    {},
    /table T: cannot read \/.*\/none\.csv: there is no such file .*--table T=SPEC/,
  ],
  ["a sink onto a table", {}, { alerts: "t.csv" }, /would overwrite t\.csv, which is the source of T/],
  ["standard input", { T: "-" }, {}, /not from standard input/],
])("refuses of tables %s", async (_, tables, sinks, message) => {
  writeFileSync(join(folder, "t.csv"), "id\n1\n")
  await expect(open(withTable, { A: "a.jsonl" }, sinks, undefined, tables)).rejects.toMatchObject({
    kind: "usage",
    message,
  })
  expect(readFileSync(join(folder, "t.csv"), "utf8")).toBe("id\n1\n")
})
