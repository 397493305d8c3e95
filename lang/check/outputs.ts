import { messages } from "../messages/generated.ts"
import type { OutputNode } from "../syntax/ast.ts"
import type { Expr, RecordNode } from "../syntax/ast-expressions.ts"
import { type Context, complain, complainOfUnknown, refer } from "./context.ts"
import { fitOrComplain, plainValue } from "./fit.ts"
import type { Expression, KeyInfo, OutputInfo } from "./model.ts"
import { duplicates, namesOfKind } from "./names.ts"
import type { Environment } from "./scope.ts"
import { suggestOrList } from "./suggest.ts"

/** Checks an `alert` or `emit`. */
export function checkOutput(
  context: Context,
  node: OutputNode,
  index: number,
  rule: Environment,
  timesOut: boolean,
): OutputInfo {
  const place = node.onTimeout ? { ...rule, timeout: true } : rule
  if (node.onTimeout && !timesOut) {
    complain(context, messages.timeoutWithoutWindow(), node.span)
  }
  const message = node.message && context.infer(node.message, place)
  const score = node.score && checkScore(context, node.score, place)
  const record = checkRecord(context, node.record, place)
  const emit = node.kind === "emit"
  if (emit) checkEmitted(context, node)
  return {
    index,
    kind: node.kind,
    onTimeout: node.onTimeout,
    severity: node.severity ?? "medium",
    ...(score === undefined ? {} : { score }),
    ...(message === undefined ? {} : { message }),
    ...(node.event === undefined ? {} : { event: node.event.text }),
    ...sink(context, node),
    data: emit ? withKeys(record, rule.keys ?? [], node) : record,
    hasData: emit || node.record !== undefined,
    withoutEvents: node.withoutEvents,
    span: node.span,
  }
}

/** A number; one that may be missing is let through. */
function checkScore(context: Context, node: Expr, place: Environment): Expression | undefined {
  const found = context.infer(node, place)
  if (found.type.kind === "unknown") return undefined
  return fitOrComplain(context, found, { kind: "number" }, "the score", true)
}

function checkRecord(
  context: Context,
  node: RecordNode | undefined,
  place: Environment,
): { name: string; value: Expression }[] {
  if (node === undefined) return []
  const twice = duplicates(node.fields)
  for (const { item, first } of twice) {
    complain(context, messages.duplicateField({ field: item.name.text }), item.name.span, {
      labels: [{ span: first.name.span, text: "first here" }],
    })
  }
  const values = node.fields.map((field) => ({
    field,
    value: plainValue(context, context.infer(field.value, place)),
  }))
  return values
    .filter(({ field }) => !twice.some(({ item }) => item === field))
    .map(({ field, value }) => ({ name: field.name.text, value }))
}

/** A derived event has the key's fields too, unless its record sets them. */
function withKeys(record: readonly { name: string; value: Expression }[], keys: readonly KeyInfo[], node: OutputNode) {
  const added = keys
    .filter((key) => !record.some((field) => field.name === key.name))
    .map((key) => ({
      name: key.name,
      value: { kind: "key" as const, name: key.name, type: key.type, span: node.event?.span ?? node.span },
    }))
  return [...record, ...added].filter((field) => field.name !== "at")
}

function checkEmitted(context: Context, node: OutputNode): void {
  const at = node.record?.fields.find((field) => field.name.text === "at")
  if (at !== undefined) complain(context, messages.emitSetsTime(), at.name.span)
  if (node.event !== undefined) {
    refer(context, "event", node.event.text, node.event.span, context.declarations.get(node.event.text)?.name.span)
  }
}

function sink(context: Context, node: OutputNode): { sink?: string } {
  if (node.sink === undefined || node.sink.text === "") return {}
  const { text, span } = node.sink
  const declared = context.declarations.get(text)
  if (declared?.kind === "sink") {
    refer(context, "sink", text, span, declared.name.span)
    return { sink: text }
  }
  // The sink that outputs go to anyway needs no declaration.
  if (declared === undefined && text === "alerts") return { sink: text }
  const known = namesOfKind(context, "sink")
  const hint = suggestOrList(text, known, "the sinks") ?? `declare it, as in \`sink ${text} to file("${text}.jsonl")\``
  complainOfUnknown(context, messages.unknownSink({ name: text }), span, { hint })
  return {}
}
