import { expect, test } from "vitest"
import { observe } from "./observe.ts"

const rules = `
event A { k: string, n: integer, at: time } timed by at, up to 5 seconds late
rule R { when A as a per k alert { n: a.n } }
rule Gone { when A as a where n > 5 then no A as b within 1 minute per k alert }
`

async function textsOf(timeline: string) {
  const { results } = await observe(`${rules}test "t" { ${timeline} }`)
  return results[0]!.failures.map(({ text }) => text)
}

test("events behind the watermark are late, at it too; lateness that is declared is none", async () => {
  const found = await textsOf(`
    A { n: 1 } at 10:00:10
    A { n: 2 } at 10:00:05
    A { n: 3 } at 10:00:04
    expect late
    watermark to 10:05:00
    A { n: 4 } at 10:05:00
    expect late
    A { n: 5 } at +1 ms
    expect R { n: 1 } expect R { n: 2 } expect no R { n: 3 } expect no R { n: 4 } expect R { n: 5 } expect 3 R`)
  expect(found).toEqual([])
})

test("a late event that is not expected fails the test, and so does one that is expected and comes in time", async () => {
  expect(
    await textsOf(`
    A { n: 1 } at 10:00:00
    expect late
    watermark to +1 minute
    A { n: 2 } at 10:00:30
    expect R`),
  ).toEqual([
    "expected this A to be late, and it came in time: there was no watermark yet",
    "this A is late: the watermark had already passed its time, it was at 10:01:00; where that is meant, write `expect late` below it",
  ])
})

test("the watermark lets time pass, and never goes back", async () => {
  const base = 'A { k: "x", n: 9 } at 10:00:00'
  expect(await textsOf(`${base} watermark to +1 minute expect Gone until 10:01:00`)).toEqual([])
  expect(await textsOf(`${base} watermark to +59 seconds expect no Gone expect R until 10:00:59`)).toEqual([])
  expect(await textsOf(`${base} watermark to 10:00:20 watermark to 10:00:20 expect R`)).toEqual([
    "the watermark is at 10:00:20 already, and never moves back to 10:00:20",
  ])
  expect(await textsOf(`${base} watermark to 09:59:00 expect R`)).toEqual([
    "the watermark is at 09:59:54.999Z already, and never moves back to 09:59:00".replace(".999Z", ".999"),
  ])
})

test("times that count on from the line above count from the watermark too", async () => {
  const { compiled } = await observe(`${rules}test "t" {
    A {} at 10:00:00
    watermark to +5 minutes
    A {} at +1 second
    expect 2 R
  }`)
  expect(compiled.checked.tests[0]!.timeline).toMatchObject([
    { kind: "event", at: 36_000_000 },
    { kind: "watermark", to: 36_300_000 },
    { kind: "event", at: 36_301_000 },
  ])
})

test("an event that is refused is neither late nor in time", async () => {
  const text = `event C { k: string?, at: time } timed by at
    rule R { when C as c per k alert }
    test "t" { C {} at 10:00:00 expect late expect nothing }`
  const [result] = (await observe(text)).results
  expect(result!.failures.map((each) => each.text)).toEqual([expect.stringMatching(/^this C became a dead letter/)])
})
