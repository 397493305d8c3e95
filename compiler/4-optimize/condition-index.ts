/**
 * Which conditions over rows an index finds for an event, instead of a function that tests every event: those that compare the same
 * columns with constants as many others do. What such a condition asks is plain data here (`IndexedSelect` in `runtime/abi/rows.ts`); the
 * engine looks an event up once for all of them (Fabret et al., "Filtering Algorithms and Implementation for Very Fast
 * Publish/Subscribe Systems", SIGMOD 2001).
 */
import type { Expression } from "../../lang/check/model.ts"
import type { RangeBounds } from "../../runtime/abi/rows.ts"
import { conjuncts } from "../1-analyze/walk.ts"
import { fieldOf, isText } from "./row-condition.ts"

/** Conditions that must share a column before an index looks at it: below, as many functions cost less. */
const leastShared = 8

/** What the rules have declared, as conditions read it. */
export interface Constants {
  value(expression: Expression): Expression
  text(expression: Expression): string | undefined
  constants(expression: Expression): readonly Expression[] | undefined
}

/** A condition taken apart: it holds where all that is there holds. */
export interface IndexedCondition {
  /** The field's text is one of these. */
  readonly codes?: { readonly field: string; readonly texts: readonly string[] }
  /** The field's number is within these bounds. */
  readonly range?: { readonly field: string; readonly bounds: RangeBounds }
  /** All the rest. */
  readonly rest?: Expression
}

type Atom =
  | { readonly kind: "codes"; readonly field: string; readonly texts: readonly string[] }
  | { readonly kind: "range"; readonly field: string; readonly bounds: RangeBounds }

interface Part {
  readonly expression: Expression
  readonly atom?: Atom
}

/** By condition on events of one type (undefined: every event): what an index knows of it; null: a function tests it. */
export function indexedConditions(
  conditions: readonly (Expression | undefined)[],
  constants: Constants,
): readonly (IndexedCondition | null)[] {
  const parts = conditions.map((one) =>
    one === undefined ? [] : conjuncts(one).map((expression) => partOf(expression, constants)),
  )
  const sharers = new Map<string, number>()
  for (const own of parts) {
    for (const name of new Set(own.flatMap(({ atom }) => (atom === undefined ? [] : nameOf(atom))))) {
      sharers.set(name, (sharers.get(name) ?? 0) + 1)
    }
  }
  const shared = (atom: Atom): number => sharers.get(nameOf(atom)) ?? 0
  return parts.map((own) => {
    const codes = mostShared(own, "codes", shared)
    const range = mostShared(own, "range", shared)
    const known = [codes, range].filter((atom) => atom !== undefined)
    return known.some((atom) => shared(atom) >= leastShared) ? joined(own, codes, range) : null
  })
}

function nameOf({ kind, field }: Atom): string {
  return `${kind} ${field}`
}

/** Of the parts of a kind the one whose column most conditions ask for; of equal ones the first. */
function mostShared<K extends Atom["kind"]>(
  parts: readonly Part[],
  kind: K,
  shared: (atom: Atom) => number,
): Extract<Atom, { kind: K }> | undefined {
  let best: Atom | undefined
  for (const { atom } of parts) {
    if (atom?.kind === kind && (best === undefined || shared(atom) > shared(best))) best = atom
  }
  return best as Extract<Atom, { kind: K }> | undefined
}

/** All bounds of the chosen field are one range. */
function joined(
  parts: readonly Part[],
  codes: Extract<Atom, { kind: "codes" }> | undefined,
  range: Extract<Atom, { kind: "range" }> | undefined,
): IndexedCondition {
  let bounds: RangeBounds = {}
  const rest: Expression[] = []
  for (const { expression, atom } of parts) {
    if (atom?.kind === "range" && atom.field === range?.field) bounds = narrower(bounds, atom.bounds)
    else if (atom === undefined || atom !== codes) rest.push(expression)
  }
  return {
    ...(codes === undefined ? {} : { codes: { field: codes.field, texts: codes.texts } }),
    ...(range === undefined ? {} : { range: { field: range.field, bounds } }),
    ...(rest.length === 0 ? {} : { rest: rest.reduce(both) }),
  }
}

function both(left: Expression, right: Expression): Expression {
  return { kind: "and", left, right, type: { kind: "boolean" }, span: left.span }
}

/** What both ask for. */
function narrower(a: RangeBounds, b: RangeBounds): RangeBounds {
  const least = tighter(a.from ?? a.over, b.from ?? b.over, Math.max)
  const most = tighter(a.to ?? a.under, b.to ?? b.under, Math.min)
  return {
    ...(least === undefined ? {} : a.over === least || b.over === least ? { over: least } : { from: least }),
    ...(most === undefined ? {} : a.under === most || b.under === most ? { under: most } : { to: most }),
  }
}

function tighter(
  a: number | undefined,
  b: number | undefined,
  pick: (a: number, b: number) => number,
): number | undefined {
  return a === undefined ? b : b === undefined ? a : pick(a, b)
}

function partOf(expression: Expression, constants: Constants): Part {
  const atom = atomOf(expression, constants)
  return atom === undefined ? { expression } : { expression, atom }
}

/** What an index can answer. Where a field is missing it is false, as the atom is. */
function atomOf(expression: Expression, constants: Constants): Atom | undefined {
  switch (expression.kind) {
    case "compare": {
      const { op, left, right } = expression
      if (isText(left.type) || isText(right.type)) {
        if (op !== "==") return undefined
        return textAtom(left, [right], constants) ?? textAtom(right, [left], constants)
      }
      return rangeAtom(left, op, right, constants) ?? rangeAtom(right, mirrored[op] ?? op, left, constants)
    }
    case "in-list": {
      const { left, right, negated } = expression
      const items = constants.constants(right)
      return negated || items === undefined || !isText(left.type) ? undefined : textAtom(left, items, constants)
    }
    case "in-range": {
      const { left, from, to, negated } = expression
      const [least, most] = [from, to].map((end) => constantNumber(end, constants))
      const field = fieldOf(left)
      if (negated || field === undefined || least === undefined || most === undefined) return undefined
      return { kind: "range", field, bounds: { from: least, to: most } }
    }
    default:
      return undefined
  }
}

function textAtom(side: Expression, others: readonly Expression[], constants: Constants): Atom | undefined {
  const field = fieldOf(side)
  const texts = others.map((other) => constants.text(other)).filter((text) => text !== undefined)
  if (field === undefined || texts.length < others.length) return undefined
  return { kind: "codes", field, texts: [...new Set(texts)] }
}

/** The comparison with its sides exchanged. */
const mirrored: Readonly<Record<string, string>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" }

function rangeAtom(side: Expression, op: string, other: Expression, constants: Constants): Atom | undefined {
  const field = fieldOf(side)
  const value = constantNumber(other, constants)
  if (field === undefined || value === undefined) return undefined
  const bounds = boundsOf(op, value)
  return bounds && { kind: "range", field, bounds }
}

function boundsOf(op: string, value: number): RangeBounds | undefined {
  switch (op) {
    case "<":
      return { under: value }
    case "<=":
      return { to: value }
    case ">":
      return { over: value }
    case ">=":
      return { from: value }
    case "==":
      return { from: value, to: value }
    default:
      return undefined
  }
}

/** The number that is written there. */
function constantNumber(expression: Expression, constants: Constants): number | undefined {
  const written = constants.value(expression)
  if (written.kind === "negate") {
    const value = constantNumber(written.operand, constants)
    return value === undefined ? undefined : -value
  }
  return written.kind === "literal" && typeof written.value === "number" ? written.value : undefined
}
