import { showType } from "../../lang/check/show.ts"
import type { Span } from "../../lang/source.ts"
import type { Declaration, FieldDecl, FileNode, Name, RuleDecl } from "../../lang/syntax/ast.ts"
import type { View } from "./project.ts"
import type { DocumentSymbol } from "./service.ts"
import { everyNode } from "./walk.ts"

/** The declarations of a file with their fields, steps and constants. */
export function symbols(file: FileNode, view: View): DocumentSymbol[] {
  return file.declarations.flatMap((node) => symbolsOf(node, view))
}

function symbolsOf(node: Declaration, { checked }: View): DocumentSymbol[] {
  const one = (kind: DocumentSymbol["kind"], name: Name, detail?: string, children: readonly DocumentSymbol[] = []) => [
    symbol(kind, name.text, node.span, name.span, detail, children),
  ]
  const typed = <Info extends { readonly name: string }>(infos: readonly Info[], name: Name) =>
    infos.find((info) => info.name === name.text)
  switch (node.kind) {
    case "import":
      return []
    case "use":
      return node.names.map(({ name, alias }) => {
        const span = alias === undefined ? name.span : { ...name.span, end: alias.span.end }
        return symbol("function", (alias ?? name).text, span, (alias ?? name).span, `from ${node.path.text}`)
      })
    case "event":
      return one("event", node.name, undefined, fields(node.fields ?? []))
    case "table":
      return one("table", node.name, `key ${node.keys.map(({ text }) => text).join(", ")}`, fields(node.fields))
    case "source":
      return [symbol("connector", `source ${node.event.text}`, node.span, node.event.span, node.connector.name.text)]
    case "sink":
      return one("sink", node.name, node.connector.name.text)
    case "param":
    case "let": {
      const info = typed<{ name: string; type: Parameters<typeof showType>[0] }>(
        node.kind === "param" ? checked.params : checked.lets,
        node.name,
      )
      return one(node.kind, node.name, info && showType(info.type))
    }
    case "feature": {
      const info = typed(checked.features, node.name)
      return one("feature", node.name, info && showType(info.type))
    }
    case "fn":
      return one("function", node.name)
    case "model":
      return one("model", node.name)
    case "rule":
      return one("rule", node.name, titleOf(node), partsOf(node))
    case "test":
      return [symbol("test", node.name.text === "" ? "test" : node.name.text, node.span, node.name.span)]
  }
}

function titleOf({ title }: RuleDecl): string | undefined {
  return title?.parts.every((part) => typeof part === "string") ? title.parts.join("") : undefined
}

function partsOf(node: RuleDecl): DocumentSymbol[] {
  const lets = node.lets.map((each) => symbol("let", each.name.text, each.span, each.name.span))
  const steps: DocumentSymbol[] = []
  everyNode(node.trigger, (part) => {
    const name = "as" in part ? (part.as as Name | undefined) : undefined
    if (name !== undefined) steps.push(symbol("step", name.text, part.span, name.span))
  })
  return [...lets, ...steps]
}

function fields(nodes: readonly FieldDecl[]): DocumentSymbol[] {
  return nodes.map(({ name, span, type }) =>
    symbol("field", name.text, span, name.span, undefined, type.kind === "record" ? fields(type.fields) : []),
  )
}

/** A name that could not be read is called so: editors refuse an empty one. */
function symbol(
  kind: DocumentSymbol["kind"],
  name: string,
  span: Span,
  nameSpan: Span,
  detail?: string,
  children: readonly DocumentSymbol[] = [],
): DocumentSymbol {
  const start = Math.min(span.start, nameSpan.start)
  const end = Math.max(span.end, nameSpan.end)
  const whole = { path: span.path, start, end }
  return {
    name: name.trim() === "" ? "…" : name,
    kind,
    span: whole,
    nameSpan,
    children,
    ...(detail !== undefined && { detail }),
  }
}
