/** A job that does what a test wants, and a control interface before it. */
import type { ReloadPlan } from "../../../runtime/abi/reload.ts"
import {
  ActionRefused,
  type ControlActions,
  type DryRunOutcome,
  type ParamStatus,
  type ReloadAnswer,
  type ReloadRequest,
  type RuleFile,
} from "../../../runtime/control/actions.ts"
import type { ControlHost } from "../../../runtime/control/host.ts"
import { type Control, type ControlSettings, openControl } from "../../../runtime/control/server.ts"
import { systemClock } from "../../../runtime/platform/node.ts"
import { jobStatus } from "./status.ts"

export const noon = Date.UTC(2026, 0, 31, 12)

/** A job of two versions and one parameter. Rules that contain `wrong` have errors, those with `refused` cannot be taken. */
export class FakeJob implements ControlActions {
  files: readonly RuleFile[] = [{ path: "fraud.cep", text: "rule R {\n  when Payment\n}\n" }]
  version = "v1"
  before: string | undefined
  /** All that was done, in order. */
  readonly done: string[] = []
  /** How many changes are under way, and the most there ever were at once. */
  underWay = 0
  most = 0
  /** What each change waits for. */
  wait: () => Promise<void> = async () => {}
  param: ParamStatus = { name: "limit", type: "int", value: 1000, default: 1000 }

  rules() {
    const { version, files, before } = this
    return { version, since: noon - 1000, files, before }
  }

  async versions() {
    return [{ version: this.version, madeAt: noon - 1000, note: undefined, running: true }]
  }

  plan(request: ReloadRequest): Promise<ReloadAnswer> {
    return this.#alone("plan", async () => this.#errors(request) ?? { outcome: "planned", plan: this.#plan("v2") })
  }

  reload(request: ReloadRequest): Promise<ReloadAnswer> {
    return this.#alone("reload", async () => this.#errors(request) ?? this.#apply(request.files))
  }

  rollback(): Promise<ReloadAnswer> {
    return this.#alone("rollback", async () => {
      if (this.before === undefined) throw new ActionRefused("conflict", "there is no version before this one")
      return this.#apply(this.files)
    })
  }

  planRollback(): Promise<ReloadAnswer> {
    return this.#alone("plan", async () => ({ outcome: "planned", plan: this.#plan(this.before ?? "v0") }))
  }

  #apply(files: readonly RuleFile[]): ReloadAnswer {
    const plan = this.#plan(`v${Number(this.version.slice(1)) + 1}`)
    this.before = this.version
    this.version = plan.to
    this.files = files
    return { outcome: "applied", plan, version: plan.to, pauseMs: 1500, checkpoint: 7 }
  }

  #errors({ files }: ReloadRequest): ReloadAnswer | undefined {
    if (files.some(({ text }) => text.includes("wrong"))) {
      return { outcome: "errors", text: "error CEP1001: …", diagnostics: [{ code: "CEP1001", span: { start: 1 } }] }
    }
    if (files.some(({ text }) => text.includes("throw"))) throw new Error("the rule threw")
    if (!files.some(({ text }) => text.includes("refused"))) return undefined
    return { outcome: "refused", reasons: ["R would lose 3 partial matches"], plan: this.#plan("v2") }
  }

  #plan(to: string): ReloadPlan {
    const rule = {
      rule: "R",
      verdict: "restarted",
      why: "its steps changed",
      loses: { keys: 1, partialMatches: 3, silences: 0 },
      aggregates: [],
    } as const
    return { from: this.version, to, rules: [rule], params: [], warnings: ["no source brings Refund"], refusals: [] }
  }

  params() {
    return [this.param]
  }

  setParams(values: Readonly<Record<string, unknown>>) {
    return this.#alone("params", async () => {
      for (const [name, value] of Object.entries(values)) {
        if (name !== "limit") throw new ActionRefused("wrong", `no param is called ${name}; there is limit`)
        if (typeof value !== "number") throw new ActionRefused("wrong", "limit wants an int")
        this.param = { ...this.param, value }
      }
      return this.params()
    })
  }

  savepoint(to: string | undefined) {
    return this.#alone("savepoint", async () => ({ place: to ?? "/var/lib/cep/fraud/savepoint-8", checkpoint: 8 }))
  }

  stop() {
    return this.#alone("stop", async () => {})
  }

  async explain(rule: string) {
    if (rule !== "R") throw new ActionRefused("wrong", `there is no rule ${rule}; there is R`)
    return "rule R\n  input Payment\n"
  }

  automaton(rule: string) {
    if (rule !== "R") throw new ActionRefused("wrong", `no rule is called ${rule}`)
    const state = { kind: "start", step: "payment", column: 0, row: 0 }
    const final = { kind: "final", step: null, column: 1, row: 0 }
    const edge = { from: 0, to: 1, action: "take" as const, guard: "c0" }
    return {
      rule,
      form: "filter",
      states: [state, final],
      edges: [edge],
      keys: ["card"],
      timeFields: [],
      conditions: ["Payment as payment"],
    }
  }

  async why({ rule }: { readonly rule: string }) {
    if (rule !== "R") throw new ActionRefused("wrong", `no rule is called ${rule}`)
    return { rule, fired: false, reason: "no-event", text: "no Payment came" }
  }

  async types() {
    return { functions: {}, interfaces: {} }
  }

  async dryRun(files: readonly RuleFile[]): Promise<DryRunOutcome> {
    const errors = this.#errors({ files, refuseLoss: false })
    if (errors?.outcome === "errors") return errors
    const counted = { rule: "R", shadow: false, outputs: 14, running: 9, perMinute: 2.8, tooMany: true }
    const counts = {
      events: 100,
      late: 0,
      deadLetters: 0,
      runningDeadLetters: 0,
      from: noon - 300_000,
      to: noon,
      seconds: 0.1,
    }
    return { outcome: "ran", report: { ...counts, rules: [counted], alerts: [], alertCount: 14, notes: [] } }
  }

  async #alone<T>(what: string, act: () => Promise<T>): Promise<T> {
    this.underWay++
    this.most = Math.max(this.most, this.underWay)
    try {
      await this.wait()
      const answer = await act()
      this.done.push(what)
      return answer
    } finally {
      this.underWay--
    }
  }
}

/** What a job shows that has these actions. */
export function hostOf(actions: ControlActions | undefined, more: Partial<ControlHost> = {}): ControlHost {
  const statuses = async () => [jobStatus]
  const given = { job: "fraud", version: "v1", startedAt: noon - 60_000, phase: "running", now: () => noon } as const
  return { ...given, statuses, ...(actions && { actions }), ...more }
}

/** Opens an interface; whoever does so closes it. */
export function openFor(host: ControlHost, more: Partial<ControlSettings> = {}): Promise<Control> {
  const given = { host, address: "127.0.0.1", port: 0, tokens: undefined, clock: systemClock, programVersion: "1.2.3" }
  return openControl({ ...given, ...more })
}

export interface Answer {
  readonly code: number
  readonly body: Readonly<Record<string, unknown>>
}

/** Sends a request as `cep` does. */
export async function send(url: string, method: string, body?: unknown, token?: string): Promise<Answer> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const text = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body)
  if (method !== "GET") headers["content-type"] = "application/json"
  const answer = await fetch(url, { method, headers, ...(text !== undefined && { body: text }) })
  return { code: answer.status, body: (await answer.json()) as Answer["body"] }
}
