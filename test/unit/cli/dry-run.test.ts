/** Dry runs and questions why over events that were kept in each form, as the compiler's thread answers them. */
import { Buffer } from "node:buffer"
import { expect, test } from "vitest"
import type { CompilerAnswer, CompilerRequest } from "../../../compiler/cli/compile-messages.ts"
import { serveCompile } from "../../../compiler/cli/serve-compile.ts"
import { compile } from "../../../compiler/index.ts"
import type { Batch } from "../../../runtime/connectors/contract.ts"
import { RecentEvents } from "../../../runtime/control/recent-events.ts"
import type { BatchTime, StreamPartition } from "../../../runtime/job/inputs.ts"

const time: BatchTime = { watermark: 0, highest: 0, ceiling: 0, reached: 0 }

const event = "event Payment { card: string, amount: number, at: time } timed by at, up to 1 second late\n"
const rules = (least: number) => `${event}param most = 100
rule Two { when 2 Payment as pair where amount > ${least} and amount < most within 1 minute per card alert "{card}" }
rule Other { when Payment as one where amount == 7 alert }
`
const partition = (name: string, key = name): StreamPartition => ({
  ...{ name, key, typeField: "kind", bounded: false, latenessMs: 0 },
  ...{ sourceRank: 0, partitionRank: 0, progress: 0, idle: false },
})
const noon = Date.UTC(2026, 0, 31, 12)
const paid = (seconds: number, card: string, amount: number) => ({ card, amount, at: noon + seconds * 1000 })

function block(lines: readonly string[], columns?: readonly string[]): Batch {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""))
  const csv = columns && { delimiter: ",", columns, row: () => ({}), records: () => [], isOpen: () => false }
  const place = { from: 0, to: bytes.length - 1, ascii: true, line: 1, byte: 0, lines: undefined }
  return {
    records: [],
    values: csv === undefined ? "json" : "text",
    block: { lines: { bytes, ...place }, position: () => ({}), ...(csv && { csv }) },
  }
}

/** What the thread answers. */
async function ask(request: CompilerRequest): Promise<CompilerAnswer> {
  let take: (request: CompilerRequest) => void = () => {}
  return new Promise((resolve) => {
    serveCompile({
      on: ((_: string, listener: typeof take) => {
        take = listener
      }) as never,
      postMessage: (message: { readonly kind: string; readonly answer?: CompilerAnswer }) => {
        if (message.kind === "answer") resolve(message.answer!)
      },
    })
    take(request)
  })
}

async function keptRequest(kept: RecentEvents) {
  const { module } = await compile([{ path: "r.cep", text: rules(50) }])
  return { running: module!.code, events: kept.last(), params: { most: 100 }, tables: new Map(), folder: "." }
}

const payments = [
  paid(0, "a", 10),
  paid(5, "b", 60),
  paid(10, "a", 20),
  paid(20, "b", 70),
  paid(30, "a", 7),
  paid(90, "c", 1),
]

test.each([
  [
    "lines of JSON",
    (kept: RecentEvents) => kept.batch(block(payments.map((each) => JSON.stringify(each))), partition("Payment"), time),
  ],
  [
    "rows of CSV, one of them in quotes",
    (kept: RecentEvents) =>
      kept.batch(
        block(
          payments.map(({ card, amount, at }) => `"${card}",${amount},${at}`),
          ["card", "amount", "at"],
        ),
        partition("Payment"),
        time,
      ),
  ],
  [
    "records of a stream of several types, in two partitions",
    (kept: RecentEvents) => {
      const all = payments.map((each) => ({ kind: "Payment", ...each }))
      for (const [i, raw] of [...all, { kind: "Refund", at: noon } as never].entries()) {
        const record = { raw, text: JSON.stringify(raw), position: {}, problem: undefined }
        kept.batch({ records: [record], values: "json" }, partition("*", `* ${i % 2}`), time)
      }
    },
  ],
])("a dry run of %s counts what other rules would have made of it", async (_, fill) => {
  const kept = new RecentEvents({ keepMs: 1e6, mostBytes: 1e5, now: () => 0 })
  fill(kept)
  const files = [{ path: "r.cep", text: rules(5) }]
  const answer = await ask({ files, ...(await keptRequest(kept)) })
  expect(answer).toMatchObject({ outcome: "ran" })
  const { report } = answer as Extract<CompilerAnswer, { readonly outcome: "ran" }>
  expect(report).toMatchObject({
    from: noon,
    to: noon + 90_000,
    deadLetters: 0,
    runningDeadLetters: 0,
    // Of Two one each for a and b; the running rules see only b's.
    alertCount: 3,
    rules: [
      { rule: "Two", outputs: 2, running: 1, tooMany: true },
      { rule: "Other", outputs: 1, running: 1, tooMany: false },
    ],
  })
  expect(report.rules[0]!.perMinute).toBeCloseTo(2 / 1.5)
  expect(report.alerts.map((alert) => (alert as { readonly rule: string }).rule)).toEqual(["Two", "Two", "Other"])
})

test("parameters of now hold where they fit; rules that were renamed, went or came are told apart", async () => {
  const kept = new RecentEvents({ keepMs: 1e6, mostBytes: 1e5, now: () => 0 })
  kept.batch(block(payments.map((each) => JSON.stringify(each))), partition("Payment"), time)
  const text = rules(5).replace("rule Two", "rule Pair was Two").replace("rule Other", "rule New")
  const request = { ...(await keptRequest(kept)), params: { most: 15 } }
  const answer = await ask({ files: [{ path: "r.cep", text }], ...request })
  const { report } = answer as Extract<CompilerAnswer, { readonly outcome: "ran" }>
  expect(report.rules).toMatchObject([
    // Below 15 there are 10 and 7 of a alone.
    { rule: "Pair", outputs: 1, running: 0 },
    { rule: "New", outputs: 1, running: null },
    { rule: "Other", outputs: null, running: 1 },
  ])
})

test("nothing kept, rules with errors, and rules that ask somebody", async () => {
  const kept = new RecentEvents({ keepMs: 1e6, mostBytes: 1e5, now: () => 0 })
  const request = await keptRequest(kept)
  const none = await ask({ files: [{ path: "r.cep", text: rules(5) }], ...request })
  expect(none).toMatchObject({ outcome: "ran", report: { events: 0, from: null, alertCount: 0 } })
  expect(await ask({ files: [{ path: "r.cep", text: "rule" }], ...request })).toMatchObject({ outcome: "errors" })
  const asking = [
    {
      path: "r.cep",
      text: `use { score } from "./s.ts"\n${event}rule R { when Payment as p where score(amount) > 1 alert }\n`,
    },
    { path: "s.ts", text: "export async function score(amount: number): Promise<number> { return amount }" },
  ]
  const refused = await ask({ files: asking, ...request })
  expect(refused).toMatchObject({ outcome: "failed", reason: expect.stringContaining("cep backtest") })
  expect(await ask({ typesOf: asking.slice(1) })).toMatchObject({
    types: { functions: { "s.ts": { score: { async: true, parameters: [{ name: "amount" }] } } } },
  })
})

test("why a rule fired for a key, or did not, by the kept events", async () => {
  const kept = new RecentEvents({ keepMs: 1e6, mostBytes: 1e5, now: () => 0 })
  kept.batch(block(payments.map((each) => JSON.stringify(each))), partition("Payment"), time)
  const { running: _, ...request } = await keptRequest(kept)
  const files = [{ path: "r.cep", text: rules(50) }]
  const fired = await ask({ files, ...request, why: { rule: "Two", key: ["b"] } })
  expect(fired).toMatchObject({ outcome: "explained", report: { fired: true } })
  const not = await ask({ files, ...request, why: { rule: "Two", key: ["a"] } })
  expect(not).toMatchObject({ outcome: "explained", report: { fired: false, counts: { events: 3 } } })
  expect(await ask({ files, ...request, why: { rule: "None", key: [] } })).toMatchObject({ outcome: "unknown" })
})
