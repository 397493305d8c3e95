import type { Expression } from "../../lang/check/model.ts"
import type { Span } from "../../lang/source.ts"
import type { Automaton } from "../../runtime/abi/automaton.ts"
import type { AskPlace } from "../1-analyze/asks.ts"
import { children, conjuncts } from "../1-analyze/walk.ts"
import type { ConditionPlan, OutputPlan, RulePlan } from "../2-plan/plan.ts"
import { probedParts } from "../2-plan/probed-parts.ts"
import { askedEarly, neededEvents } from "./asked-early.ts"
import { binding } from "./code.ts"
import type { CodeWriter } from "./code-writer.ts"
import type { Instead, ModuleContext, Scope } from "./context.ts"
import { truth, value } from "./expression.ts"
import { commentText, literalKey, lowerFirst, withoutPlaces } from "./text.ts"
import { measureProperties } from "./window.ts"

/** Objects of more fields are made in the general way. */
const mostObjectFields = 4

/** Writes the functions of a rule; gives the lines of the object that holds them. `probes`: also those that say the values of parts of its conditions. */
export function writeRule(
  writer: CodeWriter,
  rule: RulePlan,
  automaton: Automaton,
  module: ModuleContext,
  probes = false,
): string[] {
  const early = askedEarly(automaton)
  const functions = new RuleFunctions(writer, rule, module)
  writer.blankLine().writeLine(`// rule ${commentText(rule.name)}`)
  const conditions = rule.conditions.map((condition, at) => functions.condition(condition, early.has(at)))
  const having = rule.having === undefined ? [] : [`having: ${functions.having(rule.having)},`]
  const outputs = rule.outputs.map((output, at) => objectOf(functions.output(output, at)))
  const instead = functions.instead
  const measures = (rule.window?.measures ?? []).map((measure) => objectOf(measureProperties(measure, module, instead)))
  return [
    `conditions: [${conditions.join(", ")}],`,
    ...(measures.length === 0 ? [] : list("measures", measures)),
    ...having,
    ...list("outputs", outputs),
    ...(probes ? functions.probes() : []),
  ]
}

function objectOf(properties: readonly string[]): string {
  return properties.length === 0 ? "{}," : `{ ${properties.join(", ")} },`
}

function list(name: string, items: readonly string[]): string[] {
  return [`${name}: [`, ...items.map((item) => `  ${item}`), "],"]
}

class RuleFunctions {
  /** Of a module that is to tell what its conditions say. */
  readonly instead: Instead | undefined
  readonly #writer: CodeWriter
  readonly #rule: RulePlan
  readonly #module: ModuleContext
  readonly #prefix: string

  constructor(writer: CodeWriter, rule: RulePlan, module: ModuleContext) {
    this.#writer = writer
    this.#rule = rule
    this.#module = module
    this.#prefix = lowerFirst(rule.name)
    this.instead = module.probes?.ofRule(rule)
  }

  /** `early`: it is asked also before a step that it reads holds an event, and is false then. */
  condition({ step, role, events, where, readsMatch }: ConditionPlan, early: boolean): string {
    const name = this.#module.names.take(`${this.#prefix}_${role}_${this.#rule.steps[step]!.name}`)
    const span = where?.span ?? this.#rule.span
    this.#function(span, name, readsMatch ? "event, match" : "event", () => {
      if (where === undefined) return `return ${typeTest(events, "===", " || ")}`
      this.#writer.writeLine(`if (${typeTest(events, "!==", " && ")}) return false`)
      for (const needed of early ? neededEvents(where) : []) {
        const event = needed === "any" ? "match.previous()" : `match.last(${needed})`
        this.#writer.writeLine(`if (${event} === undefined) return false`)
      }
      const code = conjuncts(where).map((one) => truth(one, this.#scope("condition")))
      if (readsCandidate(where)) this.#writer.writeLine("const it = event.fields")
      if (code.length === 1) return `return ${code[0]!.text}`
      return `return (\n  ${code.map(({ text, binds }) => (binds >= binding.and ? text : `(${text})`)).join(" &&\n  ")}\n)`
    })
    return name
  }

  having(condition: Expression): string {
    return this.#shared("having", condition.span, `return ${truth(condition, this.#scope(this.#rule.place)).text}`)
  }

  /** The properties of the output's object. */
  output(output: OutputPlan, at: number): string[] {
    const { kind, onTimeout, score, message, data, values, span } = output
    const suffix = this.#rule.outputs.length === 1 ? "" : `_${at}`
    const scope = this.#scope(onTimeout ? "later" : this.#rule.place)
    const properties: string[] = []
    if (score !== undefined) {
      properties.push(`score: ${this.#shared(`score${suffix}`, score.span, `return ${value(score, scope).text}`)}`)
    }
    if (message !== undefined) {
      const body = `return ${value(message, scope).text}`
      properties.push(`message: ${this.#shared(`message${suffix}`, message.span, body)}`)
    }
    if (data !== null) {
      const items = values.map((one) => `  ${value(one, scope).text},\n`)
      const body = items.length === 0 ? "return []" : `return [\n${items.join("")}]`
      properties.push(`data: ${this.#shared(`${kind === "emit" ? "emit" : "data"}${suffix}`, span, body)}`)
    }
    return [...properties, ...this.#objects(output, suffix)]
  }

  /** What makes the objects of alerts that may come often: in one piece, where naming field after field would make them again and again. */
  #objects({ kind, score, message, data, withEvents, onTimeout, span }: OutputPlan, suffix: string): string[] {
    const isMore = score !== undefined || message !== undefined || withEvents || onTimeout
    if (kind !== "alert" || data === null || isMore) return []
    const made = (role: string, names: readonly string[]): string[] => {
      if (names.length > mostObjectFields) return []
      const values = names.map((_, place) => `v${place}`)
      const body = `return { ${names.map((name, place) => `${literalKey(name)}: ${values[place]}`).join(", ")} }`
      return [`${role}Object: ${this.#shared(`${role}_object${suffix}`, span, body, values.join(", "))}`]
    }
    const keys = this.#rule.keys.map(({ name }) => name)
    const fields = data.map(({ name }) => name)
    return [...made("key", keys), ...made("data", fields)]
  }

  /**
   * A function of a match and its key. Rules that are made alike have the same one: of a thousand, each would have to be called often before
   * it is made fast.
   */
  #shared(role: string, span: Span, body: string, parameters = "match, key"): string {
    const { sharedFunctions, names } = this.#module
    const code = withoutPlaces(body)
    const known = sharedFunctions.get(code)
    if (known !== undefined) return known
    const name = names.take(`${this.#prefix}_${role}`)
    sharedFunctions.set(code, name)
    this.#function(span, name, parameters, () => body)
    return name
  }

  #function(span: Span, name: string, parameters: string, body: () => string): void {
    const writer = this.#writer
    writer.writeLine(this.#module.places.mark(span, `function ${name}(${parameters}) {`))
    writer.indent(() => writer.writeLine(this.#module.places.mark(span, body())))
    writer.writeLine("}")
  }

  /** The values of parts of its conditions and of `having`: for those who explain what they said. */
  probes(): string[] {
    const { conditions, having, place } = this.#rule
    const ofConditions = conditions.map(({ where }) => {
      const parts = where === undefined ? [] : probedParts(where)
      return `[${parts.map((part) => this.#probe(part, "condition", "event, match", readsCandidate(part))).join(", ")}],`
    })
    const ofHaving = having === undefined ? [] : probedParts(having)
    return [
      ...list("probes", ofConditions),
      ...list(
        "havingProbes",
        ofHaving.map((part) => `${this.#probe(part, place, "match, key", false)},`),
      ),
    ]
  }

  #probe(part: Expression, place: AskPlace, parameters: string, isOfCandidate: boolean): string {
    const name = this.#module.names.take(`${this.#prefix}_probe`)
    const code = value(part, this.#scope(place)).text
    this.#function(part.span, name, parameters, () => {
      if (isOfCandidate) this.#writer.writeLine("const it = event.fields")
      return `return ${code}`
    })
    return name
  }

  #scope(place: AskPlace): Scope {
    const keys = this.#rule.keys.map((key) => key.name)
    const { instead } = this
    return { module: this.#module, locals: new Map(), keys, place, ...(instead && { instead }) }
  }
}

/** Whether the code needs the candidate's fields; an aggregate that is taken at it needs the event alone. */
function readsCandidate(expression: Expression): boolean {
  if (expression.kind === "candidate") return true
  const inside = children(expression)
  const fields = expression.kind === "history" ? inside.filter((one) => one !== expression.at) : inside
  return fields.some(readsCandidate)
}

function typeTest(events: readonly number[], sign: string, join: string): string {
  return events.map((id) => `event.type ${sign} ${id}`).join(join)
}
