import { compile } from "../../compiler/index.ts"
import type { Alert, DeadLetter, EngineOptions, EngineStats, LateEvent } from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"
import type { GoldenAnswer, GoldenResult } from "../golden/compare.ts"
import type { RuleEvent } from "../reference/rule.ts"

/** An event type's name and an event, as `push` takes them. */
export type Delivery = readonly [type: string, event: unknown]

/** Everything that an engine says about a stream. */
export type Heard = {
  /** Every output with its rule, in order: `rule: line`. Derived events that only rules read are among them. */
  readonly outputs: readonly string[]
  readonly alerts: readonly Alert[]
  readonly late: readonly LateEvent[]
  readonly dead: readonly DeadLetter[]
  readonly stats: EngineStats
}

/** Rules run in the forms that the compiler chose for them, and all in the general one; what is heard is the same. */
export const bothForms = ["chosen", "general"] as const
export type Forms = (typeof bothForms)[number]

type Feeding = {
  readonly forms?: Forms
  /** A restart from the snapshot's text after every so many events; 0: never. */
  readonly restartEvery?: number
  /** Default: `deadline`, so that what is heard depends on the events alone, not on when the watermark moved. */
  readonly timeSteps?: EngineOptions["timeSteps"]
  readonly onEnded?: EngineOptions["onEnded"]
  /** Called before the event of that index. */
  readonly before?: (engine: ReturnType<typeof createEngine>, index: number) => void
}

/** Compiles rules that must be right; else throws with the problems. */
export async function compileText(text: string): Promise<RuleSet> {
  const { rules, diagnostics } = await compile([{ path: "rules.cep", text }])
  if (rules !== undefined) return rules
  throw new Error(`${diagnostics.map(({ code, text }) => `${code} ${text}`).join("\n")}\n${text}`)
}

/** Pushes events in order, to the end of time. */
export function hear(rules: RuleSet, deliveries: readonly Delivery[], feeding: Feeding = {}): Heard {
  const { restartEvery = 0, timeSteps = "deadline", forms = "chosen", before, onEnded } = feeding
  const heard = { outputs: [] as string[], alerts: [] as Alert[], late: [] as LateEvent[], dead: [] as DeadLetter[] }
  const options: EngineOptions = {
    timeSteps,
    forms,
    ...(onEnded && { onEnded }),
    onResult: (output) => void heard.outputs.push(`${output.rule}: ${output.line()}`),
    onAlert: (alert) => void heard.alerts.push(alert),
    onLate: (late) => void heard.late.push(late),
    onDeadLetter: (letter) => void heard.dead.push(letter),
  }
  let engine = createEngine(rules, options)
  for (const [i, [type, event]] of deliveries.entries()) {
    before?.(engine, i)
    engine.push(type, event)
    if (restartEvery === 0 || (i + 1) % restartEvery !== 0) continue
    engine = createEngine(rules, { ...options, restore: JSON.parse(JSON.stringify(engine.snapshot())) })
  }
  engine.end()
  return { ...heard, stats: engine.stats() }
}

/** The events of a case as deliveries, each with its place in the order of arrival as `i`. */
export function numbered(events: readonly RuleEvent[]): Delivery[] {
  return events.map((event, i) => ["Event", { i, ...event }])
}

/** What was heard of a rule that alerts with its events, in the form in which answers are judged. */
export function answerOf({ alerts, late }: Heard): GoldenAnswer {
  return {
    matches: alerts.filter(({ timeout }) => timeout !== true).map(resultOf),
    timeouts: alerts.filter(({ timeout }) => timeout === true).map(resultOf),
    late: late.map(({ event }) => (event as { i: number }).i),
  }
}

function resultOf({ key, at, events }: Alert): GoldenResult {
  const match = Object.entries(events ?? {}).map(([step, taken]) => {
    const list = Array.isArray(taken) ? taken : taken === null ? [] : [taken]
    return [step, list.map(({ i }: { i: number }) => i)] as const
  })
  return { key: String(key.k), at: Date.parse(at), match: Object.fromEntries(match) }
}
