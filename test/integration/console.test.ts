/** The console in a real browser, before a real job: what it shows, and what it does to the job. */
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { buildConsole } from "../../tools/console.ts"
import { openBrowser } from "../support/browser.ts"
import { makeFolder } from "./cep.ts"
import { lookThrough, phone, Stage, write } from "./console-stage.ts"

const rules = `import "./events.cep"

rule Probed "Small payments, then a large one" {
  when 3+ Payment as probes where amount < 2
       then Payment as drain where amount > 400
  within 10 minutes
  per card
  alert high "{card}: {count(probes)} probes, then {drain.amount}"
}

rule Rising {
  when Payment as first
       then Payment as second where amount > first.amount
       then Payment as third where amount > 2 * second.amount
  within 10 minutes
  per card
  alert low "{card} rose to {third.amount}"
}
`
const events = "event Payment { card: string, amount: number, n: integer?, at: time } timed by at\n"
const secrets = "ann see,change ann-has-a-secret-1\nbob see bob-has-a-secret-22\n"
const { folder, remove } = makeFolder({ "fraud.cep": rules, "events.cep": events, tokens: secrets })

let browser: Browser
beforeAll(async () => {
  await buildConsole()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  remove()
})

let stage: Stage
let page: Page

const begin = (more: readonly string[] = []) => new Stage({ browser, folder, more })

test("an alert appears with its events on a timeline; counts, curves and partial matches move", async () => {
  stage = begin()
  page = await stage.open()
  await page.locator('[data-rule="Probed"]').waitFor()
  expect(await page.locator('[data-rule="Probed"] [data-outputs]').textContent()).toBe("0")
  stage.pay("c1", 1, 1.5, 1, 900)
  // The last instant waits for a later one.
  stage.pay("c2", 50, 60)
  const alert = page.locator(".alerts button", { hasText: "c1: 3 probes, then 900" })
  await alert.waitFor()
  await page.locator('[data-rule="Probed"] [data-outputs]', { hasText: "1" }).waitFor()
  await page.locator('[data-tile="alerts"]', { hasText: /^[1-9]/ }).waitFor()
  await page.locator('[data-plot="events"]', { hasText: /\d/ }).waitFor()
  expect(await page.locator(".plot canvas").count()).toBe(3)
  expect(await page.locator(".said").textContent()).toMatch(/^(\d alerts|Alert)/)
  await lookThrough(page, "overview")
  await alert.click()
  await page.locator(".detail h2", { hasText: "Probed" }).waitFor()
  await page.locator(".timeline circle").nth(3).waitFor()
  expect(await page.locator(".events li").count()).toBe(4)
  await lookThrough(page, "an alert")
  await page.getByRole("button", { name: "Why did it fire?" }).click()
  await page.locator('.why[data-reason="fired"]').waitFor()
  // It used its events up.
  await page.locator(".why.now", { hasText: "Probed for c1 holds nothing now" }).waitFor()
  expect(await page.locator(".why.now a").getAttribute("href")).toMatch(/^#alerts\//)
  await page.getByLabel("card").fill("c2")
  await page.getByRole("button", { name: "Ask" }).click()
  await page.locator(".why", { hasText: "It did not fire" }).waitFor()
  expect(await page.locator(".why[data-reason] .message").textContent()).toContain("Probed did not fire for card c2")
  await lookThrough(page, "why")
  await page.goto(`${stage.url}/console/#rules/Rising`)
  await page.locator('.state.filled[data-state="1"]').waitFor()
  expect(await page.locator('.state[data-state="2"]').getAttribute("data-count")).toBe("0")
  stage.pay("c2", 70)
  await page.locator('.state[data-state="2"][data-count="1"]').waitFor()
  await page.locator("summary").click()
  await page.locator("details pre", { hasText: "automaton" }).waitFor()
  await lookThrough(page, "a rule")
  // A ring keeps events: of eight small payments each began a partial match, and six of these have taken three or more.
  stage.pay("c3", 1, 1, 1, 1, 1, 1, 1, 1)
  stage.pay("c4", 1)
  stage.pay("c5", 50)
  await page.goto(`${stage.url}/console/#rules/Probed`)
  await page.locator('.state[data-state="1"][data-count="2"]').waitFor()
  expect(await page.locator('.state[data-state="2"]').getAttribute("data-count")).toBe("1")
  expect(await page.locator('.state[data-state="3"]').getAttribute("data-count")).toBe("6")
  // The key is left to be written, and what is held for it is told.
  await page.getByRole("link", { name: "Why it fires for a key" }).click()
  await page.getByLabel("card").fill("c3")
  // To the field itself: the page may have drawn it anew meanwhile.
  await page.getByLabel("card").press("Enter")
  await page.locator(".why.now li", { hasText: "waits for drain" }).first().waitFor()
  expect(await page.locator(".why.now .message").textContent()).toContain("Probed for c3 holds 23 partial matches")
  // Of eight events of a partial match four are left out.
  const between = page.locator(".why.now").getByRole("button", { name: "Show the 4 events between" })
  const before = await page.locator(".why.now .events code").count()
  expect(await between.count()).toBe(1)
  await between.click()
  await between.waitFor({ state: "detached" })
  expect(await page.locator(".why.now .events code").count()).toBe(before + 4)
  expect(stage.problems).toEqual([])
  await page.close()
  await stage.close()
})

test("the editor says what is wrong, a dry run counts, a plan has verdicts, and a reload happens", async () => {
  stage = begin()
  page = await stage.open()
  for (let i = 0; i < 5; i++) stage.pay(`c${i}`, 1, 1, 1, 500)
  await page.locator('[data-rule="Probed"] [data-outputs]', { hasText: "4" }).waitFor()
  await page.keyboard.press("4")
  await page.locator(".cm-content", { hasText: "rule Probed" }).waitFor()
  const version = await page.locator("[data-version]").textContent()
  expect(await page.locator(".problems").textContent()).toContain("No problems.")

  await write(page, rules.replace("amount > 400", "amuont > 400"))
  await page.locator(".problems button.error", { hasText: "amuont" }).waitFor()
  await page.locator(".cm-lintRange-error").first().waitFor()
  expect(await page.getByRole("button", { name: "Reload" }).isDisabled()).toBe(true)
  await page.getByText("A reload needs rules without errors.").waitFor()
  await lookThrough(page, "problems")
  // The job's own compiler says the same.
  await page.getByRole("button", { name: "Plan" }).click()
  await page.locator(".outcome pre", { hasText: "amuont" }).waitFor()

  await write(page, `${rules}rule Next { when Payment where a`)
  await page.keyboard.type("m")
  await page.locator(".cm-tooltip-autocomplete li", { hasText: "amount" }).click()
  await page.locator(".cm-line", { hasText: /when Payment where amount$/ }).waitFor()

  await write(page, rules.replace("3+ Payment", "2+ Payment").replace("rule Rising", "rule Grows"))
  await page.locator(".problems", { hasText: "No problems." }).waitFor()
  await page.keyboard.press("ControlOrMeta+Enter")
  const fired = page.locator("[data-would-have]")
  await fired.waitFor()
  expect(Number(await fired.getAttribute("data-would-have"))).toBe(4)
  const counted = page.locator(".outcome tr", { hasText: "Probed" }).locator("td")
  expect(await counted.allTextContents()).toEqual(["Probed", "4", "4", "4"])
  await page.locator(".outcome .banner", { hasText: "Probed (4 a minute) would fire" }).waitFor()
  await page.locator(".outcome .alerts button").first().click()
  await page.locator(".outcome .timeline circle").nth(3).waitFor()
  await lookThrough(page, "a dry run")

  await page.getByRole("button", { name: "Plan" }).click()
  await page.locator(".verdict.restarted, .verdict.migrated, .verdict.kept").first().waitFor()
  expect(await page.locator(".verdicts li", { hasText: "Grows" }).textContent()).toContain("added")
  expect(await page.locator(".verdicts li", { hasText: "Rising" }).textContent()).toContain("removed")
  await page.locator(".outcome summary", { hasText: "Your changes" }).click()
  await page.locator(".outcome pre", { hasText: "+rule Grows" }).waitFor()
  await lookThrough(page, "a plan")

  await page.locator(".note input").fill("two are enough")
  await page.getByRole("button", { name: "Reload" }).click()
  await page.locator("[data-applied]").waitFor()
  const now = (await (await fetch(`${stage.url}/rules`)).json()) as {
    readonly version: string
    readonly before: string
  }
  expect(now.before).toBe(version)
  expect(await page.locator("[data-version]").textContent()).toBe(now.version)
  await page.keyboard.press("Escape")
  await page.goto(`${stage.url}/console/#rules`)
  await page.locator('[data-rule="Grows"]').waitFor()
  await page.goto(`${stage.url}/console/#editor`)
  await page.getByRole("button", { name: "Roll back" }).click()
  await page.locator(`[data-applied="${version}"]`).waitFor()
  expect(stage.problems).toEqual([])
  await page.close()
  await stage.close()
})

test("keys reach everything, and what is reached is seen", async () => {
  stage = begin()
  page = await stage.open()
  for (let i = 0; i < 6; i++) stage.pay(`c${i}`, 1, 1, 1, 900)
  stage.pay("c", 1)
  await page.locator(".alerts button").nth(4).waitFor()
  await page.locator("body").press("Tab")
  expect(await page.locator(":focus").textContent()).toBe("To the content")
  await page.keyboard.press("2")
  await page.locator("h1", { hasText: "Alerts" }).waitFor()
  await page.keyboard.press("/")
  expect(await page.locator(":focus").getAttribute("type")).toBe("search")
  await page.keyboard.type("nothing like this")
  await page.getByText("None that fits.").waitFor()
  await page.keyboard.press("ControlOrMeta+a")
  await page.keyboard.press("Delete")
  // The list is one stop; arrows go through it, and Tab leads to what is chosen.
  await page.keyboard.press("Tab")
  const outline = "getComputedStyle(document.activeElement).outlineStyle"
  expect(await page.evaluate(outline)).toBe("solid")
  const first = await page.locator(":focus .key").textContent()
  await page.keyboard.press("ArrowDown")
  expect(await page.locator(":focus .key").textContent()).not.toBe(first)
  const second = await page.locator(":focus .key").textContent()
  await page.keyboard.press("Enter")
  await page.locator(".detail dd", { hasText: second! }).first().waitFor()
  await page.keyboard.press("End")
  await page.keyboard.press("ArrowUp")
  await page.keyboard.press("Home")
  expect(await page.locator(":focus .key").textContent()).toBe(first)
  await page.locator(".alerts [aria-pressed=true]").focus()
  await page.keyboard.press("Tab")
  await page.keyboard.press("Tab")
  expect(await page.locator(":focus").textContent()).toBe("Why did it fire?")
  await page.keyboard.press("Enter")
  await page.locator(".why.now").waitFor()
  // In the editor Tab indents, and Escape before it leaves.
  await page.locator("h1").click()
  await page.keyboard.press("4")
  await page.locator(".cm-content").focus()
  await page.emulateMedia({ reducedMotion: "reduce" })
  expect(await page.evaluate("document.getAnimations().length")).toBe(0)
  await page.keyboard.press("Escape")
  await page.keyboard.press("Tab")
  expect(await page.evaluate("document.activeElement.closest('.cm-content') === null")).toBe(true)
  await page.locator("nav a").first().focus()
  await page.keyboard.press("?")
  await page.getByRole("dialog").waitFor()
  await lookThrough(page, "the keys")
  await page.keyboard.press("Escape")
  await page.getByRole("dialog").waitFor({ state: "hidden" })
  await page.keyboard.press("t")
  await page.getByRole("button", { name: "Theme: light" }).waitFor()
  expect(stage.problems).toEqual([])
  await page.close()
  await stage.close()
})

test("a token is asked for and kept by the tab alone; who may only look cannot change, and is told why", async () => {
  stage = begin(["--token-file", "tokens"])
  page = await stage.open(phone)
  const field = page.getByLabel("Token")
  await field.fill("nobody-has-this-one")
  await page.getByRole("button", { name: "Enter" }).click()
  await page.getByText("Nobody has that token.").waitFor()
  await lookThrough(page, "login")
  await field.fill("bob-has-a-secret-22")
  await field.press("Enter")
  await page.getByRole("button", { name: "bob: leave" }).waitFor()
  await page.goto(`${stage.url}/console/#editor`)
  await page.getByText("The token of bob may look and ask why. To change rules it needs the role change").waitFor()
  expect(await page.getByRole("button", { name: "Dry run" }).isDisabled()).toBe(true)
  // Who may look may ask why.
  stage.pay("c1", 1, 1)
  stage.pay("c2", 50)
  await page.goto(`${stage.url}/console/#why/${encodeURIComponent('["Probed","c1"]')}`)
  await page.locator(".why.now", { hasText: "holds" }).waitFor()
  await page.locator(".why[data-reason]").waitFor()
  await page.getByRole("button", { name: "bob: leave" }).click()
  await page.getByLabel("Token").waitFor()
  expect(stage.problems).toEqual([])
  await page.close()
  await stage.close()
})
