/** The control interface of the job that serves this page, as docs/operate/control.md has it. */
import type { WhyReport } from "../compiler/why/index.ts"
import type { RuleAutomaton } from "../runtime/abi/automaton-view.ts"
import type { ReloadPlan } from "../runtime/abi/reload.ts"
import type { StatusReport } from "../runtime/control/report.ts"
import type { WhyNow } from "../runtime/control/why-report.ts"
import type { ToldTypes } from "./language.ts"

export type { ReloadPlan, RuleAutomaton, StatusReport, WhyNow, WhyReport }
export type PartReport = StatusReport["parts"][number]
export type RuleReport = PartReport["rules"][number]
export type SourceReport = PartReport["sources"][number]

export interface RuleFile {
  readonly path: string
  readonly text: string
}

export interface Session {
  readonly name: string | null
  readonly roles: readonly string[]
  readonly open: boolean
  readonly keptSeconds: number | null
  readonly version: string
}

export interface RunningRules {
  readonly version: string
  readonly since: string
  readonly before: string | null
  readonly rules: readonly { readonly name: string; readonly shadow: boolean }[]
  readonly files: readonly RuleFile[]
}

/** An output as a sink gets it: an alert, or a derived event. */
export interface AlertLine {
  readonly id: string
  readonly at: string
  readonly rule?: string
  readonly severity?: "info" | "low" | "medium" | "high" | "critical"
  readonly message?: string
  readonly key?: Readonly<Record<string, unknown>>
  readonly data?: Readonly<Record<string, unknown>>
  readonly events?: Readonly<Record<string, unknown>>
  readonly timeout?: boolean
  readonly suppressed?: number
  readonly score?: number | null
  /** Of a derived event its type. */
  readonly event?: string
}

export interface DryRun {
  readonly events: number
  readonly late: number
  readonly deadLetters: number
  /** Of the running rules; null: they could not be asked. */
  readonly runningDeadLetters: number | null
  readonly from: string | null
  readonly to: string | null
  readonly seconds: number
  readonly rules: readonly {
    readonly rule: string
    readonly shadow: boolean
    readonly outputs: number | null
    readonly running: number | null
    readonly perMinute: number
    readonly tooMany: boolean
  }[]
  readonly alerts: readonly AlertLine[]
  readonly alertCount: number
  readonly notes: readonly string[]
}

export interface ReloadDone {
  readonly outcome: "planned" | "same" | "applied"
  readonly version?: string
  readonly plan?: ReloadPlan
  readonly pauseSeconds?: number
}

export interface RuleVersion {
  readonly version: string
  readonly madeAt: string
  readonly note: string | null
  readonly running: boolean
}

/** What the job refused, with all that it says. `status` 0: it could not be reached. */
export class ApiError extends Error {
  readonly status: number
  readonly word: string
  readonly body: Readonly<Record<string, unknown>>

  constructor(status: number, word: string, message: string, body: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.status = status
    this.word = word
    this.body = body
  }
}

const tokenKey = "cepheus-token"
/** Whoever does not answer for so long is not there; what is to be done may take longer than what is looked at. */
const longestReadMs = 30_000
const longestChangeMs = 300_000

/** Asks the job. The token lives as long as the browser's tab. */
export class Api {
  get token(): string | null {
    return sessionStorage.getItem(tokenKey)
  }

  set token(token: string | null) {
    if (token === null) sessionStorage.removeItem(tokenKey)
    else sessionStorage.setItem(tokenKey, token)
  }

  session = () => this.#ask<Session>("GET", "/session")
  status = () => this.#ask<StatusReport>("GET", "/status")
  rules = () => this.#ask<RunningRules>("GET", "/rules")
  versions = () => this.#ask<{ readonly versions: readonly RuleVersion[] }>("GET", "/versions")
  alerts = (limit: number) => this.#ask<{ readonly alerts: readonly AlertLine[] }>("GET", `/alerts?limit=${limit}`)
  automaton = (rule: string) => this.#ask<RuleAutomaton>("GET", `/rules/${encodeURIComponent(rule)}/automaton`)
  explain = (rule: string) => this.#ask<string>("GET", `/rules/${encodeURIComponent(rule)}/explain`)
  plan = (files: readonly RuleFile[]) => this.#ask<ReloadDone>("POST", "/plan", { files })
  types = (files: readonly RuleFile[]) => this.#ask<ToldTypes>("POST", "/types", { files })
  why = (rule: string, key: readonly string[]) => this.#ask<WhyReport>("POST", "/why", { rule, key })
  /** What is held now. */
  whyNow = (rule: string, key: readonly string[]) => {
    const query = new URLSearchParams([["rule", rule], ...key.map((part) => ["key", part])])
    return this.#ask<WhyNow>("GET", `/why?${query}`)
  }
  dryRun = (files: readonly RuleFile[]) => this.#ask<DryRun>("POST", "/dry-run", { files })
  rollback = () => this.#ask<ReloadDone>("POST", "/rollback", {})
  reload = (files: readonly RuleFile[], more: Readonly<Record<string, unknown>>) =>
    this.#ask<ReloadDone>("POST", "/reload", { files, ...more })

  async #ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const { token } = this
    const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` }
    if (body !== undefined) headers["content-type"] = "application/json"
    const longestMs = method === "GET" ? longestReadMs : longestChangeMs
    let answer: Response
    let content: unknown
    let isJson: boolean
    try {
      const signal = AbortSignal.timeout(longestMs)
      answer = await fetch(path, { method, headers, signal, ...(body !== undefined && { body: JSON.stringify(body) }) })
      isJson = answer.headers.get("content-type")?.includes("application/json") === true
      // The connection may break here, too.
      content = isJson ? await answer.json() : await answer.text()
    } catch (error) {
      const isLate = error instanceof DOMException && error.name === "TimeoutError"
      const why = isLate ? `it has taken ${longestMs / 1000} seconds` : "it has ended, or the connection is gone"
      throw new ApiError(0, "unreachable", `the job does not answer: ${why}`)
    }
    if (answer.ok) return content as T
    const said = (isJson ? content : {}) as Readonly<Record<string, unknown>>
    throw new ApiError(answer.status, String(said.error ?? "failed"), String(said.message ?? answer.statusText), said)
  }
}
