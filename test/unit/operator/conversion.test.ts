/** Which changes of a rule's form keep its state, and what is said of the others. */
import { describe, expect, test } from "vitest"
import type { DroppedState, Engine, EngineOptions } from "../../../runtime/abi/engine.ts"
import { createEngine } from "../../../runtime/index.ts"
import { canConvert } from "../../../runtime/operator/conversion/inventory.ts"
import { formKinds } from "../../../runtime/operator/conversion/take-over.ts"
import type { Layout } from "../../../runtime/state/contract.ts"
import type { MemoryBackend } from "../../../runtime/state/memory.ts"
import { compileRules } from "../../support/job.ts"
import { MapColdStore } from "../../support/map-cold-store.ts"

const declarations = `
param wait = 1 minute
event A { k: string, n: integer, m: string, at: time } timed by at
event B { k: string, n: integer, at: time } timed by at
`

async function opened(rule: string, options: EngineOptions = {}): Promise<Engine> {
  return createEngine(await compileRules(`${declarations}${rule}`), options)
}

function layoutOf(engine: Engine): Layout {
  const { backend } = engine as unknown as { readonly backend: MemoryBackend }
  return backend.layouts().find(({ operator }) => formKinds.some((kind) => operator === `${kind} R`))!
}

async function verdictOf(before: string, after: string) {
  return canConvert(layoutOf(await opened(before)), layoutOf(await opened(after)))
}

/** What comes when the first rule judged some events and then the second one others. */
async function changed(before: string, after: string, first: readonly unknown[], then: readonly unknown[]) {
  const dropped: DroppedState[] = []
  const heard: unknown[] = []
  const former = await opened(before)
  former.pushAll("A", first)
  former.advanceTo(999)
  const restore: unknown = JSON.parse(JSON.stringify(former.snapshot()))
  const options = { restore, onDropped: (each: DroppedState) => void dropped.push(each) }
  const next = await opened(after, { ...options, onAlert: ({ data }) => void heard.push(data) })
  next.pushAll("A", then)
  next.end()
  return { dropped, heard, matches: next.stats().rules[0]!.matches }
}

const a = (n: number, at: number, m = "x") => ({ k: "k", n, m, at })
const ring = "rule R { when 3 A as a within 1 minute per k alert { n: first(a).n } without events }"
const reading = (where: string, output = "alert { n: first(a).n } without events") =>
  `rule R { when 3 A as a where ${where} within 1 minute per k ${output} }`

describe("what is said beforehand", () => {
  test("the same form with other conditions, thresholds and lengths is the same", async () => {
    const after = "rule R { when 3 A as a where n > 1 within 2 minutes per k alert { n: first(a).n } without events }"
    expect(await verdictOf(ring, after)).toEqual({ kind: "same", how: "it is kept in the same way" })
  })

  test("another form with what it needs is converted", async () => {
    expect(await verdictOf(ring, reading("count(a) == 0 or first(a).n < 100"))).toEqual({
      kind: "converted",
      how: "the events of its window become partial matches with what is asked of their events",
    })
    expect(await verdictOf(reading("count(a) == 0 or first(a).n < 100"), ring)).toMatchObject({
      kind: "converted",
      how: "partial matches with what is asked of their events become the events of its window",
      unless: expect.stringContaining("conditions had compared events with one another") as unknown,
    })
  })

  test("what was not kept cannot be told", async () => {
    const merchants = reading("n > 0", "alert { m: first(a).m } without events")
    expect(await verdictOf(ring, merchants)).toEqual({
      kind: "dropped",
      why: "it kept only `n` of its events, and the changed rule reads `m`",
    })
    expect(await verdictOf(ring, reading("n > 0", "alert"))).toEqual({
      kind: "dropped",
      why: "it kept only `n` of its events, and the changed rule shows or needs them whole",
    })
  })

  test.each([
    ["rule R { when 4 A as a within 1 minute per k alert }", "its steps, or what may follow them, were others"],
    ["rule R { when 3 A as a within 1 minute alert }", "its key was another one"],
    ["rule R { when 3 B as a within 1 minute per k alert }", "it read events of other types"],
    ["rule R { when 3 A as a within 1 minute between events per k alert }", "its window was of another kind"],
    ["rule R { each 1 minute of A per k alert { n: count() } }", "it was a rule with steps, and is one with windows"],
  ])("%s", async (after, why) => {
    expect(await verdictOf(ring, after)).toEqual({ kind: "dropped", why })
  })

  test("which conditions are the same is no part of the shape", async () => {
    const text = (where: string) =>
      `rule R { when A as a where n > 0 then no A as b where ${where} within 1 minute per k alert }`
    expect(await verdictOf(text("n > 0"), text("n > a.n"))).toMatchObject({ kind: "same" })
  })
})

describe("at a restore", () => {
  test("a ring goes on as partial matches, with its counts", async () => {
    const result = await changed(
      ring,
      reading("count(a) == 0 or first(a).n < 100"),
      [a(1, 0), a(2, 1), a(3, 2), a(4, 3)],
      [a(5, 1004), a(6, 1005)],
    )
    expect(result).toEqual({ dropped: [], heard: [{ n: 4 }], matches: 2 })
  })

  test("partial matches that conditions chose begin anew where a ring cannot hold them, and that is said", async () => {
    const rising = reading("n > last(a).n or n == 1", "alert { n: first(a).n } without events")
    const { dropped, heard } = await changed(rising, ring, [a(1, 0), a(0, 1), a(5, 2)], [a(7, 1003)])
    expect(heard).toEqual([])
    expect(dropped).toMatchObject([{ rule: "R", reason: "other-shape" }])
    expect(dropped[0]!.why).toContain("conditions had compared events with one another")
  })

  test("where their events are whole, the general form goes on with them, and the ring later", async () => {
    const whole = (where: string) => `rule R { when 3 A as a where ${where} within 1 minute per k alert }`
    const former = await opened(whole("n > last(a).n or n == 1"))
    former.pushAll("A", [a(1, 0), a(5, 2)])
    former.advanceTo(999)
    const dropped: DroppedState[] = []
    const heard: number[] = []
    const goOn = (restore: unknown): Promise<Engine> =>
      opened(whole("n > 0"), {
        restore,
        onDropped: (each) => void dropped.push(each),
        onAlert: ({ events }) => void heard.push(...(events!.a as { n: number }[]).map(({ n }) => n)),
      })
    const next = await goOn(former.snapshot())
    expect(layoutOf(next).operator).toBe("pattern R")
    next.pushAll("A", [a(3, 1003)])
    next.advanceTo(1999)
    expect(heard).toEqual([1, 5, 3])
    next.pushAll("A", [a(4, 2003), a(6, 2004)])
    next.advanceTo(2999)
    const last = await goOn(next.snapshot())
    expect(layoutOf(last).operator).toBe("ring R")
    last.pushAll("A", [a(7, 3003)])
    last.end()
    expect(heard.slice(3)).toEqual([4, 6, 7])
    expect(dropped).toEqual([])
  })

  test("what a filter counted stays, and nothing is said: it kept nothing else", async () => {
    const filter = "rule R { when A as a per k alert { n: a.n } without events }"
    const { dropped, matches } = await changed(filter, ring, [a(1, 0), a(2, 1)], [])
    expect({ dropped, matches }).toEqual({ dropped: [], matches: 2 })
  })

  test("windows that become steps are gone, and that is said", async () => {
    const { dropped } = await changed("rule R { each 1 minute of A per k alert { n: count() } }", ring, [a(1, 0)], [])
    expect(dropped).toEqual([
      { rule: "R", reason: "other-shape", why: "it was a rule with windows, and is one with steps" },
    ])
  })

  test("keys on disk stay in their form: the rule begins empty, and it is said what to do", async () => {
    const store = new MapColdStore()
    const former = await opened(ring, { cold: { store, memoryBytes: 0 } })
    former.pushAll("A", [a(1, 0), a(2, 1)])
    former.advanceTo(999)
    const cut = former.cut(true)
    const pieces: Uint8Array[] = []
    for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece)
    const dropped: DroppedState[] = []
    await opened(reading("count(a) == 0 or first(a).n < 100"), {
      restoreCut: pieces,
      cold: { store: new MapColdStore(store.sealed), memoryBytes: 0 },
      onDropped: (each) => void dropped.push(each),
    })
    expect(dropped).toMatchObject([{ rule: "R", reason: "other-shape" }])
    expect(dropped[0]!.why).toContain("run the former rules once more with --state memory, then these")
  })
})
