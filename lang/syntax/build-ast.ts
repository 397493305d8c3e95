/** Declarations: from the grammar's tree to the syntax tree. Parts that a syntax error cut off are left out. */
import type { CstNode, IToken } from "chevrotain"
import { messages } from "../messages/generated.ts"
import type { Span } from "../source.ts"
import type {
  Connector,
  ConnectorArg,
  Declaration,
  EventDecl,
  FieldDecl,
  Parameter,
  TestDecl,
  TestItem,
  TestTime,
  TypeNode,
} from "./ast.ts"
import type { Expr } from "./ast-expressions.ts"
import { buildExpression } from "./build-expressions.ts"
import { buildCount, buildDuration, buildNumber, buildPath, buildPlainString } from "./build-literals.ts"
import { buildOperandWithoutPrefix } from "./build-operands.ts"
import { buildRecord } from "./build-records.ts"
import { buildRule } from "./build-rules.ts"
import { type Builder, child, children, has, token, tokens } from "./builder.ts"

/** The text of the doc comment directly above what begins at an offset. */
export type DocOf = (offset: number) => { doc?: string }

/** One declaration; undefined if not even its beginning could be read. */
export function buildDeclaration(b: Builder, node: CstNode, docOf: DocOf): Declaration | undefined {
  const [kind, first] = Object.entries(node.children)[0] ?? []
  const inner = first?.[0]
  if (kind === undefined || inner === undefined || "image" in inner) return undefined
  const base = { span: b.span(inner), ...docOf(b.span(inner).start) }
  switch (kind) {
    case "importDecl":
      return { kind: "import", ...base, path: buildPath(b, token(inner, "String"), endOf(b, base.span)) }
    case "useDecl":
      return buildUse(b, inner, base)
    case "eventDecl":
      return buildEvent(b, inner, base, docOf)
    case "sourceDecl":
      return {
        kind: "source",
        ...base,
        event: b.capital(token(inner, "Name"), "event", base.span),
        connector: buildConnector(b, child(inner, "connector"), base.span),
      }
    case "sinkDecl":
      return {
        kind: "sink",
        ...base,
        name: b.small(token(inner, "Name"), "sink", base.span),
        connector: buildConnector(b, child(inner, "connector"), base.span),
      }
    case "tableDecl":
      return buildTable(b, inner, base, docOf)
    case "valueDecl":
      return buildValue(b, inner, base)
    case "fnDecl":
      return buildFn(b, inner, base)
    case "modelDecl":
      return buildModel(b, inner, base)
    case "ruleDecl":
      return buildRule(b, inner, docOf, buildBinding)
    case "testDecl":
      return buildTest(b, inner, base)
    default:
      return undefined
  }
}

interface Base {
  readonly span: Span
  readonly doc?: string
}

function endOf(b: Builder, span: Span): Span {
  return b.at(span.end, span.end)
}

function buildUse(b: Builder, node: CstNode, base: Base): Declaration {
  const names = children(node, "usedName").map((each) => {
    const [name, alias] = tokens(each, "Name")
    return { name: b.name(name, b.span(each)), ...(alias && { alias: b.name(alias) }) }
  })
  return { kind: "use", ...base, names, path: buildPath(b, token(node, "String"), endOf(b, base.span)) }
}

function buildEvent(b: Builder, node: CstNode, base: Base, docOf: DocOf): EventDecl {
  const block = child(node, "fieldBlock")
  const from = token(node, "String")
  const timing = child(node, "timing")
  return {
    kind: "event",
    ...base,
    name: b.capital(token(node, "Name"), "event", base.span),
    ...(block && { fields: buildFields(b, block, docOf) }),
    ...(from && { from: buildPath(b, from, base.span) }),
    ...(timing && buildTiming(b, timing)),
  }
}

function buildTiming(b: Builder, node: CstNode): Pick<EventDecl, "timedBy" | "late"> {
  const slip = token(node, "slip")
  if (slip !== undefined) b.addFix(messages.timedBy({ found: slip.image }), b.span(slip), "by")
  const field = token(node, "Name")
  if (field === undefined) return {}
  const name = b.name(field)
  const timedBy: EventDecl["timedBy"] =
    name.text === "arrival" && !name.quoted ? { kind: "arrival", span: name.span } : { kind: "field", name }
  const duration = child(node, "duration")
  if (duration === undefined) return { timedBy }
  const late = buildDuration(b, duration, b.span(node))
  if (!has(node, "Comma")) b.add(messages.commaBeforeUpTo(), b.span(token(node, "KwUp") ?? node))
  if (!has(node, "KwLate") && !node.recoveredNode) {
    b.addFix(messages.missingLate(), late.span, `${b.text(late.span)} late`)
  }
  return { timedBy, late }
}

function buildFields(b: Builder, block: CstNode | undefined, docOf: DocOf): FieldDecl[] {
  return children(block ?? { name: "", children: {} }, "fieldDecl").flatMap((field) => {
    const name = token(field, "Name")
    if (name === undefined) return []
    const span = b.span(field)
    reportMissingColon(b, field)
    return [{ span, ...docOf(span.start), name: b.name(name), type: buildType(b, child(field, "type"), span) }]
  })
}

function reportMissingColon(b: Builder, field: CstNode): void {
  const name = token(field, "Name")
  const type = child(field, "type")
  if (name === undefined || type === undefined || has(field, "Colon")) return
  const span = b.at(b.span(name).start, b.span(type).end)
  const right = `${name.image}: ${b.text(b.span(type))}`
  b.addFix(messages.missingColon({ name: name.image }), span, right, { hint: `write \`${right}\`` })
}

const maxSuffixes = 16

function buildType(b: Builder, node: CstNode | undefined, fallback: Span): TypeNode {
  if (node === undefined)
    return { kind: "named", span: endOf(b, fallback), name: { span: endOf(b, fallback), text: "" } }
  let built = buildPlainType(b, node)
  const suffixes = children(node, "typeSuffix")
  if (suffixes.length > maxSuffixes) b.add(messages.tooDeep({ max: maxSuffixes }), b.span(suffixes[maxSuffixes]!))
  for (const suffix of suffixes.slice(0, maxSuffixes)) {
    const span = b.at(built.span.start, b.span(suffix).end)
    if (has(suffix, "LSquare")) built = { kind: "list", span, of: built }
    else if (built.kind === "optional" || has(suffix, "Coalesce")) {
      b.add(messages.optionalTwice(), b.span(suffix))
      if (built.kind !== "optional") built = { kind: "optional", span, of: built }
    } else built = { kind: "optional", span, of: built }
  }
  return built
}

function buildPlainType(b: Builder, node: CstNode): TypeNode {
  const span = b.span(node)
  const values = child(node, "enumType")
  if (values !== undefined)
    return {
      kind: "enum",
      span: b.span(values),
      values: tokens(values, "String").map((each) => buildPath(b, each, span)),
    }
  const block = child(node, "fieldBlock")
  if (block !== undefined) return { kind: "record", span: b.span(block), fields: buildFields(b, block, () => ({})) }
  const nested = child(node, "type")
  if (nested !== undefined) return buildType(b, nested, span)
  const named = child(node, "namedType")
  if (named === undefined) return { kind: "named", span, name: { span, text: "" } }
  const number = token(named, "Number")
  const argument = token(named, "argument")
  return {
    kind: "named",
    span: b.span(named),
    name: b.name(token(named, "Name"), span),
    ...(number && { argument: buildNumber(b, number) }),
    ...(argument && { argument: b.name(argument) }),
  }
}

function buildConnector(b: Builder, node: CstNode | undefined, fallback: Span): Connector {
  if (node === undefined) return { span: endOf(b, fallback), name: { span: endOf(b, fallback), text: "" }, args: [] }
  const span = b.span(node)
  const args: ConnectorArg[] = []
  const partitions: IToken[] = []
  for (const arg of children(node, "connectorArg")) {
    const partition = token(arg, "partition")
    if (partition !== undefined) partitions.push(partition)
    else if (child(arg, "expression") !== undefined) args.push(buildConnectorArg(b, arg))
  }
  if (partitions[1] !== undefined) b.add(messages.partitionedTwice(), b.span(partitions[1]))
  return {
    span,
    name: b.name(token(node, "Name"), span),
    args,
    ...(partitions[0] && { partitionedBy: b.name(partitions[0]) }),
  }
}

function buildConnectorArg(b: Builder, arg: CstNode): ConnectorArg {
  const span = b.span(arg)
  const name = token(arg, "Name")
  return { span, ...(name && { name: b.name(name) }), value: buildLiteral(b, child(arg, "expression"), span) }
}

/** An expression of which a text is only a text. */
function buildLiteral(b: Builder, node: CstNode | undefined, fallback: Span): Expr {
  const operand = node && child(node, "operand")
  const primary = operand && child(operand, "primary")
  const text = primary && token(primary, "String")
  const alone =
    node?.children.tail === undefined &&
    operand?.children.postfix === undefined &&
    operand?.children.prefix === undefined
  return text !== undefined && alone ? buildPlainString(b, text) : buildExpression(b, node, fallback)
}

function buildTable(b: Builder, node: CstNode, base: Base, docOf: DocOf): Declaration {
  const refresh = child(node, "duration")
  const timed = token(node, "timeName")
  return {
    kind: "table",
    ...base,
    name: b.capital(token(node, "Name"), "table", base.span),
    keys: tokens(node, "keyName").map((each) => b.name(each)),
    fields: buildFields(b, child(node, "fieldBlock"), docOf),
    ...(timed && { timedBy: b.name(timed) }),
    connector: buildConnector(b, child(node, "connector"), base.span),
    ...(refresh && { refresh: buildDuration(b, refresh, base.span) }),
  }
}

function buildBinding(
  b: Builder,
  node: CstNode,
  what: string,
): { name: FieldDecl["name"]; type?: TypeNode; value: Expr } {
  const span = b.span(node)
  const type = child(node, "type")
  return {
    name: b.small(token(node, "Name"), what, span),
    ...(type && { type: buildType(b, type, span) }),
    value: buildExpression(b, child(node, "expression"), endOf(b, span)),
  }
}

function buildValue(b: Builder, node: CstNode, base: Base): Declaration | undefined {
  const keyword = token(node, "keyword")?.image
  const binding = child(node, "binding")
  if (binding === undefined) return undefined
  const built = buildBinding(b, binding, keyword ?? "let")
  if (keyword === "param") return { kind: "param", ...base, ...built }
  if (keyword === "let") return { kind: "let", ...base, ...built }
  if (built.type !== undefined) b.add(messages.typedFeature(), built.type.span)
  return { kind: "feature", ...base, name: built.name, value: built.value }
}

function buildParameters(b: Builder, node: CstNode | undefined): Parameter[] {
  return children(node ?? { name: "", children: {} }, "fieldDecl").map((each) => {
    const span = b.span(each)
    reportMissingColon(b, each)
    return {
      span,
      name: b.small(token(each, "Name"), "parameter", span),
      type: buildType(b, child(each, "type"), span),
    }
  })
}

function buildFn(b: Builder, node: CstNode, base: Base): Declaration {
  const returns = child(node, "type")
  return {
    kind: "fn",
    ...base,
    name: b.small(token(node, "Name"), "function", base.span),
    parameters: buildParameters(b, child(node, "parameters")),
    ...(returns && { returns: buildType(b, returns, base.span) }),
    body: buildExpression(b, child(node, "expression"), endOf(b, base.span)),
  }
}

function buildModel(b: Builder, node: CstNode, base: Base): Declaration {
  return {
    kind: "model",
    ...base,
    name: b.small(token(node, "Name"), "model", base.span),
    parameters: buildParameters(b, child(node, "parameters")),
    returns: buildType(b, child(node, "type"), base.span),
    connector: buildConnector(b, child(node, "connector"), base.span),
  }
}

function buildTest(b: Builder, node: CstNode, base: Base): TestDecl {
  b.inTest = true
  const params = children(node, "assignment").map((each) => ({
    name: b.name(token(each, "Name"), b.span(each)),
    value: buildExpression(b, child(each, "expression"), endOf(b, b.span(each))),
  }))
  const items: TestItem[] = []
  let until: Expr | undefined
  for (const item of children(node, "testItem")) {
    const span = b.span(item)
    if (until !== undefined) b.add(messages.afterUntil(), b.at(span.start, span.start + 1))
    if (has(item, "KwUntil")) until = buildExpression(b, child(item, "expression"), span)
    else {
      const built = buildTestItem(b, item)
      if (built !== undefined) items.push(built)
    }
  }
  b.inTest = false
  return {
    kind: "test",
    ...base,
    name: buildPath(b, token(node, "String"), base.span),
    params,
    items,
    ...(until && { until }),
  }
}

function buildTestItem(b: Builder, item: CstNode): TestItem | undefined {
  const span = b.span(item)
  const expect = child(item, "expectItem")
  const given = child(item, "givenItem")
  const watermark = child(item, "watermarkItem")
  const event = child(item, "eventItem")
  if (expect !== undefined) return buildExpect(b, expect, span)
  if (given !== undefined) {
    const operand = child(given, "operand")
    const record = child(given, "record")
    if (operand === undefined) return undefined
    const value =
      record === undefined ? buildExpression(b, child(given, "expression"), endOf(b, span)) : buildRecord(b, record)
    return { kind: "given", span, target: buildOperandWithoutPrefix(b, operand), value }
  }
  if (watermark !== undefined) {
    const error: TestTime = { kind: "absolute", time: { kind: "error", span: endOf(b, span) } }
    return { kind: "watermark", span, to: buildTestTime(b, child(watermark, "testTime"), span) ?? error }
  }
  if (event === undefined || token(event, "Name") === undefined) return undefined
  const at = buildTestTime(b, child(event, "testTime"), span)
  return {
    kind: "event",
    span,
    event: b.capital(token(event, "Name"), "event", span),
    record: buildRecord(b, child(event, "record"), endOf(b, span)),
    ...(at && { at }),
  }
}

function buildTestTime(b: Builder, node: CstNode | undefined, span: Span): TestTime | undefined {
  if (node === undefined) return undefined
  const offset = child(node, "duration")
  const time = child(node, "expression")
  if (offset !== undefined) return { kind: "offset", duration: buildDuration(b, offset, span) }
  return time && { kind: "absolute", time: buildExpression(b, time) }
}

function buildExpect(b: Builder, node: CstNode, span: Span): TestItem | undefined {
  if (has(node, "KwNothing")) return { kind: "expect-nothing", span }
  if (has(node, "KwLate")) return { kind: "expect-late", span }
  const name = token(node, "Name")
  if (name === undefined) return undefined
  const number = token(node, "Number")
  const record = child(node, "record")
  return {
    kind: "expect",
    span,
    rule: b.capital(name, "rule"),
    count: has(node, "KwNo") ? 0 : number === undefined ? null : buildCount(b, number, 0),
    ...(record && { record: buildRecord(b, record) }),
  }
}
