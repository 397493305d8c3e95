import { expect, test } from "vitest"
import { mostEvents, readEvents } from "../../../console/playground/events.ts"
import { fragmentOf, readFragment } from "../../../console/playground/share.ts"
import type { EventSchema } from "../../../runtime/abi/rule-set.ts"

const field = (name: string, kind: "string" | "number" | "boolean" | "time") => ({
  name,
  type: { kind },
  optional: false,
})
const schemas: readonly Pick<EventSchema, "name" | "fields">[] = [
  { name: "A", fields: [field("k", "string"), field("n", "number"), field("b", "boolean"), field("at", "time")] },
  { name: "B", fields: [field("k", "string")] },
]
const one = schemas.slice(0, 1)

test("lines of JSON are events, and what is wrong with the others is said with their line", () => {
  const text = [
    "// a remark",
    '{"type": "A", "k": "x"}',
    "",
    '{"type": "C", "k": "x"}',
    '{"k": "x"}',
    '{"type": "B", "k": "y"},',
    "[1, 2]",
    "{",
    "17",
    '{"type": "B"}\r',
  ].join("\n")
  const { events, problems } = readEvents(text, schemas)
  expect(events.map(({ type, position }) => [type, position])).toEqual([
    ["A", 2],
    ["B", 10],
  ])
  expect(problems.map(({ line }) => line)).toEqual([4, 5, 6, 7, 8, 9])
  expect(problems.slice(0, 3).map((problem) => problem.text)).toEqual([
    'the field `type` is "C", and the rules know A, B',
    "the field `type` is missing: it says which of A, B it is",
    "the comma at the end of the line is too much: write one event a line",
  ])
  expect(readEvents('{"k": "x"}', one).events).toMatchObject([{ type: "A", raw: { k: "x" } }])
  expect(readEvents("", schemas)).toEqual({ events: [], problems: [] })
  expect(readEvents("{}", []).problems).toEqual([{ line: undefined, text: "the rules declare no event" }])
})

test.each([",", ";", "\t"])("CSV divided by %j is read with the kinds of the fields", (sign) => {
  const rows = [
    ["k", "n", "b", "at", "__proto__"],
    ["007", "1.5", "true", "1769853600000", "p"],
    ["x", "many", "yes", "2026-01-31T10:00:00Z", ""],
    ["x", "1"],
    [`"a${sign}b"`, "2", "false", "2026-01-31T10:00:01Z", ""],
  ]
  const { events, problems } = readEvents(rows.map((row) => row.join(sign)).join("\n"), one)
  expect(events.map(({ raw, position }) => [raw, position])).toEqual([
    [JSON.parse('{"k":"007","n":1.5,"b":true,"at":1769853600000,"__proto__":"p"}'), 2],
    [{ k: "x", n: "many", b: "yes", at: "2026-01-31T10:00:00Z" }, 3],
    [{ k: `a${sign}b`, n: 2, b: false, at: "2026-01-31T10:00:01Z" }, 5],
  ])
  expect(problems).toEqual([{ line: 4, text: "the row has 2 cells, the first line names 5 columns" }])
  expect(readEvents("k,k\n1,2", one).problems).toEqual([{ line: 1, text: expect.stringContaining("`k` twice") }])
})

test("more events than the slider can run again are left out, which is said", () => {
  const { events, problems } = readEvents('{"k":"x"}\n'.repeat(mostEvents + 1), one)
  expect(events.length).toBe(mostEvents)
  expect(problems).toEqual([{ line: undefined, text: expect.stringMatching(/^only the first 5,000 of 5,001 events/) }])
})

test("a link brings back what was written; one that was cut does not", async () => {
  const shared = { rules: "rule R { … }\n".repeat(200), events: '{"k":"👩‍👩‍👧‍👦 \u202E"}' }
  const fragment = await fragmentOf(shared)
  expect(fragment).toMatch(/^v1=[\w-]+$/)
  expect(fragment.length).toBeLessThan(400)
  expect(await readFragment(`#${fragment}`)).toEqual(shared)
  expect(await readFragment("")).toBeUndefined()
  expect(await readFragment("#v2=abc")).toBeUndefined()
  await expect(readFragment(fragment.slice(0, -20))).rejects.toThrow()
  const bomb = await fragmentOf({ rules: " ".repeat(8 << 20), events: "" })
  await expect(readFragment(bomb)).rejects.toThrow("more than the playground takes")
})
