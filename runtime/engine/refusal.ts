import { RULE_SET_FORMAT, type RuleSet } from "../abi/rule-set.ts"

/** Why an event (or a parameter's value) is not taken: what a dead letter says. */
export class Refusal {
  readonly code: string
  readonly reason: string

  constructor(code: string, reason: string) {
    this.code = code
    this.reason = reason
  }
}

const longest = 60

/** A value in words for messages: short, and safe for any value. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value.length > longest ? `${JSON.stringify(value.slice(0, longest))}…` : JSON.stringify(value)
    case "number":
    case "boolean":
    case "undefined":
      return String(value)
    case "bigint":
      return "a bigint"
    case "object":
      return value === null ? "null" : Array.isArray(value) ? "a list" : value instanceof Date ? "a date" : "an object"
    default:
      return `a ${typeof value}`
  }
}

/** The message of anything that was thrown; never throws itself. */
export function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? thrown.message || thrown.name : describe(thrown)
  } catch {
    return "an error that cannot be read"
  }
}

/** Throws where a rule set is none, or was compiled for another engine. */
export function refuseOtherForms(rules: RuleSet | undefined): void {
  const found = rules?.manifest?.format
  if (found === RULE_SET_FORMAT) return
  throw new Error(
    found === undefined
      ? "createEngine wants a compiled rule set: the `rules` that `compile` returned"
      : `the rule set has form ${found}, this engine reads form ${RULE_SET_FORMAT}: compile the rules again`,
  )
}
