import { expect, test } from "vitest"
import { compileText } from "../../support/compiled.ts"

const head = `
  param limit = 5
  let few = ["DE", "FR"]
  let much = 100
  event A { c: "DE" | "FR" | "GB", t: string, n: number?, d: decimal(2), at: time } timed by at
`

/** Rules with these conditions behind `others` that ask for `c` and `n`: what the index is told, and the numbers of the conditions. */
async function indexed(conditions: readonly string[], others: number) {
  const shared = Array.from({ length: others }, (_, i) => `c == "GB" and n > ${1000 + i}`)
  const text = [...shared, ...conditions].map((one, i) => `rule R${i} { when A as a where ${one} alert }`)
  const { manifest } = await compileText(`${head}${text.join("\n")}`)
  const columns = manifest.columns!
  return { columns, all: columns.indexed ?? [], numbers: manifest.rules.map(({ rows }) => rows!.selects[0]!) }
}

test("conditions that share a column with seven others are taken apart", async () => {
  const { all } = await indexed([], 8)
  expect(all).toHaveLength(8)
  expect(all[0]).toEqual({ event: 0, codes: { column: 0, values: [0] }, range: { column: 0, bounds: { over: 1000 } } })
  expect((await indexed([], 7)).all).toEqual([])
})

test("what compares with constants is data, all the rest is a function of a row", async () => {
  const conditions = [
    "c in few and n >= -1",
    '"GB" == c and much > n',
    "n in 1..3 and n > 1 and n < 9",
    'n == 5 and c != "DE"',
    "n > limit",
    'n > limit and c == "DE"',
    'n > 1 or c == "DE"',
  ]
  const { columns, all, numbers } = await indexed(conditions, 8)
  const own = all.slice(8).map(({ event: _, ...rest }) => rest)
  const code = (text: string) => columns.domains[0]!.constants.indexOf(text)
  expect(own).toEqual([
    { codes: { column: 0, values: [code("DE"), code("FR")] }, range: { column: 0, bounds: { from: -1 } } },
    { codes: { column: 0, values: [code("GB")] }, range: { column: 0, bounds: { under: 100 } } },
    { range: { column: 0, bounds: { over: 1, to: 3 } } },
    { range: { column: 0, bounds: { from: 5, to: 5 } }, rest: 0 },
    { codes: { column: 0, values: [code("DE")] }, rest: 1 },
  ])
  // Two conditions are functions, so that numbers of the index begin behind them.
  expect(numbers).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0, 14, 1])
})
