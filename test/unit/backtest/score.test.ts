import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { Labels } from "../../../compiler/backtest/labels.ts"
import { Hits, originTypes, scoreOf, sortedNames } from "../../../compiler/backtest/score.ts"
import { compileRules } from "../../support/job.ts"

const read = (labels: Labels, raw: unknown, type = "T") => labels.read({ type, raw })

describe("labels", () => {
  test("are true, false, 1 and 0, also as text", () => {
    const labels = new Labels("fraud", undefined)
    const values = [true, 1, "1", " TRUE ", false, 0, "0", "False"]
    expect(values.map((fraud) => read(labels, { fraud }).label)).toEqual([
      ...Array(4).fill(true),
      ...Array(4).fill(false),
    ])
    expect(labels.byType.get("T")).toMatchObject({ positives: 4, negatives: 4 })
  })

  test("that are missing or empty are none; others are counted, and the first is kept", () => {
    const labels = new Labels("fraud", undefined)
    for (const raw of [{}, { fraud: null }, { fraud: "" }, null, "text", [1], { __proto__: { fraud: true } }]) {
      expect(read(labels, raw).label).toBeUndefined()
    }
    expect(labels).toMatchObject({ unreadable: 0, found: false })
    for (const fraud of ["maybe", 2, {}, [], Number.NaN]) expect(read(labels, { fraud }).label).toBeUndefined()
    expect(labels).toMatchObject({ unreadable: 5, firstUnreadable: "maybe", found: false })
  })

  test("name events by their place, not by what they hold", () => {
    const labels = new Labels("fraud", undefined)
    const same = { fraud: true }
    expect([read(labels, same).ordinal, read(labels, same).ordinal]).toEqual([0, 1])
  })

  test("count positive events by class, names from outside included", () => {
    const labels = new Labels("fraud", "kind")
    for (const kind of ["__proto__", "__proto__", 3, undefined]) read(labels, { fraud: true, kind })
    read(labels, { fraud: false, kind: "x" })
    const own = JSON.parse('{"fraud":true,"kind":"constructor"}')
    expect(read(labels, own).group).toBe("constructor")
    expect([...labels.byType.get("T")!.groups]).toEqual([
      ["__proto__", 2],
      ["3", 1],
      ["none", 1],
      ["constructor", 1],
    ])
  })

  test("keep fifty classes apart, the rest is `other`", () => {
    const labels = new Labels("fraud", "kind")
    for (let kind = 0; kind < 60; kind++) read(labels, { fraud: true, kind })
    const { groups } = labels.byType.get("T")!
    expect([groups.size, groups.get("other")]).toEqual([51, 10])
  })
})

describe("a score", () => {
  const event = (ordinal: number, label: boolean | undefined, group?: string) => ({ ordinal, type: "T", label, group })

  test("counts each event once, and what has no label apart", () => {
    const labels = new Labels("fraud", "kind")
    for (const fraud of [1, 1, 1, 0]) read(labels, { fraud, kind: "a" })
    const hits = new Hits()
    for (const each of [event(0, true, "a"), event(0, true, "a"), event(3, false), event(9, undefined), undefined]) {
      hits.add(each)
    }
    expect(scoreOf(hits, new Set(["T"]), labels.byType)).toEqual({
      events: 2,
      truePositives: 1,
      falsePositives: 1,
      unlabelled: 2,
      positives: 3,
      precision: 1 / 2,
      recall: 1 / 3,
      f1: 2 / 5,
      classes: [{ name: "a", hit: 1, of: 3 }],
    })
  })

  test("says nothing where nothing can be said", () => {
    const labels = new Labels("fraud", undefined)
    read(labels, { fraud: 0 })
    const none = new Hits()
    expect(scoreOf(none, new Set(["Other"]), labels.byType)).toBeNull()
    expect(scoreOf(none, new Set(["T"]), labels.byType)).toMatchObject({ precision: null, recall: null, f1: null })
    none.add(undefined)
    expect(scoreOf(none, new Set(["T"]), labels.byType)).toBeNull()
  })

  test("agrees with sets, for any events", () => {
    const drawn = fc.array(fc.record({ ordinal: fc.nat(100_000), odd: fc.boolean() }))
    fc.assert(
      fc.property(drawn, (events) => {
        const hits = new Hits()
        for (const { ordinal } of events) hits.add(event(ordinal, ordinal % 2 === 1))
        const distinct = [...new Set(events.map(({ ordinal }) => ordinal))]
        expect(hits.truePositives).toBe(distinct.filter((each) => each % 2 === 1).length)
        expect(hits.falsePositives).toBe(distinct.filter((each) => each % 2 === 0).length)
      }),
      { seed: 1 },
    )
  })

  test("has names in an order for people", () => {
    expect(sortedNames(["10", "b", "9", "a"])).toEqual(["9", "10", "a", "b"])
  })
})

test("the types that a rule's matches are made of, also through derived events", async () => {
  const { manifest } = await compileRules(`
    event A { id: string, at: time } timed by at
    event B { id: string, at: time } timed by at
    event C { id: string, at: time } timed by at
    rule FromA { when A as a per id emit One { n: 1 } }
    rule FromB { when B as b per id emit One { n: 2 } }
    rule FromOne { when One as one per id emit Two { n: 3 } }
    rule FromTwo { when Two as two then C as c within 1 hour per id alert "x" }`)
  const types = originTypes(manifest).map((names) => [...names].sort().join())
  expect(types).toEqual(["A", "B", "A,B", "A,B,C"])
})
