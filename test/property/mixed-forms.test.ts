/** Rules of all forms side by side give what each gives event by event: line for line, in one order, counters included. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { EngineOptions } from "../../runtime/abi/engine.ts"
import type { Manifest, RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"
import { linesInto } from "../support/lines-into.ts"
import { type Drawn, declarations, event, hand, latenessMs, type Read, set } from "./mixed-rules.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

interface Feeding {
  readonly asLines: boolean
  /** Before which event the engine is made anew from its snapshot's text. */
  readonly restart?: number
}

/** What comes out, and what is counted. */
function answers(
  rules: RuleSet,
  events: readonly Drawn[],
  options: EngineOptions,
  { asLines, restart = Number.POSITIVE_INFINITY }: Feeding,
) {
  const lines: string[] = []
  const all: EngineOptions = {
    ...options,
    ...linesInto(lines, options.forms !== "general"),
    onDeadLetter: (letter) => lines.push(JSON.stringify(letter)),
    onLate: ({ event: late, rules: names }) => lines.push(JSON.stringify([late, names])),
    onDropped: ({ rule }) => lines.push(`${rule} began empty`),
  }
  let engine = createEngine(rules, all)
  let read: Read[] = []
  let at = 1000
  let highest = 0
  for (const [place, { type, k, m, b, n, o, after, moves }] of events.entries()) {
    at += after
    const raw = { id: place, k, m, n, ...(type === "A" && { b, o }), at }
    if (read.length > 0 && read[0]!.type !== type) {
      hand(engine, read, asLines)
      read = []
    }
    read.push({ type, raw, place })
    highest = Math.max(highest, at)
    const isHalf = place === Math.floor(events.length / 2)
    if (!moves && !isHalf && place !== restart && place < events.length - 1) continue
    hand(engine, read, asLines)
    read = []
    if (moves) engine.advanceTo(highest - latenessMs - 1)
    if (isHalf) engine.setParam("least", 2)
    if (place === restart) {
      engine = createEngine(rules, { ...all, restore: JSON.parse(JSON.stringify(engine.snapshot())) })
    }
  }
  engine.end()
  const { rules: counts, series: _, ...rest } = engine.stats()
  return { lines, rest, counts: counts.map(({ keys: __, partialMatches: ___, states: ____, ...each }) => each) }
}

/** Whether nothing stands in the way of judging rule by rule. */
function isWhole({ rules, series, columns }: Manifest): boolean {
  const derives = rules.some(({ outputs }) => outputs.some(({ event: made }) => made !== undefined))
  return !derives && (columns?.series ?? []).length === series.length && rules.every(({ rows }) => rows !== undefined)
}

function kindsOf({ rules, columns }: Manifest): ReadonlySet<string> {
  const kinds = rules.map((rule) => {
    if (rule.rows === undefined) return "events"
    return rule.rows.registers !== undefined ? "chain" : rule.rows.reads === undefined ? rule.form!.kind : "pattern"
  })
  const more = [
    (columns?.indexed?.length ?? 0) > 0 ? "indexed" : [],
    (columns?.series?.length ?? 0) > 0 ? "asking" : [],
  ]
  return new Set([...kinds, ...more.flat()])
}

test(
  "rules of many forms give what each gives event by event, also after a restart",
  async () => {
    const seen = new Map<string, number>()
    let whole = 0
    let found = 0
    await fc.assert(
      fc.asyncProperty(
        set,
        fc.array(event, { minLength: 20, maxLength: 80 }),
        fc.nat(80),
        fc.boolean(),
        async (texts, events, restart, asLines) => {
          const text = texts.map((one, at) => `rule R${at} { ${one.replace("Found", `Found${at}`)} }`).join("\n")
          const { rules, diagnostics } = await compile([{ path: "a.cep", text: `${declarations}${text}` }])
          if (rules === undefined) throw new Error(`${diagnostics.map((each) => each.text).join("\n")}\n${text}`)
          const general = answers(rules, events, { forms: "general" }, { asLines })
          const kinds = kindsOf(rules.manifest)
          for (const kind of kinds) seen.set(kind, (seen.get(kind) ?? 0) + 1)
          if (kinds.size > 3 && isWhole(rules.manifest)) whole++
          found += general.lines.length
          expect(answers(rules, events, {}, { asLines })).toEqual(general)
          expect(answers(rules, events, {}, { asLines, restart })).toEqual(general)
        },
      ),
      { numRuns: Math.ceil(0.15 * pairs), seed },
    )
    for (const kind of ["filter", "ring", "combination", "chain", "pattern", "indexed", "asking", "events"]) {
      expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(0.01 * pairs)
    }
    expect(whole).toBeGreaterThan(0.05 * pairs)
    expect(found).toBeGreaterThan(3 * pairs)
  },
  timeout,
)
