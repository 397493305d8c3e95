/**
 * Planted situations in which a rule does not fire, or does: a folder each in `test/why`, with the rules, the events and a question. The question says
 * by hand what the true reason is (`reason`, and words that the first line must hold); the whole text is beside it.
 * `UPDATE=1` writes the texts anew, not the reasons.
 */
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { compile } from "../compiler/index.ts"
import { showReport, type WhyReport, why } from "../compiler/why/index.ts"
import { type CaseInput, type Kind, runCase } from "./suite.ts"

const root = fileURLToPath(new URL("why", import.meta.url))

interface Question {
  readonly rule: string
  readonly key: readonly string[]
  readonly at?: string | null
  readonly params?: Readonly<Record<string, unknown>>
  readonly tables?: Readonly<Record<string, readonly unknown[]>>
  readonly limits?: { readonly partialMatchesPerKey: number }
  readonly isOpen?: boolean
  /** The true reason, and a part of its sentence. */
  readonly reason: string
  readonly says: string
}

async function answer({ files }: CaseInput): Promise<{ report: WhyReport; question: Question }> {
  const question = JSON.parse(files.get("question.json")!) as Question
  const sources = [{ path: "rules.cep", text: files.get("rules.cep")! }]
  const compiled = await compile(sources, { explains: true })
  expect(compiled.diagnostics.filter(({ level }) => level === "error")).toEqual([])
  const lines = files.get("events.jsonl")!.trimEnd().split("\n")
  const events = lines.map((line, at) => {
    const { type, ...event } = JSON.parse(line) as { readonly type: string }
    return { type, event, place: `events.jsonl:${at + 1}` }
  })
  const { rule, key, params = {}, tables = {}, limits = {}, isOpen = false } = question
  const at = question.at == null ? {} : { at: Date.parse(question.at) }
  const engine = { params, tables, limits }
  const report = await why(sources, compiled, events, { rule, key, ...at }, { engine, isOpen })
  return { report, question }
}

const kind: Kind = {
  expectation: "expected.txt",
  run: async (input) => {
    const { report, question } = await answer(input)
    expect({ reason: report.reason, text: report.text }).toEqual({
      reason: question.reason,
      text: expect.stringContaining(question.says),
    })
    return showReport(report)
  },
}

const names = readdirSync(root).toSorted()

describe("cep why", () => {
  test("knows at least 30 planted situations", () => expect(names.length).toBeGreaterThanOrEqual(30))
  for (const name of names) {
    test(name, () => runCase(root, name, kind, process.env.UPDATE === "1"))
  }
  test("has an answer that is plain data", async () => {
    expect(names).toContain("02-amount-too-small")
    const { readFolder } = await import("./suite.ts")
    const { report } = await answer({ name: "", files: readFolder(join(root, "02-amount-too-small")) })
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  })
})
