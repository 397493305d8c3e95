import type { Expression } from "../../../lang/check/model.ts"
import { canBeMissing } from "../../../lang/check/unify.ts"
import { constantOf } from "./constant.ts"
import {
  all,
  always,
  any,
  type Formula,
  never,
  outcomes,
  pair,
  presence,
  type Term,
  termKey,
  truth,
  truthTerm,
} from "./formula.ts"
import { type Interval, interval, type Range, rangeOf, rangeOfValues, without } from "./value-set.ts"

type Of<Kind extends Expression["kind"]> = Expression & { readonly kind: Kind }
type Op = Of<"compare">["op"]

/** Of larger conditions the rest is not understood: nested `if … else` would double with each level. */
const maxParts = 2000

/** How conditions are read. */
export interface Reading {
  /** Only `is missing` and `is present` are understood: what is a comparison may be true or not. */
  readonly presenceAlone?: boolean
  /** Numbers that something can have, known from where it stands. */
  readonly rangeOf?: (expression: Expression) => Range | undefined
}

/** Makes formulas of settled conditions. One builder is used for all that is judged together. */
export class Builder {
  readonly #reading: Reading
  #unlike = 0
  /** How many parts of the condition at hand may still be looked into. */
  #left = 0

  constructor(reading: Reading = {}) {
    this.#reading = reading
  }

  /** The formula that holds exactly where the condition is true, or, with `wanted` false, where it is not. */
  build(condition: Expression, wanted = true): Formula {
    this.#left = maxParts
    return this.#build(condition, wanted)
  }

  #build(condition: Expression, wanted: boolean): Formula {
    // Not understood is always right: something that is true or not.
    if (this.#left-- <= 0) return truth(truthTerm(`unlike ${this.#unlike++}`), wanted)
    switch (condition.kind) {
      case "literal":
        return (condition.value === true) === wanted ? always : never
      case "missing":
        return wanted ? never : always
      case "not":
        return this.#build(condition.operand, !wanted)
      case "and":
      case "or": {
        const parts = [this.#build(condition.left, wanted), this.#build(condition.right, wanted)]
        return (condition.kind === "and") === wanted ? all(...parts) : any(...parts)
      }
      case "conditional":
        return this.#conditional(condition, wanted)
      case "is-missing":
        return this.#presence(condition.operand, condition.negated === wanted)
      case "coalesce":
        return this.#coalesce(condition, (part) => this.#build(part, wanted))
      default:
        return this.#comparison(condition, wanted)
    }
  }

  #comparison(condition: Expression, wanted: boolean): Formula {
    if (this.#reading.presenceAlone === true) return truth(truthTerm(`unlike ${this.#unlike++}`), wanted)
    switch (condition.kind) {
      case "compare":
        return this.#compare(condition, wanted)
      case "in-list":
        return this.#inList(condition, wanted)
      case "in-range":
        return this.#inRange(condition, wanted)
      case "matches":
        return this.#matches(condition, wanted)
      case "candidate-is":
        return this.#candidateIs(condition, wanted)
      default:
        return this.#isPlain(condition) ? truth(this.#term(condition), wanted) : truth(this.#unknown(condition), wanted)
    }
  }

  #candidateIs({ events }: Of<"candidate-is">, wanted: boolean): Formula {
    const range: Range = { kind: "names", except: true, items: new Set() }
    const those: Range = { kind: "names", except: false, items: new Set(events) }
    return among({ key: "the candidate's type", values: { missing: false, range } }, those, wanted)
  }

  #conditional({ test, whenTrue, whenFalse }: Of<"conditional">, wanted: boolean): Formula {
    return any(
      all(this.#build(test, true), this.#build(whenTrue, wanted)),
      all(this.#build(test, false), this.#build(whenFalse, wanted)),
    )
  }

  #presence(operand: Expression, present: boolean): Formula {
    if (constantOf(operand) !== undefined) return present ? always : never
    if (operand.kind === "missing") return present ? never : always
    if (operand.kind === "coalesce") {
      const [left, right] = [this.#presence(operand.left, present), this.#presence(operand.right, present)]
      return present ? any(left, right) : all(left, right)
    }
    return presence(this.#term(operand), present)
  }

  /** What holds of `a ?? b` is that it holds of the one or the other. */
  #coalesce({ left, right }: Of<"coalesce">, of: (part: Expression) => Formula): Formula {
    return any(all(this.#presence(left, true), of(left)), all(this.#presence(left, false), of(right)))
  }

  #compare(condition: Of<"compare">, wanted: boolean): Formula {
    if (this.#left-- <= 0) return truth(truthTerm(`unlike ${this.#unlike++}`), wanted)
    const { op, left, right } = condition
    if (left.kind === "coalesce")
      return this.#coalesce(left, (part) => this.#compare({ ...condition, left: part }, wanted))
    if (right.kind === "coalesce")
      return this.#coalesce(right, (part) => this.#compare({ ...condition, right: part }, wanted))
    if (left.kind === "missing" || right.kind === "missing") return wanted ? never : always
    const [a, b] = [constantOf(left), constantOf(right)]
    if (a === undefined && b !== undefined) return this.#compareWith(left, op, b, wanted)
    if (a !== undefined && b === undefined) return this.#compareWith(right, turned[op], a, wanted)
    if (a !== undefined && b !== undefined) return compareConstants(a, op, b) === wanted ? always : never
    const ways = waysOf[op]
    return pair(this.#term(left), this.#term(right), wanted ? ways : 15 - ways)
  }

  #compareWith(operand: Expression, op: Op, value: string | number | boolean, wanted: boolean): Formula {
    const term = this.#term(operand)
    const whole = term.values.range
    if (whole.kind === "names" && op !== "==" && op !== "!=") {
      // An order of texts: the constant is a term with one value.
      const range: Range = { kind: "names", except: false, items: new Set([value as string]) }
      const other = { key: `constant ${JSON.stringify(value)}`, values: { missing: false, range } }
      return pair(term, other, wanted ? waysOf[op] : 15 - waysOf[op])
    }
    return among(term, rangeFor(op, value, whole), op !== "!=" ? wanted : !wanted, op === "!=" ? !wanted : undefined)
  }

  #inList({ left, right, negated }: Of<"in-list">, wanted: boolean): Formula {
    const items = right.kind === "list" ? right.items.map((item) => constantOf(item)) : [undefined]
    const known = items.every((item) => item !== undefined)
    if (!known || constantOf(left) !== undefined) return truth(this.#unknownOf("in", left, right, negated), wanted)
    if (left.kind === "coalesce") {
      return this.#coalesce(left, (part) =>
        constantOf(part) === undefined
          ? this.#inList({ kind: "in-list", left: part, right, negated, ...here(left) }, wanted)
          : (items.includes(constantOf(part)!) !== negated) === wanted
            ? always
            : never,
      )
    }
    const term = this.#term(left)
    const range = rangeOfValues(items, term.values.range)
    return among(term, range, negated ? !wanted : wanted, negated ? !wanted : undefined)
  }

  #inRange({ left, from, to, negated }: Of<"in-range">, wanted: boolean): Formula {
    const parts = [left, from, to]
    const compare = (op: Op, right: Expression, positive: boolean) =>
      this.#compare({ kind: "compare", op, left, right, ...here(left) }, positive)
    const inside = all(compare(">=", from, true), compare("<=", to, true))
    if (!negated) return wanted ? inside : any(compare(">=", from, false), compare("<=", to, false))
    const there = parts.map((part) => this.#presence(part, true))
    const outside = any(compare("<", from, true), compare(">", to, true))
    return wanted ? all(...there, outside) : any(inside, ...parts.map((part) => this.#presence(part, false)))
  }

  #matches({ operand, negated, source, flags }: Of<"matches">, wanted: boolean): Formula {
    const term = truthTerm(`matches ${JSON.stringify([source, flags])} ${this.#term(operand).key}`)
    const there = this.#presence(operand, true)
    const gone = this.#presence(operand, false)
    if (!negated) return wanted ? all(truth(term, true), there) : any(truth(term, false), gone)
    return wanted ? all(truth(term, false), there) : any(all(truth(term, true), there), gone)
  }

  #term(expression: Expression): Term {
    if (!this.#isRepeatable(expression)) return { key: `unlike ${this.#unlike++}`, values: anything(expression) }
    const known = this.#reading.rangeOf?.(expression)
    const missing = canBeMissing(expression.type) || !this.#isPlain(expression)
    return { key: termKey(expression), values: { missing, range: known ?? rangeOf(expression.type) } }
  }

  /** Something that is true or not, and of which nothing more is known. */
  #unknown(expression: Expression): Term {
    return truthTerm(this.#isRepeatable(expression) ? termKey(expression) : `unlike ${this.#unlike++}`)
  }

  #unknownOf(word: string, left: Expression, right: Expression, negated: boolean): Term {
    const repeatable = this.#isRepeatable(left) && this.#isRepeatable(right)
    return truthTerm(repeatable ? `${word} ${negated} ${termKey(left)} ${termKey(right)}` : `unlike ${this.#unlike++}`)
  }

  /** Whether its type says all that it can be. A calculation can fail where its type says that it is there. */
  #isPlain(expression: Expression): boolean {
    switch (expression.kind) {
      case "candidate":
      case "element":
      case "step":
      case "previous":
      case "param":
      case "key":
        return true
      case "member":
        return this.#isPlain(expression.object)
      case "aggregate":
      case "history":
      case "measure":
        return this.#reading.rangeOf?.(expression) !== undefined
      default:
        return false
    }
  }

  /** Whether it has the same value when it is asked again. The author's own functions may not. */
  #isRepeatable(expression: Expression): boolean {
    return !/"target":"use"|"kind":"awaited"/.test(termKey(expression))
  }
}

function here({ span }: Expression) {
  return { type: { kind: "boolean" }, span } as const
}

function anything({ type }: Expression) {
  return { missing: true, range: rangeOf(type) }
}

/** A term in a range, or not; where it is missing neither is true, unless `whenMissing` says what is. */
function among(term: Term, range: Range, inside: boolean, whenMissing = !inside): Formula {
  return { kind: "in", term, set: { missing: whenMissing, range: inside ? range : without(term.values.range, range) } }
}

const turned = { "==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const

const waysOf: Readonly<Record<Op, number>> = {
  "==": outcomes.equal,
  "!=": outcomes.less | outcomes.greater,
  "<": outcomes.less,
  "<=": outcomes.less | outcomes.equal,
  ">": outcomes.greater,
  ">=": outcomes.greater | outcomes.equal,
}

function compareConstants(a: string | number | boolean, op: Op, b: string | number | boolean): boolean {
  const results = { "==": a === b, "!=": a !== b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b }
  return results[op]
}

/** The values of which a comparison with a constant is true; of `!=` those of which it is false. */
function rangeFor(op: Op, value: string | number | boolean, like: Range): Range {
  if (like.kind === "names" || op === "==" || op === "!=") return rangeOfValues([value], like)
  const at = Number(value)
  const [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  const intervals: Record<Exclude<Op, "==" | "!=">, Interval> = {
    "<": interval(least, at, false, true),
    "<=": interval(least, at),
    ">": interval(at, most, true, false),
    ">=": interval(at, most),
  }
  return { ...like, intervals: [intervals[op]] }
}
