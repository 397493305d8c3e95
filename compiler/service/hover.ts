import { showType } from "../../lang/check/show.ts"
import type { Connector, Declaration } from "../../lang/syntax/ast.ts"
import type { Expr } from "../../lang/syntax/ast-expressions.ts"
import { describe, describeConnector, optionText, page } from "./describe.ts"
import { type Occurrences, occurrenceAt } from "./occurrences.ts"
import type { Project, View } from "./project.ts"
import type { Hover } from "./service.ts"
import { nodesAt, type Part, touches } from "./walk.ts"

/** What stands at an offset: a name, a connector, or an expression with its type. */
export function hover(
  project: Project,
  view: View,
  names: Occurrences,
  path: string,
  offset: number,
): Hover | undefined {
  const occurrence = occurrenceAt(names, path, offset)
  const described = occurrence && describe(project, view, occurrence)
  if (occurrence !== undefined && described !== undefined) return { span: occurrence.span, markdown: described }
  const nodes = nodesAt(project.document(path).file, offset)
  return ofConnector(project, nodes, offset) ?? ofExpression(view, nodes)
}

function ofConnector(project: Project, nodes: readonly unknown[], offset: number): Hover | undefined {
  for (const node of nodes) {
    const connector = (node as { readonly connector?: Connector }).connector
    if (connector === undefined || !touches(connector.span, offset)) continue
    const declared = project.catalog.connectors.find(({ name }) => name === connector.name.text)
    if (declared === undefined) return undefined
    if (touches(connector.name.span, offset))
      return { span: connector.name.span, markdown: describeConnector(declared) }
    const argument = connector.args.find(({ name }) => name !== undefined && touches(name.span, offset))
    const option = declared.options.find(({ name }) => name === argument?.name?.text)
    if (option === undefined || argument?.name === undefined) return undefined
    return { span: argument.name.span, markdown: page(`${option.name}: ${option.type}`, optionText(option)) }
  }
  return undefined
}

/** The type of the smallest expression around. */
function ofExpression(view: View, nodes: readonly Part[]): Hover | undefined {
  const seen = nodes.flatMap((each) => view.seenIn(each as Declaration) ?? [])
  const found = (node: Part) => seen.map(({ expressions }) => expressions.get(node as Expr)).find((each) => each)
  const node = nodes.findLast((each) => found(each) !== undefined)
  const type = node && found(node)?.type
  if (node === undefined || type === undefined || type.kind === "unknown" || type.kind === "missing") return undefined
  return { span: node.span, markdown: page(showType(type)) }
}
