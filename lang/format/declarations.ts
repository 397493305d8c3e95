/** Declarations, each with what sets it apart from the one before it. */
import type {
  Connector,
  Declaration,
  EventDecl,
  FnDecl,
  ModelDecl,
  TableDecl,
  TypeNode,
  UseDecl,
} from "../syntax/ast.ts"
import { concat, type Doc, group, join, line, nest, softline } from "./doc.ts"
import { duration, type Layout, name, path } from "./layout.ts"
import { rule } from "./rule.ts"
import { test } from "./tests.ts"
import { fields, parameters, type } from "./types.ts"
import { assigned, binding } from "./values.ts"

/** Whether a declaration has an empty line before and after it in any case. */
export function standsApart(node: Declaration): boolean {
  return (
    node.kind === "rule" ||
    node.kind === "test" ||
    node.kind === "table" ||
    (node.kind === "event" && node.fields !== undefined)
  )
}

/** One declaration. */
export function declaration(layout: Layout, node: Declaration): Doc {
  switch (node.kind) {
    case "import":
      return `import ${path(layout, node.path)}`
    case "use":
      return use(layout, node)
    case "event":
      return event(layout, node)
    case "source":
      return concat("source ", name(layout, node.event), " from ", connector(layout, node.connector))
    case "sink":
      return concat("sink ", name(layout, node.name), " to ", connector(layout, node.connector))
    case "table":
      return table(layout, node)
    case "param":
    case "let":
    case "feature":
      return binding(layout, node)
    case "fn":
      return fn(layout, node)
    case "model":
      return model(layout, node)
    case "rule":
      return rule(layout, node)
    case "test":
      return test(layout, node)
  }
}

function use(layout: Layout, node: UseDecl): Doc {
  const names = node.names.map(({ name: of, alias }, index) => {
    const before = concat(index === 0 ? "" : ",", layout.comments.at(line, of.span.start))
    return concat(before, name(layout, of), alias === undefined ? "" : concat(" as ", name(layout, alias)))
  })
  const block = names.length === 0 ? "{}" : group("{", nest(2, ...names), line, "}")
  return concat("use ", block, ` from ${path(layout, node.path)}`)
}

function event(layout: Layout, node: EventDecl): Doc {
  const parts: Doc[] = ["event ", name(layout, node.name)]
  if (node.fields !== undefined) parts.push(" ", fields(layout, node.fields, node.name.span.end))
  if (node.from !== undefined) parts.push(` from ${path(layout, node.from)}`)
  if (node.timedBy !== undefined) parts.push(" timed by ", timeOf(layout, node.timedBy))
  if (node.late !== undefined) parts.push(", up to ", duration(layout, node.late), " late")
  return concat(...parts)
}

function timeOf(layout: Layout, node: NonNullable<EventDecl["timedBy"]>): Doc {
  if (node.kind === "arrival") return concat(layout.comments.here(node.span.start), "arrival")
  return name(layout, node.name, node.name.text !== "arrival")
}

function table(layout: Layout, node: TableDecl): Doc {
  const keys = node.keys.map((key) => name(layout, key, true))
  const head = concat("table ", name(layout, node.name), " key ", join(", ", keys), " ")
  const place = (node.keys.at(-1) ?? node.name).span.end
  const block = fields(layout, node.fields, place)
  const timed = node.timedBy === undefined ? "" : concat(" timed by ", name(layout, node.timedBy, true))
  const refresh = () => (node.refresh === undefined ? "" : concat(" refresh ", duration(layout, node.refresh)))
  return concat(head, block, timed, " from ", connector(layout, node.connector), refresh())
}

function connector(layout: Layout, node: Connector): Doc {
  const { comments } = layout
  const head = name(layout, node.name)
  const args: Doc[] = node.args.map((arg, index) => {
    const before = concat(index === 0 ? "" : ",", comments.at(index === 0 ? softline : line, arg.span.start))
    const label = arg.name === undefined ? "" : concat(name(layout, arg.name, true), ": ")
    return concat(before, label, layout.expression(layout, arg.value))
  })
  const by = node.partitionedBy
  if (by !== undefined) {
    const start = comments.word("partitioned", comments.word("by", by.span.start))
    const before = concat(args.length === 0 ? "" : ",", comments.at(args.length === 0 ? softline : line, start))
    args.push(concat(before, "partitioned by ", name(layout, by, true)))
  }
  return args.length === 0 ? head : group(head, "(", nest(2, ...args, comments.close(node.span.end - 1)), softline, ")")
}

function returned(layout: Layout, of: TypeNode | undefined): Doc {
  return of === undefined ? "" : concat(": ", type(layout, of))
}

function fn(layout: Layout, node: FnDecl): Doc {
  const head = concat("fn ", name(layout, node.name), parameters(layout, node.parameters))
  return assigned(layout, concat(head, returned(layout, node.returns)), node.body)
}

function model(layout: Layout, node: ModelDecl): Doc {
  const head = concat("model ", name(layout, node.name), parameters(layout, node.parameters))
  return concat(head, returned(layout, node.returns), " from ", connector(layout, node.connector))
}
