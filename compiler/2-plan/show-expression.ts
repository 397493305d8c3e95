import type { Expression } from "../../lang/check/model.ts"
import type { Type } from "../../lang/check/types.ts"
import { showHistory } from "./show-history.ts"

/** How the steps of a rule are called where an expression is shown. */
export type StepNames = readonly { readonly name: string }[]

/** A checked expression as text, everything resolved and with all brackets: for people and case folders. */
export function showExpression(expression: Expression, steps: StepNames): string {
  const show = (inner: Expression) => showExpression(inner, steps)
  const step = (index: number) => steps[index]?.name ?? `#${index}`
  switch (expression.kind) {
    case "literal":
      return showLiteral(expression.value, expression.type)
    case "missing":
      return "missing"
    case "list":
      return `[${expression.items.map(show).join(", ")}]`
    case "template":
      return expression.parts.map((part) => (typeof part === "string" ? JSON.stringify(part) : show(part))).join(" ++ ")
    case "param":
    case "let":
    case "local":
      return expression.name
    case "candidate":
      return "event"
    case "candidate-is":
      return `event is ${expression.events.join(" | ")}`
    case "element":
      return "each"
    case "previous":
      return "previous"
    case "step":
      return expression.which === "single" ? step(expression.step) : `${expression.which}(${step(expression.step)})`
    case "step-index":
      return `${step(expression.step)}[${show(expression.index)}]`
    case "aggregate": {
      const value = expression.value === undefined ? "" : `, ${show(expression.value)}`
      const where = expression.where === undefined ? "" : ` where ${show(expression.where)}`
      return `${expression.op}(${step(expression.step)}${value}${where})`
    }
    case "history":
      return showHistory(expression, show)
    case "lookup":
      return atTime(`${expression.table}[${expression.keys.map(show).join(", ")}]`, expression.at, show)
    case "in-table":
      return `([${expression.keys.map(show).join(", ")}] in ${atTime(expression.table, expression.at, show)})`
    case "model":
      return `${expression.name}(${expression.args.map(show).join(", ")})`
    case "awaited":
      return `${expression.name}(${expression.args.map(show).join(", ")}) of ${show(expression.at)}`
    case "measure":
      return `m${expression.measure}`
    case "window-start":
      return "window.start"
    case "window-end":
      return "window.end"
    case "key":
      return `key.${expression.name}`
    case "member":
      return `${show(expression.object)}.${nameText(expression.field)}`
    case "index":
      return `${show(expression.object)}[${show(expression.index)}]`
    case "call":
      return `${expression.name}(${expression.args.map(show).join(", ")})`
    default:
      return showOperator(expression, show)
  }
}

function atTime(text: string, at: Expression | undefined, show: (inner: Expression) => string): string {
  return at === undefined ? text : `(${text} at ${show(at)})`
}

type Operator = Extract<
  Expression,
  {
    kind:
      | "negate"
      | "not"
      | "and"
      | "or"
      | "arithmetic"
      | "compare"
      | "coalesce"
      | "in-list"
      | "in-range"
      | "is-missing"
      | "matches"
      | "conditional"
      | "convert"
  }
>

function showOperator(expression: Operator, show: (inner: Expression) => string): string {
  switch (expression.kind) {
    case "negate":
      return `-${show(expression.operand)}`
    case "not":
      return `not ${show(expression.operand)}`
    case "and":
    case "or":
      return `(${show(expression.left)} ${expression.kind} ${show(expression.right)})`
    case "arithmetic":
    case "compare":
      return `(${show(expression.left)} ${expression.op} ${show(expression.right)})`
    case "coalesce":
      return `(${show(expression.left)} ?? ${show(expression.right)})`
    case "in-list":
      return `(${show(expression.left)} ${expression.negated ? "not in" : "in"} ${show(expression.right)})`
    case "in-range":
      return `(${show(expression.left)} ${expression.negated ? "not in" : "in"} ${show(expression.from)}..${show(expression.to)})`
    case "is-missing":
      return `(${show(expression.operand)} is ${expression.negated ? "present" : "missing"})`
    case "matches":
      return `(${show(expression.operand)} ${expression.negated ? "not matches" : "matches"} /${expression.source}/${expression.flags})`
    case "conditional":
      return `(${show(expression.whenTrue)} if ${show(expression.test)} else ${show(expression.whenFalse)})`
    case "convert":
      return `${showType(expression.type)}(${show(expression.operand)})`
  }
}

/** A name that is no plain word stands in back quotes, so that no two expressions look alike. */
function nameText(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : `\`${name}\``
}

function showLiteral(value: string | number | boolean, type: Type): string {
  if (type.kind === "decimal") return `${Number(value) / 10 ** type.scale}`
  if (type.kind === "duration") return `${value} ms`
  return JSON.stringify(value)
}

function showType(type: Type): string {
  if (type.kind === "optional") return showType(type.of)
  return type.kind === "decimal" ? `decimal${type.scale}` : type.kind
}
