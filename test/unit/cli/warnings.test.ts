import { expect, test } from "vitest"
import { warnMissing } from "../../../compiler/cli/job.ts"
import type { Opened } from "../../../runtime/job/setup.ts"
import { compileRules } from "../../support/job.ts"

test("a type that no source brings is said with the rules that read it, through aggregates too", async () => {
  const rules = await compileRules(`
    event Payment { card: string, amount: number, at: time } timed by at
    event Login { card: string, ok: boolean, at: time } timed by at
    feature failures = count(Login where ok == false) per card over 1 hour
    rule Plain { when Payment as p where amount > 100 alert }
    rule AfterFailures { when Payment as p where failures >= 3 per card alert }
    rule Return { when Login then Payment within 1 hour per card alert }
  `)
  const said: unknown[] = []
  warnMissing({ missing: ["Login"] } as unknown as Opened, rules, (_, message) => void said.push(message))
  expect(said).toEqual([
    "no source brings Login: AfterFailures, Return will not see any (--source Login=SPEC, or --source '*=SPEC' for a mixed stream)",
  ])
})
