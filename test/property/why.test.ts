/**
 * `why` observes and changes nothing: for drawn rules and streams it tells exactly the outputs that an engine in the chosen forms makes for each
 * rule and key, says that a rule fired where there is one, and has a reason where there is none. `PAIRS=100000 SEED=…` for a long run.
 */
import fc from "fast-check"
import { expect, test } from "vitest"
import { type Compiled, compile } from "../../compiler/index.ts"
import { showReport, type WhyInput, type WhyReport, why } from "../../compiler/why/index.ts"
import type { Alert, Emitted } from "../../runtime/abi/engine.ts"
import { createEngine } from "../../runtime/index.ts"
import { batches, toCep } from "../reference/generate.ts"
import { numbered } from "../support/compiled.ts"
import { type Drawn, declarations, event, set } from "./mixed-rules.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()
const firedReasons = ["fired", "fired-in-shadow", "timed-out"]

async function compiled(text: string) {
  const sources = [{ path: "rules.cep", text }]
  const made = await compile(sources, { explains: true })
  expect(made.rules, JSON.stringify(made.diagnostics)).toBeDefined()
  return { sources, made }
}

interface Said {
  readonly rule: string
  readonly value: Alert | Emitted
}

/** The outputs of the engine as jobs run it, in order. */
function heard({ rules }: Compiled, events: readonly WhyInput[]): Said[] {
  const said: Said[] = []
  const engine = createEngine(rules!, { onResult: ({ rule, value }) => void said.push({ rule, value }) })
  for (const each of events) engine.push(each.type, each.event)
  engine.end()
  return said
}

/** Those of a rule and key. An event that a rule makes has the key among its fields. */
function saidOf(said: readonly Said[], name: string, keys: readonly string[], asked: readonly string[]) {
  const own = said.filter(({ rule }) => rule === name).map(({ value }) => value)
  return own.filter((value) => {
    const fields: Readonly<Record<string, unknown>> = "rule" in value ? value.key : value.data
    return keys.every((key, part) => String(fields[key]) === asked[part])
  })
}

/** What every answer must be, whatever it says. */
function isSound(report: WhyReport, alerts: readonly (Alert | Emitted)[]): void {
  expect(JSON.stringify(report.alerts)).toBe(JSON.stringify(alerts))
  expect(report.fired, report.text).toBe(alerts.length > 0)
  expect(firedReasons.includes(report.reason)).toBe(report.fired)
  expect(report.text).not.toMatch(/\n|undefined|NaN|\[object|Infinity/)
  expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  const text = showReport(report)
  expect(text.split("\n")[0]).toContain(report.text.slice(0, 20))
  expect(text).not.toMatch(/undefined|NaN|\[object|Infinity/)
}

function eventsOf(drawn: readonly Drawn[]): WhyInput[] {
  let at = 1000
  return drawn.map(({ type, k, m, b, n, o, after }, place) => {
    at += after
    return { type, event: JSON.parse(JSON.stringify({ id: place, k, m, n, ...(type === "A" && { b, o }), at })) }
  })
}

test("tells what rules of all forms do", { timeout }, async () => {
  const drawn = fc.tuple(set, fc.array(event, { minLength: 4, maxLength: 30 }))
  await fc.assert(
    fc.asyncProperty(drawn, async ([rules, stream]) => {
      const text = rules.map((rule, at) => `rule R${at} { ${rule} }`).join("\n")
      const { sources, made } = await compiled(declarations + text)
      const events = eventsOf(stream)
      const said = heard(made, events)
      for (const { name, keys } of made.rules!.manifest.rules) {
        const parts = keys.map((key) => key.name)
        const asked = parts.map((part) => (part === "n" ? "1" : "x"))
        const report = await why(sources, made, events, { rule: name, key: asked })
        isSound(report, saidOf(said, name, parts, asked))
      }
    }),
    { numRuns: Math.max(1, Math.ceil(pairs / 40)), seed },
  )
})

test("tells what patterns do that are drawn for the reference", { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(batches(3), async ({ rule, streams }) => {
      const { sources, made } = await compiled(toCep(rule))
      const { name, keys } = made.rules!.manifest.rules[0]!
      for (const stream of streams) {
        const events = numbered([...stream]).map(([type, each]) => ({ type, event: each }))
        const said = heard(made, events)
        const parts = keys.map((key) => key.name)
        for (const key of new Set(stream.map(({ k }) => k))) {
          const asked = parts.map(() => key)
          isSound(await why(sources, made, events, { rule: name, key: asked }), saidOf(said, name, parts, asked))
        }
      }
    }),
    { numRuns: Math.max(1, Math.ceil(pairs / 30)), seed },
  )
})
