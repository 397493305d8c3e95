import { expect, test } from "vitest"
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import { createEngine } from "../../../runtime/index.ts"
import { compileText } from "../../support/compiled.ts"

const head = "event A { k: string, n: number, at: time } timed by at\n"
const rule = (name: string, count: number, within: number, where = "") =>
  `rule ${name} { when ${count} A as a${where} within ${within} ms per k alert { first: first(a).n, last: last(a).n } without events }`

/** Events of one key, one a millisecond from `from` on; what is found as `RULE first last`. */
function run(rules: RuleSet, numbers: readonly number[], from: number, restore?: unknown) {
  const found: string[] = []
  const engine = createEngine(rules, {
    ...(restore === undefined ? {} : { restore }),
    onAlert: ({ rule: name, data }) => found.push([name, ...Object.values(data ?? {})].join(" ")),
  })
  for (const [i, n] of numbers.entries()) engine.ingest({ type: "A", raw: { k: "x", n, at: from + i } })
  engine.advanceTo(from + numbers.length)
  const held = engine.stats().rules.map(({ name, partialMatches }) => `${name} ${partialMatches}`)
  return { found, held, snapshot: JSON.parse(JSON.stringify(engine.snapshot())) as unknown }
}

test("rules that count the same events find what each finds alone, and hold what each holds", async () => {
  const rules = await compileText(head + rule("Two", 2, 100) + rule("Three", 3, 100) + rule("Short", 3, 2))
  const { found, held } = run(rules, [1, 2, 3, 4, 5, 6, 7], 1000)
  expect(found).toEqual(["Two 1 2", "Three 1 3", "Two 3 4", "Two 5 6", "Three 4 6"])
  expect(held).toEqual(["Two 1", "Three 1", "Short 1"])
})

test("a rule that is new at a restart begins empty beside others that go on", async () => {
  const before = await compileText(head + rule("Three", 3, 100) + rule("Gone", 4, 100))
  const after = await compileText(head + rule("New", 3, 100) + rule("Three", 3, 100))
  const first = run(before, [1, 2], 1000)
  const second = run(after, [3, 4, 5], 1010, first.snapshot)
  expect(second.found).toEqual(["Three 1 3", "New 3 5"])
  expect(second.held).toEqual(["New 0", "Three 2"])
})

test("a rule whose condition was another one keeps what it held, and shares it with none until it has gone", async () => {
  const before = await compileText(head + rule("All", 4, 100) + rule("Odd", 4, 100, " where n % 2 == 1"))
  const after = await compileText(head + rule("All", 4, 100) + rule("Odd", 4, 100))
  const first = run(before, [1, 2, 3], 1000)
  expect(first.held).toEqual(["All 3", "Odd 2"])
  const second = run(after, [4, 5], 1010, first.snapshot)
  expect(second.found).toEqual(["All 1 4", "Odd 1 5"])
  const third = run(after, [6, 7, 8, 9], 1020, second.snapshot)
  expect(third.found).toEqual(["All 5 8", "Odd 6 9"])
})
