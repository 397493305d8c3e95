import type { Catalog } from "../../lang/catalog.ts"
import type { BindingInfo, Checked, Expression, KeyInfo, OutputInfo, RuleInfo } from "../../lang/check/model.ts"
import type { Binding, EventSchema, KeySchema, OutputSchema } from "../../runtime/abi/rule-set.ts"
import type { AggregateOp } from "../../runtime/abi/series.ts"
import { isOfOwnKey } from "../1-analyze/asks.ts"
import { boundText } from "../1-analyze/bound-text.ts"
import type { Facts, RuleFacts } from "../1-analyze/facts.ts"
import { historyText } from "../1-analyze/history-form.ts"
import { durationRef } from "../1-analyze/index.ts"
import { lowerModel, planAwaited, planRows } from "./awaited.ts"
import { lowerPattern } from "./lower-pattern.ts"
import type { OutputPlan, Plan, RulePlan } from "./plan.ts"
import { planSeries } from "./series.ts"
import type { Declarations } from "./series-name.ts"
import { aggregatesText } from "./series-text.ts"
import { lowerTable } from "./tables.ts"
import { type EventIds, eventId, fieldSchema, valueType } from "./value-type.ts"
import { lowerWindow } from "./window.ts"

/** Brings checked rules and what is known of them into the form that automata and code are made from. */
export function lower(checked: Checked, facts: Facts, catalog: Catalog): Plan {
  const ids: EventIds = new Map(checked.events.map((event, id) => [event.name, id]))
  const readNames = new Set(checked.rules.flatMap((rule) => rule.inputs))
  for (const { asks } of facts.rules) for (const { expression } of asks) readNames.add(expression.history.event)
  const alerts = checked.events.find((event) => event.alertsOf !== undefined)
  const kept = planSeries(checked, facts, ids)
  const measures = new Map(kept.measures.map(({ history }, number) => [history, number]))
  const rules = checked.rules.map((rule, at) => {
    const alert = alerts?.alertsOf?.includes(rule.name) === true ? eventId(alerts.name, ids) : undefined
    return lowerRule(rule, facts.rules[at]!, {
      ids,
      declared: checked,
      events: checked.events,
      measures,
      readNames,
      alert,
    })
  })
  return {
    events: checked.events.map(
      (event): EventSchema => ({
        name: event.name,
        fields: event.fields.map((field) => fieldSchema(field, ids)),
        timeField: event.timeField,
        latenessMs: event.latenessMs,
        derived: event.origin === "derived",
      }),
    ),
    params: checked.params.map(({ name, type, value }) => ({ name, type: valueType(type, ids), value })),
    lets: checked.lets,
    functions: checked.functions,
    uses: checked.uses,
    ...kept,
    tables: checked.tables.map((table) => lowerTable(table, ids)),
    models: checked.models.map((model) => lowerModel(model, ids)),
    awaited: planAwaited(rules, ids),
    rows: planRows(rules, checked.models, ids),
    takesMissing: catalog.functions.filter((one) => one.takesMissing === true).map((one) => one.name),
    sources: checked.sources.map(lowerBinding),
    sinks: checked.sinks.map(lowerBinding),
    rules,
  }
}

function lowerBinding({ name, connector, args, options, partitionedBy }: BindingInfo): Binding {
  const binding = { name, connector, args, options }
  return partitionedBy === undefined ? binding : { ...binding, partitionedBy }
}

interface Readers {
  /** What expressions may use by name. */
  readonly declared: Declarations
  readonly ids: EventIds
  readonly events: Checked["events"]
  /** Numbers of the aggregates over past events, by `historyText`. */
  readonly measures: ReadonlyMap<string, number>
  /** Events that some rule reads, itself or through aggregates. */
  readonly readNames: ReadonlySet<string>
  /** The type of `Alert` where the rule's alerts are read. */
  readonly alert: number | undefined
}

function lowerRule(rule: RuleInfo, facts: RuleFacts, readers: Readers): RulePlan {
  const { ids } = readers
  const { pattern, conditions, durations } = lowerPattern(rule, ids)
  return {
    name: rule.name,
    ...(rule.of === undefined ? {} : { of: rule.of }),
    ...(rule.was === undefined ? {} : { was: rule.was }),
    ...(rule.title === undefined ? {} : { title: rule.title }),
    ...(rule.doc === undefined ? {} : { doc: rule.doc }),
    span: rule.span,
    shadow: rule.shadow,
    tags: rule.tags,
    ...(rule.oncePer === undefined ? {} : { oncePer: durationRef(rule.oncePer) }),
    inputs: rule.inputs.map((name) => eventId(name, ids)),
    keys: rule.keys.map((key) => lowerKey(key, ids)),
    steps: rule.steps.map(({ name, shown, several }) => ({ name, shown, several })),
    pattern,
    conditions,
    durations,
    within: lowerWithin(rule),
    skip: rule.skip,
    ...(rule.trigger.kind === "window" ? { window: lowerWindow(rule.trigger.window, ids, readers.declared) } : {}),
    ...(rule.having === undefined ? {} : { having: rule.having }),
    outputs: rule.outputs.map((output) => lowerOutput(output, rule.shadow, readers)),
    asks: numbersOf(facts, readers.measures),
    asksLater: facts.asks.some(({ later, inOutput }) => later && inOutput),
    asksOther: facts.asks
      .filter((ask) => !isOfOwnKey(ask, rule))
      .map(({ expression, later, ownParts }) => ({
        measure: readers.measures.get(historyText(expression, later))!,
        ownParts,
      })),
    place: facts.place,
    bound: facts.bound,
    boundText: stateText(rule, facts, readers.events),
  }
}

function numbersOf({ asks }: RuleFacts, measures: ReadonlyMap<string, number>): readonly number[] {
  const numbers = asks.map(({ expression, later }) => measures.get(historyText(expression, later))!)
  return [...new Set(numbers)].sort((a, b) => a - b)
}

function stateText(rule: RuleInfo, facts: RuleFacts, events: Checked["events"]): string {
  const own = boundText(rule, facts.bound)
  const aggregates = aggregatesText(facts, events)
  // "none" is not true of a rule that has some.
  const matches = facts.bound.kind === "none" ? "no partial matches" : own
  return aggregates === "" ? own : `${matches}; for its aggregates: ${aggregates}`
}

function lowerWithin({ within }: RuleInfo): RulePlan["within"] {
  if (within.kind === "none" || within.kind === "forever") return { kind: "none" }
  return { kind: within.kind, duration: durationRef(within.duration) }
}

function lowerKey({ name, type, paths }: KeyInfo, ids: EventIds): KeySchema {
  const byId = Object.entries(paths).map(([event, path]) => [eventId(event, ids), path] as const)
  return { name, type: valueType(type, ids), paths: Object.fromEntries(byId) }
}

function lowerOutput(output: OutputInfo, shadow: boolean, { ids, readNames, alert }: Readers): OutputPlan {
  const { kind, onTimeout, severity, score, message, event, sink, data, withoutEvents, span } = output
  const made = event === undefined ? alert : eventId(event, ids)
  const hasData = output.hasData || kind === "emit"
  const aggregates = data.flatMap(({ name, value }) => {
    const op = aggregateOf(value)
    return op === undefined ? [] : [[name, op] as const]
  })
  const schema: OutputSchema = {
    kind,
    onTimeout,
    severity,
    hasMessage: message !== undefined,
    ...(score === undefined ? {} : { hasScore: true }),
    data: hasData ? data.map(({ name, value }) => fieldSchema({ name, type: value.type }, ids)) : null,
    ...(aggregates.length === 0 ? {} : { aggregates: Object.fromEntries(aggregates) }),
    ...(made === undefined ? {} : { event: made }),
    ...(sink === undefined ? {} : { sink }),
    withEvents: !withoutEvents,
    writes: kind === "alert" || shadow || sink !== undefined || !readNames.has(event!),
  }
  const texts = { ...(score === undefined ? {} : { score }), ...(message === undefined ? {} : { message }) }
  return { ...schema, ...texts, values: data.map(({ value }) => value), span }
}

/** The aggregate that an expression is as it stands: of a window, of past events, or of a step. */
function aggregateOf(value: Expression): AggregateOp | undefined {
  if (value.kind === "measure" || value.kind === "aggregate") return value.op
  return value.kind === "history" && value.history.op !== "new" ? value.history.op : undefined
}
