/** The card fraud sample on a quarter, half and all of its stream: what a run takes, whose memory must not grow with the stream. */
import { join } from "node:path"
import { generate } from "../samples/card-fraud/generate.ts"
import { emptyFile } from "./measure/cases.ts"
import { root } from "./measure/machine.ts"
import type { Case } from "./measure/rounds.ts"
import { keptFile } from "./streams/files.ts"

/** The same seeded stream, cut off at three places. What is to be found is not worked out in another way. */
export async function* cardFraudCases(total: number): AsyncGenerator<Case> {
  const parts = { quarter: total / 4, half: total / 2, whole: total }
  for (const [stream, part] of Object.entries(parts)) {
    const events = Math.round(part)
    const input = await keptFile(`card-fraud-${total}-${events}.jsonl`, () => first(generate(total, 1), events))
    const rules = join(root, "samples/card-fraud/rules.cep")
    yield { workload: "card-fraud", stream, events, rules, type: "*", input, empty: emptyFile() }
  }
}

function* first(events: Iterable<unknown>, count: number): Generator<unknown> {
  let taken = 0
  for (const event of events) {
    if (taken++ === count) return
    yield event
  }
}
