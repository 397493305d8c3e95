import { messages } from "../messages/generated.ts"
import type { EventDecl } from "../syntax/ast.ts"
import { type Context, complain, type EventEntry } from "./context.ts"
import { readDuration } from "./durations.ts"
import { referWritten } from "./fields.ts"
import { resolvePath } from "./paths.ts"
import { showType } from "./show.ts"
import { suggestOrList } from "./suggest.ts"
import { readFields } from "./type-nodes.ts"
import type { FieldType, Type } from "./types.ts"
import { required } from "./unify.ts"

/** Checks an event declaration. */
export function checkEvent(context: Context, node: EventDecl): EventEntry {
  const given = node.from === undefined ? readFields(context, node.fields ?? []) : interfaceFields(context, node)
  const fields = given ?? []
  const timeField = node.timedBy?.kind === "field" ? node.timedBy.name.text : null
  const typescript = node.from !== undefined
  const late = node.late === undefined ? undefined : readDuration(context, node.late, 0)
  const open = given === undefined || context.isBroken(node.span)
  if (node.timedBy === undefined) askForTime(context, node, fields, open)
  else if (timeField !== null && !open) checkTimeField(context, node, fields)
  const info = {
    name: node.name.text,
    fields: typescript && timeField !== null ? asTime(fields, timeField) : fields,
    timeField,
    latenessMs: late?.ms ?? 0,
    origin: typescript ? ("typescript" as const) : ("declared" as const),
    span: node.name.span,
  }
  return { info: node.doc === undefined ? info : { ...info, doc: node.doc }, open }
}

/** A TypeScript interface may hold the event's time as a number or a text. */
function asTime(fields: readonly FieldType[], timeField: string): FieldType[] {
  return fields.map((field) =>
    field.name === timeField && ["number", "string"].includes(field.type.kind)
      ? { ...field, type: { kind: "time" } satisfies Type }
      : field,
  )
}

function askForTime(context: Context, node: EventDecl, fields: readonly FieldType[], open: boolean): void {
  if (open) return
  const times = fields.filter((field) => field.type.kind === "time").map((field) => field.name)
  const hint =
    times.length > 0
      ? `add \`timed by ${times[0]}\` after the closing brace`
      : "add a field of type `time` and `timed by` with its name, or `timed by arrival` for the time at which the job sees the event"
  complain(context, messages.missingTimedBy({ event: node.name.text }), node.name.span, { hint })
}

function checkTimeField(context: Context, node: EventDecl, fields: readonly FieldType[]): void {
  if (node.timedBy?.kind !== "field") return
  const { text, span } = node.timedBy.name
  const event = node.name.text
  const field = fields.find((each) => each.name === text)
  if (field === undefined) {
    const times = fields.filter((each) => required(each.type).kind === "time").map((each) => each.name)
    const hint =
      times.length === 1
        ? `did you mean \`${times[0]}\`?`
        : suggestOrList(
            text,
            fields.map((each) => each.name),
            `the fields of ${event}`,
          )
    complain(context, messages.unknownField({ field: text, type: event }), span, { hint })
    return
  }
  referWritten(context, node.timedBy.name, fields)
  const usable = field.type.kind === "time" || field.type.kind === "unknown"
  if (usable || (node.from !== undefined && ["number", "string"].includes(field.type.kind))) return
  const hint =
    field.type.kind === "optional" && field.type.of.kind === "time"
      ? "an event always has a time; take the `?` away"
      : `declare it as \`${text}: time\`; ISO 8601 text and epoch milliseconds are both read, \`time(seconds)\` reads epoch seconds`
  complain(context, messages.timeFieldType({ field: text, type: showType(field.type) }), span, { hint })
}

/** The fields of `event N from "./events.ts"`; undefined after a problem. */
function interfaceFields(context: Context, node: EventDecl): readonly FieldType[] | undefined {
  const from = node.from!
  if (context.typescript === undefined) {
    complain(context, messages.typescriptNotRead({ path: from.text }), from.span)
    return undefined
  }
  const found = context.typescript.interfaces(resolvePath(from.span.path, from.text))
  if (found === undefined) {
    complain(context, messages.typescriptNotFound({ path: from.text }), from.span)
    return undefined
  }
  const name = node.name.text
  const fields = found.get(name)
  if (fields === undefined) {
    const hint = suggestOrList(name, [...found.keys()], "exported there")
    complain(context, messages.unknownInterface({ name, path: from.text }), node.name.span, { hint })
    return undefined
  }
  if (!("problem" in fields)) return fields
  const labels = fields.span === undefined ? [] : [{ span: fields.span, text: "here" }]
  complain(context, messages.typescriptProblem({ name, problem: fields.problem }), from.span, { labels })
  return undefined
}
