/** Asynchronous functions and models in a job. */
import { describe, expect, test } from "vitest"
import type { ModelRunner } from "../../../runtime/index.ts"
import { summarize } from "../../../runtime/observe/summary.ts"
import { compileRules, makeJob, record, settle, source, TestPartition } from "../../support/job.ts"
import { answeredRules } from "../../support/lookups.ts"

const abroad = `rule Abroad {
  when Login as login where countryOf(address) != "GB" per user
  alert "{login.id}"
}`

const usage = { seconds: 1, cpuSeconds: 1, peakMemoryBytes: 1 }

function logins(count: number, from = 1) {
  return Array.from({ length: count }, (_, at) => {
    const id = from + at
    return record({ id: `l${id}`, user: "u", address: `a${id}`, at: id * 1000 }, id)
  })
}

describe("asynchronous functions", () => {
  test("are called for the events of a batch, whose order stays", async () => {
    const { rules, asked } = await answeredRules(abroad)
    const { job, output } = makeJob(rules, { Login: source([new TestPartition("0", [logins(3)])]) })
    const running = job.run()
    await settle()
    for (const at of [2, 1, 0]) asked[at]!.answer("NG")
    const result = await running
    expect(output.values.map(({ message }) => message)).toEqual(["l1", "l2", "l3"])
    expect(summarize(result, usage).calls).toEqual({ made: 3, timeouts: 0, errors: 0, wrongTypes: 0 })
  })

  test("that do not answer cost their time and their result, and the first of each kind is said", async () => {
    const { rules, asked } = await answeredRules(abroad)
    const input = { Login: source([new TestPartition("0", [logins(4)])]) }
    const { job, output, logged, clock, deadLetters } = makeJob(rules, input, { calls: { timeoutMs: 250 } })
    const running = job.run()
    await settle()
    asked[0]!.answer("NG")
    asked[1]!.fail(new Error("not reachable"))
    await settle()
    clock.pass(250)
    const result = await running
    expect(output.values.map(({ message }) => message)).toEqual(["l1"])
    expect(deadLetters.records).toEqual([])
    expect(logged.map(({ level, message }) => `${level} ${message}`)).toEqual([
      "warn countryOf gave no result for an event of type Login: not reachable; it is missing there (error); further ones of this kind are counted only",
      "warn countryOf gave no result for an event of type Login: it did not answer within 250 ms; it is missing there (timeout); further ones of this kind are counted only",
    ])
    expect(summarize(result, usage).calls).toEqual({ made: 4, timeouts: 2, errors: 1, wrongTypes: 0 })
  })

  test("hold back a live source, which is not idle meanwhile", async () => {
    const { rules, asked } = await answeredRules(abroad)
    const partition = new TestPartition("0", [logins(2)], false)
    const { job, output, clock, late, stop } = makeJob(
      rules,
      { Login: source([partition], false) },
      { idleAfterMs: 1000, calls: { timeoutMs: 60_000, concurrency: 1 } },
    )
    const running = job.run()
    await settle()
    clock.pass(20_000)
    asked[0]!.answer("NG")
    await settle()
    asked[1]!.answer("NG")
    await settle()
    stop.abort()
    await running
    expect(late.records).toEqual([])
    expect(output.values.map(({ message }) => message)).toEqual(["l1"])
  })

  test("are not asked about what is no event", async () => {
    const { rules, asked } = await answeredRules(abroad)
    const bad = [record({ id: 5, user: "u", address: "a", at: 1000 }), record(null)]
    const { job, deadLetters } = makeJob(rules, { Login: source([new TestPartition("0", [bad])]) })
    await job.run()
    expect(asked).toEqual([])
    expect(deadLetters.values.map(({ code }) => code)).toEqual(["wrong-type", "not-an-object"])
  })
})

describe("models", () => {
  const rules = `
event Payment { id: string, card: string, amount: decimal(2), online: boolean?, at: time } timed by at
model risk(amount: decimal(2), online: boolean): number from onnx("risk.onnx")
rule Risky { when Payment as payment where risk(amount, online) > 5 per card alert "{risk(payment.amount, payment.online)}" }
rule Sum {
  when Payment as first then Payment as second where risk(first.amount + second.amount, true) > 20
  within 1 hour per card
  alert "{risk(first.amount + second.amount, true)}"
}`
  const payments = [1.5, 9, 30.25, 9].map((amount, at) =>
    record({ id: `p${at}`, card: "c", amount, online: true, at: (at + 1) * 1000 }, at + 1),
  )

  function model(): { run: ModelRunner; asked: unknown[][][] } {
    const asked: unknown[][][] = []
    return {
      asked,
      run(rows) {
        asked.push(rows.map((row) => [...row]))
        return rows.map(([amount]) => (Number(amount) > 35 ? "none" : amount))
      },
    }
  }

  test("are asked for a whole batch at once where their arguments are one event's, and otherwise when they are needed", async () => {
    const { run, asked } = model()
    const missing = record({ id: "p9", card: "d", amount: 8, at: 9000 }, 9)
    const input = { Payment: source([new TestPartition("0", [[...payments, missing]])]) }
    const { job, output } = makeJob(await compileRules(rules), input, { models: { risk: run } })
    await job.run()
    expect(asked[0]).toEqual([
      [1.5, true],
      [9, true],
      [30.25, true],
    ])
    expect(asked.slice(1)).toEqual([[[10.5, true]], [[31.75, true]], [[39.25, true]]])
    expect(output.values.map(({ rule, message }) => `${rule} ${message}`)).toEqual([
      "Risky 9",
      "Risky 30.25",
      "Sum 31.75",
      "Risky 9",
    ])
  })

  test("that fail for a batch are asked again event by event, and only the one that fails is lost", async () => {
    const run: ModelRunner = (rows) =>
      rows.map(([amount]) => {
        if (amount === 9) throw new Error("out of range")
        return amount
      })
    const input = { Payment: source([new TestPartition("0", [payments.slice(0, 3)])]) }
    const only = rules.slice(0, rules.indexOf("rule Sum"))
    const { job, output, deadLetters } = makeJob(await compileRules(only), input, { models: { risk: run } })
    await job.run()
    expect(output.values.map(({ message }) => message)).toEqual(["30.25"])
    expect(deadLetters.values).toMatchObject([
      { code: "condition-failed", reason: expect.stringContaining("out of range") },
    ])
  })

  test("that nothing runs are a mistake of the set-up", async () => {
    const compiled = await compileRules(rules)
    const input = { Payment: source([new TestPartition("0", [payments])]) }
    expect(() => makeJob(compiled, input)).toThrow("the rules use the model risk, and nothing runs it")
  })
})
