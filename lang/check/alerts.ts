import { messages } from "../messages/generated.ts"
import type { Span } from "../source.ts"
import type { Clause, FileNode, RuleDecl } from "../syntax/ast.ts"
import { type Context, complain, type Declared, type EventEntry } from "./context.ts"
import type { KeyInfo } from "./model.ts"
import type { NameFinder } from "./names-in.ts"
import { mentionOf, readsOf } from "./reads.ts"
import type { FieldType, Type } from "./types.ts"
import { optional, required, unify } from "./unify.ts"

/** The event type that alerts are for rules that read them. */
const alertType = "Alert"

type Derived = Declared & { readonly kind: "derived" }

/**
 * Makes `Alert` known unless the sources declare it. It stands for the alerts of the rules that no shadow and no reader of
 * alerts are: a reader is a rule whose trigger, or a feature that it uses, names `Alert` or an event that a reader emits.
 */
export function addAlertType(names: Map<string, Declared>, files: readonly FileNode[], find: NameFinder): void {
  if (names.has(alertType)) return
  const rules = [...names.values()].flatMap((declared) => (declared.kind === "rule" ? [declared.node] : []))
  const reads = new Map(rules.map((rule) => [rule, readsOf(rule, names, find)]))
  const readers = readersOfAlerts(reads)
  const alerts = rules.filter(
    (rule) => !rule.shadow && !readers.has(rule) && rule.outputs.some(({ kind }) => kind === "alert"),
  )
  const mention = [...reads.values()].map((events) => events.get(alertType)).find((span) => span !== undefined)
  const path = files[0]?.path ?? ""
  const span = mention ?? { path, start: 0, end: 0 }
  names.set(alertType, { kind: "derived", name: { text: alertType, span }, emits: [], alerts })
}

function readersOfAlerts(reads: ReadonlyMap<RuleDecl, ReadonlyMap<string, Span>>): ReadonlySet<RuleDecl> {
  const readers = new Set<RuleDecl>()
  const events = new Set([alertType])
  for (let before = -1; before !== readers.size; ) {
    before = readers.size
    for (const [rule, read] of reads) {
      if (readers.has(rule) || ![...read.keys()].some((name) => events.has(name))) continue
      readers.add(rule)
      if (rule.shadow) continue
      for (const { kind, event } of rule.outputs) if (kind === "emit" && event !== undefined) events.add(event.text)
    }
  }
  return readers
}

/** The fields of `Alert`: those of every alert, and the keys' of the rules whose alerts can be read. */
export function checkAlertType(context: Context, declared: Derived): EventEntry {
  const rules = declared.alerts ?? []
  if (rules.length === 0 && declared.name.span.end > 0) {
    complain(context, messages.noAlertsToRead(), declared.name.span)
  }
  const found = rules.map((rule) => context.rule(rule.name.text).info)
  const open = found.some((info) => info === undefined) || rules.length === 0
  const info = {
    name: alertType,
    fields: [...headFields, ...keyFields(found.map((each) => each?.keys ?? [])), atField],
    timeField: "at",
    latenessMs: 0,
    origin: "derived" as const,
    alertsOf: rules.map((rule) => rule.name.text),
    span: declared.name.span,
  }
  return { info, open }
}

/** What a severity can be. */
export const severityType: Type = { kind: "enum", values: ["info", "low", "medium", "high", "critical"] }
export const tagsType: Type = { kind: "list", of: { kind: "string" } }

const headFields: readonly FieldType[] = [
  { name: "rule", type: { kind: "string" } },
  { name: "severity", type: severityType },
  { name: "score", type: { kind: "optional", of: { kind: "number" } } },
  { name: "tags", type: tagsType },
]
const atField: FieldType = { name: "at", type: { kind: "time" } }

/** A key's field is there where its types fit together; it is optional unless every rule has it. */
function keyFields(keys: readonly (readonly KeyInfo[])[]): FieldType[] {
  const own = [...headFields, atField].map((field) => field.name)
  const types = new Map<string, Type | undefined>()
  for (const { name, type } of keys.flat()) {
    if (own.includes(name)) continue
    types.set(name, types.has(name) ? common(types.get(name), required(type)) : required(type))
  }
  return [...types].flatMap(([name, type]) => {
    if (type === undefined) return []
    const always = keys.every((each) => each.some((key) => key.name === name))
    return [{ name, type: always ? type : optional(type) }]
  })
}

/** Decimals stay as they are: those of another scale do not fit. */
function common(one: Type | undefined, other: Type): Type | undefined {
  if (one === undefined) return undefined
  if (one.kind !== "decimal" && other.kind !== "decimal") return unify(one, other)
  return one.kind === "decimal" && other.kind === "decimal" && one.scale === other.scale ? one : undefined
}

/** Reports an event that a rule waits for and that only shadow rules emit: nobody sees theirs. */
export function checkShadowEmits(context: Context, rule: RuleDecl, inputs: readonly string[]): void {
  for (const name of inputs) {
    const declared = context.declarations.get(name)
    if (declared?.kind !== "derived" || declared.emits.length === 0) continue
    if (!declared.emits.every((each) => each.rule.shadow)) continue
    const span = mentionOf(rule.trigger, name)
    const labels = declared.emits.map((each) => ({ span: each.rule.name.span, text: "a shadow rule" }))
    if (span !== undefined) complain(context, messages.onlyShadowEmits({ event: name }), span, { labels })
  }
}

/** The tags of a rule, each once. */
export function checkTags(context: Context, rule: RuleDecl): readonly string[] {
  const clause = rule.clauses.find((each): each is Extract<Clause, { kind: "tags" }> => each.kind === "tags")
  if (clause === undefined) return []
  const tags: string[] = []
  for (const { text, span } of clause.tags) {
    if (text.trim() === "") complain(context, messages.emptyTag(), span)
    else if (tags.includes(text)) complain(context, messages.duplicateTag({ tag: text }), span)
    else tags.push(text)
  }
  if (!rule.outputs.some(({ kind }) => kind === "alert")) complain(context, messages.tagsWithoutAlert(), clause.span)
  return tags
}
