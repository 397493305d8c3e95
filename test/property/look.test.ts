/**
 * What an engine holds for a key is the same in all forms: the partial matches that the chosen form tells are those of the general form, for drawn
 * rules and streams. `PAIRS=100000 SEED=…` for a long run.
 */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { EngineOptions } from "../../runtime/abi/engine.ts"
import type { KeyLook } from "../../runtime/abi/look.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"
import { type Drawn, declarations, event, set } from "./mixed-rules.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

/** By place in the stream and rule: what is held for the key. */
function looksOf(rules: RuleSet, stream: readonly Drawn[], forms: EngineOptions["forms"]): (KeyLook | undefined)[][] {
  const engine = createEngine(rules, { ...(forms && { forms }) })
  let at = 1000
  return stream.map(({ type, k, m, b, n, o, after }, id) => {
    at += after
    engine.push(type, JSON.parse(JSON.stringify({ id, k, m, n, ...(type === "A" && { b, o }), at })))
    // No window waits for what may still be late: more of them are open. What comes late is the same in all forms.
    engine.advanceTo(at)
    return rules.manifest.rules.map(({ name, keys }) =>
      engine.look(
        name,
        keys.map((key) => (key.name === "n" ? "1" : "x")),
        1000,
      ),
    )
  })
}

/** Of what forms keep of events only what all do: when partial matches began and what they wait for. Waiting in two states at once is one. */
function told(look: KeyLook | undefined): unknown {
  if (look === undefined) return undefined
  const { partials, silences, windows, heldBack } = look
  const own = partials.map(({ began, last, ends }) => JSON.stringify([began, last, ends]))
  const held = { partials: [...new Set(own)].toSorted(), silences, windows, heldBack }
  return own.length === 0 && silences.length === 0 && windows.length === 0 && heldBack === 0 ? undefined : held
}

test("a key holds the same in all forms", { timeout }, async () => {
  const drawn = fc.tuple(set, fc.array(event, { minLength: 4, maxLength: 20 }))
  let seen = 0
  await fc.assert(
    fc.asyncProperty(drawn, async ([texts, stream]) => {
      const text = texts.map((rule, at) => `rule R${at} { ${rule.replace("Found", `Found${at}`)} }`).join("\n")
      const { rules } = await compile([{ path: "rules.cep", text: declarations + text }])
      const general = looksOf(rules!, stream, "general")
      const chosen = looksOf(rules!, stream, undefined)
      seen += chosen.flat().filter((look) => told(look) !== undefined).length
      for (const [at, looks] of chosen.entries()) {
        for (const [rule, look] of looks.entries()) {
          const where = `${rules!.manifest.rules[rule]!.name} after event ${at}`
          expect(told(look), where).toEqual(told(general[at]![rule]))
          for (const { events } of look?.partials ?? []) expect(JSON.parse(JSON.stringify(events))).toEqual(events)
        }
      }
    }),
    { numRuns: Math.max(1, Math.ceil(pairs / 20)), seed },
  )
  // A short run may draw few.
  expect(seen).toBeGreaterThanOrEqual(pairs >= 2000 ? 300 : 0)
})
