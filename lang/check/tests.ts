import { messages } from "../messages/generated.ts"
import type { Name, TestDecl, TestItem, TestTime } from "../syntax/ast.ts"
import type { Expr } from "../syntax/ast-expressions.ts"
import { severityType, tagsType } from "./alerts.ts"
import { type Context, complain, complainOfUnknown, refer } from "./context.ts"
import { readDuration } from "./durations.ts"
import { checkGivens } from "./given.ts"
import type { EventInfo, ExpectationInfo, RuleInfo, TestEventInfo, TestInfo } from "./model.ts"
import { duplicates, eventNames, namesOfKind } from "./names.ts"
import { didYouMean, suggestOrList } from "./suggest.ts"
import { completeFields, readRecord, readValue } from "./test-records.ts"
import { outsideValue } from "./test-values.ts"
import type { Type } from "./types.ts"

type EventItem = TestItem & { readonly kind: "event" }
type ExpectItem = TestItem & { readonly kind: "expect" }

/** Checks a `test`: fills in what its events leave out and works out their times. */
export function checkTest(context: Context, node: TestDecl): TestInfo {
  const timeline = checkTimeline(context, node)
  const expectations = node.items.flatMap((item): ExpectationInfo[] => {
    if (item.kind === "expect-nothing") return [{ kind: "nothing", span: item.span }]
    const expectation = item.kind === "expect" ? checkExpectation(context, item) : undefined
    return expectation === undefined ? [] : [expectation]
  })
  if (!node.items.some(({ kind }) => kind.startsWith("expect")))
    complain(context, messages.testWithoutExpectation(), node.name.span)
  return {
    name: node.name.text,
    path: node.span.path,
    params: checkParams(context, node),
    ...checkGivens(context, node),
    timeline,
    expectations,
    until: node.until === undefined ? null : readTime(context, node.until, "the end of a test"),
    span: node.span,
  }
}

/** Each event and each move of the watermark; a time that is written as `+…` counts from the line above. */
function checkTimeline(context: Context, { items }: TestDecl): TestInfo["timeline"] {
  const timeline: TestInfo["timeline"][number][] = []
  let clock = 0
  for (const [index, item] of items.entries()) {
    if (item.kind === "watermark") {
      clock = writtenTime(context, item.to, clock, "the watermark") ?? clock
      timeline.push({ kind: "watermark", to: clock, span: item.span })
    } else if (item.kind === "event") {
      const next = items[index + 1]
      const { known, ...event } = checkEventItem(context, item, clock)
      clock = event.at
      if (known) timeline.push(next?.kind === "expect-late" ? { ...event, late: next.span } : event)
    } else if (item.kind === "expect-late" && items[index - 1]?.kind !== "event") {
      complain(context, messages.lateWithoutEvent(), item.span)
    }
  }
  return timeline
}

function readTime(context: Context, node: Expr, what: string): number | null {
  const found = readValue(context, node, { kind: "time" }, what)
  return typeof found?.value === "number" ? found.value : null
}

function checkParams(context: Context, node: TestDecl): Record<string, unknown> {
  const params: [string, unknown][] = []
  for (const { item } of duplicates(node.params)) {
    complain(context, messages.duplicateField({ field: item.name.text }), item.name.span)
  }
  for (const { name, value } of node.params) {
    const declared = context.declarations.get(name.text)
    if (declared?.kind !== "param") {
      const hint = suggestOrList(name.text, namesOfKind(context, "param"), "the params")
      complainOfUnknown(context, messages.unknownParam({ name: name.text }), name.span, { hint })
      continue
    }
    refer(context, "param", name.text, name.span, declared.name.span)
    const found = readValue(context, value, context.param(name.text).type, `\`${name.text}\``)
    if (found !== undefined) params.push([name.text, found.value])
  }
  return Object.fromEntries(params)
}

function checkEventItem(context: Context, node: EventItem, clock: number): TestEventInfo & { known: boolean } {
  const { text, span } = node.event
  const declared = context.declarations.get(text)
  const written = node.at && writtenTime(context, node.at, clock, "the time of an event")
  const entry = declared?.kind === "event" ? context.event(text) : undefined
  if (entry === undefined) {
    if (declared?.kind === "derived") complain(context, messages.testOfDerived({ event: text }), span)
    else if (text !== "") {
      const hint = suggestOrList(text, eventNames(context), "the declared events")
      complainOfUnknown(context, messages.unknownEvent({ name: text }), span, { hint })
    }
    return { kind: "event", event: text, at: written ?? clock, record: {}, span: node.span, known: false }
  }
  refer(context, "event", text, span, declared?.name.span)
  const values = readRecord(context, node.record, entry.info.fields, text, entry.open)
  const at = eventTime(context, node, entry.info, values, written) ?? clock
  return {
    kind: "event",
    event: text,
    at,
    record: completeRecord(entry.info, values, at),
    span: node.span,
    known: true,
  }
}

/** The time after `at` or `to`; `clock`: of the line above. */
function writtenTime(context: Context, node: TestTime, clock: number, what: string): number | undefined {
  if (node.kind === "absolute") return readTime(context, node.time, what) ?? undefined
  const offset = readDuration(context, node.duration, 0)
  return offset === undefined ? undefined : clock + offset.ms
}

/** The time field may be set in the record instead; both must say the same. */
function eventTime(
  context: Context,
  node: EventItem,
  event: EventInfo,
  values: ReadonlyMap<string, { value: unknown }>,
  written: number | undefined,
): number | undefined {
  const own = event.timeField === null ? undefined : values.get(event.timeField)?.value
  if (typeof own !== "number") return written
  if (written !== undefined && written !== own) {
    complain(context, messages.testTimeTwice({ field: event.timeField ?? "" }), node.event.span)
  }
  return own
}

/** The whole record as JSON, in the order of the event's fields. */
function completeRecord(
  event: EventInfo,
  values: ReadonlyMap<string, { value: unknown; type: Type }>,
  at: number,
): Record<string, unknown> {
  return completeFields(event.fields, values, at)
}

function checkExpectation(context: Context, node: ExpectItem): ExpectationInfo | undefined {
  const { text, span } = node.rule
  const declared = context.declarations.get(text)
  if (declared?.kind !== "rule") {
    const hint = suggestOrList(text, namesOfKind(context, "rule"), "the rules")
    if (text !== "") complainOfUnknown(context, messages.unknownRule({ name: text }), span, { hint })
    return undefined
  }
  refer(context, "rule", text, span, declared.name.span)
  const { info } = context.rule(text)
  const fields: [string, unknown][] = []
  for (const { name, value } of node.record?.fields ?? []) {
    const type = expectedType(context, name, info)
    const found = type && readValue(context, value, type, `\`${name.text}\``)
    if (found !== undefined) fields.push([name.text, outsideValue(found.value, found.type) ?? null])
  }
  return { kind: "rule", rule: text, count: node.count, fields: Object.fromEntries(fields), span: node.span }
}

/** What an expectation may say of an alert itself, where its record has no field of that name. */
const alertFields: ReadonlyMap<string, Type> = new Map<string, Type>([
  ["severity", severityType],
  ["score", { kind: "number" }],
  ["tags", tagsType],
  ["suppressed", { kind: "integer" }],
  ["timeout", { kind: "boolean" }],
])

/** The type of a field of what the rule puts out. */
function expectedType(context: Context, name: Name, rule: RuleInfo | undefined): Type | undefined {
  if (rule === undefined) return { kind: "unknown" }
  const outputs = rule.outputs.flatMap((output) => output.data)
  const field = outputs.find((each) => each.name === name.text)
  if (field !== undefined) return field.value.type.kind === "integer" ? { kind: "number" } : field.value.type
  const own = rule.outputs.some(({ kind }) => kind === "alert") ? alertFields : new Map<string, Type>()
  if (own.has(name.text)) return own.get(name.text)
  const known = [...new Set(outputs.map((each) => each.name))]
  const near = didYouMean(name.text, [...known, ...own.keys()])
  const hint =
    near !== undefined
      ? near
      : known.length === 0
        ? `the outputs of ${rule.name} have no record; add one, as in \`alert { ${name.text}: … }\``
        : suggestOrList(name.text, known, "its fields")
  complain(context, messages.unknownOutputField({ field: name.text, rule: rule.name }), name.span, { hint })
  return undefined
}
