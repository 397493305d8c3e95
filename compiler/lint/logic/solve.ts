import { anyOutcome, type Formula, outcomes, type Term } from "./formula.ts"
import { above, below, intersect, isEmpty, onlyValue, type ValueSet } from "./value-set.ts"

/** So many ways through the alternatives are tried; after that the answer is "it may be". */
const maxWays = 400
/** So often what is known of one term is passed on to others. */
const maxRounds = 12
/** More terms than this are not compared with each other. */
const maxTerms = 60

/** Two terms and how they may stand to each other. */
interface Pair {
  readonly left: Term
  readonly right: Term
  readonly ways: number
}

/** What is asked of all terms and pairs at once. */
interface Demands {
  readonly sets: ReadonlyMap<string, ValueSet>
  readonly pairs: ReadonlyMap<string, Pair>
}

/**
 * Whether formulas cannot hold together, whatever the values of their terms are. True is certain; false may also mean that it
 * could not be told. The alternatives are tried one by one, as DPLL does; sets and orders of values are judged when none is left.
 */
export function contradict(formulas: readonly Formula[]): boolean {
  return new Solver().contradict(formulas, { sets: new Map(), pairs: new Map() })
}

class Solver {
  #ways = 0

  contradict(formulas: readonly Formula[], before: Demands): boolean {
    if (++this.#ways > maxWays) return false
    const { sets, pairs, choices } = collect(formulas, before)
    if (!possible({ sets, pairs })) return true
    const [first, ...others] = choices.toSorted((a, b) => a.length - b.length)
    if (first === undefined) return false
    const rest = others.map((parts): Formula => ({ kind: "or", parts }))
    return first.every((part) => this.contradict([part, ...rest], { sets, pairs }))
  }
}

/** What holds on every way is put to the demands; what is left are the alternatives. */
function collect(formulas: readonly Formula[], before: Demands) {
  const sets = new Map(before.sets)
  const pairs = new Map(before.pairs)
  const choices: (readonly Formula[])[] = []
  const add = (formula: Formula): void => {
    if (formula.kind === "and") formula.parts.forEach(add)
    else if (formula.kind === "or") {
      if (formula.parts.length === 1) add(formula.parts[0]!)
      else choices.push(formula.parts)
    } else if (formula.kind === "in") narrow(sets, formula.term, formula.set)
    else {
      const { left, right, ways } = formula
      narrow(sets, left, left.values)
      narrow(sets, right, right.values)
      const key = `${left.key}\n${right.key}`
      pairs.set(key, { left, right, ways: (pairs.get(key)?.ways ?? anyOutcome) & ways })
    }
  }
  formulas.forEach(add)
  return { sets, pairs, choices }
}

function narrow(sets: Map<string, ValueSet>, term: Term, set: ValueSet): void {
  sets.set(term.key, intersect(sets.get(term.key) ?? term.values, set))
}

/** Whether values for all terms may exist. False is certain. */
function possible({ sets, pairs }: Demands): boolean {
  const known = new Map(sets)
  const own = [...pairs.values()].map((pair) => ({ ...pair, ways: waysOf(pair) }))
  for (const { left, right, ways } of own) {
    if ((ways & outcomes.none) !== 0) continue
    for (const { key } of [left, right]) known.set(key, { ...known.get(key)!, missing: false })
  }
  const isThere = ({ key }: Term) => !known.get(key)!.missing
  const certain = own
    .filter(({ left, right }) => isThere(left) && isThere(right))
    .map((pair) => ({ ...pair, ways: pair.ways & ~outcomes.none }))
  if (certain.some(({ ways }) => ways === 0)) return false
  for (let round = 0; round <= Math.min(certain.length, maxRounds); round++)
    for (const pair of certain) tighten(known, pair)
  if ([...known.values()].some(isEmpty)) return false
  return certain.every((pair) => standsSo(known, pair)) && isOrdered(certain)
}

/** A value stands to itself in one way alone. */
function waysOf({ left, right, ways }: Pair): number {
  return left.key === right.key ? ways & (outcomes.equal | outcomes.none) : ways
}

/** What one of a pair can be says something of the other. */
function tighten(known: Map<string, ValueSet>, pair: Pair): void {
  const { ways } = pair
  const [left, right] = [known.get(pair.left.key)!, known.get(pair.right.key)!]
  if (ways === outcomes.equal) {
    const both = intersect(left, right)
    known.set(pair.left.key, both)
    known.set(pair.right.key, left.range.kind === right.range.kind ? both : right)
  } else if ((ways & outcomes.greater) === 0) limit(known, pair.left, pair.right, (ways & outcomes.equal) !== 0)
  else if ((ways & outcomes.less) === 0) limit(known, pair.right, pair.left, (ways & outcomes.equal) !== 0)
}

function limit(known: Map<string, ValueSet>, small: Term, large: Term, orEqual: boolean): void {
  const [less, more] = [known.get(small.key)!, known.get(large.key)!]
  const top = below(more.range, orEqual)
  const bottom = above(less.range, orEqual)
  if (top !== undefined) known.set(small.key, intersect(less, { missing: less.missing, range: top }))
  if (bottom !== undefined) known.set(large.key, intersect(more, { missing: more.missing, range: bottom }))
}

/** Whether two terms that can have one value each stand as they should. */
function standsSo(known: ReadonlyMap<string, ValueSet>, pair: Pair): boolean {
  const left = onlyValue(known.get(pair.left.key)!)
  const right = onlyValue(known.get(pair.right.key)!)
  if (left === undefined || right === undefined || left.value !== right.value) return true
  return (pair.ways & outcomes.equal) !== 0
}

/**
 * Whether no value comes before itself. Reachability over "is at most" and "is less than", as Floyd and Warshall do; two terms that
 * are each at most the other are equal, and must be allowed to be.
 */
function isOrdered(pairs: readonly Pair[]): boolean {
  const keys = [...new Set(pairs.flatMap(({ left, right }) => [left.key, right.key]))]
  if (keys.length > maxTerms) return true
  const place = new Map(keys.map((key, at) => [key, at]))
  // 0: nothing is known, 1: at most, 2: less
  const reach = keys.map(() => new Uint8Array(keys.length))
  const put = (from: number, to: number, how: number) => {
    reach[from]![to] = Math.max(reach[from]![to]!, how)
  }
  for (const pair of pairs) {
    const [left, right, ways] = [place.get(pair.left.key)!, place.get(pair.right.key)!, pair.ways]
    const how = (ways & outcomes.equal) === 0 ? 2 : 1
    if ((ways & outcomes.greater) === 0) put(left, right, how)
    if ((ways & outcomes.less) === 0) put(right, left, how)
  }
  for (const middle of keys.keys()) {
    for (const from of keys.keys()) {
      for (const to of keys.keys()) {
        const [first, second] = [reach[from]![middle]!, reach[middle]![to]!]
        if (first > 0 && second > 0) put(from, to, Math.max(first, second))
      }
    }
  }
  if (keys.some((_, at) => reach[at]![at] === 2)) return false
  return pairs.every((pair) => {
    const [left, right] = [place.get(pair.left.key)!, place.get(pair.right.key)!]
    const equal = left !== right && reach[left]![right]! > 0 && reach[right]![left]! > 0
    return !equal || (pair.ways & outcomes.equal) !== 0
  })
}
