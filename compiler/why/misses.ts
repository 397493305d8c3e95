import type { Expression } from "../../lang/check/model.ts"
import type { Awaited, Steps } from "../../runtime/match/steps.ts"
import type { Case } from "./case.ts"
import { conditionWords } from "./explain-condition.ts"
import type { Rate } from "./looks.ts"
import type { Asked, Look, SeenEvent, Verdict, WhyCondition } from "./model.ts"
import { counted, either, whereIs } from "./words.ts"

/** An event of the right type that did not do for a step. */
export interface Miss {
  readonly event: SeenEvent
  readonly step: number
  readonly conditions: readonly WhyCondition[]
  /** The less, the nearer. */
  readonly distance: number
  /** It came too late for `then within`: numbers of durations. */
  readonly tooLate: readonly number[]
}

/** What it takes to judge a look: the rule, and names of its conditions' types. */
export type MissJudge = Pick<Case, "rule" | "explainer" | "typesOf">

/** The events that could have been taken at some step, and were not. */
export function missesOf(looks: readonly Look[], awaited: readonly Awaited[], asked: MissJudge): readonly Miss[] {
  return looks.flatMap((look) => {
    for (const each of awaited) {
      const miss = missOf(look, each, asked)
      if (miss !== undefined) return [miss]
    }
    return []
  })
}

/** Rates looks by state: of one that several partial matches share once. */
export function rating(steps: Steps, judge: MissJudge): Rate {
  const awaitedIn = new Map<number, readonly Awaited[]>()
  const known = new WeakMap<Look, (number | undefined)[]>()
  return (look, state) => {
    const distances = known.get(look) ?? []
    if (state in distances) return distances[state]
    known.set(look, distances)
    const awaited = awaitedIn.get(state) ?? (steps.isPending(state) ? [] : steps.awaited(state))
    awaitedIn.set(state, awaited)
    distances[state] = missesOf([look], awaited, judge)[0]?.distance
    return distances[state]
  }
}

/** undefined: the event is of another type, or it is not what was wanted for another reason. */
function missOf(look: Look, { step, wanted, unwanted }: Awaited, asked: MissJudge): Miss | undefined {
  const { event, tooLate } = look
  const isOfType = wanted.length === 0 || wanted.some((condition) => asked.typesOf(condition).includes(event.type))
  if (!isOfType) return undefined
  const answerOf = (condition: number): Asked | undefined => look.asked.find((each) => each.condition === condition)
  const wrong = [
    ...wanted.flatMap((condition) => wrongOne(answerOf(condition), false)),
    ...unwanted.flatMap((condition) => wrongOne(answerOf(condition), true)),
  ]
  if (wrong.length === 0 && tooLate.length === 0) return undefined
  const { explainer, rule } = asked
  const whereOf = ({ condition }: Asked): Expression | undefined => rule.conditions[condition]!.where
  let distance = tooLate.length > 0 ? 1 : 0
  for (const each of wrong) {
    const where = whereOf(each)
    if (where !== undefined) distance += each.holds ? 10 : explainer.distance(where, each.values)
  }
  let words: readonly WhyCondition[] | undefined
  return {
    event,
    step,
    distance,
    tooLate,
    // The words of one of many are asked for.
    get conditions() {
      words ??= wrong.flatMap((each) => {
        const where = whereOf(each)
        return where === undefined ? [] : explainer.decided(where, each.values, each.holds)
      })
      return words
    },
  }
}

function wrongOne(asked: Asked | undefined, holds: boolean): readonly Asked[] {
  return asked !== undefined && asked.holds === holds ? [asked] : []
}

/** The event that was nearest to being taken; of equal ones the last. */
export function nearestMiss(misses: readonly Miss[]): Miss | undefined {
  return misses.reduce<Miss | undefined>(
    (best, miss) => (best === undefined || miss.distance <= best.distance ? miss : best),
    undefined,
  )
}

/** `amount > 100: amount is 80; country == "NL": country is "DE"`. */
export function missWords({ conditions }: Pick<Miss, "conditions">): string {
  return conditions.map(conditionWords).join("; ")
}

/** Events came, and none was the first of a match. */
export function neverBegan(asked: Case): Verdict {
  const { recorder } = asked.run
  const first = asked.steps.awaited(asked.start)
  const looks = asked.at === undefined ? recorder.begins : nearestLook(recorder.begins, asked)
  const misses = missesOf(looks, first, asked)
  const best = nearestMiss(misses)
  const name = either([...new Set(first.map(({ step }) => `\`${asked.stepName(step)}\``))])
  if (best === undefined) return asked.isMore ? nothingElse(asked, name) : noneOfFirst(asked, name)
  const types = either([...typesOf(asked, first)])
  const [other] = misses
  const isAll = recorder.areAllBeginsKept || asked.at !== undefined
  const count = isAll ? misses.length : ofTypes(asked, typesOf(asked, first))
  const head =
    count === 1
      ? `${types} at ${whereIs(other!.event)} is not ${name}`
      : `none of ${counted(count, types)} is ${name}; the nearest, at ${whereIs(best.event)}`
  return {
    reason: "condition",
    sentence: `${head}: ${missWords(best)}`,
    events: [best.event],
    conditions: best.conditions,
  }
}

/** Only events of types came with which no match begins; or those that came began some, at another time. */
function noneOfFirst({ run, at }: Case, name: string): Verdict {
  const { events } = run.recorder
  const when = at === undefined ? "" : " then"
  const types = [...new Set(events.map(({ type }) => type))].join(", ")
  const sentence = `no match began${when}: no event for ${name} came, only ${counted(events.length, "event")} (${types})`
  return { reason: "step-missing", sentence }
}

/** The event types of some steps. */
export function typesOf(asked: Case, awaited: readonly Awaited[]): ReadonlySet<string> {
  return new Set(awaited.flatMap(({ wanted }) => wanted.flatMap((each) => asked.typesOf(each))))
}

function ofTypes({ run }: Case, types: ReadonlySet<string>): number {
  return run.recorder.events.filter(({ type }) => types.has(type)).length
}

/** All that came is in what fired. */
function nothingElse({ run }: Case, name: string): Verdict {
  const { events } = run.recorder
  const sentence = `no other event for ${name} came: all of the key is ${counted(events.length, "event")}`
  return { reason: "step-missing", sentence }
}

function nearestLook(looks: readonly Look[], asked: Case): readonly Look[] {
  const nearest = asked.nearest(looks.map((look) => ({ look, at: look.event.at })))
  return nearest === undefined ? [] : [nearest.look]
}
