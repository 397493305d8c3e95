import { messages } from "../messages/generated.ts"
import { type Context, complain, type Declared, type EventEntry } from "./context.ts"
import type { OutputInfo, RuleInfo } from "./model.ts"
import type { KeptChecks } from "./pieces.ts"
import { describe, listNames } from "./show.ts"
import type { FieldType, Type } from "./types.ts"
import { fitLoosely, unify } from "./unify.ts"

type Derived = Declared & { readonly kind: "derived" }

/** The event type that rules make with `emit`: all of them must give it the same fields. */
export function checkDerived(context: Context, declared: Derived): EventEntry {
  const outputs: OutputInfo[] = []
  let open = false
  for (const { rule, output } of declared.emits) {
    const info = context.rule(rule.name.text).info
    const found = info?.outputs[rule.outputs.indexOf(output)]
    if (found === undefined) open = true
    else outputs.push(found)
  }
  const fields = commonRecord(context, declared, outputs)
  const at: FieldType = { name: "at", type: { kind: "time" } }
  return {
    info: {
      name: declared.name.text,
      fields: [...fields, at],
      timeField: "at",
      latenessMs: 0,
      origin: "derived",
      span: declared.name.span,
    },
    open,
  }
}

function commonRecord(context: Context, declared: Derived, outputs: readonly OutputInfo[]): FieldType[] {
  const [first, ...others] = outputs
  const fields = new Map<string, Type>(first?.data.map((field) => [field.name, field.value.type]))
  for (const other of others) {
    const labels = [{ span: first!.span, text: "first here" }]
    const event = declared.name.text
    const missing = [...fields.keys()].filter((name) => !other.data.some((field) => field.name === name))
    const extra = other.data.map((field) => field.name).filter((name) => !fields.has(name))
    if (missing.length > 0) {
      complain(context, messages.emitFieldsDiffer({ event, difference: `without ${listNames(missing)}` }), other.span, {
        labels,
      })
    }
    if (extra.length > 0) {
      complain(context, messages.emitFieldsDiffer({ event, difference: `with ${listNames(extra)}` }), other.span, {
        labels,
      })
    }
    for (const { name, value } of other.data) {
      const known = fields.get(name)
      if (known === undefined) continue
      const type = unify(known, value.type)
      if (type !== undefined) fields.set(name, type)
      else {
        const difference = `with \`${name}\` as ${describe(value.type)} instead of ${describe(known)}`
        complain(context, messages.emitFieldsDiffer({ event, difference }), value.span, { labels })
      }
    }
  }
  return [...fields].map(([name, type]) => ({ name, type }))
}

/** The rule with the values of its derived events brought to the event's types: the same object as the last time where it would be an equal one. */
export function adaptEmits(context: Context, rule: RuleInfo, kept?: Pick<KeptChecks, "adapted">): RuleInfo {
  const events = rule.outputs.map(({ event }) => (event === undefined ? undefined : context.event(event)))
  const known = kept?.adapted.get(rule)
  if (known?.events.every((each, at) => each === events[at])) return known.rule
  const outputs = rule.outputs.map((output, at) => {
    const event = events[at]
    if (event === undefined) return output
    const data = output.data.map((field) => {
      const type = event.info.fields.find((each) => each.name === field.name)?.type
      return type === undefined ? field : { name: field.name, value: fitLoosely(field.value, type) ?? field.value }
    })
    return { ...output, data }
  })
  const adapted = { ...rule, outputs }
  kept?.adapted.set(rule, { events, rule: adapted })
  return adapted
}
