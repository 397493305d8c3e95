import type { Automaton, Edge, Guard, State } from "../../runtime/abi/automaton.ts"

/** Names for steps and conditions; numbers stand where they are left out. */
export interface AutomatonNames {
  readonly step?: (step: number) => string
  readonly condition?: (condition: number) => string
  readonly duration?: (duration: number) => string
}

/** The automaton as text: a line for each state and one for each of its edges, in the order in which they are tried. */
export function showAutomaton(automaton: Automaton, names: AutomatonNames = {}): string {
  const lines: string[] = []
  for (const [number, state] of automaton.states.entries()) {
    lines.push(`${number} ${stateText(state, names)}`)
    for (const edge of state.edges) {
      const text = guardText(edge.guard, names)
      lines.push(`  ${edge.action.padEnd(7)} -> ${edge.target}${text === "" ? "" : `  if ${text}`}`)
    }
  }
  return `${lines.join("\n")}\n`
}

/** The automaton in Graphviz' language. */
export function automatonDot(automaton: Automaton, names: AutomatonNames = {}): string {
  const lines = ["digraph automaton {", "  rankdir=LR", '  node [shape=circle, fontname="sans-serif"]']
  for (const [number, state] of automaton.states.entries()) {
    const shape = state.kind === "final" ? ", shape=doublecircle" : state.kind === "stop" ? ", shape=octagon" : ""
    lines.push(`  ${number} [label=${quoted(`${number}\n${stateText(state, names)}`)}${shape}]`)
  }
  for (const [number, state] of automaton.states.entries()) {
    for (const edge of state.edges) lines.push(`  ${number} -> ${edge.target} [${edgeAttributes(edge, names)}]`)
  }
  return `${[...lines, "}"].join("\n")}\n`
}

function stateText(state: State, names: AutomatonNames): string {
  const words = state.kind === "normal" ? [] : [state.kind.replace("-", " ")]
  if (state.step !== null) words.push(`at ${names.step?.(state.step) ?? `step ${state.step}`}`)
  if (state.expires.length > 0) {
    const durations = state.expires.map((each) => names.duration?.(each) ?? `d${each}`)
    words.push(`until ${durations.join(", ")} after the last event`)
  }
  return words.join(" ")
}

function edgeAttributes(edge: Edge, names: AutomatonNames): string {
  const guard = guardText(edge.guard, names)
  const style = edge.action === "take" ? "solid" : edge.action === "ignore" ? "dashed" : "dotted"
  return `label=${quoted(guard === "" ? edge.action : `${edge.action}\n${guard}`)}, style=${style}`
}

function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`
}

/** A guard as text; empty for one that always holds. */
export function guardText(guard: Guard, names: AutomatonNames = {}): string {
  switch (guard.kind) {
    case "always":
      return ""
    case "condition":
      return names.condition?.(guard.condition) ?? `c${guard.condition}`
    case "soon":
      return `within ${names.duration?.(guard.duration) ?? `d${guard.duration}`}`
    case "not":
      return guard.guard.kind === "condition"
        ? `not ${guardText(guard.guard, names)}`
        : `not (${guardText(guard.guard, names)})`
    case "and":
    case "or":
      return guard.guards
        .map((each) =>
          each.kind === "and" || each.kind === "or" ? `(${guardText(each, names)})` : guardText(each, names),
        )
        .join(` ${guard.kind} `)
  }
}
