import type { Case } from "./case.ts"
import type { Verdict } from "./model.ts"
import { counted, moment } from "./words.ts"

/** Why an `each` rule said nothing although events went into its windows; undefined: none did. */
export function windowVerdict(asked: Case): Verdict | undefined {
  const { run, rule, at } = asked
  const { recorder, watermark } = run
  const passed = asked.passed()
  const last = passed.at(-1)
  if (last === undefined) return undefined
  const { shape } = rule.window!
  if (shape.kind === "count") {
    const sentence = `its window is not full: ${counted(passed.length, "event")} of ${shape.count} came`
    return { reason: "window-not-full", sentence, events: [last] }
  }
  const ended = recorder.results.length > 0
  const words = `the last event in it is of ${moment(last.at)}, and the watermark stands at ${Number.isFinite(watermark) ? moment(watermark) : "the end of time"}`
  if (!ended) return { reason: "window-open", sentence: `its window is not over: ${words}`, events: [last] }
  const when = at === undefined ? "" : ` at ${moment(at)}`
  return { reason: "no-window", sentence: `no window ended${when}: an empty one says nothing`, events: [last] }
}
