import type { Alert, DeadLetter, Emitted, EngineOptions, LateEvent, Output, RestartedSeries } from "../abi/engine.ts"

type Message =
  | { to: "output"; output: Output }
  | { to: "alerts"; alerts: Alert[] }
  | { to: "late"; late: LateEvent }
  | { to: "dead"; letter: DeadLetter }
  | { to: "restarted"; restarted: RestartedSeries }

/** What the engine has for its callbacks, in order. */
export class Outbox {
  private readonly options: EngineOptions
  private readonly writes: (output: Output) => boolean
  private readonly settle: () => void
  private readonly before: () => void
  private readonly messages: Message[] = []

  /** `writes`: whether an output goes to a sink. `settle`: is called wherever something could be handed out; `before`: before callbacks are. */
  constructor(options: EngineOptions, writes: (output: Output) => boolean, settle: () => void, before: () => void) {
    this.options = options
    this.writes = writes
    this.settle = settle
    this.before = before
  }

  /** Whether all was handed out. */
  get isEmpty(): boolean {
    return this.messages.length === 0
  }

  output(output: Output): void {
    this.messages.push({ to: "output", output })
  }

  /** An alert that nobody but `onAlert` wants. */
  alert(alert: Alert): void {
    const last = this.messages.at(-1)
    if (last?.to === "alerts") last.alerts.push(alert)
    else this.messages.push({ to: "alerts", alerts: [alert] })
  }

  late(late: LateEvent): void {
    this.messages.push({ to: "late", late })
  }

  dead(letter: DeadLetter): void {
    this.messages.push({ to: "dead", letter })
  }

  restarted(restarted: RestartedSeries): void {
    this.messages.push({ to: "restarted", restarted })
  }

  /** Hands out what is ready. A callback that throws ends the call; what is left is handed out by the next one. */
  deliver(): void {
    this.settle()
    if (this.messages.length > 0) this.handOut()
  }

  private handOut(): void {
    const { messages } = this
    this.before()
    let done = 0
    try {
      while (done < messages.length) {
        const message = messages[done]!
        // It counts as done when its last one was handed over.
        if (message.to === "alerts") this.deliverAlerts(message.alerts)
        done++
        if (message.to !== "alerts") this.deliverOne(message)
      }
    } finally {
      const left = messages[done]
      if (left?.to === "alerts" && left.alerts.length === 0) done++
      if (done === messages.length) messages.length = 0
      else messages.splice(0, done)
    }
  }

  private deliverOne(message: Exclude<Message, { to: "alerts" }>): void {
    const { options } = this
    if (message.to === "late") options.onLate?.(message.late)
    else if (message.to === "restarted") options.onRestarted?.(message.restarted)
    else if (message.to === "dead") options.onDeadLetter?.(message.letter)
    else this.deliverOutput(message.output)
  }

  private deliverAlerts(alerts: Alert[]): void {
    const { options } = this
    let done = 0
    try {
      while (done < alerts.length) options.onAlert?.(alerts[done++]!)
    } finally {
      alerts.splice(0, done)
    }
  }

  private deliverOutput(output: Output): void {
    const { onAlert, onEmit, onOutput, onResult } = this.options
    onResult?.(output)
    if (output.shadow) onOutput?.(output)
    else if (output.kind === "alert") onAlert?.(output.value as Alert)
    else onEmit?.(output.value as Emitted)
    if (onOutput !== undefined && !output.shadow && this.writes(output)) onOutput(output)
  }
}
