import type { Guard } from "../abi/automaton.ts"
import { IntList } from "./int-list.ts"
import type { ProgramEdge, ProgramState } from "./program.ts"

/** Says whether guards hold for the event and the partial match at hand. */
export interface Guards {
  holds(guard: Guard): boolean
}

/** What an event does to the partial matches of a key: found by reading only, before anything is written. */
export class Verdict {
  /** For partial match i of the list: its results are those from `ends[i - 1]` (0 for the first) to `ends[i]`. */
  readonly ends = new IntList()
  /** 1: an absence was broken; of its results only completed matches stay. */
  readonly discarded = new IntList()
  /** The state that a result comes to. */
  readonly targets = new IntList()
  /** The step at which a result took the event; -1: it passed over it. */
  readonly steps = new IntList()

  clear(): void {
    this.ends.clear()
    this.discarded.clear()
    this.targets.clear()
    this.steps.clear()
  }
}

/** Reads which edges a partial match follows for an event, following `proceed` edges over a stack. */
export class Judge {
  private readonly states: readonly ProgramState[]
  private readonly reader: Guards
  private readonly stack = new IntList()
  /** The first `edgeCount` are those that `collect` found. */
  private readonly edges: ProgramEdge[] = []
  private edgeCount = 0
  /** The walk that visited a state last: a group whose steps can all be skipped leads back to where it began. */
  private readonly visited: Int32Array
  private walk = 0

  constructor(states: readonly ProgramState[], reader: Guards) {
    this.states = states
    this.reader = reader
    this.visited = new Int32Array(states.length)
  }

  /** Adds the results of a partial match in `state` to the verdict. May throw what a condition throws. */
  judge(state: number, verdict: Verdict): void {
    const isStart = this.states[state]!.kind === "start"
    const stopped = this.collect(state)
    for (let i = 0; i < this.edgeCount; i++) {
      const edge = this.edges[i]!
      if (edge.action === "take") this.take(edge, verdict)
      else if (!isStart) {
        verdict.targets.push(edge.target)
        verdict.steps.push(-1)
      }
    }
    verdict.discarded.push(stopped ? 1 : 0)
    verdict.ends.push(verdict.targets.size)
  }

  /** Collects the `take` and `ignore` edges that hold; returns whether an absence was broken. */
  private collect(state: number): boolean {
    const { stack, edges, states, reader } = this
    let stopped = false
    this.edgeCount = 0
    stack.clear()
    const walk = this.nextWalk()
    stack.push(state)
    this.visited[state] = walk
    while (stack.size > 0) {
      const current = states[stack.items[--stack.size]!]!
      for (const edge of current.edges) {
        if (!reader.holds(edge.guard)) continue
        const target = states[edge.target]!
        if (edge.action !== "proceed") edges[this.edgeCount++] = edge
        else if (target.kind === "stop") stopped = true
        else if (this.visited[edge.target] !== walk) {
          this.visited[edge.target] = walk
          // It was reached when the event before was taken, unless this very event decided: only its absence counts here.
          if (target.kind === "pending" && current.kind !== "next-absent") stopped ||= this.isBroken(target)
          else stack.push(edge.target)
        }
      }
    }
    return stopped
  }

  /** Whether the event is one that must not come before the deadline. */
  private isBroken(pending: ProgramState): boolean {
    return pending.edges.some(({ action, guard }) => action === "proceed" && this.reader.holds(guard))
  }

  /** A taken event leads to the edge's target and, where only skipped steps are left, on to the end. */
  private take(edge: ProgramEdge, verdict: Verdict): void {
    const step = this.states[edge.source]!.step
    verdict.targets.push(edge.target)
    verdict.steps.push(step)
    if (!this.states[edge.target]!.reachesEnd) return
    const { stack, states, reader } = this
    const walk = this.nextWalk()
    let pending = -1
    stack.clear()
    stack.push(edge.target)
    this.visited[edge.target] = walk
    while (stack.size > 0) {
      const current = states[stack.items[--stack.size]!]!
      for (const next of current.edges) {
        if (next.action !== "proceed" || this.visited[next.target] === walk) continue
        const { kind, reachesEnd } = states[next.target]!
        // Conditions of what only a later event decides stay unasked: they may read the step of this event, not taken yet.
        if ((kind !== "final" && kind !== "pending" && !reachesEnd) || !reader.holds(next.guard)) continue
        this.visited[next.target] = walk
        if (kind === "final") {
          verdict.targets.push(next.target)
          verdict.steps.push(step)
          return
        }
        // After `next no` the very next event decides first.
        if (kind === "pending" && current.kind !== "next-absent") pending = next.target
        else if (reachesEnd) stack.push(next.target)
      }
    }
    if (pending < 0) return
    verdict.targets.push(pending)
    verdict.steps.push(step)
  }

  private nextWalk(): number {
    if (this.walk === 0x7fffffff) {
      this.visited.fill(0)
      this.walk = 0
    }
    return ++this.walk
  }
}
