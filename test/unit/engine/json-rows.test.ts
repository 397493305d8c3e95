/** Rows of lines of JSON as the engine takes them from bytes: which ones of a run are refused. */
import { expect, test } from "vitest"
import type { Lines } from "../../../runtime/abi/lines.ts"
import { createEngine } from "../../../runtime/index.ts"
import { compileRules } from "../../support/job.ts"

const compiled = compileRules(`
  event P { card: string?, amount: number, at: time } timed by at
  rule Pair { when 2 P as pair within 1 minute per card alert { last: last(pair).amount } without events }
`)

/** Lines of events whose amounts are their places, of one card where no other one is given. */
function linesOf(times: readonly number[], cards: readonly (string | null)[] = [], more: Partial<Lines> = {}): Lines {
  const texts = times.map((at, place) => {
    const card = cards[place] === undefined ? '"card":"c",' : cards[place] === null ? "" : `"card":"${cards[place]}",`
    return `{${card}"amount":${place},"at":${at}}`
  })
  const bytes = Buffer.from(`${texts.join("\n")}\n`)
  return {
    type: "P",
    bytes,
    from: 0,
    to: bytes.length - 1,
    ascii: true,
    line: 1,
    byte: 0,
    text: (from, to) => bytes.toString("latin1", from, to),
    position: (line) => ({ line }),
    slow: (line, _byte, text) => [
      { type: "P", raw: JSON.parse(text), text, values: "json", position: { line }, latest: more.latest },
    ],
    source: 0,
    partition: 0,
    arrivedAt: 0,
    highest: Number.NEGATIVE_INFINITY,
    latenessMs: 0,
    ceiling: Number.POSITIVE_INFINITY,
    ...more,
  }
}

async function open() {
  const said: string[] = []
  const engine = createEngine(await compiled, {
    onOutput: (output) => said.push(`last ${JSON.parse(output.line()).data.last}`),
    onDeadLetter: ({ code, event }) => said.push(`${code} ${(event as { amount: number }).amount}`),
    onLate: ({ event }) => said.push(`late ${(event as { amount: number }).amount}`),
  })
  return { engine, said }
}

test("an event without the key amid others that have it", async () => {
  const { engine, said } = await open()
  const taken = engine.ingestLines(linesOf([10, 20, 30, 40], ["c", null, null, "c"]))
  engine.end()
  expect(taken).toMatchObject({ read: 4, highest: 40, lines: 4 })
  expect(said).toEqual(["missing-key 1", "missing-key 2", "last 3"])
})

test("events that are not behind the watermark follow others that are, in the order of time", async () => {
  const { engine, said } = await open()
  engine.advanceTo(25)
  const taken = engine.ingestLines(linesOf([10, 20, 25, 26, 30]))
  engine.end()
  expect(taken).toMatchObject({ read: 5, highest: 30 })
  expect(said).toEqual(["late 0", "late 1", "late 2", "last 4"])
})

test("an event of the future amid others moves time no further", async () => {
  const { engine, said } = await open()
  const taken = engine.ingestLines(linesOf([10, 9000, 20], [], { latest: 1000 }))
  expect(taken).toMatchObject({ highest: 20, lines: 3 })
  engine.end()
  expect(said).toHaveLength(2)
  expect(said[1]).toBe("last 2")
})
