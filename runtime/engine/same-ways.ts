import type { EventSchema, Manifest, RuleManifest } from "../abi/rule-set.ts"
import { divisionOf } from "./shares.ts"
import { routeOf } from "./type-routes.ts"

/**
 * What workers that share keys lack of what other rules need of them: types of which events that wait have to come to other workers, too. undefined: what rules keep would have to move, or events that
 * wait cannot be read alike.
 */
export function typesToExchange(before: Manifest, after: Manifest): readonly string[] | undefined {
  const formerOf = ({ name, was }: RuleManifest) =>
    before.rules.find((rule) => (rule.was ?? rule.name) === (was ?? name) || rule.name === (was ?? name))
  const areAtHome = after.rules.every((rule) => {
    const former = formerOf(rule)
    return former === undefined || divisionOf(former, before) === divisionOf(rule, after)
  })
  if (!areAtHome || before.events.some((_, number) => aggregatesMove(number, before, after))) return undefined
  const lacking = before.events.flatMap((type, number): { readonly type: EventSchema; readonly now: number }[] => {
    const now = after.events.findIndex(({ name }) => name === type.name)
    return type.derived || now < 0 || reaches(number, before, now, after) ? [] : [{ type, now }]
  })
  const isSame = JSON.stringify(before.awaited) === JSON.stringify(after.awaited)
  const areSame = lacking.every(({ type, now }) => JSON.stringify(type) === JSON.stringify(after.events[now]))
  return lacking.length === 0 || (isSame && areSame) ? lacking.map(({ type }) => type.name) : undefined
}

/** Whether aggregates over a type, which the first worker alone has kept, are asked for by all of them now. */
function aggregatesMove(number: number, before: Manifest, after: Manifest): boolean {
  const now = after.events.findIndex(({ name }) => name === before.events[number]!.name)
  const areKept = before.series.some(({ event }) => event === number)
  return now >= 0 && areKept && !routeOf(number, before).all && routeOf(now, after).all
}

/** Whether events of a type, which had one number and now has another, came to all workers that need them now. */
function reaches(number: number, before: Manifest, now: number, after: Manifest): boolean {
  const had = routeOf(number, before)
  const needed = routeOf(now, after)
  if (had.all) return true
  if (needed.all || (needed.first && !had.first)) return false
  const ways = new Set(had.keyed.map((rule) => pathsOf(rule, number)))
  return needed.keyed.every((rule) => ways.has(pathsOf(rule, now)))
}

function pathsOf({ keys }: RuleManifest, type: number): string {
  return JSON.stringify(keys.map(({ paths }) => paths[type]))
}
