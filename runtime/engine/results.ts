import type { Output } from "../abi/engine.ts"
import type { EventRecord } from "../abi/event.ts"
import type { Manifest, OutputProgram, Program, RuleManifest, RuleProgram } from "../abi/rule-set.ts"
import { ByteBuffer } from "../library/growing-bytes.ts"
import type { EventOperator, Result, ResultView } from "../operator/contract.ts"
import { IsoWriter } from "../time/iso.ts"
import { type Deriver, deriverOf } from "./derived.ts"
import { Ids } from "./identity.ts"
import type { Instant } from "./instant.ts"
import type { Intake } from "./intake.ts"
import { OutputRecord, type OutputValues, type ResultParts } from "./output.ts"
import { OutputForm, type OutputTools } from "./output-form.ts"
import { RawWriter } from "./raw-text.ts"
import type { RunningRule } from "./rules.ts"
import type { StoredEvent } from "./stored-event.ts"

/** What a match or timeout leads to. */
export interface Written {
  readonly outputs: readonly Output[]
  readonly derived: readonly StoredEvent[]
}

const nothing: Written = { outputs: [], derived: [] }
const noSteps: ResultParts["steps"] = Object.freeze([])

/** One output of a rule, ready to be made. */
interface OutputMaker {
  readonly form: OutputForm
  readonly code: OutputProgram
  /** The event that it also is, for rules that read it. */
  readonly event?: { readonly type: number; readonly derive: Deriver }
}

/** The outputs that come together, in the rule's order. */
interface OutputGroup {
  readonly makers: readonly OutputMaker[]
  /** Whether one of them shows the match's events. */
  readonly showsEvents: boolean
}

interface RuleOutputs {
  readonly having: RuleProgram["having"]
  readonly onMatch: OutputGroup
  readonly onTimeout: OutputGroup
}

/** Makes the outputs of matches: `having` first, then `once per`, then each output of the rule in its order. */
export class ResultWriter {
  private readonly rules: readonly RuleOutputs[]
  private readonly intake: Intake
  private readonly instant: Instant

  constructor(manifest: Manifest, program: Program, intake: Intake, instant: Instant) {
    this.intake = intake
    this.instant = instant
    const { events } = manifest
    const tools = { events, ids: new Ids(), iso: new IsoWriter(), raw: new RawWriter(), room: new ByteBuffer() }
    this.rules = manifest.rules.map((rule, index) => outputsOf(rule, program.rules[index]!, tools))
  }

  /** Throws what the rule's code throws: then none of the outputs comes. */
  write(rule: RunningRule, result: Result): Written | "filtered" | "suppressed" {
    const { view, key, timeout, at } = result
    const { silences } = rule
    const { having, onMatch, onTimeout } = this.rules[rule.index]!
    if (!timeout && having !== undefined && having(view, key) !== true) return "filtered"
    const { makers, showsEvents } = timeout ? onTimeout : onMatch
    if (makers.length === 0) return nothing
    if (silences?.suppresses(key, timeout, at) === true) return "suppressed"
    const suppressed = silences?.suppressed(key, timeout, at) ?? 0
    const parts = this.partsOf(rule, result, suppressed, showsEvents)
    const derived: StoredEvent[] = []
    const outputs = makers.map(({ form, code, event }) => {
      const message = form.schema.hasMessage ? code.message?.(view, key) : undefined
      const data = form.schema.data === null ? undefined : code.data?.(view, key)
      const score = code.score?.(view, key)
      const values: OutputValues = { message, data, score }
      if (event !== undefined) derived.push(this.derive(event, parts, values))
      return new OutputRecord(form, parts, values)
    })
    silences?.begin(key, timeout, at)
    return { outputs, derived }
  }

  /** Whether the output, one that it made, goes to a sink: not events that only rules read. */
  writes(output: Output): boolean {
    return (output as OutputRecord).writes
  }

  /** The event that came last among those of a result; undefined for a window, which keeps none. */
  lastEvent({ view }: Result): EventRecord | undefined {
    return view.previousRecord()
  }

  private partsOf(rule: RunningRule, result: Result, suppressed: number, showsEvents: boolean): ResultParts {
    const { manifest, operator } = rule
    const { view, key, at, event, due, index } = result
    const { window } = view
    // Before the duration became shorter another match may have had the deadline that this one has now.
    const ended = window?.end ?? (due === undefined ? undefined : at)
    return {
      key,
      event: event as StoredEvent | null,
      ordinal:
        event === null
          ? 0
          : (result.ordinal ?? this.instant.ordinal(event, manifest.inputs, operator as EventOperator)),
      time: event?.at ?? window?.start ?? due ?? at,
      until: event === null ? ended : undefined,
      index,
      at,
      suppressed,
      steps: showsEvents ? copyOf(view, manifest) : noSteps,
      last: view.previousRecord() as StoredEvent | undefined,
    }
  }

  private derive(
    { type, derive }: NonNullable<OutputMaker["event"]>,
    parts: ResultParts,
    values: OutputValues,
  ): StoredEvent {
    const { fields, text } = derive(parts, values)
    return this.intake.derive(type, parts.at, fields, text, parts.last?.position)
  }
}

function outputsOf(rule: RuleManifest, program: RuleProgram, tools: OutputTools): RuleOutputs {
  const makers = rule.outputs.map((schema, place): OutputMaker => {
    const maker = { form: new OutputForm(rule, place, tools), code: program.outputs[place]! }
    const type = schema.event
    if (type === undefined || rule.shadow === true) return maker
    return { ...maker, event: { type, derive: deriverOf(maker.form, tools.events[type]!) } }
  })
  const groupOf = (onTimeout: boolean): OutputGroup => {
    const group = makers.filter(({ form }) => form.schema.onTimeout === onTimeout)
    return { makers: group, showsEvents: group.some(({ form }) => form.showsEvents) }
  }
  return { having: program.having, onMatch: groupOf(false), onTimeout: groupOf(true) }
}

/** The view shows another match later. */
function copyOf(view: ResultView, { steps }: RuleManifest): ResultParts["steps"] {
  return steps.map((_, step) => view.records(step).slice())
}
