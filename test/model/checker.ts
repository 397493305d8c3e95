/** Goes through all states of a model, nearest first, and keeps for each how it was reached. */

/** A step that a model can take. */
export interface Step<S> {
  readonly label: string
  readonly to: S
  /** Something fails here: what must be reached in the end is to be reached without such steps. */
  readonly fault?: boolean
}

export interface Model<S> {
  readonly initial: S
  /** States are equal when this is. */
  key(state: S): string
  steps(state: S): readonly Step<S>[]
  /** What is wrong with a state; undefined: nothing. */
  wrong(state: S): string | undefined
  /** Whether all is done. From each state one of these must be reachable without further faults. */
  isEnd(state: S): boolean
}

export interface Violation {
  readonly what: string
  /** The shortest way to it. */
  readonly trace: readonly string[]
}

export interface Explored {
  readonly states: number
  readonly steps: number
  readonly ends: number
  readonly violation?: Violation
}

interface Graph {
  readonly parents: number[]
  readonly labels: string[]
  /** By target: where steps without faults come from. */
  readonly from: number[][]
  readonly ends: number[]
}

/** Explores up to `limit` states; throws where there are more, since then nothing would be proven. */
export function explore<S>(model: Model<S>, limit = 2_000_000): Explored {
  const known = new Map<string, number>([[model.key(model.initial), 0]])
  const graph: Graph = { parents: [-1], labels: [""], from: [[]], ends: [] }
  let level: { readonly state: S; readonly index: number }[] = [{ state: model.initial, index: 0 }]
  let steps = 0
  const done = (violation?: Violation): Explored => {
    const counts = { states: known.size, steps, ends: graph.ends.length }
    return violation === undefined ? counts : { ...counts, violation }
  }
  while (level.length > 0) {
    const next: typeof level = []
    for (const { state, index } of level) {
      const what = model.wrong(state)
      if (what !== undefined) return done({ what, trace: traceOf(graph, index) })
      if (model.isEnd(state)) graph.ends.push(index)
      for (const { label, to, fault = false } of model.steps(state)) {
        steps++
        const key = model.key(to)
        let at = known.get(key)
        if (at === undefined) {
          at = known.size
          if (at >= limit) throw new Error(`more than ${limit} states: take a smaller model`)
          known.set(key, at)
          graph.parents.push(index)
          graph.labels.push(label)
          graph.from.push([])
          next.push({ state: to, index: at })
        }
        if (!fault) graph.from[at]!.push(index)
      }
    }
    level = next
  }
  const stuck = firstStuck(graph)
  return stuck === undefined ? done() : done({ what: "no end can be reached", trace: traceOf(graph, stuck) })
}

/** The first state from which no end can be reached. */
function firstStuck({ from, ends }: Graph): number | undefined {
  const reaches = new Uint8Array(from.length)
  const open = [...ends]
  for (const end of ends) reaches[end] = 1
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const before of from[at]!) {
      if (reaches[before] === 1) continue
      reaches[before] = 1
      open.push(before)
    }
  }
  const stuck = reaches.indexOf(0)
  return stuck < 0 ? undefined : stuck
}

function traceOf({ parents, labels }: Graph, index: number): string[] {
  const trace: string[] = []
  for (let at = index; at > 0; at = parents[at]!) trace.push(labels[at]!)
  return trace.reverse()
}
