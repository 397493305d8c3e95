/** What a plan says of a change of rules is what the change does: nothing that is kept is dropped, nothing that is dropped was not said, and rules that are as they were go on as if nothing had happened. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { DroppedState, Engine, Output } from "../../runtime/abi/engine.ts"
import type { ReloadPlan, RuleVerdict } from "../../runtime/abi/reload.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { planReload } from "../../runtime/engine/reload-plan.ts"
import { createEngine } from "../../runtime/index.ts"
import { type Drawn, declarations, event, latenessMs, set } from "./mixed-rules.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

/** What becomes of the rule of that place. */
const fate = fc.constantFrom("stays", "stays", "stays", "replaced", "renamed", "goes")
const declared = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => text,
  (text) => `event Before { id: integer, at: time } timed by at\n${text}`,
  (text) => text.replace("m: string, b", "m: string, x: string?, b"),
  // Every other event has it.
  (text) => text.replace("m: string, b", "m: string, x: string, b"),
)

async function compiled(text: string): Promise<RuleSet> {
  const { rules, diagnostics } = await compile([{ path: "a.cep", text }])
  if (rules === undefined) throw new Error(`${diagnostics.map((each) => each.text).join("\n")}\n${text}`)
  return rules
}

function ruleText(name: string, text: string): string {
  return `rule ${name} { ${text.replace("Found", `Found${name.split(" ")[0]}`)} }`
}

/** The next rules: some as they were, some others under the same names, some renamed, in another order. */
function nextRules(
  texts: readonly string[],
  others: readonly string[],
  fates: readonly string[],
  turned: boolean,
): string[] {
  const next = texts.flatMap((text, at) => {
    const kind = fates[at % fates.length]!
    if (kind === "goes" && texts.length > 1) return []
    if (kind === "replaced") return [ruleText(`R${at}`, others[at % others.length]!)]
    return [ruleText(kind === "renamed" ? `N${at} was R${at}` : `R${at}`, text)]
  })
  const all = next.length === 0 ? [ruleText("Other", others[0]!)] : next
  return turned ? all.reverse() : all
}

function feed(engine: Engine, events: readonly Drawn[], from: { at: number; place: number; highest: number }): void {
  for (const { type, k, m, b, n, o, after, moves } of events) {
    from.at += after
    const x = from.place % 2 === 0 ? {} : { x: "x" }
    from.place++
    from.highest = Math.max(from.highest, from.at)
    engine.ingest({ type, raw: { id: from.place, k, m, n, ...(type === "A" && { b, o }), ...x, at: from.at } })
    if (moves) engine.advanceTo(from.highest - latenessMs - 1)
  }
}

function byRule(outputs: readonly Output[], rule: string): string[] {
  return outputs.filter((output) => output.rule === rule).map((output) => output.line())
}

/** Runs both: the old rules to the end, and the new ones from where they take over. */
function run(running: RuleSet, next: RuleSet, events: readonly Drawn[], change: number) {
  const went: Output[] = []
  const came: Output[] = []
  const dropped: DroppedState[] = []
  const old = createEngine(running, { onResult: (output) => void went.push(output) })
  const start = { at: 1000, place: 0, highest: 0 }
  feed(old, events.slice(0, change), start)
  const plan = planReload(running, next, { params: {}, stats: old.stats() })
  const cut = old.cut(true)
  const pieces: Uint8Array[] = []
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece)
  went.length = 0
  const taking = createEngine(next, {
    restoreCut: pieces,
    onDropped: (each) => void dropped.push(each),
    onResult: (output) => void came.push(output),
  })
  for (const engine of [old, taking]) {
    feed(engine, events.slice(change), { ...start })
    engine.end()
  }
  return { plan, dropped, went, came }
}

function check({ rules, warnings }: ReloadPlan, { dropped, went, came }: Omit<ReturnType<typeof run>, "plan">): number {
  let shown = 0
  for (const verdict of rules) {
    const own = dropped.filter(({ rule }) => rule === verdict.rule)
    const isEmpty = own.some(({ series }) => series === undefined)
    if (verdict.risk === undefined || losesForm(verdict)) {
      expect(isEmpty, `${verdict.rule} is ${verdict.verdict}: ${verdict.why}`).toBe(losesForm(verdict))
    }
    for (const { series } of own) {
      if (series !== undefined) expect(verdict.aggregates.map((each) => each.series)).toContain(series)
    }
    if (verdict.verdict !== "unchanged" || warnings.some((text) => text.includes("dead letter"))) continue
    expect(byRule(came, verdict.rule)).toEqual(byRule(went, verdict.rule))
    shown += byRule(came, verdict.rule).length
  }
  return shown
}

function losesForm({ verdict, loses }: RuleVerdict): boolean {
  return verdict === "restarted" && loses !== undefined
}

test(
  "a plan says what a restore does, and rules that are as they were go on",
  async () => {
    const seen = new Map<string, number>()
    let shown = 0
    await fc.assert(
      fc.asyncProperty(
        set,
        set,
        fc.array(fate, { minLength: 7, maxLength: 7 }),
        fc.boolean(),
        declared,
        fc.array(event, { minLength: 20, maxLength: 60 }),
        fc.nat(40),
        async (texts, others, fates, turned, redeclare, events, change) => {
          const running = await compiled(
            `${declarations}${texts.map((text, at) => ruleText(`R${at}`, text)).join("\n")}`,
          )
          const next = await compiled(`${redeclare(declarations)}${nextRules(texts, others, fates, turned).join("\n")}`)
          const { plan, ...rest } = run(running, next, events, change)
          expect(plan.refusals).toEqual([])
          for (const { verdict } of plan.rules) seen.set(verdict, (seen.get(verdict) ?? 0) + 1)
          shown += check(plan, rest)
        },
      ),
      { numRuns: Math.ceil(0.05 * pairs), seed },
    )
    for (const verdict of ["unchanged", "restarted", "migrated", "removed"]) {
      expect(seen.get(verdict) ?? 0, verdict).toBeGreaterThan(0.01 * pairs)
    }
    expect(shown).toBeGreaterThan(0.25 * pairs)
  },
  timeout,
)
