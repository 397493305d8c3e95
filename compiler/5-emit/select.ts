/**
 * Conditions over rows: functions that go through rows of columns and choose those that fulfil a condition on the event alone. They are
 * made by the code for events; only what is read there from an object is read here from columns.
 */
import type { Expression } from "../../lang/check/model.ts"
import type { Automaton } from "../../runtime/abi/automaton.ts"
import { type ColumnSchema, missingCode, type RowsSchema, seenCell } from "../../runtime/abi/rows.ts"
import { historyText } from "../1-analyze/history-form.ts"
import { conjuncts } from "../1-analyze/walk.ts"
import type { Plan } from "../2-plan/plan.ts"
import { showExpression } from "../2-plan/show-expression.ts"
import type { ColumnPlan, ValuePlan } from "../4-optimize/columns.ts"
import { RegisterCells } from "../4-optimize/register-cells.ts"
import { Declared, fieldOf, isText } from "../4-optimize/row-condition.ts"
import type { SelectPlan } from "../4-optimize/row-selects.ts"
import { checkedSums } from "../4-optimize/row-series.ts"
import { askedEarly, neededEvents } from "./asked-early.ts"
import { atom, binding, type Code, call, grouped } from "./code.ts"
import type { ModuleContext, Of, Reading, Scope } from "./context.ts"
import { raw, truth } from "./expression.ts"
import { bare, canBeMissing } from "./missing.ts"
import { commentText, property } from "./text.ts"

/** The functions over rows: the lines of each, with a comment that says what it asks or reads. */
export interface RowFunctions {
  /** Of `Program.selects`. */
  readonly selects: readonly string[][]
  /** Of `Program.rowTests`. */
  readonly tests: readonly string[][]
  /** Of `Program.registerTests`. */
  readonly registerTests: readonly string[][]
  /** Of `Program.rowValues`. */
  readonly values: readonly string[][]
}

/** Writes the functions that test conditions and read values over rows. */
export function rowFunctions(
  plan: Plan,
  columns: ColumnPlan,
  automata: readonly Automaton[],
  module: ModuleContext,
): RowFunctions {
  const shared = new SharedNames(plan, columns.schema, module)
  const asks = ({ event, where }: SelectPlan): string => {
    const { name } = plan.events[event]!
    return `// ${commentText(where === undefined ? name : `${name} where ${showExpression(where, [])}`)}`
  }
  const reads = ({ event, value }: ValuePlan): string =>
    `// ${commentText(`${showExpression(value, [])} of ${plan.events[event]!.name}`)}`
  return {
    selects: columns.selects.map((one) => [asks(one), ...new RowWriter(one.event, shared).select(one)]),
    tests: columns.tests.map((one) => [asks(one), ...new RowWriter(one.event, shared).test(one.where)]),
    registerTests: columns.registerTests.map((one) => {
      const { name, steps } = plan.rules[one.rule]!
      const early = askedEarly(automata[one.rule]!).has(one.condition)
      const registers = new RegisterCells(one.registers, plan.events[one.event]!)
      return [
        `// ${commentText(`${name}: ${showExpression(one.where, steps)}`)}`,
        ...new RowWriter(one.event, shared, registers).registerTest(one.where, early ? neededEvents(one.where) : []),
      ]
    }),
    values: columns.values.map((one) => [reads(one), ...new RowWriter(one.event, shared).value(one.value)]),
  }
}

const partNames = ["rows", "order", "from", "to", "chosen", "count", "place", "row", "values", "cells", "cell"] as const

/** Names that all functions use alike, and what they look up. */
class SharedNames {
  readonly module: ModuleContext
  readonly plan: Plan
  readonly schema: RowsSchema
  readonly declared: Declared
  readonly parts: Readonly<Record<(typeof partNames)[number], string>>
  /** By number of a measure: the column that holds it. */
  readonly measures: ReadonlyMap<number, number>
  /** Whether rows are of several types, which must be told apart: all types of the input stand in them, with columns or without. */
  readonly isMixed: boolean
  readonly #locals = new Map<string, string>()
  readonly #codes: readonly ReadonlyMap<string, number>[]

  constructor(plan: Plan, schema: RowsSchema, module: ModuleContext) {
    this.plan = plan
    this.schema = schema
    this.module = module
    this.declared = new Declared(plan)
    this.isMixed = plan.events.filter(({ derived }) => !derived).length > 1
    const taken = partNames.map((name): [string, string] => [name, module.names.take(name)])
    this.parts = Object.fromEntries(taken) as SharedNames["parts"]
    const measures = schema.series?.flatMap((one) => one.measures) ?? []
    this.measures = new Map(measures.map(({ measure, column }) => [measure, column]))
    this.#codes = schema.domains.map(({ constants }) => new Map(constants.map((text, code) => [text, code])))
  }

  /** A name for what stands above a loop: the same for the same meaning, so that modules of many rules need few names. */
  local(meaning: string, wanted: string): string {
    let name = this.#locals.get(meaning)
    if (name === undefined) {
      name = this.module.names.take(wanted)
      this.#locals.set(meaning, name)
    }
    return name
  }

  /** A constant of the module: the number of a text that the rules name, as the engine has it. */
  code({ domain }: ColumnSchema, text: string): string {
    const name = `${text.slice(0, longestName)}Code`
    return this.module.constant(name, `host.code(${domain}, ${this.#codes[domain!]!.get(text)!})`)
  }

  /** Likewise the numbers of several. */
  codes({ domain }: ColumnSchema, texts: readonly string[]): string {
    const places = texts.map((text) => this.#codes[domain!]!.get(text)!).sort((a, b) => a - b)
    return this.module.constant("codes", `new Set([${places.join(", ")}].map((one) => host.code(${domain}, one)))`)
  }
}

const largestComparedList = 8
/** Of a constant's text, in its name. */
const longestName = 30

/** Means of durations are whole milliseconds, as where events are judged as objects. */
function inForm({ history: { op }, type }: Of<"history">, cell: Code): Code {
  return op === "avg" && bare(type).kind === "duration" ? call(`Math.round(${cell.text})`) : cell
}

/** Writes one function over rows of a type. */
class RowWriter {
  readonly #event: number
  readonly #shared: SharedNames
  /** What stands above the loop, by name. */
  readonly #hoisted = new Map<string, string>()
  readonly #columns: ReadonlyMap<string, ColumnSchema>
  readonly #registers: RegisterCells | undefined

  constructor(event: number, shared: SharedNames, registers?: RegisterCells) {
    this.#event = event
    this.#shared = shared
    this.#registers = registers
    const { fields } = shared.plan.events[event]!
    this.#columns = new Map(shared.schema.events[event]!.map((column) => [fields[column.field]!.name, column]))
  }

  /** A `RowSelect`. */
  select({ where }: SelectPlan): string[] {
    const { rows, order, from, to, chosen, count, place, row } = this.#shared.parts
    const tests = this.#tests(where)
    const choose = `${chosen}[${count}++] = ${place}`
    const body =
      tests.length === 0
        ? [choose]
        : tests.length === 1
          ? [`if (${tests[0]!}) ${choose}`]
          : ["if (", ...tests.map((test, at) => `  ${test}${at < tests.length - 1 ? " &&" : ""}`), `) ${choose}`]
    const usesRow = tests.length > 0
    return [
      `(${rows}, ${order}, ${from}, ${to}, ${chosen}) => {`,
      ...[...this.#hoisted].map(([name, code]) => `  const ${name} = ${code}`),
      `  let ${count} = 0`,
      `  for (let ${place} = ${from}; ${place} < ${to}; ${place}++) {`,
      ...(usesRow ? [`    const ${row} = ${order}[${place}]`] : []),
      ...body.map((line) => `    ${line}`),
      "  }",
      `  return ${count}`,
      "}",
    ]
  }

  /** A `RowTest`: the row's type is known. */
  test(where: Expression): string[] {
    const { rows, row } = this.#shared.parts
    return this.#tested(where, `${rows}, ${row}`, [])
  }

  /** A `RegisterTest`. `needed`: events that must be there for it to hold. */
  registerTest(where: Expression, needed: readonly (number | "any")[]): string[] {
    const { rows, row, cells, cell } = this.#shared.parts
    const seen = `${cells}[${cell} + ${seenCell}]`
    const lacking = needed.map((step) => (step === "any" ? `${seen} === 0` : `(${seen} & ${1 << step}) === 0`))
    const parameters = `${rows}, ${row}, ${cells}, ${cell}`
    return this.#tested(
      where,
      parameters,
      lacking.map((test) => `  if (${test}) return false`),
    )
  }

  #tested(where: Expression, parameters: string, before: readonly string[]): string[] {
    const tests = this.#conjuncts(where)
    const condition = tests.length === 1 ? tests[0]!.text : tests.map((one) => grouped(one, binding.and)).join(" && ")
    return [
      `(${parameters}) => {`,
      ...before,
      ...[...this.#hoisted].map(([name, code]) => `  const ${name} = ${code}`),
      `  return ${condition}`,
      "}",
    ]
  }

  /** A `RowValues`. */
  value(value: Expression): string[] {
    const { rows, order, chosen, count, place, row, values } = this.#shared.parts
    const code = raw(value, this.#scope()).text
    return [
      `(${rows}, ${order}, ${chosen}, ${count}, ${values}) => {`,
      ...[...this.#hoisted].map(([name, code]) => `  const ${name} = ${code}`),
      `  for (let ${place} = 0; ${place} < ${count}; ${place}++) {`,
      `    const ${row} = ${order}[${chosen}[${place}]]`,
      `    ${values}[${place}] = ${code}`,
      "  }",
      "}",
    ]
  }

  #scope(): Scope {
    const { module } = this.#shared
    const scope: Scope = {
      module,
      locals: new Map(),
      keys: [],
      place: "condition",
      element: { code: "each", optional: false },
      instead: (one, how) => this.#instead(one, how, scope),
    }
    return scope
  }

  #conjuncts(where: Expression): readonly Code[] {
    const scope = this.#scope()
    return conjuncts(where).map((one) => truth(one, scope))
  }

  #orHuge(where: Expression, codes: readonly Code[]): readonly Code[] {
    const huge = this.#huge(where)
    if (huge.length === 0) return codes
    const holds = codes.map((code) => grouped(code, codes.length === 1 ? binding.or : binding.and)).join(" && ")
    return [{ text: [...huge.map(({ text }) => text), holds].join(" || "), binds: binding.or }]
  }

  /** Whether a sum is too large to be exact: there the condition fails, or might. The first that holds chooses the row. */
  #huge(where: Expression): readonly Code[] {
    const { module } = this.#shared
    return checkedSums(where).map((sum) => call(`${module.uses.helper("huge")}(${this.#aggregate(sum, "raw").text})`))
  }

  #tests(where: Expression | undefined): readonly string[] {
    const { parts, isMixed } = this.#shared
    const type = isMixed
      ? [`${this.#hoist("type", "type", `${parts.rows}.type`)}[${parts.row}] === ${this.#event}`]
      : []
    if (where === undefined) return type
    const codes = this.#orHuge(where, this.#conjuncts(where))
    const isAlone = type.length === 0 && codes.length === 1
    return [...type, ...codes.map((code) => (isAlone ? code.text : grouped(code, binding.and)))]
  }

  #hoist(meaning: string, wanted: string, code: string): string {
    const name = this.#shared.local(meaning, wanted)
    this.#hoisted.set(name, code)
    return name
  }

  /** The code of what is read otherwise than from an event's object; undefined: the usual code will do. */
  #instead(expression: Expression, how: Reading, scope: Scope): Code | undefined {
    switch (expression.kind) {
      case "param": {
        const { name } = expression
        return atom(this.#hoist(`param ${name}`, name, `params${property(name)}`))
      }
      case "let": {
        const { name } = expression
        const code = this.#shared.module.lets.get(name)!
        // A call: its value hangs on a parameter.
        return code.endsWith("()") ? atom(this.#hoist(`let ${name}`, name, code)) : undefined
      }
      case "member":
      case "aggregate":
        return this.#number(expression, how, scope)
      case "history":
        return this.#aggregate(expression, how)
      case "compare":
        return isText(expression.left.type) ? this.#compareTexts(expression) : undefined
      case "in-list":
        return isText(expression.left.type) ? this.#findText(expression) : undefined
      case "is-missing":
        return this.#isMissing(expression)
      default:
        return undefined
    }
  }

  /** A field as a number or boolean. In columns NaN is missing, which arithmetic and comparisons take as they take `undefined`. */
  #number(field: Of<"member" | "aggregate">, how: Reading, { module }: Scope): Code {
    const cell = this.#register(field) ?? this.#cell(field)
    const mayLack = canBeMissing(field)
    if (bare(field.type).kind !== "boolean") {
      return how === "raw" || !mayLack ? cell : call(`${module.uses.helper("known")}(${cell.text})`)
    }
    if (mayLack && how !== "truth") return call(`${module.uses.helper("flag")}(${cell.text})`)
    return { text: `${cell.text} === 1`, binds: binding.equality }
  }

  /** An aggregate over past events as of the row at hand. NaN is missing. */
  #aggregate(expression: Of<"history">, how: Reading): Code {
    const { module, measures, parts } = this.#shared
    const { history, feature } = expression
    const number = module.measures.get(historyText(expression, false))!
    const column = `${parts.rows}.numbers[${measures.get(number)}]`
    const cell = call(`${this.#hoist(`measure ${number}`, feature ?? history.op, column)}[${parts.row}]`)
    const code = inForm(expression, cell)
    return how === "raw" || !canBeMissing(expression) ? code : call(`${module.uses.helper("known")}(${code.text})`)
  }

  /** `==` and `!=` of texts, by their numbers. */
  #compareTexts({ op, left, right }: Of<"compare">): Code {
    const sides = [left, right]
    const column = this.#column(sides.find((side) => fieldOf(side) !== undefined)!)
    const [a, b] = sides.map((side) => {
      const constant = this.#shared.declared.text(side)
      return constant === undefined ? this.#cell(side).text : this.#shared.code(column, constant)
    })
    // Two missing texts are not the same; a missing one differs from no other.
    const lacking = sides.filter((side) => canBeMissing(side))
    const tested = op === "!=" ? lacking : lacking.slice(1)
    return this.#present(tested, { text: `${a} ${op}= ${b}`, binds: binding.equality })
  }

  /** `code`, where all the fields are there. */
  #present(fields: readonly Expression[], code: Code): Code {
    if (fields.length === 0) return code
    const tests = fields.map((field) => `${this.#cell(field).text} !== ${missingCode}`)
    return { text: [...tests, grouped(code, binding.equality)].join(" && "), binds: binding.and }
  }

  /** `in` and `not in` a list of constant texts. */
  #findText({ left, right, negated }: Of<"in-list">): Code {
    const { declared } = this.#shared
    const column = this.#column(left)
    const texts = [...new Set(declared.constants(right)!.map((item) => declared.text(item)!))]
    const found = this.#oneOf(this.#cell(left).text, column, texts, negated)
    return negated && canBeMissing(left) ? this.#present([left], found) : found
  }

  #oneOf(cell: string, column: ColumnSchema, texts: readonly string[], negated: boolean): Code {
    if (texts.length === 0 || texts.length > largestComparedList) {
      const set = this.#shared.codes(column, texts)
      return negated ? { text: `!${set}.has(${cell})`, binds: binding.unary } : call(`${set}.has(${cell})`)
    }
    const binds = texts.length === 1 ? binding.equality : negated ? binding.and : binding.or
    const tests = texts.map((text) => `${cell} ${negated ? "!==" : "==="} ${this.#shared.code(column, text)}`)
    return { text: tests.join(negated ? " && " : " || "), binds }
  }

  /** `is missing` and `is present` of a field. */
  #isMissing({ operand, negated }: Of<"is-missing">): Code | undefined {
    if (fieldOf(operand) === undefined) return undefined
    const cell = this.#cell(operand).text
    const { kind } = this.#column(operand)
    if (kind === "number") return { text: `${cell} ${negated ? "===" : "!=="} ${cell}`, binds: binding.equality }
    return { text: `${cell} ${negated ? "!==" : "==="} ${missingCode}`, binds: binding.equality }
  }

  #register(expression: Expression): Code | undefined {
    const register = this.#registers?.of(expression)
    const { cells, cell } = this.#shared.parts
    return register === undefined ? undefined : call(`${cells}[${cell} + ${register}]`)
  }

  #column(field: Expression): ColumnSchema {
    return this.#columns.get(fieldOf(field)!)!
  }

  /** The field's value in the row at hand. */
  #cell(field: Expression): Code {
    const name = fieldOf(field)!
    const { kind, place } = this.#column(field)
    const { rows, row } = this.#shared.parts
    const list = { number: "numbers", code: "codes", text: "textFrom" }[kind]
    return call(`${this.#hoist(`field ${name} ${kind}`, name, `${rows}.${list}[${place}]`)}[${row}]`)
  }
}
