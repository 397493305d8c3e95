import type { ParamSchema } from "../abi/rule-set.ts"
import type { Column, Layout, OperatorState, Table } from "../state/contract.ts"
import { decoderOf } from "./decode.ts"
import { objectOf } from "./json.ts"
import { describe, messageOf, Refusal } from "./refusal.ts"

/** Values that were changed while running: they outlive a restart. */
export const paramsLayout: Layout = {
  operator: "params",
  fingerprint: "1",
  dividedBy: null,
  tables: [{ name: "changed", columns: { name: "value", value: "value" } }],
}

/** What is wrong with the values of all parameters together; undefined: nothing. */
type Problem = (values: Readonly<Record<string, unknown>>) => string | undefined

/** The parameters of a rule set. */
export class Params {
  /** The inside values by name, as generated code reads them. */
  readonly values: Readonly<Record<string, unknown>>
  private readonly writable: Record<string, unknown>
  private readonly schemas: ReadonlyMap<string, ParamSchema>
  private readonly problem: Problem
  private readonly table: Table
  private readonly name: Column<unknown>
  private readonly value: Column<unknown>

  /**
   * `given`: values in their JSON form; they win over the rule set's and over those of a restored state. `problem` says what is wrong with
   * the values together. Throws when the given ones are wrong.
   */
  constructor(
    schemas: readonly ParamSchema[],
    state: OperatorState,
    given: Readonly<Record<string, unknown>>,
    problem: Problem,
  ) {
    this.problem = problem
    this.schemas = new Map(schemas.map((schema) => [schema.name, schema]))
    this.writable = Object.create(null) as Record<string, unknown>
    this.values = this.writable
    this.table = state.table("changed")
    this.name = this.table.value("name")
    this.value = this.table.value("value")
    for (const { name, value } of schemas) this.writable[name] = value
    this.restore()
    for (const [name, value] of Object.entries(given)) this.write(name, value)
    const wrong = problem(this.values)
    if (wrong !== undefined) throw new Error(wrong)
  }

  /** Changes parameters; remembers them for restarts. Throws when a name or a type is wrong, or they do not go together: then none has changed. */
  set(given: Readonly<Record<string, unknown>>): void {
    const before = { ...this.writable }
    const entries = Object.entries(given)
    try {
      for (const [name, value] of entries) this.write(name, value)
      const wrong = this.problem(this.values)
      if (wrong !== undefined) throw new Error(`${namesOf(entries)}: ${wrong}`)
    } catch (error) {
      Object.assign(this.writable, before)
      throw error
    }
    for (const [name, value] of entries) this.remember(name, value)
  }

  /** The values in their JSON form. */
  outside(): Readonly<Record<string, unknown>> {
    const fields = [...this.schemas.values()].map(({ name, type }) => ({ name, type, optional: false }))
    const values = fields.map(({ name }) => this.writable[name])
    return objectOf(fields, values, { eventOf: () => undefined })
  }

  private remember(name: string, value: unknown): void {
    let row = [...this.table.rows()].find((each) => this.name.get(each) === name)
    if (row === undefined) {
      row = this.table.allocate()
      this.name.set(row, name)
    }
    this.value.set(row, structuredClone(value))
  }

  private write(name: string, value: unknown): void {
    const schema = this.schemas.get(name)
    if (schema === undefined) {
      const known = [...this.schemas.keys()].join(", ")
      throw new Error(`no parameter is called ${describe(name)}; the rules have ${known === "" ? "none" : known}`)
    }
    if (value === undefined || value === null) throw new Error(`parameter ${name} cannot be missing`)
    try {
      this.writable[name] = decoderOf(schema.type, "json")(value, name)
    } catch (thrown) {
      const reason = thrown instanceof Refusal ? thrown.reason.replace("field", "parameter") : messageOf(thrown)
      throw new Error(reason)
    }
  }

  /** Values of parameters that are gone, or of another type by now, are forgotten; all are where they do not go together any more. */
  private restore(): void {
    for (const row of [...this.table.rows()]) {
      try {
        this.write(String(this.name.get(row)), this.value.get(row))
      } catch {
        this.table.free(row)
      }
    }
    if (this.problem(this.values) === undefined) return
    for (const row of [...this.table.rows()]) this.table.free(row)
    for (const { name, value } of this.schemas.values()) this.writable[name] = value
  }
}

function namesOf(entries: readonly (readonly [string, unknown])[]): string {
  const each = entries.map(([name, value]) => `${name} cannot be ${describe(value)}`)
  return `parameter ${each.join(", or not while ")}`
}
