import { type Message, messages } from "../messages/generated.ts"
import { isAggregateWord } from "../syntax/aggregate-words.ts"
import type { Name } from "../syntax/ast.ts"
import type { Expr, IndexExpr, MemberExpr, NameExpr } from "../syntax/ast-expressions.ts"
import { type Context, complain, complainOfUnknown, type Declared, kindOf, refer, unknownAt } from "./context.ts"
import { inferFeature } from "./features.ts"
import { commonFields, fieldType, referField } from "./fields.ts"
import { fitOrComplain } from "./fit.ts"
import type { Expression } from "./model.ts"
import { namesOfKind } from "./names.ts"
import type { Environment } from "./scope.ts"
import { viewStep } from "./scope.ts"
import { describe } from "./show.ts"
import { stepIndex, stepNamed, stepRecord, stepsNamed } from "./steps.ts"
import { nearest } from "./suggest.ts"
import { inferLookup } from "./tables.ts"
import type { Type } from "./types.ts"
import { canBeMissing, optional, required } from "./unify.ts"
import { complainOfWindowName, inferWindowTime } from "./window-values.ts"

/** What a bare name is: a parameter, a field of the event under test, a step, a key, a name of the rule or a declaration. */
export function inferName(context: Context, node: NameExpr, environment: Environment): Expression {
  const { text, span } = node.name
  context.observe?.name(node.name, environment)
  if (text === "") return unknownAt(span)
  const past = pastName(context, node.name, environment)
  if (past !== undefined) return past
  const local = environment.locals?.get(text)
  if (local !== undefined) {
    refer(context, "local", text, span, local.span)
    return { kind: "local", name: text, type: local.type, span }
  }
  return (
    candidateField(context, node.name, environment) ??
    ruleName(context, node.name, environment) ??
    declaredValue(context, node.name, environment)
  )
}

/** Inside the brackets of an aggregate: a field of the events it goes through, or such an event by its own name. */
function pastName(context: Context, name: Name, environment: Environment): Expression | undefined {
  const { past, locals } = environment
  if (past === undefined) return undefined
  const { text, span } = name
  const object: Expression = { kind: "element", type: { kind: "event", events: past.events }, span }
  const field = commonFields(context, past.events).fields.find((each) => each.name === text)
  if (field === undefined) return past.self.has(text) ? object : undefined
  const holes = { name: text, type: past.events.join(" | ") }
  const step = stepsNamed(text, environment).find(({ index }) => index !== environment.element)
  if (step !== undefined) {
    complain(context, messages.hiddenStep(holes), span, { labels: [{ span: step.span, text: "the step" }] })
    return unknownAt(span)
  }
  const local = locals?.get(text)
  if (local !== undefined) {
    complain(context, messages.hiddenParameter(holes), span, { labels: [{ span: local.span, text: "the parameter" }] })
    return unknownAt(span)
  }
  referField(context, name, past.events)
  return { kind: "member", object, field: text, type: field.type, span }
}

function candidateField(context: Context, name: Name, environment: Environment): Expression | undefined {
  if (environment.candidate === undefined) return undefined
  const field = commonFields(context, environment.candidate).fields.find((each) => each.name === name.text)
  if (field === undefined) return undefined
  const hidden = stepsNamed(name.text, environment).filter((step) => step.index !== environment.element)
  if (hidden[0] !== undefined) {
    const holes = { name: name.text, type: environment.candidate.join(" | ") }
    complain(context, messages.hiddenStep(holes), name.span, { labels: [{ span: hidden[0].span, text: "the step" }] })
    return unknownAt(name.span)
  }
  referField(context, name, environment.candidate)
  const object = candidate(environment, name)
  return { kind: "member", object, field: name.text, type: field.type, span: name.span }
}

function candidate(environment: Environment, name: Name): Expression {
  return { kind: "candidate", type: { kind: "event", events: environment.candidate ?? [] }, span: name.span }
}

function ruleName(context: Context, name: Name, environment: Environment): Expression | undefined {
  const { text, span } = name
  const steps = stepsNamed(text, environment)
  if (steps.length > 0) {
    const step = stepNamed(context, text, span, environment)
    return step === undefined ? unknownAt(span) : stepRecord(context, step, span, environment)
  }
  const { previous } = environment
  if (text === "previous" && previous !== undefined) {
    const type: Type = { kind: "event", events: previous.events }
    return { kind: "previous", type: previous.maybeNone ? optional(type) : type, span }
  }
  const key = environment.keys?.find((each) => each.name === text)
  if (key !== undefined) {
    refer(context, "key", text, span, key.span)
    return { kind: "key", name: text, type: key.type, span }
  }
  return ruleLet(context, name, environment)
}

/** More often one `let` does not stand for its expression: lets that use each other twice would grow without bounds. */
const maxUses = 1000

/** A rule's `let` means its expression, in the place where the name stands. */
function ruleLet(context: Context, name: Name, environment: Environment): Expression | undefined {
  const { rule } = environment
  const node = rule?.lets.get(name.text)
  if (rule === undefined || node === undefined) return undefined
  const uses = (rule.used.get(name.text) ?? 0) + 1
  rule.used.set(name.text, uses)
  if (uses > maxUses) {
    if (uses === maxUses + 1) complain(context, messages.tooLarge({ name: name.text }), name.span)
    return unknownAt(name.span)
  }
  refer(context, "let", name.text, name.span, node.name.span)
  if (rule.open.has(name.text)) {
    complain(context, messages.recursiveDeclaration({ path: `\`${name.text}\`` }), node.name.span)
    return unknownAt(name.span)
  }
  rule.open.add(name.text)
  const value = context.infer(node.value, environment)
  rule.open.delete(name.text)
  return value
}

function declaredValue(context: Context, name: Name, environment: Environment): Expression {
  const { text, span } = name
  const declared = context.declarations.get(text)
  if (declared === undefined) return unknownName(context, name, environment)
  if (declared.kind === "param" || declared.kind === "let") {
    refer(context, declared.kind, text, span, declared.name.span)
    const { type } = declared.kind === "param" ? context.param(text) : context.constant(text)
    return { kind: declared.kind, name: text, type, span }
  }
  if (declared.kind === "feature") return inferFeature(context, name, undefined, span, environment)
  return notAValue(context, name, declared, environment)
}

/** How the fields of an event are read where its type was named. */
function eventHint(context: Context, event: string, { past, rule, locals }: Environment): string {
  if (past !== undefined && rule === undefined && locals === undefined) return "a feature is of events of one type"
  if (past === undefined) return "fields are read from a step: name it with `as` and write `name.field`"
  const field = context.event(event)?.info.fields[0]?.name ?? "field"
  return past.events.includes(event)
    ? `inside the brackets write the field alone, as in \`${field}\``
    : "an aggregate over events of another type is a `feature`"
}

function notAValue(context: Context, name: Name, declared: Declared, environment: Environment): Expression {
  const callable = ["fn", "use", "model"].includes(declared.kind)
  const hint = callable
    ? `call it: \`${name.text}(…)\``
    : declared.kind === "table"
      ? `look up a row: \`${name.text}[…]\`, or ask \`… in ${name.text}\``
      : declared.kind === "event" || declared.kind === "derived"
        ? eventHint(context, name.text, environment)
        : undefined
  complain(context, messages.notAValue({ name: name.text, kind: kindOf(declared) }), name.span, {
    hint,
    labels: [{ span: declared.name.span, text: "declared here" }],
  })
  return unknownAt(name.span)
}

function unknownName(context: Context, name: Name, environment: Environment): Expression {
  const fieldsOf = [environment.candidate, environment.past?.events].filter((events) => events !== undefined)
  if (fieldsOf.some((events) => commonFields(context, events).open)) return unknownAt(name.span)
  if (name.text === "previous" && environment.rule !== undefined) {
    complain(context, messages.previousOutside(), name.span)
    return unknownAt(name.span)
  }
  const ofWindow = complainOfWindowName(context, name, environment)
  if (ofWindow !== undefined) return ofWindow
  const hint = nameHint(context, name, environment)
  complainOfUnknown(context, meantField(context, name, hint, environment), name.span, { hint })
  return unknownAt(name.span)
}

/** Where a field of the event is near, that is what was meant. */
function meantField(context: Context, name: Name, hint: string, { candidate, past }: Environment): Message {
  const events = past?.events ?? candidate ?? []
  const { fields } = commonFields(context, events)
  return fields.some((field) => hint === `did you mean \`${field.name}\`?`)
    ? messages.unknownField({ field: name.text, type: events.join(" | ") })
    : messages.unknownName({ name: name.text })
}

function nameHint(context: Context, name: Name, environment: Environment): string {
  const { text } = name
  const field = fieldOfStep(context, text, environment)
  if (field !== undefined) return field
  if (text === "over") return "a window stands directly behind the brackets of its aggregate: `count() over 10 minutes`"
  if (text === "past" || text === "the")
    return "a window is written `over 7 days`, or `over previous 7 days` without the current event"
  if (text === "new") return "whether a value is new is asked behind it: `device is new over 30 days`"
  if (isAggregateWord(text))
    return `an aggregate has brackets and a window: \`${text}(${text === "count" ? "" : "…"}) over 1 hour\``
  const events = environment.past?.events ?? environment.candidate ?? []
  const { fields } = commonFields(context, events)
  const steps = environment.rule?.steps.map((step) => step.name) ?? []
  const known = [
    ...fields.map((each) => each.name),
    ...steps,
    ...(environment.keys?.map((key) => key.name) ?? []),
    ...(environment.locals?.keys() ?? []),
    ...(environment.rule?.lets.keys() ?? []),
    ...namesOfKind(context, "param", "let", "feature"),
  ]
  const near = nearest(text, known)
  if (near !== undefined) return `did you mean \`${near}\`?`
  if (text.length === 1 && steps.length > 0)
    return `the steps of the rule: ${steps.map((step) => `\`${step}\``).join(", ")}`
  const event = fields.length > 0 ? ` ${events.join(" | ")} has no such field.` : ""
  return `${event} If it is text, put it in quotes: \`"${text}"\``.trim()
}

/** In an output a field stands after its step's name. */
function fieldOfStep(context: Context, field: string, environment: Environment): string | undefined {
  const having = (environment.rule?.steps ?? []).filter(
    (step) =>
      !step.absence &&
      step.index !== environment.step?.index &&
      !viewStep(step, environment).later &&
      commonFields(context, step.events).fields.some((each) => each.name === field),
  )
  const step = having[0]
  if (step === undefined || stepsNamed(step.name, environment).length > 1) return undefined
  return viewStep(step, environment).several
    ? `\`${field}\` is a field of the events of \`${step.name}\`, which can be several: write \`last(${step.name}).${field}\` or an aggregate such as \`max(${step.name}.${field})\``
    : `write \`${step.name}.${field}\``
}

/** Checks `object.field`. */
export function inferMember(context: Context, node: MemberExpr, environment: Environment): Expression {
  const time = inferWindowTime(context, node, environment)
  if (time !== undefined) {
    context.observe?.member(node, unknownAt(node.object.span), environment)
    return time
  }
  const object = context.infer(node.object, environment)
  context.observe?.member(node, object, environment)
  const found = fieldType(context, required(object.type), node.field)
  if (found === undefined || found.kind === "unknown") return unknownAt(node.span)
  const type = canBeMissing(object.type) ? optional(found) : found
  return { kind: "member", object, field: node.field.text, type, span: node.span }
}

/** Checks `list[i]` and `step[i]`. */
export function inferIndex(context: Context, node: IndexExpr, environment: Environment): Expression {
  const feature = featureOf(context, node.object, environment)
  if (feature !== undefined) return inferFeature(context, feature, node.indexes, node.span, environment)
  const row = inferLookup(context, node, environment)
  if (row !== undefined) return row
  const [first, second] = node.indexes
  if (second !== undefined) {
    complain(context, messages.severalIndexes(), second.span)
    return unknownAt(node.span)
  }
  const index = fitOrComplain(context, context.infer(first, environment), { kind: "integer" }, "an index", true)
  const step = stepOf(context, node.object, environment)
  if (index === undefined || step === "ambiguous") return unknownAt(node.span)
  if (step !== undefined) return stepIndex(context, step, index, node.span, environment)
  const object = context.infer(node.object, environment)
  const list = required(object.type)
  if (list.kind === "unknown") return unknownAt(node.span)
  if (list.kind !== "list") {
    complain(context, messages.notAList({ found: describe(object.type) }), node.object.span)
    return unknownAt(node.span)
  }
  return { kind: "index", object, index, type: optional(list.of), span: node.span }
}

/** The feature that an expression names, if it is nothing but its name and means nothing else here. */
function featureOf(context: Context, node: Expr, environment: Environment): Name | undefined {
  if (node.kind === "paren") return featureOf(context, node.inner, environment)
  if (node.kind !== "name" || context.declarations.get(node.name.text)?.kind !== "feature") return undefined
  const { text } = node.name
  const { locals, rule, keys, candidate, past } = environment
  const hidden =
    locals?.has(text) === true ||
    rule?.lets.has(text) === true ||
    keys?.some((key) => key.name === text) === true ||
    stepsNamed(text, environment).length > 0 ||
    [candidate, past?.events].some(
      (events) => events && commonFields(context, events).fields.some((field) => field.name === text),
    )
  return hidden ? undefined : node.name
}

/** The step that an expression names, if it is nothing but its name. */
export function stepOf(context: Context, node: Expr, environment: Environment) {
  let inner = node
  while (inner.kind === "paren") inner = inner.inner
  if (inner.kind !== "name" || environment.locals?.has(inner.name.text)) return undefined
  const { text, span } = inner.name
  if (stepsNamed(text, environment).length === 0) return undefined
  const field =
    environment.candidate && commonFields(context, environment.candidate).fields.some((each) => each.name === text)
  if (field === true) return undefined
  return stepNamed(context, text, span, environment) ?? "ambiguous"
}
