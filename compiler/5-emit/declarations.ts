import type { EventSchema } from "../../runtime/abi/rule-set.ts"
import type { FieldSchema, ValueType } from "../../runtime/abi/value.ts"
import type { OutputPlan, PatternPlan, Plan, RulePlan } from "../2-plan/plan.ts"
import { CodeWriter } from "./code-writer.ts"
import { canBeMissing } from "./missing.ts"
import { commentText, literalKey, Names, quote } from "./text.ts"

/** What else the module exports beside the rules. */
export interface DeclarationOptions {
  /** A bundle brings the engine with it. */
  readonly bundle?: boolean
}

/**
 * The `.d.ts` of a compiled module: the rules, the events as they are pushed, and the alerts and derived events that come
 * out, typed per rule and output.
 */
export function declarations(plan: Plan, options: DeclarationOptions = {}): string {
  return new DeclarationWriter(plan).write(options.bundle === true)
}

class DeclarationWriter {
  readonly #writer = new CodeWriter()
  readonly #plan: Plan
  readonly #names = new Names()
  readonly #eventNames: readonly string[]

  constructor(plan: Plan) {
    this.#plan = plan
    for (const name of ["Alert", "Emitted", "Events", "rules", "createEngine", "createEnricher"]) this.#names.take(name)
    this.#eventNames = plan.events.map((event) => this.#names.take(event.name))
  }

  write(bundle: boolean): string {
    const writer = this.#writer
    const files = [...new Set(this.#plan.rules.map((rule) => rule.span.path))].join(", ")
    writer.writeLine(`// Types of the rules of ${commentText(files)}, made by cep. Do not edit.`)
    writer.writeLine('export declare const rules: import("cepheus/runtime").RuleSet')
    for (const name of bundle ? this.#engine() : []) {
      writer.writeLine(`export declare const ${name}: typeof import("cepheus/runtime").${name}`)
    }
    this.#events()
    this.#outputs("alert", "Alert", "What `onAlert` is given.")
    this.#outputs("emit", "Emitted", "What `onEmit` is given.")
    return writer.toString()
  }

  #engine(): readonly string[] {
    return this.#plan.awaited.length > 0 ? ["createEngine", "createEnricher"] : ["createEngine"]
  }

  #events(): void {
    const writer = this.#writer
    for (const [id, event] of this.#plan.events.entries()) if (!event.derived) this.#event(event, this.#eventNames[id]!)
    writer.blankLine().writeLine("/** The events that `push` takes, by type. */")
    writer.writeLine("export interface Events {").indent(() => {
      for (const [id, event] of this.#plan.events.entries()) {
        if (!event.derived) writer.writeLine(`${literalKey(event.name)}: ${this.#eventNames[id]}`)
      }
    })
    writer.writeLine("}")
  }

  #event(event: EventSchema, name: string): void {
    this.#writer
      .blankLine()
      .writeLine(`export interface ${name} {`)
      .indent(() => {
        for (const field of event.fields) {
          this.#writer.writeLine(`${literalKey(field.name)}${field.optional ? "?" : ""}: ${this.#input(field)}`)
        }
        this.#writer.writeLine("[undeclared: string]: unknown")
      })
    this.#writer.writeLine("}")
  }

  #outputs(kind: "alert" | "emit", union: string, doc: string): void {
    const writer = this.#writer
    const members = this.#plan.rules.flatMap((rule) => {
      // What shadow rules make reaches neither callback.
      const own = rule.shadow ? [] : rule.outputs.filter((output) => output.kind === kind && output.writes)
      if (own.length === 0) return []
      const name = this.#names.take(`${rule.name}${union}`)
      writer.blankLine()
      if (rule.title !== undefined) writer.writeLine(`/** ${commentText(rule.title)} */`)
      const forms = own.map((output) => (kind === "alert" ? this.#alert(rule, output) : this.#emitted(output)))
      writer.writeLine(`export type ${name} = ${forms.join(" | ")}`)
      return [name]
    })
    writer.blankLine().writeLine(`/** ${doc} */`)
    writer.writeLine(`export type ${union} = ${members.length === 0 ? "never" : members.join(" | ")}`)
  }

  #alert(rule: RulePlan, output: OutputPlan): string {
    return record([
      `rule: ${quote(rule.name)}`,
      `severity: ${quote(output.severity)}`,
      ...(output.score === undefined ? [] : [`score: number${canBeMissing(output.score) ? " | null" : ""}`]),
      ...(rule.tags.length === 0 ? [] : ["tags: string[]"]),
      ...(rule.oncePer === undefined ? [] : ["suppressed?: number"]),
      ...(output.onTimeout ? ["timeout: true"] : []),
      `key: ${record(rule.keys.map((key) => `${literalKey(key.name)}: ${this.#output(key.type)}`))}`,
      "at: string",
      ...(output.hasMessage ? ["message: string"] : []),
      ...(output.data === null ? [] : [`data: ${this.#data(output.data)}`]),
      ...(output.withEvents ? [`events: ${this.#shownEvents(rule, output)}`] : []),
      "id: string",
    ])
  }

  #emitted(output: OutputPlan): string {
    const name = quote(this.#plan.events[output.event!]!.name)
    return record([`event: ${name}`, "at: string", `data: ${this.#data(output.data ?? [])}`, "id: string"])
  }

  #data(fields: readonly FieldSchema[]): string {
    return record(
      fields.map(
        ({ name, type, optional }) => `${literalKey(name)}: ${this.#output(type)}${optional ? " | null" : ""}`,
      ),
    )
  }

  #shownEvents(rule: RulePlan, output: OutputPlan): string {
    const maybeEmpty = skippable(rule.pattern)
    return record(
      rule.steps.flatMap((step, index) => {
        if (!step.shown) return []
        const types = this.#stepTypes(rule, index)
        const type = step.several ? `(${types})[]` : types
        const optional = output.onTimeout || maybeEmpty.has(index)
        return [`${literalKey(step.name)}${optional ? "?" : ""}: ${type}${optional && !step.several ? " | null" : ""}`]
      }),
    )
  }

  #stepTypes(rule: RulePlan, step: number): string {
    const ids = rule.conditions[conditionOf(rule.pattern, step) ?? 0]?.events ?? []
    return this.#eventTypes(ids)
  }

  #eventTypes(ids: readonly number[]): string {
    return ids
      .map((id) => (this.#plan.events[id]!.derived ? "Record<string, unknown>" : this.#eventNames[id]!))
      .join(" | ")
  }

  /** As a source may write it. */
  #input({ type, optional }: FieldSchema): string {
    const form = type.kind === "time" ? "string | number | Date" : this.#plain(type, (inner) => this.#input(inner))
    return optional ? `${form} | null` : form
  }

  /** As it stands in an output. */
  #output(type: ValueType): string {
    if (type.kind === "time") return "string"
    return this.#plain(type, (field) => `${this.#output(field.type)}${field.optional ? " | null" : ""}`)
  }

  #plain(type: ValueType, ofField: (field: FieldSchema) => string): string {
    switch (type.kind) {
      case "string":
      case "boolean":
        return type.kind
      case "enum":
        return type.values.length === 0 ? "never" : type.values.map(quote).join(" | ")
      case "list":
        return `(${ofField({ name: "", type: type.of, optional: false })})[]`
      case "record":
        return record(
          type.fields.map((field) => `${literalKey(field.name)}${field.optional ? "?" : ""}: ${ofField(field)}`),
        )
      case "event":
        return this.#eventTypes(type.events)
      default:
        return "number"
    }
  }
}

function record(fields: readonly string[]): string {
  return fields.length === 0 ? "Record<string, never>" : `{ ${fields.join("; ")} }`
}

/** The steps that a match can lack. */
function skippable(pattern: PatternPlan, outer = false): ReadonlySet<number> {
  return new Set(
    pattern.elements.flatMap((element) => {
      if (element.kind === "absence") return []
      const optional = outer || element.quantifier.optional
      if (element.kind === "step") return optional ? [element.step] : []
      if (element.kind === "group") return [...skippable(element.pattern, optional)]
      const some = optional || element.count < element.branches.length
      return element.branches.flatMap((branch) => [...skippable(branch, some)])
    }),
  )
}

function conditionOf(pattern: PatternPlan, step: number): number | undefined {
  for (const element of pattern.elements) {
    if (element.kind === "group" || element.kind === "choice") {
      const patterns = element.kind === "group" ? [element.pattern] : element.branches
      for (const inside of patterns) {
        const found = conditionOf(inside, step)
        if (found !== undefined) return found
      }
    } else if (element.step === step) return element.condition
  }
  return undefined
}
