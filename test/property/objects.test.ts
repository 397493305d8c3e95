/** Events that are handed over as objects, in whichever way, give what their lines give; and whoever handed them over may change them afterwards. */
import { isDeepStrictEqual } from "node:util"
import fc from "fast-check"
import { expect, test } from "vitest"
import type { EngineOptions } from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"
import { compileRules } from "../support/job.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()
const latenessMs = 20

let compiled: Promise<RuleSet> | undefined
const rules = () => {
  compiled ??= compileRules(`
    event A {
      id: integer, s: string, n: number?, d: decimal(2)?, w: duration?, t: time?, u: time(seconds)?
      kind: "card" | "cash €", b: boolean?, k: string?, r: { lat: number, tags: string[]? }?, at: time
    } timed by at, up to ${latenessMs} ms late
    rule Odd { when A as one where n < 0 alert { id: one.id, s: one.s, d: one.d, w: one.w, t: one.t, u: one.u, b: one.b } }
    rule Same { when A as one then A as two where s == one.s within 50 ms per k alert { one: one.id, two: two.id } without events }
    rule Thrice { when 3 A within 30 ms per kind, b alert }
    rule Silent { when A as one where kind == "card" then no A within 15 ms per k alert { s: one.s } }
  `)
  return compiled
}

const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values)
const text = fc.oneof(oneOf("", "x", "é€", "😀", "\ud800", "a longer text than a short one"), fc.string())
const numbers = oneOf(0, -0, 1, -12.5, 210.1, 0.1, 99999999.99, 1e300, 12.345, -3)
const odd: fc.Arbitrary<unknown> = fc.oneof(
  oneOf<unknown>(null, true, "soon", "2026-02-30", 9e15, Number.NaN, undefined),
  fc.constant(null).map(() => ({ nested: [1, "two"] })),
  fc.constant(null).map(() => new Date(1_700_000_000_000)),
)
const value = (usual: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 200, arbitrary: usual }, { weight: 1, arbitrary: odd }, { weight: 1, arbitrary: text })
const optional = (usual: fc.Arbitrary<unknown>) => fc.option(value(usual), { nil: "absent", freq: 3 })
const time = fc.oneof(oneOf<unknown>("2026-01-01T00:00:00Z", 1_700_000_000_000.9, -1))

/** What an event holds, in any order; its time is put to it. */
const members = fc
  .record({
    id: value(oneOf(1, 2, 30)),
    s: value(text),
    n: optional(numbers),
    d: optional(oneOf(0, -12.5, 66.4, 1.1)),
    w: optional(oneOf(0, 7, -0)),
    t: optional(time),
    u: optional(time),
    kind: value(oneOf("card", "card", "cash €")),
    b: optional(oneOf(true, false)),
    k: optional(oneOf("a", "b", "one that is longer than others")),
    r: optional(oneOf<unknown>({ lat: 1 }, { lat: 2, tags: ["a", "é"] }, { lat: 3, tags: null }, { tags: [] })),
    other: fc.oneof({ weight: 40, arbitrary: fc.constant("absent") }, { weight: 10, arbitrary: text }, odd),
    ["__proto__"]: fc.oneof(
      { weight: 50, arbitrary: fc.constant("absent") },
      { weight: 1, arbitrary: oneOf<unknown>(1, { s: "x" }) },
    ),
  })
  .chain((fields) => {
    const all = Object.entries(fields).filter(([, each]) => each !== "absent")
    return fc.oneof(
      { weight: 3, arbitrary: fc.constant(all) },
      { weight: 1, arbitrary: fc.shuffledSubarray(all, { minLength: all.length }) },
    )
  })

const events = fc
  .array(fc.tuple(members, oneOf(0, 1, 2, 5, 10, -7, -15, -40)), { minLength: 5, maxLength: 60 })
  .map((drawn) => {
    let at = 1_700_000_000_000
    return drawn.map(([entries, after]) => {
      at += after
      return [...entries, ["at", at] as [string, unknown]]
    })
  })

/** Objects of their own each time. */
function objectsOf(drawn: readonly (readonly (readonly [string, unknown])[])[]): Record<string, unknown>[] {
  return drawn.map((entries) => {
    const object = {}
    for (const [name, each] of entries) {
      const own = typeof each === "object" && each !== null ? structuredClone(each) : each
      Object.defineProperty(object, name, { value: own, enumerable: true, writable: true, configurable: true })
    }
    return object
  })
}

function spoil(event: Record<string, unknown>): void {
  for (const name of Object.keys(event)) {
    const held = event[name]
    if (held instanceof Date) held.setTime(5)
    else if (typeof held === "object" && held !== null) (held as Record<string, unknown>).nested = "spoiled"
    event[name] = "spoiled"
  }
  event.more = "spoiled"
}

type Way = "push" | "a list" | "one after another" | "records"

/** What comes of the events. Objects are spoiled as soon as they may be. */
async function answers(objects: Record<string, unknown>[], way: Way, options: EngineOptions = {}) {
  const told: string[] = []
  const spoilAll = (): void => {
    if (way === "a list") for (const event of objects) spoil(event)
  }
  const engine = createEngine(await rules(), {
    ...options,
    onOutput: (output) => {
      spoilAll()
      told.push(output.line())
    },
    onDeadLetter: ({ code, reason }) => told.push(`${code} ${reason}`),
    onLate: ({ at, watermark, rules: late }) => told.push(`late ${at} ${watermark} ${late}`),
  })
  function* each() {
    for (const event of objects) {
      yield event
      spoil(event)
    }
  }
  if (way === "push") {
    for (const event of objects) {
      engine.push("A", event)
      spoil(event)
    }
  } else if (way === "a list") engine.pushAll("A", objects)
  else if (way === "one after another") engine.pushAll("A", each())
  else {
    let highest = Number.NEGATIVE_INFINITY
    for (const event of objects) {
      const line = JSON.stringify(event)
      const at = engine.ingest({ type: "A", raw: JSON.parse(line), text: line })
      if (at !== null) highest = Math.max(highest, at)
      engine.advanceTo(highest - latenessMs - 1)
    }
  }
  spoilAll()
  const { waiting } = engine.stats()
  engine.end()
  return {
    told: told.filter((line) => line.startsWith("{")),
    others: told.filter((line) => !line.startsWith("{")),
    waiting,
  }
}

test(
  "objects give what their records give, and may be changed when they were handed over",
  async () => {
    let alerts = 0
    let faithful = 0
    await fc.assert(
      fc.asyncProperty(events, async (drawn) => {
        const general = await answers(objectsOf(drawn), "push", { forms: "general" })
        for (const way of ["push", "a list", "one after another"] as const) {
          expect(await answers(objectsOf(drawn), way), way).toEqual(general)
        }
        // What JSON can say is the same as a line.
        if (objectsOf(drawn).every((event) => isDeepStrictEqual(JSON.parse(JSON.stringify(event)), event))) {
          expect(await answers(objectsOf(drawn), "records")).toEqual(general)
          faithful++
        }
        alerts += general.told.length
      }),
      { numRuns: Math.ceil(0.15 * pairs), seed },
    )
    expect(alerts).toBeGreaterThan(0.3 * pairs)
    expect(faithful).toBeGreaterThan(0.005 * pairs)
  },
  timeout,
)
