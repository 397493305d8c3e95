import type { Expression, ModelInfo } from "../../lang/check/model.ts"
import type { ModelSchema } from "../../runtime/abi/table.ts"
import { fingerprint, walk } from "../1-analyze/walk.ts"
import type { AwaitedPlan, RowPlan, RulePlan } from "./plan.ts"
import { showExpression } from "./show-expression.ts"
import { type EventIds, eventId, fieldSchema, valueType } from "./value-type.ts"

type AwaitedExpression = Extract<Expression, { kind: "awaited" }>

/** What tells a call of an asynchronous function from all others: equal calls are made once for an event. */
export function awaitedText({ name, args }: AwaitedExpression): string {
  return `${name}(${args.map(fingerprint).join(",")})`
}

/** The calls of asynchronous functions in rules, each once, with the types of the events for which it is made. */
export function planAwaited(rules: readonly RulePlan[], ids: EventIds): AwaitedPlan[] {
  const found = new Map<string, { call: AwaitedExpression; events: Set<number> }>()
  for (const rule of rules) {
    for (const expression of expressionsOf(rule)) {
      walk(expression, (inner) => {
        if (inner.kind !== "awaited") return
        const text = awaitedText(inner)
        const entry = found.get(text) ?? { call: inner, events: new Set() }
        for (const event of eventsOf(inner.at, ids)) entry.events.add(event)
        found.set(text, entry)
      })
    }
  }
  return [...found].map(([text, { call, events }]) => ({
    name: `${call.name}(${call.args.map((arg) => showExpression(arg, [])).join(", ")})`,
    function: call.name,
    events: [...events].sort((a, b) => a - b),
    type: valueType(call.type, ids),
    args: call.args,
    call: text,
  }))
}

/** The calls of models that can be asked for many events at once, each once, with the types of these events. */
export function planRows(rules: readonly RulePlan[], models: readonly ModelInfo[], ids: EventIds): RowPlan[] {
  const found = new Map<string, { model: string; args: readonly Expression[]; events: Set<number> }>()
  for (const rule of rules) {
    for (const expression of expressionsOf(rule)) {
      walk(expression, (inner) => {
        if (inner.kind !== "model" || inner.row === undefined) return
        const text = `${inner.name}(${inner.row.args.map(fingerprint).join(",")})`
        const entry = found.get(text) ?? { model: inner.name, args: inner.row.args, events: new Set() }
        for (const event of eventsOf(inner.row.at, ids)) entry.events.add(event)
        found.set(text, entry)
      })
    }
  }
  return [...found.values()].map(({ model, args, events }) => ({
    name: `${model}(${args.map((arg) => showExpression(arg, [])).join(", ")})`,
    model: models.findIndex(({ name }) => name === model),
    events: [...events].sort((a, b) => a - b),
    args,
  }))
}

function eventsOf({ type }: Expression, ids: EventIds): readonly number[] {
  const event = type.kind === "optional" ? type.of : type
  return event.kind === "event" ? event.events.map((name) => eventId(name, ids)) : []
}

/** The expressions of a rule, in the order in which they are compiled. */
function expressionsOf({ conditions, window, having, outputs }: RulePlan): readonly Expression[] {
  const maybe = [
    ...conditions.map(({ where }) => where),
    ...(window?.measures ?? []).flatMap(({ filter, value }) => [filter, value]),
    having,
    ...outputs.flatMap(({ score, message, values }) => [score, message, ...values]),
  ]
  return maybe.filter((one) => one !== undefined)
}

/** A model as the engine knows it. */
export function lowerModel(
  { name, parameters, returns, connector, args, options }: ModelInfo,
  ids: EventIds,
): ModelSchema {
  return {
    name,
    parameters: parameters.map((parameter) => fieldSchema(parameter, ids)),
    returns: valueType(returns, ids),
    from: { name, connector, args, options },
  }
}
