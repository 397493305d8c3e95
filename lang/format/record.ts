/** Blocks of `name: value`: on one line where the author wrote them so and they fit, else aligned, one a line. */
import type { Name } from "../syntax/ast.ts"
import type { RecordNode } from "../syntax/ast-expressions.ts"
import { breakGroup, choice, concat, type Doc, group, line, nest, widthOf } from "./doc.ts"
import { type Layout, name } from "./layout.ts"

/** A field whose name and value stand in columns. */
export interface Field {
  readonly name: Name
  readonly start: number
  readonly value: () => Doc
}

/** `{ … }` */
export function recordOf(layout: Layout, record: RecordNode): Doc {
  const fields = record.fields.map(({ name, value, span }) => ({
    name,
    start: span.start,
    value: () => layout.expression(layout, value),
  }))
  return block(layout, fields, record.span.start, record.span.end)
}

/** Fields in braces that stand at `start` and end before `end`. */
export function block(layout: Layout, fields: readonly Field[], start: number, end: number): Doc {
  const { comments } = layout
  if (fields.length === 0) return "{}"
  const column = Math.max(...fields.map((field) => nameWidth(field.name)))
  const parts = fields.map((field, index) => {
    const before = concat(index === 0 ? "" : choice("", ","), comments.at(line, field.start))
    const padding = " ".repeat(column - nameWidth(field.name))
    return concat(before, name(layout, field.name, true), ":", choice(`${padding} `, " "), field.value())
  })
  const broken = /^\{[^\S\n\r]*[\n\r]/.test(layout.text.slice(start, end))
  return group("{", broken ? breakGroup : "", nest(2, ...parts, comments.close(end - 1)), line, "}")
}

/** How wide a name before a colon is. */
export function nameWidth({ text }: Name): number {
  return widthOf(/^[\p{L}_][\p{L}\p{N}\p{M}_]*$/u.test(text) ? text : `\`${text}\``)
}
