/** `cep why URL`: what running jobs say that they hold for a key. */
import { afterAll, expect, test } from "vitest"
import type { WhyNow } from "../../runtime/control/why-report.ts"
import { cep, finish, makeFolder, startCep, told } from "./cep.ts"

const rules = `
event Payment { account: string, country: string, amount: number, at: time } timed by at
rule Ring { when 3 Payment as p within 1 hour per account alert without events }
rule Chain { when Payment as small where amount < 2 then Payment as large where amount > small.amount * 100 within 1 hour per account alert }
rule Quiet { when no Payment for 30 minutes per account, country alert info }
rule Once { when Payment as p where amount > 5 per account once per 1 hour alert low "{account}" }
rule Hours { each 2 hours of Payment per account having count() > 100 alert }
`
const { folder, remove } = makeFolder({ "rules.cep": rules })
afterAll(remove)

/** Minutes after ten o'clock. */
const at = (minutes: number) => Date.UTC(2026, 0, 31, 10, minutes)
const iso = (minutes: number) => new Date(at(minutes)).toISOString()
const events = [
  { account: "a1", country: "NL", amount: 1, at: at(0) },
  { account: "a2", country: "NL", amount: 1, at: at(1) },
  { account: "a1", country: "NL", amount: 7, at: at(2) },
  { account: "a1", country: "DE", amount: 8, at: at(3) },
  { account: "a3", country: "NL", amount: 1, at: at(4) },
  { account: "late", country: "NL", amount: 1, at: at(1) },
]

async function until<T>(ask: () => Promise<T>, isThere: (found: T) => boolean): Promise<T> {
  for (;;) {
    const found = await ask()
    if (isThere(found)) return found
  }
}

test.each([1, 2])("a running job says what it holds for a key, with %i workers", async (workers) => {
  const options = ["--parallelism", String(workers), "--listen", "127.0.0.1:0", "--idle-after", "1h"]
  const child = startCep(["run", "rules.cep", "--source", "Payment=-?live=true", ...options], folder)
  const finished = finish(child)
  const url = await told(child, /"url":"([^"]+)"/)
  const ask = async (rule: string, ...key: string[]): Promise<WhyNow> => {
    const query = new URLSearchParams({ rule })
    for (const part of key) query.append("key", part)
    return (await (await fetch(`${url}/why?${query}`)).json()) as WhyNow
  }
  child.stdin.write(events.map((event) => `${JSON.stringify(event)}\n`).join(""))
  // The last instant waits for a later one.
  const once = await until(
    () => ask("Once", "a1"),
    ({ ofAllKeys }) => ofAllKeys.suppressed === 1 && ofAllKeys.late === 1,
  )
  expect(once).toMatchObject({
    silences: [{ timeout: false, until: iso(62), suppressed: 1 }],
    alerts: [{ rule: "Once", key: { account: "a1" } }],
  })
  expect(once.text).toBe(`Once for a1 is silent until ${iso(62)} (once per), and kept 1 silent`)
  const ring = await ask("Ring", "a2")
  expect(ring).toMatchObject({
    partialMatchCount: 1,
    partialMatches: [{ began: iso(1), ends: iso(61), waitsFor: ["p"], missing: 2 }],
    watermark: "2026-01-31T10:03:59.999Z",
  })
  const chain = await ask("Chain", "a1")
  expect(chain).toMatchObject({
    partialMatchCount: 1,
    partialMatches: [{ began: iso(0), waitsFor: ["large"], missing: 1 }],
  })
  expect(chain.partialMatches[0]!.events).toMatchObject([
    { step: "small", type: "Payment", at: iso(0), event: events[0] },
  ])
  const quiet = await ask("Quiet", "a1", "DE")
  expect(quiet.partialMatches).toMatchObject([{ began: iso(3), ends: iso(33), waitsFor: [], missing: 0 }])
  expect((await ask("Hours", "a1")).windows).toEqual([{ start: iso(0), end: iso(120), events: 3 }])
  expect((await ask("Ring", "nobody")).text).toContain("holds nothing now")
  expect(await ask("Quiet", "a1")).toMatchObject({ error: "wrong-key" })
  expect(await ask("None", "a1")).toMatchObject({ error: "not-found" })
  const shown = await cep(["why", url, "--rule", "Chain", "--key", "a1"], folder)
  expect([shown.code, shown.stdout.split("\n")[0]]).toEqual([0, chain.text])
  expect(shown.stdout).toContain("  cep why rules.cep --source Payment=SPEC --rule Chain --key a1\n")
  const refused = await cep(["why", url, "--rule", "Chain", "--key", "a1", "--at", "2026-01-31"], folder)
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("--at is for replays")])
  child.stdin.end()
  const { code, stderr } = await finished
  expect(code, stderr).toBe(0)
})
