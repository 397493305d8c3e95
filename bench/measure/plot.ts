/** Results as horizontal bars in an SVG image: one group for each workload and stream, one bar for each variant, on a logarithmic scale. */
import { figuresOf } from "./report.ts"
import type { Result } from "./rounds.ts"

const colours = ["#0b6e99", "#d9822b", "#6b8e23", "#9b4f96", "#888888", "#c23b22"]
const row = 18
const gap = 14
const left = 130
const width = 520
const top = 46

interface Bar {
  readonly group: string
  readonly variant: string
  readonly value: number
}

/**
 * The image's text. A bar is as long as the logarithm of the events for each second of CPU time, without the start where that could be told;
 * results without figures are left out.
 */
export function barPlot(title: string, results: readonly Result[]): string {
  const bars = results.flatMap((result): Bar[] => {
    const figures = figuresOf(result)
    if (figures === undefined || result.failure !== undefined) return []
    const value = figures.perCpuSecondRunning || figures.perCpuSecond
    return [{ group: `${result.workload}, ${result.stream}`, variant: result.variant, value }]
  })
  if (bars.length === 0) throw new Error("there are no figures to draw")
  const variants = [...new Set(bars.map(({ variant }) => variant))]
  const low = Math.floor(Math.log10(Math.min(...bars.map(({ value }) => value))))
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...bars.map(({ value }) => value)))))
  const x = (value: number) => left + ((Math.log10(value) - low) / (high - low)) * width
  const groups = [...Map.groupBy(bars, ({ group }) => group)]
  const bottom = top + groups.reduce((sum, [, own]) => sum + own.length * row + gap, 0)
  const height = bottom + 40
  const full = Math.max(left + width + 90, 10 + variants.length * legendStep(variants))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${full} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    `<text x="10" y="20" font-size="14">${escaped(title)}</text>`,
    ...legend(variants),
    ...grid(low, high, x, bottom),
    ...groups.flatMap(([group, own], i) => {
      const before = groups.slice(0, i).reduce((sum, [, others]) => sum + others.length * row + gap, 0)
      return groupOf(group, own, variants, top + before, x)
    }),
    "</svg>\n",
  ].join("\n")
}

/** From one name of the legend to the next: names of revisions are long. */
const legendStep = (variants: readonly string[]): number =>
  Math.max(130, 30 + 7 * Math.max(...variants.map(({ length }) => length)))

function legend(variants: readonly string[]): string[] {
  const step = legendStep(variants)
  return variants.map((variant, i) => {
    const at = 10 + i * step
    const box = `<rect x="${at}" y="28" width="10" height="10" fill="${colourOf(i)}"/>`
    return `${box}<text x="${at + 14}" y="37">${escaped(variant)}</text>`
  })
}

function grid(low: number, high: number, x: (value: number) => number, bottom: number): string[] {
  return Array.from({ length: high - low + 1 }, (_, i) => {
    const at = x(10 ** (low + i))
    const line = `<line x1="${at}" x2="${at}" y1="${top}" y2="${bottom}" stroke="#dddddd"/>`
    return `${line}<text x="${at}" y="${bottom + 16}" text-anchor="middle">${short(10 ** (low + i))}</text>`
  }).concat(`<text x="${left}" y="${bottom + 34}">events for each second of CPU time (logarithmic)</text>`)
}

function groupOf(
  group: string,
  bars: readonly Bar[],
  variants: readonly string[],
  from: number,
  x: (value: number) => number,
): string[] {
  const name = `<text x="${left - 8}" y="${from + (bars.length * row) / 2 + 4}" text-anchor="end">${escaped(group)}</text>`
  return bars.reduce(
    (lines, { variant, value }, i) => {
      const y = from + i * row
      const end = x(value)
      const size = `width="${Math.max(1, end - left).toFixed(1)}" height="${row - 4}"`
      const bar = `<rect x="${left}" y="${y + 2}" ${size} fill="${colourOf(variants.indexOf(variant))}"/>`
      lines.push(`${bar}<text x="${(end + 5).toFixed(1)}" y="${y + 13}">${short(value)}</text>`)
      return lines
    },
    [name],
  )
}

const colourOf = (index: number): string => colours[index % colours.length]!

/** 1,234,567 as 1.23 M. */
function short(value: number): string {
  const [unit, name] = value >= 1e6 ? [1e6, " M"] : value >= 1e3 ? [1e3, " k"] : [1, ""]
  return `${Number((value / unit).toPrecision(3))}${name}`
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
}
