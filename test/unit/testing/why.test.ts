/** Why something came or did not, as a failed test says it: situations whose true reason was written by hand. Each test stands in line 4, what it does from line 5 on. */
import { describe, expect, test } from "vitest"
import { observe } from "./observe.ts"

const events = [
  "event A { k: string, n: integer, s: string?, at: time } timed by at",
  "event B { k: string, n: integer, at: time } timed by at",
]

/** A line of the test's own for each of `lines`. Gives why its failures happened. */
async function whys(rule: string, ...lines: readonly string[]) {
  const text = [...events, rule, 'test "t" {', ...lines, "}"].join("\n")
  const { results } = await observe(text)
  return results[0]!.failures.map(({ why = [] }) => why)
}

const probes = `rule R { when 2+ A as probes where n < 5 then B as drain where n > 500 and k != "safe" within 1 minute per k alert { n: drain.n, k: k } }`
const two = ['A { k: "c", n: 1 } at 10:00:00', 'A { k: "c", n: 2 } at 10:00:01']
const at = (line: number, time: string) => `rules.cep:${line}, 1970-01-01 ${time}`

describe("too little came", () => {
  const situations: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
    [
      "only events with which nothing begins",
      probes,
      ['B { k: "c", n: 600 } at 10:00:00', "expect R"],
      ["R did not fire for k c: no match began: no event for `probes` came, only 1 event (B)"],
    ],
    ["no event at all", probes, ["expect R"], ["R did not fire: no A or B came at all"]],
    [
      "the first step's condition",
      probes,
      ['A { k: "c", n: 7 } at 10:00:00', 'A { k: "c", n: 9 } at 10:00:01', "expect R"],
      [`R did not fire for k c: none of 2 As is \`probes\`; the nearest, at ${at(5, "10:00:00")}: n < 5: n is 7`],
    ],
    [
      "the last step's condition",
      probes,
      [...two, 'B { k: "c", n: 480 } at 10:00:02', "expect R"],
      [
        `R did not fire for k c: \`drain\` did not come after \`probes\` (${at(6, "10:00:01")}); B at ${at(7, "10:00:02")}, is not one: n > 500: n is 480`,
      ],
    ],
    [
      "an event that has another key",
      probes,
      [...two, 'B { k: "d", n: 600 } at 10:00:02', "expect R"],
      [
        `R did not fire for k c: \`drain\` did not come: no B that fits came after \`probes\` (${at(6, "10:00:01")}) until its window ended at 1970-01-01 10:01:00`,
        `B at ${at(7, "10:00:02")} would do, and it is of k d`,
      ],
    ],
    [
      "the window ended",
      probes,
      [...two, 'B { k: "c", n: 600 } at 10:02:00', "expect R"],
      [
        `R did not fire for k c: \`drain\` came 1 minute too late, at ${at(7, "10:02:00")}: within 1 minute of the first event (10:00:00) means before 10:01:00; 2 of 3 events came in time`,
        "checked: within 2 minutes 1 second it fires",
      ],
    ],
    [
      "too few of a step",
      probes,
      ['A { k: "c", n: 1 } at 10:00:00', 'B { k: "c", n: 600 } at 10:00:01', "expect R"],
      [
        `R did not fire for k c: \`probes\` wants 2 events, and 1 came: no A that fits came after \`probes\` (${at(5, "10:00:00")}) until its window ended at 1970-01-01 10:01:00`,
      ],
    ],
    [
      "the other key came far, and the one that is expected never began",
      probes,
      [...two, 'B { k: "c", n: 600 } at 10:00:02', 'A { k: "d", n: 6 } at 10:00:03', 'expect R { k: "d" }'],
      [`R did not fire for k d: A at ${at(8, "10:00:03")} is not \`probes\`: n < 5: n is 6`],
    ],
    [
      "of several keys the one that came furthest",
      probes,
      ['A { k: "b", n: 1 } at 10:00:00', ...two, 'B { k: "c", n: 480 } at 10:00:02', "expect R"],
      [
        `R did not fire for k c: \`drain\` did not come after \`probes\` (${at(7, "10:00:01")}); B at ${at(8, "10:00:02")}, is not one: n > 500: n is 480`,
      ],
    ],
    [
      "a key that fired and came far again, and one that began",
      probes,
      [
        ...two,
        'B { k: "c", n: 600 } at 10:00:02',
        'A { k: "c", n: 1 } at 10:00:03',
        'A { k: "c", n: 1 } at 10:00:03',
        'A { k: "d", n: 1 } at 10:00:04',
        "expect 2 R",
      ],
      [
        `R did not fire for k d: \`probes\` wants 2 events, and 1 came: no A that fits came after \`probes\` (${at(10, "10:00:04")}) until its window ended at 1970-01-01 10:01:04`,
      ],
    ],
    [
      "a key that fired, and one that could not begin",
      probes,
      [
        'B { k: "b", n: 600 } at 10:00:00',
        ...two,
        'B { k: "c", n: 600 } at 10:00:02',
        'A { k: "c", n: 1 } at 10:00:03',
        "expect 2 R",
      ],
      [
        `R did not fire once more for k c: \`probes\` wants 2 events, and 1 came: no A that fits came after \`probes\` (${at(9, "10:00:03")}) until its window ended at 1970-01-01 10:01:03`,
      ],
    ],
    [
      "a key that no event has",
      "rule R { when A as a per k alert { k: k } }",
      ['A { k: "card-17" } at 10:00:00', 'expect R { k: "card17" }'],
      ["R did not fire for k card17: no A of k card17 came; did you mean card-17 (1 event)?"],
    ],
    [
      "a field that is the key has another name than it",
      "rule R { when A as a where n > 5 per k alert { who: a.k, n: a.n } }",
      ['A { k: "c", n: 5 } at 10:00:00', 'A { k: "d", n: 1 } at 10:00:00', 'expect R { who: "d" }'],
      [`R did not fire for k d: A at ${at(6, "10:00:00")} is not \`a\`: n > 5: n is 1`],
    ],
    [
      "a field has the name of the key, and is not it",
      'rule R { when A as a where n > 5 per k alert { k: "card {a.k}" } }',
      ['A { k: "c", n: 5 } at 10:00:00', 'expect R { k: "card c" }'],
      [`R did not fire for k c: A at ${at(5, "10:00:00")} is not \`a\`: n > 5: n is 5`],
    ],
    [
      "`having`",
      "rule R { when A as a per k having a.n > 10 alert }",
      ['A { k: "c", n: 9 } at 10:00:00', "expect R"],
      ["R did not fire for k c: it matched at 1970-01-01 10:00:00, and `having` was false: a.n > 10: a.n is 9"],
    ],
    [
      "`once per`, for one of two",
      "rule R { when A as a per k once per 1 hour alert }",
      ['A { k: "c" } at 10:00:00', 'A { k: "c" } at 10:00:01', "expect 2 R"],
      [
        "R did not fire once more for k c: it matched at 1970-01-01 10:00:01, and `once per 1 hour` kept it silent: its last output was at 1970-01-01 10:00:00, and it is silent until 1970-01-01 11:00:00",
      ],
    ],
    [
      "an absence that was broken",
      "rule R { when A as a then no B as b where n < 0 within 1 minute per k alert }",
      ['A { k: "c" } at 10:00:00', 'B { k: "c", n: -1 } at 10:00:05', "expect R"],
      [
        `R did not fire for k c: B at ${at(6, "10:00:05")} must not come after \`a\` (${at(5, "10:00:00")}): it came 5 seconds later (n < 0: n is -1)`,
      ],
    ],
    [
      "the watermark",
      "rule R { when A as a then no B as b within 1 minute per k alert }",
      ['A { k: "c" } at 10:00:00', "watermark to +30 seconds", "expect R", "until 10:00:40"],
      [
        `R did not fire for k c: it waits for time to pass: all its events are there since ${at(5, "10:00:00")}, and the watermark stands at 1970-01-01 10:00:40, before the end of the time in which nothing must come`,
      ],
    ],
    [
      "a late event",
      probes,
      [...two, "watermark to +30 seconds", 'B { k: "c", n: 600 } at 10:00:10', "expect late", "expect R"],
      [
        "R did not fire for k c: B at rules.cep:8 came too late: it is dated 1970-01-01 10:00:10, and the watermark stood at 1970-01-01 10:00:31 already",
        "checked: with no event late it fires",
      ],
    ],
    [
      "`until`",
      "rule R { when 3+ A as some where n < 10 until n > 50 then B as b within 1 minute per k alert }",
      ['A { k: "c", n: 1 } at 10:00:00', 'A { k: "c", n: 60 } at 10:00:01', 'B { k: "c" } at 10:00:02', "expect R"],
      [
        `R did not fire for k c: \`until\` ended it too early: after \`some\` (${at(5, "10:00:00")}) came A at ${at(6, "10:00:01")}, for which it holds: n > 50: n is 60`,
      ],
    ],
    [
      "`next`",
      "rule R { when A as a where n < 2 next A as b where n > 100 within 1 minute per k alert }",
      ['A { k: "c", n: 1 } at 10:00:00', 'A { k: "c", n: 50 } at 10:00:01', "expect R"],
      [
        `R did not fire for k c: \`next\` was broken: after \`a\` (${at(5, "10:00:00")}) the very next event has to be \`b\`, and A at ${at(6, "10:00:01")} is not: n > 100: n is 50`,
      ],
    ],
    [
      "an earlier match took its events",
      "rule R { when A as a then B as b within 1 minute per k alert }",
      ['A { k: "c" } at 10:00:00', 'A { k: "c" } at 10:00:01', 'B { k: "c" } at 10:00:02', "expect 2 R"],
      [
        `R did not fire once more for k c: an earlier match at 1970-01-01 10:00:02 took its events: behind a match the rule starts afresh, so what began at ${at(6, "10:00:01")} was dropped; \`skip none\` keeps it`,
        "checked: with `skip none` it fires",
      ],
    ],
    [
      "a second burst, whose last event is too small",
      probes,
      [
        ...two,
        'B { k: "c", n: 600 } at 10:00:02',
        'A { k: "c", n: 1 } at 10:05:00',
        'A { k: "c", n: 2 } at 10:05:01',
        'B { k: "c", n: 499 } at 10:05:02',
        "expect 2 R",
      ],
      [
        `R did not fire once more for k c: \`drain\` did not come after \`probes\` (${at(9, "10:05:01")}); B at ${at(10, "10:05:02")}, is not one: n > 500: n is 499`,
      ],
    ],
    [
      "nothing else came",
      "rule R { when A as a per k alert }",
      ['A { k: "c" } at 10:00:00', "expect 2 R"],
      ["R did not fire once more for k c: no other event for `a` came: all of the key is 1 event"],
    ],
    [
      "a window that is open",
      "rule R { each 1 hour of A per k having count() > 0 alert }",
      ['A { k: "c" } at 10:00:00', "expect R", "until 10:30:00"],
      [
        "R did not fire for k c: its window is not over: the last event in it is of 1970-01-01 10:00:00, and the watermark stands at 1970-01-01 10:30:00",
      ],
    ],
    [
      "a timeout of what was completed",
      "rule R { when A as a then B as b within 1 minute per k alert high on timeout alert low }",
      ['A { k: "c" } at 10:00:00', 'B { k: "c" } at 10:00:05', "expect R { timeout: true }"],
      [
        `R did not fire for k c: it timed out for no partial match: the one that began at ${at(5, "10:00:00")} was completed in time, at ${at(6, "10:00:05")}`,
      ],
    ],
  ]
  test.each(situations)("%s", async (_, rule, lines, wanted) => {
    expect(await whys(rule, ...lines)).toContainEqual(wanted)
  })
})

describe("something came", () => {
  const made = [
    `R fired for k c: at 1970-01-01 10:00:02, by \`probes\` (${at(5, "10:00:00")}; ${at(6, "10:00:01")}), \`drain\` (${at(7, "10:00:02")})`,
    "`probes`: n < 5: n is 2",
    '`drain`: n > 500: n is 600; k != "safe": k is "c"',
  ]
  const drained = [...two, 'B { k: "c", n: 600 } at 10:00:02']

  test.each(["expect no R", "expect nothing", "expect 0 R", "expect R { n: 700 }"])("%s", async (line) => {
    expect(await whys(probes, ...drained, line)).toEqual([made])
  })

  test("one more than expected: the last one", async () => {
    const rule = "rule R { when A as a where n > 1 per k alert }"
    const lines = ['A { k: "c", n: 2 } at 10:00:00', 'A { k: "d", n: 3 } at 10:00:01', "expect 1 R"]
    expect(await whys(rule, ...lines)).toEqual([
      [`R fired for k d: at 1970-01-01 10:00:01, by \`a\` (${at(6, "10:00:01")})`, "`a`: n > 1: n is 3"],
    ])
  })

  test("a window that is over holds what came before its end", async () => {
    const rule = "rule R { each 1 hour of A where n > 0 per k having count() > 150 alert { c: count() } }"
    const inside = Array.from({ length: 200 }, (_, number) => `A { k: "c", n: ${number} } at +1 second`)
    const lines = ['A { k: "c", n: 1 } at 10:00:00', ...inside, 'A { k: "c", n: 1 } at 11:00:00', "expect nothing"]
    expect(await whys(rule, ...lines)).toEqual([
      [
        `R fired for k c: at 1970-01-01 11:00:00, over the window from 1970-01-01 10:00:00, which held 200 events, the last at ${at(205, "10:03:20")}`,
      ],
    ])
  })

  test("a window that counts, among events of one time", async () => {
    const rule = "rule R { each 2 events of A where n > 0 per k having sum(n) > 9 alert { s: sum(n) } }"
    const some = [1, 2, 0, 5, 6, 7].map((n) => `A { k: "c", n: ${n} } at 10:00:00`)
    expect(await whys(rule, ...some, "expect nothing")).toEqual([
      [
        `R fired for k c: at 1970-01-01 10:00:00, over the window from 1970-01-01 10:00:00, which held 2 events, the last at ${at(9, "10:00:00")}`,
      ],
    ])
  })

  test("one of several events of one time", async () => {
    const rule = "rule R { when A as a where n > 1 per k alert { n: a.n } }"
    const lines = [2, 3, 4].map((n) => `A { k: "c", n: ${n} } at 10:00:00`)
    expect(await whys(rule, ...lines, "expect no R { n: 3 }")).toEqual([
      [`R fired for k c: at 1970-01-01 10:00:00, by \`a\` (${at(6, "10:00:00")})`, "`a`: n > 1: n is 3"],
    ])
  })

  test("a window, a timeout and an event that a rule makes", async () => {
    const window = "rule R { each 1 hour of A per k having count() > 1 alert { c: count() } }"
    const both = ['A { k: "c" } at 10:00:00', 'A { k: "c" } at 10:00:01']
    expect(await whys(window, ...both, "expect nothing")).toEqual([
      [
        `R fired for k c: at 1970-01-01 11:00:00, over the window from 1970-01-01 10:00:00, which held 2 events, the last at ${at(6, "10:00:01")}`,
      ],
    ])
    const timeout = "rule R { when A as a then B as b within 1 minute per k on timeout alert }"
    expect(await whys(timeout, 'A { k: "c" } at 10:00:00', "expect nothing")).toEqual([
      [`R fired for k c: at 1970-01-01 10:01:00, by \`a\` (${at(5, "10:00:00")})`],
    ])
    const chain = "rule R { when A as a where n > 1 per k emit Made { k: k } } rule S { when Made as made per k alert }"
    expect(await whys(chain, 'A { k: "c", n: 2 } at 10:00:00', "expect no R")).toEqual([
      [`R fired for k c: at 1970-01-01 10:00:00, by \`a\` (${at(5, "10:00:00")})`, "`a`: n > 1: n is 2"],
    ])
    expect(await whys(chain, 'A { k: "c", n: 0 } at 10:00:00', "expect S")).toEqual([
      ["S did not fire: no Made was made: ask why of R, which makes it"],
    ])
  })
})
