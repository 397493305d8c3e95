import type { EmittedLine, EmittedPlot } from "../emitted.ts"
import type { BacktestReport } from "../report.ts"
import { counted, cut, decimal, whole } from "../words.ts"
import { lineChart, lineTile, rangeOf } from "./charts.ts"
import { html, type Markup, type Part } from "./markup.ts"

/** Lines that one drawing can hold and be read. With more, each has its own. */
const together = 4

/** The numeric fields of derived events over event time, by key. */
export function emittedSection({ emitted }: BacktestReport): Part {
  if (emitted.length === 0) return null
  return html`<h2>Derived events</h2>${emitted.map((plot) => plotOf(plot, coloursOf(plot, emitted)))}`
}

type Colours = (line: EmittedLine) => string

/** The classes that colour lines: a key has the same one in all plots by the same fields, whichever rule they are of. */
function coloursOf({ keys: by }: EmittedPlot, emitted: readonly EmittedPlot[]): Colours {
  const alike = emitted.filter((plot) => plot.keys.join() === by.join())
  // Lines in one drawing must be told apart; a line with its own drawing needs no colour of its own.
  const related = [...alike.filter(({ lines }) => lines.length <= together), ...alike]
  const keys = new Set(
    related.flatMap(({ lines }) => lines.flatMap(({ key, others }) => (others === undefined ? key : []))),
  )
  const order = [...keys]
  return ({ key, others }) => (others === undefined ? `s${order.indexOf(key) % 9}` : "rest")
}

function plotOf(plot: EmittedPlot, colours: Colours): Markup {
  const { event, field, keys, grid, left, points, lines, rule, shows, filled } = plot
  const by = keys.length === 0 ? "" : ` by ${keys.join(" and ")}`
  const how = grid === null ? "" : ` Each point is the mean of one ${grid.stepName}.`
  const missing = left === 0 ? "" : ` The plot shows the first ${whole(points)}; ${whole(left)} more came after them.`
  const intro = `${counted(points + left, "event")} of the rule ${rule}.${how}${missing}`
  const drawing = lines.length > together ? tiles(plot, colours) : oneDrawing(plot, colours)
  const none = filled ? " Windows without events are 0." : ""
  const scale = lines.length > together ? " All plots have the same scale." : ""
  return html`<h3>${field} of ${event}${by}</h3>
<p class="note">${intro}${none}${scale} The number beside a name is the ${shows}.</p>
${drawing}`
}

function oneDrawing(plot: EmittedPlot, colours: Colours): Markup {
  const { event, field, lines, shows } = plot
  const coloured = lines.map((line) => [line, colours(line)] as const)
  const legend = coloured.map(
    ([line, colour]) =>
      html`<li class="${colour}"><i></i>${nameOf(line, event)} <span>${decimal(line[shows === "sum" ? "total" : "mean"])}</span></li>`,
  )
  return html`<figure class="wide">${lineChart(`${field} of ${event} over time`, coloured, rangeOf(plot, 5))}</figure><ul class="legend">${legend}</ul>`
}

function tiles(plot: EmittedPlot, colours: Colours): Markup {
  const { event, field, lines, shows } = plot
  const range = rangeOf(plot, 3)
  const figures = lines.map((line) => {
    const name = nameOf(line, event)
    const caption = html`<figcaption>${name}<span>${decimal(line[shows === "sum" ? "total" : "mean"])}</span></figcaption>`
    return html`<figure>${caption}${lineTile(`${field} of ${event} for ${name}`, line, colours(line), range)}</figure>`
  })
  return html`<div class="charts">${figures}</div>`
}

function nameOf({ key, others }: EmittedLine, event: string): string {
  if (others !== undefined) return `${counted(others, "other")}, together`
  return key === "" ? event : cut(key, 80)
}
