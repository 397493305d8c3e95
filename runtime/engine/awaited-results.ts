import type { AwaitedValues } from "../abi/engine.ts"
import type { AwaitedSchema } from "../abi/table.ts"

/** Results of asynchronous calls as events keep them, and as they stand in a snapshot: by the call in words, since numbers change with the rules. */
export class AwaitedResults {
  private readonly calls: readonly AwaitedSchema[]
  /** By number of the call: what it is called in a snapshot; its type is a part of that. */
  private readonly names: readonly string[]

  constructor(calls: readonly AwaitedSchema[]) {
    this.calls = calls
    this.names = calls.map(({ name, type }) => `${name}: ${JSON.stringify(type)}`)
  }

  /** Throws when rules call asynchronous functions for events of a type and nobody did. */
  demand(type: number, eventName: string, given: AwaitedValues | undefined): void {
    if (given !== undefined) return
    const lacking = this.calls.filter(({ events }) => events.includes(type))
    if (lacking.length === 0) return
    const names = [...new Set(lacking.map((call) => call.function))].join(", ")
    throw new Error(
      `the rules call ${names} for each ${eventName}, which answers later: hand over its results with the event, as in engine.push("${eventName}", event, await enricher.results("${eventName}", event))`,
    )
  }

  /** Plain data; undefined where there are none. */
  encode(results: AwaitedValues | undefined): unknown {
    if (results === undefined || results.size === 0) return undefined
    return [...results].map(([call, value]) => [this.names[call], value])
  }

  /** For an event of a type. Results of calls that the rules make no more are left out. */
  decode(stored: unknown, type: number): AwaitedValues | undefined {
    if (!Array.isArray(stored)) return undefined
    const results = new Map<number, unknown>()
    for (const [name, value] of stored as [string, unknown][]) {
      for (const [call, { events }] of this.calls.entries()) {
        if (this.names[call] === name && events.includes(type)) results.set(call, value)
      }
    }
    return results
  }
}
