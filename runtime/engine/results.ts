import type { Output } from "../abi/engine.ts"
import type { EventRecord } from "../abi/event.ts"
import type { EventSchema, Manifest, OutputProgram, OutputSchema, Program } from "../abi/rule-set.ts"
import type { EventOperator, Result } from "../operator/contract.ts"
import { formatIso } from "../time/iso.ts"
import type { Instant } from "./instant.ts"
import type { Intake } from "./intake.ts"
import { objectText } from "./json.ts"
import { emittedFields, lastOf, type OutputParts, OutputRecord } from "./output.ts"
import type { RunningRule } from "./rules.ts"
import type { StoredEvent } from "./stored-event.ts"

/** What a match or timeout leads to. */
export interface Written {
  readonly outputs: readonly Output[]
  readonly derived: readonly StoredEvent[]
}

const nothing: Written = { outputs: [], derived: [] }

/** Makes the outputs of matches: `having` first, then `once per`, then each output of the rule in its order. */
export class ResultWriter {
  private readonly manifest: Manifest
  private readonly program: Program
  private readonly intake: Intake
  private readonly instant: Instant
  /** Outputs that no sink gets: events that only rules read. */
  private readonly silent = new WeakSet<Output>()

  constructor(manifest: Manifest, program: Program, intake: Intake, instant: Instant) {
    this.manifest = manifest
    this.program = program
    this.intake = intake
    this.instant = instant
  }

  /** Throws what the rule's code throws: then none of the outputs comes. */
  write(rule: RunningRule, result: Result): Written | "filtered" | "suppressed" {
    const { view, key, timeout, at } = result
    const { manifest, silences } = rule
    const program = this.program.rules[rule.index]!
    if (!timeout && program.having !== undefined && program.having(view, key) !== true) return "filtered"
    if (!manifest.outputs.some(({ onTimeout }) => onTimeout === timeout)) return nothing
    if (silences?.suppresses(key, timeout, at) === true) return "suppressed"
    const suppressed = silences?.suppressed(key, timeout, at) ?? 0
    const outputs: Output[] = []
    const derived: StoredEvent[] = []
    const steps = manifest.steps.map((_, step) => view.records(step).slice())
    const identity = this.identityOf(rule, result)
    for (const [place, schema] of manifest.outputs.entries()) {
      if (schema.onTimeout !== timeout) continue
      const code = program.outputs[place]!
      const parts = { ...this.partsOf(rule, result, schema, code, steps, identity(place)), suppressed }
      const output = new OutputRecord(parts)
      if (!schema.writes) this.silent.add(output)
      outputs.push(output)
      if (schema.event === undefined || manifest.shadow === true) continue
      derived.push(schema.kind === "emit" ? this.derive(parts, schema) : this.deriveAlert(parts, schema.event))
    }
    silences?.begin(key, timeout, at)
    return { outputs, derived }
  }

  /** Whether the output goes to a sink. */
  writes(output: Output): boolean {
    return !this.silent.has(output)
  }

  /** The event that came last among those of a result; undefined for a window, which keeps none. */
  lastEvent(rule: RunningRule, { view }: Result): EventRecord | undefined {
    return lastOf(rule.manifest.steps.map((_, step) => view.records(step)))
  }

  private partsOf(
    rule: RunningRule,
    { view, key, at, timeout }: Result,
    schema: OutputSchema,
    code: OutputProgram,
    steps: OutputParts["steps"],
    identity: readonly unknown[],
  ): Omit<OutputParts, "suppressed"> {
    const message = schema.hasMessage ? code.message?.(view, key) : undefined
    const data = schema.data === null ? undefined : code.data?.(view, key)
    return {
      rule: rule.manifest,
      schema,
      events: this.manifest.events,
      timeout,
      at,
      key,
      message,
      score: code.score?.(view, key),
      data,
      steps,
      identity,
    }
  }

  private identityOf({ manifest, operator }: RunningRule, result: Result): (place: number) => readonly unknown[] {
    const { key, timeout, event, at, due, index, view, ordinal } = result
    // Before the duration became shorter another match may have had the deadline that this one has now.
    const deadline = due === undefined ? [at] : [due, at]
    const times = view.window === undefined ? deadline : [view.window.start, view.window.end]
    const trigger =
      event === null
        ? times
        : [event.at, event.text, ordinal ?? this.instant.ordinal(event, manifest.inputs, operator as EventOperator)]
    const name = manifest.was ?? manifest.name
    return (place) => [name, key, place, timeout ? "timeout" : "match", ...trigger, index]
  }

  /** The event that an alert is for rules that read `Alert`. A key's field that has another meaning there is left out. */
  private deriveAlert(parts: OutputParts, type: number): StoredEvent {
    const { fields } = this.manifest.events[type]!
    const values = alertFields(parts)
    const inside: Record<string, unknown> = {}
    for (const { name } of fields) {
      const value = values.get(name)
      Object.defineProperty(inside, name, { value, enumerable: true, writable: true, configurable: true })
    }
    const present = fields.filter(({ name }) => inside[name] !== undefined)
    const text = objectText(
      present,
      (i) => inside[present[i]!.name],
      () => undefined,
    )
    return this.intake.derive(type, parts.at, inside, text, lastOf(parts.steps)?.position)
  }

  /** The event that an `emit` makes: the record's fields, the key's, and the match's time. */
  private derive(parts: OutputParts, schema: OutputSchema): StoredEvent {
    const type = schema.event!
    const event = this.manifest.events[type]!
    const { fields, values } = emittedFields(parts)
    const inside: Record<string, unknown> = {}
    for (const { name } of event.fields) {
      const value = name === event.timeField ? parts.at : values[fields.findIndex((field) => field.name === name)]
      Object.defineProperty(inside, name, { value, enumerable: true, writable: true, configurable: true })
    }
    const text = derivedText(parts, event, fields, values)
    return this.intake.derive(type, parts.at, inside, text, lastOf(parts.steps)?.position)
  }
}

/** What an `Alert` event holds, by field name. */
function alertFields({ rule, schema, key, score, at }: OutputParts): Map<string, unknown> {
  return new Map<string, unknown>([
    ...rule.keys.map(({ name }, i): [string, unknown] => [name, key[i]]),
    ["rule", rule.name],
    ["severity", schema.severity],
    ["score", Number.isFinite(score) ? score : undefined],
    ["tags", rule.tags ?? []],
    ["at", at],
  ])
}

function derivedText(
  parts: OutputParts,
  event: EventSchema,
  fields: OutputParts["rule"]["keys"] | ReturnType<typeof emittedFields>["fields"],
  values: readonly unknown[],
): string {
  const timed = [...fields].map(({ name, type }) => ({ name, type, optional: true }))
  const find = (): EventRecord | undefined => undefined
  const data = objectText(timed, (i) => (timed[i]!.name === event.timeField ? parts.at : values[i]), find)
  if (event.timeField === null || timed.some(({ name }) => name === event.timeField)) return data
  const at = `${JSON.stringify(event.timeField)}:${JSON.stringify(formatIso(parts.at))}`
  return data === "{}" ? `{${at}}` : `${data.slice(0, -1)},${at}}`
}
