/** Processes that share the slices of a job run the same rules: what one of them is asked for while it runs the others take over. */
import type { WantedEntry, WantedRules } from "../../runtime/checkpoint/wanted.ts"
import type { ReloadAnswer } from "../../runtime/control/actions.ts"
import { messageOf } from "../../runtime/engine/refusal.ts"
import type { Log } from "../../runtime/observe/log.ts"
import type { Clock } from "../../runtime/platform/clock.ts"

/** How often it is looked what others were asked for. */
const lookEveryMs = 5000

export interface FollowerSettings {
  readonly wanted: Pick<WantedRules, "last">
  /** The version that runs here. */
  readonly running: () => string
  /** A change is under way here. */
  readonly isChanging: () => boolean
  /** Whether of two versions the first was asked for later than the second one. */
  readonly isLater: (version: string, other: string) => Promise<boolean>
  /** Goes on with a version of the store, where that is still wanted when it is its turn. Rejects where it cannot be had now. */
  readonly take: (version: string, isWanted: () => Promise<boolean>) => Promise<ReloadAnswer>
  readonly clock: Pick<Clock, "every">
  readonly log: Log
}

/** What another process was asked for and this one does not run. */
export interface Unfollowed {
  readonly version: string
  /** Why not; undefined: it is on its way. */
  readonly reason: string | undefined
}

export class RulesFollower {
  readonly #settings: FollowerSettings
  #end = () => {}
  #isLooking = false
  /** What is not to be tried: it was refused, or is older than what this process was begun with. */
  #passed: { readonly name: string; readonly shown: Unfollowed | undefined } | undefined
  #underWay: Unfollowed | undefined
  #saidProblem: string | undefined

  constructor(settings: FollowerSettings) {
    this.#settings = settings
  }

  /** What was asked for before the rules that this process was begun with is over. Rejects with the store's errors. */
  async start(): Promise<void> {
    const { wanted, running, isLater, clock } = this.#settings
    const entry = await wanted.last()
    if (entry !== undefined && entry.version !== running() && !(await isLater(entry.version, running()))) {
      this.#passed = { name: entry.name, shown: undefined }
    }
    this.#end = clock.every(lookEveryMs, () => void this.look())
  }

  get unfollowed(): Unfollowed | undefined {
    return this.#underWay ?? this.#passed?.shown
  }

  /** Looks, and follows. Never rejects. Whoever looks meanwhile waits for nothing. */
  async look(): Promise<void> {
    if (this.#isLooking || this.#settings.isChanging()) return
    this.#isLooking = true
    try {
      await this.#follow(await this.#settings.wanted.last())
      this.#saidProblem = undefined
    } catch (error) {
      // Stores are away for a while sometimes.
      const reason = messageOf(error)
      if (reason !== this.#saidProblem) {
        this.#settings.log("warn", `it cannot be seen which rules other processes were asked for: ${reason}`)
      }
      this.#saidProblem = reason
    } finally {
      this.#underWay = undefined
      this.#isLooking = false
    }
  }

  async #follow(entry: WantedEntry | undefined): Promise<void> {
    const { wanted, running, isChanging, take, log } = this.#settings
    if (entry === undefined || entry.name === this.#passed?.name || isChanging()) return
    this.#passed = undefined
    const { name, version } = entry
    if (version === running()) return
    this.#underWay = { version, reason: undefined }
    log("info", `another process of the job was asked for version ${version} of the rules: it is taken over`, {
      version,
    })
    const answer = await take(version, async () => (await wanted.last())?.name === name)
    if (answer.outcome !== "refused") return
    const reason = answer.reasons.join("; ")
    this.#passed = { name, shown: { version, reason } }
    const words = `version ${version} of the rules, for which another process of the job was asked, is not taken over: ${reason}`
    log("error", `${words}; this process goes on with version ${running()}`, { version, reasons: answer.reasons })
  }

  /** Nothing is looked at any more. Twice is harmless. */
  close(): void {
    this.#end()
    this.#end = () => {}
  }
}
