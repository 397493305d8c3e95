/** Declarations other than rules and tests. */
import type {
  Connector,
  Declaration,
  EventDecl,
  FieldDecl,
  LetDecl,
  Parameter,
  TableDecl,
  TypeNode,
} from "../syntax/ast.ts"
import { type Doc, enclosed, group, indent, join, line } from "./doc.ts"
import { block, duration, expression } from "./expressions.ts"
import { text } from "./patterns.ts"
import { rule, testDecl } from "./rules.ts"
import { nameText, type Writer } from "./writer.ts"

/** An event of more fields has each on its own line. */
const maxFieldsOnLine = 3

export function declaration(w: Writer, node: Declaration): Doc {
  const { start } = node.span
  switch (node.kind) {
    case "import":
      return [w.at(start, "import "), text(w, node.path)]
    case "use": {
      const first = w.at(start, "use {")
      const names = node.names.map((each) => [
        w.name(each.name),
        each.alias === undefined ? "" : [" as ", w.name(each.alias)],
      ])
      return [enclosed(first, names, "}", line), " from ", text(w, node.path)]
    }
    case "event":
      return event(w, node)
    case "source":
      return [w.at(start, "source "), w.name(node.event), " from ", connector(w, node.connector)]
    case "sink":
      return [w.at(start, "sink "), w.name(node.name), " to ", connector(w, node.connector)]
    case "table":
      return table(w, node)
    case "param":
    case "let":
      return binding(w, node)
    case "feature":
      return group(w.at(start, "feature "), w.name(node.name), " =", indent(line, expression(w, node.value)))
    case "fn": {
      const head = [w.at(start, "fn "), w.name(node.name), parameters(w, node.parameters)]
      const returns = node.returns === undefined ? "" : [": ", type(w, node.returns)]
      return group(head, returns, " =", indent(line, expression(w, node.body)))
    }
    case "model": {
      const head = [w.at(start, "model "), w.name(node.name), parameters(w, node.parameters)]
      return [head, ": ", type(w, node.returns), " from ", connector(w, node.connector)]
    }
    case "rule":
      return rule(w, node, binding)
    case "test":
      return testDecl(w, node)
  }
}

function binding(w: Writer, node: LetDecl | Extract<Declaration, { kind: "param" }>): Doc {
  const head = [w.at(node.span.start, `${node.kind} `), w.name(node.name)]
  const typed = node.type === undefined ? "" : [": ", type(w, node.type)]
  return group(head, typed, " =", indent(line, expression(w, node.value)))
}

function event(w: Writer, node: EventDecl): Doc {
  const head = [w.at(node.span.start, "event "), w.name(node.name)]
  const body: Doc = node.fields !== undefined ? [" ", fields(w, node.fields, node.name.span.end)] : ""
  const from = node.from === undefined ? "" : [" from ", text(w, node.from)]
  if (node.timedBy === undefined) return [head, body, from]
  const by = node.timedBy.kind === "arrival" ? w.at(node.timedBy.span.start, "arrival") : w.name(node.timedBy.name)
  const late = node.late === undefined ? "" : [", up to ", duration(w, node.late), " late"]
  return [head, body, from, " timed by ", by, late]
}

function fields(w: Writer, nodes: readonly FieldDecl[], after: number): Doc {
  const names = nodes.map((each) => nameText(each.name))
  const end = w.find("}", nodes.at(-1)?.span.end ?? w.find("{", after) + 1)
  return block(w, "{", nodes, names, (each) => type(w, each.type), end, nodes.length > maxFieldsOnLine)
}

function table(w: Writer, node: TableDecl): Doc {
  const head = [w.at(node.span.start, "table "), w.name(node.name), " key "]
  const keys = join(
    node.keys.map((each) => w.name(each)),
    ", ",
  )
  const body = fields(w, node.fields, node.keys.at(-1)?.span.end ?? node.name.span.end)
  const from = [" from ", connector(w, node.connector)]
  return [head, keys, " ", body, from, node.refresh === undefined ? "" : [" refresh ", duration(w, node.refresh)]]
}

function parameters(w: Writer, nodes: readonly Parameter[]): Doc {
  const docs = nodes.map((each) => [w.name(each.name), ": ", type(w, each.type)])
  return enclosed("(", docs, ")")
}

function connector(w: Writer, node: Connector): Doc {
  const name = w.name(node.name)
  // `partitioned by` may stand anywhere between the arguments; it is written last
  const args: Doc[] = node.args.map((each) => {
    const label = each.name === undefined ? "" : [w.name(each.name), ": "]
    return [label, expression(w, each.value)]
  })
  if (node.partitionedBy !== undefined) args.push(["partitioned by ", w.name(node.partitionedBy)])
  return enclosed([name, "("], args, [w.closing(node.span.end - 1), ")"])
}

function type(w: Writer, node: TypeNode): Doc {
  switch (node.kind) {
    case "named": {
      if (node.argument === undefined) return w.name(node.name)
      const argument =
        "kind" in node.argument ? w.at(node.argument.span.start, node.argument.text) : w.name(node.argument)
      return [w.name(node.name), "(", argument, ")"]
    }
    case "list":
      return [type(w, node.of), "[]"]
    case "optional":
      return [type(w, node.of), "?"]
    case "enum":
      return group(
        join(
          node.values.map((each) => text(w, each)),
          [line, "| "],
        ),
      )
    case "record": {
      const open = w.at(node.span.start, "{")
      return block(
        w,
        open,
        node.fields,
        node.fields.map((each) => nameText(each.name)),
        (each) => type(w, each.type),
        node.span.end - 1,
      )
    }
  }
}
