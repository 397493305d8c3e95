import type { Ingest } from "../abi/engine.ts"
import type { EventRecord } from "../abi/event.ts"
import type { Manifest, RuleManifest } from "../abi/rule-set.ts"
import type { Fields } from "../abi/value.ts"
import { keyReader } from "../operator/key.ts"
import { ownerOf } from "../rows/key-groups.ts"
import { Intake } from "./intake.ts"
import { Refusal } from "./refusal.ts"
import { divisionOf } from "./shares.ts"

type Event = Pick<EventRecord, "type" | "fields">

/** Which engine a rule needs an event of one type in; undefined: the event has no key of the rule. */
type Route = (event: Event) => number | undefined

/** A rule with its ways to an event of one type: as one that it reads, and as one that its aggregates are about. */
export interface RuleRoutes {
  readonly rule: string
  readonly routes: readonly Route[]
}

/** The first engine has the rules that cannot be divided. */
const first = 0

/** The rules that read events of a type, themselves or through aggregates, and where they want them among so many engines that are apart. */
export function routesOf(manifest: Manifest, type: number, of: number): RuleRoutes[] {
  return manifest.rules.flatMap((rule) => {
    const ways = waysOf(manifest, rule, type, of)
    return ways.length === 0 ? [] : [{ rule: rule.name, routes: ways.map(({ route }) => route) }]
  })
}

function waysOf(manifest: Manifest, rule: RuleManifest, type: number, of: number) {
  const series = new Set((rule.asks ?? []).map((measure) => manifest.series[manifest.measures[measure]!.series]!))
  const asked = [...series].filter(({ event }) => event === type)
  const isInput = rule.inputs.includes(type)
  if (!isInput && asked.length === 0) return []
  if (divisionOf(rule, manifest) === "all") return [{ name: "all", route: () => first }]
  const ways: { readonly name: string; readonly route: Route }[] = []
  if (isInput) {
    const reader = keyReader(rule.keys)
    const route: Route = (event) => (reader.read(event) === undefined ? undefined : ownerOf(reader.parts(), of))
    ways.push({ name: JSON.stringify(rule.keys.map(({ paths }) => paths[type])), route })
  }
  for (const { keys } of asked) {
    const paths = keys.map(({ path }) => path)
    ways.push({ name: JSON.stringify(paths), route: ({ fields }) => ownerAt(fields, paths, of) })
  }
  return ways
}

function ownerAt(fields: Fields, paths: readonly (readonly string[])[], of: number): number | undefined {
  const values: unknown[] = []
  for (const path of paths) {
    let value: unknown = fields
    for (const name of path) {
      value = typeof value === "object" && value !== null ? (value as Fields)[name] : undefined
    }
    if (value === undefined) return undefined
    values.push(value)
  }
  return ownerOf(values, of)
}

/** Where an event is wanted, and when it was. `to`: numbers of engines, rising, each once. */
export interface Routed {
  readonly at: number
  readonly to: readonly number[]
}

/** Says of events which of several engines that are apart need them: those that have a key of theirs in some rule. */
export class KeyRouter {
  readonly #intake: Intake
  /** By event type: equal ways are gone once. */
  readonly #routes: readonly (readonly Route[])[]

  constructor(manifest: Manifest, of: number) {
    this.#intake = new Intake(manifest.events, undefined)
    this.#routes = manifest.events.map((_, type) => {
      const ways = manifest.rules.flatMap((rule) => waysOf(manifest, rule, type, of))
      return [...new Map(ways.map(({ name, route }) => [name, route])).values()]
    })
  }

  /** undefined: it is no event by its declaration, or no rule that reads its type has a key of it. Never throws for what a record holds. */
  route(record: Ingest): Routed | undefined {
    try {
      const event = this.#intake.read(record)
      const routes = this.#routes[event.type]!
      const to = new Set<number>()
      for (const route of routes) {
        const owner = route(event)
        if (owner !== undefined) to.add(owner)
      }
      if (to.size === 0 && routes.length > 0) return undefined
      return { at: event.at, to: [...to].sort((a, b) => a - b) }
    } catch (error) {
      if (error instanceof Refusal) return undefined
      throw error
    }
  }
}

/** Why rules cannot be run by engines that are apart, each reason a sentence; empty: they can. */
export function whyNotApart(manifest: Manifest): string[] {
  return manifest.rules.flatMap((rule) => {
    if (divisionOf(rule, manifest) === "all" || rule.asksOther === undefined) return []
    const keys = rule.keys.map(({ name }) => name).join(", ")
    return [
      `rule ${rule.name} has the key ${keys} and asks for aggregates of another one: their events are in another slice`,
    ]
  })
}
