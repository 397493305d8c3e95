import type { RuleAutomaton } from "../../runtime/abi/automaton-view.ts"
import { Scroll } from "./scroll.tsx"

const gap = { x: 158, y: 128 }
const margin = { x: 62, top: 96, bottom: 62 }
const radius = 28
/** Letters that stand below a state without reaching the next one. */
const longestName = 22
/** Letters that stand above a line: between two neighbours there is less room. */
const longestLabel = 28
const longestBetween = 16

interface Point {
  readonly x: number
  readonly y: number
}

export interface AutomatonProps {
  readonly automaton: RuleAutomaton
  /** Partial matches by state; undefined: they are not known. */
  readonly counts: readonly number[] | undefined
}

/** A rule's automaton, with the number of partial matches in each state. */
export function AutomatonView({ automaton, counts }: AutomatonProps) {
  const points = automaton.states.map(({ column, row }) => ({
    x: margin.x + column * gap.x,
    y: margin.top + row * gap.y,
  }))
  const width = Math.max(...points.map(({ x }) => x)) + margin.x
  const height = Math.max(...points.map(({ y }) => y)) + margin.bottom
  const byEnds = Map.groupBy(automaton.edges, ({ from, to }) => `${from} ${to}`)
  return (
    <Scroll class="automaton" label={`Automaton of ${automaton.rule}`}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img">
        <title>{described(automaton, counts)}</title>
        <defs>
          <marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0 0L8 4L0 8z" class="arrowhead" />
          </marker>
        </defs>
        {[...byEnds.values()].map((edges) => (
          <Edges key={`${edges[0]!.from} ${edges[0]!.to}`} edges={edges} points={points} />
        ))}
        {automaton.states.map((state, number) => (
          // a state is its number
          <State key={number} {...state} number={number} at={points[number]!} count={counts?.[number]} />
        ))}
      </svg>
    </Scroll>
  )
}

function described({ states }: RuleAutomaton, counts: readonly number[] | undefined): string {
  return states
    .map(({ kind, step }, number) => {
      const held = counts === undefined ? "" : `, ${counts[number]} partial matches`
      return `state ${number}, ${kind}${step === null ? "" : `, waits for ${step}`}${held}`
    })
    .join("; ")
}

interface StateProps {
  readonly kind: string
  readonly step: string | null
  readonly number: number
  readonly at: Point
  readonly count: number | undefined
}

function State({ kind, step, number, at: { x, y }, count }: StateProps) {
  const isHeld = kind !== "start" && kind !== "final" && kind !== "stop"
  const words = [kind === "normal" ? "" : kind, step ?? ""].filter((word) => word !== "").join(" · ")
  return (
    <g
      class={`state ${kind}${count !== undefined && count > 0 ? " filled" : ""}`}
      data-state={number}
      data-count={count}
    >
      <circle cx={x} cy={y} r={radius} />
      {kind === "final" && <circle cx={x} cy={y} r={radius - 4} class="inner" />}
      <text x={x} y={y + 5} class="count">
        {isHeld && count !== undefined
          ? count.toLocaleString("en")
          : kind === "start"
            ? "▸"
            : kind === "final"
              ? "✓"
              : kind === "stop"
                ? "✕"
                : number}
      </text>
      <text x={x} y={y + radius + 16} class="name">
        {words.length > longestName ? `${words.slice(0, longestName - 1)}…` : words}
      </text>
      <title>{words}</title>
    </g>
  )
}

type EdgeList = RuleAutomaton["edges"]

/** Edges between the same two states are one line, with a line of words for each. */
function Edges({ edges, points }: { edges: EdgeList; points: readonly Point[] }) {
  const { from, to } = edges[0]!
  const words = edges.map(({ action, guard }) => (guard === "" ? action : `${action} ${guard}`))
  const kind = edges.some(({ action }) => action === "take") ? "take" : edges[0]!.action
  const { path, label, longest } = from === to ? loop(points[from]!) : curve(points[from]!, points[to]!)
  return (
    <g class={`edge ${kind}`}>
      <path d={path} marker-end="url(#arrow)" />
      {words.map((text, at) => (
        <text key={text} x={label.x} y={label.y - (words.length - 1 - at) * 14}>
          {text.length > longest ? `${text.slice(0, longest - 1)}…` : text}
        </text>
      ))}
      <title>{words.join("; ")}</title>
    </g>
  )
}

function loop({ x, y }: Point) {
  const top = y - radius
  return {
    path: `M${x - 12} ${top + 3}C${x - 36} ${top - 42} ${x + 36} ${top - 42} ${x + 12} ${top + 3}`,
    label: { x, y: top - 36 },
    longest: longestLabel,
  }
}

/** Straight between neighbours; a bow for what leads back or over a column. */
function curve(from: Point, to: Point) {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length }
  const isNear = Math.abs(to.x - from.x) <= gap.x && Math.abs(to.y - from.y) <= gap.y && to.x >= from.x
  const bow = isNear ? 0 : from.y === to.y ? 110 + 12 * Math.round(length / gap.x) : 70
  const middle = { x: (from.x + to.x) / 2 + along.y * bow, y: (from.y + to.y) / 2 - along.x * bow }
  const start = towards(from, middle)
  const end = towards(to, middle)
  return {
    path: `M${start.x} ${start.y}Q${middle.x} ${middle.y} ${end.x} ${end.y}`,
    label: { x: (start.x + 2 * middle.x + end.x) / 4, y: (start.y + 2 * middle.y + end.y) / 4 - 7 },
    longest: isNear && from.y === to.y ? longestBetween : longestLabel,
  }
}

function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1
  return { x: from.x + ((to.x - from.x) / length) * radius, y: from.y + ((to.y - from.y) / length) * radius }
}

/** The conditions that the edges name by number. */
export function Conditions({ conditions }: { conditions: readonly string[] }) {
  if (conditions.length === 0) return null
  return (
    <dl class="conditions">
      {conditions.map((text, number) => (
        <div key={text}>
          <dt>c{number}</dt>
          <dd>
            <code>{text}</code>
          </dd>
        </div>
      ))}
    </dl>
  )
}
