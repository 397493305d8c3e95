/** A running job whose rules are edited: what the plan says is kept is there afterwards, and what it says begins empty is not. */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import type { RuleVerdict } from "../../../runtime/abi/reload.ts"
import { showPlan } from "../../../runtime/observe/reload-plan-text.ts"
import { type EditRun, editNames, type Outputs, readEdit, runEdit } from "../../support/edits.ts"

const folder = fileURLToPath(new URL("../../edits", import.meta.url))

function section(title: string, lines: Outputs): string {
  return `--- ${title}\n${lines.length === 0 ? "nothing\n" : `${lines.join("\n")}\n`}`
}

function show({ plan, reloaded, fresh, always }: EditRun): string {
  return [
    showPlan(plan),
    section("comes out behind the change", reloaded),
    section("would come out if all had begun empty", fresh),
    section("would come out if the new rules had always run", always),
  ].join("\n")
}

function isAnew(verdict: RuleVerdict): boolean {
  return verdict.verdict === "restarted" || verdict.aggregates.some((each) => each.verdict === "restarted")
}

/** Whether what comes out shows that the verdict is true; nothing where it cannot show. */
function proof(verdict: RuleVerdict, run: EditRun): string | undefined {
  const of = (outputs: Outputs): string => outputs.filter((line) => line.startsWith(`${verdict.rule} `)).join("\n")
  const [reloaded, fresh, always] = [of(run.reloaded), of(run.fresh), of(run.always)]
  const { rule, was = rule } = verdict
  if (verdict.verdict === "removed") return undefined
  if (verdict.risk !== undefined) {
    expect(reloaded, `${rule} is at risk`).toBe(run.dropped.some((each) => each.rule === rule) ? fresh : always)
    return "risk"
  }
  if (isAnew(verdict)) {
    expect(reloaded, `${rule} begins anew`).toBe(fresh)
    if (!run.stateless.has(rule)) expect(always, `it would show that ${rule} had kept its state`).not.toBe(fresh)
    return "lost"
  }
  if (verdict.verdict === "added") {
    // What another rule has kept is there for a new one, too.
    expect([fresh, always], `${rule} is new`).toContain(reloaded)
    return fresh === always ? undefined : "added"
  }
  if (verdict.verdict !== "migrated" && !verdict.aggregates.some((each) => each.verdict === "migrated")) {
    expect(reloaded, `${rule} keeps its state`).toBe(always)
  }
  if (!run.holding.has(was)) return undefined
  expect(reloaded, `it would show that ${rule} had lost its state`).not.toBe(fresh)
  return "kept"
}

describe("an edit of running rules", () => {
  const names = editNames(folder)

  test("there are many kinds of them", () => {
    expect(names.length).toBeGreaterThanOrEqual(30)
  })

  test.each(names)("%s", async (name) => {
    const run = runEdit(await readEdit(folder, name))
    expect(run.handed, "state that is taken over as it lies in memory").toEqual(run.reloaded)
    expect(run.droppedThen).toEqual(run.dropped)
    const proofs = run.plan.rules.map((verdict) => proof(verdict, run))
    expect(
      proofs.some((each) => each !== undefined),
      "some rule shows what becomes of it",
    ).toBe(true)
    const anew = run.plan.rules.flatMap((verdict) => (isAnew(verdict) ? [verdict.rule] : []))
    for (const { rule, reason, series } of run.dropped) {
      const { risk, aggregates } = run.plan.rules.find((each) => each.rule === rule)!
      const isSaid = anew.includes(rule) || risk !== undefined || aggregates.some((each) => each.series === series)
      expect(isSaid, `${rule} began empty (${reason}), and the plan says so`).toBe(true)
    }
    const path = join(folder, name, "expected.txt")
    const shown = show(run)
    if (process.env.UPDATE === "1") writeFileSync(path, shown)
    expect(shown).toBe(existsSync(path) ? readFileSync(path, "utf8") : "")
  })
})
