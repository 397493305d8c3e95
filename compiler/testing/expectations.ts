/** What a test expected against what came. */
import type { ExpectationInfo } from "../../lang/check/model.ts"
import type { Alert } from "../../runtime/abi/engine.ts"
import type { TestFailure, TestOutput } from "./result.ts"

/** An output that does not fit an expectation, field by field. */
export interface Difference {
  readonly output: TestOutput
  /** The fields that the expectation names, in its order. */
  readonly fields: readonly FieldDifference[]
}

export interface FieldDifference {
  readonly name: string
  readonly expected: unknown
  /** Left out: the output has no such field, or it is missing. */
  readonly came?: unknown
  readonly same: boolean
}

/** What is not as expected. */
export function unmet(expectations: readonly ExpectationInfo[], outputs: readonly TestOutput[]): TestFailure[] {
  return expectations.flatMap((expected): TestFailure[] => {
    const found = expected.kind === "nothing" ? unexpected(outputs) : miscounted(expected, outputs)
    return found === null ? [] : [{ span: expected.span, expected, ...found }]
  })
}

type Found = Pick<TestFailure, "text" | "differences" | "lacks" | "surplus"> | null

function unexpected(outputs: readonly TestOutput[]): Found {
  if (outputs.length === 0) return null
  const names = [...new Set(outputs.map((output) => output.rule))].join(", ")
  return { text: `expected nothing, and ${describe(outputs.length)} came: ${names}`, surplus: outputs }
}

function miscounted(expected: ExpectationInfo & { kind: "rule" }, outputs: readonly TestOutput[]): Found {
  const ofRule = outputs.filter((output) => output.rule === expected.rule)
  const compared = ofRule.map((output) => compare(output, expected.fields))
  const others = compared.filter(({ fields }) => !fields.every(({ same }) => same))
  const fitting = ofRule.length - others.length
  if (expected.count === null ? fitting > 0 : fitting === expected.count) return null
  const wanted = expected.count === null ? "at least one output" : describe(expected.count)
  const fields = Object.keys(expected.fields).length > 0 ? ` with ${JSON.stringify(expected.fields)}` : ""
  const text = `expected ${wanted} of ${expected.rule}${fields}, and ${describe(fitting)} came`
  const lacks = expected.count === null || fitting < expected.count
  // The nearest first: what differs in one field is what was meant, mostly.
  const nearest = others
    .map((each) => ({ each, wrong: each.fields.filter(({ same }) => !same).length }))
    .sort((a, b) => a.wrong - b.wrong)
    .map(({ each }) => each)
  if (lacks) return { text, ...(nearest.length > 0 && { differences: nearest }), lacks: expected.rule }
  // As many as were expected may be right: then the last one is too many.
  const fit = compared.filter((each) => !others.includes(each)).map(({ output }) => output)
  return { text, surplus: expected.count === 0 ? fit : fit.toReversed() }
}

const describe = (count: number): string => (count === 0 ? "none" : count === 1 ? "1 output" : `${count} outputs`)

function compare(output: TestOutput, fields: Readonly<Record<string, unknown>>): Difference {
  const { value } = output
  const own = output.kind === "alert" ? ownFields(value as Alert) : {}
  const found = new Map<string, unknown>([...Object.entries(own), ...Object.entries(value.data ?? {})])
  return {
    output,
    fields: Object.entries(fields).map(([name, expected]) => {
      const came = found.get(name)
      return {
        name,
        expected,
        ...(came !== undefined && { came }),
        same: found.has(name) && sameJson(came, expected),
      }
    }),
  }
}

/** What an expectation may say of an alert itself; its record goes before. */
function ownFields({ severity, score, tags = [], suppressed = 0, timeout }: Alert): Record<string, unknown> {
  return { severity, score, tags, suppressed, timeout: timeout === true }
}

/** Equality of JSON values, whatever the order of keys. */
function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key as keyof typeof a], b[key as keyof typeof b]))
  )
}
