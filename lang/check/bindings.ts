import type { ConnectorDeclaration, ConnectorOption, ConnectorUse } from "../catalog.ts"
import { messages } from "../messages/generated.ts"
import type { Connector, ConnectorArg, Name, SinkDecl, SourceDecl } from "../syntax/ast.ts"
import type { Expr } from "../syntax/ast-expressions.ts"
import { type Context, complain, complainOfUnknown, refer } from "./context.ts"
import { commonFields, referField } from "./fields.ts"
import { keyKinds } from "./keys.ts"
import type { BindingInfo } from "./model.ts"
import { eventNames } from "./names.ts"
import { describe } from "./show.ts"
import { didYouMean, suggestOrList } from "./suggest.ts"
import { required } from "./unify.ts"

/** Checks `source N from …`; undefined where its event or connector is not known. */
export function checkSource(context: Context, node: SourceDecl): BindingInfo | undefined {
  const { text, span } = node.event
  const declared = context.declarations.get(text)
  const known = declared?.kind === "event"
  if (declared?.kind === "derived") {
    complain(context, messages.sourceOfDerived({ event: text }), span, {
      labels: [{ span: declared.name.span, text: "made here" }],
    })
  } else if (!known && text !== "") {
    complainOfUnknown(context, messages.unknownEvent({ name: text }), span, {
      hint: suggestOrList(text, eventNames(context), "the declared events"),
    })
  } else if (known) refer(context, "event", text, span, declared.name.span)
  const binding = checkConnector(context, text, node.connector, "source", node.span)
  return known ? binding : undefined
}

/** Checks `sink n to …`. */
export function checkSink(context: Context, node: SinkDecl): BindingInfo | undefined {
  return checkConnector(context, node.name.text, node.connector, "sink", node.span)
}

/** Checks what stands after `from` or `to`; undefined where there is no such connector for this use. */
export function checkConnector(
  context: Context,
  name: string,
  node: Connector,
  use: ConnectorUse,
  span: BindingInfo["span"],
): BindingInfo | undefined {
  const usable = context.catalog.connectors.filter((each) => each.use.includes(use)).map((each) => each.name)
  const connector = context.catalog.connectors.find((each) => each.name === node.name.text)
  if (connector === undefined || !connector.use.includes(use)) {
    if (node.name.text === "") return undefined
    const hint = suggestOrList(node.name.text, usable, `connectors for a ${use}`)
    if (connector === undefined)
      complain(context, messages.unknownConnector({ name: node.name.text }), node.name.span, { hint })
    else complain(context, messages.connectorUse({ name: node.name.text, use }), node.name.span, { hint })
    return undefined
  }
  const usableOptions = connector.options.filter((option) => option.use?.includes(use) ?? true)
  const { args, options } = readArguments(context, node, { ...connector, options: usableOptions })
  const partitionedBy = checkPartition(context, node, name, use, connector)
  return {
    name,
    connector: connector.name,
    args,
    options,
    ...(partitionedBy === undefined ? {} : { partitionedBy }),
    span,
  }
}

function readArguments(context: Context, node: Connector, connector: ConnectorDeclaration) {
  const args: unknown[] = []
  const options: [string, unknown][] = []
  const given = new Set<string>()
  const positional = connector.options.filter((option) => option.positional === true)
  for (const argument of node.args) {
    const option = argument.name === undefined ? positional[args.length] : optionNamed(context, argument, connector)
    if (argument.name === undefined && option === undefined) {
      complain(context, messages.connectorArgument({ name: connector.name }), argument.span, {
        hint: suggestOrList(
          "",
          connector.options.filter((each) => each.positional !== true).map((each) => each.name),
          "its named options",
        ),
      })
    }
    if (option === undefined) continue
    if (given.has(option.name)) complain(context, messages.duplicateOption({ option: option.name }), argument.span)
    given.add(option.name)
    const value = literal(argument.value)
    checkOptionType(context, argument, option, value)
    if (argument.name === undefined) args.push(value)
    else options.push([option.name, value])
  }
  const lacking = connector.options.filter((option) => option.required === true && !given.has(option.name))
  for (const option of lacking) {
    const form = option.positional === true ? `${connector.name}("…")` : `${option.name}: …`
    const holes = { connector: connector.name, option: option.name }
    complain(context, messages.missingOption(holes), node.span, {
      hint: `write it as in \`${form}\``,
    })
  }
  return { args, options: Object.fromEntries(options) }
}

function optionNamed(context: Context, argument: ConnectorArg, connector: ConnectorDeclaration) {
  const { text, span } = argument.name!
  const option = connector.options.find((each) => each.name === text)
  if (option !== undefined || text === "") return option
  const hint = suggestOrList(
    text,
    connector.options.map((each) => each.name),
    "its options",
  )
  complain(context, messages.unknownOption({ connector: connector.name, option: text }), span, { hint })
  return undefined
}

function checkOptionType(context: Context, argument: ConnectorArg, option: ConnectorOption, value: unknown): void {
  if (argument.value.kind === "error") return
  const wanted = { text: "string", number: "number", boolean: "boolean" }[option.type]
  if (typeof value === wanted) {
    const isChoice = option.choices === undefined || option.choices.includes(String(value).toLowerCase())
    if (isChoice) return
    complain(context, messages.optionType({ option: option.name, expected: choicesOf(option) }), argument.value.span, {
      hint: didYouMean(String(value), option.choices ?? []),
    })
    return
  }
  const expected = { text: 'a text, as in `"…"`', number: "a number", boolean: "`true` or `false`" }[option.type]
  complain(context, messages.optionType({ option: option.name, expected }), argument.value.span)
}

function choicesOf({ choices = [] }: ConnectorOption): string {
  const shown = choices.map((each) => `\`"${each}"\``)
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`
}

function literal(node: Expr): unknown {
  if (node.kind === "string")
    return node.parts.every((part) => typeof part === "string") ? node.parts.join("") : undefined
  if (node.kind === "number" || node.kind === "boolean") return node.value
  if (node.kind === "unary" && node.op === "-") {
    const value = literal(node.operand)
    return typeof value === "number" ? -value : undefined
  }
  return undefined
}

function checkPartition(
  context: Context,
  node: Connector,
  event: string,
  use: ConnectorUse,
  connector: ConnectorDeclaration,
): string | undefined {
  const name = node.partitionedBy
  if (name === undefined || name.text === "") return undefined
  if (use !== "source") {
    complain(context, messages.partitionedSink(), name.span)
    return undefined
  }
  if (connector.partitioned !== true) {
    const able = context.catalog.connectors.filter((each) => each.partitioned === true).map((each) => each.name)
    const hint = suggestOrList("", able, "connectors whose sources can be partitioned")
    complain(context, messages.partitionedConnector({ connector: connector.name }), name.span, { hint })
    return undefined
  }
  if (context.declarations.get(event)?.kind !== "event") return name.text
  return checkPartitionField(context, event, name)
}

/** The partition is chosen by the value of a field that every event has. */
function checkPartitionField(context: Context, event: string, name: Name): string | undefined {
  const { fields, open } = commonFields(context, [event])
  if (open) return name.text
  const field = fields.find((each) => each.name === name.text)
  if (field === undefined) {
    const names = fields.map((each) => each.name)
    const hint = suggestOrList(name.text, names, `the fields of ${event}`)
    complain(context, messages.unknownField({ field: name.text, type: event }), name.span, { hint })
    return undefined
  }
  referField(context, name, [event])
  const type = required(field.type)
  if (keyKinds.includes(type.kind)) return name.text
  complain(context, messages.partitionType({ field: name.text, found: describe(type) }), name.span)
  return undefined
}
