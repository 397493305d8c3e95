/** The names that fit at a place of the grammar other than a value. */
import type { ConnectorUse } from "../../lang/catalog.ts"
import { relative } from "../../lang/check/imports.ts"
import { resolvePath } from "../../lang/check/paths.ts"
import { namesInPattern } from "../../lang/check/pattern-shape.ts"
import { showType } from "../../lang/check/show.ts"
import type { FieldType } from "../../lang/check/types.ts"
import type { Expected } from "../../lang/syntax/assist.ts"
import type { RuleDecl, TestItem } from "../../lang/syntax/ast.ts"
import { Dot, LParen } from "../../lang/syntax/tokens.ts"
import { fieldProposal, type Proposal } from "./complete-values.ts"
import { type Cursor, openBracket } from "./cursor.ts"
import { describeConnector, optionText } from "./describe.ts"
import type { Document, Project, View } from "./project.ts"
import { nodesAt } from "./walk.ts"

/** A place at which names are completed; the text has the mark in it. */
export interface NamePlace {
  readonly project: Project
  readonly document: Document
  readonly view: View
  readonly cursor: Cursor
}

/** The names that one thing which the grammar expects can have; undefined: a value is expected. */
export function namesFor(place: NamePlace, { rules, label }: Expected): Proposal[] | undefined {
  const { view, cursor } = place
  const { checked } = view
  const plain = (kind: Proposal["kind"], infos: readonly { readonly name: string; readonly doc?: string }[]) =>
    infos.map(({ name, doc }): Proposal => ({ label: name, kind, ...(doc !== undefined && { doc }) }))
  switch (rules.at(-1)) {
    case "single":
    case "each":
      return events(view)
    case "sourceDecl":
      return events(view, "declared")
    case "eventItem":
      return events(view).map((each) => ({ ...each, insert: `${each.label} { $1 }$0` }))
    case "output":
      if (label === "sink") return [...plain("sink", checked.sinks), { label: "alerts", kind: "sink" }]
      return events(view, "derived")
    case "expectItem":
      return plain("rule", checked.rules)
    case "strategy":
      return steps(place)
    case "assignment":
      return plain("param", checked.params)
    case "namedType":
      return label === "argument" ? [{ label: "seconds", kind: "type" }] : types(view, rules.includes("parameters"))
    case "connector":
      return connectors(place, rules)
    case "connectorArg":
      return label === "partition" ? ownFields(place) : options(place, useIn(rules))
    case "duration":
      return durations(view)
    case "path":
      return keys(place)
    case "timing":
      return [...ownFields(place).filter(({ detail }) => detail === "time"), { label: "arrival", kind: "value" }]
    case "tableDecl":
      return label === undefined ? [] : ownFields(place)
    case "field":
      return recordFields(place)
    case "nameOrCall":
      if (rules.at(-2) === "primary" && rules.at(-4) === "givenItem" && cursor.before.at(-1)?.image === "given")
        return plain("table", [...checked.tables, ...checked.features, ...checked.models])
      return undefined
    case "postfix":
      return undefined
    default:
      // names that are only now declared
      return []
  }
}

function events({ checked }: View, only?: "declared" | "derived"): Proposal[] {
  return checked.events
    .filter(
      ({ origin, alertsOf }) =>
        only === undefined || ((origin === "derived") === (only === "derived") && alertsOf === undefined),
    )
    .map(({ name, fields, doc }) => ({
      label: name,
      kind: "event",
      detail: fields
        .slice(0, 8)
        .map((field) => field.name)
        .join(", "),
      ...(doc !== undefined && { doc }),
    }))
}

function steps(place: NamePlace): Proposal[] {
  const rule = ruleAround(place)
  const info = place.view.checked.rules.find(({ name }) => name === rule?.name.text)
  return (info?.steps ?? [])
    .filter(({ shown }) => shown)
    .map(({ name, events }) => ({ label: name, kind: "step", detail: events.join(" | ") }))
}

const simpleTypes = ["string", "number", "integer", "boolean", "time", "duration"]

function types(view: View, ofEvents: boolean): Proposal[] {
  return [
    ...simpleTypes.map((label): Proposal => ({ label, kind: "type" })),
    { label: "decimal", kind: "type", insert: "decimal(${1:2})$0", detail: "decimal(2)" },
    ...(ofEvents ? events(view) : []),
  ]
}

const uses: readonly (readonly [rule: string, use: ConnectorUse])[] = [
  ["sourceDecl", "source"],
  ["sinkDecl", "sink"],
  ["tableDecl", "table"],
  ["modelDecl", "model"],
]

function useIn(rules: readonly string[]): ConnectorUse | undefined {
  return uses.find(([rule]) => rules.includes(rule))?.[1]
}

function connectors({ project }: NamePlace, rules: readonly string[]): Proposal[] {
  const use = useIn(rules)
  return project.catalog.connectors
    .filter((each) => use === undefined || each.use.includes(use))
    .map((each) => ({
      label: each.name,
      kind: "connector",
      insert: `${each.name}($1)$0`,
      doc: describeConnector(each),
    }))
}

function options({ project, cursor }: NamePlace, use: ConnectorUse | undefined): Proposal[] {
  const open = openBracket(cursor.before)
  const name = cursor.before[open - 1]?.image
  const connector = project.catalog.connectors.find((each) => each.name === name)
  const given = new Set(cursor.before.slice(open).map(({ image }) => image))
  return (connector?.options ?? [])
    .filter((option) => !given.has(option.name) && (use === undefined || (option.use?.includes(use) ?? true)))
    .map((option) => {
      const { name: label, type } = option
      const value = type === "text" ? '"$1"$0' : "$0"
      return { label, kind: "option", insert: `${label}: ${value}`, detail: type, doc: optionText(option) }
    })
}

function durations({ checked }: View): Proposal[] {
  return [
    ...checked.params
      .filter(({ type }) => type.kind === "duration")
      .map(({ name }) => ({ label: name, kind: "param" as const, detail: "duration" })),
    ...checked.lets
      .filter(({ type }) => type.kind === "duration")
      .map(({ name }) => ({ label: name, kind: "let" as const, detail: "duration" })),
  ]
}

/** After `per`: fields of the rule's events; in brackets an event type and its field. */
function keys(place: NamePlace): Proposal[] {
  const { before } = place.cursor
  const inputs = inputsOf(ruleAround(place))
  const [owner, dot] = before.slice(-2)
  if (dot?.tokenType === Dot) {
    const named = inputs.includes(owner!.image) ? [owner!.image] : []
    return fieldsOf(place.view, named).map(fieldProposal)
  }
  const inBrackets = before[openBracket(before)]?.tokenType === LParen
  const own = fieldsOf(place.view, inputs.length > 0 ? inputs : place.view.checked.events.map(({ name }) => name))
  return inBrackets && inputs.length > 0
    ? events(place.view).filter(({ label }) => inputs.includes(label))
    : [...new Map(own.map((field) => [field.name, fieldProposal(field)])).values()]
}

function inputsOf(rule: RuleDecl | undefined): string[] {
  const trigger = rule?.trigger
  if (trigger === undefined) return []
  return trigger.kind === "when" ? namesInPattern(trigger.pattern) : [trigger.event.text]
}

function fieldsOf({ checked }: View, names: readonly string[]): FieldType[] {
  return checked.events.filter(({ name }) => names.includes(name)).flatMap(({ fields }) => fields)
}

/** The fields of the event or table whose declaration this is, as far as they can be read; of a source those of its event. */
function ownFields({ document, view, cursor }: NamePlace): Proposal[] {
  const node =
    nodesAt(document.file, cursor.word.start)[0] ??
    document.file.declarations.findLast(({ span }) => span.start < cursor.word.start)
  const name = node as { name?: { text: string }; event?: { text: string } } | undefined
  const wanted = name?.event?.text ?? name?.name?.text
  const info = [...view.checked.events, ...view.checked.tables].find((each) => each.name === wanted)
  return (info?.fields ?? []).map((field) => ({ ...fieldProposal(field), detail: showType(field.type) }))
}

/** Names in a record: of a test's event, of what it expects, of an event that is emitted elsewhere too. */
function recordFields(place: NamePlace): Proposal[] {
  const { view, document, cursor } = place
  const nodes = nodesAt(document.file, cursor.word.start)
  const item = nodes.findLast((node) => ["event", "expect", "given", "emit"].includes(node.kind ?? "")) as
    | TestItem
    | { kind: "emit"; event?: { text: string } }
    | undefined
  if (item === undefined) return []
  const proposals = (fields: readonly FieldType[]) =>
    fields.map((field) => ({ ...fieldProposal(field), insert: `${field.name}: $0` }))
  if (item.kind === "event") return proposals(fieldsOf(view, [item.event.text]))
  if (item.kind === "emit")
    return proposals(fieldsOf(view, [item.event?.text ?? ""]).filter(({ name }) => name !== "at"))
  if (item.kind === "given") {
    const target = item.target.kind === "index" ? item.target.object : item.target
    const table = view.checked.tables.find(({ name }) => target.kind === "name" && name === target.name.text)
    return proposals((table?.fields ?? []).filter(({ name }) => !table!.keys.includes(name)))
  }
  if (item.kind !== "expect") return []
  const rule = view.checked.rules.find(({ name }) => name === item.rule.text)
  const data = (rule?.outputs ?? []).flatMap((output) => output.data)
  return proposals([...new Map(data.map(({ name, value }) => [name, { name, type: value.type }])).values()])
}

function ruleAround({ document, cursor }: NamePlace): RuleDecl | undefined {
  const rules = document.file.declarations.filter((node) => node.kind === "rule")
  return rules.findLast(({ span }) => span.start < cursor.word.start)
}

/** The files that an import can name. */
export function importable(project: Project, path: string): Proposal[] {
  const imported = new Set(
    project
      .document(path)
      .file.declarations.flatMap((node) => (node.kind === "import" ? [resolvePath(path, node.path.text)] : [])),
  )
  return project
    .paths()
    .filter((each) => each !== path && each.endsWith(".cep") && !imported.has(each))
    .map((each) => ({ label: relative(path, each), kind: "file" }))
}
