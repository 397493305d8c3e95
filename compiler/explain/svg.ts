import { groupBy } from "../../lang/group-by.ts"
import type { Automaton, Edge, State } from "../../runtime/abi/automaton.ts"
import { type AutomatonNames, guardText } from "../3-automaton/show.ts"
import { type Cell, layout } from "./layout.ts"

const gap = { x: 220, y: 210 }
const margin = 80
/** Room above the first row for edges that pass over a column. */
const headroom = 70
const radius = 26

interface Point {
  readonly x: number
  readonly y: number
}

/** The automaton as an SVG document: states as circles, edges with what they do and their guard. */
export function automatonSvg(automaton: Automaton, names: AutomatonNames = {}): string {
  const cells = layout(automaton)
  const points = cells.map(pointOf)
  const width = Math.max(...points.map(({ x }) => x)) + margin + 60
  const height = Math.max(...points.map(({ y }) => y)) + margin + 60
  const edges = automaton.states.flatMap((state, from) => edgesOf(state, from, points, names))
  const states = automaton.states.map((state, at) => stateSvg(state, at, points[at]!, names))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    '<rect width="100%" height="100%" fill="white"/>',
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#444"/></marker></defs>',
    ...edges,
    ...states,
    "</svg>",
    "",
  ].join("\n")
}

function pointOf({ column, row }: Cell): Point {
  return { x: margin + column * gap.x, y: margin + headroom + row * gap.y }
}

const fills: Readonly<Record<State["kind"], string>> = {
  start: "#dbeafe",
  normal: "#f3f4f6",
  "next-absent": "#fef3c7",
  pending: "#fef3c7",
  final: "#dcfce7",
  stop: "#fee2e2",
}

function stateSvg(state: State, number: number, { x, y }: Point, names: AutomatonNames): string {
  const step = state.step === null ? "" : (names.step?.(state.step) ?? `step ${state.step}`)
  const words = [state.kind === "normal" ? "" : state.kind, step].filter((word) => word !== "").join(" · ")
  const ring = state.kind === "final" ? `<circle cx="${x}" cy="${y}" r="${radius - 4}" fill="none" stroke="#444"/>` : ""
  return [
    `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fills[state.kind]}" stroke="#444"/>${ring}`,
    `<text x="${x}" y="${y + 4}" text-anchor="middle">${number}</text>`,
    `<text x="${x}" y="${y + radius + 16}" text-anchor="middle" font-weight="bold">${escaped(words)}</text>`,
  ].join("")
}

/** Edges between the same two states are drawn once, with a line of words for each. */
function edgesOf(state: State, from: number, points: readonly Point[], names: AutomatonNames): string[] {
  const byTarget = groupBy(state.edges, (edge) => edge.target)
  return [...byTarget].map(([target, edges]) => {
    const words = edges.map((edge) => edgeWords(edge, names))
    const dash = edges.every((edge) => edge.action === "take") ? "" : edges[0]!.action === "proceed" ? "2 4" : "6 4"
    return from === target ? loop(points[from]!, words, dash) : arrow(points[from]!, points[target]!, words, dash)
  })
}

function edgeWords(edge: Edge, names: AutomatonNames): string {
  const guard = guardText(edge.guard, names)
  return guard === "" ? edge.action : `${edge.action} if ${guard}`
}

function loop({ x, y }: Point, words: readonly string[], dash: string): string {
  const top = y - radius
  return path(`M${x - 12} ${top + 3}C${x - 34} ${top - 44} ${x + 34} ${top - 44} ${x + 12} ${top + 3}`, dash, {
    x,
    y: top - 38,
    words,
  })
}

/** A straight line between neighbours; a bow for edges that lead back or over a column. */
function arrow(from: Point, to: Point, words: readonly string[], dash: string): string {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length }
  const straight =
    to.x > from.x ? Math.abs(to.x - from.x) <= gap.x : to.x === from.x && Math.abs(to.y - from.y) <= gap.y
  const bow = straight ? 0 : from.y === to.y ? 150 + 12 * Math.round(length / gap.x) : 80
  const middle = { x: (from.x + to.x) / 2 + along.y * bow, y: (from.y + to.y) / 2 - along.x * bow }
  const start = towards(from, middle)
  const end = towards(to, middle)
  const curve = `M${round(start.x)} ${round(start.y)}Q${round(middle.x)} ${round(middle.y)} ${round(end.x)} ${round(end.y)}`
  const label = { x: (start.x + 2 * middle.x + end.x) / 4, y: (start.y + 2 * middle.y + end.y) / 4 - 6, words }
  return path(curve, dash, label)
}

function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  return { x: from.x + ((to.x - from.x) / length) * radius, y: from.y + ((to.y - from.y) / length) * radius }
}

function path(curve: string, dash: string, label: Point & { readonly words: readonly string[] }): string {
  const dashes = dash === "" ? "" : ` stroke-dasharray="${dash}"`
  const lines = label.words.map((words, at) => {
    const y = round(label.y - (label.words.length - 1 - at) * 14)
    return `<text x="${round(label.x)}" y="${y}" text-anchor="middle" fill="#333" stroke="white" stroke-width="4" paint-order="stroke">${escaped(words)}</text>`
  })
  return `<path d="${curve}" fill="none" stroke="#444"${dashes} marker-end="url(#arrow)"/>${lines.join("")}`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, " ")
}
