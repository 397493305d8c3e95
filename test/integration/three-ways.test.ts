/**
 * The same rules and events through `cep run`, through a bundle imported in Node, and through the same bundle in a
 * headless browser: the same lines, ids included.
 */
import { execFile } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { promisify } from "node:util"
import chromium from "@sparticuz/chromium"
import { chromium as playwright } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { generate } from "../../samples/card-fraud/generate.ts"

const run = promisify(execFile)
const root = join(dirname(fileURLToPath(import.meta.url)), "../..")
const cep = (...args: string[]) => run(process.execPath, [join(root, "compiler/cli/main.ts"), ...args], { cwd: root })
const folder = mkdtempSync(join(tmpdir(), "cepheus-three-ways-"))
const events = generate(4000, 11)
let expected: string[] = []
let bundle = ""

beforeAll(async () => {
  const rules = join(root, "samples/card-fraud/rules.cep")
  const input = join(folder, "events.jsonl")
  const alerts = join(folder, "alerts.jsonl")
  writeFileSync(input, events.map((event) => `${JSON.stringify(event)}\n`).join(""))
  await cep("run", rules, "--source", `*=file:${input}`, "--sink", `alerts=file:${alerts}`)
  expected = readFileSync(alerts, "utf8").trimEnd().split("\n")
  await cep("compile", rules, "-o", folder, "--bundle")
  bundle = join(folder, "rules.js")
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Text, so that the page runs exactly what Node runs. */
const alertLines = `async (url, input) => {
  const { rules, createEngine } = await import(url)
  const lines = []
  const engine = createEngine(rules, { onOutput: (output) => lines.push(output.line()) })
  for (const event of input) engine.push(event.type, event)
  engine.end()
  return lines
}`

const bundleUrl = () => pathToFileURL(bundle).href

function serveFolder(): Promise<Server> {
  const server = createServer((request, response) => {
    const page = request.url === "/"
    response.setHeader("content-type", page ? "text/html" : "text/javascript")
    response.end(page ? "<!doctype html><title>bundle</title>" : readFileSync(bundle))
  })
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)))
}

test("a bundle has no import and gives in Node what `cep run` gives", async () => {
  expect(expected.length).toBeGreaterThan(5)
  expect(readFileSync(bundle, "utf8")).not.toMatch(/^\s*import\s|\bimport\(|\brequire\(/m)
  const script = join(folder, "run.mjs")
  writeFileSync(
    script,
    `console.log(JSON.stringify(await (${alertLines})(${JSON.stringify(bundleUrl())}, ${JSON.stringify(events)})))`,
  )
  const { stdout } = await run(process.execPath, [script], { maxBuffer: 1 << 26 })
  expect(JSON.parse(stdout)).toEqual(expected)
})

test("and in a browser", { timeout: 60_000 }, async () => {
  const server = await serveFolder()
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args,
    headless: true,
  })
  try {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    const script = `(${alertLines})("/rules.js", ${JSON.stringify(events)})`
    expect(await page.evaluate(script)).toEqual(expected)
  } finally {
    await browser.close()
    server.close()
  }
})
