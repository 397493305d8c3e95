import { expect, test } from "vitest"
import type { Host } from "../../../runtime/abi/host.ts"
import { builtins } from "../../../runtime/functions/index.ts"
import { createLibrary } from "../../../runtime/library/library.ts"
import { compileText } from "../../support/compiled.ts"
import { type RowEvent, rowsOf } from "../../support/row-columns.ts"

/** What each condition over rows chooses of all events, by their places. */
async function chosen(text: string, events: readonly RowEvent[], params: Readonly<Record<string, unknown>> = {}) {
  const rules = await compileText(text)
  const rows = rowsOf(rules, events)
  const order = Int32Array.from(events.keys())
  return rules
    .create(createLibrary(builtins), params, { code: (_: number, constant: number) => constant } as Host)
    .selects!.map((select) => {
      const places = new Int32Array(events.length)
      return [...places.subarray(0, select(rows, order, 0, events.length, places))]
    })
}

test("fields, parameters and constants may be called as what the functions use, or as each other", async () => {
  const names = ["row", "order", "from", "to", "chosen", "count", "place", "type", "rows", "params", "known", "codes"]
  const fields = Object.fromEntries(names.map((name, value) => [name, value]))
  const text = `
    event A { ${names.map((name) => `\`${name}\`: number?`).join(", ")}, values: "x" | "y", at: time } timed by at
    event B { \`row\`: string, at: time } timed by at
    param place = 100
    param amount = 1
    let order = amount + place
    rule R {
      when A as it where ${names.map((name, value) => `(it.\`${name}\` ?? -1) == ${value}`).join(" and ")} and values == "x"
      alert
    }
    rule S { when B as it where it.\`row\` == "x" and order == 101 and place == 100 alert }
  `
  const events = [
    { type: 0, fields: { ...fields, values: "x" } },
    { type: 0, fields: { ...fields, values: "y" } },
    { type: 0, fields: { ...fields, values: "x", count: 3 } },
    { type: 1, fields: { row: "x" } },
    { type: 1, fields: { row: "y" } },
  ]
  expect(await chosen(text, events, { place: 100, amount: 1 })).toEqual([[0], [3]])
})

test("texts of the rules are never code", async () => {
  const texts = ['"; throw 1; "', "${throw 1}", "*/ throw 1 /*", "\\", "\u2028", "\uE0000\uE001x\uE002", "__proto__"]
  const written = texts.map((each) => JSON.stringify(each).replaceAll("{", "{{").replaceAll("}", "}}"))
  const text = `
    event A { s: string, at: time } timed by at
    ${written.map((each, i) => `rule R${i} { when A where s == ${each} alert }`).join("\n")}
  `
  const events = texts.map((s) => ({ type: 0, fields: { s } }))
  expect(await chosen(text, events)).toEqual(texts.map((_, place) => [place]))
})

test("only the places that are asked for are gone through", async () => {
  const rules = await compileText("event A { n: number, at: time } timed by at rule R { when A where n > 1 alert }")
  const [select] = rules.create(createLibrary(builtins), {}, {
    code: (_: number, constant: number) => constant,
  } as Host).selects!
  const events = [1, 2, 3, 4, 5].map((n) => ({ type: 0, fields: { n } }))
  const places = new Int32Array(5).fill(-1)
  expect(select!(rowsOf(rules, events), Int32Array.of(4, 0, 1, 2, 3), 1, 4, places)).toBe(2)
  expect([...places]).toEqual([2, 3, -1, -1, -1])
})
