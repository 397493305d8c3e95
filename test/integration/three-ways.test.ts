/**
 * The same rules and events through `cep run`, through a bundle imported in Node, and through the same bundle in a
 * headless browser: the same lines, ids included.
 */
import { execFile } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { basename, dirname, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { generate } from "../../samples/card-fraud/generate.ts"
import { openBrowser } from "../support/browser.ts"

const run = promisify(execFile)
const root = join(dirname(fileURLToPath(import.meta.url)), "../..")
const cep = (...args: string[]) => run(process.execPath, [join(root, "compiler/cli/main.ts"), ...args], { cwd: root })
const scratch = mkdtempSync(join(tmpdir(), "cepheus-three-ways-"))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** Probes and drains, bursts, and transfers of which every third is confirmed: what the contract's example looks for. */
function exampleEvents(): { type: string }[] {
  const events: { type: string; at: number }[] = []
  const at = Date.UTC(2026, 0, 31)
  for (let i = 0; i < 60; i++) {
    const own = { account: `a${i % 7}`, card: `c${i % 7}`, merchant: "m", country: "GB" }
    const amounts = i % 2 === 0 ? [1, 1.2, 0.9, 900] : [20, 30.5, 25, 40, 50, 60]
    const paid = amounts.map((amount, k) => ({ type: "Transaction", id: `t${i}-${k}`, ...own, amount }))
    events.push(...paid.map((event, k) => ({ ...event, at: at + i * 300_000 + k * 8_000 })))
    const sent = at + i * 300_000 + 50_000
    events.push({ type: "Transfer", id: `x${i}`, account: own.account, amount: 20_000, at: sent } as never)
    const confirmed = { type: "Confirmation", transfer: `x${i}`, account: own.account, at: sent + 60_000 }
    if (i % 3 === 0) events.push(confirmed)
  }
  return events
}

const ruleSets: readonly { name: string; rules: string; events: readonly { type: string }[] }[] = [
  { name: "the contract's example", rules: "test/support/spec-example/fraud.cep", events: exampleEvents() },
  { name: "the card fraud sample", rules: "samples/card-fraud/rules.cep", events: generate(4000, 11) },
]

/** Text, so that the page runs exactly what Node runs. */
const alertLines = `async (url, input) => {
  const { rules, createEngine } = await import(url)
  const lines = []
  const engine = createEngine(rules, { onOutput: (output) => lines.push(output.line()) })
  for (const event of input) engine.push(event.type, event)
  engine.end()
  return lines
}`

function serve(bundle: string): Promise<Server> {
  const server = createServer((request, response) => {
    const page = request.url === "/"
    response.setHeader("content-type", page ? "text/html" : "text/javascript")
    response.end(page ? "<!doctype html><title>bundle</title>" : readFileSync(bundle))
  })
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)))
}

describe.each(ruleSets)("$name", ({ rules, events }) => {
  const folder = mkdtempSync(join(scratch, "rules-"))
  const bundle = join(folder, basename(rules).replace(/\.cep$/, ".js"))
  let expected: string[] = []

  beforeAll(async () => {
    const input = join(folder, "events.jsonl")
    const alerts = join(folder, "alerts.jsonl")
    writeFileSync(input, events.map((event) => `${JSON.stringify(event)}\n`).join(""))
    await cep("run", join(root, rules), "--source", `*=file:${input}`, "--sink", `alerts=file:${alerts}`)
    expected = readFileSync(alerts, "utf8").trimEnd().split("\n")
    await cep("compile", join(root, rules), "-o", folder, "--bundle")
  })

  test("a bundle has no import and gives in Node what `cep run` gives", async () => {
    expect(expected.length).toBeGreaterThan(5)
    expect(readFileSync(bundle, "utf8")).not.toMatch(/^\s*import\s|\bimport\(|\brequire\(/m)
    const script = join(folder, "run.mjs")
    writeFileSync(
      script,
      `console.log(JSON.stringify(await (${alertLines})(${JSON.stringify(pathToFileURL(bundle).href)}, ${JSON.stringify(events)})))`,
    )
    const { stdout } = await run(process.execPath, [script], { maxBuffer: 1 << 26 })
    expect(JSON.parse(stdout)).toEqual(expected)
  })

  test("and in a browser", async () => {
    const server = await serve(bundle)
    const browser = await openBrowser()
    try {
      const page = await browser.newPage()
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
      const script = `(${alertLines})("/bundle.js", ${JSON.stringify(events)})`
      expect(await page.evaluate(script)).toEqual(expected)
    } finally {
      await browser.close()
      server.close()
    }
  })
})
