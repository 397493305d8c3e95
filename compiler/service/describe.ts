/** What is said about a name: Markdown, the declaration first as code. */
import type {
  ConnectorDeclaration,
  ConnectorOption,
  FunctionDeclaration,
  ParameterDeclaration,
} from "../../lang/catalog.ts"
import type { EventInfo, RuleInfo, StepInfo } from "../../lang/check/model.ts"
import { showType } from "../../lang/check/show.ts"
import type { FieldType, Type } from "../../lang/check/types.ts"
import { boundText, durationText } from "../1-analyze/bound-text.ts"
import { aggregateDocs } from "./aggregate-docs.ts"
import type { Occurrence } from "./occurrences.ts"
import { type Project, seenAt, type View } from "./project.ts"

/** More fields than these are not shown at once. */
const maxFields = 40

/** What there is to say about a name; undefined: nothing is known. */
export function describe(project: Project, view: View, occurrence: Occurrence): string | undefined {
  const { checked } = view
  const { kind, name } = occurrence
  const named = <Info extends { readonly name: string }>(infos: readonly Info[]) =>
    infos.find((info) => info.name === name)
  switch (kind) {
    case "event": {
      const event = named(checked.events)
      return event && describeEvent(event)
    }
    case "param": {
      const param = named(checked.params)
      return param && page(`param ${name}: ${showType(param.type)} = ${valueText(project, occurrence)}`, param.doc)
    }
    case "feature": {
      const feature = named(checked.features)
      return (
        feature && page(`feature ${name}: ${showType(feature.type)} = ${valueText(project, occurrence)}`, feature.doc)
      )
    }
    case "table": {
      const table = named(checked.tables)
      if (table === undefined) return undefined
      const timed = table.timeField === null ? "" : ` timed by ${table.timeField}`
      return page(`table ${name} key ${table.keys.join(", ")} ${block(table.fields)}${timed}`, table.doc)
    }
    case "fn":
    case "use":
    case "model":
      return describeCallable(view, occurrence)
    case "builtin":
      return describeBuiltin(project.catalog.functions, name)
    case "rule": {
      const rule = named(checked.rules)
      return rule && describeRule(view, rule)
    }
    case "step":
      return describeStep(view, occurrence)
    case "sink": {
      const sink = named(checked.sinks)
      return page(`sink ${name}${sink === undefined ? "" : ` to ${sink.connector}(…)`}`)
    }
    default:
      return describeValue(project, view, occurrence)
  }
}

/** Fields, keys, constants, parameters: names whose type depends on the place. */
function describeValue(project: Project, view: View, occurrence: Occurrence): string | undefined {
  const { kind, name } = occurrence
  const type = typeOf(view, occurrence)
  const shown = type === undefined ? name : `${name}: ${showType(type)}`
  const owner = kind === "field" || kind === "key" ? ownerOf(view, occurrence) : undefined
  const doc = owner?.field.doc
  if (kind === "key") return page(`key ${shown}`, doc)
  if (kind === "local") return page(`parameter ${shown}`)
  if (kind === "let") return page(`let ${shown} = ${valueText(project, occurrence)}`)
  const ofType = owner === undefined ? shown : `${name}: ${showType(type ?? owner.field.type)}`
  return page(ofType, doc, owner && `Field of ${owner.names.map((each) => `\`${each}\``).join(", ")}.`)
}

/** The type of a name at its place. */
export function typeOf(view: View, occurrence: Occurrence): Type | undefined {
  const { span, kind, name } = occurrence
  const seen = seenAt(view, span.path, span.start)
  for (const [node, { type }] of seen.flatMap(({ expressions }) => [...expressions])) {
    if (type.kind === "unknown") continue
    const named = node.kind === "name" ? node.name : node.kind === "member" ? node.field : undefined
    if (named !== undefined && named.span.start === span.start && named.span.end === span.end) return type
  }
  if (kind === "field") return ownerOf(view, occurrence)?.field.type
  if (kind === "let") return letType(view, occurrence)
  if (kind === "local") {
    const node = occurrence.declared?.node
    const fn = node?.kind === "fn" ? view.checked.functions.find((each) => each.name === node.name.text) : undefined
    return fn?.parameters.find((each) => each.name === name)?.type
  }
  return undefined
}

/** Of a `let` where it is declared. */
function letType(view: View, { declared, name, span }: Occurrence): Type | undefined {
  const node = declared?.node
  if (node?.kind === "rule") {
    const own = node.lets.find((each) => each.name.span === span)
    return own && view.seenIn(node)?.expressions.get(own.value)?.type
  }
  return view.checked.lets.find((each) => each.name === name)?.type
}

/** The event types or tables whose field it is. */
function ownerOf(view: View, { name, declaredAt }: Occurrence): { names: string[]; field: FieldType } | undefined {
  const names: string[] = []
  let field: FieldType | undefined
  for (const info of [...view.checked.events, ...view.checked.tables]) {
    const place = view.files
      .get(info.span.path)
      ?.declarations.find(
        (node) => (node.kind === "event" || node.kind === "table") && node.name.span.start === info.span.start,
      )
    const isOf = declaredAt.some(
      (span) =>
        place !== undefined &&
        span.path === info.span.path &&
        place.span.start <= span.start &&
        span.end <= place.span.end,
    )
    const found = info.fields.find((each) => each.name === name)
    if (!isOf || found === undefined) continue
    names.push(info.name)
    field ??= found
  }
  return field && { names, field }
}

function describeEvent(event: EventInfo): string {
  const { timeField, latenessMs } = event
  const late = latenessMs === 0 ? "" : `, up to ${durationText(latenessMs)} late`
  const timed = event.origin === "derived" ? "" : ` timed by ${timeField ?? "arrival"}${late}`
  const origin =
    event.alertsOf !== undefined
      ? "The alerts of the rules."
      : event.origin === "derived"
        ? "Emitted by rules; its time is that of the match."
        : undefined
  return page(`event ${event.name} ${block(event.fields)}${timed}`, event.doc, origin)
}

/** A step: what it takes. */
function describeStep(view: View, { declaredAt, name, span }: Occurrence): string {
  const place = declaredAt[0] ?? span
  const step = view.checked.rules
    .flatMap(({ steps }) => steps)
    .find((each) => each.span.path === place.path && each.span.start === place.start)
  return page(step === undefined ? `step ${name}` : stepText(step))
}

function stepText({ name, events, several, maybeEmpty }: StepInfo): string {
  const count = several ? "[]" : maybeEmpty ? "?" : ""
  const type = events.length > 1 && count !== "" ? `(${events.join(" | ")})` : events.join(" | ")
  return `step ${name}: ${type}${count}`
}

function describeRule(view: View, rule: RuleInfo): string {
  const head = `${rule.shadow ? "shadow " : ""}rule ${rule.name}${rule.title === undefined ? "" : ` ${JSON.stringify(rule.title)}`}`
  const facts = view.facts?.rules[view.checked.rules.indexOf(rule)]
  const keys = rule.keys.map(({ name, type }) => `\`${name}\` (${showType(type)})`).join(", ")
  return page(
    head,
    rule.doc,
    rule.inputs.length === 0
      ? undefined
      : `Reads ${rule.inputs.map((name) => `\`${name}\``).join(", ")}${keys === "" ? "" : ` per ${keys}`}.`,
    facts && `**State bound**: ${boundText(rule, facts.bound)}.`,
  )
}

function describeCallable({ checked }: View, { kind, name }: Occurrence): string | undefined {
  const lists = { fn: checked.functions, use: checked.uses, model: checked.models }
  const found = lists[kind as keyof typeof lists].find((each) => each.name === name)
  if (found === undefined) return page(`${kind} ${name}`)
  const isAsync = "async" in found && found.async === true
  const head = `${isAsync ? "async " : ""}${kind === "model" ? "model" : "fn"} ${callText(name, found.parameters)}: ${showType(found.returns)}`
  const origin = "path" in found ? `\`${found.exported}\` of \`${found.path}\`.` : undefined
  return page(head, "doc" in found ? found.doc : undefined, origin)
}

/** `name(a: number, b: string)` */
export function callText(name: string, parameters: readonly { readonly name: string; readonly type: Type }[]): string {
  return `${name}(${parameters.map((each) => `${each.name}: ${showType(each.type)}`).join(", ")})`
}

/** A built-in function or an aggregate. */
export function describeBuiltin(functions: readonly FunctionDeclaration[], name: string): string | undefined {
  const ways = functions.filter((each) => each.name === name)
  const aggregate = aggregateDocs.get(name)
  const parts = ways.map((way) => {
    const examples = way.examples.map(({ call, gives }) => `${call} // ${JSON.stringify(gives)}`)
    return page(functionText(way), way.doc, parameterDocs(way.parameters), code(examples.join("\n")))
  })
  if (aggregate !== undefined) parts.unshift(page(aggregate.form, aggregate.doc))
  return parts.length === 0 ? undefined : parts.join("\n\n---\n\n")
}

function parameterDocs(parameters: readonly ParameterDeclaration[]): string {
  return parameters.map(({ name, doc }) => `- \`${name}\`: ${doc}`).join("\n")
}

/** A built-in function's signature. */
export function functionText(way: FunctionDeclaration): string {
  const { returns } = way
  const result =
    "sameAs" in returns ? `like ${way.parameters[returns.sameAs]?.name ?? "its argument"}` : showType(returns)
  return `${way.name}(${way.parameters.map(parameterText).join(", ")}): ${result}`
}

/** A built-in function's parameter: `name?: type`. */
export function parameterText({ name, type, optional, rest }: ParameterDeclaration): string {
  const mark = rest === true ? "…" : optional === true ? "?" : ""
  return `${name}${mark}: ${type === "any" ? "any" : showType(type)}`
}

/** A connector with its options. */
export function describeConnector(connector: ConnectorDeclaration): string {
  const options = connector.options.map(
    (option) =>
      `- \`${option.name}\` (${option.type}${option.required === true ? ", required" : ""}): ${optionText(option)}`,
  )
  return page(`${connector.name}(…)`, connector.doc, options.join("\n"))
}

/** What a connector's option means, which values it can have, and what holds where it is not given. */
export function optionText({ doc, choices, default: usual, unit }: ConnectorOption): string {
  const shown = (value: unknown) => `\`${value}\``
  const among = choices === undefined ? "" : ` One of ${choices.map(shown).join(", ")}.`
  const otherwise = usual === undefined ? "" : ` Default: ${shown(usual)}${unit === undefined ? "" : ` ${unit}`}.`
  return `${doc}${among}${otherwise}`
}

/** The value behind the `=` of a name's declaration, as written. */
function valueText(project: Project, { declaredAt: [place] }: Occurrence): string {
  if (place === undefined) return "…"
  const { file, text } = project.document(place.path)
  for (const node of file.declarations) {
    const lets = node.kind === "rule" ? node.lets : []
    for (const each of [node, ...lets]) {
      if (
        (each.kind === "param" || each.kind === "let" || each.kind === "feature") &&
        each.name.span.start === place.start
      )
        return text.slice(each.value.span.start, each.value.span.end)
    }
  }
  return "…"
}

function block(fields: readonly FieldType[]): string {
  if (fields.length === 0) return "{}"
  const shown = fields.slice(0, maxFields).map(({ name, type }) => `  ${name}: ${showType(type)}`)
  return `{\n${[...shown, ...(fields.length > maxFields ? ["  …"] : [])].join("\n")}\n}`
}

/** Markdown of a piece of code and what is said about it. */
export function page(text: string, ...parts: readonly (string | undefined)[]): string {
  return [code(text), ...parts].filter((part) => part !== undefined && part !== "").join("\n\n")
}

function code(text: string): string {
  return text === "" ? "" : `\`\`\`cep\n${text}\n\`\`\``
}
