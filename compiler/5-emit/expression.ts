import type { Expression } from "../../lang/check/model.ts"
import { eventId, valueType } from "../2-plan/value-type.ts"
import { emitAggregate } from "./aggregate.ts"
import { rawArithmetic, rawConvert, rawNegate } from "./arithmetic.ts"
import { emitAwaited, emitModel } from "./awaited.ts"
import { emitCall } from "./calls.ts"
import { atom, binding, type Code, call, grouped } from "./code.ts"
import { emitCompare, emitInList, emitInRange, emitIsMissing, emitMatches } from "./compare.ts"
import type { Of, Scope } from "./context.ts"
import { emitHistory } from "./history.ts"
import { emitLookup } from "./lookup.ts"
import { bare, canBeMissing, isOptional } from "./missing.ts"
import { number, property, quote, templateText } from "./text.ts"
import { emitMeasure } from "./window-values.ts"

/** Code for the value: `undefined` where it is missing. */
export function value(expression: Expression, scope: Scope): Code {
  const other = scope.instead?.(expression, "value", scope)
  if (other !== undefined) return other
  if (!isRaw(expression)) return marked(expression, scope, plainValue(expression, scope))
  const code = raw(expression, scope)
  if (!canBeMissing(expression)) return code
  return call(`${scope.module.uses.helper("known")}(${code.text})`)
}

/** Code for a value that is only used in arithmetic or compared: where it is missing it may be NaN as well. */
export function raw(expression: Expression, scope: Scope): Code {
  const other = scope.instead?.(expression, "raw", scope)
  if (other !== undefined) return other
  switch (expression.kind) {
    case "arithmetic":
      return marked(expression, scope, rawArithmetic(expression, scope, raw))
    case "negate":
      return marked(expression, scope, rawNegate(expression, scope, raw))
    case "convert":
      return marked(expression, scope, rawConvert(expression, scope, raw))
    default:
      return value(expression, scope)
  }
}

/** Code for a condition: strictly true or false, a missing one is false. */
export function truth(expression: Expression, scope: Scope): Code {
  const other = scope.instead?.(expression, "truth", scope)
  if (other !== undefined) return other
  const code = value(expression, scope)
  if (!canBeMissing(expression)) return code
  return { text: `${grouped(code, binding.relation)} === true`, binds: binding.equality }
}

function isRaw(expression: Expression): boolean {
  return expression.kind === "arithmetic" || expression.kind === "negate" || expression.kind === "convert"
}

/** Literals and names cannot fail; all else can be looked up in the source. */
function marked(expression: Expression, scope: Scope, code: Code): Code {
  if (["literal", "missing", "local", "let", "candidate", "element"].includes(expression.kind)) return code
  return { text: scope.module.places.mark(expression.span, code.text), binds: code.binds }
}

function plainValue(expression: Expression, scope: Scope): Code {
  switch (expression.kind) {
    case "literal":
      return atom(typeof expression.value === "string" ? quote(expression.value) : literalText(expression.value))
    case "missing":
      return atom("undefined")
    case "list":
      return atom(`[${expression.items.map((item) => value(item, scope).text).join(", ")}]`)
    case "template":
      return emitTemplate(expression, scope)
    case "param":
      return call(`params${property(expression.name)}`)
    case "let":
      return atom(known(scope.module.lets.get(expression.name), expression.name))
    case "local":
      return atom(known(scope.locals.get(expression.name), expression.name))
    case "candidate":
      return atom("it")
    case "candidate-is": {
      const { eventIds } = scope.module
      const tests = expression.events.map((name) => `event.type === ${eventId(name, eventIds)}`)
      return tests.length === 1
        ? { text: tests[0]!, binds: binding.equality }
        : { text: tests.join(" || "), binds: binding.or }
    }
    case "element":
      return atom(known(scope.element?.code, "element"))
    case "key":
      return call(`key[${scope.keys.indexOf(expression.name)}]`)
    case "previous":
      return call("match.previous()")
    case "step":
      return call(`match.${expression.which === "first" ? "first" : "last"}(${expression.step})`)
    case "step-index":
      return call(`match.at(${expression.step}, ${raw(expression.index, scope).text})`)
    case "member":
      return emitMember(expression, scope)
    case "index":
      return emitIndex(expression, scope)
    case "aggregate":
      return emitAggregate(expression, scope, { value, truth })
    case "history":
      return emitHistory(expression, scope, { value, raw, truth })
    case "awaited":
      return emitAwaited(expression, scope, { value, raw })
    case "model":
      return emitModel(expression, scope, { value, raw })
    case "lookup":
    case "in-table":
      return emitLookup(expression, scope, { value, raw })
    case "measure":
      return emitMeasure(expression, scope)
    case "window-start":
      return call("match.window.start")
    case "window-end":
      return call("match.window.end")
    case "call":
      return emitCall(expression, scope, value)
    default:
      return emitOperator(expression, scope)
  }
}

function emitOperator(expression: Expression, scope: Scope): Code {
  switch (expression.kind) {
    case "not":
      return { text: `!${grouped(truth(expression.operand, scope), binding.unary)}`, binds: binding.unary }
    case "and":
    case "or":
      return emitLogic(expression, scope)
    case "compare":
      return emitCompare(expression, scope, { value, raw })
    case "in-list":
      return emitInList(expression, scope, { value, raw })
    case "in-range":
      return emitInRange(expression, scope, { value, raw })
    case "is-missing":
      return emitIsMissing(expression, scope, { value, raw })
    case "matches":
      return emitMatches(expression, scope, { value, raw })
    case "coalesce": {
      const left = grouped(value(expression.left, scope), binding.equality)
      return {
        text: `${left} ?? ${grouped(value(expression.right, scope), binding.equality)}`,
        binds: binding.coalesce,
      }
    }
    case "conditional": {
      const parts = [
        truth(expression.test, scope),
        value(expression.whenTrue, scope),
        value(expression.whenFalse, scope),
      ]
      const [test, yes, no] = parts.map((code) => grouped(code, binding.coalesce))
      return { text: `${test} ? ${yes} : ${no}`, binds: binding.conditional }
    }
    default:
      throw new Error(`no code for an expression of kind ${expression.kind}`)
  }
}

function literalText(literal: number | boolean): string {
  return typeof literal === "number" ? number(literal) : `${literal}`
}

function known(code: string | undefined, name: string): string {
  if (code === undefined) throw new Error(`${name} is not known here`)
  return code
}

function emitTemplate(expression: Of<"template">, scope: Scope): Code {
  const { module } = scope
  const parts = expression.parts.map((part) => {
    if (typeof part === "string") return templateText(part)
    const code = value(part, scope).text
    const isText = ["string", "enum"].includes(bare(part.type).kind) && !canBeMissing(part)
    if (isText) return `\${${code}}`
    return `\${${module.uses.library("show")}(${module.type(valueType(part.type, module.eventIds))}, ${code})}`
  })
  return atom(`\`${parts.join("")}\``)
}

function emitLogic(expression: Of<"and" | "or">, scope: Scope): Code {
  const own = binding[expression.kind]
  const operand = (one: Expression) => {
    const code = truth(one, scope)
    return code.binds === own || code.binds > binding.and ? code.text : `(${code.text})`
  }
  const sign = expression.kind === "and" ? "&&" : "||"
  return { text: `${operand(expression.left)} ${sign} ${operand(expression.right)}`, binds: own }
}

function emitMember(expression: Of<"member">, scope: Scope): Code {
  const object = grouped(value(expression.object, scope), binding.call)
  const access = property(expression.field)
  if (!canBeMissing(expression.object) && !isOptionalElement(expression.object, scope)) {
    return call(`${object}${access}`)
  }
  return call(`${object}?${access.startsWith("[") ? `.${access}` : access}`)
}

function isOptionalElement(object: Expression, scope: Scope): boolean {
  return object.kind === "element" && scope.element?.optional === true
}

function emitIndex(expression: Of<"index">, scope: Scope): Code {
  const object = grouped(value(expression.object, scope), binding.call)
  const optional = isOptional(expression.object.type) || canBeMissing(expression.object)
  return call(`${object}${optional ? "?." : ""}[${raw(expression.index, scope).text}]`)
}
