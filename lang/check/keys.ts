import { messages } from "../messages/generated.ts"
import type { Span } from "../source.ts"
import type { Name } from "../syntax/ast.ts"
import type { KeyNode } from "../syntax/ast-expressions.ts"
import { type Context, complain, refer } from "./context.ts"
import { fieldType } from "./fields.ts"
import type { KeyInfo } from "./model.ts"
import { describe, listNames, showType } from "./show.ts"
import { didYouMean, nearest, suggestOrList } from "./suggest.ts"
import type { Type } from "./types.ts"
import { required, unify } from "./unify.ts"

/** The kinds of types that a key can have. */
export const keyKinds: readonly Type["kind"][] = [
  "string",
  "number",
  "integer",
  "boolean",
  "enum",
  "decimal",
  "time",
  "unknown",
]

/** Checks the keys of a rule whose input is the given event types. */
export function checkKeys(context: Context, nodes: readonly KeyNode[], inputs: readonly string[]): KeyInfo[] {
  const keys: KeyInfo[] = []
  for (const node of nodes) {
    const key = checkKey(context, node, inputs)
    if (key === undefined) continue
    if (keys.some((each) => each.name === key.name)) {
      complain(context, messages.duplicateKey({ key: key.name }), node.span)
    } else keys.push(key)
  }
  return keys
}

function checkKey(context: Context, node: KeyNode, inputs: readonly string[]): KeyInfo | undefined {
  const { text: name, span } = node.path.at(-1) ?? { text: "", span: node.span }
  if (name === "") return undefined
  const overrides = checkOverrides(context, node, inputs)
  const without = inputs.filter((event) => !overrides.has(event))
  const lacking = without.filter((event) => lacks(context, event, node.path[0]!.text))
  if (lacking.length > 0) {
    complainOfLacking(context, node, lacking, inputs)
    return { name, type: { kind: "unknown" }, paths: {}, span }
  }
  const paths: [string, string[]][] = []
  let common: { type: Type; event: string } | undefined
  for (const event of inputs) {
    const path = overrides.get(event) ?? node.path
    const type = pathType(context, event, path)
    paths.push([event, path.map((part) => part.text)])
    if (type === undefined || !checkKeyType(context, type, path, node.span)) continue
    const unified: Type | undefined = common === undefined ? type : unify(common.type, type)
    if (unified === undefined) complainOfTypes(context, node, common!, { type, event })
    else common = { type: unified, event }
  }
  return { name, type: common?.type ?? { kind: "unknown" }, paths: Object.fromEntries(paths), span }
}

function lacks(context: Context, event: string, field: string): boolean {
  const entry = context.event(event)
  return entry !== undefined && !entry.open && !entry.info.fields.some((each) => each.name === field)
}

function checkOverrides(context: Context, node: KeyNode, inputs: readonly string[]): Map<string, readonly Name[]> {
  const overrides = new Map<string, readonly Name[]>()
  for (const { event, path } of node.overrides) {
    if (event.text === "" || path.length === 0) continue
    if (!inputs.includes(event.text)) {
      const hint = suggestOrList(event.text, inputs, "its events")
      complain(context, messages.keyOfOtherEvent({ event: event.text }), event.span, { hint })
    } else if (overrides.has(event.text)) complain(context, messages.duplicateKey({ key: event.text }), event.span)
    else {
      refer(context, "event", event.text, event.span, context.declarations.get(event.text)?.name.span)
      overrides.set(event.text, path)
    }
  }
  return overrides
}

function pathType(context: Context, event: string, path: readonly Name[]): Type | undefined {
  let type: Type = { kind: "event", events: [event] }
  for (const name of path) {
    const found = fieldType(context, required(type), name)
    if (found === undefined) return undefined
    type = found
  }
  return required(type)
}

function checkKeyType(context: Context, type: Type, path: readonly Name[], span: Span): boolean {
  if (keyKinds.includes(type.kind)) return true
  const first = type.kind === "record" ? type.fields[0] : undefined
  const written = path.map((part) => part.text).join(".")
  const hint = first === undefined ? undefined : `name a field of it, as in \`per ${written}.${first.name}\``
  complain(context, messages.keyType({ key: written, found: describe(type) }), path.at(-1)?.span ?? span, { hint })
  return false
}

function complainOfTypes(
  context: Context,
  node: KeyNode,
  first: { type: Type; event: string },
  other: { type: Type; event: string },
): void {
  const holes = {
    key: node.path.map((part) => part.text).join("."),
    first: `\`${showType(first.type)}\` in ${first.event}`,
    other: `\`${showType(other.type)}\` in ${other.event}`,
  }
  complain(context, messages.keyTypesDiffer(holes), node.span)
}

/** The field is not in every event type: the hint shows how to name the one that takes its place. */
function complainOfLacking(
  context: Context,
  node: KeyNode,
  lacking: readonly string[],
  inputs: readonly string[],
): void {
  const key = node.path.map((part) => part.text).join(".")
  const having = inputs.filter((event) => !lacking.includes(event))
  const first = node.path[0]!
  const common = having.length === 0 && node.overrides.length === 0
  const hint = common ? nearHint(context, first.text, inputs) : overrideHint(context, node, key, lacking, having)
  const labels = lacking.flatMap((event) => {
    const span = context.event(event)?.info.span
    return span === undefined ? [] : [{ span, text: `has no \`${first.text}\`` }]
  })
  const events = listNames(lacking, "or").replaceAll("`", "")
  complain(context, messages.missingKeyField({ key: first.text, events }), first.span, { hint, labels })
}

function nearHint(context: Context, field: string, inputs: readonly string[]): string | undefined {
  const known = context.event(inputs[0] ?? "")?.info.fields.map((each) => each.name) ?? []
  const near = didYouMean(field, known)
  if (near !== undefined || known.length === 0 || inputs[0] === "Alert")
    return near ?? suggestOrList(field, known, "the fields of Alert")
  // Under another name it is perhaps there: a customer of payments is the user of logins.
  const other = `${inputs[0]}.${known.find((name) => name !== "id") ?? known[0]}`
  const called = `where it has another name, say which: \`per ${field} (${other})\``
  const list = suggestOrList(field, known, `the fields of ${inputs[0]}`)
  return list === undefined ? called : `${list}; ${called}`
}

function overrideHint(
  context: Context,
  node: KeyNode,
  key: string,
  lacking: readonly string[],
  having: readonly string[],
): string {
  const wanted = having.map((event) => fieldOf(context, event, key)).find((type) => type !== undefined)
  const written = node.overrides.map((each) => `${each.event.text}.${each.path.map((part) => part.text).join(".")}`)
  const proposed = lacking.map((event) => {
    const fields = context.event(event)?.info.fields ?? []
    const names = fields
      .filter((field) => !wanted || required(field.type).kind === wanted.kind)
      .map((field) => field.name)
    return `${event}.${nearest(key, names) ?? names.find((name) => name !== "id") ?? names[0] ?? "field"}`
  })
  return `say which field takes its place, as in \`per ${key} (${[...written, ...proposed].join(", ")})\``
}

function fieldOf(context: Context, event: string, field: string): Type | undefined {
  const found = context.event(event)?.info.fields.find((each) => each.name === field)
  return found && required(found.type)
}
