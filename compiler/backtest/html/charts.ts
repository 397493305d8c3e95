import type { Grid } from "../buckets.ts"
import type { EmittedLine, EmittedPlot } from "../emitted.ts"
import { iso } from "../rule-report.ts"
import { counted, cut, decimal, moment, whole } from "../words.ts"
import { html, Markup, type Part, xy } from "./markup.ts"
import { numberTicks, type Tick, timeTicks } from "./scale.ts"

/** The drawing's size and the room that its axes take, in its own units. */
interface Frame {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

const barFrame: Frame = { width: 480, height: 140, left: 38, right: 8, top: 10, bottom: 22 }
const lineFrame: Frame = { width: 960, height: 300, left: 52, right: 16, top: 12, bottom: 26 }

/** Outputs over time as bars; `before`: those of the other version as a line over them. */
export function barChart(
  grid: Grid,
  counts: readonly number[],
  before: readonly number[] | undefined,
  name: string,
): Markup {
  const { left, right, width } = barFrame
  const end = grid.start + grid.count * grid.stepMs
  const top = Math.max(1, ...counts, ...(before ?? []))
  const scale = scales(barFrame, grid.start, end, numberTicks(top, 3, true))
  const slot = (width - left - right) / grid.count
  const gap = slot > 3 ? 1 : 0
  const base = scale.y(0)
  const bars = counts.map((count, i) => {
    const at = grid.start + i * grid.stepMs
    const said = before === undefined ? "" : `, before ${whole(before[i]!)}`
    const title = html`<title>${moment(iso(at))}: ${counted(count, "output")}${said}</title>`
    const shown =
      count === 0
        ? null
        : html`<rect class="bar" x="${xy(scale.x(at) + gap / 2)}" y="${xy(scale.y(count))}" width="${xy(slot - gap)}" height="${xy(base - scale.y(count))}"/>`
    // The whole height tells its number: thin bars are hard to point at.
    const area = html`<rect class="area" x="${xy(scale.x(at))}" y="${barFrame.top}" width="${xy(slot)}" height="${xy(base - barFrame.top)}"/>`
    return count === 0 && (before?.[i] ?? 0) === 0 ? null : html`<g>${title}${shown}${area}</g>`
  })
  const path = before === undefined ? "" : stepPath(grid, before, scale)
  const line = path === "" ? null : html`<path class="before" d="${path}"/>`
  return drawing(barFrame, `Outputs of ${name} over time, by ${grid.stepName}`, [
    ...axes(barFrame, scale, timeTicks(grid.start, end, 7)),
    ...bars,
    line,
  ])
}

function stepPath(grid: Grid, counts: readonly number[], scale: Scales): string {
  return counts
    .map((count, i) => {
      const from = xy(scale.x(grid.start + i * grid.stepMs))
      const to = xy(scale.x(grid.start + (i + 1) * grid.stepMs))
      const y = xy(scale.y(count))
      return `${i === 0 ? "M" : "L"}${from} ${y}H${to}`
    })
    .join("")
}

/** What all drawings of a field have in common, so that they can be compared. */
export interface LineRange {
  readonly first: number
  readonly last: number
  readonly ticks: readonly Tick[]
  /** Points further apart than that are not joined: in between there was nothing. */
  readonly gap: number
  /** The most points that a line has. */
  readonly most: number
}

/** The range over all lines of a field; `marks`: about how many marks its values get. */
export function rangeOf({ lines, grid }: EmittedPlot, marks: number): LineRange {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  let [least, greatest] = [0, 0]
  let integers = grid === null
  for (const { points } of lines) {
    for (const [at, value] of points) {
      first = Math.min(first, at)
      last = Math.max(last, at)
      least = Math.min(least, value)
      greatest = Math.max(greatest, value)
      integers &&= Number.isInteger(value)
    }
  }
  const most = Math.max(0, ...lines.map(({ points }) => points.length))
  const ticks = valueTicks(least, greatest, integers, marks)
  return { first, last: last === first ? first + 1000 : last, ticks, gap: 2.5 * spacing(lines), most }
}

/** Several keys of a field in one drawing; each line with its class. */
export function lineChart(name: string, lines: readonly (readonly [EmittedLine, string])[], range: LineRange): Markup {
  return lineDrawing(lineFrame, name, lines, range, 10)
}

/** One key of a field, small. */
export function lineTile(name: string, line: EmittedLine, colour: string, range: LineRange): Markup {
  return lineDrawing(barFrame, name, [[line, colour]], range, 6)
}

function lineDrawing(
  frame: Frame,
  name: string,
  lines: readonly (readonly [EmittedLine, string])[],
  { first, last, ticks, gap, most }: LineRange,
  times: number,
): Markup {
  const scale = scales(frame, first, last, ticks)
  const drawn = lines.map(([line, colour]) => oneLine(line, colour, scale, gap, most <= frame.width / 6))
  return drawing(frame, name, [...axes(frame, scale, timeTicks(first, last, times)), ...drawn])
}

/** Marks below zero too, where there are values. */
function valueTicks(least: number, greatest: number, integers: boolean, most: number): Tick[] {
  if (least >= 0) return numberTicks(greatest, most, integers)
  const size = Math.max(greatest, -least)
  const above = numberTicks(size, Math.ceil(most / 2), integers)
  const below = above.slice(1).map(({ at, label }) => ({ at: -at, label: `−${label}` }))
  return [...below.reverse(), ...above].filter(({ at }) => at >= least - above[1]!.at && at <= greatest + above[1]!.at)
}

/** The usual distance of points: the median over all lines. Infinite where there are too few to say. */
function spacing(lines: readonly EmittedLine[]): number {
  const distances = lines.flatMap(({ points }) => points.slice(1).map(([at], i) => at - points[i]![0]))
  distances.sort((a, b) => a - b)
  return distances[Math.floor(distances.length / 2)] ?? Number.POSITIVE_INFINITY
}

/** Few points are marked, and tell their values; many make a line by themselves. */
function oneLine({ key, points }: EmittedLine, colour: string, scale: Scales, gap: number, few: boolean): Markup {
  let path = ""
  const marks: Markup[] = []
  for (const [i, [at, value]] of points.entries()) {
    const joined = i > 0 && at - points[i - 1]![0] <= gap
    const next = points[i + 1]
    const alone = !joined && (next === undefined || next[0] - at > gap)
    const [x, y] = [xy(scale.x(at)), xy(scale.y(value))]
    path += `${joined ? "L" : "M"}${x} ${y}`
    if (!few && !alone) continue
    const title = html`<title>${moment(iso(at))}  ${cut(key, 60)}: ${decimal(value)}</title>`
    marks.push(html`<circle cx="${x}" cy="${y}" r="${few ? 2.2 : 1.4}">${title}</circle>`)
  }
  return html`<g class="${colour}"><path d="${path}"><title>${cut(key, 60)}</title></path>${marks}</g>`
}

interface Scales {
  readonly x: (time: number) => number
  readonly y: (value: number) => number
  readonly ticks: readonly Tick[]
}

function scales(
  { left, right, top, bottom, width, height }: Frame,
  first: number,
  last: number,
  ticks: readonly Tick[],
): Scales {
  const lowest = ticks[0]!.at
  const highest = ticks.at(-1)!.at
  const span = Math.max(last - first, 1)
  return {
    ticks,
    x: (time) => left + ((time - first) / span) * (width - left - right),
    y: (value) =>
      height - bottom - ((value - lowest) / Math.max(highest - lowest, Number.MIN_VALUE)) * (height - top - bottom),
  }
}

function axes({ left, right, width, height, bottom }: Frame, { x, y, ticks }: Scales, times: readonly Tick[]): Part[] {
  const rows = ticks.map(({ at, label }) => {
    const level = xy(y(at))
    return html`<line class="${at === 0 ? "zero" : "grid"}" x1="${left}" x2="${width - right}" y1="${level}" y2="${level}"/><text x="${left - 6}" y="${level}" class="number">${label}</text>`
  })
  const columns = times.map(({ at, label }) => {
    const place = xy(x(at))
    const side = place < left + 14 ? "start" : place > width - right - 14 ? "end" : "middle"
    return html`<line class="tick" x1="${place}" x2="${place}" y1="${height - bottom}" y2="${height - bottom + 4}"/><text x="${place}" y="${height - 5}" text-anchor="${side}">${label}</text>`
  })
  return [...rows, ...columns]
}

function drawing({ width, height }: Frame, name: string, parts: readonly Part[]): Markup {
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${name}">${parts}</svg>`
}

/** A share of one as a bar in a cell; nothing where there is none. */
export function shareBar(value: number | null, colour: "good" | "accent"): Markup {
  if (value === null) return new Markup("")
  const width = 72
  const filled = value === 0 ? 0 : Math.max(1, xy(value * width))
  return html`<svg class="share" viewBox="0 0 ${width} 10" width="${width}" height="10" aria-hidden="true"><rect class="rail" width="${width}" height="10" rx="2"/><rect class="${colour}" width="${filled}" height="10" rx="2"/></svg>`
}
