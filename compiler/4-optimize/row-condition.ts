/**
 * Which conditions can be evaluated over rows of columns: those that read the fields of one event, constants and parameters, make no
 * object, and cannot fail. Everything that is not known to be one is none.
 */
import type { Expression } from "../../lang/check/model.ts"
import type { Type } from "../../lang/check/types.ts"
import type { EventSchema } from "../../runtime/abi/rule-set.ts"
import type { Plan } from "../2-plan/plan.ts"
import { askedField, countedStep } from "./registers.ts"

type Of<K extends Expression["kind"]> = Extract<Expression, { kind: K }>

/** How a condition reads a field: its number (boolean: 0 or 1), its text compared, or whether it is there. */
export type FieldUse = "number" | "compared" | "asked"

/** Why an aggregate over past events is no column of the rows at hand; undefined: it is one. */
export type AggregateProblem = (expression: Of<"history">) => string | undefined

/** What a condition over rows reads. Fields are places among those of the event type. */
export interface ConditionReads {
  readonly fields: ReadonlyMap<number, FieldUse>
  /** Fields whose texts are compared with one another. */
  readonly pairs: readonly (readonly [number, number])[]
  /** Texts of the rules that a field is compared with, in their order. */
  readonly constants: readonly (readonly [field: number, text: string])[]
}

/** The `let`s and `fn`s of a rule set: what conditions may read of them. */
export class Declared {
  readonly #lets: ReadonlyMap<string, Expression>
  readonly #functions: ReadonlyMap<string, Expression>
  readonly #problems = new Map<string, string | undefined>()

  constructor({ lets, functions }: Pick<Plan, "lets" | "functions">) {
    this.#lets = new Map(lets.map(({ name, value }) => [name, value]))
    this.#functions = new Map(functions.map(({ name, body }) => [name, body]))
  }

  /** What stands there; of a `let` that is another one's name, what stands at that. */
  value(expression: Expression): Expression {
    const found = expression.kind === "let" ? this.#lets.get(expression.name) : undefined
    return found === undefined ? expression : this.value(found)
  }

  /** The text that is written there; undefined: something else stands there. */
  text(expression: Expression): string | undefined {
    const written = this.value(expression)
    return written.kind === "literal" && typeof written.value === "string" ? written.value : undefined
  }

  /** The items of a list of constants that is written there. */
  constants(expression: Expression): readonly Expression[] | undefined {
    const list = this.value(expression)
    return list.kind === "list" && list.items.every(isConstant) ? list.items : undefined
  }

  /** What rows cannot do of the value of a `let`, or the body of a `fn`. */
  problem(kind: "let" | "fn", name: string): string | undefined {
    const id = `${kind} ${name}`
    if (!this.#problems.has(id)) {
      const inside = (kind === "let" ? this.#lets : this.#functions).get(name)!
      const found = new Finder([], this, noAggregates, false).problem(inside)
      this.#problems.set(id, found && `\`${name}\` is more than numbers and booleans`)
    }
    return this.#problems.get(id)
  }
}

function isConstant(expression: Expression): boolean {
  return expression.kind === "literal" || (expression.kind === "negate" && isConstant(expression.operand))
}

function noAggregates(): string {
  return "it asks for aggregates over past events"
}

/**
 * What a condition or value over one event reads, or why it cannot be evaluated over rows (for people). `ofMatch`: numbers and booleans that
 * registers keep of the match's events may be read too.
 */
export function conditionReads(
  where: Expression,
  { fields }: EventSchema,
  declared: Declared,
  { aggregate = noAggregates, ofMatch = false }: { aggregate?: AggregateProblem; ofMatch?: boolean } = {},
): ConditionReads | string {
  const names = fields.map(({ name }) => name)
  const finder = new Finder(names, declared, aggregate, ofMatch)
  return finder.problem(where) ?? finder
}

/** A field of the event that is tested, or that an aggregate takes in: its name; undefined: the expression is something else. */
export function fieldOf(expression: Expression): string | undefined {
  if (expression.kind !== "member") return undefined
  const { kind } = expression.object
  return kind === "candidate" || kind === "element" ? expression.field : undefined
}

/** Whether the values of a type stand in rows as texts. */
export function isText(type: Type): boolean {
  const { kind } = bare(type)
  return kind === "string" || kind === "enum"
}

function bare(type: Type): Type {
  return type.kind === "optional" ? type.of : type
}

const numbers: readonly Type["kind"][] = ["number", "integer", "decimal", "time", "duration"]

/** Goes through a condition until it finds what rows cannot do, and notes what it reads on the way. */
class Finder implements ConditionReads {
  readonly fields = new Map<number, FieldUse>()
  readonly pairs: (readonly [number, number])[] = []
  readonly constants: (readonly [number, string])[] = []
  readonly #names: readonly string[]
  readonly #declared: Declared
  readonly #aggregate: AggregateProblem
  readonly #ofMatch: boolean

  constructor(names: readonly string[], declared: Declared, aggregate: AggregateProblem, ofMatch: boolean) {
    this.#names = names
    this.#declared = declared
    this.#aggregate = aggregate
    this.#ofMatch = ofMatch
  }

  /** What rows cannot do of it. */
  problem(expression: Expression): string | undefined {
    if (this.#ofMatch && isRegister(expression)) return undefined
    switch (expression.kind) {
      case "compare":
        return this.#compare(expression)
      case "in-list":
        return this.#inList(expression)
      case "is-missing":
        return this.#isMissing(expression)
      case "literal":
      case "param":
      case "let":
      case "local":
      case "member":
        return this.#leaf(expression)
      case "history":
        return this.#aggregate(expression)
      case "call":
        return this.#call(expression)
      case "matches":
        return "a condition tests a text with a pattern"
      default:
        return this.#operator(expression)
    }
  }

  #all(...parts: readonly Expression[]): string | undefined {
    for (const part of parts) {
      const found = this.problem(part)
      if (found !== undefined) return found
    }
    return undefined
  }

  #operator(expression: Expression): string | undefined {
    if (!isValue(expression.type)) return "a condition reads more than numbers, texts and booleans"
    switch (expression.kind) {
      case "not":
      case "negate":
        return this.problem(expression.operand)
      case "and":
      case "or":
      case "coalesce":
        return this.#all(expression.left, expression.right)
      case "arithmetic":
        return arithmeticProblem(expression) ?? this.#all(expression.left, expression.right)
      case "convert":
        return convertProblem(expression) ?? this.problem(expression.operand)
      case "in-range":
        return this.#all(expression.left, expression.from, expression.to)
      case "conditional":
        return this.#all(expression.test, expression.whenTrue, expression.whenFalse)
      default:
        return "a condition reads more than the event's fields, constants and parameters"
    }
  }

  /** A number or a boolean that is read as it is. */
  #leaf(expression: Of<"literal" | "param" | "let" | "local" | "member">): string | undefined {
    if (isText(expression.type)) return "a condition uses a text other than with `==`, `!=` or `in` a list of constants"
    if (!isValue(expression.type)) return "a condition reads more than numbers, texts and booleans"
    if (expression.kind === "literal" || expression.kind === "local") return undefined
    if (expression.kind === "member") return this.#field(expression, "number")
    if (expression.type.kind === "optional") return `\`${expression.name}\` may be missing`
    return expression.kind === "let" ? this.#declared.problem("let", expression.name) : undefined
  }

  /** Built-ins never fail (`test/unit/functions/any-input.test.ts`); what the author wrote in TypeScript may. */
  #call({ target, name, type, args }: Of<"call">): string | undefined {
    if (target === "use" || !isValue(type)) return `a condition calls \`${name}\``
    for (const arg of args) {
      const found = isText(arg.type) ? this.#textArgument(arg, name) : this.problem(arg)
      if (found !== undefined) return found
    }
    return target === "fn" ? this.#declared.problem("fn", name) : undefined
  }

  #textArgument(arg: Expression, name: string): string | undefined {
    const isKnown = this.#declared.text(arg) !== undefined || (arg.kind === "param" && arg.type.kind !== "optional")
    return isKnown ? undefined : `a condition calls \`${name}\` with a text`
  }

  #field(expression: Expression, use: FieldUse): string | undefined {
    const name = fieldOf(expression)
    const field = name === undefined ? -1 : this.#names.indexOf(name)
    if (field < 0) return "a condition reads more than the event's fields, constants and parameters"
    if (use !== "asked" || !this.fields.has(field)) this.fields.set(field, use)
    return undefined
  }

  #compare(expression: Of<"compare">): string | undefined {
    const { op, left, right } = expression
    if (!isText(left.type) && !isText(right.type)) return this.#all(left, right)
    if (op !== "==" && op !== "!=") return "a condition asks for the order of texts"
    const isField = [left, right].map((side) => fieldOf(side) !== undefined)
    if (!isField[0] && !isField[1]) return "a condition compares texts that are no fields"
    if (isField[0] && isField[1]) {
      const found = this.#field(left, "compared") ?? this.#field(right, "compared")
      if (found === undefined) this.pairs.push([this.#placeOf(left), this.#placeOf(right)])
      return found
    }
    return isField[0] ? this.#constant(left, right) : this.#constant(right, left)
  }

  #constant(field: Expression, other: Expression): string | undefined {
    const text = this.#declared.text(other)
    if (text === undefined) {
      return other.kind === "param"
        ? "a condition compares a text with a parameter"
        : "a condition compares a text with one that is made"
    }
    const found = this.#field(field, "compared")
    if (found === undefined) this.constants.push([this.#placeOf(field), text])
    return found
  }

  #inList(expression: Of<"in-list">): string | undefined {
    const { left, right } = expression
    const items = this.#declared.constants(right)
    if (items === undefined) return "a condition looks into a list that is no list of constants"
    if (!isText(left.type)) return this.problem(left)
    if (fieldOf(left) === undefined) return "a condition looks for a text that is made"
    for (const item of items) {
      const found = this.#constant(left, item)
      if (found !== undefined) return found
    }
    return this.#field(left, "compared")
  }

  #isMissing({ operand }: Of<"is-missing">): string | undefined {
    return isText(operand.type) ? this.#field(operand, "asked") : this.problem(operand)
  }

  #placeOf(field: Expression): number {
    return this.#names.indexOf(fieldOf(field)!)
  }
}

/** A number or a boolean that registers keep. */
function isRegister(expression: Expression): boolean {
  const isKept = askedField(expression) !== undefined || countedStep(expression) !== undefined
  return isKept && isValue(expression.type)
}

function isValue(type: Type): boolean {
  const { kind } = bare(type)
  return kind === "boolean" || numbers.includes(kind)
}

/** Sums and products of decimals are checked to be exact, and fail where they are not. */
function arithmeticProblem({ op, type }: Of<"arithmetic">): string | undefined {
  return bare(type).kind === "decimal" && op !== "%" ? "a condition adds up or multiplies decimals" : undefined
}

/** Likewise numbers that are made decimals, and decimals of another scale. */
function convertProblem({ type }: Of<"convert">): string | undefined {
  return bare(type).kind === "decimal" ? "a condition makes decimals of numbers" : undefined
}
