import { useEffect, useRef } from "preact/hooks"
import uPlot from "uplot"

export interface Curve {
  readonly label: string
  /** The name of a colour in the style sheet. */
  readonly color: string
  readonly values: readonly (number | null)[]
  readonly format: (value: number) => string
}

export interface PlotProps {
  readonly title: string
  /** Epoch seconds. */
  readonly times: readonly number[]
  readonly curve: Curve
  readonly height: number
  /** Made anew when it changes: colours are those of the theme. */
  readonly dark: boolean
}

/** Seconds that a curve shows at least. */
const shortestSpan = 60

function colorOf(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
}

/** A curve over the last minutes, with the values under the pointer. The newest value stands beside its title, for those who do not see the curve. */
export function Plot({ title, times, curve, height, dark }: PlotProps) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const last = curve.values.findLast((value) => value !== null)
  // the data comes by the effect below
  useEffect(() => {
    const element = place.current!
    const made = new uPlot(optionsFor(curve, element.clientWidth, height), [[], []], element)
    plot.current = made
    const sized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }))
    sized.observe(element)
    return () => {
      sized.disconnect()
      made.destroy()
    }
  }, [dark, height])
  // a plot that was made anew has no data
  useEffect(() => {
    plot.current?.setData([[...times], [...curve.values]] as uPlot.AlignedData)
  }, [times, curve.values, dark, height])
  return (
    <figure class="plot" aria-label={`${title}: ${last == null ? "none yet" : curve.format(last)}`}>
      <figcaption>
        {title} <strong data-plot={curve.label}>{last == null ? "–" : curve.format(last)}</strong>
      </figcaption>
      <div ref={place} aria-hidden="true" />
    </figure>
  )
}

/** From the first moment to the last, or the shortest span before that; without any moment it is not looked at. */
function spanOf(times: ArrayLike<number>): [number, number] {
  const last = times[times.length - 1] ?? shortestSpan
  return [Math.min(times[0] ?? 0, last - shortestSpan), last]
}

function optionsFor({ label, color, format }: Curve, width: number, height: number): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: colorOf("muted"),
    grid: { stroke: colorOf("line"), width: 1 },
    ticks: { show: false },
    font: "11px system-ui, sans-serif",
  }
  return {
    width,
    height,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    // Times are those of the job: UTC, as everywhere on the page.
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    scales: {
      // What uPlot would give is a day where there is one moment alone.
      x: { range: ({ data: [times] }) => spanOf(times) },
      y: { range: (_, low, high) => [Math.min(0, low ?? 0), Math.max(1, (high ?? 1) * 1.1)] },
    },
    axes: [
      {
        ...axis,
        space: 80,
        size: 26,
        values: (_, times) => times.map((at) => new Date(at * 1000).toISOString().slice(11, 19)),
      },
      { ...axis, size: 52, values: (_, values) => values.map((value) => format(value)) },
    ],
    series: [
      { label: "time" },
      { label, stroke: colorOf(color), fill: `${colorOf(color)}22`, width: 1.5, points: { show: false } },
    ],
  }
}

/** A curve without axes, in a table: the counts of the last minutes. */
export function Sparkline({ values, label, dark }: { values: readonly number[]; label: string; dark: boolean }) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  // the data comes by the effect below
  useEffect(() => {
    const made = new uPlot(sparkOptions(), [[], []], place.current!)
    plot.current = made
    return () => made.destroy()
  }, [dark])
  // a plot that was made anew has no data
  useEffect(() => {
    plot.current?.setData([values.map((_, at) => at), [...values]])
  }, [values, dark])
  return <div class="sparkline" ref={place} role="img" aria-label={label} />
}

function sparkOptions(): uPlot.Options {
  return {
    width: 120,
    height: 26,
    legend: { show: false },
    cursor: { show: false },
    padding: [2, 0, 2, 0],
    scales: { x: { time: false }, y: { range: (_, _low, high) => [0, Math.max(1, high ?? 1)] } },
    axes: [{ show: false }, { show: false }],
    series: [{}, { stroke: colorOf("accent"), fill: `${colorOf("accent")}22`, width: 1.25, points: { show: false } }],
  }
}
