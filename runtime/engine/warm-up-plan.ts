/** Which rules past events can be judged by before a change, so that they do not begin empty. */
import type { ReloadPlan, RuleVerdict, WarmedRule, WarmUpPlan } from "../abi/reload.ts"
import type { Manifest, RuleManifest } from "../abi/rule-set.ts"
import { durationWords } from "../time/duration-words.ts"
import { producersOf, reachOf } from "./reach.ts"

/** What a warm-up does. */
export interface PlannedWarmUp {
  readonly plan: WarmUpPlan
  /** The rules that are judged, by name: with those whose outputs they read. */
  readonly judged: ReadonlySet<string>
  /** The longest that one of them looks back, in ms. */
  readonly reachMs: number
  /** As in `WarmedState`. */
  readonly withoutSeries: readonly string[]
}

/**
 * What of a plan past events can make good: rules and aggregates that begin empty, or may. `params`: inside values that the next rules go on with.
 */
export function planWarmUp(
  next: Manifest,
  { rules }: ReloadPlan,
  params: Parameters<typeof reachOf>[2],
): PlannedWarmUp {
  const beginning = rules.filter(beginsEmpty)
  const warmed: WarmedRule[] = []
  const without: { rule: string; why: string }[] = []
  const restarted = new Set(beginning.flatMap(({ rule, verdict }) => (isAnew(verdict) ? rule : [])))
  const anew = new Set(rules.flatMap(({ aggregates }) => aggregates.filter(isNew).map(({ series }) => series)))
  const withoutSeries = numberedSeries(next, anew, restarted)
  for (const { rule: name, verdict, risk } of beginning) {
    const rule = next.rules.find((each) => each.name === name)!
    const why = whyNot(rule, verdict, next, anew) ?? asksAsync(rule, next) ?? hasNoTimes(rule, next)
    const reach = reachOf(rule, next, params)
    if (why !== undefined) without.push({ rule: name, why })
    else if (reach.kind === "endless") without.push({ rule: name, why: reach.why })
    else if (reach.ms > 0) {
      const rebuilds = isAnew(verdict) || risk !== undefined ? "all" : "aggregates"
      warmed.push({ rule: name, rebuilds, reachMs: reach.ms, reach: durationWords(reach.ms) })
    }
  }
  const own = next.rules.filter(({ name }) => warmed.some(({ rule }) => rule === name))
  return {
    plan: { rules: warmed, without },
    judged: new Set(own.flatMap((rule) => [rule, ...producersOf(rule, next)]).map(({ name }) => name)),
    reachMs: Math.max(0, ...warmed.map(({ reachMs }) => reachMs)),
    withoutSeries,
  }
}

function isAnew(verdict: RuleVerdict["verdict"]): boolean {
  return verdict === "restarted" || verdict === "added"
}

function isNew({ verdict }: RuleVerdict["aggregates"][number]): boolean {
  return isAnew(verdict)
}

function beginsEmpty({ verdict, risk, aggregates }: RuleVerdict): boolean {
  if (verdict === "removed") return false
  return isAnew(verdict) || risk !== undefined || aggregates.some(isNew)
}

/** Series that begin anew and that a rule asks as of past events which goes on with its state: the numbers of those events are others than the rebuilt series would have. */
function numberedSeries(
  { rules, measures, series }: Manifest,
  anew: ReadonlySet<string>,
  restarted: ReadonlySet<string>,
) {
  const later = rules.filter(({ name, asksLater }) => asksLater === true && !restarted.has(name))
  const names = later.flatMap(({ asks }) => (asks ?? []).map((measure) => series[measures[measure]!.series]!.name))
  return [...new Set(names)].filter((name) => anew.has(name))
}

function whyNot(
  rule: RuleManifest,
  verdict: RuleVerdict["verdict"],
  { measures, series }: Manifest,
  anew: ReadonlySet<string>,
): string | undefined {
  if (rule.asksLater !== true || !(rule.asks ?? []).length) return undefined
  const asked = [...new Set((rule.asks ?? []).map((measure) => series[measures[measure]!.series]!.name))]
  if (!isAnew(verdict)) {
    return asked.some((name) => anew.has(name))
      ? "it asks for aggregates as of past events that it holds, and rebuilt ones do not know their order"
      : undefined
  }
  const kept = asked.find((name) => !anew.has(name))
  return (
    kept &&
    `it asks for the aggregate over \`${kept}\` as of past events, and that one is kept: it does not know the order of rebuilt events`
  )
}

/** Nobody asks other services about the past: what they said then is not known, and asking again may do something. */
function asksAsync(rule: RuleManifest, next: Manifest): string | undefined {
  const types = new Set([rule, ...producersOf(rule, next)].flatMap(({ inputs }) => inputs))
  const called = next.awaited.find(({ events }) => events.some((event) => types.has(event)))
  return (
    called &&
    `its events are asked about by the asynchronous function ${called.function}, and what that said in the past is not known`
  )
}

/** When an event of the past has arrived is not known to those who read it again. */
function hasNoTimes(rule: RuleManifest, next: Manifest): string | undefined {
  const types = [rule, ...producersOf(rule, next)].flatMap(({ inputs }) => inputs.map((input) => next.events[input]!))
  const untimed = types.find(({ timeField, derived }) => timeField === null && !derived)
  return untimed && `events of ${untimed.name} are timed by their arrival, and when past ones have arrived is not known`
}
