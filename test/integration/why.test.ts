/** `cep why` as users call it. What it finds out is tried in `test/why.test.ts`. */
import { gzipSync } from "node:zlib"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { WhyReport } from "../../compiler/why/index.ts"
import { cep, makeFolder } from "./cep.ts"

const rules = `event Payment { account: string, country: string, amount: decimal(2), at: time } timed by at
param least = 100
table Customers key id { id: string, limit: number } from file("customers.jsonl")
rule Pair { when 2 Payment as pair where amount > least within 10 minutes per account, country alert high }
rule Limit { when Payment as p where amount > Customers[account].limit per account alert low "{account}" }
rule Quiet { when Payment as p then no Payment as q within 1 hour per account alert info }
`
const lines = [
  { account: "a1", country: "NL", amount: 150.5, at: "2026-01-31T10:00:00Z" },
  { account: "a1", country: "NL", amount: 99.99, at: "2026-01-31T10:01:00Z" },
  { account: "a2", country: "NL", amount: 10, at: "2026-01-31T10:02:00Z" },
  { account: "a2", country: "NL", amount: "x", at: "2026-01-31T10:03:00Z" },
]
const jsonl = lines.map((line) => `${JSON.stringify(line)}\n`).join("")
const csv = `account;country;amount;at\n${lines.map((line) => Object.values(line).join(";")).join("\n")}\n`
const files = {
  "r.cep": rules,
  "p.jsonl": jsonl,
  "p.csv.gz": gzipSync(csv),
  "customers.jsonl": '{"id":"a1","limit":500}\n',
  "broken.jsonl": `${jsonl}{"account":\n`,
}

let folder: string
let remove: () => void
beforeAll(() => {
  ;({ folder, remove } = makeFolder(files))
})
afterAll(() => remove())

const why = (...args: string[]) => cep(["why", "r.cep", ...args, "-q"], folder)
const firstLine = (text: string): string => text.split("\n")[0]!
async function report(...args: string[]): Promise<WhyReport> {
  const { code, stdout, stderr } = await why(...args, "--json")
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout) as WhyReport
}

describe("cep why", () => {
  test("reads JSON lines and compressed CSV alike", async () => {
    const asked = ["--rule", "Pair", "--key", "a1,NL"]
    const { code, stdout } = await why("--source", "Payment=p.jsonl", ...asked)
    expect(code).toBe(0)
    expect(firstLine(stdout)).toBe(
      "Pair did not fire for account a1, country NL: `pair` wants 2 events, and 1 came; Payment at p.jsonl:2, 2026-01-31 10:01:00, is not one: amount > least: amount is 99.99, least is 100",
    )
    const { stdout: ofCsv } = await why("--source", "Payment=file:p.csv.gz?delimiter=;", ...asked)
    expect(firstLine(ofCsv)).toBe(firstLine(stdout).replaceAll("p.jsonl:2", "p.csv.gz:3"))
  })
  test("takes params, a key by name, and tables that the rules read", async () => {
    const named = ["--rule", "Pair", "--key", "country=NL", "--key", "account=a1"]
    expect(await report("--source", "Payment=p.jsonl", ...named, "--param", "least=50")).toMatchObject({
      fired: true,
      reason: "fired",
      alerts: [{ rule: "Pair", at: "2026-01-31T10:01:00.000Z" }],
    })
    const limit = await report("--source", "Payment=p.jsonl", "--rule", "Limit", "--key", "a2")
    expect(limit.text).toContain('the table Customers has no row for "a2"')
    expect(limit.counts).toMatchObject({ events: 1, deadLetters: 1 })
  })
  test("asks about a time, and about input that goes on", async () => {
    const open = ["--source", "Payment=p.jsonl", "--rule", "Quiet", "--key", "a1"]
    const broken = await report(...open, "--at", "2026-01-31T10:00:30Z")
    expect(broken).toMatchObject({ fired: false, reason: "absence", at: "2026-01-31T10:00:30.000Z" })
    expect(broken.text).toMatch(/\(it fired at 2026-01-31 11:01:00\)$/)
    expect(await report(...open, "--at", "1769857260000")).toMatchObject({ fired: true })
    expect(await report(...open, "--at-end", "stop", "--at", "2026-01-31 10:01:30")).toMatchObject({
      reason: "watermark",
    })
  })
  test("says what stands in records that are no events", async () => {
    const { stdout } = await why("--source", "*=broken.jsonl", "--rule", "Pair", "--key", "a1,NL")
    expect(firstLine(stdout)).toMatch(/no Payment came: \d records could not be read, the first at broken\.jsonl:1/)
  })
  test.each([
    [["--rule", "Pare", "--key", "a1,NL"], "no rule is called Pare; did you mean Pair?"],
    [["--rule", "Pair", "--key", "a1"], "the rule Pair has the key account, country: give 2 values"],
    [["--rule", "Quiet", "--key", "a1", "--at", "noon"], "--at wants a time"],
    [["--rule", "Quiet", "--key", "a1", "--limit", "0"], "--limit wants a whole number"],
    [["--rule", "Quiet", "--key", "a1", "--param", "none=1"], "none"],
  ])("refuses %s", async (args, words) => {
    const { code, stdout, stderr } = await why("--source", "Payment=p.jsonl", ...args)
    expect([code, stdout]).toEqual([2, ""])
    expect(stderr).toContain(words)
  })
  test("refuses what can be read once, and what does not end", async () => {
    const asked = ["--rule", "Quiet", "--key", "a1"]
    expect((await why("--source", "Payment=-", ...asked)).stderr).toContain("standard input can be read once")
    expect((await why("--source", "Payment=file:p.jsonl?live=true", ...asked)).code).toBe(2)
  })
})
