/** How something is done to a running job: one change after the other, each in the audit log before and after, and answered even where it takes long. */
import type { FastifyReply, FastifyRequest } from "fastify"
import type { Clock } from "../platform/clock.ts"
import { ActionRefused } from "./actions.ts"
import type { Audit, Details, Who } from "./audit.ts"
import { ControlError } from "./error.ts"
import { Turns } from "./turns.ts"

/** What came of a change: a word for the audit log, what stands beside it there, and the answer. */
export interface Outcome {
  readonly word: string
  readonly details?: Details
  readonly code: number
  readonly body: unknown
}

export interface Change {
  /** `reload`, `rollback` … */
  readonly action: string
  /** For the audit log, made when the change's turn has come. */
  details?(): Details
  act(): Promise<Outcome>
  /** false: nothing is changed (a plan), so that nothing is written down. */
  readonly isWritten?: boolean
}

export interface ChangeSettings {
  readonly audit: Audit
  readonly clock: Pick<Clock, "now" | "after">
  /** After so long the answer says that the change is still under way. */
  readonly answerWithinMs?: number
  /** So long it waits for its turn. */
  readonly waitMs?: number
}

/** Less than clients wait that wait for five minutes. */
const usualAnswerMs = 240_000
const usualWaitMs = 30_000
const mostWaiting = 8
/** Bodies of rules are large: of more requests at once none is read. */
const mostAtOnce = 16
/** So long answers to changes may take on their way out when the job ends. */
const farewellMs = 2000

export class Changes {
  readonly #settings: ChangeSettings
  readonly #turns: Turns
  /** Requests that were begun and whose answer is not out yet. */
  readonly #open = new Set<Promise<void>>()
  /** Requests that were admitted and are not answered yet. */
  #atOnce = 0

  constructor(settings: ChangeSettings) {
    this.#settings = settings
    this.#turns = new Turns({ most: mostWaiting, waitMs: settings.waitMs ?? usualWaitMs }, settings.clock)
  }

  /** Before a request's body is read: throws `ControlError` where so many are being read, wait or are under way that another one could only be refused. */
  admit({ raw }: FastifyReply): void {
    if (this.#atOnce >= mostAtOnce) {
      throw new ControlError(429, "busy", `${mostAtOnce} changes are asked for at once: try again later`)
    }
    this.#atOnce++
    raw.once("close", () => {
      this.#atOnce--
    })
  }

  /** Makes a change when its turn has come, and answers. Rejects with `ControlError` where nothing came of it. */
  async make(change: Change, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const who: Who = { name: request.caller.name, address: request.ip }
    const by = who.name === null ? who.address : who.name
    const end = await this.#turns.take(`a ${change.action} by ${by}`, goneSignal(reply))
    this.#track(reply)
    // The turn is the change's until it is over, whoever waits for the answer.
    const made = this.#make(change, who).finally(end)
    const { code, body } = await this.#within(made, change.action)
    return reply.code(code).send(body)
  }

  async #make(change: Change, who: Who): Promise<Outcome> {
    if (change.isWritten === false) return attempt(change)
    const begun = await this.#settings.audit.begin(who, change.action, change.details?.() ?? {}).catch((error) => {
      throw new ControlError(
        503,
        "audit-failed",
        `nothing was changed, since the audit log cannot be written: ${messageOf(error)}`,
      )
    })
    const outcome = await attempt(change)
    await begun.done(outcome.word, outcome.details ?? {}).catch((error) => {
      const words = `the ${change.action} is done (${outcome.word}), but that could not be written to the audit log`
      throw new ControlError(500, "audit-failed", `${words}: ${messageOf(error)}`)
    })
    return outcome
  }

  /** A change that hangs is answered, too. */
  #within(made: Promise<Outcome>, action: string): Promise<Outcome> {
    const { clock, answerWithinMs = usualAnswerMs } = this.#settings
    return new Promise((resolve, reject) => {
      const forget = clock.after(answerWithinMs, () => {
        const words = `the ${action} is still under way after ${answerWithinMs / 1000} seconds`
        reject(new ControlError(504, "still-under-way", `${words}; GET /status and GET /audit tell what comes of it`))
      })
      made.then(resolve, reject).finally(forget)
    })
  }

  #track(reply: FastifyReply): void {
    const answered = new Promise<void>((resolve) => {
      reply.raw.once("close", resolve)
    })
    this.#open.add(answered)
    answered.finally(() => this.#open.delete(answered))
  }

  /** Nothing begins any more; who made a change gets the answer, if that does not take long. */
  async close(): Promise<void> {
    this.#turns.close()
    if (this.#open.size === 0) return
    let forget = () => {}
    const patience = new Promise<void>((resolve) => {
      forget = this.#settings.clock.after(farewellMs, resolve)
    })
    await Promise.race([patience, Promise.all(this.#open)])
    forget()
  }
}

/** What an action throws is an outcome as well, and is written down. */
async function attempt({ act }: Change): Promise<Outcome> {
  try {
    return await act()
  } catch (error) {
    const { statusCode, word, message } = refusalOf(error)
    return {
      word: word === "failed" ? "failed" : "refused",
      details: { reasons: [message] },
      code: statusCode,
      body: { error: word, message },
    }
  }
}

/** As an answer. */
export function refusalOf(error: unknown): ControlError {
  if (error instanceof ControlError) return error
  if (!(error instanceof ActionRefused)) return new ControlError(500, "failed", messageOf(error))
  const { kind, message } = error
  if (kind === "wrong") return new ControlError(400, "wrong-request", message)
  if (kind === "conflict") return new ControlError(409, "refused", message)
  return new ControlError(501, "impossible", message)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Aborted when whoever asked has hung up before there was an answer. */
function goneSignal({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController()
  if (raw.destroyed) gone.abort()
  raw.once("close", () => gone.abort())
  return gone.signal
}
