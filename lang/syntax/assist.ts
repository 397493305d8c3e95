/**
 * What the grammar allows after some tokens. The grammar's rules are read as state machines that call each other, and all ways through them are
 * followed at once, as in Tomita's generalized parsing: a configuration is a state and the calls that wait around it. Gates are not asked, so
 * more may be allowed here than the parser takes.
 */
import {
  Alternation,
  Alternative,
  type IProduction,
  type IToken,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  RepetitionMandatoryWithSeparator,
  RepetitionWithSeparator,
  Terminal,
  type TokenType,
} from "chevrotain"
import { Grammar } from "./grammar.ts"

/** A token that may come next. */
export interface Expected {
  readonly type: TokenType
  /** What it is called in its rule of the grammar, where that gives it a name of its own. */
  readonly label: string | undefined
  /** The rules around it, from the outside in. */
  readonly rules: readonly string[]
}

/** What may come after some tokens. */
export interface Assist {
  readonly expected: readonly Expected[]
  /** The tokens are complete as they stand. */
  readonly complete: boolean
}

interface State {
  readonly id: number
  readonly rule: string
  readonly tokens: { readonly type: TokenType; readonly label: string | undefined; readonly to: State }[]
  readonly calls: { readonly rule: string; readonly to: State }[]
  readonly empty: State[]
  final: boolean
}

/** The calls that wait for a rule to end, the innermost first; equal ones are one object. */
interface Calls {
  readonly id: number
  readonly back: State
  readonly outer: Calls | undefined
}

interface Configuration {
  readonly state: State
  readonly calls: Calls | undefined
}

type Machines = ReadonlyMap<string, State>

/** No text of people nests so deep; more is cut off. */
const maxConfigurations = 2000

/** Finds what may come after the tokens of the beginning of a declaration (or an expression). */
export class Assistant {
  #machines: Machines | undefined

  /** Tokens that cannot stand where they do are passed over. */
  after(tokens: readonly IToken[], rule: "declaration" | "expression"): Assist {
    this.#machines ??= machinesOf(new Grammar({ recovers: false }))
    const run = new Run(this.#machines)
    let now = run.closure([{ state: this.#machines.get(rule)!, calls: undefined }])
    for (const token of tokens) {
      const next = now.flatMap(({ state, calls }) =>
        state.tokens.filter(({ type }) => matches(token, type)).map(({ to }) => ({ state: to, calls })),
      )
      if (next.length > 0) now = run.closure(next)
    }
    const expected = now.flatMap(({ state, calls }) =>
      state.tokens.map(({ type, label }) => ({ type, label, rules: [...rulesOf(calls), state.rule] })),
    )
    return { expected, complete: now.some(({ state, calls }) => state.final && calls === undefined) }
  }
}

function rulesOf(calls: Calls | undefined): string[] {
  return calls === undefined ? [] : [...rulesOf(calls.outer), calls.back.rule]
}

function matches(token: IToken, type: TokenType): boolean {
  return token.tokenType === type || (token.tokenType.CATEGORIES ?? []).includes(type)
}

class Run {
  readonly #machines: Machines
  readonly #known = new Map<string, Calls>()

  constructor(machines: Machines) {
    this.#machines = machines
  }

  /** All configurations that are reached without another token. */
  closure(start: readonly Configuration[]): Configuration[] {
    const found = new Map<string, Configuration>()
    const open = [...start]
    for (let at = open.pop(); at !== undefined && found.size < maxConfigurations; at = open.pop()) {
      const { state, calls } = at
      const key = `${state.id} ${calls?.id ?? ""}`
      if (found.has(key)) continue
      found.set(key, at)
      for (const to of state.empty) open.push({ state: to, calls })
      for (const { rule, to } of state.calls)
        open.push({ state: this.#machines.get(rule)!, calls: this.#call(to, calls) })
      if (state.final && calls !== undefined) open.push({ state: calls.back, calls: calls.outer })
    }
    return [...found.values()]
  }

  #call(back: State, outer: Calls | undefined): Calls {
    const key = `${back.id} ${outer?.id ?? ""}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const calls = { id: this.#known.size, back, outer }
    this.#known.set(key, calls)
    return calls
  }
}

function machinesOf(grammar: Grammar): Machines {
  const machines = new Map<string, State>()
  const count = { states: 0 }
  for (const [name, rule] of Object.entries(grammar.getGAstProductions())) {
    const state = (): State => ({ id: count.states++, rule: name, tokens: [], calls: [], empty: [], final: false })
    const first = state()
    sequence(rule.definition, first, state).final = true
    machines.set(name, first)
  }
  return machines
}

/** Adds the parts one after the other, from a state on; gives the state behind them. */
function sequence(parts: readonly IProduction[], from: State, make: () => State): State {
  return parts.reduce((state, part) => add(part, state, make), from)
}

function add(part: IProduction, from: State, make: () => State): State {
  if (part instanceof Alternative) return sequence(part.definition, from, make)
  const to = make()
  if (part instanceof Terminal) from.tokens.push({ type: part.terminalType, label: part.label, to })
  else if (part instanceof NonTerminal) from.calls.push({ rule: part.nonTerminalName, to })
  else if (part instanceof Alternation) {
    for (const each of part.definition) add(each, from, make).empty.push(to)
  } else if (part instanceof Option) {
    from.empty.push(to)
    sequence(part.definition, from, make).empty.push(to)
  } else if (part instanceof Repetition || part instanceof RepetitionMandatory) {
    const begin = make()
    from.empty.push(begin)
    if (part instanceof Repetition) begin.empty.push(to)
    const end = sequence(part.definition, begin, make)
    end.empty.push(begin, to)
  } else if (part instanceof RepetitionWithSeparator || part instanceof RepetitionMandatoryWithSeparator)
    throw new Error("the grammar has no repetitions with separators")
  return to
}
