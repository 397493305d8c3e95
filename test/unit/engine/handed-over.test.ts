/** Which state an engine takes over as it lies in memory. What is cut and restored would be right, too, so that nothing but this shows it. */
import { afterEach, describe, expect, test, vi } from "vitest"
import type { Alert, Engine } from "../../../runtime/abi/engine.ts"
import { createEngine } from "../../../runtime/index.ts"
import { MemoryBackend } from "../../../runtime/state/memory.ts"
import { compileText } from "../../support/compiled.ts"

const declarations = `
param wait = 30 minutes
event Login { id: integer, card: string, device: string, amount: integer, note: string, at: time } timed by at
event Payment { id: integer, card: string, amount: integer, at: time } timed by at
`

interface Edit {
  readonly what: string
  /** The operator of rule R. */
  readonly operator: string
  readonly before: string
  readonly after: string
}

/** The operators of the first rules, and those that were cut and restored while the second ones were opened with what they had. */
async function operatorsOf(before: string, after: string) {
  const [first, second] = await Promise.all(
    [before, after].map((rule) => compileText(`${declarations}rule R { ${rule} }`)),
  )
  const opened = vi.spyOn(MemoryBackend.prototype, "open")
  const former = createEngine(first!)
  const had = opened.mock.calls.map(([layout]) => layout.operator)
  for (let id = 0; id < 20; id++) {
    const at = new Date(1_750_000_000_000 + id * 1000).toISOString()
    const event = { id, card: `c${id % 7}`, device: `d${id % 5}`, amount: id % 4, note: `n${id}`, at }
    former.push("Login", event)
    if (id % 3 === 0) former.push("Payment", event)
  }
  // The types do not say what only it does itself.
  const whole = vi.spyOn(MemoryBackend.prototype as unknown as { wholeOf(operator: string): unknown }, "wholeOf")
  createEngine(second!, { former })
  return { had, cut: whole.mock.calls.map(([operator]) => operator) }
}

afterEach(() => void vi.restoreAllMocks())

const chain = (window: string, test: string, output: string) =>
  `when Login as a then Login as b where ${test} then Login as c within ${window} per card alert ${output}`

const absence = (window: string, condition: string, output: string) =>
  `when Login as a where ${condition} then no Payment as b where amount >= a.amount within ${window} per card alert ${output}`
const run = (window: string, output: string) =>
  `when 1+ Login as a where amount > 0 then Payment as b where amount < sum(a.amount) within ${window} per card alert ${output}`

const combination = (window: string, output: string) =>
  `when Login as a where amount > 0 then any Login as b where amount > 1 within ${window} per card skip none alert ${output}`
const silent = (length: string, key: string) => `when Login as a where amount > 0 per ${key} once per ${length} alert`

const taken: readonly Edit[] = [
  {
    what: "a chain with another window, condition and output",
    operator: "chain R",
    before: chain("30 minutes", "amount > a.amount", "{ first: a.id }"),
    after: chain("2 hours", "amount > a.amount + 1", "low { it: a.id }"),
  },
  {
    what: "a chain that keeps events",
    operator: "chain R",
    before: chain("30 minutes", "amount > 1", ""),
    after: chain("10 minutes", "amount > 2", ""),
  },
  {
    what: "a pattern that keeps whole events, of which other fields are asked for",
    operator: "pattern R",
    before: absence("30 minutes", "amount > 1", ""),
    after: absence("2 hours", "amount > 2", "{ note: a.note }"),
  },
  {
    what: "a pattern whose window becomes a parameter",
    operator: "pattern R",
    before: absence("2 hours", "amount > 1", ""),
    after: absence("wait", "amount > 2", ""),
  },
  {
    what: "a pattern that keeps fields",
    operator: "pattern R",
    before: run("30 minutes", "{ sum: sum(a.amount) } without events"),
    after: run("10 minutes", "low { most: max(a.amount) } without events"),
  },
  {
    what: "a combination with another window",
    operator: "combination R",
    before: combination("30 minutes", "{ first: a.id } without events"),
    after: combination("2 hours", "low { it: a.id } without events"),
  },
  {
    what: "a combination that keeps whole events",
    operator: "combination R",
    before: combination("30 minutes", ""),
    after: combination("10 minutes", "{ note: a.note }"),
  },
  {
    what: "silences that become longer",
    operator: "silence R",
    before: silent("10 minutes", "card"),
    after: silent("2 hours", "card"),
  },
  {
    what: "silences that become shorter",
    operator: "silence R",
    before: silent("2 days", "card"),
    after: silent("wait", "card"),
  },
  {
    what: "counters of a filter",
    operator: "filter R",
    before: "when Login as a where amount > 0 per card alert",
    after: "when Login as a where amount > 1 per card alert low",
  },
]

/** What the state of before does not say, or says of other keys. */
const notTaken: readonly Edit[] = [
  {
    what: "a chain that keeps another field",
    operator: "chain R",
    before: chain("30 minutes", "amount > a.amount", "{ first: a.id } without events"),
    after: chain("30 minutes", "amount > a.amount", "{ first: a.note } without events"),
  },
  {
    what: "a combination that keeps another field",
    operator: "combination R",
    before: combination("30 minutes", "{ first: a.id } without events"),
    after: combination("30 minutes", "{ first: a.note } without events"),
  },
  {
    what: "silences of other keys",
    operator: "silence R",
    before: silent("2 days", "card"),
    after: silent("2 days", "device"),
  },
  {
    what: "a pattern with another key",
    operator: "pattern R",
    before: `when 1+ Login as a then Login as b where amount < sum(a.amount) within 1 hour per card alert without events`,
    after: `when 1+ Login as a then Login as b where amount < sum(a.amount) within 1 hour per device alert without events`,
  },
]

describe("state is taken over as it lies", () => {
  test.each(taken)("$what", async ({ operator, before, after }) => {
    const { had, cut } = await operatorsOf(before, after)
    expect(had).toContain(operator)
    expect(cut).not.toContain(operator)
  })

  test.each(notTaken)("not of $what", async ({ operator, before, after }) => {
    expect((await operatorsOf(before, after)).cut).toContain(operator)
  })
})

/** What happens to an engine: an event of card c1 at a second, with an amount; time comes to a second; or the rule becomes another one. */
type Step =
  | readonly ["Login" | "Payment", at: number, amount: number]
  | readonly ["time", at: number]
  | readonly ["rule", text: string]

const second = (at: number): number => 1_750_000_000_000 + at * 1000

/** What comes out, each as its second and, where there is one, its data. */
async function outputsOf(
  first: string,
  steps: readonly Step[],
  way: "handed" | "restored" | "taken back",
): Promise<readonly string[]> {
  const compiled = (rule: string) => compileText(`${declarations}rule R { ${rule} }`)
  const outputs: string[] = []
  const onAlert = ({ at, data }: Alert): void => {
    outputs.push([(Date.parse(at) - second(0)) / 1000, ...Object.values(data ?? {})].join(" "))
  }
  let engine = createEngine(await compiled(first), { onAlert })
  // The number of its card is the first one: what is handed over is that of others.
  engine.pushAll("Login", [
    { id: -1, card: "c0", device: "d0", amount: 0, note: "", at: new Date(second(0)).toISOString() },
  ])
  for (const [id, step] of steps.entries()) {
    if (step[0] === "time") engine.advanceTo(second(step[1]))
    else if (step[0] === "rule") {
      const rules = await compiled(step[1])
      if (way === "taken back") {
        createEngine(rules, { former: engine })
        engine.takeBack()
      } else if (way === "handed") engine = createEngine(rules, { onAlert, former: engine })
      else engine = createEngine(rules, { onAlert, restoreCut: cutOf(engine) })
    } else {
      const [type, at, amount] = step
      engine.pushAll(type, [
        { id, card: "c1", device: "d1", amount, note: `n${id}`, at: new Date(second(at)).toISOString() },
      ])
    }
  }
  engine.end()
  return outputs
}

function cutOf(engine: Engine): readonly Uint8Array[] {
  const cut = engine.cut(true)
  const pieces: Uint8Array[] = []
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece.slice())
  return pieces
}

const chained = (window: string) => chain(window, "amount >= a.amount", "{ id: a.id } without events")
const unpaid = (window: string, output = "") => absence(window, "amount > 0", output)
const quiet = (length: string) =>
  `when Login as a where amount > 0 then no Payment as b for ${length} per card alert { id: a.id } without events`
const every = (window: string) => combination(window, "{ id: a.id } without events")

/** `shows`: what comes out; `before`: if the rule had stayed as it was. */
const lives: readonly {
  what: string
  first: string
  steps: readonly Step[]
  shows: readonly string[]
  before: readonly string[]
}[] = [
  {
    what: "a chain that had ended does not go on in a longer window",
    first: chained("8 seconds"),
    steps: [
      ["Login", 1, 1],
      ["time", 2],
      ["time", 11],
      ["rule", chained("1 minute")],
      ["Login", 12, 1],
      ["Login", 13, 1],
    ],
    shows: [],
    before: [],
  },
  {
    what: "a chain that waits has the longer window",
    first: chained("8 seconds"),
    steps: [
      ["Login", 1, 1],
      ["time", 8],
      ["rule", chained("1 minute")],
      ["Login", 30, 1],
      ["Login", 40, 1],
    ],
    shows: ["40 0"],
    before: [],
  },
  {
    what: "a chain that waits has the shorter window",
    first: chained("1 minute"),
    steps: [
      ["Login", 1, 1],
      ["time", 12],
      ["rule", chained("8 seconds")],
      ["Login", 13, 1],
      ["Login", 14, 1],
    ],
    shows: [],
    before: ["14 0"],
  },
  {
    what: "a deadline comes later in a longer window",
    first: unpaid("10 seconds"),
    steps: [
      ["Login", 1, 1],
      ["time", 5],
      ["rule", unpaid("20 seconds")],
      ["time", 15],
      ["Payment", 25, 1],
    ],
    shows: ["21"],
    before: ["11"],
  },
  {
    what: "a deadline comes sooner in a shorter window",
    first: unpaid("20 seconds"),
    steps: [
      ["Login", 1, 1],
      ["time", 5],
      ["rule", unpaid("10 seconds")],
      ["Payment", 15, 1],
    ],
    shows: ["11"],
    before: [],
  },
  {
    what: "a deadline that has passed in a shorter window comes at once",
    first: unpaid("60 seconds"),
    steps: [
      ["Login", 1, 1],
      ["time", 30],
      ["rule", unpaid("10 seconds")],
      ["Payment", 40, 1],
    ],
    shows: ["30.001"],
    before: [],
  },
  {
    what: "a deadline comes in its time when the window becomes longer and shorter again",
    first: unpaid("10 seconds"),
    steps: [
      ["Login", 1, 1],
      ["rule", unpaid("30 seconds")],
      ["time", 2],
      ["rule", unpaid("20 seconds")],
      ["Payment", 25, 1],
    ],
    shows: ["21"],
    before: ["11"],
  },
  {
    what: "an absence with a time of its own ends sooner",
    first: quiet("30 seconds"),
    steps: [
      ["Login", 1, 1],
      ["time", 5],
      ["rule", quiet("10 seconds")],
      ["Payment", 20, 0],
    ],
    shows: ["11 0"],
    before: [],
  },
  {
    what: "an absence with a time of its own ends later",
    first: quiet("10 seconds"),
    steps: [
      ["Login", 1, 1],
      ["time", 5],
      ["rule", quiet("30 seconds")],
      ["Payment", 40, 0],
    ],
    shows: ["31 0"],
    before: ["11 0"],
  },
  {
    what: "an event that is held has fields that nobody had asked for",
    first: unpaid("10 seconds"),
    steps: [
      ["Login", 1, 1],
      ["time", 2],
      ["rule", unpaid("10 seconds", "{ note: a.note }")],
    ],
    shows: ["11 n0"],
    before: ["11"],
  },
  {
    what: "a combination that had ended does not go on in a longer window",
    first: every("8 seconds"),
    steps: [
      ["Login", 1, 2],
      ["time", 11],
      ["rule", every("1 minute")],
      ["Login", 12, 2],
    ],
    shows: [],
    before: [],
  },
  {
    what: "a combination that waits has the longer window",
    first: every("8 seconds"),
    steps: [
      ["Login", 1, 1],
      ["Login", 4, 1],
      ["time", 8],
      ["rule", every("1 minute")],
      ["time", 30],
      ["Login", 31, 2],
    ],
    shows: ["31 0", "31 1"],
    before: [],
  },
  {
    what: "a combination that waits has the shorter window",
    first: every("1 minute"),
    steps: [
      ["Login", 1, 1],
      ["Login", 8, 1],
      ["time", 9],
      ["rule", every("5 seconds")],
      ["Login", 12, 2],
    ],
    shows: ["12 1"],
    before: ["12 0", "12 1"],
  },
  {
    what: "a silence becomes longer",
    first: silent("10 seconds", "card"),
    steps: [
      ["Login", 1, 1],
      ["time", 5],
      ["rule", silent("30 seconds", "card")],
      ["time", 15],
      ["Login", 16, 1],
      ["Login", 32, 1],
    ],
    shows: ["1", "32"],
    before: ["1", "16", "32"],
  },
  {
    what: "a silence becomes shorter",
    first: silent("30 seconds", "card"),
    steps: [
      ["Login", 1, 1],
      ["time", 5],
      ["rule", silent("10 seconds", "card")],
      ["Login", 16, 1],
      ["Login", 32, 1],
    ],
    shows: ["1", "16", "32"],
    before: ["1", "32"],
  },
  {
    what: "a silence that was over when it was shorter is over",
    first: silent("30 seconds", "card"),
    steps: [
      ["Login", 1, 1],
      ["time", 5],
      ["rule", silent("10 seconds", "card")],
      ["time", 12],
      ["rule", silent("30 seconds", "card")],
      ["Login", 16, 1],
    ],
    shows: ["1", "16"],
    before: ["1"],
  },
]

describe("it says the same as what is restored", () => {
  test.each(lives)("$what", async ({ first, steps, shows, before }) => {
    expect(await outputsOf(first, steps, "restored")).toEqual(shows)
    expect(await outputsOf(first, steps, "handed")).toEqual(shows)
    expect(await outputsOf(first, steps, "taken back")).toEqual(before)
  })
})
