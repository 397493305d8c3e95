/** Types, and the fields of events and tables with their types in a column. */
import type { FieldDecl, Parameter, TypeNode } from "../syntax/ast.ts"
import { concat, type Doc, group, hardline, line, nest, softline } from "./doc.ts"
import { type Layout, name, path } from "./layout.ts"
import { block, nameWidth } from "./record.ts"

/** A type as it is written. */
export function type(layout: Layout, node: TypeNode): Doc {
  switch (node.kind) {
    case "named":
      return named(layout, node)
    case "list":
      return concat(inner(layout, node.of), "[]")
    case "optional":
      return concat(inner(layout, node.of), "?")
    case "enum":
      return alternatives(layout, node.values)
    case "record":
      return block(
        layout,
        node.fields.map((field) => fieldOf(layout, field)),
        node.span.start,
        node.span.end,
      )
  }
}

function named(layout: Layout, node: Extract<TypeNode, { kind: "named" }>): Doc {
  const { argument } = node
  if (argument === undefined) return name(layout, node.name)
  const inside = "kind" in argument ? argument.text : name(layout, argument)
  return concat(name(layout, node.name), "(", inside, ")")
}

function inner(layout: Layout, of: TypeNode): Doc {
  return of.kind === "enum" ? concat("(", type(layout, of), ")") : type(layout, of)
}

function alternatives(layout: Layout, values: Extract<TypeNode, { kind: "enum" }>["values"]): Doc {
  const { comments } = layout
  const parts = values.map((value, index) =>
    index === 0
      ? concat(comments.here(value.span.start), path(layout, value))
      : concat(
          comments.at(line, comments.word("|", value.span.start)),
          "| ",
          comments.here(value.span.start),
          path(layout, value),
        ),
  )
  return group(nest(2, ...parts))
}

function fieldOf(layout: Layout, field: FieldDecl) {
  return { name: field.name, start: field.span.start, value: () => type(layout, field.type) }
}

/** The block of an event or a table, which begins behind `place`: one field a line, the types in a column. */
export function fields(layout: Layout, all: readonly FieldDecl[], place: number): Doc {
  const { comments } = layout
  const start = comments.token(place)
  const end = comments.token(all.at(-1)?.span.end ?? start + 1)
  if (all.length === 0 && !comments.between(start, end)) return "{}"
  const column = Math.max(...all.map((field) => nameWidth(field.name)))
  const parts = all.map((field, index) => {
    const before = all[index - 1]
    const gap = comments.item(field.span.start, { documented: true, ...(before && { from: before.span.end }) })
    const padding = " ".repeat(column - nameWidth(field.name) + 1)
    return concat(gap, name(layout, field.name, true), ":", padding, type(layout, field.type))
  })
  const last = comments.close(end, all.at(-1)?.span.end)
  return concat("{", nest(2, ...parts, last), hardline, "}")
}

/** `(a: number, b: string)` */
export function parameters(layout: Layout, all: readonly Parameter[]): Doc {
  const { comments } = layout
  const parts = all.map((parameter, index) => {
    const before = concat(index === 0 ? "" : ",", comments.at(index === 0 ? softline : line, parameter.span.start))
    return concat(before, name(layout, parameter.name, true), ": ", type(layout, parameter.type))
  })
  return all.length === 0 ? "()" : group("(", nest(2, ...parts), softline, ")")
}
