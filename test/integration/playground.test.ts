/** The playground in a real browser, as static files: the same compiler and engine as everywhere. */
import { mkdtempSync, rmSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import { readEvents } from "../../console/playground/events.ts"
import { playgroundSamples } from "../../console/playground/samples.ts"
import { createEngine } from "../../runtime/index.ts"
import { buildPlayground } from "../../tools/console.ts"
import { openBrowser, watchPage } from "../support/browser.ts"
import { lookThrough } from "./console-stage.ts"

const folder = mkdtempSync(join(tmpdir(), "cepheus-playground-"))
const types: Readonly<Record<string, string>> = { html: "text/html", css: "text/css", js: "text/javascript" }
let browser: Browser
let server: Server
let url = ""

beforeAll(async () => {
  await buildPlayground(folder)
  server = createServer(async (request, response) => {
    const name = request.url === "/" ? "index.html" : request.url!.slice(1)
    const bytes = await readFile(join(folder, name)).catch(() => undefined)
    response.writeHead(bytes === undefined ? 404 : 200, {
      "content-type": types[name.split(".").at(-1)!] ?? "image/svg+xml",
    })
    response.end(bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open(address: string): Promise<{ readonly page: Page; readonly problems: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: "en-US" })
  page.setDefaultTimeout(600_000)
  const [place] = address.split("#")
  const problems = watchPage(page, place!.slice(0, place!.lastIndexOf("/")))
  await page.goto(address)
  await page.locator(".state").first().waitFor()
  return { page, problems }
}

/** By state of the automaton that is shown. */
async function counts(page: Page): Promise<(string | null)[]> {
  const states = await page.locator(".state").all()
  return Promise.all(states.map((state) => state.getAttribute("data-count")))
}

test.each(playgroundSamples)("$name: the alerts are those of the engine in Node", async ({ name, rules, events }) => {
  const { rules: compiled, diagnostics } = await compile([{ path: "rules.cep", text: rules }])
  expect(diagnostics).toEqual([])
  const lines: string[] = []
  const engine = createEngine(compiled!, { onOutput: (output) => void lines.push(output.line()) })
  for (const { type, raw } of readEvents(events, compiled!.manifest.events).events) engine.push(type, raw)
  engine.end()
  expect(lines.length).toBeGreaterThan(0)
  const { page, problems } = await open(url)
  await page.locator(".sample select").selectOption(name)
  const messages = lines.map((line) => (JSON.parse(line) as { readonly message: string }).message)
  await page.locator(".alerts .text", { hasText: messages.at(-1)! }).waitFor()
  expect(await page.locator(".alerts .text").allTextContents()).toEqual(messages)
  expect(problems).toEqual([])
  await page.close()
})

test("the slider moves partial matches through the automaton, from nothing to the end of time", async () => {
  const { page, problems } = await open(url)
  const slider = page.getByLabel("Event time")
  const at = async (place: number) => {
    await slider.fill(String(place))
    return counts(page)
  }
  // c1 pays 1, c2 40, c1 1.50, c3 1, c1 0.90: each small payment begins a partial match.
  expect((await at(0)).map(Number).reduce((sum, count) => sum + count)).toBe(0)
  expect(await at(1)).toEqual(["0", "1", "0", "0", "0", "0", "0"])
  expect(await at(3)).toEqual(["0", "1", "1", "0", "0", "0", "0"])
  expect(await at(5)).toEqual(["0", "2", "1", "1", "0", "0", "0"])
  expect(await page.locator(".held li").count()).toBe(4)
  expect(await page.locator("[data-alerts]").getAttribute("data-alerts")).toBe("0")
  await at(8)
  expect(await page.locator("[data-alerts]").getAttribute("data-alerts")).toBe("1")
  await slider.press("End")
  expect((await counts(page)).map(Number).reduce((sum, count) => sum + count)).toBe(0)
  expect(await slider.getAttribute("aria-valuetext")).toBe("the end of time")
  await slider.press("Home")
  await slider.press("ArrowRight")
  expect(await counts(page)).toEqual(["0", "1", "0", "0", "0", "0", "0"])
  await page.getByRole("button", { name: "One moment on" }).click()
  await page.getByRole("button", { name: "One moment on" }).click()
  expect(await counts(page)).toEqual(["0", "1", "1", "0", "0", "0", "0"])
  // Why for the key of a partial match that is held.
  await page.getByRole("button", { name: "Why c1?" }).first().click()
  await page.locator('.why[data-reason="fired"]').waitFor()
  expect(problems).toEqual([])
  await page.close()
})

test("rules are checked as they are written, and why says why", async () => {
  const { page, problems } = await open(url)
  await page.locator(".cm-content").click()
  await page.keyboard.press("ControlOrMeta+a")
  const { rules } = playgroundSamples[0]!
  await page.keyboard.insertText(rules.replace("drain where amount", "drain where amuont"))
  await page.locator(".problems .error", { hasText: "amuont" }).waitFor()
  await page.keyboard.press("ControlOrMeta+a")
  await page.keyboard.insertText(rules.replace("3+ Payment", "2+ Payment"))
  await page.locator("h2", { hasText: "2 alerts" }).waitFor()
  await page.getByRole("textbox", { name: "card" }).fill("c2")
  await page.getByRole("button", { name: "Ask" }).click()
  await page.locator(".why", { hasText: "It did not fire" }).waitFor()
  await lookThrough(page, "the playground")
  expect(problems).toEqual([])
  await page.close()
})

test("what is wrong with events is said with its line, and a link brings everything to somebody else", async () => {
  const { page, problems } = await open(url)
  const field = page.getByLabel("Events: a line of JSON each")
  await field.fill(
    '{"card":"c9","amount":1,"at":"2026-01-31T12:00:00Z"}\n{"card":"c9",\n{"card":"c9","amount":"much","at":"2026-01-31T12:00:01Z"}',
  )
  const wrong = page.getByRole("region", { name: "Problems of the events" }).getByRole("button")
  await wrong.nth(1).waitFor()
  expect(await wrong.first().textContent()).toMatch(/^line 2 no JSON/)
  expect(await wrong.nth(1).textContent()).toMatch(/^line 3 .*amount/)
  await wrong.nth(1).click()
  const chosen =
    "(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd))(document.activeElement)"
  expect(await page.evaluate(chosen)).toMatch(/"much"/)
  await field.fill(
    "card,amount,at\nc9,1,2026-01-31T12:00:00Z\nc9,1,2026-01-31T12:00:01Z\nc9,1\nc9,1,2026-01-31T12:00:02Z\nc9,999,2026-01-31T12:00:03Z",
  )
  await page.locator(".alerts .text", { hasText: "Card c9 was probed 3 times" }).waitFor()
  expect(await wrong.textContent()).toContain("line 4 the row has 2 cells")
  await page.getByRole("button", { name: "Share as a link" }).click()
  const address = await page.locator(".link input").inputValue()
  expect(address.startsWith(`${url}#v1=`)).toBe(true)
  const other = await open(address)
  await other.page.locator(".alerts .text", { hasText: "Card c9 was probed 3 times" }).waitFor()
  expect(await other.page.locator(".sample select").inputValue()).toBe("")
  await other.page.goto(`${url}#v1=AAAA`)
  await other.page.locator(".banner", { hasText: "The link is damaged" }).waitFor()
  expect([...problems, ...other.problems]).toEqual([])
  await page.close()
  await other.page.close()
})

test("it can be opened from disk, without a server, at the width of a phone", async () => {
  const address = pathToFileURL(join(folder, "index.html")).href
  const { page, problems } = await open(address)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.locator("h2", { hasText: "1 alert" }).waitFor()
  const widths = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
  const [content, window] = (await page.evaluate(widths)) as [number, number]
  expect(content).toBe(window)
  expect(problems).toEqual([])
  await page.close()
})
