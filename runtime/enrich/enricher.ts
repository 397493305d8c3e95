import type { AwaitedValues, Ingest } from "../abi/engine.ts"
import type { RuleSet } from "../abi/rule-set.ts"
import type { Fields } from "../abi/value.ts"
import { programOfEvents } from "../engine/ask-nothing.ts"
import { Intake } from "../engine/intake.ts"
import { Calls, type PlannedCall } from "./calls.ts"
import type { Enricher, EnricherOptions, EnricherStats } from "./contract.ts"

const defaults = { concurrency: 16, timeoutMs: 1000 } as const

/**
 * Makes what calls the asynchronous functions of a rule set for events, before an engine judges them. Throws when an option is out of
 * its range.
 */
export function createEnricher(rules: RuleSet, options: EnricherOptions = {}): Enricher {
  const { concurrency = defaults.concurrency, timeoutMs = defaults.timeoutMs } = options
  if (!Number.isInteger(concurrency) || concurrency < 1) throw new Error("concurrency is a whole number above 0")
  if (!(timeoutMs > 0 && timeoutMs <= longestTimer)) throw new Error("timeoutMs is a number of milliseconds above 0")
  return new RuleEnricher(
    rules,
    options,
    new Calls({ concurrency, timeoutMs, after: options.after ?? after }),
    concurrency,
  )
}

/** What timers can count. */
const longestTimer = 2 ** 31 - 1

function after(milliseconds: number, act: () => void): () => void {
  const timer = setTimeout(act, milliseconds)
  return () => clearTimeout(timer)
}

class RuleEnricher implements Enricher {
  readonly #intake: Intake
  readonly #calls: Calls
  readonly #concurrency: number
  readonly #onFailure: EnricherOptions["onFailure"]
  /** By name of the event type. */
  readonly #planned = new Map<string, readonly PlannedCall[]>()

  constructor(rules: RuleSet, { onFailure, except = [] }: EnricherOptions, calls: Calls, concurrency: number) {
    const { manifest } = rules
    this.#intake = new Intake(manifest.events, () => 0)
    this.#calls = calls
    this.#concurrency = concurrency
    this.#onFailure = onFailure
    const program = programOfEvents(rules)
    const all = manifest.awaited.map((schema, number) => ({ number, schema, program: program.awaited[number]! }))
    for (const [type, { name }] of manifest.events.entries()) {
      const planned = all.filter(({ schema }) => schema.events.includes(type) && !except.includes(schema.function))
      if (planned.length > 0) this.#planned.set(name, planned)
    }
  }

  calls(type: string): boolean {
    return this.#planned.has(type)
  }

  async results(type: string, event: unknown): Promise<AwaitedValues> {
    return (await this.enrich({ type, raw: event })).awaited ?? new Map()
  }

  async enrich(record: Ingest): Promise<Ingest> {
    const planned = this.#planned.get(record.type)
    if (planned === undefined) return record
    const fields = this.#fieldsOf(record)
    // The engine says what is wrong with it.
    if (fields === undefined) return { ...record, awaited: new Map() }
    const results = new Map<number, unknown>()
    const { type, position } = record
    const makeOne = async (call: PlannedCall): Promise<void> => {
      const told = (problem: Parameters<Parameters<Calls["make"]>[2]>[0]) =>
        this.#onFailure?.({ ...problem, type, ...(position === undefined ? {} : { position }) })
      const value = await this.#calls.make(call, fields, told)
      if (value !== undefined) results.set(call.number, value)
    }
    await Promise.all(planned.map(makeOne))
    return { ...record, awaited: results }
  }

  async *inOrder(records: Iterable<Ingest>): AsyncGenerator<Ingest, void> {
    const ahead: (Ingest | Promise<Ingest>)[] = []
    for (const record of records) {
      const calls = this.#planned.has(record.type)
      if (!calls && ahead.length === 0) yield record
      else ahead.push(calls ? this.enrich(record) : record)
      if (ahead.length > this.#concurrency) yield await ahead.shift()!
    }
    for (const each of ahead) yield await each
  }

  stats(): EnricherStats {
    return this.#calls.stats()
  }

  #fieldsOf(record: Ingest): Fields | undefined {
    try {
      return this.#intake.read(record).fields
    } catch {
      return undefined
    }
  }
}
