import type { EngineOptions, LineTarget, Output } from "../abi/engine.ts"
import type { EventRecord } from "../abi/event.ts"
import type { Manifest, OutputProgram, Program, RuleManifest, RuleProgram } from "../abi/rule-set.ts"
import { appendByte, ByteBuffer } from "../library/growing-bytes.ts"
import type { EventOperator, Result, ResultView } from "../operator/contract.ts"
import type { Batch, Lane, RunMaker } from "../operator/lanes/contract.ts"
import { IsoWriter } from "../time/iso.ts"
import { type Deriver, deriverOf, isRead } from "./derived.ts"
import { Ids } from "./identity.ts"
import type { Instant } from "./instant.ts"
import type { Intake } from "./intake.ts"
import type { Outbox } from "./outbox.ts"
import { OutputRecord } from "./output.ts"
import { OutputForm, type OutputTools } from "./output-form.ts"
import { LinePieces, type OutputLine } from "./output-line.ts"
import { noSteps, type OutputValues, ResultParts } from "./output-parts.ts"
import { RawWriter } from "./raw-text.ts"
import { RepeatedLine } from "./repeated-line.ts"
import { RowAlert, type RowAlertOptions } from "./row-alert.ts"
import type { RowEvents } from "./row-events.ts"
import { RowIds } from "./row-ids.ts"
import { RowLine, type RowLineOptions } from "./row-line.ts"
import { RowLines } from "./row-lines.ts"
import type { RunningRule } from "./rules.ts"
import type { StoredEvent } from "./stored-event.ts"

/** What a match or timeout leads to. */
export interface Written {
  readonly outputs: readonly Output[]
  readonly derived: readonly StoredEvent[]
}

const nothing: Written = { outputs: [], derived: [] }
const lineFeed = 0x0a

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
  /** By maker: where its lines may go at once; undefined: not all have such a place, or something else is to come of one. */
  readonly targets: readonly LineTarget[] | undefined
  /** The only one of `targets`, with what else its line is made of. */
  readonly only: OnlyLine | undefined
}

/** A line that is an output's alone. */
interface OnlyLine {
  readonly target: LineTarget
  readonly line: OutputLine
  readonly maker: OutputMaker
  /** undefined: it has more than data. */
  readonly data: OutputProgram["data"]
}

type RowTools = Pick<RowLineOptions, "events" | "lines"> & Pick<RowAlertOptions, "ids">

interface RuleOutputs {
  readonly having: RuleProgram["having"]
  readonly onMatch: OutputGroup
  readonly onTimeout: OutputGroup
}

export interface WriterParts {
  readonly manifest: Manifest
  readonly program: Program
  readonly intake: Intake
  readonly instant: Instant
  readonly options: EngineOptions
  readonly running: readonly RunningRule[]
  readonly events: RowEvents
}

/** Makes the outputs of matches: `having` first, then `once per`, then each output of the rule in its order. */
export class ResultWriter {
  private readonly rules: readonly RuleOutputs[]
  /** By rule: where the line goes that each match brings. */
  private readonly targets: readonly (LineTarget | undefined)[]
  private readonly intake: Intake
  private readonly instant: Instant
  /** Of the result whose lines are written. */
  private readonly parts = new ResultParts()
  private readonly values: OutputValues[] = []
  private readonly repeated: RepeatedLine
  /** By output: how long the bytes were before its line. */
  private readonly lengths: number[] = []
  /** By rule: what writes the lines of its matches without results. */
  private readonly rowLines: readonly (RowLine | undefined)[]
  /** By rule: what makes the alerts of its matches without results. */
  private readonly rowAlerts: readonly (RowAlert | undefined)[]
  private readonly rowIds: RowIds
  private readonly lines: RowLines

  constructor({ manifest, program, intake, instant, options, running, events: rows }: WriterParts) {
    this.intake = intake
    this.instant = instant
    const { events } = manifest
    const [ids, iso, raw, room, pieces] = [
      new Ids(),
      new IsoWriter(),
      new RawWriter(),
      new ByteBuffer(),
      new LinePieces(),
    ] as const
    const tools = { events, ids, iso, raw, room, pieces }
    const read = new Set([...events.keys()].filter((type) => isRead(type, manifest)))
    this.rules = manifest.rules.map((rule, index) => outputsOf(rule, program.rules[index]!, tools, read, options))
    const lines = this.rules.map(({ having, onMatch }) => (having === undefined ? onMatch.only : undefined))
    this.targets = lines.map((line) => line?.target)
    this.repeated = new RepeatedLine(
      pieces,
      lines.map((line) => line?.maker),
    )
    this.rowIds = new RowIds(ids.digestKey)
    this.lines = new RowLines(ids.digestKey)
    const rowTools = { ids: this.rowIds, lines: this.lines, events: rows }
    this.rowLines = running.map((rule) => {
      // Several that find the same event copy the line from each other.
      const isRepeated = rule.manifest.form?.kind === "filter" && running.length > 1
      return options.trace || isRepeated ? undefined : rowLineOf(rule, lines[rule.index], rowTools)
    })
    const isAlone = isForAlertsAlone(options)
    this.rowAlerts = running.map((rule) =>
      isAlone ? rowAlertOf(rule, this.rules[rule.index]!.onMatch, rowTools) : undefined,
    )
  }

  /**
   * Writes the line of the match that a rule's lane makes when asked, completed by the event at a place, or makes its alert; lines only where all that was
   * found before was handed out. False: nothing was done.
   */
  writeRow(rule: number, batch: Batch, place: number, outbox: Outbox): boolean {
    const alert = this.rowAlerts[rule]?.make(batch, place)
    if (alert === undefined) return outbox.isEmpty && this.rowLines[rule]?.write(batch, place) === true
    outbox.alert(alert)
    return true
  }

  /** Makes the lines that were told and the ids that are missing: before others are made, and before anybody looks at them. */
  settle(): void {
    this.lines.settle()
    this.rowIds.settle()
  }

  /** Writes the line of a match of one event, where that of a rule before it was the same but for rule and id, and may be written at once. */
  again(result: Result): boolean {
    this.settle()
    if (!this.repeated.isKnown(result)) return false
    const target = this.targets[result.rule]!
    const { bytes } = target
    const before = bytes.length
    try {
      this.repeated.append(bytes, result.rule)
    } catch {
      bytes.length = before
      return false
    }
    target.added()
    return true
  }

  /**
   * `direct`: whether lines may be written at once, where the outputs have a place for them; none of them is handed out then. Throws what the
   * rule's code throws: then none of the outputs comes.
   */
  write(rule: RunningRule, result: Result, direct: boolean): Written | "filtered" | "suppressed" {
    this.settle()
    const { view, key, timeout, at } = result
    const { silences } = rule
    const { having, onMatch, onTimeout } = this.rules[rule.index]!
    if (!timeout && having !== undefined && having(view, key) !== true) return "filtered"
    const group = timeout ? onTimeout : onMatch
    if (group.makers.length === 0) return nothing
    if (silences?.suppresses(key, timeout, at) === true) return "suppressed"
    const suppressed = silences?.suppressed(key, timeout, at) ?? 0
    const isWritten = direct && group.targets !== undefined && this.writeLines(rule, result, suppressed, group)
    const written = isWritten ? nothing : this.make(rule, result, suppressed, group)
    silences?.begin(key, timeout, at)
    return written
  }

  private make(rule: RunningRule, result: Result, suppressed: number, { makers, showsEvents }: OutputGroup): Written {
    const parts = new ResultParts()
    this.fill(parts, rule, result, suppressed, showsEvents)
    // Behind a callback that throws they are handed out by the next call, when what held them may have let go of their bytes.
    for (const event of parts.steps.flat()) if (event !== result.event) (event as StoredEvent).settle()
    parts.last = result.view.previousRecord() as StoredEvent | undefined
    const derived: StoredEvent[] = []
    const outputs = makers.map((maker) => {
      const { form, event } = maker
      const values = valuesOf(maker, result)
      if (event !== undefined) derived.push(this.derive(event, parts, values))
      return new OutputRecord(form, parts, values)
    })
    return { outputs, derived }
  }

  /** False: a line could not be written, and none was. */
  private writeLines(rule: RunningRule, result: Result, suppressed: number, group: OutputGroup): boolean {
    const { makers, targets, showsEvents, only } = group
    const { parts, values } = this
    if (only !== undefined) return this.writeOnly(rule, result, suppressed, showsEvents, only)
    // What throws here is the rule's code: nothing was written yet.
    for (let i = 0; i < makers.length; i++) values[i] = valuesOf(makers[i]!, result)
    this.fill(parts, rule, result, suppressed, showsEvents)
    return this.writeAll(makers, targets!)
  }

  private writeOnly(
    rule: RunningRule,
    result: Result,
    suppressed: number,
    showsEvents: boolean,
    { data, maker, target, line }: OnlyLine,
  ): boolean {
    const { parts } = this
    const { view, key, isEvent } = result
    const shown =
      data === undefined ? valuesOf(maker, result) : { message: undefined, data: data(view, key), score: undefined }
    this.fill(parts, rule, result, suppressed, showsEvents)
    const from = target.bytes.length
    if (!writeLine(target, line, parts, shown)) return false
    const { bytes } = target
    if (isEvent === true) this.repeated.written(result, maker.form, bytes.bytes, from, bytes.length)
    target.added()
    return true
  }

  private writeAll(makers: readonly OutputMaker[], targets: readonly LineTarget[]): boolean {
    const { parts, values, lengths } = this
    for (let i = 0; i < makers.length; i++) {
      lengths[i] = targets[i]!.bytes.length
      if (writeLine(targets[i]!, makers[i]!.form.line, parts, values[i]!)) continue
      for (let done = i - 1; done >= 0; done--) targets[done]!.bytes.length = lengths[done]!
      return false
    }
    for (const target of targets) target.added()
    return true
  }

  /** Whether the output, one that it made, goes to a sink: not events that only rules read. */
  writes(output: Output): boolean {
    return (output as OutputRecord).writes
  }

  /** The event that came last among those of a result; undefined for a window, which keeps none. */
  lastEvent({ view }: Result): EventRecord | undefined {
    return view.previousRecord()
  }

  private fill(parts: ResultParts, rule: RunningRule, result: Result, suppressed: number, showsEvents: boolean): void {
    const { manifest, operator } = rule
    const { view, key, at, event, due, index } = result
    const { window } = view
    // Before the duration became shorter another match may have had the deadline that this one has now.
    const ended = window?.end ?? (due === undefined ? undefined : at)
    parts.key = key
    parts.event = event as StoredEvent | null
    parts.ordinal =
      event === null ? 0 : (result.ordinal ?? this.instant.ordinal(event, manifest.inputs, operator as EventOperator))
    parts.time = event?.at ?? window?.start ?? due ?? at
    parts.until = event === null ? ended : undefined
    parts.index = index
    parts.at = at
    parts.suppressed = suppressed
    parts.steps = showsEvents ? copyOf(view, manifest) : noSteps
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

/** `read`: the types of events that rules read. An event that none reads has no place among those that are judged. */
function outputsOf(
  rule: RuleManifest,
  program: RuleProgram,
  tools: OutputTools,
  read: ReadonlySet<number>,
  options: EngineOptions,
): RuleOutputs {
  const makers = rule.outputs.map((schema, place): OutputMaker => {
    const maker = { form: new OutputForm(rule, place, tools), code: program.outputs[place]! }
    const type = schema.event
    if (type === undefined || !read.has(type) || rule.shadow === true) return maker
    return { ...maker, event: { type, derive: deriverOf(maker.form, tools.events[type]!) } }
  })
  const groupOf = (onTimeout: boolean): OutputGroup => {
    const group = makers.filter(({ form }) => form.schema.onTimeout === onTimeout)
    const showsEvents = group.some(({ form }) => form.showsEvents)
    const targets = group.flatMap((maker) => targetOf(maker, options) ?? [])
    if (targets.length < group.length) return { makers: group, showsEvents, targets: undefined, only: undefined }
    return { makers: group, showsEvents, targets, only: onlyLine(group, targets) }
  }
  return { having: program.having, onMatch: groupOf(false), onTimeout: groupOf(true) }
}

/** undefined: its matches become results. */
function rowLineOf(rule: RunningRule, only: OnlyLine | undefined, tools: RowTools): RowLine | undefined {
  const shown = rule.manifest.rows?.shown?.[0]
  const maker = runMakerOf(rule)
  const type = lastTypeOf(rule.manifest)
  if (shown === undefined || only === undefined || maker === undefined || type === undefined) return undefined
  return RowLine.of({ ...tools, form: only.maker.form, target: only.target, shown, maker }, type)
}

/** Likewise, of rules whose alerts nobody but `onAlert` wants. */
function rowAlertOf(rule: RunningRule, { makers }: OutputGroup, tools: RowTools): RowAlert | undefined {
  const shown = rule.manifest.rows?.shown?.[0]
  const maker = runMakerOf(rule)
  const type = lastTypeOf(rule.manifest)
  const [only, other] = makers
  if (shown === undefined || maker === undefined || type === undefined) return undefined
  if (only === undefined || other !== undefined || only.form.shadow || only.form.schema.data === null) return undefined
  return RowAlert.of({ ...tools, form: only.form, code: only.code, shown, maker }, type)
}

function runMakerOf({ operator, silences }: RunningRule): RunMaker | undefined {
  return silences === undefined && "takeRun" in operator ? (operator as Lane & RunMaker) : undefined
}

/** The type of the events that complete matches; undefined: there are several. */
function lastTypeOf({ form, inputs, rows }: RuleManifest): number | undefined {
  if (form === undefined && rows?.registers !== undefined) return inputs[0]
  if (form === undefined || form.kind === "combination") return undefined
  const { step } = form.kind === "filter" ? form.condition : (form.last ?? form.first)
  return rows?.captures[step]?.event ?? (inputs.length === 1 ? inputs[0] : undefined)
}

/** Whether nobody is handed more of an alert than the alert. */
function isForAlertsAlone({ onAlert, onOutput, onResult, trace }: EngineOptions): boolean {
  return onAlert !== undefined && (onOutput ?? onResult ?? trace) === undefined
}

function onlyLine([maker, other]: readonly OutputMaker[], [target]: readonly LineTarget[]): OnlyLine | undefined {
  if (maker === undefined || target === undefined || other !== undefined) return undefined
  const { form, code } = maker
  const { hasMessage, data, hasScore } = form.schema
  const isData = data !== null && !hasMessage && !hasScore && code.score === undefined
  const { line } = form
  return { target, line, maker, data: isData ? code.data : undefined }
}

/** Where the lines of an output may go at once; undefined: somebody wants it itself, or no sink gets it. */
function targetOf({ form, event }: OutputMaker, options: EngineOptions): LineTarget | undefined {
  const { onAlert, onEmit, onResult, linesOf } = options
  const { schema, rule, sink, shadow } = form
  const isWanted = event !== undefined || onResult !== undefined || (!shadow && (onAlert ?? onEmit) !== undefined)
  if (isWanted || !(shadow || schema.writes)) return undefined
  return linesOf?.({ kind: schema.kind, rule: rule.name, sink, shadow })
}

/** False: it could not be written, and whoever is handed the output finds out why. */
function writeLine({ bytes }: LineTarget, line: OutputLine, parts: ResultParts, values: OutputValues): boolean {
  const before = bytes.length
  try {
    line.append(bytes, parts, values)
    appendByte(bytes, lineFeed)
    return true
  } catch {
    bytes.length = before
    return false
  }
}

function valuesOf({ form: { schema }, code }: OutputMaker, { view, key }: Result): OutputValues {
  return {
    message: schema.hasMessage ? code.message?.(view, key) : undefined,
    data: schema.data === null ? undefined : code.data?.(view, key),
    score: code.score?.(view, key),
  }
}

/** The view shows another match later. */
function copyOf(view: ResultView, { steps }: RuleManifest): ResultParts["steps"] {
  return steps.map((_, step) => view.records(step).slice())
}
