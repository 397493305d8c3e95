/** The console where something goes wrong: jobs that end, tokens that are replaced, others who change the rules, odd texts, very many rules. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { StatusReport } from "../../runtime/control/report.ts"
import { buildConsole } from "../../tools/console.ts"
import { openBrowser } from "../support/browser.ts"
import { eventually } from "../support/eventually.ts"
import { makeFolder } from "./cep.ts"
import { lookThrough, phone, Stage, write } from "./console-stage.ts"

const probed = `import "./events.cep"
import "./more.cep"

rule Probed "Small payments, then a large one" {
  when 3+ Payment as probes where amount < 2
       then Payment as drain where amount > 400
  within 10 minutes
  per card
  alert high "{card}: {count(probes)} probes, then {drain.amount}"
}
`
const more = 'rule Large { when Payment as p where amount > 5000 per card alert low "{card} paid {p.amount}" }\n'
const files = {
  "fraud.cep": probed,
  "more.cep": `import "./events.cep"\n${more}`,
  "events.cep": "event Payment { card: string, amount: number, n: integer?, at: time } timed by at\n",
  tokens: "ann see,change ann-has-a-secret-1\n",
}
const { folder, remove } = makeFolder(files)

let browser: Browser
let page: Page
beforeAll(async () => {
  await buildConsole()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  remove()
})

const begin = (options: Partial<ConstructorParameters<typeof Stage>[0]> = {}) =>
  new Stage({ browser, folder, ...options })

type RuleReport = StatusReport["parts"][number]["rules"][number]

/** What `GET /rules` says. */
interface RunningRules {
  readonly version: string
  readonly files: readonly { readonly path: string; readonly text: string }[]
}

const rulesOf = async ({ url }: Stage) => (await (await fetch(`${url}/rules`)).json()) as RunningRules
const conflictOf = (of: Page) => of.getByRole("alert", { name: "The rules of the job were changed" })

/** A page that has not heard of a change yet: the job itself refuses what was written on top of other rules. */
async function hearTooLate(stage: Stage): Promise<void> {
  const conflict = conflictOf(page)
  const known = await rulesOf(stage)
  const status = await (await fetch(`${stage.url}/status`)).json()
  // Until it asks for the reload it is told what was: else a warning might move the button away while it is clicked.
  let hasAsked = false
  await page.route("**/reload", (route) => {
    hasAsked = true
    return route.continue()
  })
  await page.route("**/status", (route) => route.fulfill({ json: status }))
  await page.route("**/rules", (route) => (hasAsked ? route.continue() : route.fulfill({ json: known })))
  await write(page, files["fraud.cep"].replace("amount > 400", "amount > 200"))
  expect((await stage.post("/rollback", {})).status).toBe(200)
  const before = await rulesOf(stage)
  expect(before.version).not.toBe(known.version)
  await page.getByRole("button", { name: "Reload" }).click()
  await page.locator(".outcome .bad", { hasText: "version" }).waitFor()
  await conflict.waitFor()
  expect(await conflict.textContent()).toContain("You have changed fraud.cep, too")
  expect(await rulesOf(stage)).toEqual(before)
  await page.unrouteAll({ behavior: "wait" })
  await conflict.getByRole("button", { name: "Take that" }).click()
  await conflict.waitFor({ state: "hidden" })
  await page.locator(".cm-content", { hasText: "amount > 400" }).waitFor()
}

/** What a page could take for something else than text, or for wider than it is. */
const oddKeys = [
  "<img src=x onerror=\"document.title='taken over'\">",
  "</script><script>document.title='taken over'</script>",
  "\u202Eright to left override",
  "בדיקה 12 עברית",
  "👩‍👩‍👧‍👦 family",
  `${"long-".repeat(60)}key`,
  "{{constructor}}",
  "a\u0000b\nc\td",
]

test("a job without events says what to do; keys may hold anything; the page says that a job has ended, and goes on with the next one", async () => {
  const stage = begin()
  page = await stage.open(phone)
  await page.getByText("None yet. No event has come yet").waitFor()
  await page.goto(`${stage.url}/console/#rules/Probed`)
  await page.locator('.state[data-state="1"][data-count="0"]').waitFor()
  await lookThrough(page, "a rule without events")
  await page.goto(`${stage.url}/console/#editor`)
  await page.getByRole("button", { name: "Dry run" }).click()
  await page.getByText("No events are kept yet.").waitFor()
  await page.goto(`${stage.url}/console/#why`)
  await page.getByLabel("Rule").selectOption("Probed")
  await page.getByLabel("card").fill("nobody")
  await page.getByRole("button", { name: "Ask" }).click()
  await page.locator(".why.now", { hasText: "Probed for nobody holds nothing now" }).waitFor()

  for (const key of oddKeys) stage.pay(key, 1, 1, 1, 900)
  stage.pay("c", 1)
  await page.goto(`${stage.url}/console/#alerts`)
  await page
    .locator(".alerts li")
    .nth(oddKeys.length - 1)
    .waitFor()
  const shown = await page.locator(".alerts .key").allTextContents()
  expect(new Set(shown)).toEqual(new Set(oddKeys))
  for (const [at] of oddKeys.entries()) {
    await page.locator(".alerts button").nth(at).click()
    await page.locator(".detail .message", { hasText: "3 probes, then 900" }).waitFor()
    const wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    expect(await page.evaluate(wider), oddKeys[at]).toBe(0)
  }
  expect(await page.locator("main img, main script").count()).toBe(0)
  await lookThrough(page, "odd keys")
  await page.locator(".alerts button", { hasText: "<img" }).click()
  await page.getByRole("button", { name: "Why did it fire?" }).click()
  await page.locator('.why[data-reason="fired"]').waitFor()
  expect(await page.title()).toBe("Why – Cepheus console")

  const { port } = new URL(stage.url)
  await stage.close()
  await page.locator(".banner", { hasText: "the job does not answer" }).waitFor()
  await page.locator(".phase", { hasText: "no answer" }).waitFor()
  await lookThrough(page, "a job that has ended")
  await page.goto(`${stage.url}/console/#editor`)
  await page.locator(".cm-content").waitFor()
  await page.getByText("The job does not answer now.").waitFor()
  const next = begin({ port: Number(port) })
  await next.start()
  await page.locator(".banner").waitFor({ state: "hidden" })
  await page.goto(`${stage.url}/console/#overview`)
  next.pay("again", 1, 1, 1, 900)
  next.pay("c", 1)
  await page.locator(".alerts button", { hasText: "again: 3 probes" }).waitFor()
  // Browsers say themselves that nobody answered.
  expect(stage.problems.filter((problem) => !problem.includes("ERR_CONNECTION"))).toEqual([])
  await page.close()
  await next.close()
})

test("of two who change the rules the slower one sees what the other did, and can keep both; workers judge together", async () => {
  const stage = begin({ more: ["--parallelism", "2"] })
  page = await stage.open()
  stage.pay("c1", 1, 1, 1, 900)
  stage.pay("c2", 1)
  await page.locator('[data-rule="Probed"] [data-outputs]', { hasText: "1" }).waitFor()
  await page.goto(`${stage.url}/console/#editor`)
  await page.locator(".cm-content", { hasText: "rule Probed" }).waitFor()
  await write(page, files["fraud.cep"].replace("amount > 400", "amount > 300"))
  const { version, files: running } = await rulesOf(stage)
  const theirs = running.map((file) =>
    file.path === "more.cep" ? { ...file, text: file.text.replace("5000", "7000") } : file,
  )
  expect((await stage.post("/reload", { files: theirs })).status).toBe(200)
  const conflict = conflictOf(page)
  await conflict.waitFor()
  expect(await conflict.textContent()).toContain("Since you began, more.cep of the job changed")
  expect(await page.getByRole("button", { name: "Reload" }).isDisabled()).toBe(true)
  await conflict.locator("summary").click()
  await conflict.locator("pre", { hasText: "+rule Large { when Payment as p where amount > 7000" }).waitFor()
  await lookThrough(page, "two who change the rules")
  await conflict.getByRole("button", { name: "Keep mine" }).click()
  await conflict.waitFor({ state: "hidden" })
  await page.getByRole("button", { name: "Reload" }).click()
  await page.locator("[data-applied]").waitFor()
  const after = await rulesOf(stage)
  expect(after.version).not.toBe(version)
  const texts = after.files.map(({ text }) => text).join("")
  expect([texts.includes("amount > 300"), texts.includes("amount > 7000")]).toEqual([true, true])

  await hearTooLate(stage)

  // A reload that would lose what is held is refused where that was wished.
  await write(page, files["fraud.cep"].replace("per card", "per card, amount"))
  stage.pay("c3", 1, 1)
  stage.pay("c4", 1)
  await eventually(async () => {
    const { parts } = (await (await fetch(`${stage.url}/status`)).json()) as StatusReport
    const held = parts.flatMap((part) => part.rules).reduce((sum, rule) => sum + rule.partialMatches, 0)
    expect(held).toBeGreaterThanOrEqual(2)
  })
  await page.getByLabel("refuse what would lose something held").check()
  await page.getByRole("button", { name: "Reload" }).click()
  await page.locator(".outcome h2", { hasText: "Refused, and nothing was changed" }).waitFor()
  await lookThrough(page, "refused")

  // A rule that fails on events makes dead letters, and the dry run says so.
  const failing =
    'param huge: decimal(2) = 90071992547409.00\nrule Fails { when Payment as p where huge * n > 1.00 per card alert low "x" }\n'
  await write(page, files["fraud.cep"].replace("rule Probed", `${failing}rule Probed`))
  await page.getByRole("button", { name: "Dry run" }).click()
  await page.locator("[data-would-have]").waitFor()
  await page.locator(".outcome .banner", { hasText: "dead letters, 0 with the running rules" }).waitFor()
  await page.getByRole("button", { name: "Undo all" }).click()
  expect(stage.problems).toEqual([])
  await page.close()
  await stage.close()
})

test("a token that is taken away is asked for anew, and what was written stays", async () => {
  const stage = begin({ more: ["--token-file", "tokens"] })
  page = await stage.open()
  await page.getByLabel("Token").fill("ann-has-a-secret-1")
  await page.getByRole("button", { name: "Enter" }).click()
  await page.goto(`${stage.url}/console/#editor`)
  await page.locator(".cm-content", { hasText: "rule Probed" }).waitFor()
  await write(page, files["fraud.cep"].replace("amount > 400", "amount > 333"))
  writeFileSync(join(folder, "tokens"), "ann see,change ann-has-another-2\n")
  await page.getByText("The job does not take your token any more").waitFor()
  await page.getByText("What you have written in the editor stays.").waitFor()
  await page.getByLabel("Token").fill("ann-has-another-2")
  await page.getByRole("button", { name: "Enter" }).click()
  await page.locator(".cm-content", { hasText: "amount > 333" }).waitFor()
  await page.close()
  await stage.close()
})

/** A status as a job of very many rules would give it. */
function withManyRules(status: StatusReport, count: number): StatusReport {
  const [part] = status.parts
  const rule = part!.rules[0]!
  const rules = Array.from({ length: count }, (_, at): RuleReport => ({ ...rule, name: `Rule${at}`, outputs: at }))
  return { ...status, parts: [{ ...part!, rules }] }
}

test("of ten thousand rules some are drawn, and each is found; event time may be ahead of the clock", async () => {
  const stage = begin()
  await stage.start()
  page = await browser.newPage({ viewport: phone, locale: "en-US" })
  page.setDefaultTimeout(600_000)
  await page.route("**/status", async (route) => {
    const answer = await route.fetch()
    const many = withManyRules((await answer.json()) as StatusReport, 10_000)
    const [part] = many.parts
    await route.fulfill({ json: { ...many, parts: [{ ...part, watermarkLagSeconds: -3600 }] } })
  })
  await page.goto(`${stage.url}/console/`)
  await page.getByText("12 of 10,000 rules").waitFor()
  await page.getByText("60 min ahead of the clock: look at the clock of who writes the events").waitFor()
  await page.getByRole("link", { name: "All rules" }).click()
  await page.getByText("50 of 10,000 rules").waitFor()
  expect(await page.locator("[data-rule]").count()).toBe(50)
  await page.getByRole("button", { name: "Show 50 more" }).click()
  await page.getByText("100 of 10,000 rules").waitFor()
  await page.getByRole("button", { name: "outputs" }).click()
  await page.locator("tbody tr:first-child[data-rule=Rule9999]").waitFor()
  expect(await page.locator("th[aria-sort=descending]").textContent()).toContain("outputs")
  await page.locator("[data-filter]").fill("rule1234")
  await page.locator("[data-rule=Rule1234]").waitFor()
  expect(await page.locator("[data-rule]").count()).toBe(1)
  await page.goto(`${stage.url}/console/#why`)
  await page.locator("select option").nth(9999).waitFor({ state: "attached" })
  await page.close()
  await stage.close()
})
