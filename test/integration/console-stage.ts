/** A job on live standard input with its console in a real browser, for tests. */
import type { ChildProcessWithoutNullStreams } from "node:child_process"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type { Browser, Page } from "playwright-core"
import { expect } from "vitest"
import { watchPage } from "../support/browser.ts"
import { finish, startCep, told } from "./cep.ts"

export const desktop = { width: 1280, height: 900 }
export const phone = { width: 390, height: 844 }

export interface StageOptions {
  readonly browser: Browser
  /** Where `fraud.cep` is. */
  readonly folder: string
  readonly more?: readonly string[]
  /** 0: any that is free. */
  readonly port?: number
}

/** A job, and a page before it. */
export class Stage {
  readonly child: ChildProcessWithoutNullStreams
  readonly ended: ReturnType<typeof finish>
  readonly #browser: Browser
  url = ""
  problems: readonly string[] = []
  #at = Date.now() - 600_000

  constructor({ browser, folder, more = [], port = 0 }: StageOptions) {
    const options = ["--source", "Payment=-?live=true", "--listen", `127.0.0.1:${port}`, "--idle-after", "1h"]
    this.#browser = browser
    this.child = startCep(["run", "fraud.cep", ...options, ...more], folder)
    this.ended = finish(this.child)
  }

  /** Waits until the job listens. */
  async start(): Promise<void> {
    this.url = await told(this.child, /"url":"([^"]+)"/)
  }

  async open(viewport = desktop): Promise<Page> {
    await this.start()
    const page = await this.#browser.newPage({ viewport, locale: "en-US" })
    page.setDefaultTimeout(600_000)
    this.problems = watchPage(page, this.url)
    await page.goto(`${this.url}/console/`)
    return page
  }

  /** Payments of a card, a second apart each. */
  pay(card: string, ...amounts: readonly number[]): void {
    const lines = amounts.map((amount) => {
      this.#at += 1000
      return `${JSON.stringify({ card, amount, n: 2, at: this.#at })}\n`
    })
    this.child.stdin.write(lines.join(""))
  }

  /** Asks the job itself, as somebody else would. */
  async post(path: string, body: unknown): Promise<Response> {
    const headers = { "content-type": "application/json" }
    return fetch(`${this.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) })
  }

  async close(): Promise<void> {
    this.child.stdin.end()
    const { code, stderr } = await this.ended
    expect(code, stderr).toBe(0)
  }
}

/** The editor's text is replaced as by hand: all of it is chosen and written over. */
export async function write(page: Page, text: string): Promise<void> {
  await page.locator(".cm-content").click()
  await page.keyboard.press("ControlOrMeta+a")
  await page.keyboard.insertText(text)
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

/** What the checker of accessibility finds wrong. */
export async function barriers(page: Page): Promise<string[]> {
  // Given to the browser's debugger, which the page's own rules do not bind.
  await page.evaluate(axe)
  return page.evaluate(`(${look})()`)
}

/** The page goes on while it is looked at: where the checker comes to elements that are gone meanwhile it fails, and looks again. */
const look = `async () => {
  for (;;) {
    let changed = false
    const observer = new MutationObserver(() => { changed = true })
    observer.observe(document, { subtree: true, childList: true })
    try {
      const { violations } = await axe.run(document)
      return violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 120)).join(" | "))
    } catch (error) {
      // An observer is told later.
      if (!changed && observer.takeRecords().length === 0) throw error
    } finally {
      observer.disconnect()
    }
  }
}`

/** Colours do not depend on the width, nor widths on the colours. */
const looks = [
  [phone, "light"],
  [desktop, "dark"],
] as const

/** What is shown now, light and dark, on a desktop and a phone: nobody is kept out, and nothing is wider than the page. */
export async function lookThrough(page: Page, name: string): Promise<void> {
  for (const [viewport, colorScheme] of looks) {
    await page.setViewportSize(viewport)
    await page.emulateMedia({ colorScheme })
    await page.locator(`html[data-theme="${colorScheme}"]`).waitFor()
    const where = `${name}, ${colorScheme}, ${viewport.width} wide`
    const wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    expect(await page.evaluate(wider), `${where}: pixels wider than the page`).toBe(0)
    expect(await barriers(page), where).toEqual([])
  }
}
