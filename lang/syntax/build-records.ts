import type { CstNode } from "chevrotain"
import { messages } from "../messages/generated.ts"
import type { Span } from "../source.ts"
import type { RecordNode } from "./ast-expressions.ts"
import { buildPath } from "./build-literals.ts"
import { type Builder, child, children, token } from "./builder.ts"

/** `{ name: value … }` */
export function buildRecord(b: Builder, node: CstNode | undefined, fallback?: Span): RecordNode {
  if (node === undefined) return { span: fallback ?? b.at(0, 0), fields: [] }
  const fields = children(node, "field").flatMap((field) => {
    const span = b.span(field)
    const text = token(field, "String")
    const plain = token(field, "Name")
    if (text === undefined && plain === undefined) return []
    const name = text === undefined ? b.name(plain) : { ...buildPath(b, text, span), quoted: true as const }
    if (text !== undefined)
      b.addFix(
        messages.quotedField({ name: name.text }),
        b.span(text),
        /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name.text) ? name.text : `\`${name.text}\``,
      )
    const equals = token(field, "Eq")
    if (equals !== undefined) b.addFix(messages.equalsInRecord({ name: name.text }), b.span(equals), ":")
    return [{ name, value: b.expression(child(field, "expression"), b.at(span.end, span.end)), span }]
  })
  return { span: b.span(node), fields }
}
