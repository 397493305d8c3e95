import type { EachInfo, EachShape, MeasureInfo } from "../../lang/check/model.ts"

/** Aggregates whose running result is as large as what they are made of. */
const keeps: Partial<Record<MeasureInfo["op"], string>> = {
  list: "every value",
  median: "every value",
  percentile: "every value",
  distinct: "each different value",
}

/** What an `each` rule holds for one key, for people; `place` says for which (`per card`). */
export function windowText({ shape, measures }: EachInfo, place: string): string {
  const open = `${openWindows(shape)} ${place}`
  const running = measures.filter(({ op }) => keeps[op] === undefined).length
  const results = running === 0 ? [] : [running === 1 ? "a running result" : `${running} running results`]
  const ops = [...new Set(measures.map(({ op }) => op))]
  const values = [...new Set(Object.values(keeps))].flatMap((what) => {
    const of = ops.filter((op) => keeps[op] === what).map((op) => `\`${op}\``)
    return of.length === 0 ? [] : [`${what} for ${of.join(", ")}`]
  })
  const kept = [...results, ...values]
  const endless = shape.kind === "session" && values.length > 0 ? "; a session has no greatest length" : ""
  return kept.length === 0 ? open : `${open}, each with ${kept.join(" and ")}${endless}`
}

function openWindows(shape: EachShape): string {
  if (shape.kind !== "time" || shape.every === undefined) return "at most one open window"
  const count = Math.ceil(shape.size.ms / shape.every.ms)
  const now = shape.size.kind === "param" || shape.every.kind === "param" ? " (now)" : ""
  return count === 1 ? `at most one open window${now}` : `at most ${count} open windows${now}`
}
