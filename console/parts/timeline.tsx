import type { RuleAutomaton } from "../../runtime/abi/automaton-view.ts"
import type { AlertLine } from "../api.ts"
import { clock, duration } from "../format.ts"

const width = 640
const left = 110
const right = 24
const rowHeight = 30

interface Shown {
  readonly step: string
  readonly event: unknown
  /** Epoch milliseconds; undefined: its time is not known. */
  readonly at: number | undefined
}

/** The events of an alert by step, in order. */
export function eventsOf({ events = {} }: AlertLine, timeFields: RuleAutomaton["timeFields"]): readonly Shown[] {
  return Object.entries(events).flatMap(([step, value]) =>
    (Array.isArray(value) ? value : [value]).map((event) => ({ step, event, at: timeIn(event, timeFields) })),
  )
}

function timeIn(event: unknown, timeFields: RuleAutomaton["timeFields"]): number | undefined {
  for (const { field, seconds } of timeFields) {
    const value: unknown = (event as Readonly<Record<string, unknown>> | null)?.[field]
    const number =
      typeof value === "number" ? value : typeof value === "string" && /^\d+$/.test(value) ? Number(value) : undefined
    if (number !== undefined) return seconds ? number * 1000 : number
    const parsed = typeof value === "string" ? Date.parse(value) : Number.NaN
    if (!Number.isNaN(parsed)) return parsed
  }
  return undefined
}

/** The events that made an alert, at their times: a row for each step, and the alert itself. */
export function Timeline({ alert, events }: { alert: AlertLine; events: readonly Shown[] }) {
  const timed = events.flatMap((shown) => (shown.at === undefined ? [] : [{ ...shown, at: shown.at }]))
  const fired = Date.parse(alert.at)
  const times = [...timed.map(({ at }) => at), fired]
  const [first, last] = [Math.min(...times), Math.max(...times)]
  const steps = [...new Set(timed.map(({ step }) => step))]
  const place = (at: number) => left + ((at - first) / Math.max(1, last - first)) * (width - left - right)
  const height = (steps.length + 1) * rowHeight + 34
  if (timed.length === 0) return null
  const words = `${timed.length} events in ${duration((last - first) / 1000)}, then the alert`
  return (
    <div class="timeline">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words}>
        {[...steps, "alert"].map((step, row) => (
          <g key={step}>
            <text x={left - 12} y={row * rowHeight + 24} class="step">
              {step}
            </text>
            <line x1={left} x2={width - right} y1={row * rowHeight + 20} y2={row * rowHeight + 20} />
          </g>
        ))}
        {timed.map(({ step, at, event }, number) => (
          // equal events may stand beside each other
          <circle key={number} cx={place(at)} cy={steps.indexOf(step) * rowHeight + 20} r={6} class="event">
            <title>{`${new Date(at).toISOString()} ${JSON.stringify(event)}`}</title>
          </circle>
        ))}
        <path d={diamond(place(fired), steps.length * rowHeight + 20)} class={`fired ${alert.severity ?? ""}`} />
        <text x={left} y={height - 6} class="time">
          {clock(new Date(first).toISOString())}
        </text>
        <text x={width - right} y={height - 6} class="time end">
          {clock(new Date(last).toISOString())} (+{duration((last - first) / 1000)})
        </text>
      </svg>
    </div>
  )
}

function diamond(x: number, y: number): string {
  return `M${x - 8} ${y}L${x} ${y - 8}L${x + 8} ${y}L${x} ${y + 8}Z`
}
