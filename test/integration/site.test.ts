/** The documents' site in a real browser, from disk and from a server under a path of its own. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { createServer, type Server } from "node:http"
import { createRequire } from "node:module"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join, posix } from "node:path"
import { pathToFileURL } from "node:url"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { buildSite } from "../../tools/site/site.ts"
import { openBrowser, watchPage } from "../support/browser.ts"

const folder = mkdtempSync(join(tmpdir(), "cepheus-site-"))
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
const types: Readonly<Record<string, string>> = {
  html: "text/html",
  css: "text/css",
  js: "text/javascript",
  png: "image/png",
}
const desktop = { width: 1280, height: 900 }
const phone = { width: 390, height: 844 }
let browser: Browser
let server: Server
/** With a path in front, as behind a proxy. */
let url = ""

beforeAll(async () => {
  await buildSite(folder)
  server = createServer(async (request, response) => {
    const path = request.url!.replace(/^\/docs\//, "").replace(/\?.*/, "")
    const bytes = request.url!.startsWith("/docs/")
      ? await readFile(join(folder, path)).catch(() => undefined)
      : undefined
    const type = types[path.split(".").at(-1)!] ?? "image/svg+xml"
    response.writeHead(bytes === undefined ? 404 : 200, { "content-type": type })
    response.end(bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/docs/`
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  server?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open(
  address: string,
  { viewport = desktop, colorScheme = "light" as "light" | "dark" } = {},
): Promise<{ readonly page: Page; readonly problems: string[] }> {
  const page = await browser.newPage({ viewport, colorScheme, locale: "en-US" })
  page.setDefaultTimeout(600_000)
  const problems = watchPage(page, address.startsWith("file:") ? pathToFileURL(folder).href : url)
  await page.goto(address)
  return { page, problems }
}

/** Searches, and gives the headings of what was found. */
async function search(page: Page, words: string): Promise<string[]> {
  const field = page.getByRole("combobox", { name: "Search the documents" })
  await field.fill(words)
  await page.locator("#found .found").first().waitFor()
  return page.locator("#found .found strong").allTextContents()
}

async function background(page: Page): Promise<string> {
  return page.evaluate("getComputedStyle(document.body).backgroundColor")
}

test("every page is in the contents or led to, and every link leads to a page, an anchor or a file", () => {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => path.replaceAll("\\", "/"))
  const pages = new Map(
    names
      .filter((path) => path.endsWith(".html") && !path.startsWith("playground/"))
      .map((path) => [path, readFileSync(join(folder, path), "utf8")]),
  )
  const idsOf = (html: string) => new Set([...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]!))
  const ids = new Map([...pages].map(([path, html]) => [path, idsOf(html)]))
  const seen = new Set(["index.html"])
  const broken: string[] = []
  for (const path of seen) {
    for (const [, link] of (pages.get(path) ?? "").matchAll(/ (?:href|src)="([^"]+)"/g)) {
      const [file = "", anchor] = link!.split("#")
      const to = file === "" ? path : posix.join(posix.dirname(path), file)
      if (!names.includes(to)) broken.push(`${path}: ${link}`)
      else if (anchor !== undefined && ids.get(to)?.has(anchor) === false) broken.push(`${path}: ${link}`)
      else if (pages.has(to)) seen.add(to)
    }
  }
  expect(broken).toEqual([])
  expect([...pages.keys()].filter((path) => !seen.has(path))).toEqual([])
  expect(pages.size).toBeGreaterThan(300)
  const start = pages.get("index.html")!
  expect(start).toContain('aria-current="page"')
  // `.cep` is coloured by the project's own grammar.
  expect(start).toContain('<span class="k">rule</span> <span class="t">CardTesting</span>')
})

test("from disk: search finds a message, a function and an option by their names, by keyboard alone", async () => {
  const { page, problems } = await open(pathToFileURL(join(folder, "language/patterns.html")).href)
  await page.keyboard.press("/")
  expect((await search(page, "CEP2013"))[0]).toBe("CEP2013 unknown-field")
  expect((await search(page, "startsWith"))[0]).toBe("startsWith")
  await search(page, "checkpoint-interval")
  expect(await page.locator("#found mark").count()).toBeGreaterThan(0)
  // One below the other.
  const places = "[...document.querySelectorAll('#found .found')].map((each) => each.getBoundingClientRect().left)"
  expect((await search(page, "watermark")).length).toBeGreaterThan(1)
  expect(await page.evaluate(`new Set(${places}).size`)).toBe(1)
  await search(page, "CEP2013")
  await page.keyboard.press("Enter")
  await page.waitForURL(/CEP2013\.html$/)
  expect(await page.locator("h1").textContent()).toBe("CEP2013 unknown-field")
  // Far down in the contents, which are scrolled to it.
  const here = "document.querySelector('#contents [aria-current]').getBoundingClientRect()"
  expect(await page.evaluate(`${here}.top > 0 && ${here}.bottom < innerHeight`)).toBe(true)
  expect(problems).toEqual([])
  await page.close()
})

test("the theme is the system's until another is chosen, and stays on the next page", async () => {
  const { page, problems } = await open(`${url}index.html`, { colorScheme: "dark" })
  const dark = await background(page)
  const button = page.getByRole("button", { name: /^Theme/ })
  expect(await button.textContent()).toBe("Theme: system")
  await button.click()
  expect(await button.textContent()).toBe("Theme: light")
  const light = await background(page)
  expect(light).not.toBe(dark)
  await page.getByRole("link", { name: "Tutorial: five minutes" }).first().click()
  await page.waitForURL(/tutorial\.html$/)
  expect(await background(page)).toBe(light)
  expect(problems).toEqual([])
  await page.close()
})

test("on a phone nothing is wider than the page, and the contents come and go", async () => {
  const { page, problems } = await open(`${url}index.html`, { viewport: phone })
  const wide: string[] = []
  for (const path of [
    "index",
    "architecture",
    "reference/connectors",
    "reference/messages/index",
    "language/patterns",
  ]) {
    await page.goto(`${url}${path}.html`)
    const isWide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    if (await page.evaluate(isWide)) wide.push(path)
  }
  expect(wide).toEqual([])
  const contents = page.locator("#contents")
  expect(await contents.isVisible()).toBe(false)
  await page.getByRole("button", { name: "Contents" }).click()
  await contents.waitFor()
  await contents.getByRole("link", { name: "Kafka" }).click()
  await page.waitForURL(/kafka\.html$/)
  expect(problems).toEqual([])
  await page.close()
})

test.each([
  ["index.html", desktop, "light"],
  ["operate/console.html", phone, "dark"],
  ["reference/connectors.html", phone, "light"],
] as const)("%s has no barrier that a checker of accessibility finds", async (path, viewport, colorScheme) => {
  const { page } = await open(`${url}${path}`, { viewport, colorScheme })
  // Given to the browser's debugger, which the page's own rules do not bind.
  await page.evaluate(axe)
  const found = `axe.run(document).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 120)).join(" | ")))`
  expect(await page.evaluate(found)).toEqual([])
  if (path === "index.html") {
    await page.getByRole("button", { name: /^Search/ }).click()
    await search(page, "watermark")
    expect(await page.evaluate(found)).toEqual([])
  }
  await page.close()
})

test("the playground is in it", async () => {
  const { page, problems } = await open(`${url}index.html`)
  await page.locator(".top").getByRole("link", { name: "Try it" }).click()
  await page.locator(".state").first().waitFor()
  expect(problems).toEqual([])
  await page.close()
})
