import type { Output } from "../abi/engine.ts"
import type { EventRecord } from "../abi/event.ts"
import type { Manifest, OutputProgram, Program, RuleManifest, RuleProgram } from "../abi/rule-set.ts"
import { ByteBuffer } from "../library/growing-bytes.ts"
import type { Result, ResultView } from "../operator/contract.ts"
import { IsoWriter } from "../time/iso.ts"
import { type Deriver, deriverOf } from "./derived.ts"
import { Ids, type Occasion } from "./identity.ts"
import type { Instant } from "./instant.ts"
import type { Intake } from "./intake.ts"
import { type OutputParts, OutputRecord } from "./output.ts"
import { OutputForm, type OutputTools } from "./output-form.ts"
import type { RunningRule } from "./rules.ts"
import type { StoredEvent } from "./stored-event.ts"

/** What a match or timeout leads to. */
export interface Written {
  readonly outputs: readonly Output[]
  readonly derived: readonly StoredEvent[]
}

const nothing: Written = { outputs: [], derived: [] }
const noSteps: OutputParts["steps"] = []

/** One output of a rule, ready to be made. */
interface OutputMaker {
  readonly form: OutputForm
  readonly code: OutputProgram
  /** The event that it also is, for rules that read it. */
  readonly event?: { readonly type: number; readonly derive: Deriver }
}

/** The outputs of a rule, in its order. */
interface RuleOutputs {
  readonly having: RuleProgram["having"]
  readonly onMatch: readonly OutputMaker[]
  readonly onTimeout: readonly OutputMaker[]
}

/** Makes the outputs of matches: `having` first, then `once per`, then each output of the rule in its order. */
export class ResultWriter {
  private readonly rules: readonly RuleOutputs[]
  private readonly intake: Intake
  private readonly instant: Instant

  constructor(manifest: Manifest, program: Program, intake: Intake, instant: Instant) {
    this.intake = intake
    this.instant = instant
    const tools: OutputTools = { events: manifest.events, ids: new Ids(), iso: new IsoWriter(), room: new ByteBuffer() }
    this.rules = manifest.rules.map((rule, index) => outputsOf(rule, program.rules[index]!, tools))
  }

  /** Throws what the rule's code throws: then none of the outputs comes. */
  write(rule: RunningRule, result: Result): Written | "filtered" | "suppressed" {
    const { view, key, timeout, at } = result
    const { silences } = rule
    const { having, onMatch, onTimeout } = this.rules[rule.index]!
    if (!timeout && having !== undefined && having(view, key) !== true) return "filtered"
    const makers = timeout ? onTimeout : onMatch
    if (makers.length === 0) return nothing
    if (silences?.suppresses(key, timeout, at) === true) return "suppressed"
    const suppressed = silences?.suppressed(key, timeout, at) ?? 0
    const occasion = this.occasionOf(rule, result)
    const last = view.previousRecord() as StoredEvent | undefined
    const outputs: Output[] = []
    let derived = nothing.derived
    for (const { form, code, event } of makers) {
      const parts: OutputParts = {
        occasion,
        at,
        message: form.schema.hasMessage ? code.message?.(view, key) : undefined,
        data: form.schema.data === null ? undefined : code.data?.(view, key),
        score: code.score?.(view, key),
        suppressed,
        steps: form.showsEvents ? copyOf(view, rule.manifest) : noSteps,
        last,
      }
      outputs.push(new OutputRecord(form, parts))
      if (event !== undefined) derived = [...derived, this.derive(event, parts)]
    }
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

  private occasionOf({ manifest, operator }: RunningRule, result: Result): Occasion {
    const { key, event, at, due, index, view } = result
    if (event !== null) {
      const ordinal = this.instant.ordinal(event, manifest.inputs, operator)
      return { key, event: event as StoredEvent, ordinal, time: event.at, until: undefined, index }
    }
    const { window } = view
    if (window !== undefined) return { key, event, ordinal: 0, time: window.start, until: window.end, index }
    // Before the duration became shorter another match may have had the deadline that this one has now.
    return { key, event, ordinal: 0, time: due ?? at, until: due === undefined ? undefined : at, index }
  }

  private derive({ type, derive }: NonNullable<OutputMaker["event"]>, parts: OutputParts): StoredEvent {
    const { fields, text } = derive(parts)
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
  return {
    having: program.having,
    onMatch: makers.filter(({ form }) => !form.schema.onTimeout),
    onTimeout: makers.filter(({ form }) => form.schema.onTimeout),
  }
}

/** The view shows another match later. */
function copyOf(view: ResultView, { steps }: RuleManifest): OutputParts["steps"] {
  return steps.map((_, step) => view.records(step).slice())
}
