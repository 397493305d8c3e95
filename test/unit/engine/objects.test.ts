import { beforeAll, describe, expect, test } from "vitest"
import type { DeadLetter, EngineOptions } from "../../../runtime/abi/engine.ts"
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import { createEngine } from "../../../runtime/index.ts"
import { compileText } from "../../support/compiled.ts"

const at = 1_700_000_000_000
let rules: RuleSet

beforeAll(async () => {
  rules = await compileText(`
    event A {
      id: integer, s: string, n: number?, d: decimal(2)?, w: duration?, t: time?, u: time(seconds)?,
      kind: "card" | "cash"?, b: boolean?, k: string?, at: time
    } timed by at
    rule All { when A as a alert { id: a.id, s: a.s, n: a.n, d: a.d, w: a.w, t: a.t, u: a.u, kind: a.kind, b: a.b, k: a.k, at: a.at } }
    rule Some { when A as a where n > 1 and kind == "card" alert { id: a.id } without events }
    rule Pairs { when 2 A as a within 1 minute per k, b alert { first: first(a).s, last: last(a).d } without events }`)
})

/** All that comes of the events, each with an `at` of its own. */
function answers(events: readonly unknown[], all: boolean, options: EngineOptions = {}) {
  const lines: string[] = []
  const letters: DeadLetter[] = []
  const engine = createEngine(rules, {
    ...options,
    onOutput: (output) => lines.push(output.line()),
    onDeadLetter: (letter) => letters.push(letter),
    onLate: ({ event }) => lines.push(`late ${JSON.stringify(event)}`),
  })
  if (all) engine.pushAll("A", events)
  else for (const event of events) engine.push("A", event)
  engine.end()
  return { lines, codes: letters.map(({ code, reason }) => `${code} ${reason}`), events: engine.stats().events }
}

const plain = { id: 1, s: "x", at }
const accepted: Readonly<Record<string, unknown>> = {
  "a plain one": plain,
  "all fields": { ...plain, n: 2.5, d: 66.4, w: 1000, t: at, u: 1_700_000_000.5, kind: "card", b: false, k: "ä😀" },
  "missing in several ways": { ...plain, n: undefined, d: null, k: undefined },
  "times in several ways": { ...plain, t: new Date(at), at: "2023-11-14T22:13:20Z", u: "2023-11-14T22:13:20.5+01:00" },
  "fields of its own": { ...plain, more: { deep: [1, null, "two"] } },
  "texts and numbers of its own": { ...plain, more: "x", "and more": -0, null: null, nothing: undefined, n: 3 },
  "a field that JSON does not show": Object.defineProperty({ ...plain }, "n", { value: 2 }),
  "no prototype": Object.assign(Object.create(null), plain),
  "a class": new (class {
    id = 1
    s = "x"
    at = at
    get n() {
      return 2
    }
  })(),
  "fields that are inherited": Object.create(plain),
  "a way of its own to be JSON": { ...plain, toJSON: () => ({ mine: true }) },
  "one that inherits it": Object.create({ ...plain, toJSON: () => ({ mine: true }) }),
  "half a character": { ...plain, s: "\ud800", k: "\udfff" },
  "zero with a sign": { ...plain, n: -0, d: -0 },
  "a getter of its own": {
    ...plain,
    get n() {
      return 7
    },
  },
  "a proxy": new Proxy({ ...plain, n: 7 }, {}),
  "a proxy without a prototype": new Proxy(plain, {
    getPrototypeOf() {
      throw new Error("no")
    },
  }),
  "symbols beside its fields": { ...plain, [Symbol("mine")]: 1 },
  "fields in another order": { at, n: 2, s: "x", id: 1 },
  "half a prototype": Object.setPrototypeOf({ ...plain }, Object.create(null)),
  "a prototype with a field of the event": Object.setPrototypeOf({ id: 1, at }, { s: "x" }),
}
const refused: Readonly<Record<string, unknown>> = {
  null: null,
  "a list": [1],
  "a list with all fields": Object.assign([], plain),
  "a list that says that it is an object": Object.setPrototypeOf(Object.assign([], plain), Object.prototype),
  "a function with all fields": Object.assign(() => 1, plain),
  "a function that says that it is an object": Object.setPrototypeOf(
    Object.assign(() => 1, plain),
    Object.prototype,
  ),
  undefined,
  "a number": 5,
  "a boxed text": { ...plain, s: new String("x") },
  "a boxed number": { ...plain, id: new Number(1) },
  "a boxed boolean": { ...plain, b: new Boolean(true) },
  "a symbol": { ...plain, s: Symbol("x") },
  "a proxy that throws": new Proxy(plain, {
    get() {
      throw new Error("no")
    },
  }),
  "a text": "{}",
  "a wrong type": { ...plain, s: 5 },
  "a missing field": { id: 1, at },
  "no finite number": { ...plain, n: Number.POSITIVE_INFINITY },
  "no number at all": { ...plain, n: Number.NaN },
  "a fraction": { ...plain, id: 1.5 },
  "too many decimals": { ...plain, d: 0.001 },
  "another kind": { ...plain, kind: "cheque" },
  "no time": { ...plain, at: "yesterday" },
  "a time beyond all": { ...plain, at: 1e300 },
  "what JSON cannot say": { ...plain, more: 5n },
  "a field that throws": {
    ...plain,
    get n() {
      throw new Error("no")
    },
  },
}

describe("events that are handed over as objects", () => {
  test.each(Object.entries({ ...accepted, ...refused }))("%s: as the general form reads it", (name, event) => {
    const events = [plain, event, event]
    const general = answers(events, false, { forms: "general" })
    expect(answers(events, false)).toEqual(general)
    expect(answers(events, true)).toEqual(general)
    expect(general.events).toBe(name in accepted ? 3 : 1)
  })

  test("may be changed afterwards", () => {
    const event = { ...plain, kind: "card", n: 5, k: "a", b: true }
    const expected = answers([{ ...event }, { ...event, id: 2 }, { ...event, id: 3 }], false)
    function* changing() {
      for (const id of [1, 2, 3]) {
        event.id = id
        yield event
      }
      event.s = "changed"
    }
    const lines: string[] = []
    const engine = createEngine(rules, { onOutput: (output) => lines.push(output.line()) })
    engine.pushAll("A", changing())
    engine.end()
    expect(lines).toEqual(expected.lines)
  })

  test("late ones are told", () => {
    const events = [plain, { ...plain, at: at - 5 }, { ...plain, at: at + 1 }]
    const general = answers(events, false, { forms: "general" })
    expect(general.lines.filter((line) => line.startsWith("late"))).toHaveLength(1)
    expect(answers(events, false)).toEqual(general)
    expect(answers(events, true)).toEqual(general)
  })

  test("alerts of many come in the order of the events, before the call returns", () => {
    const ids: unknown[] = []
    const engine = createEngine(rules, { onAlert: ({ rule, data }) => rule === "All" && ids.push(data!.id) })
    const events = Array.from({ length: 5000 }, (_, id) => ({ id, s: "x", at: at + id }))
    engine.pushAll("A", events)
    expect(ids).toEqual(events.slice(0, -1).map(({ id }) => id))
  })

  test("a callback that throws ends the call, and the next one goes on behind it", () => {
    const ids: unknown[] = []
    const engine = createEngine(rules, {
      onAlert: ({ rule, data }) => {
        if (rule !== "All") return
        ids.push(data!.id)
        if (data!.id === 1) throw new Error("enough")
      },
    })
    const events = [1, 2, 3].map((id) => ({ id, s: "x", at: at + id }))
    expect(() => engine.pushAll("A", events)).toThrow("enough")
    engine.end()
    expect(ids).toEqual([1, 2, 3])
  })
})
