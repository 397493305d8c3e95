/** How the job stands, asked for again and again, and what is made of two answers: rates, and curves of the last minutes. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals"
import {
  type AlertLine,
  type Api,
  ApiError,
  type PartReport,
  type RuleReport,
  type Session,
  type StatusReport,
} from "./api.ts"

/** So many moments are kept: a quarter of an hour. */
const mostMoments = 900
const mostAlerts = 500
const usualMs = 1000
/** Where an answer takes long the job is asked less often: a tenth of the time at most. */
const share = 10

/** A moment of the job, with what came since the one before. */
export interface Moment {
  /** Epoch seconds, as plots want them. */
  readonly at: number
  readonly eventsPerSecond: number | null
  readonly alertsPerMinute: number | null
  readonly lagSeconds: number | null
  /** Outputs since the moment before, by rule; those without any are left out. */
  readonly outputs: ReadonlyMap<string, number>
}

/** Counts of all parts of the job together. */
export interface Totals {
  readonly events: number
  readonly read: number
  readonly alerts: number
  readonly waiting: number
  readonly late: number
  readonly deadLetters: number
  readonly watermark: string | null
  readonly lagSeconds: number | null
}

export class Live {
  readonly session: Signal<Session | undefined> = signal(undefined)
  readonly status: Signal<StatusReport | undefined> = signal(undefined)
  readonly moments: Signal<readonly Moment[]> = signal([])
  /** Newest first. */
  readonly alerts: Signal<readonly AlertLine[]> = signal([])
  /** Why this process has none to show, and where they are; undefined: it has. */
  readonly noAlerts: Signal<string | undefined> = signal(undefined)
  /** Why there is no answer; undefined: there is one. */
  readonly problem: Signal<ApiError | undefined> = signal(undefined)
  /** What is said to those who listen to the page. */
  readonly said: Signal<string> = signal("")
  /** The rules of all parts, with their numbers added. */
  readonly rules: ReadonlySignal<readonly RuleReport[]>
  /** Their names. Another list only where other names are in it. */
  readonly names: ReadonlySignal<readonly string[]>
  readonly #api: Api
  #before: { readonly at: number; readonly status: StatusReport } | undefined
  #timer = 0
  #outputs = -1

  constructor(api: Api) {
    this.#api = api
    this.rules = computed(() => rulesOf(this.status.value?.parts ?? []))
    let known: readonly string[] = []
    this.names = computed(() => {
      const names = this.rules.value.map(({ name }) => name)
      if (names.length !== known.length || names.some((name, at) => name !== known[at])) known = names
      return known
    })
  }

  /** Asks until the page is closed; not while nobody sees it. */
  start(): void {
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.#soon(0)
    })
    this.#soon(0)
  }

  /** With a new token, or after a problem. */
  again(): void {
    this.session.value = undefined
    this.#soon(0)
  }

  #soon(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => void this.#ask(), ms)
  }

  async #ask(): Promise<void> {
    if (document.hidden) return
    const began = performance.now()
    try {
      // Who answers again may be another process, with other tokens and settings.
      if (this.session.value === undefined || this.problem.value !== undefined)
        this.session.value = await this.#api.session()
      this.#take(await this.#api.status(), (performance.timeOrigin + performance.now()) / 1000)
      await this.#askAlerts()
      this.problem.value = undefined
    } catch (error) {
      this.problem.value = error instanceof ApiError ? error : new ApiError(0, "failed", String(error))
      this.#before = undefined
      this.#outputs = -1
      // Without a right token asking again changes nothing.
      if (this.problem.value.status === 401) return
    }
    this.#soon(Math.max(usualMs, share * (performance.now() - began)))
  }

  #take(status: StatusReport, at: number): void {
    const before = this.#before
    this.#before = { at, status }
    const totals = totalsOf(status.parts)
    const then = before?.status.startedAt === status.startedAt ? before : undefined
    const seconds = then === undefined ? 0 : at - then.at
    const former = then && totalsOf(then.status.parts)
    const moment: Moment = {
      at,
      eventsPerSecond: former === undefined ? null : Math.max(0, totals.events - former.events) / seconds,
      alertsPerMinute: former === undefined ? null : (Math.max(0, totals.alerts - former.alerts) / seconds) * 60,
      lagSeconds: totals.lagSeconds,
      outputs: then === undefined ? new Map() : newOutputs(then.status.parts, status.parts),
    }
    if (before !== undefined && then === undefined) this.#outputs = -1
    this.status.value = status
    this.moments.value = [...this.moments.value.slice(1 - mostMoments), moment]
  }

  /** Only where there are some that were not seen. */
  async #askAlerts(): Promise<void> {
    const outputs = this.status.value!.parts.flatMap(({ rules }) => rules).reduce((sum, rule) => sum + rule.outputs, 0)
    if (outputs === this.#outputs) return
    const isFirst = this.#outputs < 0
    let alerts: readonly AlertLine[]
    try {
      alerts = (await this.#api.alerts(isFirst ? mostAlerts : 200)).alerts
      this.noAlerts.value = undefined
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 501)) throw error
      this.noAlerts.value = error.message
      alerts = []
    }
    this.#outputs = outputs
    const known = new Set(this.alerts.value.map(({ id }) => id))
    const fresh = alerts.filter(({ id }) => !known.has(id)).reverse()
    if (fresh.length === 0) return
    this.alerts.value = [...fresh, ...this.alerts.value].slice(0, mostAlerts)
    if (!isFirst) this.said.value = announcement(fresh)
  }
}

function announcement(fresh: readonly AlertLine[]): string {
  const [first] = fresh
  const words = `${first!.severity ?? ""} ${first!.rule ?? first!.event ?? ""}: ${first!.message ?? ""}`
  return fresh.length === 1 ? `Alert: ${words}` : `${fresh.length} alerts, the last one ${words}`
}

/** Of all parts: the time is that of the part that is furthest behind. */
export function totalsOf(parts: readonly PartReport[]): Totals {
  const sum = (of: (part: PartReport) => number): number => parts.reduce((all, part) => all + of(part), 0)
  const behind = parts.reduce<PartReport | undefined>(
    (last, part) => (last === undefined || (part.watermark ?? "") < (last.watermark ?? "") ? part : last),
    undefined,
  )
  return {
    events: sum(({ events }) => events),
    read: sum(({ sources }) => sources.reduce((all, { read }) => all + read, 0)),
    alerts: sum(({ alerts }) => alerts),
    waiting: sum(({ waiting }) => waiting),
    late: sum(({ late }) => late),
    deadLetters: sum(({ deadLetters }) => deadLetters),
    watermark: behind?.watermark ?? null,
    lagSeconds: behind?.watermarkLagSeconds ?? null,
  }
}

/** The rules of all parts, by name, with their numbers added. */
export function rulesOf(parts: readonly PartReport[]): PartReport["rules"] {
  const rules = new Map<string, PartReport["rules"][number]>()
  for (const rule of parts.flatMap((part) => part.rules)) {
    const known = rules.get(rule.name)
    rules.set(rule.name, known === undefined ? rule : added(known, rule))
  }
  return [...rules.values()]
}

function added(a: PartReport["rules"][number], b: PartReport["rules"][number]): PartReport["rules"][number] {
  const numbers = Object.entries(b).flatMap(([name, value]): [string, unknown][] => {
    const other: unknown = a[name as keyof typeof a]
    return typeof value === "number" && typeof other === "number" ? [[name, value + other]] : []
  })
  const states = a.states && b.states ? a.states.map((count, state) => count + (b.states![state] ?? 0)) : b.states
  return { ...b, ...Object.fromEntries(numbers), states, incomplete: a.incomplete || b.incomplete }
}

function newOutputs(before: readonly PartReport[], now: readonly PartReport[]): ReadonlyMap<string, number> {
  const former = new Map(rulesOf(before).map(({ name, outputs }) => [name, outputs]))
  return new Map(
    rulesOf(now).flatMap(({ name, outputs }): [string, number][] => {
      const more = outputs - (former.get(name) ?? 0)
      return more > 0 ? [[name, more]] : []
    }),
  )
}
