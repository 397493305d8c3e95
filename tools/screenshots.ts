/**
 * `npm run screenshots`: pictures of the console and the playground for the documents, of the real pages in Chromium before a real job, on a desktop and a phone,
 * light and dark. Numbers and times in them are those of the day. `npm run screenshots -- site`: those of the documents' site alone, in dist/pictures, to be looked at.
 */
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { setTimeout } from "node:timers/promises"
import { pathToFileURL } from "node:url"
import sparticuz from "@sparticuz/chromium"
import { type Browser, chromium, type Page } from "playwright-core"
import { root } from "./command.ts"
import { buildConsole, buildPlayground } from "./console.ts"
import { buildSite } from "./site/site.ts"

const events = `/// A card payment.
event Payment {
  id:       string
  card:     string
  merchant: string
  amount:   number
  at:       time
} timed by at, up to 1 second late
`
const rules = `import "./events.cep"

/// Stolen card numbers are tried with tiny amounts before they are used.
rule CardTesting "Small probes, then one large charge" {
  when 3+ Payment as probes where amount < 2
       then Payment as drain where amount > 400
  within 10 minutes
  per card
  alert high "Card {card} was probed {count(probes)} times, then charged {drain.amount}" {
    probes: count(probes)
    total:  sum(probes.amount) + drain.amount
  }
}

rule RapidFire "Too many payments for a person" {
  when 55 Payment as burst where amount > 5 within 1 minute per card
  alert medium "{count(burst)} payments in a minute"
}

/// Each payment is larger than the one before: somebody feels for the limit.
rule Rising {
  when Payment as first where amount > 20
       then Payment as second where amount > 1.5 * first.amount
       then Payment as third where amount > 1.5 * second.amount
  within 5 minutes
  per card
  alert low "{card} rose from {first.amount} to {third.amount}"
}
`

const desktop = { width: 1280, height: 860 }
const phone = { width: 390, height: 844 }
const pictures = join(root, "docs/operate")
/** A tenth of a second brings so many payments. */
const atOnce = 4

/** Numbers that look drawn, and are the same each time. */
function* amounts(): Generator<number> {
  for (let seed = 42; ; seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) yield (seed >>> 8) % 1000
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "cepheus-screenshots-"))
  writeFileSync(join(folder, "fraud.cep"), rules)
  writeFileSync(join(folder, "events.cep"), events)
  await buildConsole()
  await buildPlayground()
  const args = ["run", "fraud.cep", "--source", "Payment=-?live=true", "--sink", "alerts=file:alerts.jsonl"]
  const cep = join(root, "tools/cep.js")
  const child = spawn(process.execPath, [cep, ...args, "--listen", "127.0.0.1:0", "--log", "json"], { cwd: folder })
  const ended = new Promise((resolve) => child.once("close", resolve))
  const url = await new Promise<string>((resolve) => {
    child.stderr.on("data", (text) => {
      const found = /"url":"([^"]+)"/.exec(String(text))?.[1]
      if (found !== undefined) resolve(found)
    })
  })
  const drawn = amounts()
  let number = 0
  const feed = often(() => {
    const lines = Array.from({ length: atOnce }, () => {
      const [card, amount] = [drawn.next().value % 40, drawn.next().value]
      const paid = amount < 300 ? 1 + (amount % 90) / 100 : amount < 997 ? 5 + (amount % 90) : amount
      const event = { id: `t${++number}`, card: `c${card}`, merchant: `m${amount % 9}`, amount: paid, at: Date.now() }
      return `${JSON.stringify(event)}\n`
    })
    child.stdin.write(lines.join(""))
  })
  const browser = await openBrowser()
  try {
    await setTimeout(20_000)
    await takeConsole(browser, url)
    await takePlayground(browser)
  } finally {
    feed()
    child.stdin.end()
    await browser.close()
    await ended
    rmSync(folder, { recursive: true })
  }
}

/** Acts ten times a second; returns how to end it. */
function often(act: () => void): () => void {
  const stop = new AbortController()
  void (async () => {
    while (!stop.signal.aborted) {
      act()
      await setTimeout(100)
    }
  })()
  return () => stop.abort()
}

/** What is shown, where and how. */
const consolePictures = [
  ["overview", "desktop", "light"],
  ["alerts", "desktop", "dark"],
  ["rule", "desktop", "light"],
  ["editor", "desktop", "light"],
  ["plan", "desktop", "dark"],
  ["why", "desktop", "light"],
  ["overview", "phone", "light"],
  ["alerts", "phone", "dark"],
  ["editor", "phone", "dark"],
  ["why", "phone", "light"],
] as const

async function takeConsole(browser: Browser, url: string): Promise<void> {
  for (const [view, device, colorScheme] of consolePictures) {
    const viewport = device === "desktop" ? desktop : phone
    const page = await browser.newPage({ viewport, colorScheme, locale: "en-US" })
    if (view === "editor") await takeEditor(page, url)
    else if (view === "plan") await takePlan(page, url)
    else if (view === "why") await takeWhy(page, url)
    else if (view === "alerts") {
      await page.goto(`${url}/console/#alerts`)
      await page.getByLabel("Filter by rule, key or message").fill("CardTesting")
      await page.locator(".timeline circle").first().waitFor()
    } else if (view === "rule") {
      await page.goto(`${url}/console/#rules/Rising`)
      await page.locator(".state.filled").first().waitFor()
    } else {
      await page.goto(`${url}/console/#overview`)
      await page.locator(".alerts button").first().waitFor()
      // For curves that show something.
      await setTimeout(45_000)
    }
    await page.screenshot({ path: join(pictures, `console-${view}-${device}-${colorScheme}.png`) })
    await page.close()
  }
}

/** A changed threshold, and what it would have done. */
async function takeEditor(page: Page, url: string): Promise<void> {
  await writeRules(page, url, rules.replace("amount > 400", "amount > 93"))
  await page.getByRole("button", { name: "Dry run" }).click()
  await page.locator("[data-would-have]").scrollIntoViewIfNeeded()
}

async function writeRules(page: Page, url: string, text: string): Promise<void> {
  await page.goto(`${url}/console/#editor`)
  await page.locator(".cm-content", { hasText: "CardTesting" }).click()
  await page.keyboard.press("ControlOrMeta+a")
  await page.keyboard.insertText(text)
  await page.keyboard.press("ControlOrMeta+Home")
}

/** Another key of one rule, and another condition of one. */
async function takePlan(page: Page, url: string): Promise<void> {
  const other = rules.replace("within 1 minute per card", "within 1 minute per card, merchant")
  await writeRules(page, url, other.replace("amount > 400", "amount > 300"))
  await page.getByRole("button", { name: "Plan" }).click()
  await page.locator(".verdicts").scrollIntoViewIfNeeded()
}

/** What a rule holds for a key, and what became of it. */
async function takeWhy(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/console/#why/${encodeURIComponent('["Rising","c7"]')}`)
  await page.locator(".why.now").waitFor()
  await page.locator(".why[data-reason]").waitFor()
}

async function takePlayground(browser: Browser): Promise<void> {
  for (const [name, viewport, colorScheme] of [
    ["desktop", desktop, "light"],
    ["phone", phone, "dark"],
  ] as const) {
    const page = await browser.newPage({ viewport, colorScheme, locale: "en-US" })
    await page.goto(pathToFileURL(join(root, "samples/playground/dist/index.html")).href)
    await page.locator(".state").first().waitFor()
    await page.getByLabel("Event time").fill("7")
    await page.getByLabel("Event time").scrollIntoViewIfNeeded()
    await page.screenshot({ path: join(pictures, `playground-${name}-${colorScheme}.png`) })
    await page.close()
  }
}

/** Pages of the documents' site that have something of each kind: code, tables, pictures, long lists. */
const sitePages = [
  "index",
  "language/patterns",
  "language/coming-from",
  "reference/connectors",
  "reference/messages/CEP2013",
]

async function takeSite(browser: Browser): Promise<void> {
  await buildSite()
  for (const [device, viewport] of [["desktop", desktop] as const, ["phone", phone] as const]) {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await browser.newPage({ viewport, colorScheme, locale: "en-US" })
      const take = (name: string) =>
        page.screenshot({ path: join(root, `dist/pictures/${name.replaceAll("/", "-")}-${device}-${colorScheme}.png`) })
      for (const name of sitePages) {
        await page.goto(pathToFileURL(join(root, `dist/site/${name}.html`)).href)
        await take(name)
      }
      await page.getByRole("button", { name: /^Search/ }).click()
      await page.getByRole("combobox", { name: "Search the documents" }).fill("checkpoint interval")
      await page.locator("#found .found").first().waitFor()
      await take("search")
      await page.close()
    }
  }
}

async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: sparticuz.args.filter((argument) => argument !== "--single-process" && argument !== "--no-zygote"),
  })
}

if (process.argv.includes("site")) {
  const browser = await openBrowser()
  await takeSite(browser).finally(() => browser.close())
} else await main()
