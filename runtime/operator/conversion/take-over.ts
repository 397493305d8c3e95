/** How an operator goes on with what was kept for its rule in another form. */
import type { RuleManifest } from "../../abi/rule-set.ts"
import type { ConvertedKeys, Layout, OperatorState, RestoredKey, TakeOver } from "../../state/contract.ts"
import { ruleCounts } from "../counts.ts"
import { filterLayout } from "../filter.ts"
import { areThose, partialsOf, runsOf } from "./derive.ts"
import { type HeldKey, type HeldRun, inOrder } from "./held.ts"
import { canConvert, inexact } from "./inventory.ts"
import { readHeld, tablesOf } from "./read.ts"
import type { Inputs } from "./read-runs.ts"
import { type KeptState, type StoredForm, storedForm, withoutTables } from "./stored-form.ts"
import { type Unfolded, unfolding } from "./unfold.ts"
import { writeChains, writeCombination, writeGeneral, writeRing } from "./write.ts"

/** The first words of the names under which state of a rule's pattern, filter or windows can be kept. */
export const formKinds = ["pattern", "chain", "combination", "ring", "filter", "window"] as const

export interface TakeOverOptions {
  readonly rule: RuleManifest
  /** Most partial matches of one key. */
  readonly limit: number
  /** The window's length in ms; Infinity without one. */
  readonly duration: () => number
  /** Up to this time all events were judged. */
  readonly judged: () => number
  /** Why what an operator kept cannot be taken over, whatever its form; undefined: it can. */
  readonly refuses: (operator: string) => string | undefined
}

/** The layout of a rule's operator, which takes over from other forms what it can. */
export function takingOver(layout: Layout, options: TakeOverOptions): Layout {
  const { rule, refuses } = options
  const name = rule.was ?? rule.name
  const takesOver: TakeOver = {
    operators: formKinds.map((kind) => `${kind} ${name}`),
    from: (stored) => {
      const verdict = canConvert(stored, layout)
      if (verdict.kind === "dropped") return verdict
      const fingerprint = withoutTables(stored.fingerprint)
      // Former checkpoints say the same in other words.
      if (verdict.kind === "same" && (fingerprint === layout.fingerprint || !fingerprint.startsWith("[")))
        return verdict
      const why = refuses(stored.operator)
      if (why !== undefined) return { kind: "dropped", why }
      const { operator } = stored
      const own = { operator, dividedBy: layout.dividedBy }
      const after = storedForm(layout.fingerprint)
      const before = storedForm(stored.fingerprint, after)
      if (before === undefined || after === undefined)
        return { kind: "converted", layout: { ...filterLayout(rule), ...own }, convert: nothing }
      const converter = new Converter(before, after.kept, options)
      return {
        kind: "converted",
        layout: { ...own, fingerprint, tables: tablesOf(before.kept) },
        convert: (state) => converter.convert(state),
      }
    },
  }
  return { ...layout, takesOver }
}

/** Of what keeps counts alone. */
function nothing(): ConvertedKeys {
  return { kind: "keys", keys: [] }
}

/** Makes one form's state from another's. */
class Converter {
  private readonly before: StoredForm
  private readonly after: KeptState
  private readonly options: TakeOverOptions
  private readonly inputs: Inputs
  /** How events that one of both forms holds become partial matches. */
  private readonly unfold: (runs: readonly HeldRun[]) => Unfolded

  constructor(before: StoredForm, after: KeptState, options: TakeOverOptions) {
    const { shape, kept } = before
    this.before = before
    this.after = after
    this.options = options
    this.inputs = { numbers: options.rule.inputs, names: shape.inputs }
    const events = [kept, after].find(({ form }) => form === "ring" || form === "combination")
    this.unfold =
      events === undefined || events.form === "general" || events.form === "chain"
        ? () => ({ partials: [], dropped: 0, isOther: false })
        : unfolding(options.rule.automaton, shape.steps, events, options.limit)
  }

  /** Goes over all keys. What is dropped at the limit is counted in the state that is read. */
  convert(state: OperatorState): ConvertedKeys {
    const keys: RestoredKey[] = []
    let dropped = 0
    for (const held of readHeld(this.before, state, this.inputs)) {
      const written = this.write(held, (more) => {
        dropped += more
      })
      if (written === "inexact") return { kind: "dropped", why: inexact }
      if (written !== undefined) keys.push(written)
    }
    if (dropped > 0) ruleCounts(state).add("dropped", dropped)
    return { kind: "keys", keys }
  }

  /** undefined: nothing is left of the key. */
  private write(held: HeldKey, drop: (more: number) => void): RestoredKey | "inexact" | undefined {
    const { after } = this
    const { key } = held
    if (after.form === "ring" || after.form === "combination") {
      const runs = this.runsIn(held)
      if (runs === undefined) return "inexact"
      if (runs.length === 0) return undefined
      return after.form === "ring" ? writeRing(key, runs, after) : writeCombination(key, runs, after)
    }
    const { partials, dropped, isOther } = partialsOf(held, this.unfold, (startAt) => this.isOver(startAt))
    if (isOther) return "inexact"
    drop(dropped)
    const completed = held.kind === "partials" ? held.completed : []
    if (partials.length === 0 && completed.length === 0) return undefined
    if (after.form === "general") return writeGeneral(key, partials, completed, after, this.inputs.numbers)
    return completed.length > 0 ? "inexact" : writeChains(key, inOrder(partials), after)
  }

  /** The events that a ring or a combination holds for a key; undefined: its partial matches do not follow from any. */
  private runsIn(held: HeldKey): readonly HeldRun[] | undefined {
    const { after } = this
    if (after.form !== "ring" && after.form !== "combination") return undefined
    if (held.kind === "runs")
      return after.form === "ring" ? held.runs.filter(({ event }) => !this.isOver(event.at)) : held.runs
    const { partials, completed } = held
    const runs = runsOf(partials, after)
    return completed.length === 0 && areThose(partials, this.unfold(runs)) ? runs : undefined
  }

  /** Whether the window of what began then is over. */
  private isOver(startAt: number): boolean {
    const { rule, duration, judged } = this.options
    return rule.within.kind === "whole" && startAt + duration() <= judged()
  }
}
