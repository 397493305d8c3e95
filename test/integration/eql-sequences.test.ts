/**
 * Sequence patterns with the answers of EQL's own implementation, translated into rules. The data stands outside the
 * repository (its licence does not allow it here): without it this is skipped.
 */
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import { createEngine } from "../../runtime/index.ts"

const root = join(dirname(fileURLToPath(import.meta.url)), "../..")
const data = process.env.EQL_SEQUENCES ?? join(root, "..", "shared", "data", "eql-sequences")
const present = existsSync(join(data, "sequences.jsonl"))

type Value = string | number
type Condition = readonly [field: string, op: string, value: Value | readonly Value[]]
interface Step {
  readonly type: string
  readonly where: readonly Condition[]
  readonly by: readonly string[]
}
interface Sequence {
  readonly name: string
  readonly steps: readonly Step[]
  readonly until: Step | null
  readonly maxspanMs: number | null
  readonly limit: readonly ({ readonly head: number } | { readonly tail: number })[]
  readonly expected: readonly (readonly number[])[]
  readonly sameWhenFollowedBy: boolean
}

const read = <T>(name: string): T[] =>
  present
    ? readFileSync(join(data, name), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as T)
    : []
const events = inFileOrder(read<Record<string, unknown>>("events.jsonl"))
const sequences = read<Sequence>("sequences.jsonl").filter(({ sameWhenFollowedBy }) => sameWhenFollowedBy)

/** The file's order counts: where its clock goes back, it stands still. */
function inFileOrder(all: readonly Record<string, unknown>[]): Record<string, unknown>[] {
  let last = Number.NEGATIVE_INFINITY
  return all.map((event) => {
    last = Math.max(last, Number(event.at))
    return { ...event, at: last }
  })
}

/** Every field is optional; a field holds numbers or texts. */
function eventType(): string {
  const kinds = new Map<string, string>()
  for (const event of events)
    for (const [name, value] of Object.entries(event)) kinds.set(name, typeof value === "number" ? "number" : "string")
  kinds.delete("at")
  const fields = [...kinds].map(([name, type]) => `  ${name}: ${type}?`)
  return `event Activity {\n${fields.join("\n")}\n  at: time\n} timed by at\n`
}

/** EQL compares texts without case. */
function condition([field, op, value]: Condition): string {
  if (op === "wildcard") {
    const pattern = String(value).replaceAll(".", "\\.").replaceAll("*", ".*")
    return `${field} matches /^${pattern}$/i`
  }
  const lower = (one: Value) => (typeof one === "string" ? JSON.stringify(one.toLowerCase()) : String(one))
  const left = typeof (Array.isArray(value) ? value[0] : value) === "string" ? `lower(${field})` : field
  if (Array.isArray(value)) return `${left} in [${value.map(lower).join(", ")}]`
  return `${left} ${op} ${lower(value as Value)}`
}

/** A step's own conditions, and its key equal to that of the first step. */
function where(step: Step, first: Step | null): string {
  const own = [`event_type == ${JSON.stringify(step.type)}`, ...step.where.map(condition)]
  const key = step.by.map((field, i) => {
    if (first === null) return `${field} is present`
    const text = events.some((event) => typeof event[field] === "string")
    return text ? `lower(${field}) == lower(s0.${first.by[i]})` : `${field} == s0.${first.by[i]}`
  })
  return [...own, ...key].join(" and ")
}

/** What `until` names may not come between any two steps. */
function toRule({ steps, until, maxspanMs }: Sequence): string {
  const first = steps[0]!
  const rest = steps.slice(1).map((step, i) => {
    const ban = until === null ? "" : `then no Activity where ${where(until, first)} `
    return `${ban}then Activity as s${i + 1} where ${where(step, first)}`
  })
  const window = maxspanMs === null ? "within forever" : `within ${maxspanMs + 1} ms`
  const ids = steps.map((_, i) => `s${i}.id`).join(", ")
  return `rule Sequence {
  when Activity as s0 where ${where(first, null)}
  ${rest.join("\n  ")}
  ${window}
  skip none
  alert { ids: [${ids}] }
}
`
}

async function matches(sequence: Sequence): Promise<number[][]> {
  const { rules, diagnostics } = await compile([{ path: "sequence.cep", text: eventType() + toRule(sequence) }])
  if (rules === undefined) throw new Error(diagnostics.map((d) => d.text).join("\n"))
  const found: number[][] = []
  const engine = createEngine(rules, { onAlert: (alert) => found.push(alert.data!.ids as number[]) })
  for (const event of events) engine.push("Activity", event)
  engine.end()
  return sequence.limit.reduce(
    (all, limit) => ("head" in limit ? all.slice(0, limit.head) : all.slice(-limit.tail)),
    found,
  )
}

describe("EQL's sequences", () => {
  if (!present) test.skip("are not here: their data is absent")
  for (const sequence of sequences) {
    test(sequence.name, async () => expect(await matches(sequence)).toEqual(sequence.expected))
  }
})
