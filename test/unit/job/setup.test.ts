import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { connectors } from "../../../runtime/connectors/index.ts"
import { openJob } from "../../../runtime/job/setup.ts"
import { compileRules } from "../../support/job.ts"

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
) {
  const { manifest } = await compileRules(text)
  const opened = await openJob(manifest, {
    sources: new Map(Object.entries(sources)),
    sinks: new Map(Object.entries(sinks)),
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
    { A: "kafka:t" },
    {},
    undefined,
    /A: there is no connector kafka in this version; there is file/,
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

test("shares a sink that two names stand for", async () => {
  const { sinks } = await open(rules, { A: "a.jsonl" }, { alerts: "file:x.jsonl" }, "./x.jsonl".replace("./", ""))
  expect(sinks.named.get("alerts")).toBe(sinks.deadLetters)
})

test("takes what the rules declare, unless the command line says otherwise", async () => {
  const declared = `${events} source A from file("a.jsonl") sink out to file("out.jsonl") rule R { when A alert to out }`
  const opened = await open(declared, {})
  expect(opened.inputs.map(({ name }) => name)).toEqual(["A"])
  expect([...opened.sinks.named.keys()]).toEqual(["out"])
  writeFileSync(join(folder, "b.jsonl"), "")
  expect((await open(declared, { A: "b.jsonl" })).inputs[0]!.source.resources).toEqual([join(folder, "b.jsonl")])
  expect((await open(declared, { "*": "b.jsonl" })).inputs.map(({ name }) => name)).toEqual(["*"])
})
